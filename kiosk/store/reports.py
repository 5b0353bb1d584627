"""Reports: what the journal adds up to, for screens and cribctl. Read-only; computed when read."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from msgspec import Struct

from kiosk.crib.availability import Counts, count
from kiosk.crib.gates import is_fit
from kiosk.crib.products import Product
from kiosk.crib.states import AssetState, Loan
from kiosk.store.database import Database, one, rows
from kiosk.store.lookup import assets_where, loans_of, lots_of, plan_of, policy_of, product_of
from kiosk.store.people import name_of
from kiosk.store.restock import Crib
from kiosk.store.restock_reports import OF_A_CRIB, RestockRow
from kiosk.store.values import moment

_OUT = "a.place_kind IN ('holder', 'job', 'station', 'service', 'transit')"


class Moment(Struct, frozen=True):
    """When and where figures are asked for."""

    now: datetime
    zone: tzinfo
    at: datetime | None = None
    """A later moment to look ahead to; None for now."""


def counts(db: Database, code: str, moment: Moment) -> Counts | None:
    """A product's figures at this site; None where there is no such product."""
    known = product_of(db, code)
    if known is None:
        return None
    at, sought = moment.at or moment.now, plan_of(db, code, moment.now, policy_of(db).no_show)
    lots = sought.lots or lots_of(db, *known)
    return count(lots, sought.holds, now=moment.now, at=at, zone=moment.zone)


def holdings(db: Database, worker: str) -> tuple[AssetState, ...]:
    """What a worker holds, first due first."""
    held = assets_where(db, "a.place_kind = 'holder' AND a.place = ?", worker)
    return tuple(sorted(held, key=lambda state: (state.due is None, state.due, state.asset.code)))


def pool_loans(db: Database, worker: str) -> tuple[tuple[Product, Loan], ...]:
    """What a worker has of pools, first due first."""
    sql = "SELECT DISTINCT product FROM loan WHERE place_kind = 'holder' AND place = ?"
    found = [(product_of(db, code), loans_of(db, code, worker)) for (code,) in rows(db, sql, worker)]
    loans = [(known[0], loan) for known, mine in found if known for loan in mine]
    return tuple(sorted(loans, key=lambda each: (each[1].due, each[0].code)))


class Row(Struct, frozen=True, omit_defaults=True):
    """One row of a report; the fields that a report does not have are left out."""

    code: str
    """Of the asset, product or unknown code that the row is about."""
    name: str = ""
    product: str = ""
    bin: str = ""
    holder: str = ""
    since: datetime | None = None
    due: datetime | None = None
    available: int | None = None
    reserved: int | None = None
    out: int | None = None
    quarantined: int | None = None
    total: int | None = None
    reorder: int | None = None
    times: int | None = None
    through: str = ""
    """Last valid day of a calibration."""


def report_out(db: Database, _: Moment) -> list[Row]:
    """Every asset that is out: who has it, since when, until when."""
    return [_out_row(db, state) for state in assets_where(db, _OUT)]


def report_overdue(db: Database, moment: Moment) -> list[Row]:
    """What should be back by now."""
    late = assets_where(db, f"{_OUT} AND a.due > 0")
    return [_out_row(db, state) for state in late if state.due and state.due < moment.now]


def _out_row(db: Database, state: AssetState) -> Row:
    holder = name_of(db, state.holder) if state.holder else str(state.place)
    asset = state.asset
    return Row(
        asset.code,
        state.product.name,
        asset.product,
        asset.bin,
        holder=holder,
        since=state.since,
        due=state.due,
    )


def report_available(db: Database, moment: Moment) -> list[Row]:
    """Every product's figures: available, reserved, out, quarantined, total."""
    codes = [row[0] for row in rows(db, "SELECT code FROM product ORDER BY code")]
    return [row for code in codes if (row := _figures(db, code, moment))]


def _figures(db: Database, code: str, moment: Moment) -> Row | None:
    known, figures = product_of(db, code), counts(db, code, moment)
    if known is None or figures is None:
        return None
    return Row(
        code,
        known[0].name,
        available=figures.available,
        reserved=figures.reserved,
        out=figures.out,
        quarantined=figures.quarantined,
        total=figures.total,
        reorder=known[0].reorder if known[0].reorder >= 0 else None,
    )


def report_calibration(db: Database, moment: Moment) -> list[Row]:
    """Assets whose calibration has lapsed."""
    due = assets_where(db, "a.place_kind NOT IN ('supplier', 'scrap', 'lost')")
    lapsed = [state for state in due if not is_fit(state, moment.now, moment.zone)]
    return [
        Row(
            state.asset.code,
            state.product.name,
            state.asset.product,
            state.asset.bin,
            through=str(state.valid_through),
        )
        for state in lapsed
    ]


def report_unknown(db: Database, _: Moment) -> list[Row]:
    """Codes that were scanned and mean nothing yet, and are still unknown, last seen first."""
    sql = """SELECT code, times, last_at FROM unknown_code WHERE code NOT IN (SELECT code FROM code)
        ORDER BY last_at DESC, code"""
    return [Row(code, times=times, since=moment(at)) for code, times, at in rows(db, sql)]


def report_quarantined(db: Database, _: Moment) -> list[Row]:
    """Assets that were set aside."""
    states = assets_where(db, "a.place_kind = 'quarantine'")
    return [Row(s.asset.code, s.product.name, s.asset.product, s.asset.bin) for s in states]


def _of_now(report: Callable[[Crib], list[RestockRow]]) -> Callable[[Database, Moment], list[RestockRow]]:
    return lambda db, moment: report(Crib.now(db, moment.now, moment.zone))


REPORTS: dict[str, Callable[[Database, Moment], Sequence[Row | RestockRow]]] = {
    "available": report_available,
    "out": report_out,
    "overdue": report_overdue,
    "calibration": report_calibration,
    "quarantined": report_quarantined,
    "unknown": report_unknown,
    **{name: _of_now(report) for name, report in OF_A_CRIB.items()},
}
"""Every report by its name."""


def on_hand(db: Database, product: str, bin_code: str = "", lot: str = "") -> int:
    """Units of a product in the site's bins, or in one of them, or of one lot."""
    where, values = "product = ? AND place_kind = 'bin'", [product]
    for column, value in (("place", bin_code), ("lot", lot)):
        if value:
            where, values = f"{where} AND {column} = ?", [*values, value]
    row = one(db, f"SELECT coalesce(sum(quantity), 0) FROM balance WHERE {where}", *values)
    return int(row[0])
