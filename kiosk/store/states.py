"""How one thing of the crib stands, read from the derived tables: what is where, lent and promised."""

import json
from datetime import date
from typing import Any

from kiosk.crib.availability import Lot
from kiosk.crib.facts import Overdue, Plan
from kiosk.crib.holds import binds
from kiosk.crib.names import AssetCode, BinCode, HoldCode, JobCode, LotCode, ProductCode, WorkerId
from kiosk.crib.places import Place, PlaceKind
from kiosk.crib.products import Asset, Category, Done, Kit, Product, valid_through
from kiosk.crib.states import (
    AssetState,
    Drawn,
    Elsewhere,
    Hold,
    KitState,
    Loan,
    LotState,
    Note,
    StockState,
)
from kiosk.store.database import Database, one, rows
from kiosk.store.lookup import product_of
from kiosk.store.values import day_of, micros, moment, moment_at, value_of

_STATE = """a.value, p.value, c.value, a.place_kind, a.place, a.since, a.due, a.uses, a.missing,
    a.unconfirmed, coalesce(r.locked, 0), (SELECT json_group_array(json_array(rule, day, uses))
        FROM (SELECT rule, day, uses FROM service WHERE asset = a.code ORDER BY rule)),
    n.text, n.worker, n.at, coalesce(w.seconds, 0)"""
_JOINED = """FROM asset a JOIN product p ON p.code = a.product JOIN category c ON c.code = p.category
    LEFT JOIN bin b ON b.code = a.bin LEFT JOIN area r ON r.code = b.cabinet
    LEFT JOIN note n ON n.asset = a.code LEFT JOIN worked w ON w.asset = a.code"""
FALLS_DUE = """(json_extract(c.value, '$.calibration_days') > 0
    OR json_array_length(c.value, '$.due_rules') > 0)"""
"""Of a category: whether its assets are fit for a time only."""


def asset_of(db: Database, code: str) -> AssetState | None:
    """An asset and where it is."""
    row = one(db, f"SELECT {_STATE} {_JOINED} WHERE a.code = ?", code)
    return _asset_state(row) if row else None


def assets_where(db: Database, condition: str, *values: Any) -> list[AssetState]:
    """Assets that fit a condition on ``a``, ``p`` and ``c``, in order of code."""
    found = rows(db, f"SELECT {_STATE} {_JOINED} WHERE {condition} ORDER BY a.code", *values)
    return [_asset_state(row) for row in found]


def _asset_state(row: Any) -> AssetState:
    asset, product, category = value_of(Asset, row[0]), value_of(Product, row[1]), value_of(Category, row[2])
    return AssetState(
        asset=asset,
        product=product,
        category=category,
        place=Place(PlaceKind(row[3]), row[4]),
        since=moment(row[5]),
        due=moment(row[6]),
        uses=row[7],
        done=_done(row[11]) if category.due_rules else (),
        missing=bool(row[8]),
        unconfirmed=bool(row[9]),
        locked=bool(row[10]),
        noted=Note(row[12], WorkerId(row[13]), moment_at(row[14])) if row[12] else None,
        out_s=row[15],
    )


def _done(text: str) -> tuple[Done, ...]:
    return tuple(Done(rule, date.fromisoformat(day), uses) for rule, day, uses in json.loads(text))


def kit_of(db: Database, code: str) -> KitState | None:
    """A kit and its assets."""
    row = one(db, "SELECT value FROM kit WHERE code = ?", code)
    if row is None:
        return None
    kit = value_of(Kit, row[0])
    states = [asset_of(db, asset) for asset in kit.assets]
    return KitState(kit, tuple(state for state in states if state))


def is_locked(db: Database, bin_code: str) -> bool:
    """Whether a bin is in a locked cabinet."""
    sql = "SELECT r.locked FROM bin b JOIN area r ON r.code = b.cabinet WHERE b.code = ?"
    row = one(db, sql, bin_code)
    return bool(row and row[0])


def stock_of(db: Database, product: str, bin_code: str, worker: str = "") -> StockState | None:
    """A product's stock in one bin, all its lots, and what the worker has of it."""
    known = product_of(db, product)
    if known is None:
        return None
    lots = lots_in_bins(db, product)
    return StockState(
        *known,
        BinCode(bin_code),
        sum(lot.quantity for lot in lots if lot.bin == bin_code),
        lots,
        drawn_by(db, worker, product) if worker else (),
        loans_of(db, product, worker) if worker else (),
        locked=is_locked(db, bin_code),
    )


def lots_in_bins(db: Database, product: str) -> tuple[LotState, ...]:
    """Every lot of a product in every bin, in order of bin and lot."""
    sql = """SELECT b.place, b.quantity, b.lot, l.received, l.expires FROM balance b
        LEFT JOIN lot l ON l.product = b.product AND l.lot = b.lot
        WHERE b.product = ? AND b.place_kind = 'bin' ORDER BY b.place, b.lot"""
    return tuple(
        LotState(BinCode(place), quantity, LotCode(lot), day_of(received or ""), day_of(expires or ""))
        for place, quantity, lot, received, expires in rows(db, sql, product)
    )


def drawn_by(db: Database, worker: str, product: str) -> tuple[Drawn, ...]:
    """What a worker took of a consumable and did not put back, newest first."""
    sql = """SELECT quantity, at, lot, job, station FROM drawn WHERE worker = ? AND product = ?
        ORDER BY at DESC, seq DESC"""
    return tuple(
        Drawn(quantity, moment_at(at), LotCode(lot), JobCode(job), station)
        for quantity, at, lot, job, station in rows(db, sql, worker, product)
    )


def loans_of(db: Database, product: str, worker: str) -> tuple[Loan, ...]:
    """What a worker has of a pool, newest first."""
    sql = """SELECT quantity, since, due, job FROM loan WHERE product = ? AND place_kind = 'holder'
        AND place = ? ORDER BY since DESC, due DESC, job"""
    place = Place(PlaceKind.HOLDER, worker)
    return tuple(
        Loan(quantity, place, moment_at(since), moment_at(due), JobCode(job))
        for quantity, since, due, job in rows(db, sql, product, worker)
    )


_HOLD = "code, product, quantity, start_at, until_at, worker, job, asset, picked"


def holds_where(db: Database, condition: str, *values: Any) -> list[Hold]:
    """Holds that fit a condition, in the order in which they begin."""
    return [
        Hold(
            HoldCode(code),
            ProductCode(product),
            quantity,
            moment_at(start),
            moment_at(until),
            WorkerId(worker),
            JobCode(job),
            AssetCode(asset),
            picked,
        )
        for code, product, quantity, start, until, worker, job, asset, picked in rows(
            db, f"SELECT {_HOLD} FROM hold WHERE {condition} ORDER BY start_at, code", *values
        )
    ]


def plan_of(db: Database, product: str, now: Any, no_show_s: int) -> Plan:
    """What is promised of a product and what there is to keep it with; where nothing is, nothing is read."""
    found = holds_where(db, "product = ? AND until_at > ?", product, micros(now))
    holds = tuple(hold for hold in found if binds(hold, now, no_show_s))
    if not holds:
        return Plan((), ())
    known = product_of(db, product)
    return Plan(tuple(lots_of(db, *known, by_asset=True)), holds) if known else Plan((), ())


def lots_of(db: Database, product: Product, category: Category, *, by_asset: bool = False) -> list[Lot]:
    """Everything of a product, with what decides whether it can be issued."""
    if not category.is_tagged:
        return _pieces(db, product)
    if category.due_rules:
        states = assets_where(db, "a.product = ?", product.code)
        return [Lot(1, s.place, s.due, s.valid_through, s.asset.code) for s in states]
    sql = "SELECT place_kind, place, due, calibrated, 1, code FROM asset WHERE product = ?"
    if not by_asset:
        sql = """SELECT place_kind, place, due, calibrated, count(*), '' FROM asset WHERE product = ?
            GROUP BY place_kind, place, due, calibrated"""
    days = category.calibration_days
    return [
        Lot(n, Place(PlaceKind(kind), at), moment(due), valid_through(day_of(day), days), AssetCode(asset))
        for kind, at, due, day, n, asset in rows(db, sql, product.code)
    ]


def _pieces(db: Database, product: Product) -> list[Lot]:
    """Pieces by lot; those of a pool that are with somebody, by loan."""
    sql = """SELECT b.place_kind, b.place, b.quantity, coalesce(l.expires, '') FROM balance b
        LEFT JOIN lot l ON l.product = b.product AND l.lot = b.lot
        WHERE b.product = ? AND b.quantity > 0 AND b.place_kind NOT IN ('holder', 'job', 'station')"""
    here = [
        Lot(quantity, Place(PlaceKind(kind), code), fit_through=day_of(expires))
        for kind, code, quantity, expires in rows(db, sql, product.code)
    ]
    sql = "SELECT place_kind, place, quantity, due FROM loan WHERE product = ?"
    lent = [
        Lot(quantity, Place(PlaceKind(kind), code), moment(due))
        for kind, code, quantity, due in rows(db, sql, product.code)
    ]
    return here + lent


def overdue_of(db: Database, worker: str, now: Any) -> Overdue | None:
    """The thing that a worker should have brought back longest ago."""
    sql = """SELECT code, due FROM asset WHERE place_kind = 'holder' AND place = ? AND due BETWEEN 1 AND ?
        UNION ALL SELECT product, due FROM loan WHERE place_kind = 'holder' AND place = ? AND due < ?
        ORDER BY due, code LIMIT 1"""
    at = micros(now)
    row = one(db, sql, worker, at - 1, worker, at)
    return Overdue(AssetCode(row[0]), moment_at(row[1])) if row else None


def elsewhere_of(db: Database, product: str) -> tuple[Elsewhere, ...]:
    """What other sites were last known to have free, the most first."""
    sql = (
        "SELECT site, available, at FROM elsewhere WHERE product = ? AND available > 0 ORDER BY 2 DESC, site"
    )
    return tuple(Elsewhere(site, n, moment_at(at)) for site, n, at in rows(db, sql, product))
