"""RDM6300, ID-12LA and ID-20LA badge readers: 125 kHz EM4100 numbers on a serial line, 9600 8N1.

A frame is STX, ten hex digits, two hex digits of checksum (XOR of the five bytes), CR LF from the ID-12LA and
ID-20LA only, ETX (ID-Innovations, ID-2/12/20LA data sheet, "Data format"; RDM630 specification).
"""

import re
from collections.abc import Iterator

from drivers.badges.em4100 import canonical, id40
from drivers.checks import xor8
from drivers.framing import CUT_SHORT, OUTSIDE
from drivers.messages import Badge, Noise

STX = 0x02
ETX = 0x03
MAX_HELD = 64
"""Bytes kept while no frame ends. The longest frame has 16; the rest only makes a Noise worth reading."""

_HEX_DIGITS = frozenset(b"0123456789ABCDEFabcdef")
_FRAME = re.compile(rb"\x02([0-9A-Fa-f]{10})([0-9A-Fa-f]{2})(?:\r\n)?\x03")


class Decoder:
    """Turns bytes into badges; feed it any split of the stream.

    Each byte ends up in the `raw` of exactly one message. Whatever is no frame is dropped up to the next STX,
    so noise costs at most the badge it hit. Lower-case hex is taken too: the checksum guards it as well.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Badge | Noise]:
        """Yields what `data` completes."""
        for byte in data:
            if byte == STX:
                yield from self.flush()
            self._held.append(byte)
            if byte == ETX and self._held[0] == STX:
                yield _judge(self._take())
            elif len(self._held) == MAX_HELD:
                yield from self.flush()

    def flush(self) -> Iterator[Noise]:
        """Yields a half message as one Noise: the stream has ended, or starts anew."""
        if self._held:
            inside = self._held[0] == STX
            yield Noise(CUT_SHORT if inside else OUTSIDE, self._take())

    def _take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def _judge(frame: bytes) -> Badge | Noise:
    found = _FRAME.fullmatch(frame)
    if not found:
        digits = sum(byte in _HEX_DIGITS for byte in frame[1:-1])
        return Noise(f"12 hex digits expected, got {digits} and {len(frame) - 2 - digits} other bytes", frame)
    value, got = int(found[1], 16), int(found[2], 16)
    expected = _checksum(value)
    if got != expected:
        return Noise(f"checksum expected {expected:02X}, got {got:02X}", frame)
    return Badge(canonical(value), frame)


def _checksum(value: int) -> int:
    return xor8(value.to_bytes(5, "big"))


def encode(number: str, *, crlf: bool = False) -> bytes:
    """The frame a reader sends for a canonical number; with CR LF as the ID-12LA does.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    value = id40(number)
    end = b"\r\n\x03" if crlf else b"\x03"
    return b"\x02%010X%02X" % (value, _checksum(value)) + end
