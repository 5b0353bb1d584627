"""What replenishment looks at, read from the derived tables: levels, shelves, use, orders."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import astuple, replace

from kiosk.crib import changes, entries
from kiosk.crib.availability import Counts, Moments, count, free
from kiosk.crib.body import Body, Moved
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.movements import UNUSED, Use
from kiosk.crib.ordering import CancelOrder, PlaceOrder
from kiosk.crib.policy import Policy
from kiosk.crib.products import Category, Product
from kiosk.crib.ranking import YEAR_DAYS, Class, classes, yearly
from kiosk.crib.replenishment import Arrival, Levels, Shelf, Watched, needs, reorder_point, use_per_day
from kiosk.store.database import Database, one, rows
from kiosk.store.derived_restock import DAY, last_paid
from kiosk.store.lookup import policy_of, product_of
from kiosk.store.shelves import shelves
from kiosk.store.states import FALLS_DUE, lots_of, plan_of
from kiosk.store.values import day_of, micros


class Crib(Struct, frozen=True):
    """A site's crib at a moment, as replenishment asks about it."""

    db: Database
    at: datetime
    zone: tzinfo
    policy: Policy

    @classmethod
    def now(cls, db: Database, at: datetime, zone: tzinfo) -> "Crib":
        """The crib as it is."""
        return cls(db, at, zone, policy_of(db))

    @property
    def today(self) -> date:
        """The site's day."""
        return self.at.astimezone(self.zone).date()


class Kept(Struct, frozen=True):
    """A product that is or was at the site; what nobody asks of it is not worked out."""

    product: Product
    category: Category
    plan: Plan
    """Its lots, and what is promised of it."""
    per_day: Fraction
    ordered: tuple[Arrival, ...]
    crib: Crib

    @property
    def levels(self) -> Levels:
        """What was said about keeping it."""
        return Levels.of(self.product, self.category)

    @property
    def point(self) -> int | None:
        """Its reorder point."""
        return reorder_point(self.levels, self.per_day)

    @property
    def counts(self) -> Counts:
        """Its figures."""
        at = self.crib.at
        return count(self.plan.lots, self.plan.holds, now=at, at=at, zone=self.crib.zone)

    @property
    def shelf(self) -> Shelf:
        """How it stands, as replenishment sees it."""
        at, zone, (lots, holds) = self.crib.at, self.crib.zone, astuple(self.plan)
        unbound = free(lots, holds, Moments(at, at, zone))
        return Shelf(unbound, self.per_day, self.ordered, needs(holds, at, zone, lent=self.category.is_lent))


def kept(crib: Crib) -> Iterator[Kept]:
    """Every product of the catalogue, in order of code."""
    db, window, today = crib.db, crib.policy.use_days, micros(crib.at) // DAY
    there = shelves(db, crib.at, crib.policy.no_show)
    used, days, ordered = used_since(db, today - window), first_and_last_days(db), _all_arrivals(db)
    for code, (product, category) in there.known.items():
        use, known = used.get(code, UNUSED), _days_from(days, code, today)
        rate = use_per_day(use.worn if category.is_lent else use.consumed, known, window)
        yield Kept(product, category, there.plan(code), rate, tuple(ordered.get(code, ())), crib)


def _all_arrivals(db: Database) -> dict[str, list[Arrival]]:
    found = defaultdict[str, list[Arrival]](list)
    for product, quantity, expected in rows(
        db, "SELECT product, quantity, expected FROM on_order ORDER BY expected, code"
    ):
        found[product].append(Arrival(quantity, day_of(expected)))
    return found


def used_since(db: Database, day: int) -> dict[str, Use]:
    """What was used of each product after a day, where anything was."""
    sql = "SELECT product, sum(consumed), sum(lent), sum(worn) FROM used WHERE day > ? GROUP BY product"
    return {product: Use(*use) for product, *use in rows(db, sql, day)}


def first_and_last_days(db: Database) -> dict[str, tuple[int, int]]:
    """The days (UTC) on which each product first came, and on which anything of it moved last."""
    found = rows(db, "SELECT product, first_day, last_day FROM stirred")
    return {product: (first, last) for product, first, last in found}


def _days_from(days: Mapping[str, tuple[int, int]], product: str, today: int) -> int:
    return today - days[product][0] + 1 if product in days else 0


def _figures(crib: Crib, product: Product, category: Category) -> tuple[Counts, int]:
    """The five figures, and what is free on the shelf, below 0 where holds claim more than there is."""
    plan = plan_of(crib.db, product.code, crib.at, crib.policy.no_show)
    lots = plan.lots or lots_of(crib.db, product, category)
    known = Moments(crib.at, crib.at, crib.zone)
    return count(lots, plan.holds, now=crib.at, at=crib.at, zone=crib.zone), free(lots, plan.holds, known)


def per_day(crib: Crib, product: Product, category: Category) -> Fraction:
    """Use a day: what was consumed, or of what is lent worn out, over the policy's days."""
    window = crib.policy.use_days
    column = "worn" if category.is_lent else "consumed"
    return use_per_day(_used(crib, product.code, column, window), _known_days(crib, product.code), window)


def _used(crib: Crib, product: str, column: str, days: int) -> int:
    since = micros(crib.at) // DAY - days
    sql = f"SELECT coalesce(sum({column}), 0) FROM used WHERE product = ? AND day > ?"
    return int(one(crib.db, sql, product, since)[0])


def _known_days(crib: Crib, product: str) -> int:
    """Days since the product first came to the site, today included; 0 where it never did."""
    row = one(crib.db, "SELECT first_day FROM stirred WHERE product = ?", product)
    return micros(crib.at) // DAY - row[0] + 1 if row else 0


def arrivals(db: Database, product: str) -> Iterator[Arrival]:
    """What of it was ordered and not received."""
    sql = "SELECT quantity, expected FROM on_order WHERE product = ? ORDER BY expected, code"
    for quantity, expected in rows(db, sql, product):
        yield Arrival(quantity, day_of(expected))


def to_order(db: Database, facts: Facts, command: PlaceOrder | CancelOrder) -> Facts:
    """What is to be ordered, and how much of it is still expected on that order."""
    known = product_of(db, command.product)
    expected = on_order(db, command.order, command.product)
    return replace(facts, product=known[0] if known else None, on_order=expected)


def on_order(db: Database, order: str, product: str) -> int:
    """Units of a product that are still expected on an order."""
    row = one(db, "SELECT quantity FROM on_order WHERE product = ? AND code = ?", product, order)
    return int(row[0]) if row else 0


def abc(crib: Crib, every: Iterable[Kept]) -> dict[str, tuple[Class, Fraction]]:
    """Class of each product, and what a year of its use costs in cents, at present cost."""
    db, today = crib.db, micros(crib.at) // DAY
    used, days, paid = used_since(db, today - YEAR_DAYS), first_and_last_days(db), last_paid(db)
    lines = []
    for each in every:
        code, lent = each.product.code, each.category.is_lent
        use, cents = used.get(code, UNUSED), each.product.cost_cents or paid.get(code, 0)
        pieces, known = use.lent if lent else use.consumed, _days_from(days, code, today)
        lines.append(yearly(each.product, used=pieces, known_days=known, unit_cents=cents, lent=lent))
    ranks = classes(lines, a_percent=crib.policy.abc_a, b_percent=crib.policy.abc_b)
    return {line.product: (ranks[line.product], line.value_cents) for line in lines}


def watched(crib: Crib, products: Iterable[str]) -> tuple[Watched, ...]:
    """Those of the products that can be low: they have levels and were here once, or an alert stands."""
    found = (_watched(crib, code) for code in sorted(set(products)))
    return tuple(each for each in found if each)


def _watched(crib: Crib, code: str) -> Watched | None:
    known = product_of(crib.db, code)
    stands = one(crib.db, "SELECT 1 FROM low_alert WHERE product = ?", code) is not None
    if known is None or not (stands or (_has_levels(*known) and _known_days(crib, code))):
        return None
    point = reorder_point(Levels.of(*known), per_day(crib, *known))
    return Watched(known[0].code, _figures(crib, *known)[0].available, point, stands)


def _has_levels(product: Product, category: Category) -> bool:
    return reorder_point(Levels.of(product, category), Fraction(0)) is not None


def touched(db: Database, bodies: Iterable[Body]) -> set[str]:
    """Products whose availability or levels these entries, not written yet, will change."""
    return {product for body in bodies for product in _touched(db, body)}


def _touched(db: Database, body: Body) -> list[str]:
    match body:
        case Moved() | changes.ProductChanged() | changes.AssetChanged() | entries.HoldPlaced():
            return [body.product]
        case entries.HoldReleased():
            return _column(db, "SELECT product FROM hold WHERE code = ?", body.hold)
        case entries.AssetServiced():
            return _column(db, "SELECT product FROM asset WHERE code = ?", body.asset)
        case changes.CategoryChanged():
            return _column(db, "SELECT code FROM product WHERE category = ?", body.category)
    return []


def _column(db: Database, sql: str, *values: str | int) -> list[str]:
    return [row[0] for row in rows(db, sql, *values)]


_BY_TIME = """SELECT product FROM low_alert
    UNION SELECT product FROM hold WHERE start_at <= ?1 AND until_at > ?1"""
_BY_DAY = f"""SELECT b.product FROM balance b JOIN lot l ON l.product = b.product AND l.lot = b.lot
        WHERE b.place_kind = 'bin' AND l.expires <> ''
    UNION SELECT p.code FROM product p JOIN category c ON c.code = p.category WHERE {FALLS_DUE}"""


def to_review(crib: Crib, *, day_began: bool) -> list[str]:
    """Products that time alone may have made low, or not; lots and calibrations end only with a day."""
    found = _column(crib.db, _BY_TIME, micros(crib.at))
    return found + (_column(crib.db, _BY_DAY) if day_began else [])
