"""A badge reader that is not there, on a real serial line: by default RDM6300 frames every 65 ms."""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from drivers.badges import rdm6300
from drivers.sim.field import Field, Repeating
from drivers.sim.serial_line import FarEnd, SimLine

TAP_S: Final = 0.33
"""How long a person holds a badge to a reader."""
REPEAT_S: Final = 0.065
"""RDM6300 data sheet, "Timing": a frame every 65 ms while a card is in the field."""

Family = Callable[[Field], FarEnd]
"""Makes the reader that reads a field."""


def repeating_rdm6300(field: Field) -> FarEnd:
    """An RDM6300."""
    return Repeating(field, rdm6300.encode, REPEAT_S)


class SimReader(SimLine):
    """A reader's end of a line, and its field; cards are named by their canonical numbers."""

    def __init__(
        self, link: Path, family: Family = repeating_rdm6300, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._field = Field()
        self._now = clock
        super().__init__(link, family(self._field), clock)

    def tap(self, number: str, seconds: float = TAP_S) -> None:
        """Holds a card into the field for a moment; returns at once.

        Raises:
            ValueError: a reader of this family cannot read such a card.
        """
        self._hold(number, self._now() + seconds)

    def hold(self, *numbers: str) -> None:
        """Holds cards into the field, until they are taken away.

        Raises:
            ValueError: a reader of this family cannot read such a card.
        """
        for number in numbers:
            self._hold(number, math.inf)

    def take(self, *numbers: str) -> None:
        """Takes cards away."""
        with self.hand():
            for number in numbers:
                self._field.take(number)

    def _hold(self, number: str, until: float) -> None:
        try:
            with self.hand():
                self._field.hold(number, until)
        except ValueError:
            self._field.take(number)
            raise
