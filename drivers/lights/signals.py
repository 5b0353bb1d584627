"""The buzzer and the stack light at the counter, on GPIO pins.

    signal  buzzer               light
    done    one beep of 80 ms    green, 2 s
    look    two beeps of 80 ms   yellow, 2 s
    stop    one beep of 600 ms   red, 2 s

A newer signal cuts short the one before.
"""

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from drivers.lights.outputs import Output, opened
from drivers.lights.timing import Cancel, Scheduler, after, never

if TYPE_CHECKING:
    from gpiozero.pins import Factory

BEEP_S: Final = 0.08
"""Short enough to hear two of them apart, long enough for a piezo to sound."""

LONG_BEEP_S: Final = 0.6
LIGHT_S: Final = 2.0

Pattern = tuple[tuple[float, frozenset[str]], ...]
"""Steps: seconds, and the outputs that are on meanwhile. After the last step everything is off."""

PATTERNS: Final = MappingProxyType[str, Pattern](
    {
        "done": (
            (BEEP_S, frozenset({"buzzer", "green"})),
            (LIGHT_S - BEEP_S, frozenset({"green"})),
        ),
        "look": (
            (BEEP_S, frozenset({"buzzer", "yellow"})),
            (BEEP_S, frozenset({"yellow"})),
            (BEEP_S, frozenset({"buzzer", "yellow"})),
            (LIGHT_S - 3 * BEEP_S, frozenset({"yellow"})),
        ),
        "stop": (
            (LONG_BEEP_S, frozenset({"buzzer", "red"})),
            (LIGHT_S - LONG_BEEP_S, frozenset({"red"})),
        ),
    }
)

PARTS: Final = ("buzzer", "green", "yellow", "red")
"""What can be fitted."""


class Indicator:
    """Buzzer and stack light, as far as they are fitted: by names of PARTS. Every call returns at once.

    Nothing goes on before its going off is scheduled, so an error leaves everything off. A process that is
    killed cannot switch off: for that there is `drivers.locks.off`.

    Raises:
        gpiozero.GPIOZeroError: a pin does not exist or is taken.
    """

    def __init__(
        self,
        outputs: Mapping[str, Output],
        pin_factory: "Factory | None" = None,
        *,
        schedule: Scheduler = after,
    ) -> None:
        self._schedule = schedule
        self._lock = threading.RLock()
        self._round = 0
        self._cancel: Cancel = never
        with ExitStack() as parts:
            self._outputs = opened(outputs, pin_factory, parts)
            self._parts = parts.pop_all()

    def done(self) -> None:
        """It is recorded: a short beep and green."""
        self._play(PATTERNS["done"])

    def look(self) -> None:
        """The screen asks something: two short beeps and yellow."""
        self._play(PATTERNS["look"])

    def stop(self) -> None:
        """It is refused: a long beep and red."""
        self._play(PATTERNS["stop"])

    def off(self) -> None:
        """Everything off, now."""
        self._play(())

    def close(self) -> None:
        """Everything off, and the pins free; signals after that show nothing."""
        self.off()
        self._outputs = {}
        self._parts.close()

    def _play(self, pattern: Pattern) -> None:
        with self._lock:
            self._cancel()
            self._cancel = never
            self._round += 1
            self._step(self._round, pattern)

    def _step(self, of_round: int, pattern: Pattern) -> None:
        """One step, unless a newer signal has begun: its timer may fire just as it is cancelled."""
        with self._lock:
            if of_round != self._round:
                return
            if not pattern:
                self._show(frozenset())
                return
            seconds, lit = pattern[0]
            with ExitStack() as failed:
                failed.callback(self._show, frozenset())
                self._cancel = self._schedule(seconds, lambda: self._step(of_round, pattern[1:]))
                failed.pop_all()
            self._show(lit)

    def _show(self, lit: frozenset[str]) -> None:
        for name, output in self._outputs.items():
            output.value = name in lit
