"""The entries of a shift's end: one a person, and one in all."""

from datetime import datetime

from kiosk.crib.body import Body
from kiosk.crib.names import NOBODY, WorkerId
from kiosk.crib.shifts import StillOut


class ShiftStillOut(Body, frozen=True, kw_only=True, tag="shift.still-out"):
    """A person had not brought back all that was due by the end of a shift: everything in one entry."""

    end: datetime
    worker: WorkerId
    things: tuple[StillOut, ...]


class ShiftHeldOpen(Body, frozen=True, kw_only=True, tag="shift.held-open"):
    """A shift ended with foreign objects out: it closes once they are back, or a lead signs."""

    end: datetime
    fod: tuple[str, ...]


class ShiftClosed(Body, frozen=True, kw_only=True, tag="shift.closed"):
    """A shift is closed."""

    end: datetime
    people: int = 0
    """Who had not brought back everything."""
    things: int = 0
    """Pieces that should have been back."""
    fod: tuple[str, ...] = ()
    """Foreign objects that were out nevertheless."""
    signed: WorkerId = NOBODY
    """The lead who answers for them; empty where nobody had to."""
