"""Who somebody is without a badge: a number and a PIN, or a lead who vouches. Commands, and their facts.

Neither number nor PIN comes further than the store: rules are told whose they are, and whether they fit.
"""

from datetime import datetime

from msgspec import Struct

from kiosk.crib.names import NOBODY, BadgeDigest, NumberDigest, Via, WorkerId

MAX_NUMBER = 12
"""Digits of a staff number; nobody types more."""
PIN_LENGTHS = range(4, 9)
_STEPS = "0123456789", "9876543210"
WITHOUT_BADGE = (Via.PIN, Via.VOUCHED)
"""How somebody signs in who has no badge with her."""


class ProvePin(Struct, frozen=True, tag=True):
    """Somebody typed a PIN, and was compared with what is known of her."""

    worker: WorkerId
    """Who she says she is; empty where nobody has that number."""
    right: bool
    number: NumberDigest = NumberDigest("")
    """Of the number that was typed; empty where a badge says who she is."""

    @property
    def via(self) -> Via:
        """How the actor is known: not at all, unless the PIN was right."""
        return Via.PIN if self.right else Via.UNSIGNED


class LinkBadge(Struct, frozen=True, tag=True):
    """Make a badge that nobody has a worker's own, instead of those she had."""

    badge: BadgeDigest
    worker: WorkerId
    via: Via
    """``pin`` or ``vouched``."""


class SetPin(Struct, frozen=True, tag=True):
    """Give a person a new PIN. Never journaled or logged as it stands."""

    person: str
    """Her code."""
    pin: str

    def __repr__(self) -> str:
        return f"SetPin(person={self.person!r}, ...)"


class UnlockPin(Struct, frozen=True, tag=True):
    """Let a person try her PIN again, who was locked out."""

    person: str
    """Her code."""


class RevokeBadges(Struct, frozen=True, tag=True):
    """Take every badge from a person, as when she has lost it."""

    person: str
    """Her code."""


class EnrollBadge(Struct, frozen=True, tag=True):
    """Make a badge a person's, that was held to the reader for her."""

    person: str
    """Her code."""
    badge: BadgeDigest
    keep: bool = False
    """Whether the badges she has stay hers."""


Identifying = ProvePin | LinkBadge
"""What somebody does at the counter who has no badge that is known."""
KeepingPeople = SetPin | UnlockPin | RevokeBadges | EnrollBadge
"""What is done to what a person is known by."""


class Tries(Struct, frozen=True):
    """Wrong PINs in a row, and when the last one was typed (UTC)."""

    count: int
    at: datetime


class Standing(Struct, frozen=True):
    """What is known of somebody who says who she is."""

    tries: Tries | None = None
    """None where the last PIN was right."""
    times: int = 0
    """Sessions without a badge in the policy's days, this one left out."""
    badges: tuple[BadgeDigest, ...] = ()
    """Her badges."""
    badge_of: WorkerId = NOBODY
    """Who has the badge that is to be hers."""


def canonical_number(text: str) -> str:
    """A staff number as it is compared: spreadsheets drop zeros at its beginning, and so do people."""
    return text.lstrip("0") or "0"


def is_number(text: str) -> bool:
    """Whether a text can be a staff number: it is typed on a keypad."""
    return text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER


def is_pin(text: str) -> bool:
    """Whether a text can be a PIN."""
    return text.isascii() and text.isdigit() and len(text) in PIN_LENGTHS


def is_simple(pin: str, number: str = "") -> bool:
    """Whether a PIN is among the first that somebody would try: all alike, in a row, or the number itself."""
    halves = pin[: len(pin) // 2], pin[len(pin) // 2 :]
    return len({*pin}) == 1 or halves[0] == halves[1] or pin == number or any(pin in row for row in _STEPS)
