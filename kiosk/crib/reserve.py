"""The rules of holds: what is reserved, for whom, and what binds no longer."""

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.availability import Moments, free, turning_points
from kiosk.crib.facts import Facts
from kiosk.crib.gates import known_worker, may
from kiosk.crib.keeper_refusals import Flaw, Unfit, flaw
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import NOBODY, AssetCode, JobCode, ProductCode, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.refusals import NotAllowed, NotEnough, Refusal
from kiosk.crib.states import Hold


def place(facts: Facts, command: do.PlaceHold) -> Decision:
    """Reserve, if all the promises can be kept; at the counter a keeper reserves for others, too."""
    refusal = _not_hers(facts, command.worker, command.receiver)
    if refusal:
        return Refused(refusal)
    flaws = _flaws(facts, command)
    if flaws or facts.product is None:
        return Refused(Unfit(tuple(flaws)))
    asset = facts.asset.asset.code if facts.asset else AssetCode("")
    hold = Hold(
        command.hold,
        facts.product.code,
        command.quantity,
        command.start,
        command.until,
        facts.receiver.id if facts.receiver else NOBODY,
        facts.job.code if facts.job else JobCode(""),
        asset,
    )
    if facts.hold == hold:
        return NOTHING
    left = _room(facts, hold)
    if left < command.quantity:
        return Refused(NotEnough(ProductCode(hold.product), max(left, 0), facts.elsewhere))
    fields = {
        name: getattr(hold, name) for name in ("product", "quantity", "start", "until", "worker", "job")
    }
    return Approved((was.HoldPlaced(hold=hold.code, asset=asset, **fields),))


def _not_hers(facts: Facts, worker: WorkerId, whose: WorkerId) -> Refusal | None:
    """Whoever comes by cribctl was asked for a role at the door."""
    if not worker or whose == worker or may(facts.worker, Role.KEEPER):
        return known_worker(facts.worker) if worker else None
    return NotAllowed(Role.KEEPER)


def _flaws(facts: Facts, command: do.PlaceHold) -> list[Flaw]:
    found = []
    if facts.product is None:
        found.append(flaw("target", command.target, "{value!r} is no product and no asset."))
    if facts.receiver is None and facts.job is None:
        found.append(flaw("whom", command.whom, "{value!r} is no worker and no job."))
    if command.until <= max(command.start, facts.at):
        until = f"{command.until:%Y-%m-%dT%H:%M}"
        found.append(flaw("until", until, "It is until {value}, which is over, or before it begins."))
    if not 0 < command.quantity <= (1 if facts.asset else MAX_QUANTITY):
        found.append(flaw("quantity", command.quantity, "A quantity of {value} cannot be reserved."))
    if facts.hold and facts.product and facts.hold.product != facts.product.code:
        found.append(flaw("hold", command.hold, "{value!r} is a hold already; use another code."))
    return found


def _room(facts: Facts, hold: Hold) -> int:
    """Pieces that can still be promised for all of the hold's time."""
    lots, others = facts.plan.lots, [other for other in facts.plan.holds if other.code != hold.code]
    if hold.asset:
        overlap = any(o.asset == hold.asset and o.start < hold.until and hold.start < o.until for o in others)
        mine = [lot for lot in lots if lot.asset == hold.asset]
        if overlap or free(mine, (), Moments(facts.at, max(hold.start, facts.at), facts.zone)) < 1:
            return 0
    points = {max(hold.start, facts.at), *turning_points(lots, others, facts.zone)}
    inside = [at for at in points if max(hold.start, facts.at) <= at < hold.until]
    return min(free(lots, others, Moments(facts.at, at, facts.zone)) for at in inside)


def release(facts: Facts, command: do.ReleaseHold) -> Decision:
    """Let a hold bind no longer."""
    if facts.hold is None:
        unbound = flaw(
            "hold",
            command.hold,
            "There is no hold {value!r} that binds; `cribctl report reserved` lists them.",
        )
        return Refused(Unfit((unbound,)))
    refusal = _not_hers(facts, command.worker, facts.hold.worker)
    if refusal:
        return Refused(refusal)
    return Approved((was.HoldReleased(hold=command.hold, note=command.note),))
