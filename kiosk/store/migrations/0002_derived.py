"""Derived tables leave the migrations: they are made anew from the journal where their text has changed."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

_DERIVED = """taken receipt balance asset badge worker code product category bin unknown_code undone
    policy""".split()
"""Those of 0001, children before what they refer to."""


def up(_migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Drop them, and keep the text that the present ones were made with, and what other sites told."""
    for table in _DERIVED:
        db.execute_sql(f"DROP TABLE {table}")
    db.execute_sql("CREATE TABLE derived_text (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    db.execute_sql(
        """CREATE TABLE elsewhere (site TEXT NOT NULL, product TEXT NOT NULL, available INTEGER NOT NULL,
        reserved INTEGER NOT NULL, total INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (product, site)) STRICT, WITHOUT ROWID"""
    )
