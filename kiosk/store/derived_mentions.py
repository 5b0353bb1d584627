"""Deriving the journal's index: which entries name a thing, a person or a place.

Questions about one thing among years of entries (`cribctl why`, `journal show`) read its entries only.
"""

from functools import cache

from kiosk.crib.body import Body, Moved
from kiosk.store.database import Database
from kiosk.store.entry import Entry

_NOUNS = frozenset(
    """approver area asset bin cabinet category code count delivery hold job kit lead lot order product second
    setting signed station transfer worker""".split()
)
"""Fields that name something; what an asset is of is looked up by the asset."""
_PLACES = frozenset({"source", "destination", "place"})
"""Fields that name a place, as ``bin:C1-04`` or ``C1-04``."""


def follow(db: Database, entry: Entry, body: Body) -> None:
    """Note what one entry names."""
    codes = sorted(_codes(entry, body))
    if codes:
        marks = ", ".join(["(?, ?, ?)"] * len(codes))
        values = [value for code in codes for value in (code, entry.epoch, entry.seq)]
        db.execute_sql(f"INSERT INTO mention VALUES {marks}", values)


def _codes(entry: Entry, body: Body) -> set[str]:
    nouns, places = _fields(type(body))
    named = {str(getattr(body, field)) for field in nouns}
    if isinstance(body, Moved) and body.asset:
        named.discard(body.product)
    at = {getattr(body, field).rpartition(":")[2] for field in places}
    return (named | at | {entry.actor}) - {"", *_WITHOUT_CODE}


_WITHOUT_CODE = frozenset({"supplier", "quarantine", "service", "consumed", "scrap", "lost", "variance"})
"""Places of which there is one: too many entries name them to be found by that."""


@cache
def _fields(kind: type[Body]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = kind.__struct_fields__
    return tuple(f for f in fields if f in _NOUNS), tuple(f for f in fields if f in _PLACES)
