"""Words of a greeting: what is late, the oldest first, and what is reserved and will be missing."""

from datetime import datetime

from kiosk.counter.phrases import elsewhere, how_long, when, who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.views import Tone
from kiosk.crib.handing import Denial
from kiosk.crib.looked import OfHold


def signed_in(answer: Answer, scene: Scene) -> tuple[str, tuple[str, ...], Tone]:
    """Hello, and what she should know before she takes anything."""
    told = tuple(scene.tell(each) for each in answer.told)
    holds = tuple(line for row in scene.holds for line in _reserved(row, scene))
    denied = tuple(denial(each, scene) for each in scene.denials)
    said = (*told, *_taken_over(scene), *_late(scene), *holds, *denied)
    return scene.say("Hello, {name}.", name=scene.who), said, Tone.DONE


def _taken_over(scene: Scene) -> tuple[str, ...]:
    """What others took out of her hands while she was not there; there is a touch to deny it."""
    return tuple(
        scene.say(
            "{name} took over {thing} at {time}.",
            name=who(each.taker, scene),
            thing=f"{each.name} {each.asset}",
            time=when(each.at, scene),
        )
        for each in scene.taken_over
    )


def denial(each: Denial, scene: Scene) -> str:
    """What a keeper is told of a hand-over that is denied: both names."""
    return scene.say(
        "{taker} took over {thing} at {time}: {name} says no.",
        taker=who(each.taker, scene),
        thing=f"{each.name} {each.asset}",
        time=when(each.at, scene),
        name=who(each.worker, scene),
    )


def _late(scene: Scene) -> tuple[str, ...]:
    """What should have been back longest ago, and how much there is of it in all."""
    due = [(held.due, f"{held.product.name} {held.asset.code}") for held in scene.holdings]
    due += [(loan.due, product.name) for product, loan in scene.loans]
    late = sorted((end, what) for end, what in due if end and end < scene.at)
    if not late:
        return ()
    end, what = late[0]
    worst = scene.say("{thing}: {time} late", thing=what, time=_since(end, scene))
    return worst, scene.say("{count} overdue: please return.", count=len(late))


def _since(end: datetime, scene: Scene) -> str:
    return how_long(scene.at - end, scene)


def _reserved(row: OfHold, scene: Scene) -> tuple[str, ...]:
    hold, start = row.hold, when(row.hold.start, scene)
    what = hold.asset or row.product.name
    said = scene.say("Your reservation {time}: {count} x {what}", time=start, count=hold.open, what=what)
    if not row.short:
        return (said,)
    far = elsewhere(row, scene) or scene.say("Ask the keeper.")
    return said, f"{scene.say('{count} will be missing', count=row.short)}. {far}"
