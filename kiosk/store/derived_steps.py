"""Deriving what was said beside acts: what was read and noted, how long things were out, how shifts stand."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib import shift_entries as shift
from kiosk.crib import step_entries as step
from kiosk.crib.body import Body, Moved
from kiosk.crib.places import WITH_SOMEBODY
from kiosk.store.database import Database, one
from kiosk.store.entry import Entry
from kiosk.store.values import micros

_SECOND = 1_000_000


def use(db: Database, entry: Entry, body: Moved) -> None:
    """Add to an asset the time that a loan of it lasted, before its row follows the movement.

    Where the end of a loan is undone, it goes on: what its end added is taken back.
    """
    move = body.movement
    if isinstance(body, was.ActUndone):
        _add(db, move.asset, -body.lasted)
    elif move.source.kind in WITH_SOMEBODY:
        row = one(db, "SELECT since FROM asset WHERE code = ?", move.asset)
        _add(db, move.asset, max(0, entry.at - row[0]) // _SECOND if row and row[0] else 0)


def _add(db: Database, asset: str, seconds: int) -> None:
    """An asset that was never out for a second has no row."""
    sql = """INSERT INTO worked VALUES (?, ?)
        ON CONFLICT (asset) DO UPDATE SET seconds = seconds + excluded.seconds"""
    if seconds:
        db.execute_sql(sql, (asset, seconds))
        db.execute_sql("DELETE FROM worked WHERE asset = ? AND seconds = 0", (asset,))


def _read(db: Database, entry: Entry, body: step.InstructionRead) -> None:
    values = (body.worker, body.category, body.step.value, body.version, entry.at)
    db.execute_sql("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", values)


def _noted(db: Database, entry: Entry, body: step.AssetNoted) -> None:
    db.execute_sql("DELETE FROM note WHERE asset = ?", (body.asset,))
    if body.note:
        db.execute_sql("INSERT INTO note VALUES (?, ?, ?, ?)", (body.asset, body.note, entry.actor, entry.at))


def _explained(db: Database, _: Entry, body: step.OverrideExplained) -> None:
    db.execute_sql("INSERT OR REPLACE INTO explained VALUES (?, ?)", (body.act, body.reason.value))


def begin_shifts(db: Database, entry: Entry) -> None:
    """From here on shifts are told of; one that is held open stays so."""
    sql = """INSERT INTO shift VALUES (1, ?1, ?1) ON CONFLICT (only) DO UPDATE SET
        told = ?1, closed = ?1 WHERE closed = told"""
    db.execute_sql(sql, (entry.at,))


def _held_open(db: Database, _: Entry, body: shift.ShiftHeldOpen) -> None:
    db.execute_sql("UPDATE shift SET told = ?", (micros(body.end),))


def _closed(db: Database, _: Entry, body: shift.ShiftClosed) -> None:
    db.execute_sql("UPDATE shift SET told = ?1, closed = ?1", (micros(body.end),))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    step.InstructionRead: _read,
    step.AssetNoted: _noted,
    step.OverrideExplained: _explained,
    shift.ShiftHeldOpen: _held_open,
    shift.ShiftClosed: _closed,
}
"""What each of these entries changes."""
