"""Reports of counting: how right each place was, and what is to be counted next. Computed when read."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct

from kiosk.crib.policy import Policy
from kiosk.crib.ranking import Class
from kiosk.store.database import Database, one, rows
from kiosk.store.restock import Crib, abc, kept
from kiosk.store.values import moment


class CountRow(Struct, frozen=True, omit_defaults=True):
    """A bin, and how it was counted last."""

    code: str
    name: str = ""
    cabinet: str = ""
    product: str = ""
    """Always empty."""
    abc: str = ""
    """The highest class of what is kept in it."""
    counted: datetime | None = None
    """When; None for never."""
    age: int | None = None
    """Days since."""
    lines: int | None = None
    """Assets and stocks that were expected, or seen."""
    right: int | None = None
    """Of these, how many were as the books had them."""
    accuracy: int | None = None
    """In percent, rounded down: only what is all right is 100."""
    due: date | None = None
    """When it is to be counted next."""


def _bins(crib: Crib) -> Iterator[CountRow]:
    sql = """SELECT b.code, json_extract(b.value, '$.name'), b.cabinet, c.at, c.lines, c.right
        FROM bin b LEFT JOIN counted c ON c.bin = b.code ORDER BY b.cabinet, b.code"""
    for code, name, cabinet, at, lines, right in rows(crib.db, sql):
        counted = moment(at or 0)
        yield CountRow(
            code,
            name or "",
            cabinet,
            counted=counted,
            age=_days(counted, crib.at) if counted else None,
            lines=lines,
            right=right,
            accuracy=right * 100 // lines if lines else None,
        )


def _days(since: datetime, now: datetime) -> int:
    return max((now - since).days, 0)


def report_count_accuracy(crib: Crib) -> list[CountRow]:
    """Every bin that was counted: how much of it was right, and how long ago that is."""
    return [row for row in _bins(crib) if row.counted]


def report_never_counted(crib: Crib) -> list[CountRow]:
    """Bins that nobody has counted."""
    return [row for row in _bins(crib) if not row.counted]


def report_count_plan(crib: Crib) -> list[CountRow]:
    """Bins that are to be counted by today, the most important class first, then the longest waiting."""
    due = [row for row in planned(crib) if row.due is None or row.due <= crib.today]
    return sorted(due, key=lambda row: (row.abc, row.due or date.min, row.code))


def planned(crib: Crib) -> Iterator[CountRow]:
    """Every bin, with its class and the day on which it is due; no day: at once."""
    ranks = {code: rank for code, (rank, _) in abc(crib, list(kept(crib))).items()}
    classes = _classes(crib.db, ranks)
    for row in _bins(crib):
        rank = classes.get(row.code, Class.C)
        yield CountRow(
            row.code,
            row.name,
            row.cabinet,
            abc=rank.value,
            counted=row.counted,
            age=row.age,
            due=_due(row.counted, rank, crib.policy, crib.zone),
        )


def _classes(db: Database, ranks: dict[str, Class]) -> dict[str, Class]:
    """The highest class of what lies in each bin, or has its home there."""
    sql = """SELECT place, product FROM balance WHERE place_kind = 'bin' UNION SELECT bin, product FROM asset
        WHERE place_kind NOT IN ('scrap', 'lost')"""
    found: dict[str, Class] = {}
    for place, product in rows(db, sql):
        rank = ranks.get(product, Class.C)
        found[place] = min(found.get(place, rank), rank)
    return found


def _due(counted: datetime | None, rank: Class, policy: Policy, zone: tzinfo) -> date | None:
    if counted is None:
        return None
    days = {Class.A: policy.count_a, Class.B: policy.count_b, Class.C: policy.count_c}
    return counted.astimezone(zone).date() + timedelta(days=days[rank])


class Trust(Struct, frozen=True):
    """How far the figures can be believed."""

    lines: int
    right: int
    oldest: int
    """Days since the bin that was counted longest ago."""
    bins: int
    never: int
    """Bins that nobody has counted."""


def trust(db: Database, now: datetime) -> Trust | None:
    """How right the last count of each bin was; None where nothing was counted."""
    sql = """SELECT coalesce(sum(c.lines), 0), coalesce(sum(c.right), 0), min(c.at), count(*),
            sum(c.bin IS NULL)
        FROM bin b LEFT JOIN counted c ON c.bin = b.code"""
    lines, right, oldest, bins, never = one(db, sql)
    since = moment(oldest or 0)
    return Trust(lines, right, _days(since, now), bins, never) if since else None


OF_COUNTS = {
    "count-accuracy": report_count_accuracy,
    "count-plan": report_count_plan,
    "never-counted": report_never_counted,
}
"""Every report of counting by its name."""
