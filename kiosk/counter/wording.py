"""Wording: every sentence the screen says. Plain words for a reading age of 12: Take and Return."""

from collections.abc import Callable
from datetime import date

from kiosk.counter import count_words, receive_words
from kiosk.counter.phrases import day, product, when, who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.stop_words import stop_words
from kiosk.counter.views import Figure, Notice, Tone
from kiosk.crib.gates import is_fit
from kiosk.crib.states import AssetState, Hold

LABELS = {
    "undo": "Undo",
    "yes": "Yes, return it",
    "no": "No",
    "take-over": "Take over",
    "just-return": "Just return it",
    "accept": "Take it so",
    "other": "Take the other",
    "plus": "+ 1",
    "minus": "- 1",
    "put-back": "Put back",
    "sign-out": "Sign out",
    "problem:broken": "Broken",
    "problem:blunt": "Blunt",
    "problem:part-missing": "Part missing",
    "problem:unsafe": "Unsafe",
    "problem:contaminated": "Dirty",
    "problem:other": "Other problem",
    "extend:8h": "Keep 8 hours more",
    "extend:1d": "Keep 1 day more",
    "extend:7d": "Keep 7 days more",
    **count_words.LABELS,
    **receive_words.LABELS,
}
"""What is written on each control."""
_ABOUT = {"missing": "Not in the case:", "not-here": "Not here:", "delivery": "Delivery"}
"""What is written on a control that names a thing."""


def label(control: str) -> str:
    """What is written on a control."""
    verb, _, value = control.partition(":")
    return LABELS.get(control) or f"{_ABOUT[verb]} {value}"


def notice(answer: Answer, scene: Scene) -> Notice:
    """What the screen says of an answer."""
    title, lines, tone = _WORDS[answer.kind](answer, scene)
    return Notice(tone, title, tuple(line for line in lines if line), figures(scene))


def figures(scene: Scene) -> tuple[Figure, ...]:
    """The figures of the thing spoken of: Available, Reserved, Total first, always."""
    counts = scene.counts
    if counts is None:
        return ()
    more = (("Out", counts.out), ("Quarantined", counts.quarantined))
    first = (("Available", counts.available), ("Reserved", counts.reserved), ("Total", counts.total))
    return tuple(Figure(label, value) for label, value in first + tuple(part for part in more if part[1]))


Words = tuple[str, tuple[str, ...], Tone]


def _signed_in(_: Answer, scene: Scene) -> Words:
    due = [held.due for held in scene.holdings] + [loan.due for _, loan in scene.loans]
    late = sum(1 for end in due if end and end < scene.at)
    told = f"{late} overdue: please bring back." if late else ""
    return (
        f"Hello, {scene.who}.",
        (told, *(_reserved(hold, p.name, scene) for p, hold in scene.holds)),
        Tone.DONE,
    )


def _reserved(hold: Hold, name: str, scene: Scene) -> str:
    what = hold.asset or name
    return f"Your reservation {when(hold.start, scene)}: {hold.open} x {what}"


def _signed_out(_: Answer, __: Scene) -> Words:
    return "Signed out.", (), Tone.DONE


def _taken(answer: Answer, scene: Scene) -> Words:
    short = f"Without: {', '.join(answer.lines)}" if answer.lines else ""
    what = answer.asset or answer.kit
    return (
        f"Taken: {product(scene)}",
        (what, short, _bring_back(scene), _unfit(scene), _note(scene)),
        Tone.DONE,
    )


def _unfit(scene: Scene) -> str:
    """What a lead let pass stays said for as long as the thing is out."""
    ends = scene.asset.day_ends if scene.asset else None
    return "NOT CALIBRATED" if ends and ends < scene.at.astimezone(scene.zone).date() else ""


def _note(scene: Scene) -> str:
    return f"Note: {scene.asset.asset.note}" if scene.asset and scene.asset.asset.note else ""


def _handed_over(answer: Answer, scene: Scene) -> Words:
    if answer.to:
        to = who(answer.to, scene)
        return f"Given to {to} {product(scene)}", (answer.asset, _bring_back(scene)), Tone.DONE
    return f"Taken over: {product(scene)}", (answer.asset, _bring_back(scene), _note(scene)), Tone.DONE


def _extended(answer: Answer, scene: Scene) -> Words:
    return f"Keep it: {product(scene)}", (answer.asset, _bring_back(scene)), Tone.DONE


def _bring_back(scene: Scene) -> str:
    due = scene.asset.due if scene.asset else None
    return f"Bring back by {when(due, scene)}" if due else ""


def _returned(answer: Answer, scene: Scene) -> Words:
    if answer.kit and not answer.asset:
        return _kit_returned(answer, scene)
    where = f"Put it in {scene.asset.asset.bin}" if scene.asset else ""
    seen = "The keeper will check it." if scene.asset and scene.asset.unconfirmed else ""
    return f"Returned: {product(scene)}", (answer.asset, where, seen, _note(scene)), Tone.DONE


def _kit_returned(answer: Answer, scene: Scene) -> Words:
    short = f"Not in the case: {', '.join(answer.lines)}" if answer.lines else "All of it is here."
    return f"Returned: {product(scene)}", (answer.kit, short), Tone.LOOK if answer.lines else Tone.DONE


def _pieces(answer: Answer, scene: Scene) -> str:
    """How much of what; the unit is left out where the name says it, e.g. ``gloves, box of 100``."""
    unit = scene.product.unit if scene.product else "each"
    said = unit == "each" or unit in product(scene).split()
    return f"{answer.quantity} x {'' if said else unit + ' '}{product(scene)}"


def _issued(answer: Answer, scene: Scene) -> Words:
    left = f"{scene.counts.available} left" if scene.counts else ""
    due = max((loan.due for _, loan in scene.loans if _.code == answer.product), default=None)
    return (
        f"Taken: {_pieces(answer, scene)}",
        (left, f"Bring back by {when(due, scene)}" if due else ""),
        Tone.DONE,
    )


def _put_back(answer: Answer, scene: Scene) -> Words:
    where = f"Into {answer.bin}" if answer.bin else ""
    if not answer.quantity:
        return f"Put back: how many {product(scene)}?", (where,), Tone.LOOK
    return f"Put back: {_pieces(answer, scene)}", (where,), Tone.DONE


def _quarantined(answer: Answer, scene: Scene) -> Words:
    told = "Put it in the red bin. The keeper is told."
    return f"Set aside: {product(scene)}", (answer.asset, told), Tone.DONE


def _missing(answer: Answer, scene: Scene) -> Words:
    return f"Not here: {product(scene)}", (answer.asset, "Thank you. The keeper will look for it."), Tone.DONE


def _undone(answer: Answer, scene: Scene) -> Words:
    return f"Undone: {product(scene)}", (answer.asset,), Tone.DONE


def _wished(answer: Answer, _: Scene) -> Words:
    what = {"job": "For the job", "station": "For the station", "due": "Until"}[answer.about]
    return f"{what}: {''.join(answer.lines).removeprefix('due:')}", ("For what you scan next.",), Tone.DONE


def _asked(answer: Answer, scene: Scene) -> Words:
    what = (product(scene), answer.asset or answer.kit)
    if answer.about == "return":
        return "Return it?", what, Tone.LOOK
    return f"Out to {_holder(scene)} Take over?", what, Tone.LOOK


def _holder(scene: Scene) -> str:
    holders = [scene.asset] if scene.asset else list(scene.kit.assets) if scene.kit else []
    return next((who(asset.holder, scene) for asset in holders if asset.holder), "somebody")


def _shown(answer: Answer, scene: Scene) -> Words:
    if answer.about:
        return _begun(answer.about), answer.lines, Tone.LOOK
    if scene.asset is None:
        return product(scene), ("Scan your badge to take it.",), Tone.LOOK
    return product(scene), _card(scene.asset, scene), Tone.LOOK


def _card(asset: AssetState, scene: Scene) -> tuple[str, ...]:
    """What there is to know of an asset: where, fit until when, and what its last user noted."""
    where = f"In {asset.place.code}" if asset.is_in else _begun(str(asset.place).replace(":", " "))
    through = asset.valid_through
    valid = f"Calibrated through {day(through)}" if through and through > date.min else ""
    takeable = asset.is_in and is_fit(asset, scene.at, scene.zone)
    hint = "Scan your badge to take it." if takeable else "Not to be used now."
    return f"{asset.asset.code} · {where}", valid, _note(scene), hint


def _begun(text: str) -> str:
    """With a capital at its beginning; a code in it stays as it is."""
    return text[:1].upper() + text[1:]


def _unread(_: Answer, __: Scene) -> Words:
    return "Could not read that.", ("Please scan again.",), Tone.LOOK


def _refused(answer: Answer, scene: Scene) -> Words:
    assert answer.refusal is not None, "a refusal is said with its reason"  # noqa: S101
    title, lines = stop_words(answer.refusal, scene)
    return title, lines, Tone.STOP


_WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "signed-in": _signed_in,
    "signed-out": _signed_out,
    "taken": _taken,
    "handed-over": _handed_over,
    "extended": _extended,
    "returned": _returned,
    "issued": _issued,
    "put-back": _put_back,
    "quarantined": _quarantined,
    "missing": _missing,
    "undone": _undone,
    "wished": _wished,
    "asked": _asked,
    "shown": _shown,
    "unread": _unread,
    "refused": _refused,
    **count_words.WORDS,
    **receive_words.WORDS,
}
