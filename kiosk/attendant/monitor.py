"""What devices say, live, for who wires a cabinet: beside the desk, bounded, never in anybody's way."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from kiosk.attendant.messages import Heard

MAX_WAITING: Final = 1000
"""Lines that wait for a listener who is slow; of more, the oldest are lost and counted."""

Listener = Callable[[Heard], None]
"""Is told from the threads of devices, and must not block."""


class Monitor:
    """Where devices report to whoever listens. Every method may be called from any thread."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._standing: dict[tuple[str, str], Heard] = {}

    def heard(self, device: str, what: str, text: str) -> None:
        """A device said something: a badge, a code, noise."""
        with self._lock:
            if self._listeners:
                self._tell(Heard(self._now(), device, what, text))

    def stands(self, device: str, what: str, text: str) -> None:
        """How something is: whether a device is there, a contact closed, a coil on. Told where it changes."""
        with self._lock:
            known = self._standing.get((device, what))
            if known is None or known.text != text:
                self._standing[device, what] = heard = Heard(self._now(), device, what, text)
                self._tell(heard)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell a listener how everything is, then all that is said; what is returned ends it."""
        with self._lock:
            for heard in self._standing.values():
                listener(heard)
            self._listeners.append(listener)
        return partial(self._forget, listener)

    def _tell(self, heard: Heard) -> None:
        for listener in self._listeners:
            listener(heard)

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.remove(listener)


class Backlog:
    """What waits between a device's thread and a client's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Heard] = deque()
        self._missed = 0
        self._is_taken = True

    def put(self, heard: Heard) -> bool:
        """Add a line; whether somebody must be woken to take it."""
        with self._lock:
            if len(self._waiting) == MAX_WAITING:
                self._waiting.popleft()
                self._missed += 1
            self._waiting.append(heard)
            wake, self._is_taken = self._is_taken, False
            return wake

    def take(self) -> Heard | None:
        """The oldest line, with how many before it were lost; None where there is none, until woken again."""
        with self._lock:
            if not self._waiting:
                self._is_taken = True
                return None
            heard = self._waiting.popleft()
            missed, self._missed = self._missed, 0
            return replace(heard, missed=missed) if missed else heard
