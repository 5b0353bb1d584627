"""Commands of receiving, and how an expected delivery stands."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kiosk.crib.names import NOBODY, AssetCode, BinCode, LotCode, ProductCode, WorkerId
from kiosk.crib.products import Category, Product
from kiosk.crib.states import AssetState
from kiosk.crib.transferring import ReceiveTransfer


class Expected(Struct, frozen=True, omit_defaults=True):
    """One line of an expected delivery: pieces of a product, by lot, or one asset that is a draft still."""

    product: ProductCode = ProductCode("")
    """Of an asset, its own: may be left out."""
    quantity: int = 1
    lot: LotCode = LotCode("")
    expires: date | None = None
    """Last good day of the lot."""
    cost_cents: int = 0
    """Of one unit; 0 leaves it to the catalogue."""
    asset: AssetCode = AssetCode("")


class ExpectDelivery(Struct, frozen=True, tag=True):
    """Expect a delivery with these lines; said again, the lines are these from now on."""

    delivery: str
    lines: tuple[Expected, ...]
    supplier: str = ""
    worker: WorkerId = NOBODY


class CloseDelivery(Struct, frozen=True, tag=True):
    """Expect nothing more of a delivery."""

    delivery: str
    note: str = ""
    worker: WorkerId = NOBODY


class ReceiveStock(Struct, frozen=True, tag=True):
    """Put ``quantity`` > 0 pieces that came into a bin."""

    product: ProductCode
    bin: BinCode
    quantity: int
    worker: WorkerId
    delivery: str = ""
    """Empty: nobody expected it."""
    lot: LotCode = LotCode("")
    """Empty: of the one lot that is expected."""
    over: bool = False
    """More came than was expected, and that was asked about."""
    transfer: str = ""
    """Of another site, instead of a delivery: ``A/T1``."""
    expires: date | None = None
    """The last good day on the maker's label; None: as the delivery's list has it."""


class ReceiveAsset(Struct, frozen=True, tag=True):
    """Put an asset that came into a bin, its home from now on: a draft, or a tag that is new."""

    asset: AssetCode
    bin: BinCode
    worker: WorkerId
    delivery: str = ""
    product: ProductCode = ProductCode("")
    """Of a new tag: what it is one of."""
    over: bool = False


Receiving = ExpectDelivery | CloseDelivery | ReceiveStock | ReceiveAsset


class Progress(StrEnum):
    """How far a delivery has come."""

    OPEN = "open"
    """Nothing of it was received."""
    PARTIAL = "partial"
    CLOSED = "closed"
    """All of it was received, or the rest is expected no longer."""


class Match(StrEnum):
    """How a line of a delivery compares with what was received."""

    OPEN = "open"
    SHORT = "short"
    MATCHED = "matched"
    OVER = "over"
    UNEXPECTED = "unexpected"


class Line(Struct, frozen=True):
    """What was expected on one line of a delivery, and what was received."""

    product: ProductCode
    expected: int
    received: int = 0
    lot: LotCode = LotCode("")
    expires: date | None = None
    cost_cents: int = 0
    asset: AssetCode = AssetCode("")

    @property
    def left(self) -> int:
        """Pieces that are still to come."""
        return max(0, self.expected - self.received)

    @property
    def match(self) -> Match:
        """How what was received compares with what was expected."""
        if not self.expected:
            return Match.UNEXPECTED
        if self.received > self.expected:
            return Match.OVER
        if self.left:
            return Match.SHORT if self.received else Match.OPEN
        return Match.MATCHED


class DeliveryState(Struct, frozen=True):
    """An expected delivery."""

    code: str
    supplier: str = ""
    lines: tuple[Line, ...] = ()
    closed: bool = False
    """The rest is expected no longer."""

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        if self.closed or not any(line.left for line in self.lines):
            return Progress.CLOSED
        return Progress.PARTIAL if any(line.received for line in self.lines) else Progress.OPEN

    def lines_of(self, product: ProductCode, lot: str = "") -> tuple[Line, ...]:
        """The expected lines of a product in pieces; with a lot, those of that lot, or of none."""
        mine = [line for line in self.lines if line.expected and line.product == product and not line.asset]
        return tuple(line for line in mine if not lot or line.lot in (lot, ""))

    def line_of(self, asset: AssetCode) -> Line | None:
        """The line that names an asset."""
        return next((line for line in self.lines if line.expected and line.asset == asset), None)


class Arriving(Struct, frozen=True):
    """What is to be known before something is expected, or received."""

    delivery: DeliveryState | None = None
    owner: str = ""
    """What the delivery's code, or the new tag, stands for already, e.g. ``asset TW-01``."""
    products: dict[str, tuple[Product, Category]] = {}
    """By code, those that the command names or means."""
    assets: dict[str, AssetState] = {}
    """By code, those that the command names."""
    bin_known: bool = False
    kept_in: tuple[ProductCode, ...] = ()
    """What is kept in that bin in pieces, or was last where it is empty."""
    better: BinCode = BinCode("")
    """A bin that the product is kept in; empty for none."""
    transfer: ReceiveTransfer | None = None
    """How another site's transfer is received that the thing is on its way by."""
