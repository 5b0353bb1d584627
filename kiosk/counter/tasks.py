"""Tasks: what a keeper is busy with over many scans. Each kind has a module of its own."""

from msgspec import Struct


class Counting(Struct, frozen=True, tag=True):
    """A count that is open at the counter."""

    count: str = ""
    """Its code; empty until a place was scanned."""
    unit: str = ""
    """The product whose pieces are being counted just now."""
    quantity: int = 0


class Receiving(Struct, frozen=True, tag=True):
    """A delivery that is being put away."""

    delivery: str = ""
    """Its code; empty for one that nobody expected."""
    product: str = ""
    asset: str = ""
    quantity: int = 0


Task = Counting | Receiving
