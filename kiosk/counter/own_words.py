"""One's own things: what whoever is signed in holds, beside what is said or as a list to touch."""

from datetime import datetime

from kiosk.counter import reserving_words
from kiosk.counter.language import mark
from kiosk.counter.phrases import when
from kiosk.counter.scene import Scene
from kiosk.counter.views import Holding, Item, Sheet, Tone
from kiosk.crib.states import AssetState


def mine(scene: Scene, *, reservations: bool = False) -> Sheet:
    """What she holds, each a touch away from its card, and what is reserved for her."""
    items = tuple(
        Item(held.name, held.code, held.due, f"card:{held.code}", Tone.STOP if held.overdue else None)
        for held in holdings(scene)
    )
    reserved = tuple(reserving_words.own(row, scene) for row in scene.holds) if reservations else ()
    return Sheet(scene.say("You have"), (*items, *reserved), empty=scene.say("You have nothing."))


def holdings(scene: Scene) -> tuple[Holding, ...]:
    """What whoever is signed in holds."""
    assets = [_holding(held.asset.code, _held_name(held, scene), held.due, scene) for held in scene.holdings]
    return (
        *assets,
        *(_holding(p.code, f"{loan.quantity} x {p.name}", loan.due, scene) for p, loan in scene.loans),
    )


def _held_name(held: AssetState, scene: Scene) -> str:
    """What a lead let pass stays said until the thing is back."""
    ends = held.day_ends
    lapsed = ends is not None and ends < scene.at.astimezone(scene.zone).date()
    return f"{held.product.name} {scene.say('NOT CALIBRATED')}" if lapsed else held.product.name


def _holding(code: str, name: str, due: datetime | None, scene: Scene) -> Holding:
    late = due is not None and due < scene.at
    if due is None:
        return Holding(code, name, "", late)
    sentence = mark("overdue since {time}") if late else mark("due {time}")
    return Holding(code, name, scene.say(sentence, time=when(due, scene)), late)
