"""What the screen says while a place is counted. Of pieces it never says how many there should be."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.language import mark
from kiosk.counter.phrases import at_place, who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Counting
from kiosk.counter.views import Item, KeyKind, Keys, Sheet, Tone
from kiosk.crib import counting as no
from kiosk.crib.counting import Finding, Fix, Progress, Unsettled
from kiosk.crib.names import ProductCode

Words = tuple[str, tuple[str, ...], Tone]

LABELS = {
    "count": mark("Count"),
    "sign": mark("Sign the count"),
    "done": mark("Leave it for now"),
    "fix:home": mark("I put it where it belongs"),
    "fix:here": mark("It belongs here now"),
    "fix:return": mark("It is back"),
}
"""What is written on each control."""


def _counting(answer: Answer, scene: Scene) -> Words:
    if not answer.bin:
        return scene.say("Count: which place?"), (), Tone.LOOK
    return scene.say("Counting {place}", place=answer.bin), _how_far(scene), Tone.LOOK


def _how_far(scene: Scene) -> tuple[str, ...]:
    """Found 41 of 43, missing 2, and so on."""
    count = scene.count
    if count is None:
        return ()
    found = scene.say("Found {found} of {expected}", found=count.found, expected=count.expected)
    counted = scene.say("counted {count} of {lines}", count=count.counted, lines=count.lines)
    parts = (
        (found, count.expected),
        (scene.say("missing {count}", count=count.missing), count.missing),
        (scene.say("wrong place {count}", count=count.misplaced), count.misplaced),
        (scene.say("out, but here {count}", count=count.held), count.held),
        (scene.say("unknown {count}", count=count.unknown), count.unknown),
        (counted, count.lines),
        (scene.say("count again {count}", count=count.again), count.again),
    )
    return (", ".join(text for text, number in parts if number), _missing(count, scene))


def _missing(count: Progress, scene: Scene) -> str:
    """Names them once they are few enough to look for."""
    few = len(count.missing_first) == count.missing
    if not few or not count.missing:
        return ""
    return scene.say("Not seen: {assets}", assets=", ".join(count.missing_first))


def _seen(answer: Answer, scene: Scene) -> Words:
    name = scene.asset.product.name if scene.asset else ""
    if answer.about == Finding.UNKNOWN:
        lines = (answer.lines[0][:60], scene.say("Kept for the keeper."), *_how_far(scene))
        return scene.say("Unknown code."), lines, Tone.LOOK
    if answer.about == Finding.FOUND:
        return scene.say("Found: {asset}", asset=answer.asset), (name, *_how_far(scene)), Tone.DONE
    return _where(answer, scene), (f"{answer.asset} {name}", *_how_far(scene)), Tone.LOOK


def _where(answer: Answer, scene: Scene) -> str:
    """Where the books have it."""
    asset = scene.asset
    if asset is None:
        return scene.say("Not expected here.")
    if answer.about == Finding.HELD and asset.holder:
        return scene.say("Out to {name} but here", name=who(asset.holder, scene))
    if answer.about != Finding.HELD and asset.is_in:
        return scene.say("Belongs in {bin}", bin=asset.place.code)
    return scene.say("{place}, but here", place=at_place(asset.place, scene))


def _how_many(answer: Answer, scene: Scene) -> Words:
    told = (*map(scene.tell, answer.told), scene.say("In {code}", code=answer.bin))
    return scene.say("How many are there?"), (*told, *_how_far(scene)), Tone.LOOK


def _noted(answer: Answer, scene: Scene) -> Words:
    lines = (scene.say("In {code}", code=answer.bin), *_how_far(scene))
    return scene.say("Noted: {count}", count=answer.quantity), lines, Tone.DONE


def _again(answer: Answer, scene: Scene) -> Words:
    said = scene.say("You counted {count}. That is not as expected.", count=answer.quantity)
    return scene.say("Please count again."), (said, *_how_far(scene)), Tone.LOOK


def _fixed(answer: Answer, scene: Scene) -> Words:
    title = scene.say("Put right: {asset}", asset=answer.asset)
    return title, (_put(Fix(answer.about), answer, scene), *_how_far(scene)), Tone.DONE


def _put(fix: Fix, answer: Answer, scene: Scene) -> str:
    """What becomes of the thing."""
    if fix is Fix.HERE:
        return scene.say("It belongs in {bin} now.", bin=answer.bin)
    if fix is Fix.HOME:
        return scene.say("Thank you.")
    return scene.say("Put it in {bin}", bin=scene.asset.asset.bin) if scene.asset else ""


def _signed(answer: Answer, scene: Scene) -> Words:
    lines = (scene.say("Counting {place}", place=answer.bin), scene.say("A lead or keeper: scan your badge."))
    return scene.say("A second person must sign."), lines, Tone.LOOK


def _paused(answer: Answer, scene: Scene) -> Words:
    left = scene.say("The count of {place} stays open.", place=answer.bin) if answer.bin else ""
    return scene.say("Left."), (left,), Tone.DONE


def _counted(answer: Answer, scene: Scene) -> Words:
    title = scene.say("Counted: {place}", place=answer.bin)
    return title, tuple(map(scene.tell, answer.told)), Tone.DONE


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


_FINDINGS = {
    Finding.MISPLACED: mark("in the wrong place"),
    Finding.HELD: mark("out, but here"),
    Finding.UNKNOWN: mark("unknown code"),
}
_FIXED_BY = {Finding.MISPLACED: "finding:", Finding.HELD: "fix:return:", Finding.UNKNOWN: "unknown:"}
"""What a touch on a finding does: the fixes of what is misplaced, else its one fix."""


def counting_sheet(_: Session, task: Counting, scene: Scene) -> Sheet | None:
    """Keys for a number that is told blind; else what is to be put right."""
    if not task.count:
        return None
    if task.product:
        name = task.name or _name(task.product, scene)
        keys = Keys(KeyKind.DIGITS, name, task.typed, scene.say("So many"))
        return Sheet(scene.say("How many are there?"), keys=keys)
    found: tuple[Unsettled, ...] = scene.opened or ()
    title = scene.say("To put right in {place}", place=task.place)
    return Sheet(title, tuple(_unsettled(each, scene) for each in found)) if found else None


def _name(code: ProductCode, scene: Scene) -> str:
    """Of the product, where it is the one spoken of; else its code."""
    return scene.product.name if scene.product and scene.product.code == code else code


def _unsettled(each: Unsettled, scene: Scene) -> Item:
    if each.finding is None:
        return Item(each.code, each.name, scene.say("not seen · {bin}", bin=each.bin))
    control = f"{_FIXED_BY[each.finding]}{each.code}"
    return Item(each.code[:60], each.name, scene.say(_FINDINGS[each.finding]), control, Tone.LOOK)


def _count_again(refusal: no.CountAgain, scene: Scene) -> tuple[str, tuple[str, ...]]:
    name = _name(refusal.product, scene)
    which = scene.say("{product} in {bin}", product=name, bin=refusal.bin)
    return scene.say("Please count again."), (which, scene.say("Then sign."))


def _needs_second(refusal: no.NeedsSecond, scene: Scene) -> tuple[str, tuple[str, ...]]:
    off = scene.say("{count} pieces off.", count=refusal.pieces)
    return scene.say("Somebody else must sign, too."), (off, scene.say("A lead or keeper: scan your badge."))


def signs(scene: Scene) -> str:
    """What is written on the control that signs: what the name is put under."""
    seen = scene.count
    if seen is None or not seen.expected:
        return scene.say("Sign the count")
    return scene.say("Sign: {found} of {expected} found", found=seen.found, expected=seen.expected)


STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    no.CountAgain: _count_again,
    no.NeedsSecond: _needs_second,
}
"""Of each refusal."""
