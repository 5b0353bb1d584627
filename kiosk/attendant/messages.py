"""What crosses the door: one JSON object a line, told apart by its ``type``.

A client sends requests, each with an id of its own; the attendant answers, and tells watchers the news.
"""

from datetime import datetime

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from kiosk.counter.views import Health, View
from kiosk.crib.commands import Command
from kiosk.crib.keeper_refusals import Flaw
from kiosk.crib.names import CabinetCode, CommandId
from kiosk.crib.outcomes import Tally
from kiosk.crib.transferring import FromCentral
from kiosk.store.elsewhere import SiteFigures

MAX_LINE = 64 * 1024 * 1024
"""Bytes of one line: an import of 50 000 assets is about 10 MB."""


class Tap(Struct, frozen=True, tag=True):
    """A control was tapped, e.g. ``undo``, ``problem:broken``, ``quantity:12``."""

    id: CommandId
    control: str
    said: int = -1
    """Of the view that was touched; -1 where that is not known."""


class Submit(Struct, frozen=True, tag=True):
    """Have a command judged and, unless it is a dry run, written."""

    id: CommandId
    command: Command
    dry_run: bool = False


class AskStatus(Struct, frozen=True, tag=True):
    """How is the kiosk?"""

    id: CommandId


class Watch(Struct, frozen=True, tag=True):
    """Send every new view and head from now on, beginning with the present ones."""

    id: CommandId


class AskDoors(Struct, frozen=True, tag=True):
    """How do the locks of the cabinets stand?"""

    id: CommandId


class Listen(Struct, frozen=True, tag=True):
    """Send all that devices say from now on, beginning with how they are."""

    id: CommandId


class BrokerState(Struct, frozen=True, tag=True):
    """The relay tells how it stands with the broker."""

    id: CommandId
    state: str
    """``none`` (not configured), ``away``, ``up``."""
    waiting: int
    """Entries that the broker has not acknowledged."""
    detail: str = ""


class Forwarded(Struct, frozen=True, tag=True):
    """The relay brings what central asks of this kiosk."""

    id: CommandId
    command: FromCentral


class Elsewhere(Struct, frozen=True, tag=True):
    """The relay brings what other sites have, as central told it."""

    id: CommandId
    figures: tuple[SiteFigures, ...]


class AskBadge(Struct, frozen=True, tag=True):
    """Tell of the next badge that is held to the reader, which then signs nobody in."""

    id: CommandId
    seconds: int = 30
    """How long to wait for one."""
    printed: str = ""
    """What a list has for it; a credential, compared and forgotten."""
    enroll: str = ""
    """The code of the worker whose badge it is to be."""
    keep: bool = False
    """Whether the badges she has stay hers."""

    def __repr__(self) -> str:
        return f"AskBadge(id={self.id!r}, seconds={self.seconds}, enroll={self.enroll!r}, ...)"


Submitted = Submit | Forwarded | Elsewhere
"""What is judged by the rulebook, or kept."""
Asked = AskStatus | AskDoors | Watch | Listen | AskBadge
"""What changes nothing in the crib."""
Request = Tap | Submitted | BrokerState | Asked


class Reply(Struct, frozen=True, tag=True, omit_defaults=True):
    """The answer to the request with this id."""

    id: CommandId
    result: str
    """``ok``, ``approved``, ``refused``, ``nothing``, ``forbidden``, ``error``."""
    text: str = ""
    """Why, in one sentence, where it is not as asked."""
    entries: int = 0
    tally: Tally | None = None
    flaws: tuple[Flaw, ...] = ()
    reason: str = ""
    """Of what is ``refused``: the refusal's name."""


class Status(Struct, frozen=True, tag=True):
    """How the kiosk is."""

    id: CommandId
    kiosk: str
    site: str
    epoch: str
    seq: int
    version: str
    health: tuple[Health, ...]
    waiting: int
    """Entries that the broker has not acknowledged; -1 where no relay has told yet."""
    strange_tags: int = 0
    """UHF tags that passed a reader and mean nothing here, since the attendant started."""


class DoorState(Struct, frozen=True):
    """How the lock of a cabinet stands."""

    cabinet: CabinetCode
    state: str
    """``locked``, ``unlocked``, ``open``, ``alarm``, ``fault``."""
    here: bool
    """Whether it answers."""
    why: str = ""
    """What is wrong with it."""


class Doors(Struct, frozen=True, tag=True):
    """How the locks of the cabinets stand."""

    id: CommandId
    doors: tuple[DoorState, ...]


class Presented(Struct, frozen=True, tag=True):
    """A badge was held to the reader. Its number stays in the attendant."""

    id: CommandId
    shape: str
    """Technology, bits, the last four digits."""
    owner: str = ""
    """The code of the worker whose badge it is; empty where it is nobody's."""
    fits: tuple[str, ...] = ()
    """The rules by which a list may write it as was asked."""


class Show(Struct, frozen=True, tag=True):
    """The screen as it is now."""

    view: View


class Head(Struct, frozen=True, tag=True):
    """The journal has grown to here."""

    epoch: str
    seq: int


class Heard(Struct, frozen=True, tag=True, omit_defaults=True):
    """What a device said. Of a badge's number it holds the last 4 characters only: it is a credential."""

    at: datetime
    device: str
    what: str
    """``device``, ``badge``, ``code``, ``tag``, ``noise``, ``door``, ``contact 3``, ``coil 3``."""
    text: str
    missed: int = 0
    """Lines that were lost before this one, because the client was slow to read."""


News = Show | Head
Answer = Reply | Status | Doors | Presented | Show | Head | Heard

ENCODER = Encoder()
REQUESTS = Decoder(Request)
ANSWERS = Decoder(Answer)
