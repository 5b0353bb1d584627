"""What is to be known before the keeper moves, sets aside or gives up what is kept. Codes may be wrong."""

from typing import Any

from msgspec.structs import replace

from kiosk.crib import keeping as do
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.keep import place_of
from kiosk.store import lookup, states
from kiosk.store.database import Database, one
from kiosk.store.deliveries import came
from kiosk.store.derived_restock import unit_cents

_THERE = "SELECT quantity FROM balance WHERE product = ? AND place_kind = ? AND place = ? AND lot = ?"


def load(db: Database, facts: Facts, command: do.Keeping) -> Facts:
    """The facts, with what this command is judged by."""
    facts = replace(facts, approver=lookup.worker_coded(db, getattr(command, "approver", "")))
    if isinstance(command, do.MoveStock | do.ScrapStock):
        return _stock(db, facts, command)
    return _asset(db, facts, command)


def _asset(db: Database, facts: Facts, command: Any) -> Facts:
    asset = states.asset_of(db, command.asset)
    return replace(
        facts,
        asset=asset,
        plan=_plan(db, facts, asset.product.code) if asset else facts.plan,
        came=came(db, command.asset, facts.zone),
        bins_known=lookup.bin_of(db, getattr(command, "bin", "")) is not None,
    )


def _stock(db: Database, facts: Facts, command: do.MoveStock | do.ScrapStock) -> Facts:
    ends = [place_of(command.source), place_of(getattr(command, "destination", command.source))]
    source = ends[0]
    row = one(db, _THERE, command.product, source.kind.value, source.code, command.lot)
    known = lookup.product_of(db, command.product)
    return replace(
        facts,
        product=known[0] if known else None,
        plan=_plan(db, facts, command.product),
        bins_known=all(not end.code or lookup.bin_of(db, end.code) is not None for end in ends),
        there=row[0] if row else 0,
        unit_cents=unit_cents(db, command.product, command.lot),
    )


def _plan(db: Database, facts: Facts, product: str) -> Plan:
    return states.plan_of(db, product, facts.at, facts.policy.no_show)
