"""The inbox, and the thread that empties it: the one place where a decision is ever made."""

import logging
import threading
import time
from queue import Empty, SimpleQueue

from kiosk.attendant.desk import Desk
from kiosk.attendant.events import Event, Idle, Tick
from kiosk.faults import Faults

log = logging.getLogger(__name__)

LONGEST_REST_S = 1.0
"""The loop is seen alive at least this often."""


class DeskThread:
    """Feeds the desk: one inbox, one thread. A slow commit freezes neither screen nor door."""

    def __init__(self) -> None:
        self._inbox: SimpleQueue[Event | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="desk")
        self._desk: Desk | None = None
        self._beat = time.monotonic()
        self._faults = Faults()
        self.failed: BaseException | None = None
        """What ended the loop, where it was not stop()."""

    def put(self, event: Event) -> None:
        """Have an event played, after those before it. From any thread; never blocks."""
        self._inbox.put(event)

    def start(self, desk: Desk) -> None:
        """Begin to empty the inbox. The desk's store must allow use from this thread."""
        self._desk = desk
        desk.goes_on = True
        self._thread.start()

    def stop(self) -> None:
        """Play what is in the inbox, and end."""
        self._inbox.put(None)
        self._thread.join()

    def live(self) -> None:
        """The desk is at work on something long."""
        self._beat = time.monotonic()

    def beat(self) -> float:
        """When the loop was last alive, on time.monotonic()."""
        return self._beat

    def _run(self) -> None:
        try:
            while self._turn():
                self.live()
        except BaseException as error:
            self.failed = error
            log.exception("the desk's loop ended; the attendant stops, and systemd starts it anew")

    def _turn(self) -> bool:
        """Wait for an event, or for a Tick to be due; False when it is time to stop."""
        desk = self._desk
        if desk is None:
            return False
        rest = 0.0 if desk.is_importing else max(0.0, min(desk.wake_in(), LONGEST_REST_S))
        try:
            event = self._inbox.get(timeout=rest) if rest else self._inbox.get_nowait()
        except Empty:
            event = Idle() if desk.is_importing else Tick()
        if event is None:
            return False
        if desk.wake_in() <= 0:
            self._play(desk, Tick())  # whose time is up is signed out before anything that came later
        if not isinstance(event, Tick):
            self._play(desk, event)
        return True

    def _play(self, desk: Desk, event: Event) -> None:
        """One mistake in the program must not close the crib; a loop of them must not look healthy."""
        try:
            desk.handle(event)
        except Exception:
            if self._faults.too_many(time.monotonic()):
                raise
            log.exception("%s went wrong; the counter begins anew", type(event).__name__)
            desk.recover(event)
