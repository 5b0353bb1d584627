"""How loans began, as their entries say it: when a thing was due at first, and who had it last."""

import json
from datetime import datetime

from msgspec.structs import replace

from kiosk.crib.commands import ExtendLoan
from kiosk.crib.facts import Facts
from kiosk.crib.names import WorkerId
from kiosk.crib.places import Place, PlaceKind
from kiosk.store.database import Database, one, rows
from kiosk.store.people import name_of
from kiosk.store.states import asset_of, plan_of

_BEGAN = """SELECT j.body FROM mention m JOIN journal j ON j.epoch = m.epoch AND j.seq = m.seq
    WHERE m.code = ? AND j.type IN ('asset.issued', 'asset.handed-over')
        AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.epoch = j.epoch AND u.seq = j.seq)
    ORDER BY m.epoch DESC, m.seq DESC"""
_LOOKED_AT = 50
"""Loans that are looked at for those who had a thing last."""


def to_extend(db: Database, facts: Facts, command: ExtendLoan) -> Facts:
    """What is asked before a thing is kept for longer.

    Raises:
        KeyError: there is no such asset.
    """
    asset = asset_of(db, command.asset)
    if asset is None:
        raise KeyError(f"there is no asset {command.asset!r}")
    plan = plan_of(db, asset.product.code, facts.at, facts.policy.no_show)
    return replace(facts, asset=asset, plan=plan, first_due=first_due(db, command.asset))


def first_due(db: Database, asset: str) -> datetime | None:
    """When an asset was due as whoever has it got it; None where that was never said.

    Raises:
        StoreError: the journal cannot be read.
    """
    row = one(db, f"{_BEGAN} LIMIT 1", asset)
    told = json.loads(row[0]).get("due", "") if row else ""
    return datetime.fromisoformat(told) if told else None


def last_holders(db: Database, asset: str, most: int = 3) -> tuple[WorkerId, ...]:
    """Who had an asset last, the latest first, each once.

    Raises:
        StoreError: the journal cannot be read.
    """
    found = rows(db, f"{_BEGAN} LIMIT ?", asset, _LOOKED_AT)
    places = (Place.parse(json.loads(body)["destination"]) for (body,) in found)
    held = dict.fromkeys(WorkerId(place.code) for place in places if place.kind is PlaceKind.HOLDER)
    return tuple(held)[:most]


def names_of_last(db: Database, asset: str) -> str:
    """The names of those who had an asset last, for a keeper's report."""
    return ", ".join(name_of(db, worker) for worker in last_holders(db, asset))
