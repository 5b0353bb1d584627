"""The canonical form of a badge number: technology, bits, upper-case hex, as in `em4100:40:010063E9AE`."""

import re
from dataclasses import dataclass
from typing import Final

MAX_BITS: Final = 128
_CANONICAL: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([1-9][0-9]{0,2}):([0-9A-F]{1,32})")


class BadgeFormatError(ValueError):
    """Text that is no badge number, or could be several.

    The message quotes the text for whoever typed it. It may be a credential: do not log it.
    """


@dataclass(frozen=True, slots=True)
class Number:
    """A badge number in parts; `repr` shows its last 4 hex digits."""

    technology: str
    bits: int
    value: int

    def __repr__(self) -> str:
        return f"Number({self.technology}:{self.bits}:…{self.value & 0xFFFF:04X})"


def canonical(technology: str, bits: int, value: int) -> str:
    """The canonical form: as many hex digits as the bits need.

    Raises:
        BadgeFormatError: the value does not fit the bits, or the bits are not 1 to 128.
    """
    if not 1 <= bits <= MAX_BITS or not 0 <= value < 1 << bits:
        raise BadgeFormatError(
            f"{value} does not fit {bits} bits: use 0 to 2^bits - 1, and 1 to {MAX_BITS} bits"
        )
    return f"{technology}:{bits}:{value:0{-(-bits // 4)}X}"


def split(number: str) -> Number:
    """The parts of a canonical number.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    found = _CANONICAL.fullmatch(number)
    if found:
        parts = Number(found[1], int(found[2]), int(found[3], 16))
        fits = parts.bits <= MAX_BITS and parts.value < 1 << parts.bits
        if fits and canonical(parts.technology, parts.bits, parts.value) == number:
            return parts
    raise BadgeFormatError(
        f"{number!r} is not a canonical badge number: write technology:bits:HEX, as in iso14443a:32:6B3D12D6"
    )
