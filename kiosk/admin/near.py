"""Near-duplicates: a new code or name that looks like another is named, before people mix the two up."""

import re
from collections.abc import Iterable, Iterator

from kiosk.admin.crib import Crib, reading
from kiosk.crib.definitions import Definition, Delivery, NewProduct, Person
from kiosk.store.database import Database, StoreError, rows

_ALIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})
"""Signs that a label does not tell apart."""
_NAMES = "SELECT code, json_extract(value, '$.name') FROM product"


def near_duplicates(crib: Crib, things: Iterable[Definition]) -> Iterator[tuple[int, str]]:
    """The row of each new thing that looks like another, and a sentence about it."""
    codes, names = _known(crib)
    taken = {_code_key(code): code for code in codes}
    named = {_name_key(name): code for code, name in names.items()}
    for row, thing in enumerate(things):
        if isinstance(thing, Delivery | Person) or thing.code in codes:
            continue
        near = taken.setdefault(_code_key(thing.code), thing.code)
        if near != thing.code:
            yield row, f"{thing.code} looks like {near}. Is it the same?"
        if isinstance(thing, NewProduct):
            near = named.setdefault(_name_key(thing.name), thing.code)
            if near != thing.code:
                yield row, f"{thing.code} is named like {near}: {thing.name}. Is it the same?"


def _known(crib: Crib) -> tuple[set[str], dict[str, str]]:
    """Every code, and the name of every product; none where the crib is not there yet."""
    try:
        with reading(crib) as db:
            return _codes(db), dict(rows(db, _NAMES))
    except StoreError:  # a new crib resembles nothing; a damaged one is said by whoever writes to it
        return set(), {}


def _codes(db: Database) -> set[str]:
    return {code for (code,) in rows(db, "SELECT code FROM code")}


def _code_key(code: str) -> str:
    """A code without case, signs between, leading zeros of its numbers, and what looks alike."""
    bare = "".join(sign for sign in code.casefold().translate(_ALIKE) if sign.isalnum() or sign == "-")
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare).replace("-", "")


def _name_key(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
