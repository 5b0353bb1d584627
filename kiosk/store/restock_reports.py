"""Reports of replenishment: what is low, what to order, what lies there for nothing. Computed when read."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from kiosk.crib.ranking import Class
from kiosk.crib.replenishment import (
    Restock,
    above_maximum,
    days_of_cover,
    due_dates,
    is_dead,
    is_low,
    short_by,
    suggested,
)
from kiosk.store.database import rows
from kiosk.store.derived_restock import unit_cents
from kiosk.store.restock import Crib, Kept, abc, first_and_last_days, kept
from kiosk.store.values import day_numbered, day_of, money


class RestockRow(Struct, frozen=True, omit_defaults=True):
    """One row; the fields that a report does not have are left out."""

    code: str
    """The product's; in a list of orders, the order's."""
    name: str = ""
    product: str = ""
    """Of an order's row."""
    abc: str = ""
    """Its class."""
    supplier: str = ""
    method: str = ""
    """How it is replenished."""
    available: int | None = None
    on_hand: int | None = None
    ordered: int | None = None
    """Units on order and not received."""
    reorder: int | None = None
    """Its reorder point, said or computed."""
    short: int | None = None
    maximum: int | None = None
    above: int | None = None
    """Units beyond the maximum."""
    quantity: int | None = None
    packs: int | None = None
    """The quantity in packs of the supplier's."""
    needed: int | None = None
    arriving: int | None = None
    used: int | None = None
    cover: int | None = None
    """How many days what is available lasts; None where nothing is used."""
    value: Decimal | None = None
    lot: str = ""
    bin: str = ""
    """Or ``quarantine``, or ``scrap`` where it was thrown away."""
    day: date | None = None
    """When it is needed, expected, expires, or moved last."""
    risk: str = ""
    """``yes`` where an order of today would come too late."""


def report_low(crib: Crib) -> list[RestockRow]:
    """Products with no more available than their reorder point, the most important class first."""
    every = list(kept(crib))
    ranks = abc(crib, every)
    found = [_low(each, ranks[each.product.code][0]) for each in every if _is_low(each)]
    return sorted(found, key=lambda row: (row.abc, row.code))


def _is_low(each: Kept) -> bool:
    return each.point is not None and is_low(each.counts.available, each.point)


def _low(each: Kept, rank: Class) -> RestockRow:
    point = each.point or 0
    return RestockRow(
        each.product.code,
        each.product.name,
        abc=rank.value,
        available=each.counts.available,
        reorder=point,
        short=short_by(each.counts.available, point),
        ordered=_coming(each),
    )


def _coming(each: Kept) -> int:
    return sum(arrival.quantity for arrival in each.ordered)


def report_reorder(crib: Crib) -> list[RestockRow]:
    """What to order now, by supplier; what is ordered already counts as there."""
    wanted = [(each, suggested(each.levels, each.shelf, crib.today)) for each in kept(crib)]
    found = [_to_order(crib, each, units) for each, units in wanted if units]
    return sorted(found, key=lambda row: (row.supplier, row.code))


def _to_order(crib: Crib, each: Kept, units: int) -> RestockRow:
    return RestockRow(
        each.product.code,
        each.product.name,
        supplier=each.product.supplier,
        method=each.levels.method.value,
        available=each.counts.available,
        ordered=_coming(each),
        reorder=each.point,
        quantity=units,
        packs=units // each.levels.multiple,
        value=money(units * unit_cents(crib.db, each.product.code)),
    )


def report_abc(crib: Crib) -> list[RestockRow]:
    """The class of each product, with what a year of its use costs, the dearest first."""
    every = list(kept(crib))
    ranks = abc(crib, every)
    found = [
        RestockRow(
            each.product.code,
            each.product.name,
            abc=ranks[each.product.code][0].value,
            value=money(int(ranks[each.product.code][1])),
            risk="yes" if each.product.risk else "",
            cover=days_of_cover(each.counts.available, each.per_day),
        )
        for each in every
    ]
    return sorted(found, key=lambda row: (row.abc, -(row.value or 0), row.code))


def report_dead(crib: Crib) -> list[RestockRow]:
    """What lies here and has not moved for the policy's days, the most valuable first."""
    found, days = [], first_and_last_days(crib.db)
    for each in kept(crib):
        if each.product.code not in days:
            continue
        moved, here = day_numbered(days[each.product.code][1]), _on_shelf(each)
        if here and is_dead(moved, crib.today, crib.policy.dead_days):
            value = money(here * unit_cents(crib.db, each.product.code))
            found.append(
                RestockRow(each.product.code, each.product.name, on_hand=here, day=moved, value=value)
            )
    return sorted(found, key=_dearest)


def _on_shelf(each: Kept) -> int:
    counts = each.counts
    return counts.available + counts.reserved


def _dearest(row: RestockRow) -> tuple[Decimal, str]:
    return -(row.value or Decimal(0)), row.code


def report_over(crib: Crib) -> list[RestockRow]:
    """What lies here beyond its maximum, the most valuable first."""
    found = []
    for each in kept(crib):
        maximum, here = each.levels.maximum, _on_shelf(each)
        if above := above_maximum(each.levels, here):
            known = each.product.code, each.product.name
            value = money(above * unit_cents(crib.db, each.product.code))
            found.append(RestockRow(*known, on_hand=here, maximum=maximum, above=above, value=value))
    return sorted(found, key=_dearest)


def report_arrivals(crib: Crib) -> list[RestockRow]:
    """Of what is ordered just in time: when it is needed, what arrives by then, and what comes too late."""
    found = (row for each in kept(crib) if each.levels.method is Restock.JIT for row in _due(crib, each))
    return sorted(found, key=lambda row: (row.day or date.max, row.code))


def _due(crib: Crib, each: Kept) -> Iterator[RestockRow]:
    for due in due_dates(each.levels, each.shelf, crib.today):
        yield RestockRow(
            each.product.code,
            each.product.name,
            day=due.day,
            needed=due.needed,
            available=each.counts.available,
            arriving=due.arriving,
            short=due.short,
            risk="yes" if due.risk else "",
        )


def report_ordered(crib: Crib) -> list[RestockRow]:
    """What was ordered and is not here yet, the first expected first."""
    sql = """SELECT o.code, json_extract(p.value, '$.name'), o.product, o.supplier, o.quantity, o.expected
        FROM on_order o JOIN product p ON p.code = o.product
        ORDER BY o.expected = '', o.expected, o.code, o.product"""
    return [
        RestockRow(code, name, product, supplier=supplier, quantity=quantity, day=day_of(expected))
        for code, name, product, supplier, quantity, expected in rows(crib.db, sql)
    ]


_LOTS = """SELECT b.product, json_extract(p.value, '$.name'), b.lot, b.place, b.quantity, l.expires
    FROM balance b JOIN lot l ON l.product = b.product AND l.lot = b.lot JOIN product p ON p.code = b.product
    WHERE b.place_kind IN ('bin', 'quarantine') AND l.expires BETWEEN ? AND ?
    ORDER BY l.expires, b.product, b.lot, b.place"""


def report_expiring(crib: Crib) -> list[RestockRow]:
    """Lots whose last good day is within the policy's days."""
    until = crib.today + timedelta(days=crib.policy.expiring_days)
    return list(_lots(crib, crib.today, until))


def _lots(crib: Crib, first: date, last: date) -> Iterator[RestockRow]:
    found = rows(crib.db, _LOTS, first.isoformat(), last.isoformat())
    for code, name, lot, place, quantity, expires in found:
        value = money(quantity * unit_cents(crib.db, code, lot))
        yield RestockRow(code, name, lot=lot, bin=place, quantity=quantity, day=day_of(expires), value=value)


def report_expiry_losses(crib: Crib) -> list[RestockRow]:
    """What is too old: lots that still lie here, and what was thrown away for it, newest first."""
    sql = """SELECT s.product, json_extract(p.value, '$.name'), s.lot, s.day, s.quantity, s.value_cents
        FROM spoilt s JOIN product p ON p.code = s.product ORDER BY s.day DESC, s.product, s.lot"""
    gone = [
        RestockRow(
            code,
            name,
            lot=lot,
            bin="scrap",
            quantity=n,
            day=day_numbered(day),
            value=money(cents),
        )
        for code, name, lot, day, n, cents in rows(crib.db, sql)
    ]
    return [*_lots(crib, date(1, 1, 1), crib.today - timedelta(days=1)), *gone]


OF_REPLENISHMENT: dict[str, Callable[[Crib], list[RestockRow]]] = {
    "low": report_low,
    "reorder": report_reorder,
    "ordered": report_ordered,
    "arrivals": report_arrivals,
    "abc": report_abc,
    "dead": report_dead,
    "over": report_over,
    "expiring": report_expiring,
    "expiry-losses": report_expiry_losses,
}
"""Every report of replenishment by its name."""
