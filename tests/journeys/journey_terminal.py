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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from journey_parts import PATIENCE_S, environment, until

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])"
)
"""ECMA-48 control sequences, operating system commands, device control strings, other escapes."""


class Terminal:
    """The near end of the pseudo-terminal."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], extra: dict[str, str]) -> None:
        self._near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", *reversed(size), 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=far,
            stdout=far,
            stderr=far,
            start_new_session=True,
            env=environment({"TERM": "xterm-256color", "COLORTERM": "truecolor", **extra}),
        )
        os.close(far)
        self._raw = b""
        self._seen = 0

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._near, keys.encode())

    def shows(self, words: str) -> None:
        """Wait until words are written, after those that were waited for before."""
        until(lambda: self._find(words), PATIENCE_S, f"{words!r} on the terminal")

    def ends(self) -> int:
        """Wait for the end; the exit code. What is still written is read, so that nobody waits for us."""
        until(lambda: self._read() and self.process.poll() is not None, PATIENCE_S, "the program ends")
        return self.process.wait()

    def close(self) -> None:
        """Gone, whatever the test did with it."""
        self.process.kill()
        self.process.wait(PATIENCE_S)
        os.close(self._near)

    @property
    def words(self) -> str:
        """All that was written so far, without control sequences."""
        return _ESCAPES.sub("", self._raw.decode(errors="replace"))

    def _find(self, words: str) -> bool:
        ended = self.process.poll()
        self._read()
        words_so_far = self.words
        at = words_so_far.find(words, self._seen)
        if at >= 0:
            self._seen = at + len(words)
        assert at >= 0 or ended is None, f"ended with {ended}, without {words!r}: {words_so_far[-2000:]}"
        return at >= 0

    def _read(self) -> bool:
        """Read what there is; always true."""
        while select.select([self._near], [], [], 0)[0]:
            try:
                self._raw += os.read(self._near, 1 << 16)
            except OSError:  # EIO: nobody has the far end open any more
                break
        return True


@contextmanager
def terminal(*command: str, size: tuple[int, int] = (120, 40), **extra: str) -> Iterator[Terminal]:
    """A Python program in a terminal of so many columns and rows; ``extra`` is added to its environment."""
    program = Terminal(command, size, extra)
    try:
        yield program
    finally:
        program.close()
