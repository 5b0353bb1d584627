"""What the inbox holds: everything that reaches the attendant, one after the other."""

from collections.abc import Callable

from msgspec import Struct

from kiosk.attendant.messages import Answer, Request
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode


class BadgeRead(Struct, frozen=True):
    """The reader saw a badge."""

    number: str
    """Canonical. A credential: never logged."""

    def __repr__(self) -> str:
        return "BadgeRead(...)"


class CodeRead(Struct, frozen=True):
    """The scanner read a code."""

    text: str


class Unread(Struct, frozen=True):
    """A device sent something that is no message."""

    device: str
    reason: str


class Present(Struct, frozen=True):
    """A device came or went."""

    device: str
    ok: bool
    why: str = ""


class DoorEvent(Struct, frozen=True):
    """The lock of a cabinet told something of itself, or fell silent."""

    cabinet: CabinetCode
    sign: Sign
    why: str = ""


class Asked(Struct, frozen=True):
    """A client of the door wants something; ``reply`` is called from the desk's thread and must not block."""

    request: Request
    reply: Callable[[Answer], None]


class Tick(Struct, frozen=True):
    """Time passed."""


class Checked(Struct, frozen=True):
    """The background check of the database ended; ``wrong`` is empty where it is sound."""

    wrong: str


Event = BadgeRead | CodeRead | Unread | Present | DoorEvent | Asked | Tick | Checked
