"""The journal up to the end of a day: what a report of the past is made from, and nothing else."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.bodies import BODIES, from_value
from kiosk.crib.body import Body, Moved
from kiosk.crib.changes import AssetChanged, CategoryChanged, PolicyChanged, ProductChanged, value_in
from kiosk.crib.names import WorkerId
from kiosk.crib.places import PlaceKind
from kiosk.crib.policy import Policy
from kiosk.crib.products import Asset, Category, Product
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Position
from kiosk.store.journal import head_of
from kiosk.store.values import micros

_PAGE = 2_000
_MICROS = 1_000_000
MOVES = tuple(kind for kind, body in BODIES.items() if issubclass(body, Moved))
"""Types of the entries that move something."""
_CHANGES = ("asset.changed", "category.changed", "policy.changed", "product.changed")
_KIND = "substr(json_extract(body, '$.{0}'), 1, instr(json_extract(body, '$.{0}') || ':', ':') - 1)"
# What another site has sent was not this one's on the way: to values it comes from a supplier.
_SOURCE = f"iif(type = 'transfer.received', 'supplier', {_KIND.format('source')})"
_UNDOES = "json_extract(body, '$.undoes')"
_DESTINATION = f"iif({_UNDOES} = 'transfer.received', 'supplier', {_KIND.format('destination')})"


class Day(Struct, frozen=True):
    """A day at the crib; what is told of it is told of its end, or of now where it has not ended."""

    day: date
    zone: tzinfo
    now: datetime

    @property
    def is_over(self) -> bool:
        """Whether it lies before today."""
        return self.day < self.now.astimezone(self.zone).date()

    @property
    def end(self) -> int:
        """The first moment after it, or now: microseconds since 1970."""
        midnight = datetime.combine(self.day + timedelta(days=1), time(), self.zone)
        return micros(midnight if self.is_over else self.now)

    @property
    def end_s(self) -> int:
        """The same in seconds."""
        return self.end // _MICROS


class Catalogue(Struct, frozen=True):
    """What was known on a day."""

    categories: dict[str, Category]
    products: dict[str, Product]
    assets: dict[str, Asset]
    settings: dict[str, int | str]
    """Of the rulebook, where they had been changed."""

    @property
    def policy(self) -> Policy:
        """The rulebook's settings."""
        return replace(Policy(), **self.settings)


class Crossing(Struct, frozen=True):
    """A movement into the site's care, or out of it."""

    at_s: int
    """Seconds since 1970."""
    actor: WorkerId
    source: PlaceKind
    destination: PlaceKind
    """Where it went from and to; another site, there and back, counts as a supplier."""
    body: Moved


def last_entry(db: Database, day: Day) -> Position:
    """The last entry of a day: the journal's order decides, wall time only where to stop.

    Times count where the clock was set, or was at least no earlier than when it was last set.
    """
    if not day.is_over:
        head = head_of(db)
        return head.position if head else Position("", 0)
    end = day.end
    newest = "ORDER BY epoch DESC, seq DESC LIMIT 1"
    sql = f"SELECT epoch, seq, at FROM journal WHERE at < ? AND clock_synced = 1 {newest}"
    epoch, seq, at = one(db, sql, end) or ("", 0, 0)
    sql = f"SELECT epoch, seq FROM journal WHERE (epoch, seq) > (?, ?) AND at >= ? AND at < ? {newest}"
    return Position(*(one(db, sql, epoch, seq, at, end) or (epoch, seq)))


def catalogue(db: Database, upto: Position) -> Catalogue:
    """Categories, products, assets and settings as they had last been changed by then."""
    known = Catalogue({}, {}, {}, {})
    for *_, body in _bodies(db, upto, _CHANGES):
        match body:
            case CategoryChanged():
                known.categories[body.category] = value_in(body, Category, "category")
            case ProductChanged():
                known.products[body.product] = value_in(body, Product, "product")
            case AssetChanged():
                known.assets[body.asset] = value_in(body, Asset, "asset")
            case PolicyChanged():
                known.settings[body.setting] = body.value
    return known


def crossings(db: Database, upto: Position) -> Iterator[Crossing]:
    """Every movement by then that had one end outside of the site's care, in order."""
    outside = ", ".join(f"'{kind.value}'" for kind in sorted(NOT_OURS))
    where = f"({_SOURCE} IN ({outside}) OR {_DESTINATION} IN ({outside}))"
    for at, actor, source, destination, body in _bodies(db, upto, MOVES, where):
        assert isinstance(body, Moved)  # noqa: S101
        yield Crossing(at // _MICROS, WorkerId(actor), PlaceKind(source), PlaceKind(destination), body)


class Traffic(Struct, frozen=True):
    """Pieces of a product that went from one kind of place to another."""

    product: str
    source: PlaceKind
    destination: PlaceKind
    undone: bool
    """They went back because an act was undone."""
    quantity: int
    lately: int
    """Those of them that went since the given moment."""
    first: int
    """When the first went: microseconds since 1970."""


def traffic(db: Database, upto: Position, since: int = 0) -> list[Traffic]:
    """Every product's movements by then, summed; ``since`` is in microseconds since 1970."""
    marks = ", ".join("?" * len(MOVES))
    sql = f"""SELECT json_extract(body, '$.product'), {_SOURCE}, {_DESTINATION}, type = 'act.undone',
        sum(json_extract(body, '$.quantity')), sum(iif(at >= ?, json_extract(body, '$.quantity'), 0)), min(at)
        FROM journal WHERE (epoch, seq) <= (?, ?) AND type IN ({marks}) GROUP BY 1, 2, 3, 4"""
    found = rows(db, sql, since, upto.epoch, upto.seq, *MOVES)
    return [
        Traffic(product, PlaceKind(source), PlaceKind(destination), bool(undone), *sums)
        for product, source, destination, undone, *sums in found
    ]


def _bodies(
    db: Database, upto: Position, types: tuple[str, ...], where: str = "1"
) -> Iterator[tuple[int, str, str, str, Body]]:
    """Time, actor, ends and body of entries, by pages: a long read would keep the writer's log growing."""
    marks = ", ".join("?" * len(types))
    sql = f"""SELECT epoch, seq, at, actor, {_SOURCE}, {_DESTINATION}, type, body FROM journal
        WHERE (epoch, seq) > (?, ?) AND (epoch, seq) <= (?, ?) AND type IN ({marks}) AND {where}
        ORDER BY epoch, seq LIMIT {_PAGE}"""
    after: tuple[str, int] = ("", 0)
    while page := rows(db, sql, *after, upto.epoch, upto.seq, *types):
        for _, _, at, actor, source, destination, kind, body in page:
            yield at, actor, source, destination, from_value(kind, json.loads(body))
        after = page[-1][0], page[-1][1]
