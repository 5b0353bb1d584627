"""Reports of one day, from the journal: what moved, and what a lead let pass."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any

from msgspec import Struct

from kiosk.crib.places import Place, PlaceKind
from kiosk.store.as_of import MOVES, Day, last_entry
from kiosk.store.database import Database, rows
from kiosk.store.lookup import product_of
from kiosk.store.people import name_of
from kiosk.store.states import asset_of
from kiosk.store.steps import explained
from kiosk.store.values import micros, moment_at

_PAGE = 500


class MovedRow(Struct, frozen=True):
    """One movement."""

    since: datetime
    """When."""
    code: str
    """Of the asset; of the product where pieces have no code."""
    product: str
    name: str
    quantity: int
    source: str
    destination: str
    holder: str
    """Who did it; empty where nobody was known."""
    via: str
    """How it was known who it was: ``badge``, ``pin``, ``vouched``, ``unsigned`` and so on."""


class OverrideRow(Struct, frozen=True):
    """One act that a lead let pass."""

    since: datetime
    """When."""
    code: str
    """Of the asset, kit or product."""
    product: str
    lifts: str
    """The stop that was lifted."""
    reason: str
    lead: str
    holder: str
    """For whom."""


def report_moved(db: Database, day: Day) -> list[MovedRow]:
    """Every movement of a day, in order."""
    return [_moved(db, at, actor, via, body) for at, actor, via, _, body in _entries(db, day, MOVES)]


def _moved(db: Database, at: int, actor: str, via: str, body: dict[str, Any]) -> MovedRow:
    known = product_of(db, body["product"])
    return MovedRow(
        moment_at(at),
        body.get("asset") or body["product"],
        body["product"],
        known[0].name if known else "",
        body["quantity"],
        _place(db, body["source"]),
        _place(db, body["destination"]),
        name_of(db, actor) if actor else "",
        via,
    )


def _place(db: Database, text: str) -> str:
    place = Place.parse(text)
    return name_of(db, place.code) if place.kind is PlaceKind.HOLDER else text


def report_overrides(db: Database, day: Day) -> list[OverrideRow]:
    """Every override of a day, in order."""
    found = _entries(db, day, ("override.given",))
    return [_override(db, at, act, body) for at, _, _, act, body in found]


def _override(db: Database, at: int, act: str, body: dict[str, Any]) -> OverrideRow:
    code = next((body[noun] for noun in ("asset", "kit", "product") if body.get(noun)), "")
    asset = asset_of(db, code)
    product = asset.asset.product if asset else body.get("product", "")
    names = (name_of(db, body[role]) for role in ("lead", "worker"))
    reason = explained(db, act, body["reason"])
    return OverrideRow(moment_at(at), code, product, body["lifts"], reason, *names)


_Found = tuple[int, str, str, str, dict[str, Any]]


def _entries(db: Database, day: Day, types: tuple[str, ...]) -> Iterator[_Found]:
    """Time, actor, via, command and body of a day's entries of these types; found from its end backwards."""
    begin = micros(datetime.combine(day.day, time(), day.zone))
    found: list[_Found] = []
    upto, more = last_entry(db, day), True
    key = upto.epoch, upto.seq + 1
    while more and (page := rows(db, _BACKWARDS, *key)):
        for _, _, at, synced, actor, via, command, kind, body in page:
            if at < begin and synced:
                more = False
                break
            if at >= begin and kind in types:
                found.append((at, actor, via, command, json.loads(body)))
        key = page[-1][0], page[-1][1]
    yield from reversed(found)


_BACKWARDS = f"""SELECT epoch, seq, at, clock_synced, actor, via, command, type, body FROM journal
    WHERE (epoch, seq) < (?, ?) ORDER BY epoch DESC, seq DESC LIMIT {_PAGE}"""

REPORTS: dict[str, Callable[[Database, Day], list[Any]]] = {
    "moved": report_moved,
    "overrides": report_overrides,
}
"""Each by its name; of today unless a day is named."""
