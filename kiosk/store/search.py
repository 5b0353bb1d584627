"""Searching the crib as somebody types: by code, name, alias, serial, bin, and by holder for some.

Every word that was typed must begin a word of the thing, of its product, of its bin, or of its holder's name.
"""

from collections.abc import Iterable, Iterator
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
_APART = (field.ASSET_CODE, field.PIECE, field.BIN)
"""What a thing may have that its product has not."""
_SPAN = "w.word >= ?1 AND w.word < ?2"
_BOTH = f"SELECT w.target FROM word w WHERE w.field = ?4 AND {_SPAN}"
_HAS = " AND EXISTS (SELECT 1 FROM word v WHERE v.target = w.target AND v.word >= ?{0} AND v.word < ?{1})"
_KIND = "EXISTS (SELECT 1 FROM code k WHERE k.code = {0} AND instr(?{1}, k.kind))"
_ALL = "product asset kit bin"


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

    def sql(self, asked: "_Asked", others: int) -> str:
        """Parameters: begin, end, most, kinds, and begin and end of each other word."""
        names = asked.names
        more = "".join(f" AND ({self._has(5 + 2 * number, names=names)})" for number in range(others))
        kind = "?4 <> ''" if asked.kinds == _ALL else _KIND.format(self.words.partition(",")[0], 4)
        return f"{self.select} AND {kind}{more} ORDER BY {self.order} LIMIT ?3"

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
_OF_ITSELF = (
    _itself(field.ASSET_CODE),
    _itself(field.PIECE),
    _itself(field.BIN),
    _STOCKED,
    _assets(field.BIN, "bin"),
)
"""By words that a thing does not have of its product."""


class _Asked(Struct, frozen=True):
    """How much of what is looked for."""

    most: int
    kinds: str
    """Separated by blanks."""
    names: bool
    """Whether by holders' names, too."""


class Found(Struct, frozen=True):
    """What a search found, the best first."""

    codes: tuple[str, ...] = ()
    """Of products, kits, assets and bins."""
    more: bool = False
    """Whether there is more than was asked for."""
    elsewhere: tuple[SiteFigures, ...] = ()
    """Where nothing is found here: what other sites have of what it may be."""


def search(db: Database, text: str, most: int, *, names: bool = False, kinds: str = _ALL) -> Found:
    """The first ``most`` things that are found by ``text``; by holders' names only where ``names`` says so.

    Of all ``kinds``, or only of those named: of product, asset, kit, bin, separated by blanks.

    Raises:
        StoreError: the database cannot be read.
    """
    typed = [(word, word + _LAST) for word in asked_words(text)]
    if not typed:
        return Found()
    codes = tuple(islice(_distinct(_hits(db, typed, _Asked(most + 1, kinds, names))), most + 1))
    return Found(codes[:most], len(codes) > most, () if codes else _elsewhere(db, text))


def _distinct(codes: Iterator[str]) -> Iterator[str]:
    seen = set[str]()
    for code in codes:
        if code not in seen:
            seen.add(code)
            yield code


def _hits(db: Database, typed: list[_Span], asked: _Asked) -> Iterator[str]:
    """By the rarest word; or by product and by what things have of their own, where that is less."""
    if len(typed) == 1:
        return _by(db, (*_WAYS, *(_OF_PEOPLE if asked.names else ())), typed, typed[0], asked)
    own = {word: _count(db, word, _APART, asked) for word in typed}
    every = {word: own[word] + _count(db, word, (field.KIT_CODE, *_SHARED), asked) for word in typed}
    rarest = min(typed, key=lambda word: every[word])
    if sum(own.values()) < every[rarest]:
        return _by_product(db, typed, rarest, [word for word in typed if own[word]], asked)
    return _by(db, (*_WAYS, *(_OF_PEOPLE if asked.names else ())), typed, rarest, asked)


def _by(db: Database, ways: Iterable[_Way], typed: list[_Span], first: _Span, asked: _Asked) -> Iterator[str]:
    """In the order of where the first word stands; the others are looked for in what it finds."""
    others = _others(typed, first)
    for way in ways:
        sql = way.sql(asked, len(typed) - 1)
        yield from (code for (code,) in rows(db, sql, *first, asked.most, asked.kinds, *others))


def _others(typed: list[_Span], first: _Span) -> list[str]:
    return [end for word in typed if word is not first for end in word]


def _by_product(
    db: Database, typed: list[_Span], first: _Span, own: list[_Span], asked: _Asked
) -> Iterator[str]:
    """What has every word itself, its assets, and then what has one that its product has not."""
    has = "".join(_HAS.format(6 + 2 * number, 7 + 2 * number) for number in range(len(typed) - 1))
    sql = f"{_BOTH}{has} AND {_KIND.format('w.target', 5)} ORDER BY w.word, w.target LIMIT ?3"
    more = (f"{asked.kinds} product", *_others(typed, first))
    found = [code for place in _OWN for (code,) in rows(db, sql, *first, asked.most, place, *more)]
    wanted = f"SELECT {_KIND.format('?1', 2)}"
    yield from (code for code in found if one(db, wanted, code, asked.kinds)[0])
    assets = "SELECT code FROM asset WHERE product = ? ORDER BY code LIMIT ?"
    if "asset" in asked.kinds:
        yield from (asset for code in found for (asset,) in rows(db, assets, code, asked.most))
    for word in own:
        yield from _by(db, (*_OF_ITSELF, *(_OF_PEOPLE if asked.names else ())), typed, word, asked)


def _count(db: Database, word: _Span, places: Iterable[int], asked: _Asked) -> int:
    """About how many things a word leads to, standing in these places; holders' names beside an asset's."""
    few = f"SELECT count(*) FROM (SELECT 1 FROM word w WHERE w.field = ?3 AND {_SPAN} LIMIT {_MANY})"
    people = f"SELECT count(*) FROM (SELECT 1 FROM name_word w WHERE {_SPAN} LIMIT {_MANY})"
    count = one(db, people, *word)[0] if asked.names and field.ASSET_CODE in places else 0
    for place in places:
        each = _ASSETS_EACH if place in (*_SHARED, field.BIN) else 1
        count += each * one(db, few, *word, place)[0]
    return int(count)


def _elsewhere(db: Database, text: str) -> tuple[SiteFigures, ...]:
    """What other sites have that this one has never heard a name of; found by its code."""
    sql = """SELECT site, product, available, reserved, total, at FROM elsewhere
        WHERE product LIKE ? ESCAPE '\\' ORDER BY product, site LIMIT 20"""
    plain = folded(text.strip()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return tuple(SiteFigures(*row) for row in rows(db, sql, f"{plain}%"))
