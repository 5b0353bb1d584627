"""Tasks: what a keeper is busy with over many scans. Each kind has a module of its own."""

from msgspec import Struct

from kiosk.crib.counting import Finding
from kiosk.crib.names import AssetCode, BinCode, LotCode, ProductCode


class Counting(Struct, frozen=True, tag=True):
    """A count that is open at the counter."""

    count: str = ""
    """Its code; empty until a place was scanned."""
    place: str = ""
    """What is counted."""
    bin: BinCode = BinCode("")
    """Where the keeper stands; empty where a cabinet, say, was scanned and no bin of it yet."""
    product: ProductCode = ProductCode("")
    """Whose pieces are to be told next."""
    name: str = ""
    """The product's."""
    lot: LotCode = LotCode("")
    again: bool = False
    """They were told once, and were not as expected."""
    found: AssetCode = AssetCode("")
    """The asset that was just seen out of place."""
    finding: Finding = Finding.FOUND
    waits: bool = False
    """It is signed, and waits for a second person."""


class Receiving(Struct, frozen=True, tag=True):
    """A delivery that is being put away."""

    offers: tuple[str, ...] = ()
    """Codes of the deliveries that are expected."""
    delivery: str = ""
    """The one that is put away; empty for what nobody expected."""
    product: ProductCode = ProductCode("")
    """What is in the keeper's hands."""
    name: str = ""
    """The product's."""
    tagged: bool = False
    """Whether its pieces are assets."""
    lot: LotCode = LotCode("")
    asset: AssetCode = AssetCode("")
    """The tag in the keeper's hands; one that is not known yet is of ``product``."""
    quantity: int = 0
    """Of pieces."""


Task = Counting | Receiving
