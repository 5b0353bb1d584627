"""What the screen says while a place is counted. Of pieces it never says how many there should be."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.phrases import who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.views import Tone
from kiosk.crib import counting as no
from kiosk.crib.counting import Finding, Fix, Progress

Words = tuple[str, tuple[str, ...], Tone]

LABELS = {
    "count": "Count",
    "sign": "Sign the count",
    "done": "Leave it for now",
    "fix:home": "I put it where it belongs",
    "fix:here": "It belongs here now",
    "fix:return": "It is back",
}
"""What is written on each control."""


def _counting(answer: Answer, scene: Scene) -> Words:
    if not answer.bin:
        return "Count: which place?", (), Tone.LOOK
    return f"Counting {answer.bin}", _how_far(scene), Tone.LOOK


def _how_far(scene: Scene) -> tuple[str, ...]:
    """Found 41 of 43, missing 2, and so on."""
    count = scene.count
    if count is None:
        return ()
    parts = (
        (f"Found {count.found} of {count.expected}", count.expected),
        (f"missing {count.missing}", count.missing),
        (f"wrong place {count.misplaced}", count.misplaced),
        (f"out, but here {count.held}", count.held),
        (f"unknown {count.unknown}", count.unknown),
        (f"counted {count.counted} of {count.lines}", count.lines),
        (f"count again {count.again}", count.again),
    )
    return (", ".join(text for text, number in parts if number), _missing(count))


def _missing(count: Progress) -> str:
    """Names them once they are few enough to look for."""
    few = len(count.missing_first) == count.missing
    return f"Not seen: {', '.join(count.missing_first)}" if few and count.missing else ""


def _seen(answer: Answer, scene: Scene) -> Words:
    name = scene.asset.product.name if scene.asset else ""
    if answer.about == Finding.UNKNOWN:
        return "Unknown code.", (answer.lines[0][:60], "Kept for the keeper.", *_how_far(scene)), Tone.LOOK
    if answer.about == Finding.FOUND:
        return f"Found: {answer.asset}", (name, *_how_far(scene)), Tone.DONE
    return f"{_where(answer, scene)}", (f"{answer.asset} {name}", *_how_far(scene)), Tone.LOOK


def _where(answer: Answer, scene: Scene) -> str:
    """Where the books have it."""
    asset = scene.asset
    if asset is None:
        return "Not expected here."
    if answer.about == Finding.HELD:
        return (
            f"Out to {who(asset.holder, scene)} but here"
            if asset.holder
            else f"{_begun(asset.place)}, but here"
        )
    return f"Belongs in {asset.place.code}" if asset.is_in else f"{_begun(asset.place)}, but here"


def _begun(place: object) -> str:
    text = str(place).replace(":", " ")
    return text[:1].upper() + text[1:]


def _how_many(answer: Answer, scene: Scene) -> Words:
    return "How many are there?", (*answer.lines, f"In {answer.bin}", *_how_far(scene)), Tone.LOOK


def _noted(answer: Answer, scene: Scene) -> Words:
    return f"Noted: {answer.quantity}", (f"In {answer.bin}", *_how_far(scene)), Tone.DONE


def _again(answer: Answer, scene: Scene) -> Words:
    said = f"You counted {answer.quantity}. That is not as expected."
    return "Please count again.", (said, *_how_far(scene)), Tone.LOOK


def _fixed(answer: Answer, scene: Scene) -> Words:
    asset = scene.asset
    put = {
        Fix.HERE: f"It belongs in {answer.bin} now.",
        Fix.HOME: "Thank you.",
        Fix.RETURN: f"Put it in {asset.asset.bin}" if asset else "",
    }
    return f"Put right: {answer.asset}", (put[Fix(answer.about)], *_how_far(scene)), Tone.DONE


def _signed(answer: Answer, _: Scene) -> Words:
    return (
        "A second person must sign.",
        (f"Counting {answer.bin}", "A lead or keeper: scan your badge."),
        Tone.LOOK,
    )


def _paused(answer: Answer, _: Scene) -> Words:
    left = f"The count of {answer.bin} stays open." if answer.bin else ""
    return "Left.", (left,), Tone.DONE


def _counted(answer: Answer, _: Scene) -> Words:
    return f"Counted: {answer.bin}", answer.lines, Tone.DONE


WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "counting": _counting,
    "seen": _seen,
    "how-many": _how_many,
    "noted": _noted,
    "count-again": _again,
    "fixed": _fixed,
    "signed": _signed,
    "paused": _paused,
    "counted": _counted,
}
"""Of each answer."""


def _count_again(refusal: no.CountAgain, _: Scene) -> tuple[str, tuple[str, ...]]:
    return "Please count again.", (f"{refusal.product} in {refusal.bin}", "Then sign.")


def _needs_second(refusal: no.NeedsSecond, _: Scene) -> tuple[str, tuple[str, ...]]:
    return "Somebody else must sign, too.", (
        f"{refusal.pieces} pieces off.",
        "A lead or keeper: scan your badge.",
    )


STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    no.CountAgain: _count_again,
    no.NeedsSecond: _needs_second,
}
"""Of each refusal."""
