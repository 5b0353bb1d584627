"""Deliveries as the derived tables have them, and what is to be known before something is received."""

from datetime import date, tzinfo
from functools import partial
from typing import Any

from kiosk.crib import receiving as do
from kiosk.crib.names import AssetCode, BinCode, LotCode, ProductCode
from kiosk.store import lookup, states, transfers
from kiosk.store.database import Database, one, rows
from kiosk.store.values import day_of, moment_at

_LINES = """SELECT product, expected, received, lot, expires, cost_cents, asset FROM delivery_line
    WHERE delivery = ? ORDER BY product, lot, asset"""
_KEPT = """SELECT DISTINCT b.product FROM balance b JOIN product p ON p.code = b.product
    JOIN category c ON c.code = p.category WHERE b.place_kind = 'bin' AND b.place = ?
    AND c.kind IN ('pool', 'consumable') ORDER BY b.product"""
_KEPT_LAST = "SELECT DISTINCT product FROM receipt WHERE bin = ? ORDER BY product"
_BETTER = """SELECT place FROM balance WHERE product = ? AND place_kind = 'bin' AND place <> ?
    GROUP BY place ORDER BY sum(quantity) DESC, place LIMIT 1"""


def delivery_of(db: Database, code: str) -> do.DeliveryState | None:
    """A delivery and its lines."""
    head = one(db, "SELECT supplier, closed FROM delivery WHERE code = ?", code)
    if head is None:
        return None
    lines = tuple(_line(row) for row in rows(db, _LINES, code))
    return do.DeliveryState(code, head[0], lines, bool(head[1]))


def _line(row: Any) -> do.Line:
    product, expected, received, lot, expires, cost, asset = row
    of = ProductCode(product), expected, received, LotCode(lot)
    return do.Line(*of, day_of(expires), cost, AssetCode(asset))


def expected(db: Database, delivery: str, transfer: str) -> do.DeliveryState | None:
    """What is being put away: a delivery, or another site's transfer, or neither."""
    return transfers.as_delivery(db, transfer) if transfer else delivery_of(db, delivery)


def deliveries(db: Database) -> list[do.DeliveryState]:
    """Every delivery, the one that was announced first before the others."""
    codes = rows(db, "SELECT code FROM delivery ORDER BY at, code")
    return [found for (code,) in codes if (found := delivery_of(db, code))]


def arriving(db: Database, command: do.Receiving) -> do.Arriving:
    """What a command of receiving is judged by."""
    bin_code = getattr(command, "bin", "")
    asset = getattr(command, "asset", "")
    lines: tuple[do.Expected, ...] = getattr(command, "lines", ())
    assets = lookup.known_of({asset, *(line.asset for line in lines)}, partial(states.asset_of, db))
    named = {getattr(command, "product", ""), *(line.product for line in lines)}
    named |= {state.asset.product for state in assets.values()}
    product = assets[asset].asset.product if asset in assets else getattr(command, "product", "")
    return do.Arriving(
        delivery=delivery_of(db, command.delivery),
        owner=lookup.owner_of(db, asset or command.delivery),
        products=lookup.known_of(named, partial(lookup.product_of, db)),
        assets=assets,
        bin_known=lookup.bin_of(db, bin_code) is not None,
        kept_in=kept_in(db, bin_code),
        better=better_bin(db, product, bin_code),
        transfer=transfers.sent_here(db, command),
    )


def kept_in(db: Database, bin_code: str) -> tuple[ProductCode, ...]:
    """What lies in a bin in pieces; of an empty one, what was put into it last."""
    found = rows(db, _KEPT, bin_code) or rows(db, _KEPT_LAST, bin_code)
    return tuple(ProductCode(product) for (product,) in found)


def better_bin(db: Database, product: str, bin_code: str) -> BinCode:
    """Another bin that a product in pieces is kept in; empty for none."""
    row = one(db, _BETTER, product, bin_code)
    return BinCode(row[0] if row else "")


def open_codes(db: Database) -> tuple[str, ...]:
    """Codes of the deliveries of which something is still to come."""
    sql = """SELECT code FROM delivery d WHERE closed = 0 AND EXISTS
        (SELECT 1 FROM delivery_line WHERE delivery = d.code AND received < expected) ORDER BY at, code"""
    return tuple(code for (code,) in rows(db, sql))


def came(db: Database, asset: str, zone: tzinfo) -> date | None:
    """The day on which an asset was received; None for a draft."""
    row = one(db, "SELECT at FROM came WHERE asset = ?", asset)
    return moment_at(row[0]).astimezone(zone).date() if row else None
