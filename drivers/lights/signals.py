"""The buzzer and the stack light at the counter, on GPIO pins.

    signal  buzzer               light
    done    one beep of 80 ms    green, 2 s
    look    two beeps of 80 ms   yellow, 2 s
    stop    one beep of 600 ms   red, 2 s

A newer signal cuts short the one before.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from drivers.lights.outputs import Output
from drivers.lights.patterns import Pattern, Patterns
from drivers.lights.timing import Scheduler, after

if TYPE_CHECKING:
    from gpiozero.pins import Factory

BEEP_S: Final = 0.08
"""Short enough to hear two of them apart, long enough for a piezo to sound."""

LONG_BEEP_S: Final = 0.6
LIGHT_S: Final = 2.0

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
        self._patterns = Patterns(outputs, pin_factory, schedule)

    def done(self) -> None:
        """It is recorded: a short beep and green."""
        self._patterns.play(PATTERNS["done"])

    def look(self) -> None:
        """The screen asks something: two short beeps and yellow."""
        self._patterns.play(PATTERNS["look"])

    def stop(self) -> None:
        """It is refused: a long beep and red."""
        self._patterns.play(PATTERNS["stop"])

    def off(self) -> None:
        """Everything off, now."""
        self._patterns.play(())

    def close(self) -> None:
        """Everything off, and the pins free; signals after that show nothing."""
        self._patterns.close()
