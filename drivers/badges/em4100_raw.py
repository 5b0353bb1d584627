"""The 64 bits that an EM4100 transponder sends over and over, as copiers and sniffers print them (`raw64`).

Nine ones; ten rows of four bits, each with its even parity; the even parity of the four columns; a stop bit,
which is 0 (EM Microelectronic, EM4100 data sheet, "Memory array for Manchester").
"""

from collections.abc import Iterable
from functools import reduce
from operator import xor
from typing import Final

from drivers.badges.em4100 import canonical, id40
from drivers.messages import Badge, Noise

SIZE: Final = 8
"""Bytes of a frame."""
_HEADER: Final = 0x1FF
_ROWS: Final = range(50, 0, -5)
"""Where each row begins: the place of its parity bit, counted from the frame's last bit."""


def decode(frame: bytes) -> Badge | Noise:
    """The badge of a whole frame of 8 bytes, or what of it is wrong."""
    if len(frame) != SIZE:
        return Noise(f"a frame has {SIZE} bytes, got {len(frame)}", frame)
    bits = int.from_bytes(frame, "big")
    if bits >> 55 != _HEADER:
        return Noise(f"nine ones expected first, got {bits >> 55:09b}", frame)
    rows = [bits >> place & 0x1F for place in _ROWS]
    for line, row in enumerate(rows, 1):
        if row.bit_count() % 2:
            return Noise(f"row {line}: even parity expected, got {row:05b}", frame)
    expected, got = _columns(row >> 1 for row in rows), bits >> 1 & 0xF
    if got != expected:
        return Noise(f"column parity expected {expected:04b}, got {got:04b}", frame)
    if bits & 1:
        return Noise("stop bit expected 0, got 1", frame)
    value = 0
    for row in rows:
        value = value << 4 | row >> 1
    return Badge(canonical(value), frame)


def encode(number: str) -> bytes:
    """The frame of a canonical EM4100 number.

    Raises:
        BadgeFormatError: the number is not canonical, or not EM4100's.
    """
    value = id40(number)
    nibbles = [value >> 4 * place & 0xF for place in range(9, -1, -1)]
    bits = _HEADER
    for nibble in nibbles:
        bits = bits << 5 | nibble << 1 | nibble.bit_count() % 2
    return (bits << 5 | _columns(nibbles) << 1).to_bytes(SIZE, "big")


def _columns(nibbles: Iterable[int]) -> int:
    """The even parity of each of the four columns."""
    return reduce(xor, nibbles, 0)
