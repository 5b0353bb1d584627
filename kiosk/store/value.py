"""Reports of quantities, value and depreciation at the end of a day; names are those of that day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.costing import StockFigures
from kiosk.crib.places import PlaceKind
from kiosk.crib.products import Product
from kiosk.crib.ranking import YEAR_DAYS, Class
from kiosk.crib.replenishment import days_of_cover, use_per_day
from kiosk.crib.valuation import share
from kiosk.store.as_of import Day, catalogue, last_entry, traffic
from kiosk.store.database import Database
from kiosk.store.holdings import Holdings, Owned, holdings
from kiosk.store.ranks import ranks
from kiosk.store.values import money

_DAY_S = 86_400
_NOTHING = StockFigures()


class QuantityRow(Struct, frozen=True):
    """Pieces of a product, by where they were; the last row is of all products, and has no code."""

    code: str
    name: str
    category: str
    on_hand: int
    """In bins."""
    out: int
    """With holders, jobs and stations, in service, or on their way to another site."""
    quarantined: int
    """In quarantine."""
    total: int


def report_quantities(db: Database, day: Day) -> list[QuantityRow]:
    """How much of each product there was, and where."""
    upto = last_entry(db, day)
    there: dict[str, Counter[PlaceKind]] = defaultdict(Counter)
    for moved in traffic(db, upto):
        there[moved.product][moved.source] -= moved.quantity
        there[moved.product][moved.destination] += moved.quantity
    products = sorted(catalogue(db, upto).products.items())
    found = (_quantities(code, known.name, known.category, there[code]) for code, known in products)
    rows = [row for row in found if row.total]
    sums = (sum(getattr(row, field) for row in rows) for field in QuantityRow.__struct_fields__[3:])
    return [*rows, QuantityRow("", "all products", "", *sums)] if rows else []


def _quantities(code: str, name: str, category: str, there: Counter[PlaceKind]) -> QuantityRow:
    total = sum(quantity for kind, quantity in there.items() if kind not in NOT_OURS)
    on_hand, quarantined = there[PlaceKind.BIN], there[PlaceKind.QUARANTINE]
    return QuantityRow(code, name, category, on_hand, total - on_hand - quarantined, quarantined, total)


class ValueRow(Struct, frozen=True):
    """What a product was worth; rows without a code are of a class, and of all products."""

    abc: str
    """Class; empty for all."""
    code: str
    name: str
    costing: str
    """``fifo``, ``lifo`` or ``average``; empty where there are only assets, which have a book value each."""
    quantity: int
    value: Decimal
    used: Decimal
    """Cost of what was consumed in the year to that day."""
    turns: Decimal | None
    """How often the year's mean value of stock was consumed, in tenths; None where it was nothing."""
    cover: int | None
    """How many days what is there lasts at the year's use; None where nothing is used."""


class _Line(Struct, frozen=True):
    """A product's stock and assets together."""

    code: str
    name: str
    costing: str
    figures: StockFigures
    assets: int
    assets_cents: int

    @property
    def cover(self) -> int | None:
        known_days = self.figures.period_s // _DAY_S
        per_day = use_per_day(self.figures.used, known_days, YEAR_DAYS)
        return days_of_cover(self.figures.quantity, per_day)


def report_value(db: Database, day: Day) -> list[ValueRow]:
    """What each product was worth, then each class, then all of them."""
    had = holdings(db, day)
    lines, rank_of = _lines(had), ranks(db, day, had)
    rows = [_value(rank_of[line.code], line.code, line.name, [line]) for line in lines]
    rows.sort(key=lambda row: (row.abc, row.code))
    for rank in Class:
        of_class = [line for line in lines if rank_of[line.code] is rank]
        rows += [_value(rank, "", f"class {rank}", of_class)] if of_class else []
    return [*rows, _value("", "", "all products", lines)] if rows else []


def _value(abc: str, code: str, name: str, lines: Sequence[_Line]) -> ValueRow:
    mean = sum(line.figures.mean_cents for line in lines)
    used = sum(line.figures.used_cents for line in lines)
    return ValueRow(
        abc=abc,
        code=code,
        name=name,
        costing=lines[0].costing if code else "",
        quantity=sum(line.figures.quantity + line.assets for line in lines),
        value=money(sum(line.figures.value_cents + line.assets_cents for line in lines)),
        used=money(used),
        turns=Decimal(share(10, used, mean)).scaleb(-1) if mean else None,
        cover=lines[0].cover if code else None,
    )


def _lines(had: Holdings) -> list[_Line]:
    assets: dict[str, list[int]] = defaultdict(list)
    for owned in had.assets:
        assets[owned.product.code].append(owned.value_cents)
    lines = (_line(had, product, assets[code]) for code, product in sorted(had.known.products.items()))
    return [line for line in lines if line.figures.quantity or line.assets or line.figures.used]


def _line(had: Holdings, product: Product, assets: list[int]) -> _Line:
    figures = had.stock.get(product.code)
    costing = had.known.categories[product.category].costing if figures else ""
    return _Line(product.code, product.name, costing, figures or _NOTHING, len(assets), sum(assets))


class DepreciationRow(Struct, frozen=True):
    """What an asset was worth; rows without a code are of a category, and of all assets."""

    code: str
    name: str
    category: str
    bought: date | None
    method: str
    life_months: int | None
    cost: Decimal
    residual: Decimal
    lost: Decimal
    """What it had lost of its cost."""
    value: Decimal


def report_depreciation(db: Database, day: Day) -> list[DepreciationRow]:
    """What each asset was worth, then each category's together, then all of them."""
    rows = [_depreciation(owned) for owned in holdings(db, day).assets]
    categories = sorted({row.category for row in rows})
    sums = [
        _sum(f"all of {name}", name, [row for row in rows if row.category == name]) for name in categories
    ]
    return [*rows, *sums, _sum("all assets", "", rows)] if rows else []


def _depreciation(owned: Owned) -> DepreciationRow:
    fixed = owned.fixed
    return DepreciationRow(
        code=owned.code,
        name=owned.product.name,
        category=owned.product.category,
        bought=fixed.bought,
        method=fixed.method.value,
        life_months=fixed.life_months,
        cost=money(fixed.cost_cents),
        residual=money(fixed.residual_cents),
        lost=money(fixed.cost_cents - owned.value_cents),
        value=money(owned.value_cents),
    )


def _sum(name: str, category: str, rows: Sequence[DepreciationRow]) -> DepreciationRow:
    amounts = (sum(getattr(row, field) for row in rows) for field in DepreciationRow.__struct_fields__[6:])
    return DepreciationRow("", name, category, None, "", None, *amounts)


REPORTS: dict[str, Callable[[Database, Day], Sequence[QuantityRow | ValueRow | DepreciationRow]]] = {
    "quantities": report_quantities,
    "value": report_value,
    "depreciation": report_depreciation,
}
"""Every report of an earlier day by its name."""
