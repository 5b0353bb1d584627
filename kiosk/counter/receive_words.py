"""What the screen says while a delivery is put away."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.language import mark
from kiosk.counter.phrases import product
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Receiving
from kiosk.counter.views import KeyKind, Keys, Sheet, Tone
from kiosk.crib.keeper_refusals import OverDelivered, WrongBin
from kiosk.crib.receiving import Match, Progress

Words = tuple[str, tuple[str, ...], Tone]

LABELS = {"receive": mark("Receive"), "quantity": mark("Number")}
"""What is written on each control."""


def _receiving(answer: Answer, scene: Scene) -> Words:
    if not answer.about:
        line = scene.say("Scan the delivery, or what came.")
        return scene.say("Receiving: what came?"), (line,), Tone.LOOK
    lines = tuple(map(scene.tell, answer.told)) or _progress(scene)
    return scene.say("Receiving {delivery}", delivery=answer.about), lines, Tone.LOOK


def _progress(scene: Scene) -> tuple[str, ...]:
    """How much of the delivery is here."""
    delivery = scene.delivery
    if delivery is None:
        return ()
    left = sum(line.left for line in delivery.lines)
    if delivery.progress is Progress.CLOSED:
        return (scene.say("All of {delivery} is here.", delivery=delivery.code),)
    return (scene.say("{count} of {delivery} still to come.", count=left, delivery=delivery.code),)


def _in_hand(answer: Answer, scene: Scene) -> Words:
    name = product(scene) or answer.lines[0]
    title = f"{answer.quantity} x {name}" if answer.quantity else name
    has_all = answer.quantity or answer.asset
    then = scene.say("Scan the bin it goes into.") if has_all else scene.say("Scan the tag.")
    return title, (answer.asset, *map(scene.tell, answer.told), then), Tone.LOOK


def _received(answer: Answer, scene: Scene) -> Words:
    what = answer.asset or f"{answer.quantity} x {product(scene)}"
    name = product(scene) if answer.asset else ""
    into = scene.say("Into {bin}", bin=answer.bin)
    lines = (name, into, _not_expected(answer, scene), *_progress(scene))
    return scene.say("Received: {what}", what=what), lines, Tone.DONE


def _not_expected(answer: Answer, scene: Scene) -> str:
    lines = scene.delivery.lines if scene.delivery else ()
    matches = {line.match for line in lines if line.product == answer.product}
    if matches != {Match.UNEXPECTED}:
        return ""
    return scene.say("Not on the list of {delivery}: noted.", delivery=answer.about)


def _left(answer: Answer, scene: Scene) -> Words:
    expected = scene.say("What is not here yet stays expected.")
    return scene.say("Left."), (*map(scene.tell, answer.told), expected), Tone.DONE


def _not_received(answer: Answer, scene: Scene) -> Words:
    return scene.say("This cannot be put away here."), tuple(map(scene.tell, answer.told)), Tone.LOOK


WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "receiving": _receiving,
    "in-hand": _in_hand,
    "received": _received,
    "put-away": _left,
    "not-received": _not_received,
}
"""Of each answer."""


def _wrong_bin(refusal: WrongBin, scene: Scene) -> tuple[str, tuple[str, ...]]:
    title = scene.say("Wrong bin: {bin} is for {product}.", bin=refusal.bin, product=refusal.keeps)
    better = scene.say("Put it in another bin.")
    if refusal.better:
        better = scene.say("Put it in {bin}.", bin=refusal.better)
    return title, (product(scene), better)


def _over(refusal: OverDelivered, scene: Scene) -> tuple[str, tuple[str, ...]]:
    said = scene.say(
        "{expected} were expected of {delivery}, this makes {came}.",
        expected=refusal.expected,
        delivery=refusal.delivery,
        came=refusal.came,
    )
    return scene.say("More than expected. Is that right?"), (product(scene), said)


def receiving_sheet(_: Session, task: Receiving, scene: Scene) -> Sheet | None:
    """Keys for the number of pieces."""
    if not task.typing:
        return None
    keys = Keys(KeyKind.DIGITS, task.name, task.typed, scene.say("So many"))
    return Sheet(scene.say("How many are there?"), keys=keys)


STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    WrongBin: _wrong_bin,
    OverDelivered: _over,
}
"""Of each refusal."""
