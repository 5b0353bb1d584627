"""Kiosks with journals in lists, a broker that can lose, double and delay, and a central at its other end."""

from collections import deque
from pathlib import Path

from kiosk.attendant.messages import BrokerState, Elsewhere, Forwarded, Reply
from kiosk.central.central import Central
from kiosk.crib.bodies import to_value
from kiosk.crib.body import Body
from kiosk.crib.changes import CodeUnknown, EpochOpened
from kiosk.crib.names import CommandId, Via, WorkerId
from kiosk.relay.central_side import CentralSide
from kiosk.relay.cursor import Cursor, Mark
from kiosk.relay.link import Message
from kiosk.relay.memory import MemoryBroker, MemoryClient
from kiosk.relay.presence import Head
from kiosk.relay.relay import Relay
from kiosk.store.canonical import canonical
from kiosk.store.entry import NO_HASH, Entry, Position

EIGHT_O_CLOCK = 1_793_606_400_000_000
"""2026-11-02T08:00Z in microseconds."""


class Journal:
    """A JournalSource in memory, sealed and chained; it can be put back to an earlier state."""

    def __init__(self, kiosk: str) -> None:
        self.kiosk = kiosk
        self.entries: list[Entry] = []
        self._written = 0
        self._epochs = 0
        self.open_epoch()

    def read(self, after: Position | None, limit: int) -> list[Entry]:
        return [entry for entry in self.entries if after is None or entry.position > after][:limit]

    def head(self) -> Head | None:
        return (self.entries[-1].position, self.entries[-1].hash)

    def open_epoch(self) -> Entry:
        """A numbering that goes on from the last entry."""
        self._epochs += 1
        last = self.entries[-1] if self.entries else None
        parent = f"{last.epoch}/{last.seq}" if last else ""
        body = EpochOpened(parent=parent, parent_hash=last.hash if last else "")
        return self._seal(body, f"{self._epochs:06}-{self.kiosk}", 1)

    def write(self, body: Body | None = None, via: Via = Via.BADGE, command: str = "") -> Entry:
        """One more entry; an unknown code where no other body is given."""
        last = self.entries[-1]
        return self._seal(body or CodeUnknown(code="X"), last.epoch, last.seq + 1, via, command)

    def restore(self, keep: int) -> None:
        """A backup of so many entries is put in its place."""
        del self.entries[max(keep, 1) :]
        self.open_epoch()

    def _seal(self, body: Body, epoch: str, seq: int, via: Via = Via.BADGE, command: str = "") -> Entry:
        last = self.entries[-1] if self.entries else None
        self._written += 1
        entry = Entry(
            epoch=epoch,
            seq=seq,
            id=f"{self.kiosk}-{self._written}",
            at=EIGHT_O_CLOCK + self._written * 1_000_000,
            clock_synced=1,
            boot_id="boot",
            boottime_ns=1,
            kiosk=self.kiosk,
            site=self.kiosk,
            actor=WorkerId(""),
            via=via,
            command=CommandId(command or f"{self.kiosk}-c{self._written}"),
            line=0,
            type=body.type,
            body=canonical(to_value(body)),
            prev=last.hash if last else NO_HASH,
        ).sealed()
        self.entries.append(entry)
        return entry


class BadBroker(MemoryBroker):
    """Acknowledges everything; what it then does with a message that is not retained, ``faults`` says."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: deque[str] = deque()
        self._late: list[Message] = []

    def take(self, message: Message) -> str:
        fault = self.faults.popleft() if self.faults and not message.retained else ""
        if fault == "lose":
            return ""
        if fault == "delay":
            self._late.append(message)
            return ""
        late, self._late = self._late, []
        for each in (message, *([message] if fault == "double" else []), *late):
            super().take(each)
        return ""


class Kiosk:
    """A journal and its relay; all but the journal and the cursor's file can be lost."""

    def __init__(self, name: str, broker: MemoryBroker, folder: Path) -> None:
        self.name = name
        self.journal = Journal(name)
        self._broker = broker
        self._cursor = Cursor(folder / f"{name}.json")
        self.told: list[BrokerState] = []
        self.asked: list[Forwarded] = []
        self.figures: list[Elsewhere] = []
        self.is_there = True
        """Whether the attendant answers."""
        self.reply = "approved"
        self.start()

    def start(self) -> None:
        self.client = MemoryClient(self._broker)
        side = CentralSide(self.name, self.name, self._bring, figures_every=0.0)
        tell = {"kiosk": self.name, "version": "1", "tell_every": 0.0}
        self.relay = Relay(self.journal, self.client, self._cursor, self._tell, central=side, **tell)  # type: ignore[arg-type]
        self.relay.start(lambda: None)

    def lose_power(self) -> None:
        self.client.vanish()
        self.start()

    def mark(self) -> Mark | None:
        return self._cursor.load()

    def _tell(self, state: BrokerState) -> bool:
        self.told.append(state)
        return True

    def _bring(self, told: Forwarded | Elsewhere) -> Reply | None:
        if not self.is_there:
            return None
        if isinstance(told, Elsewhere):
            self.figures.append(told)
        else:
            self.asked.append(told)
        return Reply(told.id, self.reply)


class World:
    """Two kiosks, a broker and central, on a clock of numbers."""

    def __init__(self, folder: Path) -> None:
        self.broker = BadBroker()
        self.central = Central()
        self.kiosks = [Kiosk(name, self.broker, folder) for name in "AB"]
        self.now = 0.0
        self.central_up()

    def central_up(self) -> None:
        if not self.central.is_up:
            self.central.start(MemoryClient(self.broker))

    def step(self) -> bool:
        """One round of everybody; whether anything happened."""
        busy = [kiosk.relay.step(self.now) for kiosk in self.kiosks]
        return self.central.step(self.now) or any(busy)

    def rest(self, seconds: float = 0) -> None:
        """Let time pass, then everybody until all is quiet."""
        self.now += seconds
        while self.step():
            pass

    def agrees(self) -> bool:
        """Whether central's lines are the kiosks' journals."""
        return all(self.central.copies[kiosk.name].entries == kiosk.journal.entries for kiosk in self.kiosks)
