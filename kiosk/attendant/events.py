"""What the inbox holds: everything that reaches the attendant, one after the other."""

from collections.abc import Callable
from datetime import date

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
    """The scanner read a code. Only of GS1 data is there more to tell than its text."""

    text: str
    data: str = ""
    """The text without what the scanner says of the symbol; empty where that is the text."""
    name: str = ""
    """What to keep it by where nothing is known of it; empty: the text."""
    names: tuple[str, ...] = ()
    """What it may be known by besides, the most telling first: GIAI, GRAI, GTIN with serial number, GTIN."""
    serial: str = ""
    lot: str = ""
    expires: date | None = None
    """Its last good day."""
    count: int = 0
    """Pieces; 0 where it does not say."""
    flaw: str = ""
    """Why its data cannot be right; empty where it can. The text may be a label's all the same."""


class TagsRead(Struct, frozen=True):
    """A reader of UHF tags saw these arrive, at once: each as a code, its EPC, and what its GS1 data says."""

    tags: tuple[CodeRead, ...]


class Unread(Struct, frozen=True):
    """A device sent something that is no message."""

    device: str
    reason: str
    """For whoever sets the device up."""
    flaw: str = ""
    """For whoever holds it: see kiosk.counter.unread_words."""


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


class Idle(Struct, frozen=True):
    """Nothing else is to be done: an import goes on."""


class Simulated(Struct, frozen=True):
    """The devices are none: what a badge, a scan or a lock tells is made by whoever drives the simulation."""


class Checked(Struct, frozen=True):
    """The background check of the database ended; ``wrong`` is empty where it is sound."""

    wrong: str


Heard = BadgeRead | CodeRead | TagsRead | Unread | Present | DoorEvent | Simulated
"""What devices tell."""
Event = Heard | Asked | Tick | Idle | Checked
