"""The entries of numbers, PINs and badges that change hands. None holds a number or a PIN."""

from kiosk.crib.body import Body
from kiosk.crib.names import NOBODY, BadgeDigest, NumberDigest, WorkerId


class PinProven(Body, frozen=True, kw_only=True, tag="pin.proven"):
    """A worker typed her PIN."""

    worker: WorkerId


class PinFailed(Body, frozen=True, kw_only=True, tag="pin.failed"):
    """A wrong PIN was typed; nobody knows by whom."""

    worker: WorkerId = NOBODY
    """Whose PIN it was not; empty where nobody has the number."""
    number: NumberDigest = NumberDigest("")
    """Of that number."""
    tries: int
    """How many were wrong in a row, with this one."""

    @property
    def actor(self) -> WorkerId | None:
        """Nobody: a number is not who somebody is."""
        return NOBODY


class PinChanged(Body, frozen=True, kw_only=True, tag="pin.changed"):
    """A worker has a new PIN; the PIN itself lies beside the journal, as a salted and keyed hash."""

    worker: WorkerId


class PinUnlocked(Body, frozen=True, kw_only=True, tag="pin.unlocked"):
    """A worker may try her PIN again."""

    worker: WorkerId


class NumberChanged(Body, frozen=True, kw_only=True, tag="number.changed"):
    """A worker has a new number to name herself by; it lies beside the journal, as a keyed hash."""

    worker: WorkerId


class BadgeRevoked(Body, frozen=True, kw_only=True, tag="badge.revoked"):
    """A badge is nobody's any more."""

    badge: BadgeDigest
    worker: WorkerId
    """Whose it was."""


class BadgeMissed(Body, frozen=True, kw_only=True, tag="badge.missed"):
    """A worker has come without her badge so often that the keeper is told."""

    worker: WorkerId
    times: int
    """Sessions without one within ``days`` days."""
    days: int
