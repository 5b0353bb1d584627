"""Shifts: when they end, and what is still out then. An end is found when somebody looks: none is missed."""

from datetime import datetime, time, timedelta, tzinfo

from msgspec import Struct

from kiosk.crib.names import WorkerId

_DAYS = 2
"""Days that are looked back for the last end: one is not enough where the clocks change."""


class CloseShift(Struct, frozen=True, tag=True):
    """Close a shift although a foreign object is still out: a lead answers for it."""

    worker: WorkerId


class StillOut(Struct, frozen=True, omit_defaults=True):
    """One thing that should be back by a shift's end."""

    code: str
    """Of the asset; of the product where pieces have no code."""
    due: datetime
    quantity: int = 1


class Person(Struct, frozen=True):
    """All that one person should have brought back."""

    worker: WorkerId
    things: tuple[StillOut, ...]


class ShiftState(Struct, frozen=True):
    """How the last shifts stand."""

    told: datetime
    """The last end that was told of; what was before the kiosk knew of shifts counts as told."""
    closed: datetime
    """The last end that was closed."""
    people: tuple[Person, ...] = ()
    """Who holds something that was due by the end that is looked at."""
    fod: tuple[str, ...] = ()
    """Codes of the foreign objects that are out."""

    @property
    def is_held_open(self) -> bool:
        """Whether a shift that ended was not closed."""
        return self.closed < self.told


def times(text: str) -> tuple[time, ...]:
    """``06:00,14:00``: the ends of a day's shifts."""
    return tuple(sorted({time.fromisoformat(part) for part in text.split(",") if part}))


def last_end(text: str, at: datetime, zone: tzinfo) -> datetime | None:
    """The last end of a shift that is not later than ``at`` (both UTC); None where there are no shifts."""
    today = at.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(_DAYS))
    ends = [datetime.combine(day, end, zone).astimezone(at.tzinfo) for day in days for end in times(text)]
    return max((end for end in ends if end <= at), default=None)
