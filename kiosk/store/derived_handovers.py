"""Deriving who is to be told that something was taken over from her, and what she denies."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib.body import Body
from kiosk.crib.names import WorkerId
from kiosk.crib.step_entries import HandoverDenied
from kiosk.store.database import Database
from kiosk.store.entry import Entry
from kiosk.store.handovers import NEXT
from kiosk.store.values import micros


def moved(db: Database, asset: str) -> None:
    """What has changed hands since, or is back, is no longer where somebody denied that it should be."""
    db.execute_sql("DELETE FROM denied WHERE asset = ?", (asset,))


def handed_over(db: Database, entry: Entry, body: was.AssetHandedOver) -> None:
    """Who took it was signed in; who had it was not there, and is told at her next badge."""
    move = body.movement
    if move.destination.code == entry.actor:
        values = (entry.epoch, entry.seq, move.source.code, body.asset, entry.actor, entry.at)
        db.execute_sql("INSERT INTO handover VALUES (?, ?, ?, ?, ?, ?, 0)", values)


def undone(db: Database, entry: Entry, body: was.ActUndone) -> None:
    """What was given back at once is not told of."""
    db.execute_sql("DELETE FROM handover WHERE epoch = ? AND seq = ?", (entry.epoch, body.undoes_seq))


def tell(db: Database, worker: WorkerId) -> None:
    """She signed in: what she was told of the time before, and let pass, is over."""
    db.execute_sql("DELETE FROM handover WHERE worker = ? AND told = 1", (worker,))
    db.execute_sql(f"UPDATE handover SET told = 1 WHERE (epoch, seq) IN ({NEXT})", (worker,))


def _denied(db: Database, entry: Entry, body: HandoverDenied) -> None:
    where = "worker = ? AND asset = ? AND told = 1"
    db.execute_sql(f"DELETE FROM handover WHERE {where}", (entry.actor, body.asset))
    sql = """INSERT OR REPLACE INTO denied SELECT code, ?2, ?3, ?4, ?5, ?6 FROM asset
        WHERE code = ?1 AND place_kind = 'holder' AND place = ?3 AND since = ?4"""
    said = (entry.actor, body.worker, micros(body.since), entry.epoch, entry.seq)
    db.execute_sql(sql, (body.asset, *said))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {HandoverDenied: _denied}
"""What the entry of a denial changes."""
