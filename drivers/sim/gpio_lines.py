"""GPIO lines that outlive the process which drives them, as the Pi's do: their levels lie in a small file.

    mode, level   two bytes a line, BCM 0 to 27
    o             an output: 1 where it is driven high, which stays so when the process is killed
    i             an input, or nobody's: 1 where a contact connects it to ground, set from outside by `Lines`

A line that nobody drives energizes nothing: the pull-down on the driver board that docs/hardware requires.
"""

import mmap
from pathlib import Path
from typing import Final

from gpiozero.pins.mock import MockFactory, MockPin
from gpiozero.pins.pi import PinInfo

LINES: Final = 28


class Lines:
    """The file of the lines, made where it is absent."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(b"i\x00" * LINES)
        with path.open("r+b") as file:
            self._levels = mmap.mmap(file.fileno(), 2 * LINES)

    def is_output(self, line: int) -> bool:
        """Whether a process made it an output, and never let it go."""
        return self._levels[2 * line : 2 * line + 1] == b"o"

    def is_high(self, line: int) -> bool:
        """Whether it is an output that is driven high."""
        return self.is_output(line) and bool(self._levels[2 * line + 1])

    def is_grounded(self, line: int) -> bool:
        """Whether it is an input that a contact connects to ground."""
        return not self.is_output(line) and bool(self._levels[2 * line + 1])

    def drive(self, line: int, *, high: bool) -> None:
        """A process drives it."""
        self._levels[2 * line : 2 * line + 2] = b"o" + bytes([high])

    def let_go(self, line: int) -> None:
        """Nobody drives it any more."""
        self._levels[2 * line : 2 * line + 2] = b"i\x00"

    def ground(self, line: int, *, closed: bool = True) -> None:
        """A contact at an input closes to ground, or opens."""
        self._levels[2 * line : 2 * line + 2] = b"i" + bytes([closed])

    def high(self) -> set[int]:
        """The lines that are driven high."""
        return {line for line in range(LINES) if self.is_high(line)}


class LinePin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A mock pin whose level is the line's."""

    def __init__(self, factory: "LineFactory", info: PinInfo) -> None:
        super().__init__(factory, info)
        self._lines, self._line = factory.lines, int(info.name.removeprefix("GPIO"))
        self._state = self._lines.is_high(self._line)

    def _set_function(self, value: str) -> None:
        if value == "input" and self._lines.is_output(self._line):
            self._lines.let_go(self._line)
        super()._set_function(value)

    def _set_state(self, value: float) -> None:
        super()._set_state(value)
        self._lines.drive(self._line, high=bool(value))

    def _get_state(self) -> bool:
        """An input is pulled up: high, unless a contact grounds it."""
        if self.function == "input":
            return not self._lines.is_grounded(self._line)
        return bool(super()._get_state())


class LineFactory(MockFactory):  # type: ignore[misc] # gpiozero has no types
    """Pins on the lines of a file."""

    def __init__(self, path: Path) -> None:
        self.lines = Lines(path)
        super().__init__(pin_class=LinePin)
