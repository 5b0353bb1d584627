"""From a badge number or a scanned text to a signal: what it stands for now."""

from collections.abc import Callable

from kiosk.counter.signals import AssetSeen, CodeSeen, PlaceSeen, Scanned, StockSeen, StrangerSeen, WorkerSeen
from kiosk.crib.names import Kind
from kiosk.store.database import one, rows
from kiosk.store.loader import asset_of, fullest_bin, product_of, stock_of, worker_of
from kiosk.store.store import Store

MAX_TEXT = 512
"""Characters of a code that are looked at; the longest GS1 element string of a label is 90."""
_SHOWN = 4
"""Lines of a bin's contents on the screen."""

_CONTENTS = """SELECT b.product, p.name, b.quantity, c.kind FROM balance b
    JOIN product p ON p.code = b.product JOIN category c ON c.code = p.category
    WHERE b.place_kind = 'bin' AND b.place = ? ORDER BY b.product"""
_EMPTIED = """SELECT DISTINCT r.product, p.name, 0, 'consumable' FROM receipt r
    JOIN product p ON p.code = r.product WHERE r.bin = ? ORDER BY r.product"""

BadgeForms = Callable[[str], tuple[str, ...]]
"""The canonical numbers that a read badge may be enrolled under, the fullest first."""


def badge(store: Store, number: str, forms: BadgeForms) -> WorkerSeen | StrangerSeen:
    """Whose badge this is."""
    for form in forms(number):
        row = one(store.db, "SELECT worker FROM badge WHERE digest = ?", store.people.digest(form))
        worker = worker_of(store.db, row[0]) if row else None
        if worker:
            return WorkerSeen(worker)
    return StrangerSeen(store.people.digest(number))


def code(store: Store, text: str) -> Scanned | None:
    """What a scanned text stands for; None where it is blank."""
    text = text.strip()[:MAX_TEXT]
    if not text:
        return None
    row = one(store.db, "SELECT kind, target FROM code WHERE code = ?", text)
    return _target(store, text, *row) if row else CodeSeen(text)


def _target(store: Store, text: str, kind: str, target: str) -> Scanned:
    if kind == "asset":
        asset = asset_of(store.db, target)
        return AssetSeen(text, asset) if asset else CodeSeen(text)
    return _product(store, text, target) if kind == "product" else _bin(store, text, target)


def _product(store: Store, text: str, target: str) -> Scanned:
    """A consumable's code stands for its stock; a serialized product's tells where its assets lie."""
    known = product_of(store.db, target)
    if known and known[1].kind is Kind.CONSUMABLE:
        stock = stock_of(store.db, target, fullest_bin(store.db, target))
        return StockSeen(text, stock) if stock else CodeSeen(text)
    sql = "SELECT code, place FROM asset WHERE product = ? AND place_kind = 'bin' ORDER BY code"
    lines = tuple(f"{asset} in {place}" for asset, place in rows(store.db, sql, target))
    name = (known[0].name,) if known else ()
    return PlaceSeen(text, "product", name + _few(lines or ("None is in.",)))


def _bin(store: Store, text: str, target: str) -> Scanned:
    """A bin that holds one consumable, or held it last, and nothing else, scans as that product."""
    contents = rows(store.db, _CONTENTS, target) or rows(store.db, _EMPTIED, target)
    if len(contents) == 1 and contents[0][3] == Kind.CONSUMABLE:
        stock = stock_of(store.db, contents[0][0], target)
        return StockSeen(text, stock) if stock else CodeSeen(text)
    lines = tuple(f"{quantity} x {name}" for _, name, quantity, _ in contents)
    return PlaceSeen(text, "bin", _few(lines or ("Empty.",)))


def _few(lines: tuple[str, ...]) -> tuple[str, ...]:
    more = len(lines) - _SHOWN
    return (*lines[:_SHOWN], f"and {more} more") if more > 0 else lines
