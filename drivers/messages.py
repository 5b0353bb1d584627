"""What a device says: a badge, a scan, a door, or noise."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge in the reader's field. A badge number is a credential: `repr` shows its last 4 characters.

    `number` is canonical (`em4100:40:010063E9AE`); `raw` is the whole frame it came in.
    """

    number: str
    raw: bytes = field(repr=False)

    def __repr__(self) -> str:
        return f"Badge(number='…{self.number[-4:]}')"


@dataclass(frozen=True, slots=True)
class Scan:
    """The text of one scanned code, without its terminator."""

    text: str


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of input that is no message, and why.

    `raw` is what was dropped: bytes from a serial line; from a keyboard the codes of the keys typed, up to
    the one that spoiled the scan. It may hold part of a credential, so `repr` leaves it out.
    """

    reason: str
    raw: bytes | tuple[int, ...] = field(repr=False)


class DoorSign(StrEnum):
    """What a lock with a door contact tells."""

    SHUT = "shut"
    """Found shut, when it begins to answer."""
    AJAR = "ajar"
    """Found open, the same."""
    OPENED = "opened"
    FORCED = "forced"
    """The door came open though the bolt is out."""
    CLOSED = "closed"
    STUCK = "stuck"
    """The bolt did not move when it was told to."""
    GONE = "gone"
    """The lock does not answer any more."""


@dataclass(frozen=True, slots=True)
class Door:
    """A sign from a lock, and why, where it is one of trouble."""

    sign: DoorSign
    why: str = ""
