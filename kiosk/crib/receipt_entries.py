"""The entries of deliveries: what is expected, and what will not come any more.

What comes of one is told by ``asset.received`` and ``stock.received``, which name it.
"""

from kiosk.crib.body import Body
from kiosk.crib.receiving import Expected


class DeliveryExpected(Body, frozen=True, kw_only=True, tag="delivery.expected"):
    """A delivery is expected to hold these lines, and no others."""

    delivery: str
    lines: tuple[Expected, ...]
    supplier: str = ""


class DeliveryClosed(Body, frozen=True, kw_only=True, tag="delivery.closed"):
    """Nothing more is expected of a delivery."""

    delivery: str
    short: int = 0
    """Pieces that never came."""
    note: str = ""
