"""A program of ours in a terminal: a pseudo-terminal, and the words that came out of it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from journey_parts import environment
from waiting import PATIENCE_S, until

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])"
)
"""ECMA-48 control sequences, operating system commands, device control strings, other escapes."""


REST_S = 0.3
"""A screen that writes nothing for so long has painted what there was to paint."""


class Terminal:
    """The near end of the pseudo-terminal."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], cell: tuple[int, int], extra: dict[str, str]
    ) -> None:
        self._near, far = pty.openpty()
        self._cell = cell
        self.resize(size)
        self.process = subprocess.Popen(
            ["setsid", "--ctty", sys.executable, *command],
            stdin=far,
            stdout=far,
            stderr=far,
            env=environment({"TERM": "xterm-256color", "COLORTERM": "truecolor", **extra}),
        )
        os.close(far)
        self._raw = bytearray()
        self._words, self._known = "", 0
        self._seen = 0

    def resize(self, size: tuple[int, int]) -> None:
        """Make it so many columns and rows; of no pixels where a cell has none."""
        columns, rows = size
        told = rows, columns, columns * self._cell[0], rows * self._cell[1]
        fcntl.ioctl(self._near, termios.TIOCSWINSZ, struct.pack("HHHH", *told))

    def modes(self) -> list[Any]:
        """How the terminal is set: see tcgetattr(3)."""
        return termios.tcgetattr(self._near)

    def press(self, keys: str) -> None:
        """Press keys."""
        self.write(keys.encode())

    def write(self, sent: bytes) -> None:
        """Send bytes; what the program writes meanwhile is read, so that neither waits for the other."""
        while sent:
            self.reads()
            if select.select([], [self._near], [], PATIENCE_S)[1]:
                sent = sent[os.write(self._near, sent[:512]) :]

    def shows(self, words: str) -> None:
        """Wait until words are written, after those that were waited for before."""
        until(lambda: self._find(words), f"{words!r} on the terminal")

    def rests(self) -> None:
        """Read until nothing more comes for a moment; what is waited for from here on is new."""
        give_up = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and select.select([self._near], [], [], REST_S)[0]:
            assert time.monotonic() < give_up, "the screen never rests"
            self.reads()
        self._seen = len(self.words)

    def ends(self) -> int:
        """Wait for the end; the exit code. What is still written is read, so that nobody waits for us."""
        until(lambda: self.reads() and self.process.poll() is not None, "the program ends")
        return self.process.wait()

    def close(self) -> None:
        """Gone, whatever the test did with it."""
        self.process.kill()
        self.process.wait(PATIENCE_S)
        os.close(self._near)

    @property
    def raw(self) -> str:
        """All that was written so far."""
        return self._raw.decode(errors="replace")

    @property
    def words(self) -> str:
        """All that was written so far, without control sequences."""
        if self._known != len(self._raw):
            self._words, self._known = _ESCAPES.sub("", self.raw), len(self._raw)
        return self._words

    def _find(self, words: str) -> bool:
        ended = self.process.poll()
        self.reads()
        words_so_far = self.words
        at = words_so_far.find(words, self._seen)
        if at >= 0:
            self._seen = at + len(words)
        assert at >= 0 or ended is None, f"ended with {ended}, without {words!r}: {words_so_far[-2000:]}"
        return at >= 0

    def reads(self) -> bool:
        """Read what there is; always true."""
        while select.select([self._near], [], [], 0)[0]:
            try:
                self._raw += os.read(self._near, 1 << 16)
            except OSError:  # EIO: nobody has the far end open any more
                break
        return True


@contextmanager
def terminal(
    *command: str, size: tuple[int, int] = (120, 40), cell: tuple[int, int] = (0, 0), **extra: str
) -> Iterator[Terminal]:
    """A Python program in a terminal of so many columns and rows; ``extra`` is added to its environment.

    ``cell`` is what the terminal tells of a cell's pixels across and down.
    """
    program = Terminal(command, size, cell, extra)
    try:
        yield program
    finally:
        program.close()
