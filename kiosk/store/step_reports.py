"""Reports of what was read, of how much things are used, and of what is still out. Computed when read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from kiosk.crib.instructions import Instruction
from kiosk.crib.products import Category
from kiosk.crib.shifts import StillOut, last_end
from kiosk.crib.states import AssetState
from kiosk.store import steps
from kiosk.store.database import Database, rows
from kiosk.store.lookup import product_of
from kiosk.store.people import name_of
from kiosk.store.restock import Crib
from kiosk.store.states import asset_of, assets_where
from kiosk.store.values import micros, moment_at

_HOUR_S = 3600
_READ = """SELECT r.worker, p.code, r.version, r.at FROM reading r JOIN person p ON p.worker = r.worker
    WHERE r.category = ? AND r.step = ? ORDER BY p.code"""
_UNREAD = """SELECT w.id, p.code FROM worker w JOIN person p ON p.worker = w.id WHERE w.active = 1
    AND w.role <> 'auditor' AND NOT EXISTS (SELECT 1 FROM reading WHERE worker = w.id AND category = ?
        AND step = ? AND version = ?) ORDER BY p.code"""


class ReadRow(Struct, frozen=True):
    """What one person has, or has not, read of one instruction."""

    code: str
    """The person's."""
    holder: str
    product: str
    """The category."""
    step: str
    version: int
    """That was read; of what is unread, that is to be read."""
    since: datetime | None
    """When it was read."""
    current: str = ""
    """``yes`` where nothing newer is to be read."""


class UseRow(Struct, frozen=True):
    """How much one asset was used since it was received."""

    code: str
    name: str
    product: str
    uses: int
    hours: int
    """Whole hours with somebody."""
    percent: int | None
    """Of the hours since it was received."""


class StillOutRow(Struct, frozen=True):
    """One thing that was due by the end of the last shift, and is out."""

    holder: str
    code: str
    name: str
    product: str
    quantity: int
    due: datetime


def report_read(crib: Crib) -> list[ReadRow]:
    """Who has read which instruction, and whether it is still the one."""
    return [
        ReadRow(
            person,
            name_of(crib.db, worker),
            category.code,
            told.step.value,
            version,
            moment_at(at),
            "yes" if version == told.version else "no",
        )
        for category, told in _to_confirm(crib.db)
        for worker, person, version, at in rows(crib.db, _READ, category.code, told.step.value)
    ]


def report_unread(crib: Crib) -> list[ReadRow]:
    """Who has still to read which instruction before she takes such a thing."""
    return [
        ReadRow(person, name_of(crib.db, worker), category.code, told.step.value, told.version, None)
        for category, told in _to_confirm(crib.db)
        for worker, person in rows(crib.db, _UNREAD, category.code, told.step.value, told.version)
    ]


def _to_confirm(db: Database) -> Iterator[tuple[Category, Instruction]]:
    for category in steps.all_told(db):
        for told in category.instructions:
            if told.confirm:
                yield category, told


def report_use(crib: Crib) -> list[UseRow]:
    """How often and how long each asset was out, the most used first."""
    came = dict(rows(crib.db, "SELECT asset, at FROM came"))
    found = assets_where(crib.db, "a.place_kind NOT IN ('supplier', 'scrap', 'lost')")
    used = [_used(state, came.get(state.asset.code, 0), crib) for state in found]
    return sorted(used, key=lambda row: (-row.uses, -row.hours, row.code))


def _used(state: AssetState, came: int, crib: Crib) -> UseRow:
    out_s = out_s_of(state, crib.at)
    owned_s = (micros(crib.at) - came) // 1_000_000 if came else 0
    percent = round(100 * out_s / owned_s) if owned_s > 0 else None
    asset = state.asset
    return UseRow(asset.code, state.product.name, asset.product, state.uses, out_s // _HOUR_S, percent)


def out_s_of(state: AssetState, at: datetime) -> int:
    """Seconds that an asset was with somebody, the loan that goes on among them."""
    lasts = (at - state.since).total_seconds() if state.is_in_use and state.since else 0
    return state.out_s + max(0, int(lasts))


def report_still_out(crib: Crib) -> list[StillOutRow]:
    """Who still has something that was due by the end of the last shift."""
    end = last_end(crib.policy.shifts, crib.at, crib.zone)
    people = steps.still_out_at(crib.db, end) if end else ()
    return [
        StillOutRow(name_of(crib.db, one.worker), thing.code, *_named(crib.db, thing.code), *_of(thing))
        for one in people
        for thing in one.things
    ]


def _of(thing: StillOut) -> tuple[int, datetime]:
    return thing.quantity, thing.due


def _named(db: Database, code: str) -> tuple[str, str]:
    """Name and product of an asset, or of a pool."""
    state = asset_of(db, code)
    known = product_of(db, code)
    product = state.product if state else known[0] if known else None
    return (product.name, product.code) if product else ("", "")


StepRow = ReadRow | UseRow | StillOutRow
OF_STEPS: dict[str, Callable[[Crib], Sequence[StepRow]]] = {
    "read": report_read,
    "unread": report_unread,
    "use": report_use,
    "still-out": report_still_out,
}
"""Each by its name."""
