"""Deriving the index of words that the counter's search looks things up by.

Names of people are not in it: they lie beside the person table alone.
"""

from collections.abc import Iterator

from kiosk.crib import changes
from kiosk.crib.body import Body
from kiosk.crib.products import Asset, Bin, Kit, Product
from kiosk.store.database import Database, one
from kiosk.store.folding import words_of
from kiosk.store.values import value_of

PRODUCT_CODE, ASSET_CODE, KIT_CODE, NAME, ALIAS, PIECE, BIN = range(7)
"""Where a word stands, the best first; PIECE is a part of a code, or another code of an asset."""
_TABLES: dict[type[Product | Asset | Kit | Bin], str] = {
    Product: "product",
    Asset: "asset",
    Kit: "kit",
    Bin: "bin",
}


def follow(db: Database, body: Body) -> None:
    """Note the words of what one entry has changed; those it had before are forgotten."""
    kind, code = _changed(body)
    if kind is None:
        return
    thing = value_of(kind, one(db, f"SELECT value FROM {_TABLES[kind]} WHERE code = ?", code)[0])
    db.execute_sql("DELETE FROM word WHERE target = ?", (code,))
    found = dict[str, int]()
    for field, word in _placed(thing):
        found[word] = min(field, found.get(word, field))
    values = [value for word, field in found.items() for value in (field, word, code)]
    if values:
        marks = ", ".join(["(?, ?, ?)"] * len(found))
        db.execute_sql(f"INSERT INTO word VALUES {marks}", values)


def _changed(body: Body) -> tuple[type[Product | Asset | Kit | Bin] | None, str]:
    match body:
        case changes.AssetChanged(asset=code):
            return Asset, code
        case changes.CodeLinked(asset=code) | changes.CodeUnlinked(asset=code) if code:
            return Asset, code
        case changes.ProductChanged(product=code) | changes.CodeLinked(product=code):
            return Product, code
        case changes.CodeUnlinked(product=code):
            return Product, code
        case changes.KitChanged(kit=code):
            return Kit, code
        case changes.BinChanged(bin=code):
            return Bin, code
    return None, ""


def _placed(thing: Product | Asset | Kit | Bin) -> Iterator[tuple[int, str]]:
    """Every word of a thing, with where it stands; a part of a code counts less than the whole."""
    match thing:
        case Product(code=code, name=name):
            yield from _of_code(PRODUCT_CODE, PIECE, code)
            yield from _of_texts(NAME, name)
            yield from _of_texts(ALIAS, thing.barcode, *thing.aliases, *thing.linked)
        case Asset(code=code):
            yield from _of_code(ASSET_CODE, PIECE, code)
            yield from _of_texts(PIECE, thing.serial, thing.barcode, *thing.aliases, *thing.linked)
        case Kit(code=code, name=name):
            yield from _of_code(KIT_CODE, PIECE, code)
            yield from _of_texts(NAME, name)
        case Bin(code=code, name=name):
            yield from _of_texts(BIN, code, name)


def _of_code(whole: int, part: int, code: str) -> Iterator[tuple[int, str]]:
    for number, word in enumerate(words_of(code)):
        yield part if number else whole, word


def _of_texts(field: int, *texts: str) -> Iterator[tuple[int, str]]:
    yield from ((field, word) for text in texts for word in words_of(text))
