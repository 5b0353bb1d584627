"""What is to be known before a code is linked or a thing is added; and what an unknown code may be of."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from kiosk.crib.adding import AddThing
from kiosk.crib.alike import SHARED, Candidate, code_key, likely, name_key, next_code, series_of
from kiosk.crib.facts import Facts
from kiosk.crib.instructions import Step
from kiosk.crib.linking import LinkCode, Linking
from kiosk.crib.products import Category
from kiosk.crib.receiving import Arriving
from kiosk.store import deliveries, lookup, states, steps
from kiosk.store.catalogue import catalogue
from kiosk.store.database import Database, one, rows
from kiosk.store.search import search
from kiosk.store.values import value_of

_RECENT = 200
"""Receipts that are looked through for the products that came last."""
_LATELY = 30
"""Products without a maker's code that are thought of, those that moved last first."""
_LAST = "\U0010ffff"

# `+kind`: the way in is the range of codes; by kind it would be half of the table.
_SIMILAR = """SELECT kind, target, code FROM code
    WHERE code >= ? AND code < ? AND +kind IN ('product', 'asset') AND code <> target LIMIT ?"""
_OF_PRODUCT = """SELECT p.code, json_extract(p.value, '$.name'),
    json_extract(p.value, '$.barcode') <> '' OR json_array_length(p.value, '$.linked') > 0,
    coalesce((SELECT last_day FROM stirred WHERE product = p.code), 0) FROM product p WHERE p.code = ?"""
_OF_ASSET = """SELECT a.code, json_extract(p.value, '$.name'),
    json_extract(a.value, '$.barcode') <> '' OR json_array_length(a.value, '$.linked') > 0,
    coalesce((SELECT last_day FROM stirred WHERE product = a.product), 0)
    FROM asset a JOIN product p ON p.code = a.product WHERE a.code = ? AND a.place_kind <> 'scrap'"""
_STIRRED = "SELECT product FROM stirred ORDER BY last_day DESC, product LIMIT ?"
_CAME = (
    "SELECT a.product FROM came c JOIN asset a ON a.code = c.asset ORDER BY c.at DESC, c.asset DESC LIMIT ?"
)
_OWN = "SELECT code FROM asset WHERE product = ? ORDER BY code LIMIT 500"
_SIBLINGS = """SELECT a.code FROM asset a JOIN product p ON p.code = a.product
    WHERE p.category = (SELECT category FROM product WHERE code = ?) ORDER BY a.code LIMIT 500"""
_SERIES = "SELECT code FROM code WHERE code >= ? AND code < ?"


def to_link(db: Database, facts: Facts, command: Linking) -> Facts:
    """The facts, with what a code stands for and what it is to stand for."""
    owner = lookup.owner_of(db, command.code)
    target = command.to if isinstance(command, LinkCode) else owner.partition(" ")[2]
    known = lookup.product_of(db, target)
    asset = states.asset_of(db, target)
    return replace(facts, owner=owner, asset=asset, product=known[0] if known else None)


def to_add(db: Database, facts: Facts, command: AddThing) -> Facts:
    """The facts, with what exists of a new thing, and what its bin keeps."""
    known = catalogue(db, command.definitions)
    owner = lookup.owner_of(db, command.link)
    kept = deliveries.kept_in(db, command.bin)
    arriving = Arriving(kept_in=kept, better=deliveries.better_bin(db, command.of, command.bin))
    codes = {**known.codes, **({command.link: owner} if owner else {})}
    facts = replace(facts, catalogue=replace(known, codes=codes), arriving=arriving)
    return steps.with_read(db, facts, command.worker, Step.RECEIVE, *known.categories.values())


def offers(db: Database, code: str, *kinds: str) -> list[Candidate]:
    """What an unknown code most probably belongs to, at most three: of both kinds, or of those named."""
    found: dict[str, Candidate] = {}
    for each in (*_of_a_kind(db, code, kinds or ("product", "asset")), *_moved_lately(db)):
        found.setdefault(each.code, each)
    return likely(code, found.values())


def resembles(db: Database, code: str) -> bool:
    """Whether codes are known that begin as this one does."""
    start = code[:SHARED]
    return len(start) == SHARED and one(db, _SIMILAR, start, start + _LAST, 1) is not None


def known(db: Database, product: str) -> list[Candidate]:
    """One product; none where there is none of that code."""
    return list(_candidates(db, (("product", product, ""),)))


def _of_a_kind(db: Database, code: str, kinds: tuple[str, ...]) -> Iterator[Candidate]:
    """What has a code of the same maker or series: the longest beginning that leads to something."""
    for length in range(len(code) - 1, SHARED - 1, -1):
        start = code[:length]
        near = [row for row in rows(db, _SIMILAR, start, start + _LAST, _LATELY) if row[0] in kinds]
        if near:
            yield from _candidates(db, near)
            return


def _candidates(db: Database, near: Iterable[Any]) -> Iterator[Candidate]:
    for kind, target, own in near:
        row = one(db, _OF_PRODUCT if kind == "product" else _OF_ASSET, target)
        if row:
            yield Candidate(row[0], row[1], own, bool(row[2]), row[3])


def _moved_lately(db: Database) -> Iterator[Candidate]:
    for (product,) in rows(db, _STIRRED, _LATELY):
        code, name, has_barcode, moved = one(db, _OF_PRODUCT, product)
        yield Candidate(code, name, "", bool(has_barcode), moved)


def came_last(db: Database, most: int) -> list[Candidate]:
    """The products with tags of which one was received last, the last first."""
    codes = list(dict.fromkeys(code for (code,) in rows(db, _CAME, _RECENT)))[:most]
    return list(_candidates(db, (("product", code, "") for code in codes)))


def found_by(db: Database, text: str, most: int, *kinds: str) -> list[Candidate]:
    """Products, or assets, that a text finds."""
    codes = search(db, text, most, kinds=" ".join(kinds)).codes
    owners = (lookup.owner_of(db, code).partition(" ") for code in codes)
    return list(_candidates(db, ((kind, code, "") for kind, _, code in owners)))


def categories(db: Database) -> list[Category]:
    """Every category, by code."""
    return [value_of(Category, value) for (value,) in rows(db, "SELECT value FROM category ORDER BY code")]


def next_tag(db: Database, product: str) -> str:
    """The code that the next asset of a product gets, where nothing is on its tag yet."""
    known = rows(db, _OWN, product) or rows(db, _SIBLINGS, product)
    prefix = series_of(code for (code,) in known) or f"{product}-"
    taken = rows(db, _SERIES, prefix, prefix + _LAST)
    return next_code(prefix, (code for (code,) in taken))


def like_code(db: Database, code: str) -> str:
    """Another code that people would mix up with this one; empty where there is none."""
    return _like(db, "code", code_key(code), code)


def like_name(db: Database, name: str) -> str:
    """Code of another product that is named alike; empty where there is none."""
    return _like(db, "name", name_key(name), "")


def _like(db: Database, what: str, key: str, own: str) -> str:
    sql = "SELECT code FROM alike WHERE what = ? AND key = ? AND code <> ? ORDER BY code LIMIT 1"
    row = one(db, sql, what, key, own)
    return str(row[0]) if row else ""
