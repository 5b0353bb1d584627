"""The thread under every device: it reads, and when the device goes it opens it again."""

import threading
import time
from collections.abc import Callable
from typing import Final

BACKOFF_S: Final = (0.5, 1.0)
"""Waits before the first and every later attempt to open a device that is away; opening costs no more than a
look for its path, and a device that is put back is to be read again within 2 s."""

Presence = Callable[[bool, str], None]
"""Told whether the device is there, and why not; called from the pump's thread when either changes."""


class Pump:
    """Runs `session`, which opens a device and reads it until `alive()` is false, again and again.

    Whatever a session raises is said through `presence`, and the next attempt follows after a back-off.
    """

    def __init__(
        self,
        name: str,
        session: Callable[["Pump"], None],
        presence: Presence,
        *,
        clock: Callable[[], float] = time.monotonic,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._name = name
        self._session = session
        self._presence = presence
        self._clock = clock
        self._backoff_s = backoff_s
        self._failures = 0
        self._said: tuple[bool, str] | None = None
        self._stopping = threading.Event()
        self._beat = clock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts reading; the device need not be there yet."""
        self._thread.start()

    def stop(self) -> None:
        """Stops reading and waits for the thread; the session must notice within its own read timeout."""
        self.end()
        if self._thread.ident is not None:
            self._thread.join()

    def end(self) -> None:
        """Has `alive` say no from now on; does not wait."""
        self._stopping.set()

    def beat(self) -> float:
        """When the loop was last alive, by the clock; while a device is away it may be one back-off old."""
        return self._beat

    def alive(self) -> bool:
        """For the session: go on? Call it at least once a second."""
        self._beat = self._clock()
        return not self._stopping.is_set()

    def opened(self) -> None:
        """For the session: the device is open."""
        self._failures = 0
        self._say(present=True, why="")

    def _run(self) -> None:
        while self.alive():
            try:
                self._session(self)
            except OSError as error:
                self._fail(f"{self._name}: {error.strerror or error}; trying again")
            except Exception as error:  # noqa: BLE001 - said aloud; a pump that dies takes its device along
                self._fail(f"{self._name}: unexpected {error!r}; trying again")

    def _fail(self, why: str) -> None:
        self._say(present=False, why=why)
        self._stopping.wait(self._next_wait())

    def _next_wait(self) -> float:
        wait = self._backoff_s[min(self._failures, len(self._backoff_s) - 1)]
        self._failures += 1
        return wait

    def _say(self, *, present: bool, why: str) -> None:
        if self._said != (present, why):
            self._said = (present, why)
            self._presence(present, why)
