"""Cells: from the text of one to its value, exactly, or a sentence that says what to write instead.

Money is whole cents, durations whole seconds, days ISO 8601: nothing is guessed, nothing is rounded.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar
from unicodedata import category

DAY_S = 86_400
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": DAY_S}
_LONGEST_DAYS = 3650
_YEARS = range(1970, 2100)
_SHORTENED = re.compile(r"-?\d+([.,]\d+)?[eE][+-]\d+", re.ASCII)
_POINT_ZERO = re.compile(r"\d+[.,]0+", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", re.ASCII)

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")
Reader = Callable[[str], Value]
"""Reads a cell; raises CellError."""


class CellError(ValueError):
    """The text is no such value; the sentence goes on after it: ``is not a day. Write …``."""


def code(text: str) -> str:
    """A code that people read and scan, or a serial number; not one that a spreadsheet took for a number."""
    if _SHORTENED.fullmatch(text):
        raise CellError(
            "is a number that a spreadsheet shortened; its last digits are lost. "
            "Make the column text in the spreadsheet, type the code again and export again."
        )
    if _POINT_ZERO.fullmatch(text):
        raise CellError(
            "is a code that a spreadsheet took for a number. Make the column text, "
            "write the code without the part after the point, and export again."
        )
    if not text.isprintable():
        raise CellError("holds a line end or another control character. Remove it.")
    return text


def words(text: str) -> str:
    """A name: line ends and repeated spaces inside it are one space each."""
    name = " ".join(text.split())
    if any(category(sign) == "Cc" for sign in name):
        raise CellError("holds a control character. Remove it.")
    return name


def duration(text: str) -> int:
    """Seconds, from ``90s``, ``15m``, ``8h`` or ``2d``."""
    found = re.fullmatch(r"(\d{1,9})\s?([smhd])", text.lower(), re.ASCII)
    if not found:
        raise CellError("is not a duration. Write a number and s, m, h or d, such as 90s, 15m, 8h or 2d.")
    seconds = int(found[1]) * _UNITS[found[2]]
    if seconds > _LONGEST_DAYS * DAY_S:
        raise CellError(f"is too long. Write {_LONGEST_DAYS}d or less.")
    return seconds


def seconds(text: str) -> int:
    """Seconds, from a duration or a bare number."""
    return duration(text if not re.fullmatch(r"\d+", text, re.ASCII) else f"{text}s")


def days(text: str) -> int:
    """Whole days, from a duration."""
    whole, rest = divmod(duration(text), DAY_S)
    if rest:
        raise CellError("is not whole days. Write a number and d, such as 365d.")
    return whole


def lasting(seconds: int) -> str:
    """Seconds as people write them: the largest unit that divides them."""
    unit = next(unit for unit in "dhms" if seconds % _UNITS[unit] == 0 and (seconds or unit == "s"))
    return f"{seconds // _UNITS[unit]}{unit}"


def cents(text: str) -> int:
    """Whole cents, from ``189``, ``189.00`` or ``189,00``."""
    found = re.fullmatch(r"(\d{1,9})(?:[.,](\d{1,2}))?", text, re.ASCII)
    if not found:
        raise CellError("is not a price. Write it as 1234.50, without currency or signs between thousands.")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def number(text: str) -> int:
    """A whole number from 0."""
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise CellError("is not a whole number. Write digits only, such as 24.")
    return int(text)


def day(text: str) -> date:
    """A day, from ISO 8601 only: 3/10/26 means two days to two people."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        found = None
    if found is None:
        raise CellError(f"is not a day. {_write_day(text)}")
    if found.year not in _YEARS:
        raise CellError(f"is not from {_YEARS[0]} to {_YEARS[-1]}. Check the year.")
    return found


def _write_day(text: str) -> str:
    dotted = _DOTTED.fullmatch(text)
    try:
        year = int(dotted[3]) + (2000 if len(dotted[3]) == 2 else 0) if dotted else 0
        return f"Write it as {date(year, int(dotted[2]), int(dotted[1]))}." if dotted else _ANY_DAY
    except ValueError:
        return _ANY_DAY


_ANY_DAY = "Write year, month, day, such as 2026-10-03."


def yes(text: str) -> bool:
    """True or false, from yes or no."""
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in answers:
        raise CellError("is neither yes nor no. Write one of them.")
    return answers[text.lower()]


def flag(text: str) -> int:
    """1 or 0, from yes or no."""
    return int(yes(text))


def choice(choices: type[Choice]) -> Callable[[str], Choice]:
    """A reader of one of these words, in any case."""

    def read(text: str) -> Choice:
        known = {one.value: one for one in choices if one.value}
        if text.lower() not in known:
            raise CellError(f"is not a choice. Write one of {', '.join(known)}.")
        return known[text.lower()]

    return read
