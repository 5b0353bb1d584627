"""Facts for a command, read in the transaction that decides and writes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, ClassVar

from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.facts import Catalogue, Facts, PastMove
from kiosk.crib.gates import is_fit
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CategoryCode, Kind, ProductCode, Role, WorkerId
from kiosk.crib.places import Place, PlaceKind
from kiosk.crib.policy import Policy
from kiosk.crib.products import Asset, AssetState, Bin, Category, Product, StockState, Worker
from kiosk.crib.refusals import Equivalent
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Entry
from kiosk.store.journal import by_command

_CATEGORY = "c.code, c.kind, c.name, c.loan_s, c.calibration_days"
_PRODUCT = "p.code, p.name, p.category, p.unit, p.pack, p.barcode, p.cost_cents, p.reorder"
_ASSET = "a.code, a.product, a.bin, a.serial, a.barcode, a.calibrated, a.place_kind, a.place, a.since, a.due"
_JOINED = "JOIN product p ON p.code = a.product JOIN category c ON c.code = p.category"
_OFFERED = 3
"""Equivalents named at a stop: what a person reads at a glance."""


def policy_of(db: Database) -> Policy:
    """The rulebook's settings as they are now."""
    return replace(Policy(), **dict(rows(db, "SELECT setting, value FROM policy")))


def worker_of(db: Database, worker: str) -> Worker | None:
    """A worker as the rules see one."""
    row = one(db, "SELECT id, role, active FROM worker WHERE id = ?", worker)
    return Worker(WorkerId(row[0]), Role(row[1]), bool(row[2])) if row else None


def asset_of(db: Database, code: str) -> AssetState | None:
    """An asset and where it is."""
    row = one(db, f"SELECT {_ASSET}, {_PRODUCT}, {_CATEGORY} FROM asset a {_JOINED} WHERE a.code = ?", code)
    return _asset_state(row) if row else None


def assets_where(db: Database, condition: str, *values: Any) -> list[AssetState]:
    """Assets that fit a condition on ``a``, in order of code."""
    sql = f"SELECT {_ASSET}, {_PRODUCT}, {_CATEGORY} FROM asset a {_JOINED} WHERE {condition} ORDER BY a.code"
    return [_asset_state(row) for row in rows(db, sql, *values)]


def _asset_state(row: Any) -> AssetState:
    codes = AssetCode(row[0]), ProductCode(row[1]), BinCode(row[2])
    asset = Asset(*codes, row[3], row[4], day_of(row[5]))
    place = Place(PlaceKind(row[6]), row[7])
    return AssetState(asset, _product(row[10:18]), _category(row[18:]), place, moment(row[8]), moment(row[9]))


def moment(at: int) -> datetime | None:
    """From microseconds since 1970 to UTC; None for 0."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at) if at else None


def day_of(text: str) -> date | None:
    """A day as the tables hold it; None for an empty text."""
    return date.fromisoformat(text) if text else None


def _product(row: Any) -> Product:
    return Product(ProductCode(row[0]), row[1], CategoryCode(row[2]), *row[3:])


def _category(row: Any) -> Category:
    return Category(CategoryCode(row[0]), Kind(row[1]), *row[2:])


def product_of(db: Database, code: str) -> tuple[Product, Category] | None:
    """A product and its category."""
    joined = "FROM product p JOIN category c ON c.code = p.category"
    sql = f"SELECT {_PRODUCT}, {_CATEGORY} {joined} WHERE p.code = ?"
    row = one(db, sql, code)
    return (_product(row[:8]), _category(row[8:])) if row else None


def stock_of(db: Database, product: str, bin_code: str, worker: str = "") -> StockState | None:
    """A product's stock in one bin, and what the worker has taken of it."""
    known = product_of(db, product)
    if known is None:
        return None
    sql = "SELECT quantity FROM balance WHERE product = ? AND place_kind = 'bin' AND place = ?"
    here = one(db, sql, product, bin_code)
    took = one(db, "SELECT quantity FROM taken WHERE product = ? AND worker = ?", product, worker)
    return StockState(*known, BinCode(bin_code), here[0] if here else 0, took[0] if took else 0)


def fullest_bin(db: Database, product: str) -> BinCode:
    """Where to take a consumable from when its product was scanned: the bin that holds most of it."""
    sql = """SELECT place FROM balance WHERE product = ? AND place_kind = 'bin'
        ORDER BY quantity DESC, place LIMIT 1"""
    row = one(db, sql, product) or one(
        db, "SELECT bin FROM receipt WHERE product = ? ORDER BY bin LIMIT 1", product
    )
    return BinCode(row[0] if row else "")


class Loader:
    """Loads facts on the writer's connection."""

    def __init__(self, db: Database, zone: tzinfo) -> None:
        self._db = db
        self._zone = zone

    def facts(self, command: do.Command, at: datetime) -> Facts:
        """All that the decision on this command may look at.

        Raises:
            KeyError: the command names an asset, product or worker that does not exist.
        """
        worker = worker_of(self._db, getattr(command, "worker", ""))
        facts = Facts(at=at, zone=self._zone, policy=policy_of(self._db), worker=worker)
        load = self._loaders.get(type(command))
        return load(self, facts, command) if load else facts

    def _asset(self, facts: Facts, command: do.IssueAsset | do.ReturnAsset) -> Facts:
        asset = asset_of(self._db, command.asset)
        if asset is None:
            raise KeyError(f"there is no asset {command.asset!r}")
        free = asset.is_in and is_fit(asset, facts.at, facts.zone)
        comes_back = isinstance(command, do.ReturnAsset) and asset.holder
        offers = () if free or comes_back else self._equivalents(asset, facts)
        return replace(facts, asset=asset, equivalents=offers)

    def _equivalents(self, asset: AssetState, facts: Facts) -> tuple[Equivalent, ...]:
        condition = "a.product = ? AND a.place_kind = 'bin' AND a.code <> ?"
        others = assets_where(self._db, condition, asset.product.code, asset.asset.code)
        fit = [other for other in others if is_fit(other, facts.at, facts.zone)]
        return tuple(Equivalent(other.asset.code, BinCode(other.place.code)) for other in fit[:_OFFERED])

    def _stock(self, facts: Facts, command: do.IssueStock | do.PutBackStock) -> Facts:
        stock = stock_of(self._db, command.product, command.bin, command.worker)
        if stock is None:
            raise KeyError(f"there is no product {command.product!r}")
        return replace(facts, stock=stock)

    def _past(self, facts: Facts, command: do.UndoAct) -> Facts:
        moves = [(entry, entry.parsed()) for entry in by_command(self._db, command.act)]
        return replace(
            facts,
            past=tuple(
                PastMove(entry.seq, entry.actor, body, self._stands(entry, body))
                for entry, body in moves
                if isinstance(body, was.Moved)
            ),
        )

    def _stands(self, entry: Entry, body: was.Moved) -> bool:
        if one(self._db, "SELECT 1 FROM undone WHERE epoch = ? AND seq = ?", entry.epoch, entry.seq):
            return False
        if isinstance(body, was.StockIssued) and self._net_taken(body.product, entry.actor) < body.quantity:
            return False
        place = body.movement.destination
        key = (place.kind.value, place.code)
        if body.asset:
            sql = "SELECT 1 FROM asset WHERE place_kind = ? AND place = ? AND code = ?"
            return one(self._db, sql, *key, body.asset) is not None
        sql = "SELECT 1 FROM balance WHERE place_kind = ? AND place = ? AND product = ? AND quantity >= ?"
        return one(self._db, sql, *key, body.product, body.quantity) is not None

    def _net_taken(self, product: str, worker: str) -> int:
        row = one(self._db, "SELECT quantity FROM taken WHERE product = ? AND worker = ?", product, worker)
        return int(row[0]) if row else 0

    def _catalogue(self, facts: Facts, command: do.Define) -> Facts:
        return replace(facts, catalogue=catalogue(self._db, command.things))

    _loaders: ClassVar[dict[type, Callable[["Loader", Facts, Any], Facts]]] = {
        do.IssueAsset: _asset,
        do.ReturnAsset: _asset,
        do.HandOverAsset: _asset,
        do.QuarantineAsset: _asset,
        do.IssueStock: _stock,
        do.PutBackStock: _stock,
        do.UndoAct: _past,
        do.Define: _catalogue,
    }


def catalogue(db: Database, things: tuple[do.Definition, ...]) -> Catalogue:
    """What exists already of all that these definitions name; people come from the person table."""
    named = {value for thing in things for value in _named(thing)}
    products = {code: known for code in named if (known := product_of(db, code))}
    categories = {category.code: category for _, category in products.values()}
    for code in named - categories.keys():
        row = one(db, f"SELECT {_CATEGORY} FROM category c WHERE c.code = ?", code)
        if row:
            categories[CategoryCode(code)] = _category(row)
    return Catalogue(
        categories={str(code): category for code, category in categories.items()},
        products={code: product for code, (product, _) in products.items()},
        bins={code: there for code in named if (there := _bin_of(db, code))},
        assets={code: state.asset for code in named if (state := asset_of(db, code))},
        codes={code: owner for code in named if (owner := owner_of(db, code))},
        people={},
        received=_received(db, things),
    )


def _named(thing: do.Definition) -> list[str]:
    fields = ("code", "category", "product", "bin", "barcode")
    return [value for field in fields if (value := getattr(thing, field, ""))]


def _bin_of(db: Database, code: str) -> Bin | None:
    row = one(db, "SELECT code, name, cabinet FROM bin WHERE code = ?", code)
    return Bin(BinCode(row[0]), row[1], CabinetCode(row[2])) if row else None


def owner_of(db: Database, code: str) -> str:
    """What a code stands for, e.g. ``asset TW-01``; empty where nothing."""
    row = one(db, "SELECT kind, target FROM code WHERE code = ?", code)
    return f"{row[0]} {row[1]}" if row else ""


def _received(db: Database, things: tuple[do.Definition, ...]) -> dict[tuple[str, str, str], int]:
    keys = {(thing.product, thing.bin, thing.receipt) for thing in things if isinstance(thing, do.Delivery)}
    sql = "SELECT quantity FROM receipt WHERE product = ? AND bin = ? AND receipt = ?"
    return {key: row[0] for key in keys if (row := one(db, sql, *key))}
