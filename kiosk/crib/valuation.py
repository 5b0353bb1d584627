"""Value: what an asset is worth on a day. One function, so that no two pages can disagree.

All money is whole cents.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from kiosk.crib.products import Asset, Category, Product

_YEAR = 12
_DOUBLE = 2


def share(cents: int, part: int, whole: int) -> int:
    """``part`` of ``whole`` (> 0) of an amount, rounded half up."""
    return (2 * cents * part + whole) // (2 * whole)


class Depreciation(StrEnum):
    """How an asset loses its value."""

    NONE = "none"
    """It keeps its cost."""
    STRAIGHT_LINE = "straight-line"
    """The same every month of its life."""
    DECLINING = "declining"
    """Double declining balance: each year twice the straight-line rate of what is left, or the straight line
    over the rest of its life as soon as that is more; it reaches its residual, and never goes below."""


class FixedAsset(Struct, frozen=True):
    """What the value of an asset follows from."""

    cost_cents: int
    bought: date
    life_months: int = 0
    """Useful life; 0 where it keeps its cost."""
    residual_cents: int = 0
    """What is left of it at the end of its life; its cost at most."""
    method: Depreciation = Depreciation.NONE


def fixed_asset(asset: Asset, product: Product, category: Category, received: date) -> FixedAsset:
    """What an asset's value follows from: its own cost, or its product's; its day, or its receipt's."""
    cost = asset.cost_cents if asset.cost_cents >= 0 else product.cost_cents
    return FixedAsset(
        cost,
        asset.bought or received,
        category.life_months,
        share(cost, category.residual_pct, 100),
        Depreciation(category.depreciation),
    )


def book_value(asset: FixedAsset, on: date) -> int:
    """What an asset is worth at the end of a day, in cents: 0 before it was bought, its cost on that day.

    It loses value with each whole month since: IAS 16.50 asks for a systematic allocation over the useful
    life, the life is told in months, and every year has as many of them. Each charge is the difference of two
    book values, so all of them add up to cost less residual, exactly.
    """
    if on < asset.bought:
        return 0
    value, left = asset.cost_cents, _months(asset.bought, on)
    for months, loss in _spans(asset):
        value -= share(loss, min(left, months), months)
        left = max(left - months, 0)
    return value


def _months(since: date, on: date) -> int:
    """Whole months from one day to another; a month's last day completes what began on a later one."""
    last = monthrange(on.year, on.month)[1]
    months = (on.year - since.year) * _YEAR + on.month - since.month
    return months - (on.day < min(since.day, last))


def _spans(asset: FixedAsset) -> Iterator[tuple[int, int]]:
    """Months of its life, one after another, and what it loses evenly in them."""
    value, left, life = asset.cost_cents, asset.life_months, asset.life_months
    residual = min(asset.residual_cents, value)
    if asset.method is Depreciation.NONE:
        return
    while left > 0:
        declines = asset.method is Depreciation.DECLINING
        months = min(_YEAR, left) if declines else left
        straight = share(value - residual, months, left)
        loss = max(straight, share(value, _DOUBLE * months, life)) if declines else straight
        loss = min(loss, value - residual)
        yield months, loss
        value, left = value - loss, left - months
