"""The rules of a shift's end."""

from datetime import datetime

from kiosk.crib.body import Body
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.names import NOBODY, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Asks, Decision, Refused
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed
from kiosk.crib.shift_entries import ShiftClosed, ShiftHeldOpen, ShiftStillOut
from kiosk.crib.shifts import CloseShift, ShiftState, last_end


def ended(facts: Facts) -> tuple[Body, ...]:
    """What is to be told of shifts by time alone: an end once, and that it closed."""
    shift = facts.shift
    end = last_end(facts.policy.shifts, facts.at, facts.zone)
    if shift is None or end is None:
        return ()
    if end > shift.told:
        still = tuple(ShiftStillOut(end=end, worker=one.worker, things=one.things) for one in shift.people)
        held = ShiftHeldOpen(end=end, fod=shift.fod)
        return (*still, held if shift.fod else _closed(shift, end))
    if shift.is_held_open and not shift.fod:
        return (_closed(shift, shift.told),)
    return ()


def _closed(shift: ShiftState, end: datetime, signed: WorkerId = NOBODY) -> ShiftClosed:
    things = sum(thing.quantity for one in shift.people for thing in one.things)
    return ShiftClosed(end=end, people=len(shift.people), things=things, fod=shift.fod, signed=signed)


def close(facts: Facts, command: CloseShift) -> Decision:
    """A lead closes a shift with foreign objects out."""
    if not may(facts.worker, Role.LEAD):
        return Refused(NotAllowed(Role.LEAD))
    if facts.shift is None or not facts.shift.is_held_open:
        return NOTHING
    return Approved((_closed(facts.shift, facts.shift.told, command.worker),))


def asked_of(worker: Worker | None, shift: ShiftState | None) -> Asks:
    """What whoever signs in is asked: a lead, to close a shift that is held open."""
    return Asks(shift=shift is not None and shift.is_held_open and may(worker, Role.LEAD))
