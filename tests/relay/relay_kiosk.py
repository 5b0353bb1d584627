"""A kiosk's relay between a journal in a list and a broker in memory, with a clock of numbers."""

import json
from pathlib import Path

from relay_journal import ListJournal

from kiosk.attendant.messages import BrokerState
from kiosk.relay.cursor import Cursor, Mark
from kiosk.relay.envelope import message
from kiosk.relay.memory import MemoryBroker, MemoryClient
from kiosk.relay.relay import Relay


class Kiosk:
    """A journal, a broker, a cursor file and the relay between them; all but the disk can be lost."""

    def __init__(self, folder: Path, *, window: int = 20, tell_every: float = 0) -> None:
        self.journal = ListJournal()
        self.broker = MemoryBroker()
        self.path = folder / "cursor.json"
        self.told: list[BrokerState] = []
        self.attendant_hears = True
        self.now = 0.0
        self.window, self.tell_every = window, tell_every
        self.start()

    def start(self) -> None:
        self.client = MemoryClient(self.broker)
        self.relay = Relay(
            self.journal,
            self.client,
            Cursor(self.path),
            self._tell,
            kiosk="A",
            version="1.2.3",
            window=self.window,
            tell_every=self.tell_every,
        )
        self.relay.start(lambda: None)

    def rest(self, seconds: float = 0) -> None:
        """Let time pass, then the relay until it is at rest."""
        self.now += seconds
        while self.relay.step(self.now):
            pass

    def lose_power(self) -> None:
        """Everything but the disk is gone; then it starts again."""
        self.client.vanish()
        self.start()

    def carried(self) -> list[bytes]:
        """The entries that the broker took, duplicates included."""
        return [sent.payload for sent in self.broker.carried if "/evt/" in sent.topic]

    def written(self) -> list[bytes]:
        """The entries of the journal as they are to be carried."""
        return [message(entry).payload for entry in self.journal.entries]

    def cursor(self) -> Mark | None:
        return Cursor(self.path).load()

    def retained(self, topic: str) -> dict[str, object]:
        return dict(json.loads(self.broker.retained[topic].payload))

    def _tell(self, state: BrokerState) -> bool:
        if self.attendant_hears:
            self.told.append(state)
        return self.attendant_hears
