"""What a scanned text says. A plain code stays as it is; GS1 data only where the scanner or a link says so.

An eight-digit number is never a GTIN-8 here, nor does `9781492053743` hold AI 97: without a symbology
identifier nothing tells them from other numbers.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from drivers.barcodes import digital_link, gs1, symbology
from drivers.barcodes.gs1 import Gs1, Gs1Error
from drivers.messages import Flaw

_GTIN_8: Final = 8
_GTIN_13: Final = 13
_GTIN_14: Final = 14
_GTINS: Final = (8, 12, 13)
"""Lengths a GTIN is printed in, beside all its 14 digits."""


@dataclass(frozen=True, slots=True)
class Code:
    """One scanned code."""

    text: str
    """As it was scanned."""
    symbology: str = ""
    """Its symbology identifier, `]cm`; empty where the scanner sent none."""
    data: str = ""
    """The text without it."""
    elements: tuple[tuple[str, str], ...] = ()
    """AI and value, in their order; empty where it is no GS1 data."""
    name: str = ""
    """What to keep it by where nothing is known of it: what it is of, else its data."""
    names: tuple[str, ...] = ()
    """What it may be known by beside text and data, the most telling first."""
    gtin: str = ""
    """In 14 digits; empty where it names no product."""
    serial: str = ""
    lot: str = ""
    expires: date | None = None
    """The day of AI 17, else that of 15."""
    count: int = 0
    """Pieces; 0 where it does not say."""
    flaw: Flaw | None = None
    """What is wrong with its GS1 data; None where nothing is."""
    why: str = ""
    """The same, for whoever sets it up."""


def read(text: str) -> Code:
    """What a text says, whatever it is."""
    identifier, data = symbology.split(text)
    try:
        if identifier in symbology.EAN:
            gtin = _ean(identifier, data)
            forms = printed(gtin)
            return Code(text, identifier, data, name=forms[0], names=forms, gtin=gtin)
        found = _gs1(identifier, data)
    except Gs1Error as error:
        return Code(text, identifier, data, name=data, flaw=error.flaw, why=str(error))
    return _said(text, identifier, data, found) if found else Code(text, identifier, data, name=data)


def printed(gtin: str) -> tuple[str, ...]:
    """Every form a GTIN of 14 digits may be printed and kept in, the one with the fewest zeros first."""
    if not gtin:
        return ()
    shorter = (gtin[-length:] for length in _GTINS if not gtin[:-length].strip("0"))
    return (*shorter, gtin)


def _ean(identifier: str, data: str) -> str:
    """The GTIN of an EAN or UPC symbol; an add-on is not looked at."""
    digits = data[:_GTIN_13] if identifier == "]E3" else data
    length = _GTIN_8 if identifier == "]E4" else _GTIN_13
    if len(digits) != length or not digits.isdigit():
        raise Gs1Error(f"{identifier} says {length} digits, got {digits!r}")
    if not gs1.has_check_digit(digits):
        raise Gs1Error(f"the check digit of {digits} is wrong", Flaw.CHECK_DIGIT)
    return digits.zfill(_GTIN_14)


def _gs1(identifier: str, data: str) -> Gs1 | None:
    linked = digital_link.elements(data)
    if linked:
        return gs1.gather(linked)
    return gs1.parse(data) if identifier in symbology.GS1 else None


def _said(text: str, identifier: str, data: str, found: Gs1) -> Code:
    of = found.elements
    gtin = of.get("01") or of.get("02", "")
    serial = of.get("21", "") if "01" in of else ""
    names = (*_individuals(of), *((f"01{gtin}21{serial}",) if serial else ()), *printed(gtin))
    return Code(
        text,
        identifier,
        data,
        tuple(of.items()),
        name=next(iter((*_individuals(of), *printed(gtin))), data),
        names=names,
        gtin=gtin,
        serial=serial,
        lot=of.get("10", ""),
        expires=found.dates.get("17") or found.dates.get("15"),
        count=int(of.get("37") or of.get("30") or 0),
    )


def _individuals(of: dict[str, str]) -> tuple[str, ...]:
    """GIAI; GRAI as it is printed, and without its leading zero."""
    grai = of.get("8003", "")
    return tuple(filter(None, (of.get("8004", ""), grai, grai[1:])))
