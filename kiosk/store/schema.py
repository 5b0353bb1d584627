"""The derived tables' schema: made from one text, and anew from the journal where that text changed."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Entry

log = logging.getLogger(__name__)

_TEXT = (Path(__file__).parent / "tables.sql").read_text(encoding="utf-8")
_KEPT = (
    "journal",
    "person",
    "credential",
    "name_word",
    "elsewhere",
    "derived_text",
    "staged",
    "schema_migration",
)
"""Tables that have another input than the journal."""


def digest() -> str:
    """Names the schema that this program derives into."""
    return hashlib.sha256(_TEXT.encode()).hexdigest()


def create(db: Database) -> None:
    """Make every derived table, empty."""
    statements = "\n".join(line for line in _TEXT.splitlines() if not line.startswith("--"))
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)


def is_current(db: Database) -> bool:
    """Whether the tables are as this program knows them."""
    row = one(db, "SELECT digest FROM derived_text")
    return row is not None and row[0] == digest()


def derive_anew(db: Database, entries: Callable[[], Iterable[Entry]], apply: Callable[[Entry], None]) -> None:
    """Make the tables from the journal, all in one transaction: a power cut leaves them as they were."""
    db.execute_sql("PRAGMA foreign_keys = 0")  # else tables could only go in the order of their references
    try:
        with db.atomic():
            for table in _derived(db):
                db.execute_sql(f"DROP TABLE {table}")
            create(db)
            count = 0
            for entry in entries():
                apply(entry)
                count += 1
            db.execute_sql("DELETE FROM derived_text")
            db.execute_sql("INSERT INTO derived_text VALUES (?)", (digest(),))
    finally:
        db.execute_sql("PRAGMA foreign_keys = 1")
    log.info("derived every table from %d entries", count)


def tables(db: Database) -> list[str]:
    """Every derived table, in order of name."""
    return _derived(db)


def _derived(db: Database) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in rows(db, sql) if name not in _KEPT]
