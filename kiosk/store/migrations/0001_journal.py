"""The journal, what is derived from it, and the person table."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

TABLES = """
CREATE TABLE journal (
    epoch TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL, clock_synced INTEGER NOT NULL CHECK (clock_synced IN (0, 1)),
    boot_id TEXT NOT NULL, boottime_ns INTEGER NOT NULL, kiosk TEXT NOT NULL, site TEXT NOT NULL,
    actor TEXT NOT NULL, via TEXT NOT NULL, command TEXT NOT NULL, line INTEGER NOT NULL,
    type TEXT NOT NULL, body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (epoch, seq), UNIQUE (command, line)) STRICT;
CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only: reverse an entry by another one'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only: nothing is ever deleted from it'); END;

CREATE TABLE category (code TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,
    loan_s INTEGER NOT NULL, calibration_days INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE product (code TEXT PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL REFERENCES category,
    unit TEXT NOT NULL, pack INTEGER NOT NULL, barcode TEXT NOT NULL, cost_cents INTEGER NOT NULL,
    reorder INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bin (code TEXT PRIMARY KEY, name TEXT NOT NULL, cabinet TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE asset (code TEXT PRIMARY KEY, product TEXT NOT NULL REFERENCES product,
    bin TEXT NOT NULL REFERENCES bin, serial TEXT NOT NULL, barcode TEXT NOT NULL, calibrated TEXT NOT NULL,
    place_kind TEXT NOT NULL, place TEXT NOT NULL, since INTEGER NOT NULL, due INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE INDEX asset_by_product ON asset (product, place_kind);
CREATE INDEX asset_by_place ON asset (place_kind, place);
CREATE TABLE balance (product TEXT NOT NULL REFERENCES product, place_kind TEXT NOT NULL, place TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity <> 0), PRIMARY KEY (product, place_kind, place),
    CHECK (quantity > 0 OR place_kind IN ('supplier', 'variance'))) STRICT, WITHOUT ROWID;
CREATE INDEX balance_by_place ON balance (place_kind, place);
CREATE TABLE code (code TEXT PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX code_by_target ON code (kind, target);
CREATE TABLE worker (id TEXT PRIMARY KEY, role TEXT NOT NULL, active INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE badge (digest TEXT PRIMARY KEY, worker TEXT NOT NULL REFERENCES worker) STRICT, WITHOUT ROWID;
CREATE TABLE taken (product TEXT NOT NULL REFERENCES product, worker TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), PRIMARY KEY (product, worker)) STRICT, WITHOUT ROWID;
CREATE TABLE receipt (product TEXT NOT NULL REFERENCES product, bin TEXT NOT NULL, receipt TEXT NOT NULL,
    quantity INTEGER NOT NULL, PRIMARY KEY (product, bin, receipt)) STRICT, WITHOUT ROWID;
CREATE TABLE unknown_code (code TEXT PRIMARY KEY, times INTEGER NOT NULL, last_at INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE undone (epoch TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (epoch, seq))
    STRICT, WITHOUT ROWID;
CREATE TABLE policy (setting TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE person (worker TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    salt TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


def up(_migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Create every table; ``;`` at a line's end ends a statement, but inside a trigger."""
    statement = ""
    for line in TABLES.strip().splitlines():
        statement += line + "\n"
        whole = "TRIGGER" not in statement or line.rstrip().endswith("END;")
        if line.rstrip().endswith(";") and whole:
            db.execute_sql(statement)
            statement = ""
