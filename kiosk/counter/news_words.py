"""Words of what the idle screen tells by itself: what was recorded last, what is late, what is low."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter import looking_words
from kiosk.counter.card_words import ENTRIES
from kiosk.counter.phrases import when, who
from kiosk.counter.scene import Scene
from kiosk.counter.views import Item, Tone
from kiosk.crib.looked import Looked
from kiosk.crib.names import NOBODY, WorkerId


class LastAct(Struct, frozen=True):
    """The last thing that was done at the counter before the kiosk started."""

    type: str
    """The entry's."""
    thing: str
    """Name and code."""
    at: datetime
    by: WorkerId = NOBODY


def last_recorded(act: LastAct, names: dict[WorkerId, str], scene: Scene) -> Item:
    """What was written before the power went: whoever stood here knows how far it came."""
    title = scene.say("Last recorded: {thing}", thing=act.thing)
    what, at = scene.say(ENTRIES[act.type]), when(act.at, scene)
    if act.by == NOBODY:
        return Item(title, scene.say("{what} {time}", what=what, time=at), tone=Tone.LOOK)
    name = who(act.by, replace(scene, names=names))
    return Item(title, scene.say("{what} {time} by {name}", what=what, time=at, name=name), tone=Tone.LOOK)


def overdue(late: Looked, scene: Scene) -> tuple[Item, ...]:
    """How much is late, and the worst of it."""
    count = len(late.rows) + late.more
    if not count:
        return ()
    named = replace(scene, names=late.names)
    worst = tuple(looking_words.item(row, NOBODY, named) for row in late.rows)
    return (Item(scene.say("Overdue: {count}", count=count), tone=Tone.STOP, control="out"), *worst)


def low(count: int, scene: Scene) -> tuple[Item, ...]:
    """For how many products there is too little."""
    return (Item(scene.say("Low: {count}", count=count), control="low", tone=Tone.LOOK),) if count else ()
