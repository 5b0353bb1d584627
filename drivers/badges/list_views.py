"""What a site's list may have taken from a badge number: parts of its bits, each turned in every way.

A view has a name: `all`, `low24`, `first32`, then how its bytes are turned, as in `all-reversed`; of Wiegand
cards with a mixed layout the format's, of readers that type `dec-` or `hex-` before it.
"""

from collections.abc import Iterator
from typing import Final

from drivers.badges import iso14443a, wedge, wiegand
from drivers.badges.numbers import Number, split
from drivers.badges.wiegand_formats import of_length
from drivers.checks import xor8

Views = dict[str, tuple[int, int]]
"""Numbers by their name, each with how many bits it has."""
USUAL_BITS: Final = {8: 24, 10: 32, 13: 40, 14: 40}
"""The bits of a decimal number that is always written with so many digits."""
_SIMPLE: Final = (26, 34, 37)
"""Wiegand lengths of which every format has a parity bit at each end, and facility and card between them."""


def views(number: str) -> Views:
    """What a list may have taken from a canonical number, by name.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    return dict(_all_views(split(number)))


def _all_views(number: Number) -> Iterator[tuple[str, tuple[int, int]]]:
    bits, value = number.bits, number.value
    if number.technology == wedge.TECHNOLOGY:
        yield from _typed(f"{value:0{bits // 4}X}")
        return
    if number.technology == wiegand.TECHNOLOGY:
        yield from _wiegand(bits, value)
        return
    yield from _parts("", bits, value)
    if number.technology == iso14443a.TECHNOLOGY and bits == 32:
        yield "with-bcc", (40, value << 8 | xor8(value.to_bytes(4, "big")))


def _typed(digits: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if digits.isdecimal() and int(digits) < 1 << 40:
        bits = USUAL_BITS.get(len(digits), 40)
        yield from _parts("dec-", bits if int(digits) < 1 << bits else 40, int(digits))
    yield from _parts("hex-", 4 * len(digits), int(digits, 16))


def _wiegand(bits: int, value: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The bits between the parity bits, or facility and card of formats that mix them; all bits."""
    if bits in _SIMPLE:
        yield from _parts("", bits - 2, value >> 1 & (1 << bits - 2) - 1)
    else:
        for layout in of_length(bits):
            facility, card = layout.pair(value)
            width = layout.card[1]
            yield layout.name.lower(), (layout.facility[1] + width, facility << width | card)
    yield "bits", (bits, value)


def _parts(name: str, bits: int, value: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """All bits, and parts of them; each as it is, its bytes reversed, the bits of its bytes, or all bits."""
    yield from _turned(f"{name}all", bits, value)
    for size in (32, 24):
        if bits > size:
            yield from _turned(f"{name}low{size}", size, value & (1 << size) - 1)
            yield from _turned(f"{name}first{size}", size, value >> bits - size)


def _turned(name: str, bits: int, value: int) -> Iterator[tuple[str, tuple[int, int]]]:
    yield name, (bits, value)
    if bits % 8:
        return
    data = value.to_bytes(bits // 8, "big")
    mirrored = bytes(int(f"{byte:08b}"[::-1], 2) for byte in data)
    yield f"{name}-reversed", (bits, int.from_bytes(data, "little"))
    yield f"{name}-mirrored", (bits, int.from_bytes(mirrored, "big"))
    yield f"{name}-backwards", (bits, int.from_bytes(mirrored, "little"))
