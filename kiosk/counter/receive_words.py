"""What the screen says while a delivery is put away."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.phrases import product
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.views import Tone
from kiosk.crib.keeper_refusals import OverDelivered, WrongBin
from kiosk.crib.receiving import Match, Progress

Words = tuple[str, tuple[str, ...], Tone]

LABELS = {"receive": "Receive"}
"""What is written on each control."""


def _receiving(answer: Answer, scene: Scene) -> Words:
    if not answer.about:
        return "Receiving: what came?", ("Scan the delivery, or what came.",), Tone.LOOK
    return f"Receiving {answer.about}", answer.lines or _progress(scene), Tone.LOOK


def _progress(scene: Scene) -> tuple[str, ...]:
    """How much of the delivery is here."""
    delivery = scene.delivery
    if delivery is None:
        return ()
    left = sum(line.left for line in delivery.lines)
    if delivery.progress is Progress.CLOSED:
        return (f"All of {delivery.code} is here.",)
    return (f"{left} of {delivery.code} still to come.",)


def _in_hand(answer: Answer, scene: Scene) -> Words:
    title = f"{answer.quantity} x {product(scene)}" if answer.quantity else product(scene)
    next_ = "Scan the bin it goes into." if answer.quantity or answer.asset else "Scan the tag."
    return title, (answer.asset, *answer.lines, next_), Tone.LOOK


def _received(answer: Answer, scene: Scene) -> Words:
    what = answer.asset or f"{answer.quantity} x {product(scene)}"
    name = product(scene) if answer.asset else ""
    lines = (name, f"Into {answer.bin}", _not_expected(answer, scene), *_progress(scene))
    return f"Received: {what}", lines, Tone.DONE


def _not_expected(answer: Answer, scene: Scene) -> str:
    lines = scene.delivery.lines if scene.delivery else ()
    matches = {line.match for line in lines if line.product == answer.product}
    return f"Not on the list of {answer.about}: noted." if matches == {Match.UNEXPECTED} else ""


def _left(_: Answer, __: Scene) -> Words:
    return "Left.", ("What is not here yet stays expected.",), Tone.DONE


WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "receiving": _receiving,
    "in-hand": _in_hand,
    "received": _received,
    "put-away": _left,
}
"""Of each answer."""


def _wrong_bin(refusal: WrongBin, scene: Scene) -> tuple[str, tuple[str, ...]]:
    better = f"Put it in {refusal.better}." if refusal.better else "Put it in another bin."
    return f"Wrong bin: {refusal.bin} is for {refusal.keeps}.", (product(scene), better)


def _over(refusal: OverDelivered, scene: Scene) -> tuple[str, tuple[str, ...]]:
    said = f"{refusal.expected} were expected of {refusal.delivery}, this makes {refusal.came}."
    return "More than expected. Is that right?", (product(scene), said)


STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    WrongBin: _wrong_bin,
    OverDelivered: _over,
}
"""Of each refusal."""
