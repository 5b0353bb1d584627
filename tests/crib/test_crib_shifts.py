"""Shifts: an end is told once, held open by a foreign object, closed by its return or a lead."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from crib_facts import ANN, AT, BEN, BERLIN, facts
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.body import Body
from kiosk.crib.closing import asked_of
from kiosk.crib.commands import SetPolicy
from kiosk.crib.decide import decide
from kiosk.crib.define import setting_flaw
from kiosk.crib.facts import Facts
from kiosk.crib.names import Role, WorkerId
from kiosk.crib.ordering import Review
from kiosk.crib.outcomes import NO_ASKS, NOTHING, Approved, Asks, Decision, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed
from kiosk.crib.shift_entries import ShiftClosed, ShiftHeldOpen, ShiftStillOut
from kiosk.crib.shifts import CloseShift, Person, ShiftState, StillOut, last_end, times

SIX, TWO = datetime(2026, 11, 2, 6, tzinfo=UTC), datetime(2026, 11, 2, 14, tzinfo=UTC)
ENDS = Policy(shifts="06:00,14:00,22:00")
LEA = Worker(WorkerId("w-lea"), Role.LEAD)
THINGS = (StillOut("TW-01", SIX), StillOut("CBL-3", AT, 3))
PEOPLE = (Person(ANN.id, THINGS), Person(BEN.id, THINGS[:1]))
OPEN = ShiftState(SIX, SIX - timedelta(hours=8), fod=("MIR-01",))


def look(shift: ShiftState | None, at: datetime = TWO, worker: Worker | None = None) -> Facts:
    """Facts at two o'clock."""
    return facts(worker, at, policy=ENDS, shift=shift)


def written(decision: Decision) -> tuple[Body, ...]:
    """The entries of an approved decision."""
    assert isinstance(decision, Approved), decision
    return decision.entries


def test_an_end_is_told_once_a_person_and_once_in_all() -> None:
    """Two people, five pieces."""
    entries = written(decide(look(ShiftState(SIX, SIX, PEOPLE)), Review()))

    assert entries == (
        ShiftStillOut(end=TWO, worker=ANN.id, things=THINGS),
        ShiftStillOut(end=TWO, worker=BEN.id, things=THINGS[:1]),
        ShiftClosed(end=TWO, people=2, things=5),
    )
    assert decide(look(ShiftState(TWO, TWO)), Review()) == NOTHING


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=20), timedelta(hours=7, minutes=59)])
def test_an_end_is_told_however_late_somebody_looks(late: timedelta) -> None:
    """As the end that it was."""
    (closed,) = written(decide(look(ShiftState(SIX, SIX), TWO + late), Review()))

    assert ShiftClosed(end=TWO) == closed


@pytest.mark.parametrize("state", [None, ShiftState(TWO, TWO)])
def test_before_an_end_nothing_is_told(state: ShiftState | None) -> None:
    """Nor where the crib has no shifts."""
    assert decide(look(state, TWO + timedelta(hours=7)), Review()) == NOTHING
    assert decide(facts(None, TWO, shift=ShiftState(SIX, SIX, PEOPLE)), Review()) == NOTHING


def test_a_foreign_object_holds_a_shift_open_until_it_is_back() -> None:
    """Told once; then the shift closes by time alone."""
    held = written(decide(look(ShiftState(SIX, SIX, PEOPLE, ("MIR-01",))), Review()))

    assert ShiftHeldOpen(end=TWO, fod=("MIR-01",)) == held[-1]
    assert decide(look(OPEN, SIX + timedelta(hours=1)), Review()) == NOTHING
    back = ShiftState(SIX, SIX - timedelta(hours=8))
    assert (ShiftClosed(end=SIX),) == written(decide(look(back, SIX + timedelta(hours=1)), Review()))


@pytest.mark.parametrize("role", [Role.WORKER, Role.AUDITOR])
def test_only_who_answers_for_it_closes_a_shift_that_is_held_open(role: Role) -> None:
    """A lead; what is out is named, and who signed."""
    closed = ShiftClosed(end=SIX, fod=("MIR-01",), signed=LEA.id)

    assert Approved((closed,)) == decide(look(OPEN, worker=LEA), CloseShift(LEA.id))
    refused = decide(look(OPEN, worker=Worker(ANN.id, role)), CloseShift(ANN.id))
    assert Refused(NotAllowed(Role.LEAD)) == refused
    assert decide(look(ShiftState(SIX, SIX), worker=LEA), CloseShift(LEA.id)) == NOTHING


def test_a_lead_who_signs_in_is_asked_to_close_it() -> None:
    """Nobody else is."""
    assert asked_of(LEA, OPEN) == Asks(shift=True)
    for worker, shift in ((ANN, OPEN), (None, OPEN), (LEA, ShiftState(SIX, SIX)), (LEA, None)):
        assert asked_of(worker, shift) == NO_ASKS


@given(st.integers(0, 2 * 366 * 86_400).map(lambda seconds: SIX + timedelta(seconds=seconds)))
def test_the_last_end_is_one_of_the_days_and_not_long_ago(at: datetime) -> None:
    """Even where the clocks change: never later than now, never more than nine hours before."""
    end = last_end(ENDS.shifts, at, BERLIN)

    assert end is not None
    assert timedelta(0) <= at - end <= timedelta(hours=9)
    assert end.astimezone(BERLIN).time() in times(ENDS.shifts)


def test_there_is_no_end_without_shifts() -> None:
    """The default."""
    assert last_end(Policy().shifts, AT, ZoneInfo("UTC")) is None
    assert times("14:00,06:00,14:00") == (time(6), time(14))


@pytest.mark.parametrize("text", ["6:00", "24:00", "06:00,", "06:00 14:00", "noon", "06:60"])
def test_what_is_no_time_of_day_is_no_shifts_end(text: str) -> None:
    """The sentence says how to write it."""
    wrong = setting_flaw("shifts", text)
    assert wrong
    assert "times such as 06:00,14:00,22:00, or empty" in wrong.message
    assert setting_flaw("shifts", 6)
    assert isinstance(decide(facts(), SetPolicy("shifts", text)), Refused)


@pytest.mark.parametrize("text", ["", "06:00", "22:00,06:00"])
def test_times_of_day_are(text: str) -> None:
    """In any order; none at all means no shifts."""
    assert setting_flaw("shifts", text) is None
