"""How all products stand, in a few queries: for reports that tell of every one of them.

One product alone is read by store.states; both read the same, and tests/store holds them together.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from kiosk.crib.availability import Lot
from kiosk.crib.facts import Plan
from kiosk.crib.holds import binds
from kiosk.crib.places import Place, PlaceKind
from kiosk.crib.products import Category, Product, valid_through
from kiosk.store.database import Database, rows
from kiosk.store.states import assets_where, holds_where, lots_of
from kiosk.store.values import day_of, micros, moment, value_of

Known = Mapping[str, tuple[Product, Category]]


class Shelves(Struct, frozen=True):
    """Every product of the catalogue, in order of code, with what there is of it and what is promised."""

    known: Known
    lots: Mapping[str, list[Lot]]
    plans: Mapping[str, Plan]
    """Of the products that somebody has reserved."""

    def plan(self, product: str) -> Plan:
        """What is promised of a product, and all its lots; by asset where something is promised."""
        return self.plans.get(product) or Plan(tuple(self.lots.get(product, ())), ())


def shelves(db: Database, now: datetime, no_show_s: int) -> Shelves:
    """The shelves as they are."""
    known = _known(db)
    lots = defaultdict[str, list[Lot]](list)
    _tagged(db, known, lots)
    _by_rules(db, known, lots)
    _pieces(db, known, lots)
    return Shelves(known, lots, _plans(db, known, now, no_show_s))


def _known(db: Database) -> Known:
    sql = "SELECT p.code, p.value, c.value FROM product p JOIN category c ON c.code = p.category ORDER BY 1"
    return {
        code: (value_of(Product, product), value_of(Category, category))
        for code, product, category in rows(db, sql)
    }


def _tagged(db: Database, known: Known, lots: Mapping[str, list[Lot]]) -> None:
    sql = """SELECT product, place_kind, place, due, calibrated, count(*) FROM asset
        GROUP BY product, place_kind, place, due, calibrated"""
    for product, kind, place, due, day, number in rows(db, sql):
        category = known[product][1]
        if not category.due_rules:
            fit_through = valid_through(day_of(day), category.calibration_days)
            lots[product].append(Lot(number, Place(PlaceKind(kind), place), moment(due), fit_through))


def _by_rules(db: Database, known: Known, lots: Mapping[str, list[Lot]]) -> None:
    """Whose fitness hangs on rules of their own is read asset by asset."""
    ruled = {category.code for _, category in known.values() if category.is_tagged and category.due_rules}
    if ruled:
        condition = "p.category IN (SELECT value FROM json_each(?))"
        for s in assets_where(db, condition, json.dumps(sorted(ruled))):
            lots[s.product.code].append(Lot(1, s.place, s.due, s.valid_through, s.asset.code))


def _pieces(db: Database, known: Known, lots: Mapping[str, list[Lot]]) -> None:
    sql = """SELECT b.product, b.place_kind, b.place, b.quantity, 0, coalesce(l.expires, '') FROM balance b
            LEFT JOIN lot l ON l.product = b.product AND l.lot = b.lot
            WHERE b.quantity > 0 AND b.place_kind NOT IN ('holder', 'job', 'station')
        UNION ALL SELECT product, place_kind, place, quantity, due, '' FROM loan"""
    for product, kind, place, quantity, due, expires in rows(db, sql):
        if not known[product][1].is_tagged:
            lots[product].append(Lot(quantity, Place(PlaceKind(kind), place), moment(due), day_of(expires)))


def _plans(db: Database, known: Known, now: datetime, no_show_s: int) -> dict[str, Plan]:
    holds = [hold for hold in holds_where(db, "until_at > ?", micros(now)) if binds(hold, now, no_show_s)]
    return {
        code: Plan(
            tuple(lots_of(db, *known[code], by_asset=True)),
            tuple(hold for hold in holds if hold.product == code),
        )
        for code in {hold.product for hold in holds}
    }
