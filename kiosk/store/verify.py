"""Verifying the journal, and rebuilding every derived table from it."""

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise, zip_longest

from msgspec import Struct, ValidationError
from peewee import PeeweeException
from playhouse.migrations import Runner

from kiosk.store import derived, schema
from kiosk.store.canonical import canonical
from kiosk.store.database import MIGRATIONS, Database, StoreDamagedError, StoreError, one, rows
from kiosk.store.entry import NO_HASH, Entry, Position
from kiosk.store.journal import all_entries, head_of, read

_TAIL = 100
"""Entries checked at each start: what the last minutes wrote."""


class Broken(Struct, frozen=True):
    """The first bad entry, and what is wrong with it."""

    position: Position
    why: str

    def __str__(self) -> str:
        return f"entry {self.position.epoch}/{self.position.seq}: {self.why}"


class Checked(Struct, frozen=True):
    """What a verification found."""

    entries: int
    head: Position | None
    hash: str
    broken: Broken | None = None


def verify(entries: Iterable[Entry]) -> Checked:
    """Walk the journal in order: no gap, every hash as computed, every entry after its predecessor."""
    before: Entry | None = None
    count = 0
    for entry in entries:
        why = _wrong(before, entry)
        if why:
            return Checked(count, entry.position, entry.hash, Broken(entry.position, why))
        before = entry
        count += 1
    return Checked(count, before.position if before else None, before.hash if before else "")


def _wrong(before: Entry | None, entry: Entry) -> str:
    """What is wrong with an entry after the one before; empty where nothing is."""
    goes_on = before is not None and before.epoch == entry.epoch
    expected = before.seq + 1 if before and goes_on else 1
    if entry.seq != expected:
        return f"its number is {entry.seq} where {expected} follows: entries are missing"
    if not goes_on and entry.type != "epoch.opened":
        return f"an epoch begins with {entry.type}, not with epoch.opened"
    if entry.prev != (before.hash if before else NO_HASH):
        return "it does not follow the entry before it: one of the two was changed or replaced"
    return _altered(entry)


def _altered(entry: Entry) -> str:
    try:
        sound = entry.digest() == entry.hash and canonical(json.loads(entry.body)) == entry.body
    except ValueError as error:
        return f"its body is not what was written ({error})"
    return "" if sound else "its hash is not that of its content: it was changed after it was written"


def check_tail(db: Database) -> None:
    """Verify the last entries, as at each start.

    Raises:
        StoreDamagedError: one of them is bad.
    """
    head = head_of(db)
    if head is None:
        return
    start = Position(head.epoch, max(head.seq - _TAIL, 0))
    tail = read(db, start, _TAIL)
    found = [(tail[0], _altered(tail[0]))] if tail else []
    found += [(entry, _wrong(before, entry)) for before, entry in pairwise(tail)]
    for entry, why in found:
        if why:
            said = f"The journal is damaged at entry {entry.epoch}/{entry.seq}: {why}."
            raise StoreDamagedError(f"{said} Nothing more is written. Restore the last backup.")


def rebuild(entries: Iterable[Entry]) -> Database:
    """A database in memory with every derived table as the journal says.

    Raises:
        StoreError: an entry cannot be applied.
    """
    db = Database(":memory:", pragmas={"foreign_keys": 1})
    db.connect()
    Runner(db, str(MIGRATIONS)).up()
    with db.atomic():
        schema.create(db)
        for entry in entries:
            try:
                derived.apply(db, entry, entry.parsed())
            except (ValidationError, ValueError, PeeweeException, StoreError) as error:
                raise StoreError(f"entry {entry.epoch}/{entry.seq} cannot be replayed: {error}.") from error
    return db


def dump(db: Database) -> Iterator[str]:
    """Every row of every derived table, in order, a line each."""
    for table in schema.tables(db):
        for row in rows(db, f"SELECT * FROM {table} ORDER BY {_key(db, table)}"):
            yield f"{table} {row!r}"


def _key(db: Database, table: str) -> str:
    keys = [column.name for column in db.get_columns(table) if column.primary_key]
    return ", ".join(keys)


class Difference(Struct, frozen=True):
    """The first row in which replay and live differ; None stands for no row."""

    live: str | None
    replayed: str | None


def replay(db: Database) -> Difference | None:
    """Rebuild the derived tables and compare them with the live ones, byte for byte; None where equal."""
    with db.atomic():
        rebuilt = rebuild(all_entries(db))
        pairs = zip_longest(dump(db), dump(rebuilt))
        found = next((Difference(live, again) for live, again in pairs if live != again), None)
    rebuilt.close()
    return found


def integrity(db: Database) -> str:
    """What SQLite's own quick check finds; empty where the file is sound."""
    try:
        found = str(one(db, "PRAGMA quick_check(1)")[0])
    except StoreError as error:
        return str(error)
    return "" if found == "ok" else found
