"""The relay's dealings with central: acknowledgements, gaps, requests, and other sites' figures."""

import logging
from collections import deque
from collections.abc import Callable, Iterator

from kiosk.attendant.messages import Elsewhere, Forwarded, Reply
from kiosk.crib.names import CommandId
from kiosk.relay import central
from kiosk.relay.central import Ack, IngestState, Replay, Request, Response
from kiosk.relay.cursor import Mark
from kiosk.relay.envelope import root
from kiosk.relay.feed import JournalSource
from kiosk.relay.link import Heard, Message
from kiosk.store.elsewhere import SiteFigures
from kiosk.store.entry import Entry, Position

Bring = Callable[[Forwarded | Elsewhere], Reply | None]
"""Brings something to the attendant; None where the attendant is away."""
FIGURES_S = 10.0
"""Time between two tellings of other sites' figures: each is a write to the SD card."""
REPLAYED = 20
"""Entries replayed in one step: an ordinary window, so that news are not held up."""
_LOG = logging.getLogger(__name__)


class CentralSide:
    """What a relay keeps of central; no clock, thread or socket of its own."""

    def __init__(self, kiosk: str, site: str, bring: Bring, *, figures_every: float = FIGURES_S) -> None:
        self.kiosk = kiosk
        self._site = site
        self._bring = bring
        self._every = figures_every
        self.is_up = False
        """Whether central says that it is there."""
        self.came_up = False
        """It has just said so: it wants to know how far the journal goes."""
        self._ack: Ack | None = None
        self._replays: deque[Replay] = deque()
        self._requests: dict[str, Request] = {}
        self._figures: dict[tuple[str, str], SiteFigures] = {}
        self._figures_at = float("-inf")
        self._told = 0

    def hear(self, heard: Heard) -> None:
        """Take one message; what makes no sense is logged, and central asks again."""
        name = heard.topic.removeprefix(f"{root(self.kiosk)}/")
        taken = self._take(name, heard.payload)
        if not taken:
            _LOG.warning("%s makes no sense to this kiosk, and is passed over.", heard.topic)

    def _take(self, name: str, payload: bytes) -> bool:
        if name == "ack":
            self._ack = central.read(payload, Ack)
            return self._ack is not None
        if name == central.STATE:
            return self._take_state(central.read(payload, IngestState))
        if name == "req/replay":
            gap = central.read(payload, Replay)
            if gap and gap not in self._replays:
                self._replays.append(gap)
            return gap is not None
        if name == "req/transfer":
            asked = central.read(payload, Request)
            if asked:
                self._requests[asked.transaction] = asked
            return asked is not None
        return name.startswith(f"{central.FIGURES}/") and self._take_figures(
            central.read(payload, SiteFigures)
        )

    def _take_state(self, said: IngestState | None) -> bool:
        self.is_up = said is not None and said.state == "online"
        self.came_up |= self.is_up
        return said is not None

    def _take_figures(self, told: SiteFigures | None) -> bool:
        if told and told.site != self._site:
            self._figures[told.site, told.product] = told
        return told is not None

    def acknowledged(self, journal: JournalSource, settled: Mark | None) -> Mark | None:
        """How far central has everything, where that is further than ``settled`` and still in the journal.

        Raises:
            StoreError: the journal cannot be read now; ask again.
        """
        said = self._ack
        if said is None or (settled and settled.position >= Position(said.epoch, said.upto)):
            self._ack = None
            return None
        found = journal.read(Position(said.epoch, said.upto - 1), 1)
        self._ack = None
        holds = found and found[0].position == Position(said.epoch, said.upto)
        return Mark.of(found[0]) if holds else None

    def replayed(self, journal: JournalSource) -> list[Entry]:
        """The next entries that central lacks.

        Raises:
            StoreError: the journal cannot be read now; ask again.
        """
        if not self._replays:
            return []
        gap = self._replays[0]
        found = journal.read(Position(gap.epoch, gap.first - 1), min(REPLAYED, gap.last - gap.first + 1))
        entries = [entry for entry in found if entry.epoch == gap.epoch and entry.seq <= gap.last]
        self._replays.popleft()
        if entries and entries[-1].seq < gap.last and len(entries) == len(found):
            self._replays.appendleft(Replay(gap.epoch, entries[-1].seq + 1, gap.last))
        return entries

    def again(self, entries: list[Entry]) -> None:
        """These could not be sent: they are the next."""
        if entries:
            self._replays.appendleft(Replay(entries[0].epoch, entries[0].seq, entries[-1].seq))

    def carried_out(self) -> Iterator[Message]:
        """Have the attendant do what central asks, and answer; what it could not hear is asked again."""
        for transaction, asked in tuple(self._requests.items()):
            reply = self._bring(Forwarded(CommandId(transaction), asked.command))
            if reply is None:
                return
            del self._requests[transaction]
            wrong = reply.result in ("error", "forbidden")
            status, result = ("error", "") if wrong else ("ok", reply.result)
            yield central.response(self.kiosk, Response(transaction, status, result, reply.text))

    def tell_figures(self, now: float) -> None:
        """Bring what other sites have to the attendant, now and then."""
        if not self._figures or now < self._figures_at:
            return
        self._told += 1
        told = Elsewhere(CommandId(f"relay-figures-{self._told}"), tuple(self._figures.values()))
        if self._bring(told) is not None:
            self._figures.clear()
            self._figures_at = now + self._every
