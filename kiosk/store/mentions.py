"""Entries that name something, found by the index that is derived of them."""

import json
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from itertools import groupby, islice

from kiosk.store.database import Database, rows
from kiosk.store.entry import Entry, Position
from kiosk.store.journal import at_positions

_PAGE = 500
_KEPT = 20_000
"""Places that are kept in memory at a time, however many codes are asked for."""
_FEW = 20
"""Entries that are read at a time for somebody who wants the newest."""
_Place = tuple[str, int]
_END = "\U0010ffff"
"""After every epoch."""


def mentioning(
    db: Database, codes: Collection[str], after: Position | None = None, command: str = ""
) -> Iterator[Entry]:
    """Every entry after a position that names one of the codes, or was written by the command, in order.

    Raises:
        StoreError: the database cannot be read.
    """
    start = (after.epoch, after.seq) if after else ("", 0)
    limit = max(_KEPT // (len(codes) + 1), 1)
    found = [_naming(db, code, start, limit) for code in sorted(codes)]
    found += [_written_by(db, command, start)] if command else []
    places = (place for place, _ in groupby(merge(*found)))
    while page := list(islice(places, _PAGE)):
        yield from at_positions(db, page)


def _naming(db: Database, code: str, start: _Place, limit: int) -> Iterator[_Place]:
    sql = """SELECT epoch, seq FROM mention WHERE code = ? AND (epoch, seq) > (?, ?)
        ORDER BY epoch, seq LIMIT ?"""
    while page := rows(db, sql, code, *start, limit):
        yield from page
        start = page[-1]


def newest_mentioning(
    db: Database, codes: Collection[str], condition: str, *values: object
) -> Iterator[Entry]:
    """Entries that name one of the codes and fit a condition on ``j``, newest first, as far as asked for.

    Raises:
        StoreError: the database cannot be read.
    """
    found = [_naming_back(db, code, condition, *values) for code in codes]
    places = (place for place, _ in groupby(merge(*found, reverse=True)))
    while page := list(islice(places, _FEW)):
        yield from reversed(at_positions(db, page))


def _naming_back(db: Database, code: str, condition: str, *values: object) -> Iterator[_Place]:
    sql = f"""SELECT m.epoch, m.seq FROM mention m CROSS JOIN journal j ON j.epoch = m.epoch AND j.seq = m.seq
        WHERE m.code = ? AND (m.epoch, m.seq) < (?, ?) AND {condition}
        ORDER BY m.epoch DESC, m.seq DESC LIMIT {_FEW}"""
    end: _Place = (_END, 0)
    while page := rows(db, sql, code, *end, *values):
        yield from page
        end = page[-1]


def _written_by(db: Database, command: str, start: _Place) -> Iterator[_Place]:
    """A command of the counter has an id for each of its parts, ``id/0`` and so on."""
    sql = """SELECT epoch, seq FROM journal WHERE (command = ? OR command BETWEEN ? AND ?)
        AND (epoch, seq) > (?, ?) ORDER BY epoch, seq"""
    yield from rows(db, sql, command, f"{command}/", f"{command}0", *start)


def with_assets(db: Database, codes: Iterable[str]) -> set[str]:
    """The codes, and those of the assets of a product among them: their entries name the asset alone."""
    known = set(codes)
    sql = "SELECT code FROM asset WHERE product IN (SELECT value FROM json_each(?))"
    found = rows(db, sql, json.dumps(sorted(known)))
    return known | {code for (code,) in found}
