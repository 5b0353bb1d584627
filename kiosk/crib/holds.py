"""Holds: who has reserved what, and what that leaves for the others."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from kiosk.crib import entries as was
from kiosk.crib.availability import Lot, Moments, free, turning_points
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.names import AssetCode, JobCode, WorkerId
from kiosk.crib.places import Place
from kiosk.crib.states import Hold


class Conflict(Struct, frozen=True):
    """A hold that could not be met, and the moment from which on it could not."""

    hold: Hold
    at: datetime


def binds(hold: Hold, now: datetime, no_show_s: int) -> bool:
    """Whether a hold still binds, now or later: pieces are open, and its time is not over or missed."""
    missed = now >= hold.start + timedelta(seconds=no_show_s)
    return hold.open > 0 and now < hold.until and not missed


def own(holds: Iterable[Hold], worker: WorkerId, job: JobCode, asset: AssetCode) -> list[Hold]:
    """Holds that this worker may pick up with this asset or any piece: the asset's own, then the next."""
    mine = [hold for hold in holds if hold.is_for(worker, job) and hold.asset in ("", asset)]
    return sorted(mine, key=lambda hold: (not hold.asset, hold.start, hold.code))


def conflict(
    plan: Plan, worker: WorkerId, job: JobCode, asset: AssetCode, window: "Window"
) -> Conflict | None:
    """The first hold of somebody else that cannot be met if the pieces are gone for the window."""
    others = [hold for hold in plan.holds if not hold.is_for(worker, job)]
    if not others:
        return None
    return _on_asset(others, asset, window) or _on_product(plan.lots, others, asset, window)


class Window(Struct, frozen=True):
    """For how long how many pieces are gone; ``until`` is None where they do not come back."""

    now: datetime
    until: datetime | None
    zone: tzinfo
    quantity: int = 1
    out_until: datetime | None = None
    """Until when they are out already, so that nothing changes before."""


def _on_asset(others: list[Hold], asset: AssetCode, window: Window) -> Conflict | None:
    held = [hold for hold in others if asset and hold.asset == asset]
    crossed = [hold for hold in held if window.until is None or hold.start < window.until]
    first = min(crossed, key=lambda hold: hold.start, default=None)
    return Conflict(first, max(first.start, window.now)) if first else None


def _on_product(
    lots: tuple[Lot, ...], others: list[Hold], asset: AssetCode, window: Window
) -> Conflict | None:
    left = [lot for lot in lots if not (asset and lot.asset == asset)]
    need = 0 if asset else window.quantity
    begin = max(window.now, window.out_until or window.now)
    for at in sorted({begin, *turning_points(left, others, window.zone)}):
        if at < begin or (window.until and at >= window.until):
            continue
        if free(left, others, Moments(window.now, at, window.zone)) < need:
            hold = _hit(others, at)
            if hold:
                return Conflict(hold, at)
    return None


def _hit(others: list[Hold], at: datetime) -> Hold | None:
    """The hold that began last of those in force: it is the one left short."""
    in_force = [hold for hold in others if hold.start <= at < hold.until]
    return max(in_force, key=lambda hold: hold.start, default=None)


def at_risk(before: Plan, after: Plan, facts: Facts) -> tuple[was.HoldAtRisk, ...]:
    """Holds that could be met before, or for more pieces, and cannot be now."""
    told = []
    for hold in after.holds:
        short = _short(after, hold, facts.at, facts.zone)
        if short > _short(before, hold, facts.at, facts.zone):
            told.append(was.HoldAtRisk(hold=hold.code, product=hold.product, short=short))
    return tuple(told)


def _short(plan: Plan, hold: Hold, now: datetime, zone: tzinfo) -> int:
    """Pieces that will be missing when a hold begins, as things are."""
    known = Moments(now, max(hold.start, now), zone)
    if hold.asset:
        lots = [lot for lot in plan.lots if lot.asset == hold.asset]
        return 1 if free(lots, (), known) < 1 else 0
    return min(hold.open, max(0, -free(plan.lots, plan.holds, known)))


def shortfalls(plan: Plan, now: datetime, zone: tzinfo) -> dict[str, int]:
    """By hold, the pieces that will be missing as things are; only holds that lack some."""
    return {hold.code: short for hold in plan.holds if (short := _short(plan, hold, now, zone))}


def without(plan: Plan, asset: AssetCode) -> Plan:
    """The plan, had the asset gone for good."""
    return replace(plan, lots=tuple(lot for lot in plan.lots if lot.asset != asset))


def less(plan: Plan, place: Place, quantity: int) -> Plan:
    """The plan, had so many pieces gone from a place for good, as far as there are."""
    lots, left = [], max(quantity, 0)
    for lot in plan.lots:
        part = min(left, lot.quantity) if lot.place == place else 0
        lots.append(replace(lot, quantity=lot.quantity - part))
        left -= part
    return replace(plan, lots=tuple(lots))
