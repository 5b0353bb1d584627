"""States: how one thing of the crib stands at the moment of a decision."""

from datetime import date, datetime

from msgspec import Struct

from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BinCode,
    HoldCode,
    JobCode,
    LotCode,
    Method,
    ProductCode,
    WorkerId,
)
from kiosk.crib.places import WITH_SOMEBODY, Place, PlaceKind
from kiosk.crib.products import Asset, Category, Done, DueRule, Kit, Product, method_of, valid_through


class Note(Struct, frozen=True):
    """What somebody left to be read at the next scan of an asset."""

    text: str
    worker: WorkerId
    """Who wrote it; empty where nobody was signed in."""
    at: datetime


class AssetState(Struct, frozen=True, repr_omit_defaults=True):
    """An asset, and where it is now."""

    asset: Asset
    product: Product
    category: Category
    place: Place
    since: datetime | None = None
    """When it came to its holder."""
    due: datetime | None = None
    """When its holder is to bring it back."""
    uses: int = 0
    """How often it was taken."""
    done: tuple[Done, ...] = ()
    """When its due rules other than the calibration were last seen to."""
    missing: bool = False
    """Somebody did not find it where it should be."""
    unconfirmed: bool = False
    """It is controlled, and came back without a badge."""
    locked: bool = False
    """Its home bin is in a locked cabinet."""
    noted: Note | None = None
    """The note that a worker left on it."""
    out_s: int = 0
    """Seconds that it was with somebody, in loans that ended."""

    @property
    def notes(self) -> tuple[str, ...]:
        """All that is to be read at its next scan: what the keeper keeps with it, what a worker left."""
        left = self.noted.text if self.noted else ""
        return tuple(text for text in (self.asset.note, left) if text)

    @property
    def is_in(self) -> bool:
        """Whether it is in a bin."""
        return self.place.kind is PlaceKind.BIN

    @property
    def is_in_use(self) -> bool:
        """Whether a person, job or station has it."""
        return self.place.kind in WITH_SOMEBODY

    @property
    def holder(self) -> WorkerId:
        """Who has it; empty where nobody does."""
        return WorkerId(self.place.code if self.place.kind is PlaceKind.HOLDER else "")

    @property
    def valid_through(self) -> date | None:
        """Last day it is fit by its rules; None where it has none, date.min where one was never done."""
        ends = [end for rule in self.category.rules if (end := self.through(rule)) is not None]
        return min(ends, default=None)

    @property
    def day_ends(self) -> date | None:
        """Last day it is fit, were it not for how often it was taken; None where no rule has days."""
        rules = [rule for rule in self.category.rules if rule.days]
        ends = [valid_through(last.day if (last := self._last(rule)) else None, rule.days) for rule in rules]
        return min((end for end in ends if end), default=None)

    def through(self, rule: DueRule) -> date | None:
        """Last valid day of one rule; date.min where its uses are up, or it was never done."""
        last = self._last(rule)
        if rule.uses and self.uses - (last.uses if last else 0) >= rule.uses:
            return date.min
        return valid_through(last.day if last else None, rule.days)

    def _last(self, rule: DueRule) -> Done | None:
        if rule.name == "calibration" and self.asset.calibrated:
            return Done(rule.name, self.asset.calibrated)
        return next((done for done in self.done if done.rule == rule.name), None)


class LotState(Struct, frozen=True):
    """Pieces of one lot in one bin."""

    bin: BinCode
    quantity: int
    lot: LotCode = LotCode("")
    received: date | None = None
    expires: date | None = None
    """Its last good day."""


class Drawn(Struct, frozen=True):
    """Pieces of a consumable that a worker took and did not put back."""

    quantity: int
    at: datetime
    lot: LotCode = LotCode("")
    job: JobCode = JobCode("")
    station: str = ""


class Loan(Struct, frozen=True):
    """Pieces of a pool that somebody has."""

    quantity: int
    place: Place
    since: datetime
    due: datetime
    job: JobCode = JobCode("")


class StockState(Struct, frozen=True):
    """A product's stock, as a scan of it or of its bin finds it, and what the worker has of it."""

    product: Product
    category: Category
    bin: BinCode
    """The bin it is taken from; empty where the product is in no bin."""
    on_hand: int
    """Pieces in that bin."""
    lots: tuple[LotState, ...] = ()
    """Every lot of the product in any bin of the site."""
    drawn: tuple[Drawn, ...] = ()
    """What the worker took of a consumable, newest first."""
    loans: tuple[Loan, ...] = ()
    """What the worker has of a pool, newest first."""
    locked: bool = False
    """The bin is in a locked cabinet."""

    @property
    def method(self) -> Method:
        """Which lot is to go first."""
        return method_of(self.product, self.category)

    @property
    def taken(self) -> int:
        """Pieces that the worker could put back."""
        return sum(each.quantity for each in self.mine)

    @property
    def mine(self) -> tuple[Drawn | Loan, ...]:
        """What the worker has, or took, of it, newest first."""
        return self.loans or self.drawn


class KitState(Struct, frozen=True):
    """A kit and the assets it consists of."""

    kit: Kit
    assets: tuple[AssetState, ...]


class Hold(Struct, frozen=True):
    """A reservation of a product, or one asset of it, for a person or job, from ``start`` until ``until``."""

    code: HoldCode
    product: ProductCode
    quantity: int
    start: datetime
    until: datetime
    worker: WorkerId = NOBODY
    job: JobCode = JobCode("")
    asset: AssetCode = AssetCode("")
    picked: int = 0
    """Pieces picked up already."""

    @property
    def open(self) -> int:
        """Pieces not picked up yet."""
        return self.quantity - self.picked

    def is_for(self, worker: WorkerId, job: JobCode) -> bool:
        """Whether this worker, or what she does for this job, may pick it up."""
        return bool((self.worker and self.worker == worker) or (self.job and self.job == job))


class Elsewhere(Struct, frozen=True):
    """What another site was last known to have free of a product."""

    site: str
    available: int
    at: datetime
    """When that was so, by that site's journal."""
