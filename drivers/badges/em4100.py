"""EM4100 badge numbers: one canonical form, and the forms that cards, readers and tools print.

An EM4100 transponder sends 40 bits: a version (customer) byte and a 32-bit number (EM Microelectronic, EM4100
data sheet, "Memory array for Manchester"). Canonical is `em4100:40:` and ten upper-case hex digits.
"""

import re
from dataclasses import dataclass
from typing import Final

from drivers.badges.numbers import BadgeFormatError

TECHNOLOGY: Final = "em4100"
PREFIX: Final = f"{TECHNOLOGY}:40:"
_CANONICAL = re.compile(r"em4100:40:([0-9A-F]{10})")
_PAXTON_OFFSET = 0x143E00
"""Paxton prints version and low 24 bits as one number plus this constant (as Proxmark3 shows it)."""

_FORM = re.compile(
    r"""(?: EM4100:40:(?P<canonical>[0-9A-F]{10})
          | (?P<upper>[0-9]{5}) [.,:] (?P<lower>[0-9]{5})
          | (?P<facility>[0-9]{1,3}) (?: \s*[.,:]\s* | \s(?=[0-9]{5}(?:\s|$)) ) (?P<card>[0-9]{1,5})
          | (?P<decimal>[0-9]{10,14})
          | (?P<hex>[0-9A-F]{10}|[0-9A-F]{8})
        ) (?:\s|$)""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The bits that one printed form gives: `value` where `mask` is set."""

    value: int
    mask: int


def canonical(value: int) -> str:
    """The canonical number of a 40-bit value.

    Raises:
        BadgeFormatError: the value does not fit 40 bits.
    """
    if not 0 <= value < 1 << 40:
        raise BadgeFormatError(f"{value} does not fit an EM4100 badge: use 0 to {(1 << 40) - 1}")
    return f"{PREFIX}{value:010X}"


def id40(number: str) -> int:
    """The 40 bits of a canonical number.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    found = _CANONICAL.fullmatch(number)
    if not found:
        raise BadgeFormatError(
            f"{number!r} is not a canonical badge number: parse it first (em4100:40:3C00CE754C)"
        )
    return int(found[1], 16)


def forms(number: str) -> dict[str, str]:
    """Every form in which a canonical number is printed, by the form's name.

    `dez10`, `dez8`, `dez5_5`, `dez3_5A/B/C`, `dez15`, `dez20`, `other` and `paxton` are Proxmark3's names;
    `w26` is Wiegand-26 as printed, facility and card; `unique_id_hex` has the bits of each byte reversed.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    value = id40(number)
    return _whole_forms(value) | _split_forms(value) | _reversed_forms(value)


def _whole_forms(value: int) -> dict[str, str]:
    version, low32, low24 = value >> 32, value & 0xFFFFFFFF, value & 0xFFFFFF
    return {
        "id_hex": f"{value:010X}",
        "id40_dec13": f"{value:013d}",
        "id40_dec14": f"{value:014d}",
        "version_dec": f"{version:03d}",
        "version_hex": f"{version:02X}",
        "id32_hex": f"{low32:08X}",
        "dez10": f"{low32:010d}",
        "dez8": f"{low24:08d}",
        "paxton": str((version << 24 | low24) + _PAXTON_OFFSET),
    }


def _split_forms(value: int) -> dict[str, str]:
    version, top, facility = value >> 32, value >> 24 & 0xFF, value >> 16 & 0xFF
    upper, card = value >> 16 & 0xFFFF, value & 0xFFFF
    w26 = f"{facility:03d},{card:05d}"
    return {
        "dez5_5": f"{upper:05d}.{card:05d}",
        "h4h4": f"{upper:05d},{card:05d}",
        "dez3_5A": f"{version:03d}.{card:05d}",
        "dez3_5B": f"{top:03d}.{card:05d}",
        "dez3_5C": f"{facility:03d}.{card:05d}",
        "w26": w26,
        "w26_print": w26,
        "w26_facility": str(facility),
        "w26_card": str(card),
        "other": f"{card:05d}_{facility:03d}_{value & 0xFFFFFF:08d}",
    }


def _reversed_forms(value: int) -> dict[str, str]:
    unique = bytes(int(f"{byte:08b}"[::-1], 2) for byte in value.to_bytes(5, "big"))
    low32 = (value & 0xFFFFFFFF).to_bytes(4, "big")
    return {
        "unique_id_hex": unique.hex().upper(),
        "dez15": f"{int.from_bytes(unique, 'big'):015d}",
        "dez20": "".join(f"{int(digit, 16):02d}" for digit in unique.hex()),
        "id32_byte_reversed_dec": f"{int.from_bytes(low32, 'little'):010d}",
    }


def parse(text: str) -> str:
    """The canonical number of a badge as people type it or cards print it; several forms must agree.

    Taken are: ten digits (the low 32 bits), 11 to 14 digits (all 40 bits), facility and card (`206,30028`; a
    dot, a colon, a slash or a space will do), two halves (`00206,30028`), 8 or 10 hex digits with a letter
    among them, and the canonical form. Bits that the forms do not carry are 0, the version byte first of all:
    to find a card by a short form, compare that form of both (`forms`).

    Raises:
        BadgeFormatError: the text is no badge number, could be several, or its forms disagree.
    """
    rest = " ".join(text.replace("/", " ").split()).upper()
    if not rest:
        raise BadgeFormatError("The badge number is empty: type the digits printed on the card")
    known = _Reading(0, 0)
    while rest:
        found = _FORM.match(rest)
        if not found:
            raise BadgeFormatError(_unreadable(text))
        known = _agree(known, _read(found), text)
        rest = rest[found.end() :]
    return canonical(known.value)


def _unreadable(text: str) -> str:
    return (
        f"{text!r} is not a badge number: type ten digits (0013530444), facility and card with a comma "
        "(206,30028), or 8 or 10 hex digits (3C00CE754C)"
    )


def _agree(one: _Reading, other: _Reading, text: str) -> _Reading:
    if (one.value ^ other.value) & one.mask & other.mask:
        raise BadgeFormatError(f"The forms in {text!r} disagree: check each against the card")
    return _Reading(one.value | other.value, one.mask | other.mask)


def _read(found: re.Match[str]) -> _Reading:
    if found["canonical"]:
        return _Reading(int(found["canonical"], 16), (1 << 40) - 1)
    if found["facility"]:
        return _pair(found["facility"], found["card"], "facility", 8)
    if found["upper"]:
        return _pair(found["upper"], found["lower"], "upper half", 16)
    if found["decimal"]:
        return _decimal(found["decimal"])
    return _hex(found["hex"])


def _pair(high: str, low: str, name: str, bits: int) -> _Reading:
    if int(high) >= 1 << bits:
        raise BadgeFormatError(
            f"{name} {high} is over {(1 << bits) - 1}: check the digits before the separator"
        )
    if int(low) > 0xFFFF:
        raise BadgeFormatError(f"card {low} is over 65535: check the digits after the separator")
    return _Reading(int(high) << 16 | int(low), (1 << 16 + bits) - 1)


def _decimal(digits: str) -> _Reading:
    bits = 32 if len(digits) == 10 else 40
    if int(digits) >= 1 << bits:
        hint = f"; if it is hex, type {PREFIX}{digits}" if len(digits) == 10 else ""
        raise BadgeFormatError(f"{digits} is over {(1 << bits) - 1}, the largest number of {bits} bits{hint}")
    return _Reading(int(digits), (1 << bits) - 1)


def _hex(digits: str) -> _Reading:
    if digits.isdecimal():
        raise BadgeFormatError(
            f"{digits} is ambiguous: type a comma if the card prints {digits[:3]},{digits[3:]}, "
            f"or all ten digits (00{digits}) if it is one number"
        )
    return _Reading(int(digits, 16), (1 << 4 * len(digits)) - 1)
