"""Wording: every sentence the screen says. Plain words for a reading age of 12: Take and Return."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.views import Figure, Notice, Tone
from kiosk.crib import refusals as no
from kiosk.crib.gates import is_fit
from kiosk.crib.names import WorkerId

LABELS = {
    "undo": "Undo",
    "yes": "Yes, return it",
    "no": "No",
    "take-over": "Take over",
    "just-return": "Just return it",
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
}
"""What is written on each control."""


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


def when(moment: datetime, scene: Scene) -> str:
    """``16:00`` today, ``Tue 3 Nov 08:00`` on another day."""
    local, today = moment.astimezone(scene.zone), scene.at.astimezone(scene.zone).date()
    clock = f"{local:%H:%M}"
    return clock if local.date() == today else f"{local:%a} {local.day} {local:%b} {clock}"


def day(value: date) -> str:
    """``3 Oct 2026``."""
    return f"{value.day} {value:%b %Y}"


def _name(scene: Scene) -> str:
    return scene.product.name if scene.product else ""


def _who(worker: WorkerId, scene: Scene) -> str:
    return scene.names.get(worker, "somebody")


Words = tuple[str, tuple[str, ...], Tone]


def _signed_in(_: Answer, scene: Scene) -> Words:
    late = sum(1 for held in scene.holdings if held.due and held.due < scene.at)
    return f"Hello, {scene.who}.", (f"{late} overdue: please bring back." if late else "",), Tone.DONE


def _signed_out(_: Answer, __: Scene) -> Words:
    return "Signed out.", (), Tone.DONE


def _taken(answer: Answer, scene: Scene) -> Words:
    return f"Taken: {_name(scene)}", (answer.asset, _bring_back(scene)), Tone.DONE


def _handed_over(answer: Answer, scene: Scene) -> Words:
    return f"Taken over: {_name(scene)}", (answer.asset, _bring_back(scene)), Tone.DONE


def _bring_back(scene: Scene) -> str:
    due = scene.asset.due if scene.asset else None
    return f"Bring back by {when(due, scene)}" if due else ""


def _returned(answer: Answer, scene: Scene) -> Words:
    where = f"Put it in {scene.asset.asset.bin}" if scene.asset else ""
    return f"Returned: {_name(scene)}", (answer.asset, where), Tone.DONE


def _pieces(answer: Answer, scene: Scene) -> str:
    """How much of what; the unit is left out where the name says it, e.g. ``gloves, box of 100``."""
    unit = scene.product.unit if scene.product else "each"
    said = unit == "each" or unit in _name(scene).split()
    return f"{answer.quantity} x {'' if said else unit + ' '}{_name(scene)}"


def _issued(answer: Answer, scene: Scene) -> Words:
    left = f"{scene.counts.available} left" if scene.counts else ""
    return f"Taken: {_pieces(answer, scene)}", (left,), Tone.DONE


def _put_back(answer: Answer, scene: Scene) -> Words:
    where = f"Into {answer.bin}" if answer.bin else ""
    if not answer.quantity:
        return f"Put back: how many {_name(scene)}?", (where,), Tone.LOOK
    return f"Put back: {_pieces(answer, scene)}", (where,), Tone.DONE


def _quarantined(answer: Answer, scene: Scene) -> Words:
    return (
        f"Set aside: {_name(scene)}",
        (answer.asset, "Put it in the red bin. The keeper is told."),
        Tone.DONE,
    )


def _undone(answer: Answer, scene: Scene) -> Words:
    return f"Undone: {_name(scene)}", (answer.asset,), Tone.DONE


def _asked(answer: Answer, scene: Scene) -> Words:
    if answer.about == "return":
        return "Return it?", (_name(scene), answer.asset), Tone.LOOK
    holder = _who(scene.asset.holder, scene) if scene.asset else "somebody"
    return f"Out to {holder} Take over?", (_name(scene), answer.asset), Tone.LOOK


def _shown(answer: Answer, scene: Scene) -> Words:
    if answer.about:
        return _begun(answer.about), answer.lines, Tone.LOOK
    asset = scene.asset
    if asset is None:
        return _name(scene), ("Scan your badge to take it.",), Tone.LOOK
    where = f"In {asset.place.code}" if asset.is_in else _begun(str(asset.place).replace(":", " "))
    through = asset.valid_through
    calibrated = f"Calibrated through {day(through)}" if through and through != date.min else ""
    takeable = asset.is_in and is_fit(asset, scene.at, scene.zone)
    hint = "Scan your badge to take it." if takeable else "Not to be used now."
    return _name(scene), (f"{asset.asset.code} · {where}", calibrated, hint), Tone.LOOK


def _begun(text: str) -> str:
    """With a capital at its beginning; a code in it stays as it is."""
    return text[:1].upper() + text[1:]


def _unread(_: Answer, __: Scene) -> Words:
    return "Could not read that.", ("Please scan again.",), Tone.LOOK


def _refused(answer: Answer, scene: Scene) -> Words:
    refusal = answer.refusal
    title, lines = _STOPS[type(refusal)](refusal, scene)
    return title, lines, Tone.STOP


def _offers(refusal: Any) -> str:
    by_bin: dict[str, list[str]] = {}
    for offer in refusal.equivalents:
        by_bin.setdefault(offer.bin, []).append(offer.asset)
    free = "; ".join(f"Free in {where}: {', '.join(codes)}" for where, codes in by_bin.items())
    return free or "No other one is free."


def _unknown_code(refusal: no.UnknownCode, _: Scene) -> tuple[str, tuple[str, ...]]:
    return "Unknown code.", (refusal.code[:60], "Kept for the keeper.")


def _unknown_badge(_: no.UnknownBadge, __: Scene) -> tuple[str, tuple[str, ...]]:
    return "Badge not known.", ("You can bring tools back. Ask the keeper to link your badge.",)


def _inactive(_: no.InactiveWorker, __: Scene) -> tuple[str, tuple[str, ...]]:
    return "This badge is switched off.", ("Ask the keeper.",)


def _needs_badge(_: no.NeedsBadge, __: Scene) -> tuple[str, tuple[str, ...]]:
    return "Scan your badge first.", ()


def _in_quarantine(refusal: no.Quarantined, scene: Scene) -> tuple[str, tuple[str, ...]]:
    return f"Set aside: {_name(scene)}", (f"{refusal.asset} belongs in the red bin.", _offers(refusal))


def _already_out(refusal: no.AlreadyOut, scene: Scene) -> tuple[str, tuple[str, ...]]:
    holder = f"Out to {_who(refusal.holder, scene)}" if refusal.holder else "It is not here."
    return f"Already out: {_name(scene)}", (f"{refusal.asset} · {holder}", _offers(refusal))


def _not_out(refusal: no.NotOut, scene: Scene) -> tuple[str, tuple[str, ...]]:
    return f"Already in: {_name(scene)}", (refusal.asset,)


def _calibration(refusal: no.CalibrationExpired, scene: Scene) -> tuple[str, tuple[str, ...]]:
    ended = "Never calibrated." if refusal.ended == date.min else f"Calibration ended {day(refusal.ended)}."
    return ended, (f"{_name(scene)} · {refusal.asset}", "Put it in the red bin.", _offers(refusal))


def _not_enough(refusal: no.NotEnough, scene: Scene) -> tuple[str, tuple[str, ...]]:
    return f"Only {refusal.left} left: {_name(scene)}", (
        "Nothing was recorded. The keeper sees what is low.",
    )


def _not_yours(refusal: no.NotYours, scene: Scene) -> tuple[str, tuple[str, ...]]:
    return f"You took {refusal.taken}: {_name(scene)}", ("You can put back at most what you took.",)


def _device_fault(refusal: no.DeviceFault, _: Scene) -> tuple[str, tuple[str, ...]]:
    return "Not recorded.", (refusal.what,)


_STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    no.UnknownCode: _unknown_code,
    no.UnknownBadge: _unknown_badge,
    no.InactiveWorker: _inactive,
    no.NeedsBadge: _needs_badge,
    no.Quarantined: _in_quarantine,
    no.AlreadyOut: _already_out,
    no.NotOut: _not_out,
    no.CalibrationExpired: _calibration,
    no.NotEnough: _not_enough,
    no.NotYours: _not_yours,
    no.DeviceFault: _device_fault,
}

_WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "signed-in": _signed_in,
    "signed-out": _signed_out,
    "taken": _taken,
    "handed-over": _handed_over,
    "returned": _returned,
    "issued": _issued,
    "put-back": _put_back,
    "quarantined": _quarantined,
    "undone": _undone,
    "asked": _asked,
    "shown": _shown,
    "unread": _unread,
    "refused": _refused,
}
