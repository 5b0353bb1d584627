"""Availability: one function for the screen, reports and messages.

``total = available + reserved + out + quarantined``, always, at every moment.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from msgspec import Struct

from kiosk.crib.places import Place, PlaceKind

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


def count(lots: Iterable[Lot], *, now: datetime, at: datetime, zone: tzinfo) -> Counts:
    """The figures at ``at`` as they can be known at ``now``.

    A loan due at or before a later ``at`` is back by then, an overdue one never; fitness is judged at ``at``.
    """
    total = Counts()
    for lot in lots:
        total += _of(lot, now, at, zone)
    return total


def _of(lot: Lot, now: datetime, at: datetime, zone: tzinfo) -> Counts:
    kind, quantity = lot.place.kind, lot.quantity
    if kind in NOT_OURS:
        return Counts()
    if kind is PlaceKind.QUARANTINE:
        return Counts(quarantined=quantity)
    back = lot.due is not None and now <= lot.due <= at and at > now
    if kind is not PlaceKind.BIN and not back:
        return Counts(out=quantity)
    fit = lot.fit_through is None or at.astimezone(zone).date() <= lot.fit_through
    return Counts(available=quantity) if fit else Counts(quarantined=quantity)
