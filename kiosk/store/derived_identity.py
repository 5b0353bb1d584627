"""Deriving who may try a PIN, who came without a badge, and which badges are nobody's any more."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import identity_entries as was
from kiosk.crib.body import Body
from kiosk.crib.changes import SessionOpened
from kiosk.crib.identity import WITHOUT_BADGE
from kiosk.store import derived_handovers
from kiosk.store.database import Database
from kiosk.store.entry import Entry


def _opened(db: Database, entry: Entry, body: SessionOpened) -> None:
    derived_handovers.tell(db, body.worker)
    if entry.via in WITHOUT_BADGE:
        values = (body.worker, entry.at, entry.epoch, entry.seq, entry.via.value)
        db.execute_sql("INSERT INTO no_badge VALUES (?, ?, ?, ?, ?)", values)


def _failed(db: Database, entry: Entry, body: was.PinFailed) -> None:
    sql = """INSERT INTO pin_tries VALUES (?, ?, ?) ON CONFLICT (who) DO UPDATE SET
        count = excluded.count, at = excluded.at"""
    db.execute_sql(sql, (body.worker or body.number, body.tries, entry.at))


def _new_tries(db: Database, _: Entry, body: was.PinProven | was.PinChanged | was.PinUnlocked) -> None:
    db.execute_sql("DELETE FROM pin_tries WHERE who = ?", (body.worker,))


def _revoked(db: Database, _: Entry, body: was.BadgeRevoked) -> None:
    db.execute_sql("DELETE FROM badge WHERE digest = ?", (body.badge,))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    SessionOpened: _opened,
    was.PinFailed: _failed,
    was.PinProven: _new_tries,
    was.PinChanged: _new_tries,
    was.PinUnlocked: _new_tries,
    was.BadgeRevoked: _revoked,
}
"""What an entry changes of it."""
