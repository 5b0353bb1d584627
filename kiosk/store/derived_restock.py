"""Deriving what replenishment looks at: use by day, alerts that stand, orders on their way."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib import restock_entries as restock
from kiosk.crib.body import Body, Moved
from kiosk.crib.movements import Movement, use_of
from kiosk.crib.names import Retirement
from kiosk.crib.places import PlaceKind
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Entry
from kiosk.store.values import day_text

DAY = 86_400_000_000
"""Microseconds of a day: uses are counted by days of UTC, since the tables know no zone."""
_QUIET = (
    (PlaceKind.BIN, PlaceKind.BIN),
    (PlaceKind.BIN, PlaceKind.VARIANCE),
    (PlaceKind.VARIANCE, PlaceKind.BIN),
)
"""Movements that are no sign of use: put away, and corrected by a count."""


def follow(db: Database, entry: Entry, body: Moved) -> None:
    """What a movement says of use, and of orders."""
    move, day = body.movement, entry.at // DAY
    _use(db, body, move, day)
    ends = (move.source.kind, move.destination.kind)
    if ends not in _QUIET:
        sql = """INSERT INTO stirred VALUES (?, ?, ?)
            ON CONFLICT (product) DO UPDATE SET last_day = excluded.last_day"""
        db.execute_sql(sql, (move.product, day, day))
    if move.source.kind is PlaceKind.SUPPLIER and not isinstance(body, was.ActUndone):
        _arrive(db, entry, body)
    elif isinstance(body, was.ActUndone) and body.undoes in ("asset.received", "stock.received"):
        _open_again(db, entry, body)
    if isinstance(body, was.StockReceived):
        _price(db, entry, body)
    elif isinstance(body, was.StockScrapped) and body.reason is Retirement.EXPIRED:
        _spoil(db, day, body)


def _use(db: Database, body: Moved, move: Movement, day: int) -> None:
    """Count pieces that were consumed, lent or worn out; what goes the other way counts against it."""
    use = use_of(move.source.kind, move.destination.kind, undone=isinstance(body, was.ActUndone))
    consumed, lent, worn = (move.quantity * sign for sign in (use.consumed, use.lent, use.worn))
    if consumed or worn or lent:
        sql = """INSERT INTO used VALUES (?, ?, ?, ?, ?) ON CONFLICT (product, day) DO UPDATE SET
            consumed = consumed + excluded.consumed, lent = lent + excluded.lent,
            worn = worn + excluded.worn"""
        db.execute_sql(sql, (move.product, day, consumed, lent, worn))


def _arrive(db: Database, entry: Entry, body: Moved) -> None:
    """A receipt fills the order that it names, then the one that was to come first; which, is remembered."""
    named = getattr(body, "delivery", "") or getattr(body, "receipt", "")
    sql = """SELECT code, quantity FROM on_order WHERE product = ?
        ORDER BY code <> ?, expected = '', expected, placed_at, code"""
    left = body.quantity
    for code, quantity in rows(db, sql, body.product, named):
        part = min(left, quantity)
        if part:
            _remember(db, entry, body, code, part)
            _fill(db, code, body.product, part)
        left -= part


def _remember(db: Database, entry: Entry, body: Moved, order: str, quantity: int) -> None:
    sql = """INSERT INTO filled SELECT ?, ?, code, product, ?, expected, supplier, placed_at FROM on_order
        WHERE product = ? AND code = ?"""
    db.execute_sql(sql, (entry.epoch, entry.seq, quantity, body.product, order))


def _open_again(db: Database, entry: Entry, body: was.ActUndone) -> None:
    """What was not received after all is expected on its order again."""
    key = (entry.epoch, body.undoes_seq)
    sql = """INSERT INTO on_order SELECT product, code, quantity, expected, supplier, placed_at FROM filled
        WHERE epoch = ? AND seq = ?
        ON CONFLICT (product, code) DO UPDATE SET quantity = quantity + excluded.quantity"""
    db.execute_sql(sql, key)
    db.execute_sql("DELETE FROM filled WHERE epoch = ? AND seq = ?", key)


def _fill(db: Database, code: str, product: str, quantity: int) -> None:
    where = "product = ? AND code = ?"
    db.execute_sql(f"DELETE FROM on_order WHERE {where} AND quantity <= ?", (product, code, quantity))
    db.execute_sql(f"UPDATE on_order SET quantity = quantity - ? WHERE {where}", (quantity, product, code))


def _price(db: Database, entry: Entry, body: was.StockReceived) -> None:
    """Remember what a unit of the lot cost."""
    if body.cost_cents:
        sql = """INSERT INTO unit_cost VALUES (?, ?, ?, ?) ON CONFLICT (product, lot) DO UPDATE SET
            cost_cents = excluded.cost_cents, at = excluded.at"""
        db.execute_sql(sql, (body.product, body.lot, body.cost_cents, entry.at))


def _spoil(db: Database, day: int, body: was.StockScrapped) -> None:
    """Remember what was thrown away because it was too old."""
    sql = """INSERT INTO spoilt VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (product, lot, day) DO UPDATE SET quantity = quantity + excluded.quantity,
            value_cents = value_cents + excluded.value_cents"""
    value = body.value_cents or body.quantity * unit_cents(db, body.product, body.lot)
    db.execute_sql(sql, (body.product, body.lot, day, body.quantity, value))


def unit_cents(db: Database, product: str, lot: str = "") -> int:
    """What a unit of the lot cost; else what the catalogue says; else what was paid last; 0 where unknown."""
    sql = """SELECT coalesce(
        (SELECT cost_cents FROM unit_cost WHERE product = ?1 AND lot = ?2 AND lot <> ''),
        (SELECT nullif(json_extract(value, '$.cost_cents'), 0) FROM product WHERE code = ?1),
        (SELECT cost_cents FROM unit_cost WHERE product = ?1 ORDER BY at DESC, lot LIMIT 1), 0)"""
    return int(one(db, sql, product, lot)[0])


def last_paid(db: Database) -> dict[str, int]:
    """What was paid last for a unit of each product, where that is known."""
    return dict(rows(db, "SELECT product, cost_cents FROM unit_cost ORDER BY at, lot DESC"))


def _low(db: Database, entry: Entry, body: restock.StockLow) -> None:
    sql = "INSERT INTO low_alert VALUES (?, ?, ?, ?)"
    db.execute_sql(sql, (body.product, entry.at, body.available, body.threshold))


def _recovered(db: Database, _: Entry, body: restock.StockRecovered) -> None:
    db.execute_sql("DELETE FROM low_alert WHERE product = ?", (body.product,))


def _ordered(db: Database, entry: Entry, body: restock.OrderPlaced) -> None:
    """The same order and product again is more of it."""
    sql = """INSERT INTO on_order VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (product, code) DO UPDATE SET
        quantity = quantity + excluded.quantity, expected = excluded.expected, supplier = excluded.supplier"""
    expected = day_text(body.expected)
    db.execute_sql(sql, (body.product, body.order, body.quantity, expected, body.supplier, entry.at))


def _canceled(db: Database, _: Entry, body: restock.OrderCanceled) -> None:
    _fill(db, body.order, body.product, body.quantity)


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    restock.StockLow: _low,
    restock.StockRecovered: _recovered,
    restock.OrderPlaced: _ordered,
    restock.OrderCanceled: _canceled,
}
"""What the entries of replenishment do."""
