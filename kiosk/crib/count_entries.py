"""The entries of counting: what was looked for, what was seen, and what became of the books."""

from msgspec import Struct

from kiosk.crib.body import Body, Moved
from kiosk.crib.counting import Finding, Fix
from kiosk.crib.names import AssetCode, BinCode, LotCode, ProductCode, WorkerId


class CountOpened(Body, frozen=True, kw_only=True, tag="count.opened"):
    """A keeper began to count a place: a bin, or all bins of a shelf, cabinet or room."""

    count: str
    place: str


class CountResumed(Body, frozen=True, kw_only=True, tag="count.resumed"):
    """A keeper went on with a count that was open."""

    count: str
    place: str


class CountSeen(Body, frozen=True, kw_only=True, tag="count.seen"):
    """An asset, so many pieces of a product, or a code that means nothing, was seen in a counted place."""

    count: str
    finding: Finding
    bin: BinCode = BinCode("")
    """Where it was seen; empty where no bin was named."""
    asset: AssetCode = AssetCode("")
    place: str = ""
    """Of an asset: where the books had it."""
    product: ProductCode = ProductCode("")
    lot: LotCode = LotCode("")
    """Empty: the pieces of all lots."""
    quantity: int = 0
    expected: int = 0
    """Pieces that the books had in the bin at this moment, after all that moved while the count was open."""
    code: str = ""
    """One that means nothing."""


class CountFixed(Body, frozen=True, kw_only=True, tag="count.fixed"):
    """A finding was put right; where that moved something, the movement is an entry of its own."""

    count: str
    asset: AssetCode
    fix: Fix


class CountSigned(Body, frozen=True, kw_only=True, tag="count.signed"):
    """A count was signed whose variance needs a second person: until then it changes nothing."""

    count: str
    pieces: int
    value_cents: int


class CountCanceled(Body, frozen=True, kw_only=True, tag="count.canceled"):
    """A count was given up: the books stay as they were."""

    count: str
    note: str = ""


class StockCorrected(Moved, frozen=True, kw_only=True, tag="stock.corrected"):
    """The books follow what was counted."""

    count: str


class Difference(Struct, frozen=True, omit_defaults=True):
    """Pieces in a bin that are not as the books had them."""

    bin: BinCode
    product: ProductCode
    quantity: int
    expected: int
    lot: LotCode = LotCode("")


class CountClosed(Body, frozen=True, kw_only=True, tag="count.closed"):
    """A count was signed: what is missing is searched for, and quantities are as they were counted."""

    count: str
    place: str
    expected: int = 0
    """Assets that were to be there, but for those that moved meanwhile."""
    found: int = 0
    """Of these, how many were seen in their place."""
    missing: tuple[AssetCode, ...] = ()
    misplaced: tuple[AssetCode, ...] = ()
    """Seen here, belong elsewhere; not put right."""
    held: tuple[AssetCode, ...] = ()
    """Out, or lost, by the books, but seen here; not put right."""
    unknown: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    uncounted: tuple[str, ...] = ()
    """``bin product`` of stock that nobody counted; it stays as the books have it."""
    pieces: int = 0
    """Pieces more or less, all added up."""
    value_cents: int = 0
    """What these pieces cost."""
    signed: WorkerId = WorkerId("")
    second: WorkerId = WorkerId("")
    """Who signed after that, where the variance needed two."""
