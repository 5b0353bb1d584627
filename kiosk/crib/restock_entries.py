"""The entries of replenishment: what is low, and what was ordered."""

from datetime import date

from kiosk.crib.body import Body
from kiosk.crib.names import ProductCode


class StockLow(Body, frozen=True, kw_only=True, tag="stock.low"):
    """A product fell to its reorder point at the entry's site: the one alert of this fall."""

    product: ProductCode
    available: int
    """What holds bind counts as gone."""
    threshold: int
    """The reorder point."""
    short: int = 0
    """Units under it."""


class StockRecovered(Body, frozen=True, kw_only=True, tag="stock.recovered"):
    """A product is low no longer: its alert is cleared."""

    product: ProductCode
    available: int
    threshold: int = -1
    """-1: it has no reorder point any more."""


class OrderPlaced(Body, frozen=True, kw_only=True, tag="order.placed"):
    """Units of a product were ordered, and are expected."""

    order: str
    product: ProductCode
    quantity: int
    expected: date | None = None
    supplier: str = ""


class OrderCanceled(Body, frozen=True, kw_only=True, tag="order.canceled"):
    """What was still missing of a product on an order is expected no longer."""

    order: str
    product: ProductCode
    quantity: int
