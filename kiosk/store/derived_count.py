"""Deriving counts: what an open count looks for and saw, and when each bin was last counted, how well.

Rows of a count live as long as it is open; what moves while it is open is no longer looked for.
"""

from collections.abc import Callable
from typing import Any

from kiosk.crib import count_entries as was
from kiosk.crib.body import Body
from kiosk.crib.counting import Finding
from kiosk.store.database import Database, one
from kiosk.store.entry import Entry

INSIDE = """SELECT b.code FROM bin b LEFT JOIN area r ON r.code = b.cabinet
    WHERE ?1 IN (b.code, b.cabinet, b.shelf, r.within)"""
"""The bins of a place: itself, or those of the shelf, cabinet or room."""
_WORKING = ("count_asset", "count_stock", "count_code")


def asset_moved(db: Database, asset: str) -> None:
    """What was not seen before it moved is not missing; what was seen out of place is put right."""
    if one(db, "SELECT 1 FROM count_asset WHERE asset = ? LIMIT 1", asset):
        db.execute_sql("DELETE FROM count_asset WHERE asset = ? AND finding = ''", (asset,))
        sql = "UPDATE count_asset SET fixed = 1 WHERE asset = ? AND finding IN ('misplaced', 'held')"
        db.execute_sql(sql, (asset,))
    db.execute_sql("DELETE FROM astray WHERE asset = ?", (asset,))


def _opened(db: Database, entry: Entry, body: was.CountOpened) -> None:
    sheet = (body.count, body.place, entry.at, entry.actor, "", 0)
    db.execute_sql("INSERT INTO count_sheet VALUES (?, ?, ?, ?, ?, ?)", sheet)
    assets = f"""INSERT INTO count_asset SELECT ?2, code, place, 1, '', '', 0 FROM asset
        WHERE place_kind = 'bin' AND place IN ({INSIDE})"""
    db.execute_sql(assets, (body.place, body.count))
    stock = f"""INSERT INTO count_stock SELECT DISTINCT ?2, l.place, l.product, '', 0, 0, 0 FROM balance l
        JOIN product p ON p.code = l.product JOIN category c ON c.code = p.category
        WHERE l.place_kind = 'bin' AND c.kind IN ('pool', 'consumable') AND l.place IN ({INSIDE})"""
    db.execute_sql(stock, (body.place, body.count))


def _seen(db: Database, _: Entry, body: was.CountSeen) -> None:
    if body.finding is Finding.UNKNOWN:
        db.execute_sql("INSERT OR IGNORE INTO count_code VALUES (?, ?)", (body.count, body.code))
    elif body.finding is Finding.COUNTED:
        _stock_seen(db, body)
    else:
        sql = """INSERT INTO count_asset VALUES (?, ?, ?, 0, ?, ?, 0) ON CONFLICT (count, asset) DO UPDATE SET
            finding = excluded.finding, seen = excluded.seen, fixed = 0"""
        row = (body.count, body.asset, body.bin, body.finding.value, body.bin)
        db.execute_sql(sql, row)
        _astray(db, body)
    _unsign(db, body.count)


def _astray(db: Database, body: was.CountSeen) -> None:
    """What lies where it does not belong is told until it is put right, whatever becomes of the count."""
    db.execute_sql("DELETE FROM astray WHERE asset = ?", (body.asset,))
    if body.finding is Finding.MISPLACED:
        db.execute_sql("INSERT INTO astray VALUES (?, ?)", (body.asset, body.bin))


def _stock_seen(db: Database, body: was.CountSeen) -> None:
    """All lots as one, or lot by lot: what was said last."""
    other = "lot = ''" if body.lot else "lot <> ''"
    where = f"count = ? AND bin = ? AND product = ? AND {other}"
    db.execute_sql(f"DELETE FROM count_stock WHERE {where}", (body.count, body.bin, body.product))
    sql = """INSERT INTO count_stock VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (count, bin, product, lot)
        DO UPDATE SET quantity = excluded.quantity, expected = excluded.expected, times = times + 1"""
    row = (body.count, body.bin, body.product, body.lot, body.quantity, body.expected)
    db.execute_sql(sql, row)


def _fixed(db: Database, _: Entry, body: was.CountFixed) -> None:
    sql = "UPDATE count_asset SET fixed = 1 WHERE count = ? AND asset = ?"
    db.execute_sql(sql, (body.count, body.asset))
    db.execute_sql("DELETE FROM astray WHERE asset = ?", (body.asset,))


def _unsign(db: Database, count: str) -> None:
    """Who signed did not see this."""
    db.execute_sql("UPDATE count_sheet SET signed_by = '' WHERE code = ? AND signed_by <> ''", (count,))


def _signed(db: Database, entry: Entry, body: was.CountSigned) -> None:
    db.execute_sql("UPDATE count_sheet SET signed_by = ? WHERE code = ?", (entry.actor, body.count))


def _closed(db: Database, entry: Entry, body: was.CountClosed) -> None:
    """Each bin in which nothing was left uncounted is counted: of so many lines, so many were right."""
    sql = f"""INSERT INTO counted
        WITH line (bin, ok) AS (
            SELECT bin, finding = 'found' FROM count_asset
                WHERE count = ?2 AND (expected = 1 OR finding <> 'found')
            UNION ALL SELECT bin, quantity = expected FROM count_stock WHERE count = ?2 AND times > 0),
        total (bin, lines, right) AS (SELECT bin, count(*), sum(ok) FROM line GROUP BY bin)
        SELECT i.code, ?2, ?3, coalesce(t.lines, 0), coalesce(t.right, 0)
            FROM ({INSIDE}) i LEFT JOIN total t ON t.bin = i.code
            WHERE i.code NOT IN (SELECT bin FROM count_stock WHERE count = ?2 AND times = 0)
        ON CONFLICT (bin) DO UPDATE SET
            count = excluded.count, at = excluded.at, lines = excluded.lines, right = excluded.right"""
    db.execute_sql(sql, (body.place, body.count, entry.at))
    _end(db, entry, body)


def _end(db: Database, entry: Entry, body: was.CountClosed | was.CountCanceled) -> None:
    for table in _WORKING:
        db.execute_sql(f"DELETE FROM {table} WHERE count = ?", (body.count,))
    db.execute_sql("UPDATE count_sheet SET closed = ? WHERE code = ?", (entry.at, body.count))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    was.CountOpened: _opened,
    was.CountSeen: _seen,
    was.CountFixed: _fixed,
    was.CountSigned: _signed,
    was.CountClosed: _closed,
    was.CountCanceled: _end,
}
"""What an entry changes of what is known of counts."""
