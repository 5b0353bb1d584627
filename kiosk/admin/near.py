"""Near-duplicates: a new code or name that looks like another is named, before people mix the two up."""

from collections.abc import Iterable, Iterator

from kiosk.admin.crib import Crib, reading
from kiosk.crib.alike import code_key, name_key
from kiosk.crib.definitions import Definition, Delivery, NewProduct, Person
from kiosk.store.database import Database, StoreError, rows

_NAMES = "SELECT code, json_extract(value, '$.name') FROM product"


def near_duplicates(crib: Crib, things: Iterable[Definition]) -> Iterator[tuple[int, str]]:
    """The row of each new thing that looks like another, and a sentence about it."""
    codes, names = _known(crib)
    taken = {code_key(code): code for code in codes}
    named = {name_key(name): code for code, name in names.items()}
    for row, thing in enumerate(things):
        if isinstance(thing, Delivery | Person) or thing.code in codes:
            continue
        near = taken.setdefault(code_key(thing.code), thing.code)
        if near != thing.code:
            yield row, f"{thing.code} looks like {near}. Is it the same?"
        if isinstance(thing, NewProduct):
            near = named.setdefault(name_key(thing.name), thing.code)
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
