"""Reports: what the journal adds up to, for screens and cribctl. Read-only; computed when read."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from msgspec import Struct

from kiosk.crib.availability import Counts, count
from kiosk.crib.facts import Plan
from kiosk.crib.gates import is_fit
from kiosk.crib.products import Product
from kiosk.crib.states import AssetState, Loan
from kiosk.store.as_of import Day
from kiosk.store.count_reports import OF_COUNTS, CountRow
from kiosk.store.database import Database, one, rows
from kiosk.store.day_reports import REPORTS as OF_ONE_DAY
from kiosk.store.day_reports import MovedRow, OverrideRow
from kiosk.store.hold_reports import HoldRow, report_reserved
from kiosk.store.keeper_reports import OF_THE_KEEPER, KeeperRow
from kiosk.store.lent import names_of_last
from kiosk.store.lookup import policy_of, product_of
from kiosk.store.people import name_of
from kiosk.store.restock import Crib
from kiosk.store.restock_reports import OF_REPLENISHMENT, RestockRow
from kiosk.store.shelves import shelves
from kiosk.store.states import FALLS_DUE, assets_where, loans_of, lots_of, plan_of
from kiosk.store.step_reports import OF_STEPS, StepRow
from kiosk.store.values import micros, moment, moment_at, money

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
    quantity: int | None = None
    available: int | None = None
    reserved: int | None = None
    out: int | None = None
    quarantined: int | None = None
    total: int | None = None
    reorder: int | None = None
    times: int | None = None
    through: str = ""
    """Last valid day of a calibration."""
    value: Decimal | None = None
    note: str = ""
    holders: str = ""
    """Who had it last, the latest first."""


def report_out(db: Database, _: Moment) -> list[Row]:
    """Every asset, and pieces of every pool, that are out: who has them, since when, until when."""
    return [_out_row(db, state) for state in assets_where(db, _OUT)] + _lent(db)


def report_overdue(db: Database, moment: Moment) -> list[Row]:
    """What should be back by now."""
    late = assets_where(db, f"{_OUT} AND a.due > 0")
    assets = [_out_row(db, state) for state in late if state.due and state.due < moment.now]
    return assets + [row for row in _lent(db) if row.due and row.due < moment.now]


def _out_row(db: Database, state: AssetState) -> Row:
    holder = name_of(db, state.holder) if state.holder else str(state.place)
    return _asset_row(state, holder=holder, since=state.since, due=state.due, quantity=1)


def _lent(db: Database) -> list[Row]:
    """Pieces of pools, by loan."""
    sql = """SELECT product, place_kind, place, sum(quantity), min(since), due FROM loan
        GROUP BY product, place_kind, place, due ORDER BY product, due, place_kind, place"""
    return [_lent_row(db, *row) for row in rows(db, sql)]


def _lent_row(db: Database, product: str, kind: str, place: str, quantity: int, *span: int) -> Row:
    known = product_of(db, product)
    holder = name_of(db, place) if kind == "holder" else f"{kind}:{place}"
    since, due = map(moment, span)
    name = known[0].name if known else ""
    return Row(product, name, product, holder=holder, since=since, due=due, quantity=quantity)


def report_available(db: Database, moment: Moment) -> list[Row]:
    """Every product's figures: available, reserved, out, quarantined, total."""
    there = shelves(db, moment.now, policy_of(db).no_show)
    return [_figures(product, there.plan(code), moment) for code, (product, _) in there.known.items()]


def _figures(product: Product, plan: Plan, moment: Moment) -> Row:
    at = moment.at or moment.now
    figures = count(plan.lots, plan.holds, now=moment.now, at=at, zone=moment.zone)
    return Row(
        product.code,
        product.name,
        available=figures.available,
        reserved=figures.reserved,
        out=figures.out,
        quarantined=figures.quarantined,
        total=figures.total,
        reorder=product.reorder if product.reorder >= 0 else None,
    )


def report_calibration(db: Database, moment: Moment) -> list[Row]:
    """Assets whose calibration has lapsed."""
    due = assets_where(db, f"a.place_kind NOT IN ('supplier', 'scrap', 'lost') AND {FALLS_DUE}")
    lapsed = [state for state in due if not is_fit(state, moment.now, moment.zone)]
    return [_asset_row(state, through=str(state.valid_through)) for state in lapsed]


def report_unknown(db: Database, _: Moment) -> list[Row]:
    """Codes that were scanned and mean nothing yet, and are still unknown, last seen first."""
    sql = """SELECT code, times, last_at FROM unknown_code WHERE code NOT IN (SELECT code FROM code)
        ORDER BY last_at DESC, code"""
    return [Row(code, times=times, since=moment(at)) for code, times, at in rows(db, sql)]


def report_quarantined(db: Database, _: Moment) -> list[Row]:
    """Assets that are quarantined, and the three people who had each last."""
    found = assets_where(db, "a.place_kind = 'quarantine'")
    return [_aside(db, state) for state in found]


def _aside(db: Database, state: AssetState) -> Row:
    return _asset_row(state, note="; ".join(state.notes), holders=names_of_last(db, state.asset.code))


def _asset_row(state: AssetState, **more: Any) -> Row:
    asset = state.asset
    return Row(asset.code, state.product.name, asset.product, asset.bin, **more)


def report_doors(db: Database, moment: Moment) -> list[Row]:
    """What is to be looked at of today's doors: forced, held open, faulty, opened with nothing scanned."""
    midnight = datetime.combine(moment.now.astimezone(moment.zone).date(), time(), moment.zone)
    sql = "SELECT cabinet, what, worker, at FROM door_note WHERE at >= ? ORDER BY at DESC, epoch, seq DESC"
    return [
        Row(cabinet, what, holder=name_of(db, worker) if worker else "", since=moment_at(at))
        for cabinet, what, worker, at in rows(db, sql, micros(midnight))
    ]


def report_service(db: Database, _: Moment) -> list[Row]:
    """Assets that are away to be repaired or calibrated."""
    return [_asset_row(state) for state in assets_where(db, "a.place_kind = 'service'")]


def report_lost(db: Database, _: Moment) -> list[Row]:
    """Assets that were declared lost, the dearest first."""
    found = [_lost_row(state) for state in assets_where(db, "a.place_kind = 'lost'")]
    return sorted(found, key=lambda row: (-(row.value or 0), row.code))


def _lost_row(state: AssetState) -> Row:
    asset, product = state.asset, state.product
    cents = asset.cost_cents if asset.cost_cents >= 0 else product.cost_cents
    return _asset_row(state, value=money(cents))


def _reserved(db: Database, moment: Moment) -> list[HoldRow]:
    return report_reserved(db, moment.now, moment.zone, moment.at)


def _today(report: Callable[[Database, Day], Any]) -> Callable[[Database, Moment], Any]:
    return lambda db, moment: report(
        db, Day(moment.now.astimezone(moment.zone).date(), moment.zone, moment.now)
    )


def _of_a_crib(report: Callable[[Crib], Sequence[Any]]) -> Callable[[Database, Moment], Sequence[Any]]:
    return lambda db, moment: report(Crib.now(db, moment.now, moment.zone))


_OF_A_CRIB: dict[str, Callable[[Crib], Sequence[Any]]] = {
    **OF_REPLENISHMENT,
    **OF_COUNTS,
    **OF_THE_KEEPER,
    **OF_STEPS,
}
AnyRow = StepRow | Row | CountRow | KeeperRow | RestockRow | HoldRow | MovedRow | OverrideRow
REPORTS: dict[str, Callable[[Database, Moment], Sequence[AnyRow]]] = {
    "available": report_available,
    "out": report_out,
    "overdue": report_overdue,
    "calibration": report_calibration,
    "quarantined": report_quarantined,
    "doors": report_doors,
    "unknown": report_unknown,
    "reserved": _reserved,
    "service": report_service,
    "lost": report_lost,
    **{name: _today(report) for name, report in OF_ONE_DAY.items()},
    **{name: _of_a_crib(report) for name, report in _OF_A_CRIB.items()},
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
