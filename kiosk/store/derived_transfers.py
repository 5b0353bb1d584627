"""Deriving how transfers stand, at the site that sends and at the one that receives."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import entries as kept
from kiosk.crib import transfer_entries as was
from kiosk.crib.body import Body
from kiosk.crib.places import PlaceKind
from kiosk.store.database import Database, one
from kiosk.store.entry import Entry
from kiosk.store.values import day_text, moment_at, text_of

Told = was.TransferSent | was.TransferExpected


def _sent(db: Database, _: Entry, body: was.TransferSent) -> None:
    _tell(db, "out", body.to, body)


def _expected(db: Database, _: Entry, body: was.TransferExpected) -> None:
    _tell(db, "in", body.origin, body)


def _tell(db: Database, way: str, site: str, body: Told) -> None:
    sql = """INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?) ON CONFLICT DO UPDATE SET
        told = told + excluded.told, what = excluded.what"""
    thing = (body.product, body.asset, body.lot, body.quantity, text_of(body.what))
    db.execute_sql(sql, (way, site, body.transfer, *thing))


def _received(db: Database, entry: Entry, body: was.TransferReceived) -> None:
    sql = """INSERT INTO transfer VALUES ('in', ?, ?, ?, ?, ?, 0, ?, 0, 0, '') ON CONFLICT DO UPDATE SET
        came = came + excluded.came"""
    thing = (body.product, body.asset, body.lot, body.quantity)
    db.execute_sql(sql, (body.origin, body.transfer, *thing))
    sql = """UPDATE transfer SET lost = max(0, min(lost, told - came - found))
        WHERE way = 'in' AND site = ? AND code = ? AND product = ? AND asset = ? AND lot = ?"""
    db.execute_sql(sql, (body.origin, body.transfer, *thing[:3]))
    known = one(db, "SELECT 1 FROM lot WHERE product = ? AND lot = ?", body.product, body.lot)
    if not known and not body.asset:
        day = day_text(body.received) or moment_at(entry.at).date().isoformat()
        lot = (body.product, body.lot, day, day_text(body.expires))
        db.execute_sql("INSERT INTO lot VALUES (?, ?, ?, ?)", lot)


def _given_up(db: Database, _: Entry, body: was.TransferGivenUp) -> None:
    sql = """INSERT INTO transfer VALUES ('in', ?, ?, ?, ?, ?, 0, 0, ?, ?, '') ON CONFLICT DO UPDATE SET
        lost = lost + excluded.lost, found = found + excluded.found"""
    which = (0, body.quantity) if body.found else (body.quantity, 0)
    db.execute_sql(sql, (body.origin, body.transfer, body.product, body.asset, body.lot, *which))


def _settled(db: Database, _: Entry, body: was.TransferSettled) -> None:
    late = body.quantity if body.movement.source.kind is PlaceKind.LOST else 0
    _count(db, body.transfer, body, came=body.quantity, lost=-late)


def _lost(db: Database, _: Entry, body: was.TransferLost) -> None:
    _count(db, body.transfer, body, lost=body.quantity)


def _found(db: Database, _: Entry, body: was.TransferFound) -> None:
    _count(db, body.transfer, body, found=body.quantity)


def _asset_lost(db: Database, _: Entry, body: kept.AssetLost) -> None:
    """An asset that is declared lost on its way, by its own code."""
    source = body.movement.source
    if source.kind is PlaceKind.TRANSIT:
        _count(db, source.code, body, lost=1)


def _count(db: Database, code: str, body: Any, *, came: int = 0, lost: int = 0, found: int = 0) -> None:
    sql = """UPDATE transfer SET came = came + ?, lost = lost + ?, found = found + ?
        WHERE way = 'out' AND code = ? AND product = ? AND asset = ? AND lot = ?"""
    db.execute_sql(sql, (came, lost, found, code, body.product, body.asset, body.lot))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    was.TransferSent: _sent,
    was.TransferExpected: _expected,
    was.TransferReceived: _received,
    was.TransferGivenUp: _given_up,
    was.TransferSettled: _settled,
    was.TransferLost: _lost,
    was.TransferFound: _found,
    kept.AssetLost: _asset_lost,
}
"""What the entries of transfers do beyond moving something."""
