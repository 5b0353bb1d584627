"""Replenishment: when a product is low at a site, what to order, and what lies there for nothing.

Quantities are units of the product, money is cents, rates are exact fractions: nothing is rounded before
it is a number of things to order. Every judgement is of one site; a company's total is judged by nobody.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Self

from msgspec import Struct

from kiosk.crib.names import ProductCode
from kiosk.crib.products import Category, Product
from kiosk.crib.states import Hold

_WEEK = 7
NO_USE = Fraction(0)
PIECE = "each"
"""The unit of a product whose single pieces are counted."""


class Restock(StrEnum):
    """The methods of replenishment: a category's, which a product may override."""

    POINT = "point"
    PAR = "par"
    JIT = "jit"


EFFECTS = {
    Restock.POINT: "Ordered up to the maximum once what is available or ordered is at the reorder point.",
    Restock.PAR: "Whatever is missing from the par level is ordered at every look at the list.",
    Restock.JIT: "Only what holds and use need within the lead time is ordered: no safety stock is kept.",
}
"""What each method does, in one sentence for those who choose it."""


class Levels(Struct, frozen=True):
    """What a site has said about keeping a product; -1 is not said."""

    method: Restock = Restock.POINT
    safety: int = 0
    """Kept for the unexpected, by `point` and `par`."""
    reorder: int = -1
    """The reorder point in so many words; it goes before a computed one."""
    par: int = -1
    maximum: int = -1
    lead_days: int = 0
    """From the order to the shelf."""
    multiple: int = 1
    """Units of one pack of the supplier's: orders are whole packs."""

    @classmethod
    def of(cls, product: Product, category: Category) -> Self:
        """What is said of a product; the method is the category's where the product names none.

        A product counted in pieces is ordered in packs; any other unit, such as a box, is the pack itself.
        """
        return cls(
            Restock(product.restock or category.restock),
            product.safety,
            product.reorder,
            product.par,
            product.maximum,
            product.lead_days,
            product.pack if product.unit == PIECE else 1,
        )


class Need(Struct, frozen=True):
    """So many units more are needed from that day on."""

    quantity: int
    day: date


class Arrival(Struct, frozen=True):
    """What was ordered and has not been received yet."""

    quantity: int
    day: date | None = None
    """When it is expected; None where nobody has said."""


class Shelf(Struct, frozen=True):
    """A product at a site, as replenishment sees it."""

    available: int
    """Now; what holds in force claim counts as gone, and is below 0 where they claim more than there is."""
    per_day: Fraction = Fraction(0)
    ordered: tuple[Arrival, ...] = ()
    needs: tuple[Need, ...] = ()

    @property
    def coming(self) -> int:
        """Available, and ordered: what keeps the same thing from being ordered twice."""
        return self.available + sum(arrival.quantity for arrival in self.ordered)


def needs(holds: Iterable[Hold], now: datetime, zone: tzinfo, *, lent: bool) -> tuple[Need, ...]:
    """What holds that begin later need, soonest first; what is ``lent`` comes back, and serves the next one.

    Days are the zone's.
    """
    later = sorted((hold for hold in holds if hold.start > now), key=lambda hold: hold.start)
    most, found = 0, []
    for each in later:
        bound = [one for one in later if one.start <= each.start and (each.start < one.until or not lent)]
        total = sum(one.open for one in bound)
        if total > most:
            found.append(Need(total - most, each.start.astimezone(zone).date()))
            most = total
    return tuple(found)


def use_per_day(used: int, known_days: int, window_days: int) -> Fraction:
    """Use a day over the window; a product that is younger is judged by the days since its first receipt.

    A week at least, where the window is one: a first day is not every day. ``used`` is net of what was put
    back; less than nothing (more came back than went) is no use.
    """
    if used <= 0:
        return NO_USE
    return Fraction(used, max(1, min(max(known_days, _WEEK), window_days)))


def reorder_point(levels: Levels, per_day: Fraction) -> int | None:
    """At or below this many available a product is low; None where it never is.

    What the site has said, else use a day times lead days + safety stock, else one below par. `jit` keeps no
    safety stock.
    """
    if levels.reorder >= 0:
        return levels.reorder
    safety = 0 if levels.method is Restock.JIT else levels.safety
    if levels.lead_days or safety:
        return _over(per_day, levels.lead_days) + safety
    return levels.par - 1 if levels.method is Restock.PAR and levels.par > 0 else None


def _over(per_day: Fraction, days: int) -> int:
    return ceil(per_day * days)


def suggested(levels: Levels, shelf: Shelf, today: date) -> int:
    """Units to order now, in whole packs; 0 where nothing is to be ordered.

    What is ordered and not received counts as there already.
    """
    missing = _WANTED[levels.method](levels, shelf, today) - shelf.coming
    return ceil(Fraction(max(missing, 0), levels.multiple)) * levels.multiple


def _by_point(levels: Levels, shelf: Shelf, _: date) -> int:
    """Up to the maximum, or par; where neither is set, one lead time's use above the reorder point."""
    point = reorder_point(levels, shelf.per_day)
    if point is None or shelf.coming > point:
        return 0
    above = point + max(1, _over(shelf.per_day, levels.lead_days))
    return next((level for level in (levels.maximum, levels.par) if level > point), above)


def _by_par(levels: Levels, shelf: Shelf, today: date) -> int:
    return levels.par if levels.par >= 0 else _by_point(levels, shelf, today)


def _just_in_time(levels: Levels, shelf: Shelf, today: date) -> int:
    """What is needed until an order of today arrives; what is needed later is ordered later."""
    return _needed_by(shelf, today, today + timedelta(days=levels.lead_days))


_WANTED = {Restock.POINT: _by_point, Restock.PAR: _by_par, Restock.JIT: _just_in_time}


def _needed_by(shelf: Shelf, today: date, day: date) -> int:
    """Units that holds and use take from today's shelf until that day, which is included."""
    held = sum(need.quantity for need in shelf.needs if need.day <= day)
    return held + _over(shelf.per_day, (day - today).days)


class Due(Struct, frozen=True):
    """A day on which something is needed, and whether it will be there."""

    day: date
    needed: int
    """Units from today until that day, by holds and by use."""
    arriving: int
    """Units of orders that are expected by that day."""
    short: int
    """Units missing on that day."""
    risk: bool
    """Whether something is missing that, ordered today, would come too late."""


def due_dates(levels: Levels, shelf: Shelf, today: date) -> tuple[Due, ...]:
    """Arrivals against needs, soonest first: when holds begin, and when use has emptied the shelf."""
    days = {max(need.day, today) for need in shelf.needs}
    cover = days_of_cover(shelf.available, shelf.per_day)
    if cover is not None:
        days.add(today + timedelta(days=cover + 1))
    return tuple(_due(levels, shelf, today, day) for day in sorted(days))


def _due(levels: Levels, shelf: Shelf, today: date, day: date) -> Due:
    needed = _needed_by(shelf, today, day)
    arriving = sum(each.quantity for each in shelf.ordered if each.day is not None and each.day <= day)
    short = max(0, needed - shelf.available - arriving)
    late = today + timedelta(days=levels.lead_days) > day
    return Due(day, needed, arriving, short, risk=short > 0 and late)


MAX_COVER_DAYS = 9999
"""Longer than this nobody plans; a date stays one that can be written."""


def days_of_cover(available: int, per_day: Fraction) -> int | None:
    """Whole days that the available units last at this use; None where there is no use."""
    return min(int(max(available, 0) / per_day), MAX_COVER_DAYS) if per_day else None


class Watched(Struct, frozen=True):
    """A product with levels, as it is at the moment of judging."""

    product: ProductCode
    available: int
    point: int | None
    """The reorder point; None where there is none any more."""
    stands: bool = False
    """Whether an alert was given and not cleared."""


class Crossing(StrEnum):
    """What a change of stock did."""

    FELL = "fell"
    ROSE = "rose"


def is_low(available: int, point: int | None) -> bool:
    """Whether so many available is low at this reorder point."""
    return point is not None and available <= point


def crossing(watched: Watched) -> Crossing | None:
    """An alert once on falling to the reorder point, cleared once on rising above it; None in between."""
    low = is_low(watched.available, watched.point)
    if low == watched.stands:
        return None
    return Crossing.FELL if low else Crossing.ROSE


def short_by(available: int, point: int) -> int:
    """Units under the reorder point; 0 at the point itself, which is low already."""
    return max(0, point - available)


def above_maximum(levels: Levels, on_shelf: int) -> int:
    """Units on the shelf beyond the maximum; 0 where there is none."""
    return max(0, on_shelf - levels.maximum) if levels.maximum >= 0 else 0


def is_dead(last_moved: date, today: date, days: int) -> bool:
    """Whether nothing of it has moved for so many days."""
    return (today - last_moved).days >= days
