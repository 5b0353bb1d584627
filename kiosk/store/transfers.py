"""Transfers as the derived tables know them."""

from collections import Counter
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.crib import receiving
from kiosk.crib import transferring as do
from kiosk.crib.facts import Facts
from kiosk.crib.names import AssetCode, LotCode, ProductCode
from kiosk.crib.transfer_entries import Described
from kiosk.crib.transfer_receipt import definitions
from kiosk.crib.transfer_states import Goods, Line, Transfer
from kiosk.store import lookup, states
from kiosk.store.catalogue import catalogue
from kiosk.store.database import Database, one, rows

_FIELDS = "site, product, asset, lot, told, came, lost, found, what"


def lines_of(db: Database, way: str, code: str) -> tuple[Line, ...]:
    """What is known of a transfer: ``out`` of this site, or ``in``."""
    sql = f"SELECT {_FIELDS} FROM transfer WHERE way = ? AND code = ? ORDER BY site, product, asset, lot"
    return tuple(_line(row) for row in rows(db, sql, way, code))


def _line(row: Any) -> Line:
    site, product, asset, lot, told, came, lost, found, what = row
    described = msgspec.json.decode(what, type=Described) if what else None
    thing = (ProductCode(product), AssetCode(asset), LotCode(lot))
    return Line(site, *thing, told, came, lost, found, described)


class Row(Struct, frozen=True):
    """One thing of a transfer, as a list shows it."""

    transfer: str
    way: str
    """``out`` or ``in``."""
    site: str
    """The other end."""
    code: str
    lot: str
    told: int
    came: int
    lost: int
    found: int
    open: int


def listed(db: Database, *, closed: bool) -> list[Row]:
    """Every thing that is on its way, or, where ``closed``, that ever was."""
    sql = """SELECT code, way, site, iif(asset <> '', asset, product), lot, told, came, lost, found,
        told - came - lost - found FROM transfer ORDER BY way, site, code, product, asset, lot"""
    found = [Row(*row) for row in rows(db, sql)]
    left = Counter[tuple[str, ...]]()
    for row in found:
        left[_thing(row)] += row.open
    return [row for row in found if closed or left[_thing(row)]]


def _thing(row: Row) -> tuple[str, ...]:
    """Over all lots: who receives by hand what central tells of later names none."""
    return row.way, row.site, row.transfer, row.code


_OPEN = """way = 'in' AND (SELECT sum(o.told - o.came - o.lost - o.found) FROM transfer o WHERE o.way = 'in'
    AND (o.site, o.code, o.product, o.asset)
        = (transfer.site, transfer.code, transfer.product, transfer.asset)) > 0"""
"""What is still to come, over all lots."""


def open_here(db: Database) -> tuple[str, ...]:
    """Transfers of other sites of which something is still to come, as ``A/T1``."""
    found = rows(db, f"SELECT DISTINCT site, code FROM transfer WHERE {_OPEN} ORDER BY site, code")
    return tuple(f"{site}/{code}" for site, code in found)


def sent_here(db: Database, command: receiving.Receiving) -> do.ReceiveTransfer | None:
    """How the transfer is received that a thing is on its way by: an asset's own, of pieces the one named.

    Pieces that belong to no delivery are of the first transfer that brings any.
    """
    match command:
        case receiving.ReceiveAsset():
            found = rows(db, f"SELECT site, code FROM transfer WHERE {_OPEN} AND asset = ?", command.asset)
            item = do.Item(command.asset)
        case receiving.ReceiveStock() if not command.delivery:
            sql = f"""SELECT site, code FROM transfer WHERE {_OPEN} AND product = ?1
                AND ?2 IN ('', site || '/' || code) ORDER BY site, code"""
            found = rows(db, sql, command.product, command.transfer)
            item = do.Item(command.product, command.quantity)
        case _:
            return None
    if not found:
        return None
    site, code = found[0]
    return do.ReceiveTransfer(code, command.bin, (item,), site, command.worker)


def as_delivery(db: Database, named: str) -> receiving.DeliveryState | None:
    """A transfer of another site, named as ``A/T1``, as what is expected and what came, over all lots."""
    site, _, code = named.partition("/")
    sql = """SELECT product, sum(told - lost - found), sum(came), asset FROM transfer
        WHERE way = 'in' AND site = ? AND code = ? GROUP BY product, asset ORDER BY product, asset"""
    mine = rows(db, sql, site, code)
    lines = tuple(receiving.Line(product, told, came, asset=asset) for product, told, came, asset in mine)
    return receiving.DeliveryState(named, site, lines) if lines else None


class Coming(Struct, frozen=True):
    """A thing that another site has sent, and that was never here."""

    product: ProductCode
    name: str
    is_asset: bool


def coming(db: Database, code: str) -> Coming | None:
    """What a code that means nothing here is of, where another site has sent it."""
    sql = f"""SELECT product, asset = ?1, what FROM transfer WHERE {_OPEN} AND what <> ''
        AND (?1 IN (asset, product) OR json_extract(what, '$.product.barcode') = ?1) LIMIT 1"""
    row = one(db, sql, code)
    if row is None:
        return None
    described = msgspec.json.decode(row[2], type=Described)
    return Coming(ProductCode(row[0]), described.product.name, bool(row[1]))


def facts_of(db: Database, facts: Facts, command: do.Transferring) -> Facts:
    """What a command of a transfer is judged by."""
    outgoing, incoming = lines_of(db, "out", command.transfer), lines_of(db, "in", command.transfer)
    codes = _codes(command) | {code for line in incoming for code in (line.asset, line.product) if code}
    bin_code = getattr(command, "bin", "")
    known = Transfer(
        outgoing=outgoing,
        incoming=incoming,
        assets={code: state for code in codes if (state := states.asset_of(db, code))},
        goods={code: goods for code in codes if (goods := _goods(db, code))},
        categories=lookup.known_of(_categories(incoming), lambda code: lookup.category_of(db, code)),
        bin_known=not bin_code or lookup.bin_of(db, bin_code) is not None,
    )
    products = {*known.goods, *(state.product.code for state in known.assets.values())}
    plans = {code: states.plan_of(db, code, facts.at, facts.policy.no_show) for code in products}
    facts = msgspec.structs.replace(facts, transfer=known, plans=plans)
    if not isinstance(command, do.ReceiveTransfer):
        return facts
    things = definitions(known, codes, command)
    return msgspec.structs.replace(facts, catalogue=catalogue(db, things))


def _codes(command: do.Transferring) -> set[str]:
    named = {getattr(command, "asset", ""), getattr(command, "product", "")}
    return (named | {item.code for item in getattr(command, "items", ())}) - {""}


def _categories(incoming: tuple[Line, ...]) -> set[str]:
    return {line.what.category.category for line in incoming if line.what}


def _goods(db: Database, code: str) -> Goods | None:
    known = lookup.product_of(db, code)
    if known is None:
        return None
    return Goods(*known, states.lots_in_bins(db, code) if not known[1].is_tagged else ())
