"""Reports of holds: what is reserved, for whom, and what of it will fail."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from msgspec import Struct

from kiosk.crib.availability import Lot
from kiosk.crib.facts import Plan
from kiosk.crib.holds import shortfalls
from kiosk.crib.places import WITH_SOMEBODY, PlaceKind
from kiosk.crib.states import Hold
from kiosk.store.database import Database, rows
from kiosk.store.lookup import policy_of, product_of
from kiosk.store.people import name_of
from kiosk.store.states import plan_of
from kiosk.store.values import micros


class HoldRow(Struct, frozen=True):
    """One hold that binds, now or later."""

    code: str
    product: str
    asset: str
    """Empty where any piece of the product will do."""
    name: str
    """Of the product."""
    holder: str
    """The person's name, or ``job:J100``."""
    start: datetime
    until: datetime
    quantity: int
    picked: int
    short: int
    """Pieces that will be missing when it begins, as things are."""
    why: str
    """What stands in its way; empty where nothing does."""


class When(NamedTuple):
    """The moment at which it is asked, and the one before which holds are to begin."""

    now: datetime
    zone: tzinfo
    before: datetime | None = None


def report_reserved(db: Database, now: datetime, zone: tzinfo, before: datetime | None) -> list[HoldRow]:
    """Every hold that binds, or those that begin before a moment, in the order in which they begin."""
    when, found = When(now, zone, before), list[HoldRow]()
    sql = "SELECT DISTINCT product FROM hold WHERE until_at > ? ORDER BY product"
    for (code,) in rows(db, sql, micros(now)):
        found += _rows(db, code, when)
    return sorted(found, key=lambda row: (row.start, row.code))


def _rows(db: Database, code: str, when: When) -> Iterator[HoldRow]:
    plan, known = plan_of(db, code, when.now, policy_of(db).no_show), product_of(db, code)
    short = shortfalls(plan, when.now, when.zone)
    for hold in plan.holds:
        if known is None or (when.before and hold.start >= when.before):
            continue
        missing = short.get(hold.code, 0)
        yield HoldRow(
            hold.code,
            hold.product,
            hold.asset,
            known[0].name,
            name_of(db, hold.worker) if hold.worker else f"job:{hold.job}",
            hold.start,
            hold.until,
            hold.quantity,
            hold.picked,
            missing,
            f"{missing} short: {_why(plan, hold, when)}" if missing else "",
        )


def _why(plan: Plan, hold: Hold, when: When) -> str:
    """What keeps pieces from being there when a hold begins."""
    lots = sorted(plan.lots, key=lambda lot: lot.asset)
    lots = [lot for lot in lots if not hold.asset or lot.asset == hold.asset]
    told = dict.fromkeys(text for lot in lots if (text := _trouble(lot, hold.start, when)))
    return ", ".join(told) or "too little is here"


def _trouble(lot: Lot, start: datetime, when: When) -> str:
    what = lot.asset or f"{lot.quantity}"
    begin, zone = max(start, when.now), when.zone
    if lot.place.kind in WITH_SOMEBODY and lot.due:
        if lot.due < when.now:
            return f"{what} late"
        if lot.due > begin:
            return f"{what} out until {lot.due.astimezone(zone):%Y-%m-%d %H:%M}"
    if lot.place.kind in _SET_ASIDE:
        return f"{what} in {lot.place.kind}"
    if lot.fit_through and lot.fit_through < begin.astimezone(zone).date():
        return f"{what} not fit after {lot.fit_through}" if lot.fit_through > date.min else f"{what} not fit"
    return ""


_SET_ASIDE = frozenset({PlaceKind.QUARANTINE, PlaceKind.SERVICE, PlaceKind.LOST, PlaceKind.TRANSIT})


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """The first moment of tomorrow."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)
