"""What a site had on a day, and what it cost: one fold of the journal for every report of value."""

from datetime import UTC, date, datetime

from msgspec import Struct

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.costing import Costing, Flow, StockFigures, StockLedger
from kiosk.crib.places import PlaceKind
from kiosk.crib.products import Product
from kiosk.crib.ranking import YEAR_DAYS
from kiosk.crib.valuation import FixedAsset, book_value, fixed_asset
from kiosk.store.as_of import Catalogue, Crossing, Day, catalogue, crossings, last_entry
from kiosk.store.database import Database
from kiosk.store.entry import Position

_YEAR_S = YEAR_DAYS * 86_400


class Owned(Struct, frozen=True):
    """A tagged asset that was the site's."""

    code: str
    product: Product
    fixed: FixedAsset
    value_cents: int


class Holdings(Struct, frozen=True):
    """All that had a value at the end of a day."""

    upto: Position
    known: Catalogue
    paid: dict[str, int]
    """What suppliers were paid last for a piece of each product, where that was said."""
    stock: dict[str, StockFigures]
    """By product; use and mean are of the year to that day."""
    assets: list[Owned]
    """In order of code."""


def holdings(db: Database, day: Day) -> Holdings:
    """What was there, from the journal alone.

    Raises:
        StoreError: the database cannot be read.
    """
    upto = last_entry(db, day)
    fold = _Fold(catalogue(db, upto), day)
    for crossing in crossings(db, upto):
        fold.follow(crossing)
    stock = {code: ledger.figures(day.end_s) for code, ledger in fold.stock.items()}
    return Holdings(upto, fold.known, fold.paid, stock, [fold.owned(code) for code in sorted(fold.ours)])


class _Fold:
    """Follows crossings in the journal's order."""

    def __init__(self, known: Catalogue, day: Day) -> None:
        self.known = known
        self.paid: dict[str, int] = {}
        self.stock: dict[str, StockLedger] = {}
        self.ours: set[str] = set()
        self._received: dict[str, date] = {}
        self._day = day

    def follow(self, crossing: Crossing) -> None:
        if crossing.body.asset:
            self._follow_asset(crossing)
        else:
            self._ledger(crossing.body.product).post(self._flow(crossing))

    def _follow_asset(self, crossing: Crossing) -> None:
        code = crossing.body.asset
        if crossing.source is PlaceKind.SUPPLIER:
            at = datetime.fromtimestamp(crossing.at_s, UTC)
            self._received[code] = at.astimezone(self._day.zone).date()
        change = self.ours.discard if crossing.destination in NOT_OURS else self.ours.add
        change(code)

    def _ledger(self, product: str) -> StockLedger:
        """That day's costing is taken for all before it too, as IAS 8.22 asks where a policy is changed."""
        if product not in self.stock:
            category = self.known.categories[self.known.products[product].category]
            self.stock[product] = StockLedger(Costing(category.costing), self._day.end_s - _YEAR_S)
        return self.stock[product]

    def _flow(self, crossing: Crossing) -> Flow:
        body, ends = crossing.body, (crossing.source, crossing.destination)
        whose = (crossing.actor, getattr(body, "job", "")) if PlaceKind.CONSUMED in ends else ()
        cost = getattr(body, "cost_cents", 0)
        if cost:
            self.paid[body.product] = cost
        cost = cost or self.known.products[body.product].cost_cents
        return Flow(crossing.at_s, body.quantity, *ends, cost, "\n".join((body.lot, *whose)))

    def owned(self, code: str) -> Owned:
        asset = self.known.assets[code]
        product = self.known.products[asset.product]
        category = self.known.categories[product.category]
        fixed = fixed_asset(asset, product, category, self._received[code])
        return Owned(code, product, fixed, book_value(fixed, self._day.day))
