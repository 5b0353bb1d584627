"""How a site's list writes the numbers that its readers read: a rule learned from a known card.

A rule is a notation, and for each technology a view (drivers.badges.list_views) of what its reader reads:
`dec/em4100:low32/iso14443a:all-reversed` is a list of decimal numbers, which are the low 32 bits of an EM4100
card, and the bytes of an ISO 14443A UID in reverse order. Notations: `dec`, `hex`; `pair16` (facility,
separator, card of 16 bits), `joined16` (the same without a separator, card of five digits), `card16@206` (the
card alone; every card has facility 206).
"""

import re
from collections.abc import Iterator
from typing import Final

from drivers.badges import em4100, forms, iso14443a, wedge, wiegand
from drivers.badges.list_views import USUAL_BITS, views
from drivers.badges.numbers import BadgeFormatError, canonical, split
from drivers.badges.wiegand_formats import FORMATS

_NOTATION: Final = re.compile(r"(dec|hex)|(pair|joined|card)([0-9]{1,2})(?:@([0-9]{1,10}))?")
_DECIMAL: Final = re.compile(r"[0-9]{1,24}")
_HEX: Final = re.compile(r"[0-9A-F]{4,20}")
_PAIR: Final = re.compile(r"([0-9]{1,10})\s*[.,:/ -]\s*([0-9]{1,10})")
_BETWEEN: Final = re.compile(r"[\s:-]")
_CARD_DIGITS: Final = 5
"""Of a card number of 16 bits, where nothing separates it from the facility."""


def fits(number: str, text: str) -> tuple[str, ...]:
    """The rules by which a list would write this badge so; none where it is another badge, or unheard of.

    Where several are left, another card will tell them apart.

    Raises:
        BadgeFormatError: the number is not canonical.
    """
    technology = split(number).technology
    usual = _usual_bits(text)
    found = {
        f"{notation}/{technology}:{name}": bits
        for name, (bits, value) in views(number).items()
        for notation in _notations(text.strip().upper(), bits, value, _widths(technology, name, bits))
    }
    likely = tuple(rule for rule, bits in found.items() if bits == usual)
    return likely or tuple(found)


def _widths(technology: str, view: str, bits: int) -> tuple[int, ...]:
    """How many bits a card's number can have beside its facility in such a view."""
    if technology != wiegand.TECHNOLOGY:
        return (16,) if bits in (24, 32) else ()
    whole = view == "all" or view in (layout.lower() for layout in FORMATS)
    return tuple(width for width in (16, 19, 20, 22, 23, 24, 28, 30) if whole and width < bits)


def _notations(text: str, bits: int, value: int, widths: tuple[int, ...]) -> Iterator[str]:
    """The notations in which this text is this value."""
    joined = _BETWEEN.sub("", text)
    is_decimal = bool(_DECIMAL.fullmatch(text))
    if is_decimal and int(text) == value:
        yield "dec"
    if _HEX.fullmatch(joined) and len(joined) == -(-bits // 4) and int(joined, 16) == value:
        yield "hex"
    pair = _PAIR.fullmatch(text)
    for width in widths:
        facility, card = value >> width, value & (1 << width) - 1
        if pair and (int(pair[1]), int(pair[2])) == (facility, card):
            yield f"pair{width}"
        if is_decimal and facility and int(text) == card:
            yield f"card{width}@{facility}"
    is_long = len(text) > _CARD_DIGITS + 3
    may_join = 16 in widths and is_decimal and value >> 16 and is_long == (bits > 24)
    if may_join and read("joined16", text) == value:
        yield "joined16"


def _usual_bits(text: str) -> int | None:
    """How many bits a text is likely to have, from the zeros that it was filled up with."""
    digits = text.strip()
    pair = _PAIR.fullmatch(digits)
    if pair:
        return {3: 24, 5: 32}.get(len(pair[1]))
    if not _DECIMAL.fullmatch(digits):
        return None
    if len(digits) <= _CARD_DIGITS:
        return 24
    return USUAL_BITS.get(len(digits)) if digits[0] == "0" or len(digits) == 10 else None


def read(notation: str, text: str) -> int | None:
    """The number that a text is in a notation; None where it is none."""
    found = _NOTATION.fullmatch(notation)
    typed = text.strip().upper()
    if not found:
        return None
    if found[1] == "hex":
        joined = _BETWEEN.sub("", typed)
        return int(joined, 16) if _HEX.fullmatch(joined) else None
    pair = _PAIR.fullmatch(typed)
    width = int(found[3] or 0)
    if found[2] == "pair":
        return _joined(pair[1], pair[2], width) if pair else None
    if not _DECIMAL.fullmatch(typed):
        return None
    if found[2] == "joined":
        return _joined(typed[:-_CARD_DIGITS] or "0", typed[-_CARD_DIGITS:], width)
    return _joined(found[4] or "0", typed, width) if found[2] == "card" else int(typed)


def _joined(facility: str, card: str, width: int) -> int | None:
    return int(facility) << width | int(card) if int(card) < 1 << width else None


def parse(text: str, rule: str = "") -> str:
    """The canonical number of a badge as a list has it, by the site's rule; empty where none was learned.

    What is no number in the rule's notation, or says its technology, is read as people type it.

    Raises:
        BadgeFormatError: it is no badge number, or could be several.
    """
    value = read(_notation(rule), text) if rule else None
    return forms.parse(text) if value is None else _kept(value)


def keys(number: str, rule: str = "") -> tuple[str, ...]:
    """The numbers that a read badge may be enrolled under, the fullest first.

    Its own; what `parse` makes of what is printed on most cards of its kind, and of what the site's list has.
    """
    found = [number, *map(_kept, _printed(number))]
    technology = number.partition(":")[0]
    for part in rule.split("/")[1:]:
        of, _, name = part.partition(":")
        view = views(number).get(name) if of == technology else None
        found += [_kept(view[1])] if view else []
    return tuple(dict.fromkeys(found))


def _printed(number: str) -> Iterator[int]:
    """The number as `em4100.parse` reads what is printed: ten digits or hex, facility and card."""
    parts = split(number)
    if parts.technology == em4100.TECHNOLOGY:
        yield parts.value & 0xFFFFFFFF
    elif parts.technology == iso14443a.TECHNOLOGY and parts.bits == 32:
        yield parts.value
    elif parts.technology == wiegand.TECHNOLOGY and parts.bits in (26, 34):
        yield parts.value >> 1 & (1 << parts.bits - 2) - 1
    elif parts.technology == wedge.TECHNOLOGY:
        try:
            yield em4100.id40(em4100.parse(f"{parts.value:0{parts.bits // 4}X}"))
        except BadgeFormatError:
            return


def _kept(value: int) -> str:
    """A listed number in its canonical form: as EM4100 has it, where it is not too long for that."""
    return em4100.canonical(value) if value < 1 << 40 else canonical("listed", 128, value & (1 << 128) - 1)


def _notation(rule: str) -> str:
    return rule.partition("/")[0]


def merged(known: str, learned: str) -> str:
    """Two rules in one: of one notation, each technology has its view; of another, the old one is void."""
    if not known or _notation(known) != _notation(learned):
        return learned
    parts = dict(part.split(":", 1) for part in (*known.split("/")[1:], *learned.split("/")[1:]))
    return "/".join((_notation(known), *(f"{of}:{name}" for of, name in sorted(parts.items()))))


def says(rule: str) -> str:
    """A rule in words."""
    return f"{_says_notation(_notation(rule))}: {'; '.join(map(_says_view, rule.split('/')[1:]))}"


def _says_notation(notation: str) -> str:
    found = _NOTATION.fullmatch(notation)
    kinds = {
        "pair": "facility and card with a separator",
        "joined": "facility and card without a separator",
        "card": f"the card's number alone, of facility {found[4] if found else ''}",
    }
    plain = {"dec": "decimal numbers", "hex": "hex numbers"}
    return plain.get(notation) or kinds.get(found[2] if found else "", notation)


def _says_view(part: str) -> str:
    of, _, name = part.partition(":")
    whole = "the bits between the parity bits" if of == wiegand.TECHNOLOGY else "all bits"
    words = re.sub(r"(low|first)(24|32)", r"the \1 \2 bits", name.replace("all", whole))
    for short, long in _TURNS:
        words = words.replace(short, long)
    return f"{of}, {words}"


_TURNS: Final = (
    ("dec-", "typed in decimal, "),
    ("hex-", "typed in hex, "),
    ("-reversed", ", bytes in reverse order"),
    ("-mirrored", ", the bits of each byte in reverse order"),
    ("-backwards", ", all bits in reverse order"),
    ("with-bcc", "the UID and its check byte"),
)
