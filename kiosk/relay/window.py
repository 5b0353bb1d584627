"""The few entries that are on their way to the broker, in the journal's order."""

from dataclasses import dataclass
from enum import Enum

from kiosk.relay.cursor import Mark
from kiosk.store.entry import Entry


class Stage(Enum):
    """How far an entry on its way is."""

    WAITING = "waiting"
    SENT = "sent"
    DENIED = "denied"
    ACCEPTED = "accepted"
    """Taken by the broker, while one before it is not."""


@dataclass(slots=True)
class _Flight:
    entry: Entry
    stage: Stage = Stage.WAITING


class Window:
    """At most ``size`` entries; each has a token, from 1, that its answer bears."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._flights: dict[int, _Flight] = {}
        self._token = 0

    def __len__(self) -> int:
        return len(self._flights)

    @property
    def blocked(self) -> bool:
        """An entry was denied: nothing that comes after it may overtake it."""
        return any(flight.stage is Stage.DENIED for flight in self._flights.values())

    @property
    def unanswered(self) -> bool:
        """An entry was sent, and the broker has not answered."""
        return any(flight.stage is Stage.SENT for flight in self._flights.values())

    @property
    def room(self) -> int:
        """How many more entries may be added now."""
        return 0 if self.blocked else self._size - len(self._flights)

    def add(self, entry: Entry) -> None:
        """The entry that follows the last one."""
        self._token += 1
        self._flights[self._token] = _Flight(entry)

    def to_send(self) -> list[tuple[int, Entry]]:
        """What waits to be sent, with its token, in order."""
        return [
            (token, flight.entry) for token, flight in self._flights.items() if flight.stage is Stage.WAITING
        ]

    def sent(self, token: int) -> None:
        """The entry went out."""
        self._flights[token].stage = Stage.SENT

    def accept(self, token: int) -> Mark | None:
        """The broker has it; the mark, if the entries accepted without a gap now reach further."""
        if token not in self._flights:
            return None
        self._flights[token].stage = Stage.ACCEPTED
        mark = None
        while self._flights and (first := next(iter(self._flights.items())))[1].stage is Stage.ACCEPTED:
            mark = Mark.of(self._flights.pop(first[0]).entry)
        return mark

    def deny(self, token: int) -> Entry | None:
        """The broker does not want it; it is kept. The entry, if it is still on its way."""
        flight = self._flights.get(token)
        if flight is None:
            return None
        flight.stage = Stage.DENIED
        return flight.entry

    def retry(self) -> None:
        """Have what was denied sent again."""
        self._back(Stage.DENIED)

    def lost(self) -> None:
        """The link is another: have everything unanswered or denied sent again."""
        self._back(Stage.DENIED, Stage.SENT)

    def _back(self, *stages: Stage) -> None:
        for flight in self._flights.values():
            if flight.stage in stages:
                flight.stage = Stage.WAITING
