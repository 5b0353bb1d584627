"""What crosses the door: one JSON object a line, told apart by its ``type``.

A client sends requests, each with an id of its own; the attendant answers, and tells watchers the news.
"""

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from kiosk.counter.views import Health, View
from kiosk.crib.commands import Command
from kiosk.crib.keeper_refusals import Flaw
from kiosk.crib.names import CommandId
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


Request = Tap | Submit | AskStatus | Watch | BrokerState | Forwarded | Elsewhere


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


class Show(Struct, frozen=True, tag=True):
    """The screen as it is now."""

    view: View


class Head(Struct, frozen=True, tag=True):
    """The journal has grown to here."""

    epoch: str
    seq: int


News = Show | Head
Answer = Reply | Status | Show | Head

ENCODER = Encoder()
REQUESTS = Decoder(Request)
ANSWERS = Decoder(Answer)
