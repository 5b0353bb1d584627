"""Deriving deliveries: what is expected of each, what came of it, and the day on which each asset came."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib import receipt_entries as told
from kiosk.crib.body import Body, Moved
from kiosk.crib.receiving import Expected
from kiosk.store.database import Database, one
from kiosk.store.entry import Entry
from kiosk.store.values import day_text


def follow(db: Database, entry: Entry, body: Moved) -> None:
    """What a movement says of a delivery."""
    if isinstance(body, was.AssetReceived):
        db.execute_sql("INSERT OR REPLACE INTO came VALUES (?, ?)", (body.asset, entry.at))
    if isinstance(body, was.AssetReceived | was.StockReceived) and body.delivery:
        _came(db, body.delivery, body, body.quantity)
    elif isinstance(body, was.ActUndone) and body.undoes in ("asset.received", "stock.received"):
        _undo(db, body)


def _came(db: Database, delivery: str, body: Moved, quantity: int) -> None:
    """Pieces count on the line of their asset or lot, else of their product, else on one of their own."""
    key = (delivery, body.product, *_line(db, delivery, body))
    sql = """INSERT INTO delivery_line VALUES (?, ?, ?, ?, 0, ?, '', 0)
        ON CONFLICT DO UPDATE SET received = received + excluded.received"""
    db.execute_sql(sql, (*key, quantity))
    where = "delivery = ? AND product = ? AND lot = ? AND asset = ?"
    db.execute_sql(f"DELETE FROM delivery_line WHERE {where} AND expected = 0 AND received = 0", key)


def _line(db: Database, delivery: str, body: Moved) -> tuple[str, str]:
    """Lot and asset of the line."""
    sql = """SELECT lot, asset FROM delivery_line WHERE delivery = ? AND product = ? AND expected > 0
        AND lot IN (?, '') AND asset IN (?, '') ORDER BY asset DESC, lot DESC LIMIT 1"""
    found = one(db, sql, delivery, body.product, body.lot, body.asset)
    return (found[0], found[1]) if found else (body.lot, "")


def _undo(db: Database, body: was.ActUndone) -> None:
    if body.delivery:
        _came(db, body.delivery, body, -body.quantity)
    key = (body.product, body.movement.source.code, body.receipt)
    where = "product = ? AND bin = ? AND receipt = ?"
    db.execute_sql(f"DELETE FROM receipt WHERE {where} AND quantity <= ?", (*key, body.quantity))
    db.execute_sql(f"UPDATE receipt SET quantity = quantity - ? WHERE {where}", (body.quantity, *key))


def _expected(db: Database, entry: Entry, body: told.DeliveryExpected) -> None:
    """These lines from now on; what came already stays, where it is no longer expected as unexpected."""
    sql = """INSERT INTO delivery VALUES (?, ?, ?, 0)
        ON CONFLICT (code) DO UPDATE SET supplier = excluded.supplier"""
    db.execute_sql(sql, (body.delivery, body.supplier, entry.at))
    db.execute_sql("INSERT OR IGNORE INTO code VALUES (?, 'delivery', ?)", (body.delivery, body.delivery))
    db.execute_sql("UPDATE delivery_line SET expected = 0 WHERE delivery = ?", (body.delivery,))
    for line in body.lines:
        _expect(db, body.delivery, line)
    where = "delivery = ? AND expected = 0 AND received = 0"
    db.execute_sql(f"DELETE FROM delivery_line WHERE {where}", (body.delivery,))


def _expect(db: Database, delivery: str, line: Expected) -> None:
    sql = """INSERT INTO delivery_line VALUES (?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO UPDATE SET
        expected = excluded.expected, expires = excluded.expires, cost_cents = excluded.cost_cents"""
    key = (delivery, line.product, line.lot, line.asset)
    db.execute_sql(sql, (*key, line.quantity, day_text(line.expires), line.cost_cents))


def _closed(db: Database, _: Entry, body: told.DeliveryClosed) -> None:
    db.execute_sql("UPDATE delivery SET closed = 1 WHERE code = ?", (body.delivery,))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    told.DeliveryExpected: _expected,
    told.DeliveryClosed: _closed,
}
"""What the entries of deliveries do."""
