"""From a badge number, a scanned text or a tapped control to a signal: what it stands for now."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec.structs import replace

from kiosk.attendant import newcomers, reserving
from kiosk.attendant.events import CodeRead
from kiosk.counter.language import Phrase, Told
from kiosk.counter.signals import (
    AssetSeen,
    KitSeen,
    Marking,
    Now,
    PlaceSeen,
    Scanned,
    StockSeen,
    StrangerSeen,
    Tapped,
    WishSeen,
    WorkerSeen,
)
from kiosk.crib.defining import YEARS_S
from kiosk.crib.lots import next_bin
from kiosk.crib.makers_codes import forms
from kiosk.crib.names import NO_LOT, AssetCode, BinCode, LotCode
from kiosk.crib.products import Product
from kiosk.store import deliveries, lookup, states
from kiosk.store.database import one, rows
from kiosk.store.store import Store

MAX_TEXT = 512
"""Characters of a code that are looked at; the longest GS1 element string of a label is 90."""
_SHOWN = 4
"""Lines of a bin's contents on the screen."""

_CONTENTS = """SELECT b.product, sum(b.quantity), c.kind FROM balance b
    JOIN product p ON p.code = b.product JOIN category c ON c.code = p.category
    WHERE b.place_kind = 'bin' AND b.place = ? GROUP BY b.product ORDER BY b.product"""
_EMPTIED = """SELECT DISTINCT r.product, 0, c.kind FROM receipt r JOIN product p ON p.code = r.product
    JOIN category c ON c.code = p.category WHERE r.bin = ? ORDER BY r.product"""
_IN_AREA = """SELECT b.code FROM bin b LEFT JOIN area a ON a.code = b.cabinet
    WHERE ? IN (b.cabinet, b.shelf, a.within) ORDER BY b.code"""
_OF_LOT = """SELECT product FROM lot WHERE lot = ?1 UNION SELECT product FROM delivery_line WHERE lot = ?1
    LIMIT 2"""
_HOLDS_MOST = """SELECT place FROM balance WHERE product = ? AND lot = ? AND place_kind = 'bin'
    ORDER BY quantity DESC, place LIMIT 1"""
_OF_SERIAL = """SELECT code FROM asset WHERE product = ? AND json_extract(value, '$.serial') = ?
    AND place_kind <> 'scrap' LIMIT 2"""
_STOCK = ("pool", "consumable")

BadgeForms = Callable[[str, str], tuple[str, ...]]
"""The canonical numbers that a read badge may be enrolled under by policy ``badge_list``, fullest first."""


def badge(store: Store, number: str, forms: BadgeForms) -> WorkerSeen | StrangerSeen:
    """Whose badge this is."""
    for form in forms(number, lookup.policy_of(store.db).badge_list):
        row = one(store.db, "SELECT worker FROM badge WHERE digest = ?", store.people.digest(form))
        worker = lookup.worker_of(store.db, row[0]) if row else None
        if worker:
            return WorkerSeen(worker, store.people.credentials.has_pin(worker.id))
    return StrangerSeen(store.people.digest(number))


def code(store: Store, text: str, now: Now, zone: tzinfo) -> Scanned | None:
    """What a text stands for; None where it is blank."""
    return scan(store, CodeRead(text), now, zone)


def scan(store: Store, read: CodeRead, now: Now, zone: tzinfo) -> Scanned | None:
    """What a scan stands for: its text, as labels have it, before what its data says.

    None where it is blank, or known by no label and its data cannot be right.
    """
    texts = [text for each in (read.text, read.data) if (text := each.strip()[:MAX_TEXT])]
    if not texts:
        return None
    known = _first(_named(store, text, now, zone) or _lot(store, text) for text in dict.fromkeys(texts))
    if known or read.flaw:
        return known
    own = read.names[0] if read.names and read.serial else ""
    says = Marking(read.serial, own, LotCode(read.lot), read.expires, read.count)
    found = _first(_named(store, name, now, zone) for name in read.names or forms(texts[-1]))
    if found:
        return _marked(store, found, " ".join(filter(None, (read.name, read.serial, read.lot))), says)
    return newcomers.unknown(store, read.name.strip()[:MAX_TEXT] or texts[0], says)


def tag(store: Store, read: CodeRead, now: Now, zone: tzinfo) -> AssetSeen | KitSeen | None:
    """The tool or kit that a UHF tag is on; None where it means nothing here, or pieces."""
    texts = dict.fromkeys((read.text, read.text.lower(), *read.names))
    found = _first(_named(store, text, now, zone) for text in texts)
    if found and read.serial:
        says = Marking(read.serial, "", LotCode(""), None, 0)
        found = _marked(store, found, read.text, says)
    return found if isinstance(found, AssetSeen | KitSeen) else None


def _first(found: Iterable[Scanned | None]) -> Scanned | None:
    return next((each for each in found if each), None)


def _named(store: Store, text: str, now: Now, zone: tzinfo) -> Scanned | None:
    row = one(store.db, "SELECT kind, target FROM code WHERE code = ?", text)
    return _RESOLVERS[row[0]](store, text, row[1], now, zone) if row else None


def _marked(store: Store, found: Scanned, label: str, says: Marking) -> Scanned:
    """What a maker's label means: this asset of the product, by its serial number, or pieces of this lot."""
    match found:
        case StockSeen():
            held = one(store.db, _HOLDS_MOST, found.stock.product.code, says.lot) if says.lot else None
            of_lot = _stock(store, label, found.stock.product, BinCode(held[0]), says.lot) if held else None
            return replace(of_lot or found, code=label, says=says)
        case PlaceSeen() if found.product:
            own = rows(store.db, _OF_SERIAL, found.product, says.serial) if says.serial else []
            one_of_it = _asset(store, label, own[0][0]) if len(own) == 1 else None
            return one_of_it or replace(found, code=label, says=says)
    return found


def tap(store: Store, control: str, now: Now, zone: tzinfo) -> Tapped | WishSeen | PlaceSeen | None:
    """What a tapped control stands for; None where it names something that does not exist."""
    verb, _, value = control.partition(":")
    if verb == "give" and value:
        worker = lookup.worker_coded(store.db, value)
        return Tapped(control, worker) if worker else None
    if verb in ("job", "station"):
        wish = _job(store, value) if verb == "job" else _station(store, value)
        return replace(wish, tapped=True) if wish else None
    if verb == "due":
        due = _moment(value, now, zone)
        return WishSeen(control, due=due, tapped=True) if due else None
    if verb in ("span", "day", "start") or (verb == "whom" and value):
        return reserving.tap(store, control, now, zone)
    if verb == "delivery":
        return _delivery(store, value)
    if verb in ("card", "link", "of", "finding"):
        return Tapped(control, thing=code(store, value, now, zone))
    return newcomers.tap(store, control)


def _moment(text: str, now: Now, zone: tzinfo) -> datetime | None:
    """A later time as ``2026-11-03T08:00``, or ``08:00`` of today; None where it is neither, or too far."""
    today = now.at.astimezone(zone).date().isoformat()
    try:
        local = datetime.fromisoformat(text if "T" in text else f"{today}T{text}")
        due = local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return due if now.at < due <= now.at + timedelta(seconds=YEARS_S) else None


def _asset(store: Store, text: str, target: str, *_: object) -> Scanned | None:
    asset = states.asset_of(store.db, target)
    return AssetSeen(text, asset) if asset else None


def _kit(store: Store, text: str, target: str, *_: object) -> Scanned | None:
    kit = states.kit_of(store.db, target)
    return KitSeen(text, kit) if kit else None


def _job(store: Store, text: str, target: str = "", *_: object) -> WishSeen | None:
    job = lookup.job_of(store.db, target or text)
    return WishSeen(text, job=job) if job else None


def _station(store: Store, text: str, target: str = "", *_: object) -> WishSeen | None:
    station = lookup.station_of(store.db, target or text)
    return WishSeen(text, station=station) if station else None


def _product(store: Store, text: str, target: str, now: Now, zone: tzinfo) -> Scanned | None:
    """The code of what is counted in pieces stands for its stock; of assets, it tells where they lie."""
    known = lookup.product_of(store.db, target)
    if known is None:
        return None
    product, category = known
    if not category.is_tagged:
        return _stock(store, text, product, _bin_to_take_from(store, product, now, zone))
    sql = "SELECT code, place FROM asset WHERE product = ? AND place_kind = 'bin' ORDER BY code"
    there = rows(store.db, sql, target)
    lines = tuple(Phrase("{asset} in {bin}", {"asset": asset, "bin": place}) for asset, place in there)
    assets = tuple(AssetCode(asset) for asset, _ in there)
    shown = (product.name, *_few(lines or (Phrase("None is in."),)))
    place = PlaceSeen(text, "product", shown, assets=assets, product=product.code, name=product.name)
    return replace(place, category=category)


def _bin_to_take_from(store: Store, product: Product, now: Now, zone: tzinfo) -> BinCode:
    """Where the lot lies that is to go first, else the bin that holds most, else the one it was last in."""
    stock = states.stock_of(store.db, product.code, "")
    if stock and stock.method:
        first = next_bin(stock, now.at.astimezone(zone).date())
        if first:
            return first
    sql = """SELECT place FROM balance WHERE product = ? AND place_kind = 'bin'
        GROUP BY place ORDER BY sum(quantity) DESC, place LIMIT 1"""
    last = "SELECT bin FROM receipt WHERE product = ? ORDER BY bin LIMIT 1"
    row = one(store.db, sql, product.code) or one(store.db, last, product.code)
    return BinCode(row[0] if row else "")


def _stock(
    store: Store, text: str, product: Product, bin_code: BinCode, lot: LotCode = NO_LOT
) -> StockSeen | None:
    stock = states.stock_of(store.db, product.code, bin_code)
    return StockSeen(text, stock, lot) if stock else None


def _lot(store: Store, text: str) -> Scanned | None:
    """A lot's code, where only one product has it: its pieces, in the bin that holds most of them."""
    found = rows(store.db, _OF_LOT, text)
    if len(found) != 1:
        return None
    row = one(store.db, _HOLDS_MOST, found[0][0], text)
    known = lookup.product_of(store.db, found[0][0])
    return _stock(store, text, known[0], BinCode(row[0] if row else ""), LotCode(text)) if known else None


def _bin(store: Store, text: str, target: str, *_: object) -> Scanned | None:
    """A bin that holds, or held last, one product in pieces and nothing else scans as that product."""
    contents = rows(store.db, _CONTENTS, target) or rows(store.db, _EMPTIED, target)
    if len(contents) == 1 and contents[0][2] in _STOCK:
        known = lookup.product_of(store.db, contents[0][0])
        return _stock(store, text, known[0], BinCode(target)) if known else None
    lines = tuple(f"{quantity} x {_name(store, product)}" for product, quantity, _ in contents)
    sql = "SELECT code FROM asset WHERE place_kind = 'bin' AND place = ? ORDER BY code"
    assets = tuple(AssetCode(asset) for (asset,) in rows(store.db, sql, target))
    return PlaceSeen(text, "bin", _few(lines or (Phrase("Empty."),)), BinCode(target), assets)


def _name(store: Store, product: str) -> str:
    known = lookup.product_of(store.db, product)
    return known[0].name if known else product


def _delivery(store: Store, text: str, target: str = "", *_: object) -> PlaceSeen | None:
    """A delivery tells what is still to come."""
    found = deliveries.delivery_of(store.db, target or text)
    if found is None:
        return None
    left = tuple(
        f"{line.left} x {line.asset or _name(store, line.product)}" for line in found.lines if line.left
    )
    return PlaceSeen(found.code, "delivery", _few(left or (Phrase("All of it is here."),)))


def _area(store: Store, text: str, target: str, *_: object) -> Scanned | None:
    area = lookup.area_of(store.db, target)
    bins = tuple(code for (code,) in rows(store.db, _IN_AREA, target))
    return PlaceSeen(text, area.level.value, _few(bins or (Phrase("No bins."),))) if area else None


def _few(lines: tuple[Told, ...]) -> tuple[Told, ...]:
    more = len(lines) - _SHOWN
    return (*lines[:_SHOWN], Phrase("and {count} more", {"count": more})) if more > 0 else lines


_RESOLVERS: dict[str, Callable[[Store, str, str, Now, tzinfo], Scanned | None]] = {
    "asset": _asset,
    "kit": _kit,
    "product": _product,
    "bin": _bin,
    "job": _job,
    "station": _station,
    "delivery": _delivery,
    "room": _area,
    "cabinet": _area,
    "shelf": _area,
}
