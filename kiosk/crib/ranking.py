"""ABC classes: how closely each product is watched, by what a year of its use costs, and by its risk."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from msgspec import Struct

from kiosk.crib.names import ProductCode
from kiosk.crib.products import Product
from kiosk.crib.replenishment import use_per_day

YEAR_DAYS = 365
"""Days over which yearly use is taken."""


class Class(StrEnum):
    """How closely a product is watched: by what its yearly use costs, and its risk."""

    A = "A"
    B = "B"
    C = "C"

    @property
    def raised(self) -> "Class":
        """One class up."""
        return Class.B if self is Class.C else Class.A


class Yearly(Struct, frozen=True):
    """A year's use of a product."""

    product: ProductCode
    value_cents: Fraction
    """Use times cost."""
    risk: bool = False
    """Whether the product was flagged: one class up."""
    lent: bool = False
    """Its use is how often it was taken, not what was used up."""


def yearly(product: Product, *, used: int, known_days: int, unit_cents: int, lent: bool) -> Yearly:
    """A year's use: of what is ``lent`` the takes of a year, of what is consumed the pieces."""
    use = use_per_day(used, known_days, YEAR_DAYS) * YEAR_DAYS
    return Yearly(product.code, use * unit_cents, bool(product.risk), lent)


def classes(lines: Iterable[Yearly], *, a_percent: int = 80, b_percent: int = 95) -> dict[ProductCode, Class]:
    """The class of each product, by cumulated value from the dearest down; what is lent is among its like.

    A product belongs to the class in which its share of the whole begins: the first is always an A, and one
    that is not used at all a C. Products of one value follow each other by code.
    """
    every = sorted(lines, key=lambda line: (-line.value_cents, line.product))
    found: dict[ProductCode, Class] = {}
    for lent in (True, False):
        ranked = [line for line in every if line.lent is lent]
        whole = sum((line.value_cents for line in ranked), Fraction(0))
        starts = accumulate((line.value_cents for line in ranked), initial=Fraction(0))
        found |= _ranks(ranked, starts, whole * a_percent / 100, whole * b_percent / 100)
    return found


def _ranks(
    ranked: list[Yearly], starts: Iterator[Fraction], a_ends: Fraction, b_ends: Fraction
) -> Iterator[tuple[ProductCode, Class]]:
    for line, start in zip(ranked, starts, strict=False):
        found = Class.A if start < a_ends else Class.B if start < b_ends else Class.C
        if not line.value_cents:
            found = Class.C
        yield line.product, found.raised if line.risk else found
