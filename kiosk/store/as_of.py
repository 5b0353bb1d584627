"""The journal up to the end of a day: what a report of the past is made from, and nothing else."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.bodies import BODIES, from_value
from kiosk.crib.body import Body, Moved
from kiosk.crib.changes import AssetChanged, CategoryChanged, ProductChanged
from kiosk.crib.names import WorkerId
from kiosk.crib.places import PlaceKind
from kiosk.crib.products import Asset, Category, Product
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Position

_PAGE = 2_000
_MICROS = 1_000_000
_MOVES = tuple(kind for kind, body in BODIES.items() if issubclass(body, Moved))
_CHANGES = ("asset.changed", "category.changed", "product.changed")
_KIND = "substr(json_extract(body, '$.{0}'), 1, instr(json_extract(body, '$.{0}') || ':', ':') - 1)"
_SOURCE, _DESTINATION = _KIND.format("source"), _KIND.format("destination")
_Value = TypeVar("_Value", bound=Struct)


class Day(Struct, frozen=True):
    """A day at the crib; what is told of it is told of its end."""

    day: date
    zone: tzinfo

    @property
    def end_s(self) -> int:
        """Its end, in seconds since 1970."""
        return int(datetime.combine(self.day + timedelta(days=1), time(), self.zone).timestamp())


class Catalogue(Struct, frozen=True):
    """What was known on a day."""

    categories: dict[str, Category]
    products: dict[str, Product]
    assets: dict[str, Asset]


class Crossing(Struct, frozen=True):
    """A movement into the site's care, or out of it."""

    at_s: int
    """Seconds since 1970."""
    actor: WorkerId
    body: Moved


def last_entry(db: Database, day: Day) -> Position:
    """The last entry of a day and all before it: the journal's order decides, wall time only where to stop.

    Times count where the clock was set, or was at least no earlier than when it was last set.
    """
    end = day.end_s * _MICROS
    newest = "ORDER BY epoch DESC, seq DESC LIMIT 1"
    sql = f"SELECT epoch, seq, at FROM journal WHERE at < ? AND clock_synced = 1 {newest}"
    epoch, seq, at = one(db, sql, end) or ("", 0, 0)
    sql = f"SELECT epoch, seq FROM journal WHERE (epoch, seq) > (?, ?) AND at >= ? AND at < ? {newest}"
    return Position(*(one(db, sql, epoch, seq, at, end) or (epoch, seq)))


def catalogue(db: Database, upto: Position) -> Catalogue:
    """Categories, products and assets as they had last been changed by then."""
    known = Catalogue({}, {}, {})
    for _, _, body in _bodies(db, upto, _CHANGES):
        match body:
            case CategoryChanged():
                known.categories[body.category] = _value(Category, body, "category")
            case ProductChanged():
                known.products[body.product] = _value(Product, body, "product")
            case AssetChanged():
                known.assets[body.asset] = _value(Asset, body, "asset")
    return known


def _value(kind: type[_Value], body: Body, noun: str) -> _Value:
    fields = asdict(body)
    return kind(code=fields.pop(noun), **fields)


def crossings(db: Database, upto: Position) -> Iterator[Crossing]:
    """Every movement by then that had one end outside of the site's care, in order."""
    outside = ", ".join(f"'{kind.value}'" for kind in sorted(NOT_OURS))
    where = f"({_SOURCE} IN ({outside}) OR {_DESTINATION} IN ({outside}))"
    for at, actor, body in _bodies(db, upto, _MOVES, where):
        assert isinstance(body, Moved)  # noqa: S101
        yield Crossing(at // _MICROS, actor, body)


def pieces(db: Database, upto: Position) -> dict[str, dict[PlaceKind, int]]:
    """How many of each product were in each kind of place by then."""
    marks = ", ".join("?" * len(_MOVES))
    sql = f"""SELECT json_extract(body, '$.product'), {_SOURCE}, {_DESTINATION},
        sum(json_extract(body, '$.quantity')) FROM journal
        WHERE (epoch, seq) <= (?, ?) AND type IN ({marks}) GROUP BY 1, 2, 3"""
    found: dict[str, dict[PlaceKind, int]] = {}
    for product, source, destination, quantity in rows(db, sql, upto.epoch, upto.seq, *_MOVES):
        there = found.setdefault(product, dict.fromkeys(PlaceKind, 0))
        there[PlaceKind(source)] -= quantity
        there[PlaceKind(destination)] += quantity
    return found


def _bodies(
    db: Database, upto: Position, types: tuple[str, ...], where: str = "1"
) -> Iterator[tuple[int, WorkerId, Body]]:
    """Time, actor and body of entries, a page at a time: a long read would keep the writer's log growing."""
    marks = ", ".join("?" * len(types))
    sql = f"""SELECT epoch, seq, at, actor, type, body FROM journal
        WHERE (epoch, seq) > (?, ?) AND (epoch, seq) <= (?, ?) AND type IN ({marks}) AND {where}
        ORDER BY epoch, seq LIMIT {_PAGE}"""
    after: tuple[str, int] = ("", 0)
    while page := rows(db, sql, *after, upto.epoch, upto.seq, *types):
        for _, _, at, actor, kind, body in page:
            yield at, WorkerId(actor), from_value(kind, json.loads(body))
        after = page[-1][0], page[-1][1]
