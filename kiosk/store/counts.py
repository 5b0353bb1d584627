"""Counts as the derived tables hold them: for a decision, for the screen."""

from typing import Any

from msgspec.structs import replace

from kiosk.crib import counting as do
from kiosk.crib.counting import AssetLine, CountState, Finding, Opening, Progress, StockLine, Unsettled
from kiosk.crib.facts import Facts
from kiosk.crib.lots import in_order
from kiosk.crib.names import AssetCode, BinCode, LotCode, Method, ProductCode, WorkerId
from kiosk.store import lookup, states
from kiosk.store.database import Database, one, rows
from kiosk.store.derived_count import INSIDE
from kiosk.store.derived_restock import unit_cents


def load(db: Database, facts: Facts, command: do.Counting) -> Facts:
    """What a decision on a count looks at.

    Raises:
        KeyError: the command names an asset that does not exist.
    """
    match command:
        case do.OpenCount():
            return replace(facts, opening=_opening(db, command.place))
        case do.SeeAsset() | do.FixFinding():
            return _about_asset(db, facts, command)
        case do.SeeStock():
            count = _concerning(db, command.count, command.bin)
            return replace(facts, count=count, there=_there(db, command))
        case do.SeeCode():
            count = _concerning(db, command.count, command.bin)
            return replace(facts, count=count and replace(count, unknown=_unknown(db, count.code)))
        case do.CloseCount():
            return _whole(db, facts, command)
        case do.CancelCount():
            return replace(facts, count=_open(db, command.count))


def _opening(db: Database, place: str) -> Opening:
    """Open counts are few: each is compared bin by bin."""
    known = one(
        db, "SELECT 1 FROM code WHERE code = ? AND kind IN ('bin', 'shelf', 'cabinet', 'room')", place
    )
    number = one(db, "SELECT count(*) FROM count_sheet WHERE place = ?", place)[0] + 1
    mine = _bins(db, place)
    for code, other in rows(db, "SELECT code, place FROM count_sheet WHERE closed = 0 ORDER BY code"):
        theirs = _bins(db, other)
        if place == other or (mine and mine <= theirs):
            return Opening(known is not None, number, within=_open(db, code))
        if mine & theirs:
            return Opening(known is not None, number, overlaps=other)
    return Opening(known is not None, number)


def _bins(db: Database, place: str) -> set[str]:
    return {code for (code,) in rows(db, INSIDE, place)}


def _open(db: Database, name: str) -> CountState | None:
    """An open count by its code, or by the place that is counted."""
    sql = """SELECT code, place, signed_by FROM count_sheet WHERE closed = 0 AND ? IN (code, place)"""
    row = one(db, sql, name)
    return CountState(row[0], row[1], WorkerId(row[2])) if row else None


def _concerning(db: Database, name: str, *bins: str) -> CountState | None:
    """An open count, with those of the bins that it counts."""
    count = _open(db, name)
    if count is None:
        return None
    marks = ", ".join("?" * len(bins))
    inside = rows(db, f"{INSIDE} AND b.code IN ({marks})", count.place, *bins)
    return replace(count, bins=frozenset(code for (code,) in inside))


def _about_asset(db: Database, facts: Facts, command: do.SeeAsset | do.FixFinding) -> Facts:
    asset = states.asset_of(db, command.asset)
    if asset is None:
        raise KeyError(f"there is no asset {command.asset!r}")
    here = asset.place.code if asset.is_in else ""
    count = _concerning(db, command.count, getattr(command, "bin", ""), here)
    if count:
        count = replace(count, assets=_assets(db, count.code, "AND l.asset = ?", command.asset))
    return replace(facts, asset=asset, count=count)


def _assets(db: Database, count: str, condition: str = "", *values: str) -> tuple[AssetLine, ...]:
    sql = f"""SELECT l.asset, l.bin, l.expected, l.finding, l.seen, l.fixed, a.missing
        FROM count_asset l JOIN asset a ON a.code = l.asset WHERE l.count = ? {condition} ORDER BY l.asset"""
    return tuple(_asset_line(*row) for row in rows(db, sql, count, *values))


def _asset_line(*row: Any) -> AssetLine:
    asset, bin_code, expected, finding, seen, fixed, sought = row
    return AssetLine(
        AssetCode(asset),
        bool(expected),
        Finding(finding) if finding else None,
        BinCode(seen),
        bool(fixed),
        BinCode(bin_code),
        bool(sought),
    )


def _there(db: Database, command: do.SeeStock) -> int:
    sql = """SELECT coalesce(sum(quantity), 0) FROM balance
        WHERE product = ?1 AND place_kind = 'bin' AND place = ?2 AND (?3 = '' OR lot = ?3)"""
    return int(one(db, sql, command.product, command.bin, command.lot)[0])


def _unknown(db: Database, count: str) -> tuple[str, ...]:
    return tuple(
        code for (code,) in rows(db, "SELECT code FROM count_code WHERE count = ? ORDER BY code", count)
    )


def _whole(db: Database, facts: Facts, command: do.CloseCount) -> Facts:
    count = _open(db, command.count)
    receiver = lookup.worker_coded(db, command.approver) if command.approver else None
    if count is None:
        return replace(facts, receiver=receiver)
    stock = _stock(db, count.code)
    count = replace(count, assets=_assets(db, count.code), stock=stock, unknown=_unknown(db, count.code))
    gone = {line.product for line in stock if line.variance < 0}
    plans = {code: states.plan_of(db, code, facts.at, facts.policy.no_show) for code in sorted(gone)}
    return replace(facts, count=count, receiver=receiver, plans=plans)


def _stock(db: Database, count: str) -> tuple[StockLine, ...]:
    sql = """SELECT bin, product, lot, quantity, expected, times FROM count_stock WHERE count = ?
        ORDER BY bin, product, lot"""
    return tuple(_stock_line(db, *row) for row in rows(db, sql, count))


def _stock_line(db: Database, *row: Any) -> StockLine:
    bin_code, product, lot, quantity, expected, times = row
    line = StockLine(
        BinCode(bin_code),
        ProductCode(product),
        quantity,
        expected,
        LotCode(lot),
        times,
        unit_cents(db, product, lot),
    )
    if not line.variance:
        return line
    here = [each for each in states.lots_in_bins(db, product) if each.bin == bin_code]
    return replace(line, lots=tuple(in_order(here, Method.FIFO)))


_NAMED = 4
"""Missing assets that are named: what a person looks for at once."""
_SHEET = "SELECT code, place, opened, opened_by, signed_by FROM count_sheet WHERE closed = 0"
_ASSETS = """SELECT coalesce(sum(expected), 0), coalesce(sum(expected AND finding = 'found'), 0),
    coalesce(sum(finding = 'misplaced' AND NOT fixed), 0), coalesce(sum(finding = 'held' AND NOT fixed), 0),
    coalesce(sum(expected AND finding = ''), 0) FROM count_asset WHERE count = ?"""
_STOCKS = """SELECT count(*), coalesce(sum(times > 0), 0),
    coalesce(sum(times = 1 AND quantity <> expected), 0) FROM count_stock WHERE count = ?"""
_FIRST = """SELECT asset FROM count_asset WHERE count = ? AND expected = 1 AND finding = ''
    ORDER BY asset LIMIT ?"""


def progress(db: Database, count: str) -> Progress | None:
    """How an open count stands."""
    row = one(db, f"{_SHEET} AND code = ?", count)
    return _progress(db, *row) if row else None


def open_counts(db: Database) -> list[Progress]:
    """Every open count, the oldest first."""
    return [_progress(db, *row) for row in rows(db, f"{_SHEET} ORDER BY opened, code")]


def _progress(db: Database, code: str, place: str, opened: int, *who: str) -> Progress:
    expected, found, misplaced, held, missing = one(db, _ASSETS, code)
    lines, counted, again = one(db, _STOCKS, code)
    opened_by, signed_by = map(WorkerId, who)
    return Progress(
        code=code,
        place=place,
        opened=opened,
        opened_by=opened_by,
        signed_by=signed_by,
        expected=expected,
        found=found,
        misplaced=misplaced,
        held=held,
        unknown=one(db, "SELECT count(*) FROM count_code WHERE count = ?", code)[0],
        lines=lines,
        counted=counted,
        again=again,
        missing=missing,
        missing_first=tuple(AssetCode(asset) for (asset,) in rows(db, _FIRST, code, _NAMED)),
    )


_UNSETTLED = """SELECT l.asset, json_extract(p.value, '$.name'), l.finding, iif(l.finding = '', l.bin, a.bin)
    FROM count_asset l JOIN asset a ON a.code = l.asset JOIN product p ON p.code = a.product
    WHERE l.count = ? AND NOT l.fixed
        AND (l.finding IN ('misplaced', 'held') OR (l.expected AND l.finding = ''))
    ORDER BY l.finding = '', l.finding, l.asset LIMIT ?"""
_LISTED = 200
"""Findings that are listed; nobody puts more right while standing there."""


def unsettled(db: Database, count: str) -> tuple[Unsettled, ...]:
    """What is to be put right: what was seen out of place, then unknown codes, then what was not seen."""
    found = [
        Unsettled(asset, name, Finding(finding) if finding else None, bin_code)
        for asset, name, finding, bin_code in rows(db, _UNSETTLED, count, _LISTED)
    ]
    unknown = [Unsettled(code, finding=Finding.UNKNOWN) for code in _unknown(db, count)]
    seen = [each for each in found if each.finding]
    return (*seen, *unknown, *(each for each in found if not each.finding))
