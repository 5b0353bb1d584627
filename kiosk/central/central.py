"""Central's core: hears every kiosk, acknowledges, asks for gaps, passes on. No clock, thread or socket."""

import logging
from collections import deque
from collections.abc import Callable
from urllib.parse import unquote

import msgspec
from msgspec import Struct
from peewee import PeeweeException

from kiosk.central.copies import Copy
from kiosk.central.errands import Errands
from kiosk.central.events import entry_of
from kiosk.central.figures import figures, touched
from kiosk.central.ingest import Forked, Gap, Next, Wrong
from kiosk.relay import central as say
from kiosk.relay.central import Ack, Replay, Response
from kiosk.relay.link import Accepted, Client, Denied, Down, Event, Heard, Message, Up
from kiosk.store.database import StoreError
from kiosk.store.entry import Entry, Position

TOPICS = ("crib/v1/k/+/evt/#", "crib/v1/k/+/info", "crib/v1/k/+/state", "crib/v1/k/+/res/+")
RESEND_S = 30.0
"""Time after which what was asked and not answered is asked again."""
_LOG = logging.getLogger(__name__)


class _Place(Struct, frozen=True):
    """The head that a kiosk announces."""

    epoch: str = ""
    seq: int = 0
    state: str = ""


class _Asked(Struct):
    """A gap that was asked for, and when anything of it last came."""

    gap: Replay
    at: float


class Central:
    """Every kiosk's journal in one place. ``now`` is in seconds of any clock that never goes back."""

    def __init__(self) -> None:
        self.copies: dict[str, Copy] = {}
        self._errands = Errands()
        self._client: Client | None = None
        self._link = 0
        self._token = 0
        self._out: deque[Message] = deque()
        self._unanswered: dict[int, Message] = {}
        self._wanted: dict[str, Position] = {}
        """The furthest that each kiosk's journal is known to go."""
        self._asked: dict[tuple[str, str], _Asked] = {}
        """By kiosk and epoch."""
        self._acked: dict[str, Position] = {}
        self._stirred: dict[tuple[str, str], None] = {}
        """Sites and products whose figures are to be told anew."""
        self._errands_at = float("-inf")

    def start(self, client: Client, wake: Callable[[], None] = lambda: None) -> None:
        """Begin to listen; nothing that was kept before is forgotten."""
        self._client = client
        client.start(say.state("offline"), wake, TOPICS)

    def stop(self) -> None:
        """Leave in good order; kiosks keep what comes meanwhile."""
        if self._client:
            self._client.stop(say.state("offline"))
        self._client, self._link = None, 0

    def close(self) -> None:
        """Leave for good."""
        self.stop()
        for copy in self.copies.values():
            copy.close()

    @property
    def is_up(self) -> bool:
        """Whether it listens."""
        return self._client is not None

    def step(self, now: float) -> bool:
        """Do all that can be done at ``now``; whether there was anything."""
        if self._client is None:
            return False
        events = self._client.events()
        for event in events:
            self._hear(event, now)
        self._tell_figures()
        self._tell_acks()
        for kiosk in self._wanted:
            self._chase(kiosk, now)
        self._ask_errands(now)
        return self._publish(self._client) or bool(events)

    def _hear(self, event: Event, now: float) -> None:
        match event:
            case Up(link=link):
                self._come_up(link)
            case Down():
                self._link = 0
            case Accepted(token=token):
                self._unanswered.pop(token, None)
            case Denied(token=token, reason=reason):
                denied = self._unanswered.pop(token, None)
                _LOG.error("The broker refuses %s: %s.", denied.topic if denied else "a message", reason)
            case Heard(topic=topic, payload=payload):
                self._heard(topic, payload, now)

    def _come_up(self, link: int) -> None:
        """Say so, and all that may not have arrived; kiosks then say how far their journals go."""
        self._link = link
        self._out.extendleft(reversed(self._unanswered.values()))
        self._unanswered.clear()
        self._out.appendleft(say.state("online"))
        self._asked.clear()
        self._acked.clear()
        self._errands_at = float("-inf")

    def _heard(self, topic: str, payload: bytes, now: float) -> None:
        _, _, _, kiosk, name = topic.split("/", 4)
        kiosk = unquote(kiosk)
        if name.startswith("evt/"):
            self._event(kiosk, payload, now)
        elif name in ("info", "state"):
            self._announced(kiosk, payload)
        elif (answer := say.read(payload, Response)) and answer.status == "ok":
            self._errands.end(answer.transaction)

    def _announced(self, kiosk: str, payload: bytes) -> None:
        place = say.read(payload, _Place)
        if place is None:
            return
        if place.epoch:
            self._want(kiosk, Position(place.epoch, place.seq))
        if place.state == "online":
            self._forget_asked(kiosk)
            self._errands_at = float("-inf")

    def _want(self, kiosk: str, position: Position) -> None:
        self._wanted[kiosk] = max(position, self._wanted.get(kiosk, position))

    def _event(self, kiosk: str, payload: bytes, now: float) -> None:
        if kiosk not in self.copies:
            self.copies[kiosk] = Copy(kiosk)
        copy = self.copies[kiosk]
        try:
            entry = entry_of(payload)
            if entry.kiosk != kiosk:
                copy.wrong.append(f"{kiosk} published an entry of {entry.kiosk}")
                return
            self._entry(copy, entry, now)
        except (ValueError, msgspec.ValidationError, PeeweeException, StoreError) as error:
            _LOG.error("What %s published cannot be taken: %s.", kiosk, error)
            copy.wrong.append(str(error))

    def _entry(self, copy: Copy, entry: Entry, now: float) -> None:
        body = entry.parsed()
        products = set(touched(copy.db, body))
        verdict = copy.take(entry)
        match verdict:
            case Wrong(why):
                _LOG.error("%s.", why)
                copy.wrong.append(why)
            case Gap(missing):
                self._want(copy.kiosk, entry.position)
                self._ask(copy.kiosk, missing, now)
            case Next() | Forked():
                self._taken(copy, entry, products | set(touched(copy.db, body)), now)
                if isinstance(verdict, Forked):
                    self._errands = Errands()
                    self._note_all()

    def _taken(self, copy: Copy, entry: Entry, products: set[str], now: float) -> None:
        self._want(copy.kiosk, entry.position)
        self._errands.note(entry)
        self._stirred |= dict.fromkeys((entry.site, product) for product in sorted(products))
        asked = self._asked.get((copy.kiosk, entry.epoch))
        if asked:
            asked.at = now
            if entry.seq >= asked.gap.last:
                self._forget_asked(copy.kiosk)
        if entry.type.startswith("transfer.") or entry.seq == 1:
            self._errands_at = float("-inf")

    def _note_all(self) -> None:
        """A line was forked: begin again with what is still in the lines."""
        for copy in self.copies.values():
            for entry in copy.entries:
                self._errands.note(entry)

    def _chase(self, kiosk: str, now: float) -> None:
        """Ask for what a kiosk has and its copy has not."""
        copy = self.copies.get(kiosk)
        head, wanted = copy.head() if copy else None, self._wanted[kiosk]
        if head and head.position >= wanted:
            return
        first = head.seq + 1 if head and head.epoch == wanted.epoch else 1
        self._ask(kiosk, Replay(wanted.epoch, first, wanted.seq), now)

    def _ask(self, kiosk: str, gap: Replay, now: float) -> None:
        """Ask, unless just that is on its way."""
        asked = self._asked.get((kiosk, gap.epoch))
        if asked and now - asked.at < RESEND_S and _is_within(gap, asked.gap):
            return
        self._asked[kiosk, gap.epoch] = _Asked(gap, now)
        self._out.append(say.replay(kiosk, gap))

    def _forget_asked(self, kiosk: str) -> None:
        """What was asked of a kiosk has come, or may be lost: what is still missing is asked for anew."""
        for key in [key for key in self._asked if key[0] == kiosk]:
            del self._asked[key]

    def _ask_errands(self, now: float) -> None:
        if now < self._errands_at + RESEND_S:
            return
        self._errands_at = now
        sites = {kiosk: copy.site for kiosk, copy in self.copies.items() if copy.site}
        self._out.extend(say.request(kiosk, asked) for kiosk, asked in self._errands.open(sites))

    def _tell_figures(self) -> None:
        for site, product in self._stirred:
            here = [copy for copy in self.copies.values() if copy.site == site]
            told = figures(site, here, product)
            if told:
                self._out.append(say.figures(told))
        self._stirred.clear()

    def _tell_acks(self) -> None:
        """After all that follows from the entries: whoever has the ack need not ask for more."""
        for kiosk, copy in self.copies.items():
            head = copy.head()
            if head and self._acked.get(kiosk) != head.position:
                self._acked[kiosk] = head.position
                self._out.append(say.ack(kiosk, Ack(head.epoch, head.seq)))

    def _publish(self, client: Client) -> bool:
        sent = False
        while self._link and self._out:
            self._token += 1
            if not client.publish(self._link, self._token, self._out[0]):
                break
            self._unanswered[self._token] = self._out.popleft()
            sent = True
        return sent


def _is_within(gap: Replay, asked: Replay) -> bool:
    """Whether a gap begins in one that was asked for: its end comes with what follows."""
    return asked.first <= gap.first <= asked.last
