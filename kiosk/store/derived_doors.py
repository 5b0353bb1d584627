"""Deriving what is known of doors: which are open, and what the keeper is to look at."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import door_entries as door
from kiosk.crib.body import Body
from kiosk.store.database import Database
from kiosk.store.entry import Entry


def _opened(db: Database, _: Entry, body: door.DoorNote) -> None:
    values = (body.cabinet, body.worker, isinstance(body, door.DoorForced))
    db.execute_sql("INSERT OR REPLACE INTO open_door VALUES (?, ?, ?)", values)


def _closed(db: Database, _: Entry, body: door.DoorClosed) -> None:
    db.execute_sql("DELETE FROM open_door WHERE cabinet = ?", (body.cabinet,))


def _keep(what: str) -> Callable[[Database, Entry, Any], None]:
    """Forced, held open, faulty, opened in vain."""

    def rule(db: Database, entry: Entry, body: door.DoorNote) -> None:
        values = (entry.at, entry.epoch, entry.seq, body.cabinet, what, body.worker)
        db.execute_sql("INSERT INTO door_note VALUES (?, ?, ?, ?, ?, ?)", values)

    return rule


def _forced(db: Database, entry: Entry, body: door.DoorForced) -> None:
    _opened(db, entry, body)
    _keep("forced")(db, entry, body)


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    door.DoorOpened: _opened,
    door.DoorClosed: _closed,
    door.DoorForced: _forced,
    door.DoorHeldOpen: _keep("held open"),
    door.DoorFault: _keep("fault"),
    door.DoorReview: _keep("nothing scanned"),
}
"""By the type of an entry."""
