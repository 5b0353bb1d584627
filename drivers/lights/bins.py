"""Pick-to-light: a light at a bin, a shelf or a cabinet says "here"."""

import threading
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from drivers.lights.outputs import Output, opened
from drivers.lights.timing import Cancel, Scheduler, after, never

if TYPE_CHECKING:
    from gpiozero.pins import Factory

POINT_S: Final = 30.0
"""Long enough to walk there and put a tool down; after it a light that nobody put out is no longer true."""


class PickLights:
    """Lights by name. `point` may be called from any thread and returns at once.

    Nothing goes on before its going off is scheduled. A process that is killed cannot switch off: for that
    there is `drivers.locks.off`.

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

    def point(self, names: Collection[str]) -> None:
        """Has these lights on and all others off; names without a light are none. Over after POINT_S."""
        with self._lock:
            self._cancel()
            self._cancel = never
            self._round += 1
            of_round, lit = self._round, self._outputs.keys() & set(names)
            with ExitStack() as failed:
                failed.callback(self._show, set())
                if lit:
                    self._cancel = self._schedule(POINT_S, lambda: self._over(of_round))
                failed.pop_all()
            self._show(lit)

    def close(self) -> None:
        """Everything off, and the pins free; what is pointed at after that shows nothing."""
        self.point(())
        self._outputs = {}
        self._parts.close()

    def _over(self, of_round: int) -> None:
        """Time is up, unless something newer is pointed at: a timer may fire just as it is cancelled."""
        with self._lock:
            if of_round == self._round:
                self._show(set())

    def _show(self, lit: set[str]) -> None:
        for name, output in self._outputs.items():
            output.value = name in lit
