"""Badge numbers of every technology: the forms they are written in, and what people type."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from drivers.badges import em4100, iso14443a, wedge, wiegand
from drivers.badges.numbers import Number, canonical, split

_UID: Final = re.compile(r"[0-9A-F]{14}|[0-9A-F]{20}")
_BETWEEN: Final = re.compile(r"[\s:-]")


def forms(number: str) -> dict[str, str]:
    """Every form in which a canonical number is written, by the form's name.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    parts = split(number)
    if (parts.technology, parts.bits) == (em4100.TECHNOLOGY, 40):
        return em4100.forms(number)
    return _FORMS.get(parts.technology, _plain)(parts)


def _plain(number: Number) -> dict[str, str]:
    size = -(-number.bits // 8)
    back = number.value.to_bytes(size, "big")[::-1]
    return {
        "hex": f"{number.value:0{-(-number.bits // 4)}X}",
        "dec": str(number.value),
        "hex_reversed": back.hex().upper(),
        "dec_reversed": str(int.from_bytes(back, "big")),
    }


def _typed(number: Number) -> dict[str, str]:
    return {"typed": f"{number.value:0{-(-number.bits // 4)}X}"}


_FORMS: Final[Mapping[str, Callable[[Number], dict[str, str]]]] = MappingProxyType(
    {iso14443a.TECHNOLOGY: iso14443a.forms, wiegand.TECHNOLOGY: wiegand.forms, wedge.TECHNOLOGY: _typed}
)


def parse(text: str) -> str:
    """The canonical number of a badge as people type it: with its technology, or as `em4100.parse` reads it.

    14 and 20 hex digits, with a letter or separators among them, are an ISO 14443A UID. A number of up to 40
    bits that is typed without its technology is kept as EM4100 has it, whatever card it is on: see
    `list_rules.keys`.

    Raises:
        BadgeFormatError: the text is no badge number, could be several, or its forms disagree.
    """
    technology, colon, rest = text.strip().partition(":")
    if colon and rest.count(":") == 1 and technology.lower() != em4100.TECHNOLOGY:
        bits, _, digits = rest.partition(":")
        number = f"{technology.lower()}:{bits}:{digits.upper()}"
        split(number)
        return number
    joined = _BETWEEN.sub("", text.upper())
    if _UID.fullmatch(joined) and not text.strip().isdecimal():
        return canonical(iso14443a.TECHNOLOGY, 4 * len(joined), int(joined, 16))
    return em4100.parse(text)
