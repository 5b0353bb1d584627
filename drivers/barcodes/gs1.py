"""GS1 element strings: application identifiers (AI) and values (GS1 General Specifications, 3 and 7.8).

biip reads them; this one file imports it, when the first GS1 code is scanned. biip is content with
wrong check digits, with a value that runs into the next and with contradictions: those are looked for here.
Rules about which AIs must come together are not: real labels break them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from drivers.messages import Flaw

if TYPE_CHECKING:
    from biip import ParseConfig
    from biip.gs1_element_strings import GS1ElementString

GS: Final = "\x1d"
"""Stands for FNC1 after a value of variable length."""

_CHECKED: Final = {
    **dict.fromkeys(("00", "8017", "8018"), 18),
    **dict.fromkeys(("01", "02", "03", "8003", "8006", "8026"), 14),
    **dict.fromkeys(("253", "255", *map(str, range(410, 418))), 13),
    "402": 17,
}
"""AIs that begin with so many digits, the last of which checks the others (7.9.1)."""

_DATES: Final = frozenset({"11", "12", "13", "15", "16", "17"})
_CONTRADICTORY: Final = ({"01", "02"}, {"8003", "8004"})
"""Of two identities, nobody can say which is meant."""


class Gs1Error(ValueError):
    """Data that says it is GS1 and is not; `flaw` says it for people."""

    def __init__(self, message: str, flaw: Flaw = Flaw.GS1) -> None:
        super().__init__(message)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Gs1:
    """The elements of one code, in their order, and the days of those that are dates."""

    elements: dict[str, str]
    """Value by AI."""
    dates: dict[str, date]
    """Day by AI; two digits of a year mean the nearest one (7.12), day 00 the month's last."""


def parse(data: str) -> Gs1:
    """Elements one after the other, as in every GS1 symbol; GS may stand before, between and after them.

    Raises:
        Gs1Error: they are none, or one is wrong.
    """
    found: list[GS1ElementString] = []
    rest = data.strip(GS)
    while rest:
        element = _element(rest, _extract)
        rest = rest[len(element) :]
        if rest and element.ai.separator_required and rest[0] != GS:
            raise Gs1Error(f"AI ({element.ai.ai}) is too long, or lacks the separator before {rest!r}")
        found.append(element)
        rest = rest.lstrip(GS)
    return _checked(found)


def gather(pairs: Iterable[tuple[str, str]]) -> Gs1:
    """Elements that are told apart already.

    Raises:
        Gs1Error: one of them is wrong.
    """
    return _checked([_element(ai + value, _whole) for ai, value in pairs])


def has_check_digit(digits: str) -> bool:
    """Whether the last digit checks the others, which weigh 3, 1, 3, ... from the right (7.9.1)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(weighed) % 10 == 0


def _element(text: str, read: Callable[[str, "ParseConfig"], "GS1ElementString"]) -> "GS1ElementString":
    from biip import ParseConfig, ParseError

    try:
        return read(text, ParseConfig(gs1_element_strings_verify_date=False))
    except ParseError as why:
        is_date = text[:2] in _DATES and text[2:8].isdigit() and len(text[2:8]) == len("YYMMDD")
        raise Gs1Error(str(why), Flaw.DATE if is_date else Flaw.GS1) from None


def _extract(text: str, config: "ParseConfig") -> "GS1ElementString":
    from biip.gs1_element_strings import GS1ElementString

    return GS1ElementString.extract(text, config=config)


def _whole(text: str, config: "ParseConfig") -> "GS1ElementString":
    from biip.gs1_element_strings import GS1ElementString

    return GS1ElementString.parse(text, config=config)


def _checked(found: list["GS1ElementString"]) -> Gs1:
    elements: dict[str, str] = {}
    for element in found:
        ai, value = element.ai.ai, element.value
        if elements.setdefault(ai, value) != value:
            raise Gs1Error(f"AI ({ai}) stands twice, as {elements[ai]!r} and {value!r}")
        _check(ai, value, element.date)
    both = next((pair for pair in _CONTRADICTORY if pair <= elements.keys()), None)
    if both or not elements:
        raise Gs1Error(f"AIs {sorted(both)} exclude each other" if both else "no GS1 element follows")
    dates = {element.ai.ai: element.date for element in found if element.date}
    return Gs1(elements, dates)


def _check(ai: str, value: str, day: date | None) -> None:
    digits = value[: _CHECKED.get(ai, 0)]
    if digits and not has_check_digit(digits):
        raise Gs1Error(f"the check digit of AI ({ai}) {digits} is wrong", Flaw.CHECK_DIGIT)
    if ai in _DATES and day is None:
        raise Gs1Error(f"AI ({ai}) {value} is no date", Flaw.DATE)
