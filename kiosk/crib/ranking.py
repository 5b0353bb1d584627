"""ABC classes: how closely each product is watched, by what a year of its use costs, and by its risk."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from math import lcm

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
    use = use_per_day(used, known_days, YEAR_DAYS)
    return Yearly(product.code, use and use * (YEAR_DAYS * unit_cents), bool(product.risk), lent)


def classes(lines: Iterable[Yearly], *, a_percent: int = 80, b_percent: int = 95) -> dict[ProductCode, Class]:
    """The class of each product, by cumulated value from the dearest down; what is lent is among its like.

    A product belongs to the class in which its share of the whole begins: the first is always an A, and one
    that is not used at all a C. Products of one value follow each other by code.
    """
    every = list(lines)
    unit = lcm(*(line.value_cents.denominator for line in every))  # in which all are whole numbers
    found: dict[ProductCode, Class] = {}
    for lent in (True, False):
        ranked = sorted(
            (-line.value_cents.numerator * (unit // line.value_cents.denominator), line.product, line.risk)
            for line in every
            if line.lent is lent
        )
        start, whole = 0, sum(-value for value, *_ in ranked)
        for value, product, risk in ranked:
            share = Class.A if start * 100 < whole * a_percent else Class.B
            share = share if value and start * 100 < whole * b_percent else Class.C
            found[product] = share.raised if risk else share
            start -= value
    return found
