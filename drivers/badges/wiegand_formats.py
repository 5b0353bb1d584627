"""What Wiegand bits mean: the formats with a parity that can be checked, and where facility and card stand.

Bits are numbered from 0, the first one sent. The layouts are facts of HID's format descriptions and of
Proxmark3's table of formats, which was compared with real cards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

Span = tuple[int, int]
"""First bit and number of bits."""


@dataclass(frozen=True, slots=True)
class Check:
    """The parity over some bits, the parity bit among them."""

    name: str
    mask: int
    """The bits; the last one sent is bit 0 of the mask."""
    ones: int
    """1 where their number of ones is odd, 0 where it is even."""

    def holds(self, value: int) -> bool:
        """Whether the bits of a card obey it."""
        return (value & self.mask).bit_count() % 2 == self.ones


@dataclass(frozen=True, slots=True)
class Format:
    """A layout of bits."""

    name: str
    length: int
    facility: Span
    """No bits where the format has no facility."""
    card: Span
    checks: tuple[Check, ...]

    def field(self, value: int, span: Span) -> int:
        """The bits of a span, as a number."""
        first, count = span
        return value >> self.length - first - count & (1 << count) - 1

    def pair(self, value: int) -> tuple[int, int]:
        """Facility and card."""
        return self.field(value, self.facility), self.field(value, self.card)

    def flaw(self, value: int) -> str:
        """Which parity is wrong; empty where none is."""
        return next((check.name for check in self.checks if not check.holds(value)), "")

    def sealed(self, facility: int, card: int) -> int:
        """The bits of a card, with their parity.

        Raises:
            ValueError: facility or card does not fit.
        """
        value = 0
        for what, number, (first, count) in (
            ("facility", facility, self.facility),
            ("card", card, self.card),
        ):
            if not 0 <= number < 1 << count:
                raise ValueError(f"{what} {number} does not fit the {count} bits of {self.name}")
            value |= number << self.length - first - count
        for check in self.checks:  # in the order in which a parity covers another
            if not check.holds(value):
                value ^= check.mask & -check.mask if check.name.startswith("last") else _first(check.mask)
        return value


def _first(mask: int) -> int:
    return 1 << mask.bit_length() - 1


def _mask(length: int, bits: Iterable[int]) -> int:
    return sum(1 << length - 1 - bit for bit in bits)


def _halves(length: int, head: range, tail: range, ones: tuple[int, int] = (0, 1)) -> tuple[Check, ...]:
    """A first bit that guards `head`, and a last one that guards `tail`."""
    return (
        Check("first parity bit", _mask(length, (0, *head)), ones[0]),
        Check("last parity bit", _mask(length, (*tail, length - 1)), ones[1]),
    )


def _thirds(length: int) -> tuple[Check, ...]:
    """Corporate 1000: bit 1 and the last guard two bits of three, counted from the end; bit 0 everything."""
    even = sum(1 << place for place in range(1, length - 2) if place % 3 != 0)
    odd = sum(1 << place for place in range(1, length - 1) if place % 3 != 1)
    return (
        Check("second parity bit", even | 1 << length - 2, 0),
        Check("last parity bit", odd | 1, 1),
        Check("first parity bit", (1 << length) - 1, 1),
    )


_SIEMENS_ODD = tuple(bit for bit in range(1, 35) if bit % 3 != 2)
_SIEMENS_EVEN = tuple(bit for bit in range(1, 35) if bit % 3 != 0)
_LISTED = (
    Format("H10301", 26, (1, 8), (9, 16), _halves(26, range(1, 13), range(13, 25))),
    Format("Ind26", 26, (1, 12), (13, 12), _halves(26, range(1, 13), range(13, 25))),
    Format("ATSW30", 30, (1, 12), (13, 16), _halves(30, range(1, 13), range(13, 29))),
    Format("D10202", 33, (1, 7), (8, 24), _halves(33, range(1, 17), range(16, 32))),
    Format("H10306", 34, (1, 16), (17, 16), _halves(34, range(1, 17), range(17, 33))),
    Format("BQT34", 34, (1, 8), (9, 24), _halves(34, range(1, 17), range(17, 33))),
    Format("C1k35s", 35, (2, 12), (14, 20), _thirds(35)),
    Format("S12906", 36, (1, 8), (11, 24), _halves(36, range(1, 18), range(17, 35), (1, 1))),
    Format("C15001", 36, (11, 8), (19, 16), _halves(36, range(1, 18), range(18, 35))),
    Format(
        "Sie36",
        36,
        (1, 18),
        (19, 16),
        (
            Check("first parity bit", _mask(36, (0, *_SIEMENS_ODD)), 1),
            Check("last parity bit", _mask(36, (*_SIEMENS_EVEN, 35)), 0),
        ),
    ),
    Format("H10302", 37, (0, 0), (1, 35), _halves(37, range(1, 19), range(18, 36))),
    Format("H10304", 37, (1, 16), (17, 19), _halves(37, range(1, 19), range(18, 36))),
    Format("BQT38", 38, (24, 13), (1, 19), _halves(38, range(1, 19), range(19, 37))),
    Format("ISCS38", 38, (5, 10), (15, 22), _halves(38, range(1, 19), range(19, 37))),
    Format("PW39", 39, (1, 17), (18, 20), _halves(39, range(1, 19), range(19, 38))),
    Format("Verkada40", 40, (1, 10), (11, 28), _halves(40, range(1, 11), range(11, 39), (0, 0))),
    Format("H800002", 46, (1, 14), (15, 30), _halves(46, range(1, 45), range(1, 45))),
    Format("C1k48s", 48, (2, 22), (24, 23), _thirds(48)),
)
FORMATS: Final = MappingProxyType({one.name: one for one in _LISTED})
"""By name, the commonest of a length first."""
UNCHECKED: Final = frozenset({27, 29, 31, 32, 56, 64})
"""Lengths that are in use without a parity that is known: Indala, ADT, and whole UIDs of cards."""


def of_length(length: int) -> tuple[Format, ...]:
    """The formats of so many bits."""
    return tuple(one for one in _LISTED if one.length == length)
