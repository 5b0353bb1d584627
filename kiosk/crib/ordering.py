"""Commands of replenishment: what was ordered, and a look at what time has changed."""

from datetime import date

from msgspec import Struct

from kiosk.crib.names import NOBODY, ProductCode, WorkerId


class PlaceOrder(Struct, frozen=True, tag=True):
    """Note that ``quantity`` > 0 units were ordered, so that they are not ordered again."""

    product: ProductCode
    quantity: int
    order: str
    """The order's code; the same order may name several products, and a product again."""
    expected: date | None = None
    """The day it should arrive; None takes the product's lead time, where it has one."""
    supplier: str = ""
    """Empty takes the product's."""
    worker: WorkerId = NOBODY


class CancelOrder(Struct, frozen=True, tag=True):
    """Expect no longer what is missing of a product on an order."""

    order: str
    product: ProductCode
    worker: WorkerId = NOBODY


class Review(Struct, frozen=True, tag=True):
    """Judge anew what time alone changes: holds that begin and end make low, or not; shifts end."""

    day_began: bool = True
    """Look also at what ends with a day: lots, calibrations and the like."""


Ordering = PlaceOrder | CancelOrder | Review
