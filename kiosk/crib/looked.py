"""What somebody looks at: things as they stand, read from the store, for the counter to put into words."""

from datetime import date, datetime

from msgspec import Struct

from kiosk.crib.availability import Counts
from kiosk.crib.handing import Denial
from kiosk.crib.names import WorkerId
from kiosk.crib.products import Bin, Kit, Product
from kiosk.crib.states import AssetState, Elsewhere, Hold, Loan
from kiosk.crib.status import Status


class OfProduct(Struct, frozen=True):
    """A product with its figures here."""

    product: Product
    counts: Counts
    bins: tuple[str, ...] = ()
    """Where it lies, the first few."""
    elsewhere: tuple[Elsewhere, ...] = ()


class OfAsset(Struct, frozen=True):
    """An asset and its status."""

    asset: AssetState
    status: Status


class OfLoan(Struct, frozen=True):
    """Pieces of a pool that are out."""

    product: Product
    loan: Loan


class OfHold(Struct, frozen=True):
    """Something that is reserved."""

    product: Product
    hold: Hold
    short: int = 0
    """Pieces that will be missing, as things are."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """What other sites have of it, where it is short."""


class OfLow(Struct, frozen=True):
    """A product that is low."""

    product: Product
    available: int
    point: int


class OfKit(Struct, frozen=True):
    """A kit, and whether all of it is in."""

    kit: Kit
    whole: bool


class OfBin(Struct, frozen=True):
    """A bin."""

    bin: Bin


class OfSite(Struct, frozen=True):
    """What another site has of a product that this one has never had."""

    product: str
    elsewhere: tuple[Elsewhere, ...]


Row = OfProduct | OfAsset | OfLoan | OfHold | OfLow | OfKit | OfBin | OfSite


class Looked(Struct, frozen=True):
    """A list, and the names of the people in it as whoever looks may see them."""

    rows: tuple[Row, ...] = ()
    more: int = 0
    """How many there are beyond these; -1 where nobody counted them."""
    names: dict[WorkerId, str] = {}


class Share(Struct, frozen=True):
    """One share of a figure: an entry's, or what is so at the moment."""

    share: int
    text: str
    """The entry's type; else what is so: hold, excess or unfit."""
    at: datetime | None = None
    by: WorkerId = WorkerId("")
    code: str = ""
    """Of the asset, hold or bin."""


class Card(Struct, frozen=True):
    """All there is to know of one thing."""

    status: Status | None = None
    """Of an asset."""
    counted: date | None = None
    """When its bin was counted last."""
    job: str = ""
    """What an asset that is out was taken for."""
    next_back: datetime | None = None
    """When the first piece that is out is due."""
    rows: tuple[Row, ...] = ()
    """What is in it, or of it: a product's assets and bins, a bin's things."""
    more: int = 0
    bins: tuple[tuple[str, int], ...] = ()
    """Where a product lies, and how many of it."""
    elsewhere: tuple[Elsewhere, ...] = ()
    holders: tuple[WorkerId, ...] = ()
    """Of an asset that is set aside, missing or lost, for a keeper: who had it last, the latest first."""
    denials: tuple[Denial, ...] = ()
    """Of an asset, for a keeper: who denies that she gave it away."""
    shares: tuple[Share, ...] = ()
    """Of the figure that was opened, the newest first."""
    names: dict[WorkerId, str] = {}
