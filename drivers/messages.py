"""What a device says: a badge, a scan, tags, how locks stand, a frame of its protocol, or noise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge in the reader's field. A badge number is a credential: `repr` shows its last 4 characters.

    `number` is canonical: the technology, the number of bits, upper-case hex (`em4100:40:010063E9AE`); `raw`
    is the whole frame it came in.
    """

    number: str
    raw: bytes = field(repr=False)

    def __repr__(self) -> str:
        return f"Badge(number='…{self.number[-4:]}')"


@dataclass(frozen=True, slots=True)
class Scan:
    """The text of one scanned code, without its terminator, and the bytes or nothing it came in."""

    text: str
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Tag:
    """A UHF tag in the field: its EPC in upper-case hex; what the reader measured, where it tells."""

    epc: str
    rssi: int | None = None
    """dBm, or the reader's own scale."""
    antenna: int | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one answer, in its order."""

    tags: tuple[Tag, ...]
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LockReport:
    """How a board says that its channels stand, counted from 1; what it does not tell is left out."""

    board: int
    contacts: Mapping[int, bool]
    """Feedback of a door or a hook: True where the board calls it closed."""
    coils: Mapping[int, bool]
    """True where the channel is energized."""
    raw: bytes = field(repr=False)
    present: Mapping[int, bool] = field(default_factory=dict)
    """True where a sensor sees something behind the door."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that is none of the above: a command, an acknowledgement, an answer about the device."""

    name: str
    """What it is, in the protocol's words: ``ack``, ``unlock``, ``firmware version``."""
    fields: Mapping[str, int | str]
    raw: bytes = field(repr=False)


class Flaw(StrEnum):
    """What is wrong with a scan or a card, as far as whoever holds it can do something about it."""

    GARBLED = "garbled"
    CUT_SHORT = "cut-short"
    """A part of it did not come."""
    TOO_LONG = "too-long"
    NOT_TEXT = "not-text"
    """A key or a byte in it is no character, as the scanner is set up."""
    CONTROL = "control"
    """A control character is in it that no label has."""
    AFFIX = "affix"
    """It lacks the prefix or the suffix of its scanner."""
    CHECK_DIGIT = "check-digit"
    DATE = "date"
    """A date in it does not exist."""
    GS1 = "gs1"
    """It says that it is GS1 data, and is not."""
    SEVERAL_CARDS = "several-cards"
    """More than one card lies in a reader's field."""
    RANDOM_UID = "random-uid"
    """The card makes its number up for every tap."""
    UNKNOWN_CARD = "unknown-card"
    """All that the reader says of a card came, and no badge number is known to look so."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of input that is no message, and why.

    `raw` is what was dropped: bytes from a serial line; from a keyboard the codes of the keys typed, up to
    the one that spoiled the scan. It may hold part of a credential, so `repr` leaves it out.
    """

    reason: str
    raw: bytes | tuple[int, ...] = field(repr=False)
    flaw: Flaw = Flaw.GARBLED


Message = Badge | Scan | Tags | LockReport | Frame | Noise


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
