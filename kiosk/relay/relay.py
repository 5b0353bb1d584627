"""The relay's core: every entry of the journal to the broker, in order. No clock, thread or socket."""

import logging
from collections import deque
from collections.abc import Callable

from kiosk.attendant.messages import BrokerState
from kiosk.relay import presence
from kiosk.relay.central import subscriptions
from kiosk.relay.central_side import CentralSide
from kiosk.relay.cursor import Cursor, CursorDamagedError, Mark
from kiosk.relay.envelope import message, topic
from kiosk.relay.feed import Feed, JournalSource
from kiosk.relay.link import Accepted, Client, Denied, Down, Event, Heard, Message, Up
from kiosk.relay.presence import Head
from kiosk.relay.report import Fault, Report
from kiosk.relay.window import Window
from kiosk.store.database import StoreError

SAVE_S = 0.5
"""Time between two writes of the cursor: an SD card wears, and a crash only sends some entries twice."""
HEAD_S = 60.0
"""Time between two retained heads of a growing journal."""
RETRY_S = (1.0, 60.0)
"""First and longest wait before a denied entry is sent again; each is twice the one before."""
SILENT_S = 30.0
"""Time without an answer after which the broker is said to be silent: a full one may hold answers back."""
ANNOUNCEMENT = 0
"""The token of ``state`` and ``info``; entries have others."""
_AGAIN = -1
"""The token of what is asked for again where it is lost: replayed entries, and answers to central."""
_NO_CENTRAL = "Central is away: entries wait here until it has them."
_SILENT = f"The broker has acknowledged nothing for {SILENT_S:.0f} s. Is it full? Look at its log."
_LOG = logging.getLogger(__name__)


class Relay:
    """Sends every entry after the cursor, at most ``window`` unanswered at a time.

    ``tell`` takes how it stands and answers whether that was heard; what merely counts on is told every
    ``tell_every`` seconds at most. ``now`` is in seconds of any clock that never goes back.
    """

    def __init__(
        self,
        journal: JournalSource,
        client: Client,
        cursor: Cursor,
        tell: Callable[[BrokerState], bool],
        *,
        kiosk: str,
        version: str,
        window: int = 20,
        tell_every: float = 1.0,
        central: CentralSide | None = None,
    ) -> None:
        self._journal, self._client, self._cursor = journal, client, cursor
        self._kiosk, self._version = kiosk, version
        self._report = Report(tell, tell_every)
        self._settled = _load(cursor)
        self._feed = Feed(journal, self._settled)
        self._central = central
        self._answers: deque[Message] = deque()
        self._window = Window(window)
        self._link = 0
        self._announcements: deque[Message] = deque()
        self._head: Head | None = None
        self._announced: Head | None = None
        self._announce_at = 0.0
        self._unsaved: Mark | None = None
        self._save_at = 0.0
        self._answered_at = 0.0
        self._retry_at: float | None = None
        self._retry_s = RETRY_S[0]
        self.unheard = 0
        """Entries that the broker took though nobody subscribed to them."""
        self._report.note(Fault.AWAY, "The broker has not answered yet.")

    def start(self, wake: Callable[[], None]) -> None:
        """Look for the broker; ``wake`` is called, on any thread, when a ``step`` is due."""
        topics = subscriptions(self._kiosk) if self._central else ()
        self._client.start(presence.state(self._kiosk, "offline", None), wake, topics)

    def step(self, now: float) -> bool:
        """Do all that can be done at ``now``; whether there was anything, and another step may find more."""
        heard = self._hear_all(now)
        self._read()
        if self._central:
            self._obey(self._central, now)
        sent = self._send(now)
        if now >= self._save_at:
            self._save(now)
        self._tell(now)
        return heard or sent

    def stop(self, now: float) -> None:
        """Say how far the journal goes and that the kiosk is offline, leave, and keep the cursor."""
        self._refresh_head()
        self._announce_at = now
        self._send_announcements(now)
        self._client.stop(presence.state(self._kiosk, "offline", self._head))
        self._hear_all(now)
        self._save(now)
        self._link = 0
        self._report.note(Fault.AWAY, "The relay was stopped.")
        self._tell(now)

    def settled(self, mark: Mark) -> None:
        """Everything up to ``mark`` needs no more sending.

        The broker's acknowledgements call this or, where there is a central, its acknowledgements, which
        promise more; nothing else moves the cursor.
        """
        self._settled = self._unsaved = mark

    def _hear_all(self, now: float) -> bool:
        events = self._client.events()
        if events or not self._window.unanswered:
            self._answered_at = now
        for event in events:
            self._hear(event, now)
        return bool(events)

    def _hear(self, event: Event, now: float) -> None:
        match event:
            case Up(link=link):
                self._come_up(link, now)
            case Down(reason=reason):
                self._link = 0
                self._report.note(Fault.AWAY, reason)
            case Accepted(token=token, heard=heard) if token > ANNOUNCEMENT:
                self._accept(token, heard=heard)
            case Denied(token=token, reason=reason):
                self._deny(token, reason, now)
            case Heard() if self._central:
                self._central.hear(event)

    def _come_up(self, link: int, now: float) -> None:
        self._link = link
        for fault in (Fault.AWAY, Fault.ENTRY_DENIED, Fault.ANNOUNCEMENT_DENIED):
            self._report.note(fault, "")
        self._window.lost()
        self._refresh_head()
        self._announcements = deque([presence.state(self._kiosk, "online", self._head)])
        self._announced, self._announce_at = None, now

    def _accept(self, token: int, *, heard: bool) -> None:
        if not heard and not self._central:
            self.unheard += 1
            self._report.note(Fault.UNHEARD, f"{self.unheard} entries found no subscriber.")
        mark = self._window.accept(token)
        if mark is not None and not self._central:
            self.settled(mark)
        if self._retry_at is None:
            self._retry_s = RETRY_S[0]
            self._report.note(Fault.ENTRY_DENIED, "")

    def _deny(self, token: int, reason: str, now: float) -> None:
        if token <= ANNOUNCEMENT:
            said = f"The broker refuses the kiosk's state or info: {reason}. Allow the kiosk to write them."
            self._report.note(Fault.ANNOUNCEMENT_DENIED, said)
            return
        entry = self._window.deny(token)
        if entry is None:
            return
        said = f"The broker refuses {topic(entry)}: {reason}. Allow the kiosk to write there."
        self._report.note(Fault.ENTRY_DENIED, said)
        if self._retry_at is None:
            self._retry_at = now + self._retry_s
            self._retry_s = min(2 * self._retry_s, RETRY_S[1])

    def _obey(self, central: CentralSide, now: float) -> None:
        """Note what central has, do what it asks, and say how far the journal goes where it has come up."""
        try:
            mark = central.acknowledged(self._journal, self._settled)
        except StoreError as error:
            self._report.note(Fault.JOURNAL, str(error))
            return
        if mark is not None:
            self.settled(mark)
        if central.came_up:
            central.came_up = False
            self._announced, self._announce_at = None, now
        self._answers += central.carried_out()
        central.tell_figures(now)

    def _read(self) -> None:
        """Fill the window while there is a link."""
        self._refresh_head()
        if not self._link or self._report.has(Fault.JOURNAL):
            return
        try:
            for entry in self._feed.take(self._window.room):
                self._window.add(entry)
        except StoreError as error:
            self._report.note(Fault.JOURNAL, str(error))

    def _refresh_head(self) -> None:
        try:
            self._head = self._journal.head()
            self._report.note(Fault.JOURNAL, "")
        except StoreError as error:
            self._report.note(Fault.JOURNAL, str(error))

    def _send(self, now: float) -> bool:
        """Whether any entry went out."""
        if self._retry_at is not None and now >= self._retry_at:
            self._retry_at = None
            self._window.retry()
        if not self._link or not self._send_announcements(now):
            return False
        sent = self._send_entries()
        return (self._central is not None and self._send_to_central(self._central)) or sent

    def _send_announcements(self, now: float) -> bool:
        """Whether all of them are out, so that entries may follow."""
        if self._head and self._head != self._announced and now >= self._announce_at:
            self._announcements.append(presence.info(self._kiosk, self._version, self._head))
            self._announced, self._announce_at = self._head, now + HEAD_S
        while self._announcements:
            if not self._client.publish(self._link, ANNOUNCEMENT, self._announcements[0]):
                return False
            self._announcements.popleft()
        return True

    def _send_entries(self) -> bool:
        sent = False
        for token, entry in self._window.to_send():
            if not self._client.publish(self._link, token, message(entry)):
                break
            self._window.sent(token)
            sent = True
        return sent

    def _send_to_central(self, central: CentralSide) -> bool:
        """Whether any answer or replayed entry went out."""
        sent = False
        while self._answers and self._client.publish(self._link, _AGAIN, self._answers[0]):
            self._answers.popleft()
            sent = True
        try:
            entries = central.replayed(self._journal)
        except StoreError as error:
            self._report.note(Fault.JOURNAL, str(error))
            return sent
        for number, entry in enumerate(entries):
            if not self._client.publish(self._link, _AGAIN, message(entry)):
                central.again(entries[number:])
                return sent
            sent = True
        return sent

    def _save(self, now: float) -> None:
        if self._unsaved is None:
            return
        self._save_at = now + SAVE_S
        try:
            self._cursor.save(self._unsaved)
            self._unsaved = None
            self._report.note(Fault.CURSOR, "")
        except OSError as error:
            said = f"The relay's cursor cannot be kept: {error}. Free or mend the disk."
            self._report.note(Fault.CURSOR, said)

    def _tell(self, now: float) -> None:
        silent = now - self._answered_at >= SILENT_S
        self._report.note(Fault.SILENT, _SILENT if silent else "")
        away = self._central is not None and not self._central.is_up
        self._report.note(Fault.CENTRAL, _NO_CENTRAL if away and self._link else "")
        waiting = self._unacknowledged() if self._central else self.unsent
        self._report.tell(now, up=bool(self._link), waiting=waiting)

    @property
    def unsent(self) -> int:
        """Entries that the broker has not acknowledged."""
        return self._feed.behind(self._head) + len(self._window)

    def _unacknowledged(self) -> int:
        """Entries that central has not acknowledged; of older epochs none is counted."""
        head, settled = self._head, self._settled
        if head is None:
            return 0
        same = settled is not None and settled.epoch == head[0].epoch
        return head[0].seq - (settled.seq if settled and same else 0)


def _load(cursor: Cursor) -> Mark | None:
    try:
        return cursor.load()
    except CursorDamagedError as error:
        _LOG.warning("%s The whole journal is sent again, with the same ids.", error)
        return None
