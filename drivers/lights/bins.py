"""Pick-to-light: a light at a bin, a shelf or a cabinet says "here"."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from drivers.lights.outputs import Output
from drivers.lights.patterns import Patterns
from drivers.lights.timing import Scheduler, after

if TYPE_CHECKING:
    from gpiozero.pins import Factory

POINT_S: Final = 30.0
"""Long enough to walk there and put a tool down; after it a light that nobody put out is no longer true."""


class PickLights:
    """Lights by name. `point` may be called from any thread and returns at once.

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
        self._names = frozenset(outputs)
        self._patterns = Patterns(outputs, pin_factory, schedule)

    def point(self, names: Collection[str]) -> None:
        """Has these lights on and all others off; names without a light are none. Over after POINT_S."""
        lit = self._names & set(names)
        self._patterns.play(((POINT_S, lit),) if lit else ())

    def close(self) -> None:
        """Everything off, and the pins free; what is pointed at after that shows nothing."""
        self._patterns.close()
