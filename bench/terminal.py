"""A program in a pseudo-terminal that answers as foot does, and when each of its frames was written."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
from queue import Empty, SimpleQueue
from time import perf_counter

ASKED, YES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal takes a frame as a whole: the synchronized output of contour's specification."""
END = b"\x1b[?2026l"
"""The end of a frame."""
_KEPT = 1 << 16


class Terminal:
    """Runs ``python`` with these words, on so many columns and rows."""

    def __init__(self, words: list[str], size: tuple[int, int] = (80, 24)) -> None:
        self._near, far = pty.openpty()
        columns, rows = size
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        named = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._process = subprocess.Popen(
            [sys.executable, *words], stdin=far, stdout=far, stderr=far, env=os.environ | named
        )
        os.close(far)
        self._frames: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def forget(self) -> None:
        """Whatever was painted before is no answer to what comes."""
        while not self._frames.empty():
            self._frames.get()

    def painted(self, words: bytes, patience_s: float) -> float:
        """When the end of the frame that holds these words came.

        Raises:
            RuntimeError: no such frame came.
        """
        give_up = perf_counter() + patience_s
        while True:
            try:
                at, frame = self._frames.get(timeout=max(0.0, give_up - perf_counter()))
            except Empty:
                raise RuntimeError(f"{words!r} was not painted in {patience_s:.0f} s") from None
            if words in frame:
                return at

    def close(self) -> None:
        """End the program."""
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        os.close(self._near)

    def _read(self) -> None:
        kept = b""
        while True:
            try:
                kept += os.read(self._near, _KEPT)
            except OSError:  # EIO: nobody has the far end open any more
                return
            at = perf_counter()
            if ASKED in kept:
                kept = kept.replace(ASKED, b"")
                os.write(self._near, YES)
            *frames, kept = kept.split(END)
            for frame in frames:
                self._frames.put((at, frame))
