"""Readers that send text: a message is a line, ended by CR or LF; the LF of CR LF is a line end by itself."""

from collections.abc import Callable, Iterator
from typing import Final

from drivers.framing import CUT_SHORT
from drivers.messages import Frame, Message, Noise

LINE_END: Final = "line end"
"""The name of the frame that is an end alone."""
MAX_LINE: Final = 128
"""Characters of a line, its end left out."""
_ENDS: Final = b"\r\n"
_PRINTABLE: Final = frozenset(range(0x20, 0x7F))


class Lines:
    """A decoder of lines: `read` says what one is, given its text without its end, and the whole of it.

    Such lines carry no checksum, and what is left of a damaged one may look like a shorter one that is well:
    so a line is taken whole or not at all.
    """

    def __init__(self, read: Callable[[str, bytes], Message]) -> None:
        self._read = read
        self._held = bytearray()
        self._too_long = False

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yields what `data` completes."""
        for byte in data:
            self._held.append(byte)
            if byte in _ENDS:
                yield self._end()
            elif len(self._held) > MAX_LINE:
                self._too_long = True
                yield from self._noise(f"a line of at most {MAX_LINE} characters expected")

    def flush(self) -> Iterator[Message]:
        """Yields a line without its end as noise; what comes next is a new line."""
        yield from self._noise(CUT_SHORT)
        self._too_long = False

    def _noise(self, why: str) -> Iterator[Noise]:
        if self._held:
            yield Noise(why, bytes(self._held))
            self._held.clear()

    def _end(self) -> Message:
        line, spoiled = bytes(self._held), self._too_long
        self._held.clear()
        self._too_long = False
        if spoiled:
            return Noise("the rest of a line that was too long", line)
        if not _PRINTABLE.issuperset(line[:-1]):
            return Noise("a line of printable characters expected", line)
        text = line.decode("ascii").strip()
        return self._read(text, line) if text else Frame(LINE_END, {}, line)
