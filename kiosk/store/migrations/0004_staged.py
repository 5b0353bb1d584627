"""What a large definition is still to write: a page a row, and row 0 once all of them are there."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Make the table."""
    db.execute_sql("CREATE TABLE staged (number INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT")
