"""Searching the crib as somebody types: by code, name, alias, serial, bin, and by holder for some.

Every word that was typed must begin a word of the thing, of its product, of its bin, or of its holder's name.
"""

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from kiosk.store import derived_words as field
from kiosk.store.database import Database, one, rows
from kiosk.store.elsewhere import SiteFigures
from kiosk.store.folding import asked_words, folded

_Span = tuple[str, str]
"""Words that begin so: from the first one to before the second."""
_LAST = "\U0010ffff"
"""After every letter."""
_MANY = 500
"""Words are counted no further to choose the rarest."""
_ASSETS_EACH = 8
"""A word of a product or bin leads to about so many assets."""
_OWN = (field.PRODUCT_CODE, field.ASSET_CODE, field.KIT_CODE, field.NAME, field.ALIAS, field.PIECE)
_SHARED = (field.PRODUCT_CODE, field.NAME, field.ALIAS)
"""What is a product's is its assets' too."""
_SPAN = "w.word >= ?1 AND w.word < ?2"


class _Way(Struct, frozen=True):
    """One way from the words of an index to things; each other word must be one of theirs, too."""

    select: str
    """Of ``w``, the index; of ``a``, an asset."""
    order: str
    words: str
    """Codes whose words count."""
    stock: str = ""
    """The product the bins of whose pieces count."""
    holder: str = ""
    """The worker whose names count."""

    def sql(self, others: int, *, names: bool) -> str:
        """Parameters: begin, end, most, and begin and end of each other word."""
        more = "".join(f" AND ({self._has(4 + 2 * number, names=names)})" for number in range(others))
        return f"{self.select}{more} ORDER BY {self.order} LIMIT ?3"

    def _has(self, first: int, *, names: bool) -> str:
        begins = f"v.word >= ?{first} AND v.word < ?{first + 1}"
        ways = [f"EXISTS (SELECT 1 FROM word v WHERE v.target IN ({self.words}) AND {begins})"]
        if self.stock:
            lies = f"b.product = {self.stock} AND b.place_kind = 'bin'"
            bins = "balance b JOIN word v ON v.target = b.place"
            ways.append(f"EXISTS (SELECT 1 FROM {bins} WHERE {lies} AND {begins})")
        if self.holder and names:
            ways.append(f"EXISTS (SELECT 1 FROM name_word v WHERE v.worker = {self.holder} AND {begins})")
        return " OR ".join(ways)


_HOLDER = "iif(a.place_kind = 'holder', a.place, '')"


def _itself(place: int) -> _Way:
    select = f"""SELECT w.target FROM word w LEFT JOIN asset a ON a.code = w.target
        WHERE w.field = {place} AND {_SPAN}"""
    return _Way(select, "w.word, w.target", "w.target, a.product, a.bin", "w.target", _HOLDER)


def _assets(place: int, by: str) -> _Way:
    """Assets of the products, or at home in the bins, that have the word."""
    select = f"""SELECT a.code FROM word w CROSS JOIN asset a ON a.{by} = w.target
        WHERE w.field = {place} AND {_SPAN}"""
    return _Way(select, "w.word, w.target", "a.code, a.product, a.bin", holder=_HOLDER)


_STOCKED = _Way(
    f"""SELECT DISTINCT b.product FROM word w
        CROSS JOIN balance b ON b.place_kind = 'bin' AND b.place = w.target
        WHERE w.field = {field.BIN} AND {_SPAN}""",
    "w.word, w.target, b.product",
    "b.product, w.target",
    "b.product",
)
_HELD = _Way(
    f"""SELECT a.code FROM name_word w CROSS JOIN asset a ON a.place_kind = 'holder' AND a.place = w.worker
        WHERE {_SPAN}""",
    "w.word, w.worker, a.code",
    "a.code, a.product, a.bin",
    holder="a.place",
)
_LENT = _Way(
    f"""SELECT DISTINCT l.product FROM name_word w
        CROSS JOIN loan l ON l.place_kind = 'holder' AND l.place = w.worker WHERE {_SPAN}""",
    "w.word, w.worker, l.product",
    "l.product",
    "l.product",
    "l.place",
)
_WAYS = (
    *(_itself(place) for place in _OWN),
    *(_assets(place, "product") for place in _SHARED),
    _itself(field.BIN),
    _STOCKED,
    _assets(field.BIN, "bin"),
)
"""The best first."""
_OF_PEOPLE = (_HELD, _LENT)


class Found(Struct, frozen=True):
    """What a search found, the best first."""

    codes: tuple[str, ...] = ()
    """Of products, kits, assets and bins."""
    more: bool = False
    """Whether there is more than was asked for."""
    elsewhere: tuple[SiteFigures, ...] = ()
    """Where nothing is found here: what other sites have of what it may be."""


def search(db: Database, text: str, most: int, *, names: bool = False) -> Found:
    """The first ``most`` things that are found by ``text``; by holders' names only where ``names`` says so.

    Raises:
        StoreError: the database cannot be read.
    """
    typed = [(word, word + _LAST) for word in asked_words(text)]
    if not typed:
        return Found()
    codes = tuple(islice(_distinct(_hits(db, typed, most + 1, names=names)), most + 1))
    return Found(codes[:most], len(codes) > most, () if codes else _elsewhere(db, text))


def _distinct(codes: Iterator[str]) -> Iterator[str]:
    seen = set[str]()
    for code in codes:
        if code not in seen:
            seen.add(code)
            yield code


def _hits(db: Database, typed: list[_Span], most: int, *, names: bool) -> Iterator[str]:
    """By the rarest word, in the order of where it stands; the others are looked for in what it finds."""
    rarest = min(typed, key=lambda word: _count(db, word, names=names)) if len(typed) > 1 else typed[0]
    others = [end for word in typed if word is not rarest for end in word]
    for way in (*_WAYS, *(_OF_PEOPLE if names else ())):
        sql = way.sql(len(typed) - 1, names=names)
        yield from (code for (code,) in rows(db, sql, *rarest, most, *others))


def _count(db: Database, word: _Span, *, names: bool) -> int:
    """About how many things a word leads to."""
    few = f"SELECT count(*) FROM (SELECT 1 FROM word w WHERE w.field = ?3 AND {_SPAN} LIMIT {_MANY})"
    people = f"SELECT count(*) FROM (SELECT 1 FROM name_word w WHERE {_SPAN} LIMIT {_MANY})"
    count = one(db, people, *word)[0] if names else 0
    for place in (*_OWN, field.BIN):
        each = _ASSETS_EACH if place in (*_SHARED, field.BIN) else 1
        count += each * one(db, few, *word, place)[0]
    return int(count)


def _elsewhere(db: Database, text: str) -> tuple[SiteFigures, ...]:
    """What other sites have that this one has never heard a name of; found by its code."""
    sql = """SELECT site, product, available, reserved, total, at FROM elsewhere
        WHERE product LIKE ? ESCAPE '\\' ORDER BY product, site LIMIT 20"""
    plain = folded(text.strip()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return tuple(SiteFigures(*row) for row in rows(db, sql, f"{plain}%"))
