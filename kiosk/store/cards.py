"""Cards: all there is to know of one thing, for the counter's screen."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from kiosk.crib.looked import Card, OfAsset, OfHold, OfLoan, Row, Share
from kiosk.crib.names import WorkerId
from kiosk.crib.tracing import Figure, Scope
from kiosk.store import lists, why
from kiosk.store.database import Database, one, rows
from kiosk.store.reports import Moment
from kiosk.store.states import elsewhere_of, kit_of
from kiosk.store.values import moment, moment_at

MOST = 40
"""Rows of a card."""
_SHARES = 20
"""Entries behind a figure that are shown, the newest."""


def of_asset(db: Database, code: str, at: Moment) -> Card:
    """What the card of an asset says beyond its state."""
    found = lists.of_asset(db, code, at)
    if found is None:
        return Card()
    asset = found.asset
    job = last_job(db, code) if asset.is_in_use else ""
    far = elsewhere_of(db, asset.product.code)
    return Card(status=found.status, counted=last_counted(db, asset.asset.bin, at), job=job, elsewhere=far)


def last_counted(db: Database, bin_code: str, at: Moment) -> date | None:
    """The day, at the site, on which a bin was counted last."""
    row = one(db, "SELECT at FROM counted WHERE bin = ?", bin_code)
    return moment_at(row[0]).astimezone(at.zone).date() if row else None


def last_job(db: Database, asset: str) -> str:
    """The job that an asset was taken for, by the newest entry that gave it to somebody."""
    sql = """SELECT j.body FROM mention m JOIN journal j ON j.epoch = m.epoch AND j.seq = m.seq
        WHERE m.code = ? AND j.type IN ('asset.issued', 'asset.handed-over')
        ORDER BY m.epoch DESC, m.seq DESC LIMIT 1"""
    row = one(db, sql, asset)
    return str(json.loads(row[0]).get("job", "")) if row else ""


def of_product(db: Database, code: str, at: Moment) -> Card:
    """Where a product's pieces are, who has reserved some, and when the next is due back."""
    sql = "SELECT code FROM asset WHERE product = ? ORDER BY place_kind <> 'bin', code LIMIT ?"
    assets = [lists.of_asset(db, asset, at) for (asset,) in rows(db, sql, code, MOST)]
    loans = lists.lent(db, MOST, "product = ?", code)
    number = one(db, "SELECT count(*) FROM asset WHERE product = ?", code)[0]
    shown: list[Row] = [*(asset for asset in assets if asset), *loans, *lists.holds_of(db, code, at)]
    return Card(
        next_back=_next_back(db, code, at),
        rows=tuple(shown),
        more=max(0, number - MOST),
        elsewhere=elsewhere_of(db, code),
        bins=_bins(db, code),
    )


def _bins(db: Database, code: str) -> tuple[tuple[str, int], ...]:
    sql = """SELECT place, sum(quantity) FROM balance WHERE product = ? AND place_kind = 'bin'
        GROUP BY place ORDER BY place LIMIT ?"""
    return tuple((place, quantity) for place, quantity in rows(db, sql, code, MOST))


def _next_back(db: Database, code: str, at: Moment) -> Any:
    now = round(at.now.timestamp() * 1_000_000)
    sql = """SELECT min(due) FROM (SELECT due FROM asset WHERE product = ?1 AND due >= ?2
        UNION ALL SELECT due FROM loan WHERE product = ?1 AND due >= ?2)"""
    return moment(one(db, sql, code, now)[0] or 0)


def of_bin(db: Database, code: str, at: Moment) -> Card:
    """What lies in a bin, and what belongs there and is elsewhere."""
    sql = """SELECT code FROM asset WHERE (place_kind = 'bin' AND place = ?1) OR bin = ?1
        ORDER BY NOT (place_kind = 'bin' AND place = ?1), code LIMIT ?2"""
    assets = [lists.of_asset(db, asset, at) for (asset,) in rows(db, sql, code, MOST)]
    sql = """SELECT DISTINCT product FROM balance b WHERE place_kind = 'bin' AND place = ?
        AND NOT EXISTS (SELECT 1 FROM asset WHERE product = b.product) ORDER BY product LIMIT ?"""
    stock = [lists.of_product(db, product, at) for (product,) in rows(db, sql, code, MOST)]
    return Card(rows=tuple(row for row in (*assets, *stock) if row), counted=last_counted(db, code, at))


def of_kit(db: Database, code: str, at: Moment) -> Card:
    """The assets of a kit."""
    state = kit_of(db, code)
    return Card(rows=tuple(lists.state_of(db, asset, at) for asset in state.assets) if state else ())


def behind(db: Database, product: str, figure: str, at: Moment) -> tuple[Share, ...]:
    """The newest of what adds up to a product's figure, the newest first."""
    asked = why.Asked(product, Scope(Figure(figure)), at.now, at.zone)
    return tuple(_share(each) for each in islice(why.newest(db, asked), _SHARES))


def _share(found: why.Share) -> Share:
    entry, now, share = found.entry, found.now, found.share
    if entry is None:
        return Share(share, now.kind, now.until, code=now.code) if now else Share(share, found.text)
    code = str(json.loads(entry.body).get("asset", ""))
    return Share(share, entry.type, moment_at(entry.at), WorkerId(entry.actor), code)


def people(found: Iterable[Row]) -> set[WorkerId]:
    """Everybody whom rows name."""
    named = set[WorkerId]()
    for row in found:
        match row:
            case OfAsset(asset):
                named.add(asset.holder)
            case OfLoan(_, loan):
                named.add(WorkerId(loan.place.code))
            case OfHold(_, hold):
                named.add(hold.worker)
    return named - {WorkerId("")}
