"""The words of a stop: what it is, and what can be done instead."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.counter import count_words, naming_words, receive_words, step_words
from kiosk.counter.card_words import asset_lines
from kiosk.counter.flaw_words import flaw_words
from kiosk.counter.language import mark
from kiosk.counter.phrases import day, elsewhere, free_here, offers, product, when, who
from kiosk.counter.scene import Scene
from kiosk.crib import refusals as no
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, Role

Stop = tuple[str, tuple[str, ...]]
"""A title, and lines."""

_NEEDS = {
    Role.LEAD: mark("This takes a lead."),
    Role.KEEPER: mark("This takes the keeper."),
    Role.ADMIN: mark("This takes an administrator."),
}
_SOMEBODY = mark("This takes somebody who takes tools.")


def stop_words(refusal: no.Refusal, scene: Scene) -> Stop:
    """What the screen says of a refusal; where a lead may let it pass, that too."""
    title, lines = _STOPS[type(refusal)](refusal, scene)
    passes = refusal.overridable and scene.passable and scene.who
    return title, (*lines, *((scene.say("A lead's badge lets it pass."),) if passes else ()))


def _unknown_code(refusal: no.UnknownCode, scene: Scene) -> Stop:
    return scene.say("Unknown code."), (refusal.code[:60], scene.say("Kept for the keeper."))


def _unknown_badge(_: no.UnknownBadge, scene: Scene) -> Stop:
    line = scene.say("You can return tools. Are you new here?")
    return scene.say("Unknown badge."), (line,)


def _inactive(_: no.InactiveWorker, scene: Scene) -> Stop:
    return scene.say("Not active any more."), (scene.say("Ask the keeper."),)


def _needs_badge(_: no.NeedsBadge, scene: Scene) -> Stop:
    known = asset_lines(scene.asset, NOBODY, scene) if scene.asset else ()
    return scene.say("Scan your badge first."), (product(scene), *known)


def _not_allowed(refusal: no.NotAllowed, scene: Scene) -> Stop:
    needs = scene.say(_NEEDS.get(refusal.needs, _SOMEBODY))
    return scene.say("Not allowed."), (product(scene), needs)


def _overdue(refusal: no.OverdueBlock, scene: Scene) -> Stop:
    title = scene.say("Return {asset} first.", asset=refusal.late)
    return title, (scene.say("Overdue since {time}", time=when(refusal.due, scene)),)


def _retired(refusal: no.Retired, scene: Scene) -> Stop:
    title = scene.say("Retired: {product}", product=product(scene))
    return title, (refusal.asset, scene.say("Give it to the keeper."))


def _quarantined(refusal: no.Quarantined, scene: Scene) -> Stop:
    belongs = scene.say("{asset} belongs in the red bin.", asset=refusal.asset)
    return scene.say("Quarantined: {product}", product=product(scene)), (belongs, offers(refusal, scene))


def _already_out(refusal: no.AlreadyOut, scene: Scene) -> Stop:
    title = scene.say("Already out: {product}", product=product(scene))
    holder = scene.say("It is not here.")
    if refusal.holder:
        holder = scene.say("Out to {name}", name=who(refusal.holder, scene))
    return title, (f"{refusal.asset} · {holder}", offers(refusal, scene))


def _not_out(refusal: no.NotOut, scene: Scene) -> Stop:
    return scene.say("Already in: {product}", product=product(scene)), (refusal.asset,)


def _calibration(refusal: no.CalibrationExpired, scene: Scene) -> Stop:
    where = "" if refusal.during else scene.say("Put it in the red bin.")
    lines = (f"{product(scene)} · {refusal.asset}", where, offers(refusal, scene))
    return _due(refusal, scene), tuple(line for line in lines if line)


def _due(refusal: no.CalibrationExpired, scene: Scene) -> str:
    """What was not done in time: calibration, or what the site calls its rule."""
    plain = refusal.rule == "calibration"
    rule = scene.say("Calibration") if plain else refusal.rule[:1].upper() + refusal.rule[1:]
    if refusal.during:
        return scene.say(
            "{rule} ends {day}, before it would be back.", rule=rule, day=day(refusal.ended, scene)
        )
    if refusal.ended > date.min:
        return scene.say("{rule} ended {day}.", rule=rule, day=day(refusal.ended, scene))
    return scene.say("Never calibrated.") if plain else scene.say("{rule} is due.", rule=rule)


def _lot_expired(refusal: no.LotExpired, scene: Scene) -> Stop:
    better = scene.say("There are no good ones left.")
    if refusal.better:
        better = scene.say("Good ones are in {bin}.", bin=refusal.better)
    title = scene.say("Expired {day}.", day=day(refusal.expired, scene))
    return title, (f"{product(scene)} · {refusal.lot}", better)


def _asked(ask: tuple[Any, ...], scene: Scene) -> str:
    names = ", ".join(who(worker, scene) for worker in ask)
    return scene.say("Ask: {names}", names=names) if names else scene.say("Ask the keeper.")


def _not_trained(refusal: no.NotTrained, scene: Scene) -> Stop:
    title = scene.say("Needs the course: {course}.", course=refusal.training)
    return title, (product(scene), _asked(refusal.ask, scene))


def _training_ended(refusal: no.TrainingExpired, scene: Scene) -> Stop:
    ended = day(refusal.ended, scene)
    title = scene.say("Your course {course} ended {day}.", course=refusal.training, day=ended)
    return title, (product(scene), _asked(refusal.ask, scene))


def _limit(refusal: no.OverLimit, scene: Scene) -> Stop:
    left = scene.say("Return one first.")
    if refusal.left:
        left = scene.say("You may take {count} more.", count=refusal.left)
    held = scene.say("You have {count}.", count=refusal.held)
    return scene.say("Limit of {count} reached.", count=refusal.limit), (product(scene), held, left)


def _job(refusal: no.NeedsJob, scene: Scene) -> Stop:
    title = scene.say("Which job is it for?")
    if refusal.job:
        title = scene.say("The job {job} is not open.", job=refusal.job)
    return title, (product(scene), scene.say("Scan the job's code."))


def _kit(refusal: no.KitIncomplete, scene: Scene) -> Stop:
    title = scene.say("Not complete: {product}", product=product(scene))
    return title, (scene.say("Missing: {assets}", assets=", ".join(refusal.missing)),)


def _lot_order(refusal: no.NotOldestLot, scene: Scene) -> Stop:
    title = scene.say("Take the older ones first.")
    if refusal.oldest:
        title = scene.say("Take lot {lot} first.", lot=refusal.oldest)
    return title, (product(scene), scene.say("It is in {bin}.", bin=refusal.bin))


def _not_enough(refusal: no.NotEnough, scene: Scene) -> Stop:
    told = scene.say("Nothing was recorded. The keeper sees what is low.")
    title = scene.say("Only {count} left here: {product}", count=refusal.left, product=product(scene))
    return title, tuple(line for line in (elsewhere(refusal, scene), told) if line)


def _for_whom(refusal: Any, scene: Scene) -> str:
    return who(refusal.worker, scene) if refusal.worker else scene.say("job {job}", job=refusal.job)


def _held(refusal: no.HeldForAnother, scene: Scene) -> Stop:
    title = scene.say("Reserved for {name}", name=_for_whom(refusal, scene))
    start, end = when(refusal.start, scene), when(refusal.until, scene)
    return title, _instead(refusal, scene, scene.say("From {start} until {end}", start=start, end=end))


def _soon(refusal: no.ReservedSoon, scene: Scene) -> Stop:
    start = when(refusal.start, scene)
    title = scene.say("Reserved for {name} {time}", name=_for_whom(refusal, scene), time=start)
    latest = ""
    if refusal.latest:
        latest = scene.say("You may have it until {time}.", time=when(refusal.latest, scene))
    return title, _instead(refusal, scene, latest)


def _instead(refusal: Any, scene: Scene, times: str) -> tuple[str, ...]:
    """What may still be had of it, or instead of it."""
    left = scene.say("You may have {count}.", count=refusal.left) if refusal.left else ""
    lines = (product(scene), times, left, free_here(refusal, scene), elsewhere(refusal, scene))
    return tuple(line for line in lines if line)


def _not_yours(refusal: no.NotYours, scene: Scene) -> Stop:
    title = scene.say("You took {count}: {product}", count=refusal.taken, product=product(scene))
    return title, (scene.say("You can put back at most what you took."),)


def _unfit(refusal: Unfit, scene: Scene) -> Stop:
    return scene.say("That does not fit."), tuple(flaw_words(flaw, scene) for flaw in refusal.flaws[:3])


def _cabinet_fault(refusal: no.CabinetFault, scene: Scene) -> Stop:
    title = scene.say("Cabinet {cabinet} does not open.", cabinet=refusal.cabinet)
    more = scene.say("It is in {bin}.", bin=", ".join(refusal.bins)) if refusal.bins else ""
    return title, (free_here(refusal, scene) or more or scene.say("Ask the keeper."),)


def _device_fault(refusal: no.DeviceFault, scene: Scene) -> Stop:
    return scene.say("Not recorded."), fault_words(refusal.fault, scene)


_FAULTS = {
    no.Fault.DISK_FULL: (
        mark("The disk is full."),
        mark("Tell the keeper: it needs space, then do it again."),
    ),
    no.Fault.DISK: (
        mark("The disk cannot be used."),
        mark("Tell the keeper: an administrator must look at it."),
    ),
    no.Fault.DATABASE: (
        mark("The database is damaged."),
        mark("Tell the keeper: the last backup is needed."),
    ),
    no.Fault.PROGRAM: (mark("The program made a mistake."), mark("Tell the keeper: it is in the log.")),
}


def fault_words(fault: no.Fault, scene: Scene) -> tuple[str, ...]:
    """What the kiosk itself lacks, and what to do next."""
    return tuple(map(scene.say, _FAULTS[fault]))


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
    **naming_words.STOPS,
    **step_words.STOPS,
}
