"""What a tag's EPC says: the GS1 key of the thing it is on, as a barcode on the same thing would.

GS1 EPC Tag Data Standard 1.13, 14.6.1 (SGTIN-96), 14.6.4 (GRAI-96) and 14.6.5 (GIAI-96): a header of 8 bits,
a filter of 3, a partition of 3 that says how the next bits are shared between the company prefix and what the
company numbers, and a serial number. Tags of any other scheme hold what their owner wrote into them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BITS: Final = 96
_SERIAL_BITS: Final = 38
_PREFIX: Final = ((40, 12), (37, 11), (34, 10), (30, 9), (27, 8), (24, 7), (20, 6))
"""By partition, of the company prefix: its bits and its digits; the same in all three schemes."""
_SHARED_BITS: Final = 44
"""Of a prefix and an item or asset type together."""


class Scheme(StrEnum):
    """What is numbered, by the scheme's name."""

    SGTIN = "sgtin-96"
    GRAI = "grai-96"
    GIAI = "giai-96"


_HEADERS: Final = {0x30: Scheme.SGTIN, 0x33: Scheme.GRAI, 0x34: Scheme.GIAI}
_DIGITS: Final = {Scheme.SGTIN: 13, Scheme.GRAI: 12}
"""Of a prefix and a reference together: with the indicator of a GTIN, and without one in a GRAI."""


class EpcError(ValueError):
    """What was given is no EPC of this scheme; the text says why."""


@dataclass(frozen=True, slots=True)
class Epc:
    """A decoded EPC, all numbers as their decimal digits."""

    scheme: Scheme
    prefix: str
    """The GS1 company prefix, 6 to 12 digits."""
    reference: str
    """SGTIN: indicator and item reference; GRAI: asset type; GIAI: the individual asset reference."""
    serial: str = ""
    """None in a GIAI: its reference is the serial number."""
    filter: int = 0
    """0 to 7: what kind of packing the tag is on; of no meaning here."""

    @property
    def elements(self) -> str:
        """The GS1 element string that a barcode on the same thing holds (GS1 General Specifications, 3)."""
        if self.scheme is Scheme.GIAI:
            return f"8004{self.prefix}{self.reference}"
        if self.scheme is Scheme.GRAI:
            return f"80030{_checked(self.prefix + self.reference)}{self.serial}"
        return f"01{_checked(self.reference[0] + self.prefix + self.reference[1:])}21{self.serial}"

    @property
    def names(self) -> tuple[str, ...]:
        """What a thing with such a barcode is known by, most usual first; never its product alone."""
        if self.scheme is Scheme.GIAI:
            return (self.prefix + self.reference,)
        if self.scheme is Scheme.GRAI:
            return (self.elements[4:], self.elements[5:])
        return (self.elements,)


def decode(epc: str) -> Epc | None:
    """The GS1 key that an EPC, 24 hex digits, stands for; None where it is none, or breaks the standard."""
    try:
        value = int(epc, 16)
    except ValueError:
        return None
    scheme, partition = _HEADERS.get(value >> (BITS - 8)), value >> 82 & 7
    if len(epc) != BITS // 4 or scheme is None or partition >= len(_PREFIX):
        return None
    bits, digits = _PREFIX[partition]
    rest_bits = 82 - bits
    prefix, rest = value >> rest_bits & (1 << bits) - 1, value & (1 << rest_bits) - 1
    if prefix >= 10**digits:
        return None
    return _decoded(scheme, f"{prefix:0{digits}}", rest, value >> 85 & 7)


def _decoded(scheme: Scheme, prefix: str, rest: int, filter_: int) -> Epc | None:
    if scheme is Scheme.GIAI:
        return Epc(scheme, prefix, str(rest), filter=filter_)
    digits = _DIGITS[scheme] - len(prefix)
    reference, serial = rest >> _SERIAL_BITS, rest & (1 << _SERIAL_BITS) - 1
    if reference >= 10**digits:
        return None
    return Epc(scheme, prefix, f"{reference:0{digits}}" if digits else "", str(serial), filter_)


def encode(epc: Epc) -> str:
    """The 24 hex digits of an EPC.

    Raises:
        EpcError: the standard has no room for one of its parts.
    """
    partition = 12 - len(epc.prefix)
    if not (0 <= partition < len(_PREFIX)):
        raise EpcError(f"The company prefix {epc.prefix!r} has {len(epc.prefix)} digits: use 6 to 12")
    bits, _ = _PREFIX[partition]
    header = next(byte for byte, scheme in _HEADERS.items() if scheme is epc.scheme)
    value = (header << 3 | epc.filter & 7) << 3 | partition
    value = value << bits | _number("company prefix", epc.prefix, bits)
    if epc.scheme is Scheme.GIAI:
        value = value << 82 - bits | _number("asset reference", epc.reference, 82 - bits)
        return f"{value:0{BITS // 4}X}"
    if len(epc.prefix) + len(epc.reference) != _DIGITS[epc.scheme]:
        raise EpcError(
            f"{epc.prefix!r} and {epc.reference!r}: {_DIGITS[epc.scheme]} digits together are needed"
        )
    value = value << _SHARED_BITS - bits | _number("reference", epc.reference or "0", _SHARED_BITS - bits)
    value = value << _SERIAL_BITS | _number("serial number", epc.serial, _SERIAL_BITS)
    return f"{value:0{BITS // 4}X}"


def _number(what: str, digits: str, bits: int) -> int:
    """Without leading zeros where they would be lost: two numbers must not become one EPC."""
    number = int(digits) if digits.isascii() and digits.isdigit() else -1
    lossy = what in ("asset reference", "serial number") and str(number) != digits
    if lossy or not 0 <= number < 1 << bits:
        raise EpcError(f"The {what} {digits!r} does not fit: a number of {bits} bits without leading zeros")
    return number


def _checked(digits: str) -> str:
    """With the check digit of GS1 General Specifications 7.9."""
    weighed = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-weighed % 10}"
