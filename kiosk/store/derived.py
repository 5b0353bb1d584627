"""Deriving: what the journal adds up to, written in the transaction of the entry it derives from.

The tables have no other input: `cribctl journal replay` rebuilds them byte for byte.
"""

from collections.abc import Callable
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib.body import Body, Moved
from kiosk.crib.names import NOBODY, WorkerId
from kiosk.crib.places import WITH_SOMEBODY, Place, PlaceKind
from kiosk.store import (
    derived_catalogue,
    derived_count,
    derived_deliveries,
    derived_doors,
    derived_handovers,
    derived_identity,
    derived_mentions,
    derived_restock,
    derived_steps,
    derived_transfers,
    derived_words,
)
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Entry
from kiosk.store.values import day_text, micros, moment_at

Rule = Callable[[Database, Entry, Any], None]


def apply(db: Database, entry: Entry, body: Body) -> None:
    """Let the derived tables follow one entry."""
    derived_mentions.follow(db, entry, body)
    if isinstance(body, Moved):
        _move(db, entry, body)
        derived_restock.follow(db, entry, body)
        derived_deliveries.follow(db, entry, body)
    rule = _RULES.get(type(body))
    if rule:
        rule(db, entry, body)
    derived_words.follow(db, body)


def _move(db: Database, entry: Entry, body: Moved) -> None:
    move = body.movement
    _add(db, body, move.source, -move.quantity)
    _add(db, body, move.destination, move.quantity)
    if move.asset:
        derived_steps.use(db, entry, body)
        _place(db, entry, body)
        derived_count.asset_moved(db, move.asset)
        derived_handovers.moved(db, move.asset)


def _add(db: Database, body: Moved, place: Place, quantity: int) -> None:
    """Change a balance; one that comes to 0 leaves no row, so that replay and live look alike."""
    lot = body.lot if place.kind in _BY_LOT else ""
    key = (body.product, place.kind.value, place.code, lot)
    where = "product = ? AND place_kind = ? AND place = ? AND lot = ?"
    row = one(db, f"SELECT quantity FROM balance WHERE {where}", *key)
    if row is None:
        db.execute_sql("INSERT INTO balance VALUES (?, ?, ?, ?, ?)", (*key, quantity))
    elif row[0] + quantity == 0:
        db.execute_sql(f"DELETE FROM balance WHERE {where}", key)
    else:
        db.execute_sql(f"UPDATE balance SET quantity = quantity + ? WHERE {where}", (quantity, *key))


_BY_LOT = (PlaceKind.BIN, PlaceKind.QUARANTINE, PlaceKind.TRANSIT)
"""Where it matters which lot pieces are of."""


def _place(db: Database, entry: Entry, body: Moved) -> None:
    """Where an asset is now; wherever it was seen, a search for it is over."""
    move = body.movement
    since, due = _loan(entry, body, move.destination)
    place = (move.destination.kind.value, move.destination.code)
    unconfirmed = getattr(body, "unconfirmed", 0)
    sql = """UPDATE asset SET place_kind = ?, place = ?, since = ?, due = ?, missing = 0, unconfirmed = ?
        WHERE code = ?"""
    db.execute_sql(sql, (*place, since, due, unconfirmed, move.asset))


def _loan(entry: Entry, body: Moved, destination: Place) -> tuple[int, int]:
    """Since and due of an asset at its new place: a loan's, or none."""
    if destination.kind not in WITH_SOMEBODY:
        return 0, 0
    if isinstance(body, was.ActUndone):
        return micros(body.since), micros(body.due)
    return entry.at, micros(getattr(body, "due", None))


def _asset_issued(db: Database, _: Entry, body: was.AssetIssued) -> None:
    _use(db, body.asset, 1)
    _pick(db, body.hold, body.quantity)


def _asset_handed_over(db: Database, entry: Entry, body: was.AssetHandedOver) -> None:
    _use(db, body.asset, 1)
    derived_handovers.handed_over(db, entry, body)


def _use(db: Database, asset: str, times: int) -> None:
    db.execute_sql("UPDATE asset SET uses = max(0, uses + ?) WHERE code = ?", (times, asset))


def _pick(db: Database, hold: str, quantity: int) -> None:
    """Pieces of a hold are picked up, or with an undoing open again."""
    if hold:
        db.execute_sql("UPDATE hold SET picked = picked + ? WHERE code = ?", (quantity, hold))


def _asset_moved(db: Database, _: Entry, body: was.AssetMoved) -> None:
    if body.home:
        derived_catalogue.rewrite_asset(db, body.asset, bin=body.movement.destination.code)


def _asset_serviced(db: Database, _: Entry, body: was.AssetServiced) -> None:
    derived_catalogue.service(db, body.asset, body.rule, body.day)


def _asset_missing(db: Database, _: Entry, body: was.AssetReportedMissing) -> None:
    db.execute_sql("UPDATE asset SET missing = 1 WHERE code = ?", (body.asset,))


def _asset_confirmed(db: Database, _: Entry, body: was.AssetConfirmed) -> None:
    db.execute_sql("UPDATE asset SET missing = 0, unconfirmed = 0 WHERE code = ?", (body.asset,))


def _loan_extended(db: Database, _: Entry, body: was.LoanExtended) -> None:
    db.execute_sql("UPDATE asset SET due = ? WHERE code = ?", (micros(body.due), body.asset))


def _stock_received(db: Database, entry: Entry, body: was.StockReceived) -> None:
    if body.receipt:
        sql = """INSERT INTO receipt VALUES (?, ?, ?, ?)
            ON CONFLICT (product, bin, receipt) DO UPDATE SET quantity = quantity + excluded.quantity"""
        db.execute_sql(sql, (body.product, body.movement.destination.code, body.receipt, body.quantity))
    known = one(db, "SELECT 1 FROM lot WHERE product = ? AND lot = ?", body.product, body.lot)
    if not known:
        received = day_text(body.received) or moment_at(entry.at).date().isoformat()
        db.execute_sql(
            "INSERT INTO lot VALUES (?, ?, ?, ?)", (body.product, body.lot, received, day_text(body.expires))
        )


def _stock_issued(db: Database, entry: Entry, body: was.StockIssued) -> None:
    _pick(db, body.hold, body.quantity)
    _take(db, entry, body, body.movement.destination)


def _take(db: Database, entry: Entry, body: was.StockIssued | was.ActUndone, place: Place) -> None:
    """Remember pieces of a consumable by who drew them, of a pool as a loan."""
    since = micros(body.since) if isinstance(body, was.ActUndone) else entry.at
    if place.kind is PlaceKind.CONSUMED:
        what = (body.lot, body.job, body.station, body.quantity)
        if entry.actor != NOBODY:
            sql = "INSERT INTO drawn VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            db.execute_sql(sql, (entry.actor, body.product, since or entry.at, entry.seq, *what))
        return
    sql = """INSERT INTO loan VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        quantity = quantity + excluded.quantity"""
    key = (body.product, place.kind.value, place.code, micros(body.due), body.job)
    db.execute_sql(sql, (*key, since, body.quantity))


def _stock_put_back(db: Database, entry: Entry, body: was.StockPutBack) -> None:
    _give_back(db, entry.actor, body, body.movement.source)


def _give_back(db: Database, actor: WorkerId, body: was.StockPutBack | was.ActUndone, place: Place) -> None:
    if place.kind is PlaceKind.CONSUMED:
        _undraw(db, actor, body)
        return
    where = "product = ? AND place_kind = ? AND place = ? AND due = ? AND job = ?"
    key = (body.product, place.kind.value, place.code, micros(body.due), body.job)
    db.execute_sql(f"DELETE FROM loan WHERE {where} AND quantity <= ?", (*key, body.quantity))
    db.execute_sql(f"UPDATE loan SET quantity = quantity - ? WHERE {where}", (body.quantity, *key))


def _undraw(db: Database, actor: WorkerId, body: was.StockPutBack | was.ActUndone) -> None:
    """The pieces that were drawn last, of this lot and for this job, are back first."""
    left = body.quantity
    where = "worker = ? AND product = ? AND lot = ? AND job = ?"
    key = (actor, body.product, body.lot, body.job)
    one_of = f"{where} AND at = ? AND seq = ?"
    sql = f"SELECT at, seq, quantity FROM drawn WHERE {where} ORDER BY at DESC, seq DESC"
    for at, seq, quantity in rows(db, sql, *key):
        part = min(left, quantity)
        if part == quantity:
            db.execute_sql(f"DELETE FROM drawn WHERE {one_of}", (*key, at, seq))
        elif part:
            db.execute_sql(f"UPDATE drawn SET quantity = quantity - ? WHERE {one_of}", (part, *key, at, seq))
        left -= part


def _act_undone(db: Database, entry: Entry, body: was.ActUndone) -> None:
    db.execute_sql("INSERT INTO undone VALUES (?, ?)", (entry.epoch, body.undoes_seq))
    _pick(db, body.hold, -body.quantity)
    if body.undoes in ("asset.issued", "asset.handed-over"):
        _use(db, body.asset, -1)
        derived_handovers.undone(db, entry, body)
    if body.asset:
        return
    if body.undoes == "stock.issued":
        _give_back(db, entry.actor, body, body.movement.source)
    elif body.undoes == "stock.put-back":
        _take(db, entry, body, body.movement.destination)


def _hold_placed(db: Database, _: Entry, body: was.HoldPlaced) -> None:
    span = (micros(body.start), micros(body.until))
    whom = (body.product, body.asset, body.worker, body.job)
    sql = """INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (code) DO UPDATE SET
        start_at = excluded.start_at, until_at = excluded.until_at, asset = excluded.asset,
        worker = excluded.worker, job = excluded.job, quantity = max(excluded.quantity, picked)"""
    db.execute_sql(sql, (body.hold, *whom, *span, body.quantity))


def _hold_released(db: Database, _: Entry, body: was.HoldReleased) -> None:
    db.execute_sql("DELETE FROM hold WHERE code = ?", (body.hold,))


_RULES: dict[type[Body], Rule] = {
    was.AssetIssued: _asset_issued,
    was.AssetHandedOver: _asset_handed_over,
    was.AssetMoved: _asset_moved,
    was.AssetServiced: _asset_serviced,
    was.AssetReportedMissing: _asset_missing,
    was.AssetConfirmed: _asset_confirmed,
    was.LoanExtended: _loan_extended,
    was.StockReceived: _stock_received,
    was.StockIssued: _stock_issued,
    was.StockPutBack: _stock_put_back,
    was.ActUndone: _act_undone,
    was.HoldPlaced: _hold_placed,
    was.HoldReleased: _hold_released,
    **derived_catalogue.RULES,
    **derived_doors.RULES,
    **derived_handovers.RULES,
    **derived_steps.RULES,
    **derived_identity.RULES,
    **derived_count.RULES,
    **derived_restock.RULES,
    **derived_deliveries.RULES,
    **derived_transfers.RULES,
}
"""What an entry does beyond moving something; a type that is not here is told of in the journal alone."""
