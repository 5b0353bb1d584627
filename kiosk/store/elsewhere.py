"""What other sites were last heard to have: told by central, kept for words only, never journaled."""

import sqlite3
from collections.abc import Iterable

from msgspec import Struct
from peewee import PeeweeException

from kiosk.store.database import Database, failure, one, path_of


class SiteFigures(Struct, frozen=True):
    """A product's figures at another site."""

    site: str
    product: str
    available: int
    reserved: int
    total: int
    at: int
    """Microseconds since 1970 UTC: when that site's journal said so."""


def keep(db: Database, figures: Iterable[SiteFigures]) -> int:
    """Keep what is newer than what is known; how many were.

    Raises:
        StoreError: they could not be written; none was.
    """
    try:
        fresh = [each for each in figures if _is_new(db, each)]
        if fresh:
            _write(db, fresh)
    except (PeeweeException, sqlite3.Error) as error:
        raise failure(path_of(db), error) from error
    return len(fresh)


def _is_new(db: Database, told: SiteFigures) -> bool:
    sql = "SELECT available, reserved, total, at FROM elsewhere WHERE product = ? AND site = ?"
    known = one(db, sql, told.product, told.site)
    if known is None:
        return True
    return bool(told.at >= known[3] and (told.available, told.reserved, told.total, told.at) != tuple(known))


def _write(db: Database, figures: list[SiteFigures]) -> None:
    sql = """INSERT INTO elsewhere (site, product, available, reserved, total, at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (product, site) DO UPDATE SET available = excluded.available,
            reserved = excluded.reserved, total = excluded.total, at = excluded.at"""
    with db.atomic():
        for each in figures:
            values = (each.site, each.product, each.available, each.reserved, each.total, each.at)
            db.execute_sql(sql, values)
