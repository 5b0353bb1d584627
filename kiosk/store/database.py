"""Opening the crib's database: one writer, durable, at the schema this program knows."""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, unquote

from peewee import OperationalError, PeeweeException, SqliteDatabase
from playhouse.migrations import Runner

from kiosk.crib.refusals import Fault

MIGRATIONS = Path(__file__).parent / "migrations"
Database = SqliteDatabase
"""A connection, as the rest of the program names it: peewee stays in this package."""
APPLICATION_ID = 0x63726962
"""``crib``: marks the file as ours (SQLite file header, offset 68)."""
NAME = "crib.sqlite"


class StoreError(Exception):
    """The store cannot be opened or written. The message says what, where, and what to do next."""

    fault: ClassVar[Fault] = Fault.DISK
    """What the people at the counter are told."""


class StoreFullError(StoreError):
    """Nothing more fits on the disk."""

    fault: ClassVar[Fault] = Fault.DISK_FULL


class StoreDamagedError(StoreError):
    """The database cannot be trusted any more: nothing more may be written to it."""

    fault: ClassVar[Fault] = Fault.DATABASE


class WriterPresentError(StoreError):
    """Another process is the writer."""


def path_in(state_dir: Path) -> Path:
    """Where the database of a state directory is."""
    return state_dir / NAME


class WriterLock:
    """Says who the one writer is, by an advisory lock on a file beside the database."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            WriterPresentError: somebody has it.
            StoreError: the directory cannot be written.
        """
        self._path = path.with_suffix(".lock")
        try:
            self._file = self._path.open("a+")
        except OSError as error:
            said = f"{self._path}: {error.strerror}. Create the directory, or run as the kiosk's user."
            raise StoreError(said) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.seek(0)
            holder = self._file.read().strip() or "another process"
            self._file.close()
            raise WriterPresentError(
                f"{path} is being written by {holder}. Stop it first, or go through it."
            ) from None
        try:
            self._file.truncate(0)
            self._file.write(f"process {os.getpid()}\n")
            self._file.flush()
        except OSError as error:
            with suppress(OSError):
                self._file.close()
            raise StoreError(f"{self._path}: {error.strerror}. Free space, then start again.") from error

    def release(self) -> None:
        """Let the next one write."""
        self._file.close()


def open_writer(path: Path) -> Database:
    """The writer's connection, at the newest schema. Hold the WriterLock.

    Every commit is on the disk before it returns (WAL with synchronous=FULL), whatever the power does next.

    Raises:
        StoreError: not our database, damaged, or newer than this program.
    """
    pragmas = {
        "synchronous": 2,
        "foreign_keys": 1,
        "wal_autocheckpoint": 200,
        "journal_size_limit": 4 * 1024 * 1024,
        "cache_size": -2 * 1024,
        "temp_store": 2,
        "trusted_schema": 0,
        "recursive_triggers": 1,  # else INSERT OR REPLACE deletes a row of the journal without its trigger
    }
    db = _connection(str(path), pragmas, lock_type="IMMEDIATE")
    with sentences(path, db):
        db.connect()
        _own(db, path)
        db.execute_sql("PRAGMA journal_mode = wal")
        _migrate(db, path)
    return db


def write_nothing_new(db: Database, path: Path) -> None:
    """Have the disk take what it holds already, durably: it says so where it takes nothing.

    Raises:
        StoreError: it does not.
    """
    try:
        db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    except (PeeweeException, sqlite3.Error) as error:
        raise failure(path, error) from error


def open_reader(path: Path) -> Database:
    """A read-only connection beside the writer's; it never checkpoints (field-notes §6).

    Raises:
        StoreError: there is no database, or it is damaged.
    """
    if not path.exists():
        raise StoreError(f"{path} does not exist. Start the attendant once, or name another state directory.")
    db = _connection(f"file:{quote(str(path))}?mode=ro", {"wal_autocheckpoint": 0}, uri=True)
    with sentences(path, db):
        db.connect()
        _check_application(db, path)
    return db


def _connection(name: str, pragmas: dict[str, Any], **options: Any) -> Database:
    """One connection, whichever thread uses it: peewee's one a thread would be a second writer."""
    logging.getLogger("peewee").setLevel(logging.WARNING)  # at DEBUG it logs values: names, badges' hashes
    return Database(name, pragmas=pragmas, timeout=5, thread_safe=False, check_same_thread=False, **options)


@contextmanager
def sentences(path: Path, db: Database) -> Iterator[None]:
    """Turn SQLite's errors into sentences."""
    try:
        yield
    except (PeeweeException, sqlite3.Error) as error:
        db.close()
        raise failure(path, error) from error
    except StoreError:
        db.close()
        raise


def failure(path: Path, error: BaseException) -> StoreError:
    """What an error of SQLite's means to the people at the crib, and what to do next."""
    error = _root(error)
    text = str(error)
    if "full" in text:
        said = f"{path.parent}: the disk is full. Nothing was recorded. Free space, then do it again."
        return StoreFullError(said)
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        said = f"{path} is damaged ({text}). Nothing more is written to it. Restore the last backup."
        return StoreDamagedError(said)
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        return StoreError(f"{path}: {text}. Check that the disk is there, and writable by the kiosk's user.")
    return StoreError(f"{path}: {type(error).__name__}: {text}.")


def _root(error: BaseException) -> BaseException:
    """SQLite's first error: on a full disk it rolls back by itself, and rolling back again is another one."""
    first, each = error, error.__context__
    while each is not None:
        first, each = (each if isinstance(each, sqlite3.Error) else first), each.__context__
    return first


def _check_application(db: Database, path: Path) -> int:
    mark = int(db.execute_sql("PRAGMA application_id").fetchone()[0])
    tables = db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and tables:
        raise StoreError(f"{path} is a database of another program. Name another state directory.")
    return mark


def _own(db: Database, path: Path) -> None:
    if _check_application(db, path) != APPLICATION_ID:
        db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _migrate(db: Database, path: Path) -> None:
    """Bring the schema up to date; a newer one than this program knows stops here, untouched."""
    runner = Runner(db, str(MIGRATIONS))
    newer = [step.name for step in runner.status() if step.path is None]
    if newer:
        said = f"{path} was written by a newer version of this program (it knows {', '.join(newer)})."
        raise StoreError(f"{said} Install that version or a later one; nothing was changed.")
    runner.up()


def rows(db: Database, sql: str, *values: Any) -> list[Any]:
    """All rows of a query.

    Raises:
        StoreError: the database cannot be read.
    """
    try:
        return list(db.execute_sql(sql, values).fetchall())
    except (PeeweeException, sqlite3.Error) as error:
        raise failure(path_of(db), error) from error


def one(db: Database, sql: str, *values: Any) -> Any:
    """The first row of a query, or None.

    Raises:
        StoreError: the database cannot be read.
    """
    try:
        return db.execute_sql(sql, values).fetchone()
    except (PeeweeException, sqlite3.Error) as error:
        raise failure(path_of(db), error) from error


def path_of(db: Database) -> Path:
    """Where a connection's database lies; a reader's is named by a URI."""
    return Path(unquote(str(db.database).removeprefix("file:").removesuffix("?mode=ro")))
