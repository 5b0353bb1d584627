"""Availability: one function for rules, screen, reports and messages.

``total = available + reserved + out + quarantined``, always, at every moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from kiosk.crib.names import AssetCode
from kiosk.crib.places import Place, PlaceKind
from kiosk.crib.states import Hold

NOT_OURS = frozenset(
    {PlaceKind.SUPPLIER, PlaceKind.CONSUMED, PlaceKind.SCRAP, PlaceKind.LOST, PlaceKind.VARIANCE}
)
"""Where the site no longer, or not yet, answers for a thing."""


class Lot(Struct, frozen=True):
    """So many pieces of one product in one place, with what decides whether they can be issued."""

    quantity: int
    place: Place
    due: datetime | None = None
    """When it is to come back, where it is out."""
    fit_through: date | None = None
    """Last day it is fit for issue; None where that never ends."""
    asset: AssetCode = AssetCode("")
    """Which asset it is, where that is known."""


class Counts(Struct, frozen=True):
    """A product's figures at a site, in the order in which they are always shown."""

    available: int = 0
    reserved: int = 0
    out: int = 0
    quarantined: int = 0

    @property
    def total(self) -> int:
        """Everything that the site answers for."""
        return self.available + self.reserved + self.out + self.quarantined

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.available + other.available,
            self.reserved + other.reserved,
            self.out + other.out,
            self.quarantined + other.quarantined,
        )


class Moments(Struct, frozen=True):
    """What is known at ``now`` of a moment ``at`` that is the same or later, in days of ``zone``."""

    now: datetime
    at: datetime
    zone: tzinfo


def count(
    lots: Iterable[Lot], holds: Iterable[Hold] = (), *, now: datetime, at: datetime, zone: tzinfo
) -> Counts:
    """The figures at ``at`` as they can be known at ``now``.

    A loan due at or before a later ``at`` is back by then, an overdue one never; fitness is judged at ``at``.
    Holds in force bind what is on the shelf, at most all of it.
    """
    known, total, shelf = Moments(now, at, zone), Counts(), list[Lot]()
    for lot in lots:
        counts = _of(lot, known)
        total += counts
        shelf += [lot] if counts.available else []
    reserved = min(total.available, _claimed(shelf, holds, at))
    return Counts(total.available - reserved, reserved, total.out, total.quarantined)


def free(lots: Iterable[Lot], holds: Iterable[Hold], known: Moments) -> int:
    """Pieces on the shelf beyond all that holds in force claim; below 0 where they claim more."""
    shelf = [lot for lot in lots if _of(lot, known).available]
    return sum(lot.quantity for lot in shelf) - _claimed(shelf, holds, known.at)


def turning_points(lots: Sequence[Lot], holds: Sequence[Hold], zone: tzinfo) -> Iterator[datetime]:
    """Every moment at which pieces become fewer: a hold begins, or something is fit no longer."""
    yield from (hold.start for hold in holds)
    for lot in lots:
        if lot.fit_through and date.min < lot.fit_through < date.max:
            yield datetime.combine(lot.fit_through + timedelta(days=1), time(), zone)


def _claimed(shelf: Sequence[Lot], holds: Iterable[Hold], at: datetime) -> int:
    """Pieces that holds in force bind: an asset's hold binds that asset where it is on the shelf."""
    here = {lot.asset for lot in shelf}
    in_force = [hold for hold in holds if hold.start <= at < hold.until]
    return sum(hold.open for hold in in_force if not hold.asset or hold.asset in here)


def _of(lot: Lot, known: Moments) -> Counts:
    kind, quantity = lot.place.kind, lot.quantity
    if kind in NOT_OURS:
        return Counts()
    if kind is PlaceKind.QUARANTINE:
        return Counts(quarantined=quantity)
    back = lot.due is not None and known.now <= lot.due <= known.at and known.at > known.now
    if kind is not PlaceKind.BIN and not back:
        return Counts(out=quantity)
    fit = lot.fit_through is None or known.at.astimezone(known.zone).date() <= lot.fit_through
    return Counts(available=quantity) if fit else Counts(quarantined=quantity)
