"""The words of a stop: what it is, and what can be done instead."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.counter import count_words, receive_words
from kiosk.counter.phrases import day, elsewhere, free_here, offers, product, when, who
from kiosk.counter.scene import Scene
from kiosk.crib import refusals as no
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import Role

Stop = tuple[str, tuple[str, ...]]
"""A title, and lines."""

_ROLES = {Role.LEAD: "a lead", Role.KEEPER: "the keeper", Role.ADMIN: "an administrator"}
_LEAD = "A lead's badge lets it pass."


def stop_words(refusal: no.Refusal, scene: Scene) -> Stop:
    """What the screen says of a refusal; where a lead may let it pass, that too."""
    title, lines = _STOPS[type(refusal)](refusal, scene)
    return title, (*lines, _LEAD) if refusal.overridable and scene.who else lines


def _unknown_code(refusal: no.UnknownCode, _: Scene) -> Stop:
    return "Unknown code.", (refusal.code[:60], "Kept for the keeper.")


def _unknown_badge(_: no.UnknownBadge, __: Scene) -> Stop:
    return "Badge not known.", ("You can bring tools back. Ask the keeper to link your badge.",)


def _inactive(_: no.InactiveWorker, __: Scene) -> Stop:
    return "This badge is switched off.", ("Ask the keeper.",)


def _needs_badge(_: no.NeedsBadge, __: Scene) -> Stop:
    return "Scan your badge first.", ()


def _not_allowed(refusal: no.NotAllowed, scene: Scene) -> Stop:
    needs = _ROLES.get(refusal.needs, "somebody who takes tools")
    return "Not allowed.", (product(scene), f"This takes {needs}.")


def _overdue(refusal: no.OverdueBlock, scene: Scene) -> Stop:
    return f"Bring back {refusal.late} first.", (f"Overdue since {when(refusal.due, scene)}",)


def _retired(refusal: no.Retired, scene: Scene) -> Stop:
    return f"Retired: {product(scene)}", (refusal.asset, "Give it to the keeper.")


def _quarantined(refusal: no.Quarantined, scene: Scene) -> Stop:
    return f"Set aside: {product(scene)}", (
        f"{refusal.asset} belongs in the red bin.",
        offers(refusal, scene),
    )


def _already_out(refusal: no.AlreadyOut, scene: Scene) -> Stop:
    holder = f"Out to {who(refusal.holder, scene)}" if refusal.holder else "It is not here."
    return f"Already out: {product(scene)}", (f"{refusal.asset} · {holder}", offers(refusal, scene))


def _not_out(refusal: no.NotOut, scene: Scene) -> Stop:
    return f"Already in: {product(scene)}", (refusal.asset,)


def _calibration(refusal: no.CalibrationExpired, scene: Scene) -> Stop:
    what = refusal.rule[:1].upper() + refusal.rule[1:]
    title = f"{what} ended {day(refusal.ended)}." if refusal.ended > date.min else f"{what} is due."
    if refusal.ended == date.min and refusal.rule == "calibration":
        title = "Never calibrated."
    if refusal.during:
        title = f"{what} ends {day(refusal.ended)}, before it would be back."
    where = "" if refusal.during else "Put it in the red bin."
    return title, tuple(
        line for line in (f"{product(scene)} · {refusal.asset}", where, offers(refusal, scene)) if line
    )


def _lot_expired(refusal: no.LotExpired, scene: Scene) -> Stop:
    better = f"Good ones are in {refusal.better}." if refusal.better else "There are no good ones left."
    return f"Expired {day(refusal.expired)}.", (f"{product(scene)} · {refusal.lot}", better)


def _asked(ask: tuple[Any, ...], scene: Scene) -> str:
    return f"Ask: {', '.join(who(worker, scene) for worker in ask)}" if ask else "Ask the keeper."


def _not_trained(refusal: no.NotTrained, scene: Scene) -> Stop:
    return f"Needs the course: {refusal.training}.", (product(scene), _asked(refusal.ask, scene))


def _training_ended(refusal: no.TrainingExpired, scene: Scene) -> Stop:
    title = f"Your course {refusal.training} ended {day(refusal.ended)}."
    return title, (product(scene), _asked(refusal.ask, scene))


def _limit(refusal: no.OverLimit, scene: Scene) -> Stop:
    left = f"You may take {refusal.left} more." if refusal.left else "Bring one back first."
    return f"Limit of {refusal.limit} reached.", (product(scene), f"You have {refusal.held}.", left)


def _job(refusal: no.NeedsJob, scene: Scene) -> Stop:
    title = f"The job {refusal.job} is not open." if refusal.job else "Which job is it for?"
    return title, (product(scene), "Scan the job's code.")


def _kit(refusal: no.KitIncomplete, scene: Scene) -> Stop:
    return f"Not complete: {product(scene)}", (f"Missing: {', '.join(refusal.missing)}",)


def _lot_order(refusal: no.NotOldestLot, scene: Scene) -> Stop:
    which = f"lot {refusal.oldest}" if refusal.oldest else "the older ones"
    return f"Take {which} first.", (product(scene), f"It is in {refusal.bin}.")


def _not_enough(refusal: no.NotEnough, scene: Scene) -> Stop:
    far = elsewhere(refusal, scene)
    told = "Nothing was recorded. The keeper sees what is low."
    return f"Only {refusal.left} left: {product(scene)}", tuple(line for line in (far, told) if line)


def _for_whom(refusal: Any, scene: Scene) -> str:
    return who(refusal.worker, scene) if refusal.worker else f"job {refusal.job}"


def _held(refusal: no.HeldForAnother, scene: Scene) -> Stop:
    title = f"Reserved for {_for_whom(refusal, scene)}"
    until = f"From {when(refusal.start, scene)} until {when(refusal.until, scene)}"
    left = f"You may have {refusal.left}." if refusal.left else ""
    lines = (product(scene), until, left, free_here(refusal), elsewhere(refusal, scene))
    return title, tuple(line for line in lines if line)


def _soon(refusal: no.ReservedSoon, scene: Scene) -> Stop:
    title = f"Reserved for {_for_whom(refusal, scene)} {when(refusal.start, scene)}"
    latest = f"You may have it until {when(refusal.latest, scene)}." if refusal.latest else ""
    left = f"You may have {refusal.left}." if refusal.left else ""
    lines = (product(scene), latest, left, free_here(refusal), elsewhere(refusal, scene))
    return title, tuple(line for line in lines if line)


def _not_yours(refusal: no.NotYours, scene: Scene) -> Stop:
    return f"You took {refusal.taken}: {product(scene)}", ("You can put back at most what you took.",)


def _unfit(refusal: Unfit, _: Scene) -> Stop:
    return "That does not fit.", tuple(flaw.message for flaw in refusal.flaws[:3])


def _cabinet_fault(refusal: no.CabinetFault, _: Scene) -> Stop:
    return f"Cabinet {refusal.cabinet} does not answer.", (free_here(refusal) or "Ask the keeper.",)


def _device_fault(refusal: no.DeviceFault, _: Scene) -> Stop:
    return "Not recorded.", (refusal.what,)


_STOPS: dict[type, Callable[[Any, Scene], Stop]] = {
    no.UnknownCode: _unknown_code,
    no.UnknownBadge: _unknown_badge,
    no.InactiveWorker: _inactive,
    no.NeedsBadge: _needs_badge,
    no.NotAllowed: _not_allowed,
    no.OverdueBlock: _overdue,
    no.Retired: _retired,
    no.Quarantined: _quarantined,
    no.AlreadyOut: _already_out,
    no.NotOut: _not_out,
    no.CalibrationExpired: _calibration,
    no.LotExpired: _lot_expired,
    no.NotTrained: _not_trained,
    no.TrainingExpired: _training_ended,
    no.OverLimit: _limit,
    no.NeedsJob: _job,
    no.KitIncomplete: _kit,
    no.NotOldestLot: _lot_order,
    no.NotEnough: _not_enough,
    no.HeldForAnother: _held,
    no.ReservedSoon: _soon,
    no.NotYours: _not_yours,
    Unfit: _unfit,
    no.CabinetFault: _cabinet_fault,
    no.DeviceFault: _device_fault,
    **count_words.STOPS,
    **receive_words.STOPS,
}
