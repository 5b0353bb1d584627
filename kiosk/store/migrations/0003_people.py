"""Beside the names, and gone with the person: staff numbers, PINs, and the words that a name is found by."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from kiosk.store.folding import words_of


def up(_migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Make the tables; a name's words are known from the people that are."""
    db.execute_sql(
        """CREATE TABLE credential (worker TEXT PRIMARY KEY REFERENCES person ON DELETE CASCADE,
        number TEXT UNIQUE, salt TEXT, pin TEXT) STRICT, WITHOUT ROWID"""
    )
    db.execute_sql(
        """CREATE TABLE name_word (word TEXT NOT NULL,
        worker TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        PRIMARY KEY (word, worker)) STRICT, WITHOUT ROWID"""
    )
    db.execute_sql("CREATE INDEX name_word_by_worker ON name_word (worker, word)")
    for worker, name in db.execute_sql("SELECT worker, name FROM person").fetchall():
        for word in words_of(name):
            db.execute_sql("INSERT INTO name_word VALUES (?, ?)", (word, worker))
