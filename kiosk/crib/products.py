"""What a crib holds and who uses it: the catalogue's values, and the state of one thing in it."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CabinetCode,
    CategoryCode,
    Kind,
    ProductCode,
    Role,
    WorkerId,
)
from kiosk.crib.places import Place, PlaceKind


class Category(Struct, frozen=True):
    """The template of its products' rules."""

    code: CategoryCode
    kind: Kind
    name: str = ""
    loan_s: int = 0
    """How long a loan lasts, in seconds; 0 takes the policy's."""
    calibration_days: int = 0
    """Days a calibration is valid; 0 where none is asked for."""


class Product(Struct, frozen=True):
    """A catalogue line."""

    code: ProductCode
    name: str
    category: CategoryCode
    unit: str = "each"
    pack: int = 1
    """Pieces in one unit, for the screen's words only: quantities count units."""
    barcode: str = ""
    """The maker's code, scanned instead of our own."""
    cost_cents: int = 0
    reorder: int = -1
    """Low at or below this many available; -1 where never low."""


class Bin(Struct, frozen=True):
    """A labelled place in a cabinet, or in none."""

    code: BinCode
    name: str = ""
    cabinet: CabinetCode = CabinetCode("")


class Asset(Struct, frozen=True):
    """One tagged individual of a serialized product."""

    code: AssetCode
    product: ProductCode
    bin: BinCode
    """Home bin, where it is returned to."""
    serial: str = ""
    barcode: str = ""
    """A second code on the thing, such as its old asset number."""
    calibrated: date | None = None
    """Day of the last calibration."""


class Worker(Struct, frozen=True):
    """A person as the rules see one: no name, no number."""

    id: WorkerId
    role: Role = Role.WORKER
    active: bool = True


class AssetState(Struct, frozen=True):
    """An asset, and where it is now."""

    asset: Asset
    product: Product
    category: Category
    place: Place
    since: datetime | None = None
    """When it came to its holder."""
    due: datetime | None = None
    """When its holder is to bring it back."""

    @property
    def is_in(self) -> bool:
        """Whether it is in a bin."""
        return self.place.kind is PlaceKind.BIN

    @property
    def holder(self) -> WorkerId:
        """Who has it; empty where nobody does."""
        return WorkerId(self.place.code if self.place.kind is PlaceKind.HOLDER else "")

    @property
    def valid_through(self) -> date | None:
        """Last day its calibration is valid; None where none is asked for, date.min where none was made."""
        return valid_through(self.asset.calibrated, self.category.calibration_days)


def valid_through(calibrated: date | None, days: int) -> date | None:
    """Last day of a calibration that holds for so many days; None and date.min as for an AssetState."""
    if not days:
        return None
    return date.min if calibrated is None else calibrated + timedelta(days=days)


class StockState(Struct, frozen=True):
    """A product's stock in one bin, and what one worker has taken of it."""

    product: Product
    category: Category
    bin: BinCode
    """Empty where the product is in no bin."""
    on_hand: int
    taken: int = 0
    """Net pieces of the product that the acting worker took and did not put back."""
