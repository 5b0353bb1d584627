"""Deriving what the keeper is to look at of doors: forced, held open, faulty, opened in vain."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import door_entries as door
from kiosk.crib.body import Body
from kiosk.store.database import Database
from kiosk.store.entry import Entry


def _keep(what: str) -> Callable[[Database, Entry, Any], None]:
    def rule(db: Database, entry: Entry, body: door.DoorNote) -> None:
        values = (entry.at, entry.epoch, entry.seq, body.cabinet, what, body.worker)
        db.execute_sql("INSERT INTO door_note VALUES (?, ?, ?, ?, ?, ?)", values)

    return rule


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    door.DoorForced: _keep("forced"),
    door.DoorHeldOpen: _keep("held open"),
    door.DoorFault: _keep("fault"),
    door.DoorReview: _keep("nothing scanned"),
}
"""What an entry says that is worth a look."""
