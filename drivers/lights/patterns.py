"""Outputs that go on in steps, and off by themselves."""

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from drivers.lights.outputs import Output, opened
from drivers.lights.timing import Cancel, Scheduler, never

if TYPE_CHECKING:
    from gpiozero.pins import Factory

Pattern = tuple[tuple[float, frozenset[str]], ...]
"""Steps: seconds, and the outputs that are on meanwhile. After the last step everything is off."""


class Patterns:
    """Plays one pattern at a time on its outputs, from any thread; a newer one cuts short the one before.

    Nothing goes on before its going off is scheduled, so an error leaves everything off. A process that is
    killed cannot switch off: for that there is `drivers.locks.off`.

    Raises:
        gpiozero.GPIOZeroError: a pin does not exist or is taken.
    """

    def __init__(
        self, outputs: Mapping[str, Output], pin_factory: "Factory | None", schedule: Scheduler
    ) -> None:
        self._schedule = schedule
        self._lock = threading.RLock()
        self._round = 0
        self._cancel: Cancel = never
        with ExitStack() as parts:
            self._outputs = opened(outputs, pin_factory, parts)
            self._parts = parts.pop_all()

    def play(self, pattern: Pattern) -> None:
        """Plays it, and returns at once; an empty one is everything off."""
        with self._lock:
            self._cancel()
            self._cancel = never
            self._round += 1
            self._step(self._round, pattern if self._outputs else ())

    def close(self) -> None:
        """Everything off, and the pins free; what is played after that shows nothing."""
        self.play(())
        self._outputs = {}
        self._parts.close()

    def _step(self, of_round: int, pattern: Pattern) -> None:
        """One step, unless a newer pattern has begun: its timer may fire just as it is cancelled."""
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
