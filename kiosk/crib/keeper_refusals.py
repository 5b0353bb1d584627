"""Refusals of the keeper's work: what is received, defined, kept or sent does not fit."""

from datetime import date
from typing import ClassVar

from msgspec import Struct

from kiosk.crib.names import BinCode, ProductCode
from kiosk.crib.refusals import Refusal


class WrongBin(Refusal, frozen=True):
    """The bin is kept for another product in pieces: nobody would notice before the wrong thing is taken."""

    reason: ClassVar[str] = "wrong-bin"
    bin: BinCode
    product: ProductCode
    """What was to be put in."""
    keeps: ProductCode
    """What the bin is for."""
    better: BinCode = BinCode("")
    """A bin for it; empty for none."""


class OverDelivered(Refusal, frozen=True):
    """More came than was expected: whoever receives it is asked."""

    reason: ClassVar[str] = "over-delivered"
    delivery: str
    product: ProductCode
    expected: int
    came: int
    """In all, with these."""


class Flaw(Struct, frozen=True):
    """One thing wrong with one row of a definition."""

    row: int
    """Index into the command's things, from 0."""
    column: str
    value: str
    sentence: str
    """What is wrong and what to do next, in English; the screen looks it up in its catalogue."""
    values: dict[str, str | int] = {}
    """What its fields stand for, besides ``column`` and ``value``. ``owner`` is a kind and a code, as in
    ``bin C1-04``; ``field`` is a column."""

    @property
    def message(self) -> str:
        """The sentence with its fields filled in."""
        return self.sentence.format_map({"column": self.column, "value": self.value, **self.values})


def flaw(column: str, value: object, sentence: str, row: int = 0, **values: str | int) -> Flaw:
    """A flaw in these words."""
    return Flaw(row, column, str(value), sentence, values)


def range_flaw(column: str, value: int, least: int, most: int, row: int = 0) -> Flaw:
    """A number is not between two others."""
    return flaw(column, value, "{value} is not from {least} to {most}.", row, least=least, most=most)


def expired(day: date, today: date, row: int = 0) -> Flaw:
    """What comes is past its last good day."""
    return flaw("expires", day, "{value} is over; today is {today}. Do not accept it.", row, today=str(today))


class Unfit(Refusal, frozen=True):
    """A definition cannot be taken as it stands; nothing of it was."""

    reason: ClassVar[str] = "unfit"
    flaws: tuple[Flaw, ...]
