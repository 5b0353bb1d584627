"""The second line of defense of the pins: switches a coil off when the thread that energized it has not.

It waits for deadlines and does nothing else, on a thread of its own. It runs only while this process does: a
process that is stopped or killed, and a call that hangs with the interpreter's lock, is beyond it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from drivers.locks.supply import MAX_PULSE_S

GUARD_S: Final = MAX_PULSE_S + 0.5
"""No coil is energized for longer; the rest above the cap is what a busy machine may be late."""
AGAIN_S: Final = 1.0
"""Switched off once more so often, until its own thread has done so: that may be about to switch it on."""
OVERRAN: Final = "it was energized for too long and was switched off by the guard; restart the attendant"


@dataclass(slots=True)
class _Watched:
    off: Callable[[], None]
    deadline: float
    told: str = ""


class Guard:
    """Watches coils by the names of their locks; `stuck(lock, why)` is called from its thread."""

    def __init__(
        self,
        stuck: Callable[[str, str], None],
        *,
        after_s: float = GUARD_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stuck = stuck
        self._after_s = after_s
        self._clock = clock
        self._changed = threading.Condition()
        self._watched: dict[str, _Watched] = {}
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="lock guard", daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Ends; waits for the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(AGAIN_S)

    def energizing(self, lock: str, off: Callable[[], None], at: float) -> None:
        """A coil is about to be energized; `off` switches it off, from any thread."""
        with self._changed:
            self._watched[lock] = _Watched(off, at + self._after_s)
            self._changed.notify()

    def released(self, lock: str) -> None:
        """Its own thread has switched it off."""
        with self._changed:
            self._watched.pop(lock, None)

    def turn(self, at: float) -> None:
        """Switch off what is due at `at`."""
        with self._changed:
            late = [(lock, one) for lock, one in self._watched.items() if at >= one.deadline]
        for lock, one in late:
            one.deadline = at + AGAIN_S
            self._switch_off(lock, one)

    def _switch_off(self, lock: str, one: _Watched) -> None:
        why = OVERRAN
        try:
            one.off()
        except Exception as error:  # noqa: BLE001 - lgpio.error is a plain one; said, and tried again
            why = f"it is energized for too long and cannot be switched off: {error}; cut its supply"
        if why != one.told:
            one.told = why
            self._stuck(lock, why)

    def _run(self) -> None:
        while True:
            self.turn(self._clock())
            with self._changed:
                if self._stopping:
                    return
                deadlines = [one.deadline for one in self._watched.values()]
                rest = min(deadlines) - self._clock() if deadlines else None
                if rest is None or rest > 0:
                    self._changed.wait(rest)
