"""Refusals of the keeper's work: what is received, defined, kept or sent does not fit."""

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
    message: str


class Unfit(Refusal, frozen=True):
    """A definition cannot be taken as it stands; nothing of it was."""

    reason: ClassVar[str] = "unfit"
    flaws: tuple[Flaw, ...]
