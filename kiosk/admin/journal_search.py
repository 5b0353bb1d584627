"""Finding entries: all that mention one thing, whatever it is called by."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from kiosk.admin.terminal import CannotError
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Entry, Position
from kiosk.store.journal import head_of, read
from kiosk.store.lookup import owner_of
from kiosk.store.mentions import mentioning, with_assets

_PAGE = 500


class Search(Struct, frozen=True):
    """What is asked for; empty, 0 and None ask for everything."""

    item: str = ""
    """An asset, product, bin or other code, a worker's code or id, or a command's id."""
    type: str = ""
    since: Position | None = None
    limit: int = 0
    """The newest so many; with ``since``, the first so many after it."""


def find(db: Database, search: Search) -> Iterable[Entry]:
    """The entries, in order.

    Raises:
        CannotError: ``since`` is in no epoch of this journal.
    """
    if search.since:
        _check_epoch(db, search.since)
    entries = _about(db, search) if search.item else _after(db, search.since)
    found = (entry for entry in entries if _has_type(entry, search.type))
    if not search.limit:
        return found
    return islice(found, search.limit) if search.since else deque(found, maxlen=search.limit)


def people_of(db: Database) -> dict[str, str]:
    """The code of every worker's id."""
    return dict(rows(db, "SELECT worker, code FROM person"))


def _after(db: Database, position: Position | None) -> Iterator[Entry]:
    """A page at a time, so that no transaction is long."""
    while page := read(db, position, _PAGE):
        yield from page
        position = page[-1].position


def _about(db: Database, search: Search) -> Iterator[Entry]:
    worker = one(db, "SELECT worker FROM person WHERE code = ?", search.item)
    _, _, target = owner_of(db, search.item).partition(" ")
    names = {search.item, worker[0] if worker else search.item, target or search.item}
    return mentioning(db, with_assets(db, names), search.since, search.item)


def _check_epoch(db: Database, since: Position) -> None:
    first = read(db, Position(since.epoch, 0), 1)
    head = head_of(db)
    if head and not (first and first[0].epoch == since.epoch):
        said = f"There is no epoch {since.epoch!r} in this journal; its newest is {head.epoch}."
        raise CannotError(f"{said} Write --since {head.epoch}/SEQ, or leave it out.")


def _has_type(entry: Entry, kind: str) -> bool:
    return not kind or entry.type == kind
