"""Derived tables: what the journal adds up to, written in the transaction of the entry they derive from.

They have no other input: `cribctl journal replay` rebuilds them byte for byte.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib.names import NOBODY
from kiosk.crib.places import Place, PlaceKind
from kiosk.store.database import Database, one
from kiosk.store.entry import Entry

TABLES = (
    "asset",
    "badge",
    "balance",
    "bin",
    "category",
    "code",
    "policy",
    "product",
    "receipt",
    "taken",
    "undone",
    "unknown_code",
    "worker",
)
"""Every derived table, each ordered by its primary key."""


def apply(db: Database, entry: Entry, body: was.Body) -> None:
    """Let the derived tables follow one entry."""
    if isinstance(body, was.Moved):
        _move(db, entry, body)
    rule = _RULES.get(type(body))
    if rule:
        rule(db, entry, body)


def micros(moment: datetime | None) -> int:
    """Microseconds since 1970 UTC; 0 for none."""
    return round(moment.timestamp() * 1_000_000) if moment else 0


def _move(db: Database, entry: Entry, body: was.Moved) -> None:
    move = body.movement
    _add(db, move.product, move.source, -move.quantity)
    _add(db, move.product, move.destination, move.quantity)
    if move.asset:
        since, due = _loan(entry, body, move.destination)
        place = (move.destination.kind.value, move.destination.code)
        sql = "UPDATE asset SET place_kind = ?, place = ?, since = ?, due = ? WHERE code = ?"
        db.execute_sql(sql, (*place, since, due, move.asset))


def _add(db: Database, product: str, place: Place, quantity: int) -> None:
    """Change a balance; one that comes to 0 leaves no row, so that replay and live look alike."""
    key = (product, place.kind.value, place.code)
    where = "product = ? AND place_kind = ? AND place = ?"
    row = one(db, f"SELECT quantity FROM balance WHERE {where}", *key)
    if row is None:
        db.execute_sql("INSERT INTO balance VALUES (?, ?, ?, ?)", (*key, quantity))
    elif row[0] + quantity == 0:
        db.execute_sql(f"DELETE FROM balance WHERE {where}", key)
    else:
        db.execute_sql(f"UPDATE balance SET quantity = quantity + ? WHERE {where}", (quantity, *key))


def _loan(entry: Entry, body: was.Moved, destination: Place) -> tuple[int, int]:
    """Since and due of an asset at its new place: a loan's, or none."""
    if destination.kind is not PlaceKind.HOLDER:
        return 0, 0
    if isinstance(body, was.ActUndone):
        return micros(body.since), micros(body.due)
    return entry.at, micros(getattr(body, "due", None))


def _take(db: Database, worker: str, product: str, quantity: int) -> None:
    """What a worker has taken of a product and not put back."""
    if worker == NOBODY:
        return
    where = "product = ? AND worker = ?"
    row = one(db, f"SELECT quantity FROM taken WHERE {where}", product, worker)
    net = (row[0] if row else 0) + quantity
    db.execute_sql(f"DELETE FROM taken WHERE {where}", (product, worker))
    if net > 0:
        db.execute_sql("INSERT INTO taken VALUES (?, ?, ?)", (product, worker, net))


def _stock_issued(db: Database, entry: Entry, body: was.StockIssued) -> None:
    _take(db, entry.actor, body.product, body.quantity)


def _stock_put_back(db: Database, entry: Entry, body: was.StockPutBack) -> None:
    _take(db, entry.actor, body.product, -body.quantity)


def _act_undone(db: Database, entry: Entry, body: was.ActUndone) -> None:
    db.execute_sql("INSERT INTO undone VALUES (?, ?)", (entry.epoch, body.undoes_seq))
    if not body.asset:
        consumed = body.movement.destination.kind is PlaceKind.CONSUMED
        _take(db, entry.actor, body.product, body.quantity if consumed else -body.quantity)


def _stock_received(db: Database, _: Entry, body: was.StockReceived) -> None:
    key = (body.product, body.movement.destination.code, body.receipt)
    db.execute_sql("INSERT INTO receipt VALUES (?, ?, ?, ?)", (*key, body.quantity))


def _code_unknown(db: Database, entry: Entry, body: was.CodeUnknown) -> None:
    sql = """INSERT INTO unknown_code VALUES (?, 1, ?)
        ON CONFLICT (code) DO UPDATE SET times = times + 1, last_at = excluded.last_at"""
    db.execute_sql(sql, (body.code, entry.at))


def _badge_linked(db: Database, _: Entry, body: was.BadgeLinked) -> None:
    _put(db, "badge", digest=body.badge, worker=body.worker)


def _category(db: Database, _: Entry, body: was.CategoryChanged) -> None:
    rules = {"loan_s": body.loan_s, "calibration_days": body.calibration_days}
    _put(db, "category", code=body.category, kind=body.kind.value, name=body.name, **rules)


def _product(db: Database, _: Entry, body: was.ProductChanged) -> None:
    fields = ("name", "category", "unit", "pack", "barcode", "cost_cents", "reorder")
    _put(db, "product", code=body.product, **{field: getattr(body, field) for field in fields})
    _name(db, "product", body.product, body.product, body.barcode)


def _bin(db: Database, _: Entry, body: was.BinChanged) -> None:
    _put(db, "bin", code=body.bin, name=body.name, cabinet=body.cabinet)
    _name(db, "bin", body.bin, body.bin)


def _asset(db: Database, _: Entry, body: was.AssetChanged) -> None:
    calibrated = body.calibrated.isoformat() if body.calibrated else ""
    sql = """INSERT INTO asset VALUES (?, ?, ?, ?, ?, ?, 'supplier', '', 0, 0)
        ON CONFLICT (code) DO UPDATE SET bin = excluded.bin, serial = excluded.serial,
            barcode = excluded.barcode, calibrated = excluded.calibrated"""
    db.execute_sql(sql, (body.asset, body.product, body.bin, body.serial, body.barcode, calibrated))
    _name(db, "asset", body.asset, body.asset, body.barcode)


def _worker(db: Database, _: Entry, body: was.WorkerChanged) -> None:
    _put(db, "worker", id=body.worker, role=body.role.value, active=body.active)


def _policy(db: Database, _: Entry, body: was.PolicyChanged) -> None:
    _put(db, "policy", setting=body.setting, value=body.value)


def _put(db: Database, table: str, **columns: Any) -> None:
    """Insert a row, or change the one with the same key (the first column) in place: others refer to it."""
    key, *rest = columns
    changes = ", ".join(f"{name} = excluded.{name}" for name in rest)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    db.execute_sql(f"{insert} ON CONFLICT ({key}) DO UPDATE SET {changes}", list(columns.values()))


def _name(db: Database, kind: str, target: str, *codes: str) -> None:
    """The codes that something answers to; those it had before are free again."""
    db.execute_sql("DELETE FROM code WHERE kind = ? AND target = ?", (kind, target))
    for code in dict.fromkeys(code for code in codes if code):
        db.execute_sql("INSERT INTO code VALUES (?, ?, ?)", (code, kind, target))


_RULES: dict[type[was.Body], Callable[[Database, Entry, Any], None]] = {
    was.StockIssued: _stock_issued,
    was.StockPutBack: _stock_put_back,
    was.StockReceived: _stock_received,
    was.ActUndone: _act_undone,
    was.CodeUnknown: _code_unknown,
    was.BadgeLinked: _badge_linked,
    was.CategoryChanged: _category,
    was.ProductChanged: _product,
    was.BinChanged: _bin,
    was.AssetChanged: _asset,
    was.WorkerChanged: _worker,
    was.PolicyChanged: _policy,
}
"""What an entry does beyond moving something; a type that is not here is told of in the journal alone."""
