"""An attendant's door that remembers what the relay told it, and can be shut."""

from collections.abc import Callable
from queue import SimpleQueue

from kiosk.attendant.door import DoorError
from kiosk.attendant.messages import (
    AskBadge,
    BrokerState,
    DoorState,
    Elsewhere,
    Forwarded,
    Head,
    Heard,
    News,
    Reply,
    Status,
    Submit,
    Tap,
)


class Attendant:
    """Opens doors; each is shut for good when the attendant starts anew."""

    def __init__(self) -> None:
        self.starts = 1
        self.told: SimpleQueue[BrokerState] = SimpleQueue()
        self.watchers: list[Callable[[News], None]] = []

    def open_door(self) -> "OpenDoor":
        return OpenDoor(self)

    def start_anew(self) -> None:
        self.starts += 1
        self.watchers.clear()

    def say(self, head: Head) -> None:
        """News for whoever watches."""
        for watcher in self.watchers:
            watcher(head)


class OpenDoor:
    """A Door, as far as the relay goes through it."""

    def __init__(self, attendant: Attendant) -> None:
        self._attendant = attendant
        self._start = attendant.starts

    def tell_broker(self, state: BrokerState) -> Reply:
        if self._start != self._attendant.starts:
            raise DoorError("the attendant has gone")
        self._attendant.told.put(state)
        return Reply(state.id, "ok")

    def bring(self, told: Forwarded | Elsewhere) -> Reply:
        if self._start != self._attendant.starts:
            raise DoorError("the attendant has gone")
        return Reply(told.id, "ok")

    def watch(self, watcher: Callable[[News], None]) -> None:
        self._attendant.watchers.append(watcher)
        watcher(Head("000001-00c0ffee", 0))

    def doors(self) -> tuple[DoorState, ...]:
        raise NotImplementedError

    def present(self, ask: AskBadge) -> Reply:
        raise NotImplementedError

    def listen(self, listener: Callable[[Heard | None], None]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._attendant.watchers.clear()

    def tap(self, tap: Tap) -> Reply:
        raise NotImplementedError

    def submit(self, submit: Submit) -> Reply:
        raise NotImplementedError

    def status(self) -> Status:
        raise NotImplementedError
