"""Scanners on a serial line or USB-CDC: each code is a line, its bytes as they stand in the symbol.

What ends a line is a setting of the scanner: CR, LF or both. Either does here, and the other one after it is
no line of its own.
"""

from collections.abc import Iterator
from typing import Final

from drivers.barcodes.affixes import Affixes
from drivers.messages import Flaw, Frame, Message, Noise, Scan

MAX_BYTES: Final = 512
"""Of one line without its end, as of a scan that is typed."""

CR_LF: Final = b"\r\n"
TAB: Final = b"\t"
SILENCE: Final = b""
_NONE: Final = Affixes()


class Decoder:
    """Bytes in, scans out; `ends` are the bytes any of which ends a line.

    Without any, silence does (`flush`), and CR or LF before it is dropped; with them, silence makes half a
    line noise. A line that is too long is noise up to its end, however far that is: its tail is never taken
    for a code. An end with nothing before it is a Frame.
    """

    def __init__(self, ends: bytes = CR_LF, affixes: Affixes = _NONE) -> None:
        self._ends = ends
        self._affixes = affixes
        self._held = bytearray()
        self._is_too_long = False

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yields what `data` completes."""
        for byte in data:
            self._held.append(byte)
            if byte in self._ends:
                yield self._line()
            elif len(self._held) > MAX_BYTES:
                self._is_too_long = True
                yield self._dropped(f"a line of over {MAX_BYTES} bytes", Flaw.TOO_LONG)

    def flush(self) -> Iterator[Message]:
        """Yields what was held back: nothing follows it."""
        if self._held and not self._ends:
            yield self._line()
        elif self._held:
            yield self._dropped("a line without its end", Flaw.CUT_SHORT)
        self._is_too_long = False

    def _line(self) -> Message:
        if self._is_too_long:
            self._is_too_long = False
            return self._dropped(f"the end of a line of over {MAX_BYTES} bytes", Flaw.TOO_LONG)
        raw = bytes(self._held)
        self._held.clear()
        text = _text(raw.rstrip(self._ends or CR_LF))
        return self._affixes.take_off(Scan(text, raw)) if text else Frame("end of line", {}, raw)

    def _dropped(self, why: str, flaw: Flaw) -> Noise:
        raw = bytes(self._held)
        self._held.clear()
        return Noise(why, raw, flaw)


def _text(line: bytes) -> str:
    """UTF-8 where it is that, else Windows-1252, else Latin-1: every byte is some character."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def encode(text: str, ends: bytes = CR_LF) -> bytes:
    """What a scanner sends for a code: its other half."""
    return text.encode() + ends
