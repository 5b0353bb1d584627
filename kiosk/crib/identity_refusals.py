"""Refusals of whoever says who she is. None tells whether somebody has the number that was typed."""

from datetime import datetime
from typing import ClassVar

from kiosk.crib.names import WorkerId
from kiosk.crib.refusals import Refusal


class NeedsPin(Refusal, frozen=True):
    """The badge alone does not do for this role."""

    reason: ClassVar[str] = "needs-pin"
    worker: WorkerId
    known: bool = True
    """Whether she has a PIN; where not, the keeper sets one."""


class WrongPin(Refusal, frozen=True):
    """The PIN is not the worker's, or nobody has that number."""

    reason: ClassVar[str] = "wrong-pin"
    left: int
    """Tries that are left."""
    numbered: bool
    """Whether a number was typed, which may be what is wrong."""


class LockedOut(Refusal, frozen=True):
    """Too many PINs were wrong."""

    reason: ClassVar[str] = "locked-out"
    until: datetime
