"""What was said beside acts, as rules, reports and the screen read it: instructions, overrides, shifts."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from msgspec.structs import replace

from kiosk.crib import noting, reading
from kiosk.crib.entries import OverrideGiven
from kiosk.crib.facts import Facts
from kiosk.crib.instructions import Step
from kiosk.crib.names import WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Category
from kiosk.crib.shifts import Person, ShiftState, StillOut, last_end
from kiosk.store import lookup, states
from kiosk.store.database import Database, one, rows
from kiosk.store.journal import by_command
from kiosk.store.values import micros, moment_at

_STILL_OUT = """SELECT place, code, 1, due FROM asset
    WHERE place_kind = 'holder' AND due BETWEEN 1 AND ?1 AND since < ?1
    UNION ALL SELECT place, product, quantity, due FROM loan
    WHERE place_kind = 'holder' AND due <= ?1 AND since < ?1 ORDER BY 1, 4, 2"""
_FOD = """SELECT a.code FROM asset a JOIN product p ON p.code = a.product
    JOIN category c ON c.code = p.category
    WHERE a.place_kind IN ('holder', 'job', 'station') AND json_extract(c.value, '$.fod') = 1
    UNION SELECT l.product FROM loan l JOIN product p ON p.code = l.product
    JOIN category c ON c.code = p.category WHERE json_extract(c.value, '$.fod') = 1 ORDER BY 1"""


def read_by(db: Database, worker: str, categories: Iterable[Category], step: Step) -> dict[str, int]:
    """By category: the version of its instruction for a step that the worker has read."""
    told = [category for category in categories if category.instruction(step)]
    sql = "SELECT version FROM reading WHERE worker = ? AND category = ? AND step = ?"
    found = {category.code: one(db, sql, worker, category.code, step.value) for category in told}
    return {str(code): row[0] for code, row in found.items() if row}


def with_read(db: Database, facts: Facts, worker: str, step: Step, *categories: Category) -> Facts:
    """The facts, with what was read of these categories."""
    return replace(facts, read={**facts.read, **read_by(db, worker, categories, step)})


def to_read(db: Database, facts: Facts, command: reading.ReadInstruction) -> Facts:
    """What there is to know before an instruction is noted as read."""
    category = lookup.category_of(db, command.category)
    facts = replace(facts, category=category)
    return with_read(db, facts, command.worker, command.step, *((category,) if category else ()))


def to_note(db: Database, facts: Facts, command: noting.NoteAsset | noting.CheckAsset) -> Facts:
    """The asset, if there is one."""
    return replace(facts, asset=states.asset_of(db, command.asset))


def to_explain(db: Database, facts: Facts, command: noting.ExplainOverride) -> Facts:
    """Who let the act pass."""
    bodies = [entry.parsed() for entry in by_command(db, command.act)]
    leads = [body.lead for body in bodies if isinstance(body, OverrideGiven)]
    return replace(facts, overridden_by=leads[-1] if leads else WorkerId(""))


def explained(db: Database, act: str, reason: str) -> str:
    """The reason for an override: as it was explained, else as it was given."""
    row = one(db, "SELECT reason FROM explained WHERE act = ?", act)
    return str(row[0]) if row else reason


def shift_of(db: Database, facts: Facts) -> ShiftState | None:
    """How shifts stand; None where the crib has none."""
    row = one(db, "SELECT told, closed FROM shift") if facts.policy.shifts else None
    if row is None:
        return None
    told, closed = map(moment_at, row)
    end = last_end(facts.policy.shifts, facts.at, facts.zone) or told
    if end <= told == closed:
        return ShiftState(told, closed)
    return ShiftState(told, closed, still_out_at(db, max(end, told)), foreign_objects(db))


def still_out_at(db: Database, end: datetime) -> tuple[Person, ...]:
    """By person, what is out that was due by then; what was taken since does not count."""
    found: dict[str, list[StillOut]] = {}
    for worker, code, quantity, due in rows(db, _STILL_OUT, micros(end)):
        found.setdefault(worker, []).append(StillOut(code, moment_at(due), quantity))
    return tuple(Person(WorkerId(worker), tuple(things)) for worker, things in found.items())


def foreign_objects(db: Database) -> tuple[str, ...]:
    """Codes of the foreign objects that somebody has."""
    return tuple(code for (code,) in rows(db, _FOD))


def still_out(db: Database, at: datetime, zone: tzinfo, policy: Policy) -> tuple[Person, ...]:
    """What the idle screen leads with for a while after a shift's end; empty at any other time."""
    end = last_end(policy.shifts, at, zone)
    if end is None or at - end >= timedelta(seconds=policy.shift_shown):
        return ()
    return still_out_at(db, end)


def all_told(db: Database) -> Iterator[Category]:
    """Every category with instructions, in order of code."""
    sql = "SELECT code FROM category WHERE json_array_length(value, '$.instructions') > 0 ORDER BY code"
    for (code,) in rows(db, sql):
        found = lookup.category_of(db, code)
        if found:
            yield found
