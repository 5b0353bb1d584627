"""The daemon: a store, a desk on its thread, doors, and the loops that must be alive. Stopped in reverse."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from kiosk.attendant.cabinets import AttachedLocks
from kiosk.attendant.desk import Desk
from kiosk.attendant.door import Door
from kiosk.attendant.events import Checked, DoorEvent, Event, Present
from kiosk.attendant.inbox import DeskThread
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import Heard, News
from kiosk.attendant.monitor import Monitor
from kiosk.attendant.telling import Outputs
from kiosk.counter.views import Tone

DESK_S = 30.0
"""Seconds without a sign of life after which the desk counts as dead; an import shows one with each entry."""
OpenDesk = Callable[[Outputs, Callable[[str], None]], tuple[Desk, Callable[[], None]]]
"""Opens a desk and says how to close it; the second argument is to be called while it works."""


class Attendant:
    """The attendant within a process."""

    def __init__(self, open_desk: OpenDesk, new_id: Callable[[], str]) -> None:
        self._open_desk = open_desk
        self._new_id = new_id
        self._desk_thread = DeskThread()
        self._watchers: list[Callable[[News], None]] = []
        self._beepers: list[Callable[[Tone], None]] = []
        self._pointers: list[Callable[[tuple[str, ...]], None]] = []
        self.monitor = Monitor(lambda: datetime.now(UTC))
        self.locks = AttachedLocks()
        """To which boards attach their locks, whenever they start."""
        self._beats: dict[str, tuple[Callable[[], float], float]] = {}
        self._parts = ExitStack()

    def put(self, event: Event) -> None:
        """Have an event played, after those before it; never blocks."""
        match event:
            case Present(device, ok, why):
                self.monitor.stands(device, "device", "there" if ok else f"away: {why}")
            case DoorEvent(cabinet, sign, why):
                self.monitor.heard(cabinet, "door", f"{sign}: {why}" if why else str(sign))
        self._desk_thread.put(event)

    def start(self) -> None:
        """Open the store and begin to decide.

        Raises:
            StoreError: with what is wrong and what to do next.
        """
        desk, close = self._open_desk(
            Outputs(self._beep, self._news, self.locks, self._point), lambda _point: self._desk_thread.live()
        )
        self._parts.callback(close)
        desk.start()
        self._desk_thread.start(desk)
        self._parts.callback(self._desk_thread.stop)
        self.add_loop("desk", self._desk_thread.beat, DESK_S)

    def check_in_background(self, integrity: Callable[[], str]) -> None:
        """Check the database beside the running kiosk: five million entries do not fit a 20 s boot."""
        check = threading.Thread(target=lambda: self.put(Checked(integrity())), name="integrity", daemon=True)
        check.start()

    def door(self) -> Door:
        """A door in process."""
        return WatchedDoor(self, self._new_id)

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Have news told to ``watcher``, from the desk's thread; it must not block."""
        self._watchers.append(watcher)

    def on_beep(self, beeper: Callable[[Tone], None]) -> None:
        """Have beeps sounded by ``beeper``, from the desk's thread; it must not block."""
        self._beepers.append(beeper)

    def on_point(self, pointer: Callable[[tuple[str, ...]], None]) -> None:
        """Have what is pointed at lit by ``pointer``, from the desk's thread; it must not block."""
        self._pointers.append(pointer)

    def add_loop(self, name: str, beat: Callable[[], float], longest_s: float) -> None:
        """Count a loop among those that must be alive."""
        self._beats[name] = (beat, longest_s)

    def add_part(self, stop: Callable[[], object]) -> None:
        """Have ``stop`` called when the attendant stops, before the parts that were added earlier."""
        self._parts.callback(stop)

    def dead_loops(self) -> list[str]:
        """The loops that were not alive for too long; none where all is well."""
        moment = time.monotonic()
        return [name for name, (beat, longest) in self._beats.items() if moment - beat() > longest]

    @property
    def failed(self) -> BaseException | None:
        """What ended the desk's loop, where it was not stop()."""
        return self._desk_thread.failed

    def stop(self) -> None:
        """Stop everything, in reverse."""
        self._parts.close()

    def _beep(self, tone: Tone) -> None:
        for beeper in self._beepers:
            beeper(tone)

    def _point(self, codes: tuple[str, ...]) -> None:
        for pointer in self._pointers:
            pointer(codes)

    def _news(self, news: News) -> None:
        for watcher in self._watchers:
            watcher(news)


class WatchedDoor(LocalDoor):
    """The in-process door of an attendant: a watcher hears the present view, then every new one."""

    def __init__(self, attendant: Attendant, new_id: Callable[[], str]) -> None:
        super().__init__(attendant.put, new_id)
        self._attendant = attendant

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Watch the attendant."""
        self._attendant.watch(lambda news: None if self._closed else watcher(news))
        super().watch(watcher)

    def listen(self, listener: Callable[[Heard | None], None]) -> None:
        """Listen to the attendant's devices."""
        self._attendant.monitor.listen(lambda heard: None if self._closed else listener(heard))
