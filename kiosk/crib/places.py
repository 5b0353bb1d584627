"""Places: everywhere a thing can be, and the two ends of every movement."""

from enum import StrEnum
from typing import Self

from msgspec import Struct

from kiosk.crib.names import BinCode, JobCode, StationCode, WorkerId


class PlaceKind(StrEnum):
    """Kinds of places. The kind of a movement is the pair of its ends' kinds."""

    BIN = "bin"
    HOLDER = "holder"
    JOB = "job"
    STATION = "station"
    SUPPLIER = "supplier"
    TRANSIT = "transit"
    QUARANTINE = "quarantine"
    SERVICE = "service"
    CONSUMED = "consumed"
    SCRAP = "scrap"
    LOST = "lost"
    VARIANCE = "variance"


class Place(Struct, frozen=True, order=True):
    """A place, written ``kind:code``, or ``kind`` alone where there is one of the kind."""

    kind: PlaceKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``bin:C1-04`` or ``quarantine``.

        Raises:
            ValueError: the kind is not one of PlaceKind.
        """
        kind, _, code = text.partition(":")
        return cls(PlaceKind(kind), code)


SUPPLIER = Place(PlaceKind.SUPPLIER)
CONSUMED = Place(PlaceKind.CONSUMED)
QUARANTINE = Place(PlaceKind.QUARANTINE)
SERVICE = Place(PlaceKind.SERVICE)
SCRAP = Place(PlaceKind.SCRAP)
LOST = Place(PlaceKind.LOST)
VARIANCE = Place(PlaceKind.VARIANCE)

WITH_SOMEBODY = frozenset({PlaceKind.HOLDER, PlaceKind.JOB, PlaceKind.STATION})
"""Where a thing is in use, and comes back from by a scan."""


def in_bin(code: BinCode) -> Place:
    """The bin with this code."""
    return Place(PlaceKind.BIN, code)


def held_by(worker: WorkerId) -> Place:
    """In this worker's hands."""
    return Place(PlaceKind.HOLDER, worker)


def for_job(code: JobCode) -> Place:
    """At this job."""
    return Place(PlaceKind.JOB, code)


def at_station(code: StationCode) -> Place:
    """At this machine or area."""
    return Place(PlaceKind.STATION, code)


def in_transit(transfer: str) -> Place:
    """On the way to another site, by this transfer."""
    return Place(PlaceKind.TRANSIT, transfer)
