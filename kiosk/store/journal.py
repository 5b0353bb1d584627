"""The journal: append-only, gapless within an epoch, hash-chained. Everything else is derived from it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.crib.bodies import to_value
from kiosk.crib.body import Body
from kiosk.crib.names import CommandId, Via, WorkerId
from kiosk.store.canonical import canonical
from kiosk.store.database import Database, one, open_reader, rows, sentences
from kiosk.store.entry import NO_HASH, Entry, Position, Stamp

_FIELDS = ", ".join(Entry.__struct_fields__)
_INSERT = f"INSERT INTO journal ({_FIELDS}) VALUES ({', '.join('?' * len(Entry.__struct_fields__))})"
_VIA = Entry.__struct_fields__.index("via")
_VIAS = {via.value: via for via in Via}
_PAGE = 500


def _entry(row: Sequence[Any]) -> Entry:
    """A word that is no Via stays as it is: only a tampered entry has one, and verify is to name it."""
    fields = list(row)
    fields[_VIA] = _VIAS.get(fields[_VIA], fields[_VIA])
    return Entry(*fields)


def head_of(db: Database) -> Entry | None:
    """The newest entry."""
    row = one(db, f"SELECT {_FIELDS} FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1")
    return _entry(row) if row else None


def by_command(db: Database, command: CommandId) -> list[Entry]:
    """The entries that one command wrote, in their order."""
    return [
        _entry(row)
        for row in rows(db, f"SELECT {_FIELDS} FROM journal WHERE command = ? ORDER BY line", command)
    ]


def at_positions(db: Database, positions: Sequence[tuple[str, int]]) -> list[Entry]:
    """The entries at these places, in order."""
    sql = f"""WITH wanted AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS epoch,
        json_extract(value, '$[1]') AS seq FROM json_each(?))
        SELECT {_FIELDS} FROM wanted CROSS JOIN journal USING (epoch, seq) ORDER BY epoch, seq"""
    return [_entry(row) for row in rows(db, sql, json.dumps(positions))]


def newest_of(db: Database, kind: str) -> Entry | None:
    """The newest entry of a type."""
    row = one(db, f"SELECT {_FIELDS} FROM journal WHERE type = ? ORDER BY epoch DESC, seq DESC LIMIT 1", kind)
    return _entry(row) if row else None


def read(db: Database, after: Position | None, limit: int) -> list[Entry]:
    """At most ``limit`` entries after a position, in order; from the beginning where it is None."""
    after = after or Position("", 0)
    sql = f"SELECT {_FIELDS} FROM journal WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?"
    return [_entry(row) for row in rows(db, sql, after.epoch, after.seq, limit)]


def all_entries(db: Database) -> Iterator[Entry]:
    """Every entry, in order, a page at a time, so that a reader holds no long transaction."""
    after = None
    while page := read(db, after, _PAGE):
        yield from page
        after = page[-1].position


class Author(Struct, frozen=True):
    """Who wants entries written: the command's id, the actor, and how the actor is known."""

    command: CommandId
    actor: WorkerId
    via: Via


class Writer:
    """Seals and appends entries on the writer's connection."""

    def __init__(self, db: Database, kiosk: str, site: str) -> None:
        self._db = db
        self._kiosk = kiosk
        self._site = site
        self._head = head_of(db)

    @property
    def head(self) -> Entry | None:
        """The newest entry."""
        return self._head

    def forget(self) -> None:
        """Read the head anew: the transaction that moved it was rolled back."""
        self._head = head_of(self._db)

    def append(self, body: Body, *, id: str, stamp: Stamp, by: Author, line: int, epoch: str = "") -> Entry:  # noqa: A002
        """Write one entry after the head, in the transaction that is open; a new ``epoch`` begins at 1."""
        head = self._head
        starts = bool(epoch) or head is None
        entry = Entry(
            epoch=epoch or (head.epoch if head else ""),
            seq=1 if starts or head is None else head.seq + 1,
            id=id,
            at=stamp.at,
            clock_synced=int(stamp.clock_synced),
            boot_id=stamp.boot_id,
            boottime_ns=stamp.boottime_ns,
            kiosk=self._kiosk,
            site=self._site,
            actor=by.actor,
            via=by.via,
            command=by.command,
            line=line,
            type=body.type,
            body=canonical(to_value(body)),
            prev=head.hash if head else NO_HASH,
        ).sealed()
        self._db.execute_sql(_INSERT, [getattr(entry, field) for field in Entry.__struct_fields__])
        self._head = entry
        return entry


class JournalReader:
    """The journal as the relay sees it: read-only, short reads, beside a living writer."""

    def __init__(self, path: Path) -> None:
        """Open the database at ``path``.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        self._path = path
        self._db = open_reader(path)

    def read(self, after: Position | None, limit: int) -> list[Entry]:
        """At most ``limit`` entries after a position, in order.

        Raises:
            StoreError: the database cannot be read.
        """
        with sentences(self._path, self._db):
            return read(self._db, after, limit)

    def head(self) -> tuple[Position, str] | None:
        """Position and hash of the newest entry.

        Raises:
            StoreError: the database cannot be read.
        """
        with sentences(self._path, self._db):
            entry = head_of(self._db)
        return (entry.position, entry.hash) if entry else None

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
