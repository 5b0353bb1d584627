"""A cabinet's lock: every pair of the table, and every time that runs out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counter import locks
from kiosk.counter.locks import TABLE, Event, Lock, LockState, Pull, Sign, Turned
from kiosk.counter.views import Tone
from kiosk.crib.names import NOBODY, CabinetCode, WorkerId
from kiosk.crib.policy import Policy

C1 = CabinetCode("C1")
ANN, BEN = WorkerId("w-ann"), WorkerId("w-ben")
POLICY = Policy()
LOCKED, UNLOCKED, OPEN, ALARM, FAULT = LockState


def lock(state: LockState, **parts: Any) -> Lock:
    """A lock that answers."""
    return Lock(C1, state, **{"here": True, **parts})


def types(turned: Turned) -> list[str]:
    """The entries that come out."""
    return [note.type for note in turned.notes]


HEARD: dict[tuple[LockState, Sign], tuple[LockState, list[str], Pull | None, Tone | None]] = {
    (LOCKED, Sign.OPENED): (OPEN, ["door.opened"], None, None),
    (LOCKED, Sign.FORCED): (ALARM, ["door.forced"], None, Tone.STOP),
    (LOCKED, Sign.AJAR): (ALARM, ["door.forced"], None, Tone.STOP),
    (LOCKED, Sign.STUCK): (FAULT, ["door.fault"], None, Tone.STOP),
    (LOCKED, Sign.GONE): (FAULT, ["door.fault"], None, None),
    (UNLOCKED, Sign.OPENED): (OPEN, ["door.opened"], None, None),
    (UNLOCKED, Sign.AJAR): (OPEN, ["door.opened"], None, None),
    (UNLOCKED, Sign.FORCED): (ALARM, ["door.forced"], None, Tone.STOP),
    (UNLOCKED, Sign.SHUT): (LOCKED, [], Pull.LOCK, None),
    (UNLOCKED, Sign.STUCK): (FAULT, ["door.fault"], None, Tone.STOP),
    (UNLOCKED, Sign.GONE): (FAULT, ["door.fault"], None, None),
    (OPEN, Sign.CLOSED): (LOCKED, ["door.closed"], Pull.LOCK, None),
    (OPEN, Sign.SHUT): (LOCKED, ["door.closed"], Pull.LOCK, None),
    (OPEN, Sign.GONE): (FAULT, ["door.fault"], None, None),
    (ALARM, Sign.CLOSED): (LOCKED, ["door.closed"], Pull.LOCK, None),
    (ALARM, Sign.SHUT): (LOCKED, ["door.closed"], Pull.LOCK, None),
    (ALARM, Sign.GONE): (FAULT, ["door.fault"], None, None),
    (FAULT, Sign.SHUT): (LOCKED, [], None, None),
    (FAULT, Sign.AJAR): (OPEN, ["door.opened"], None, None),
    (FAULT, Sign.CLOSED): (LOCKED, [], Pull.LOCK, None),
    (FAULT, Sign.OPENED): (OPEN, ["door.opened"], None, None),
    (FAULT, Sign.FORCED): (ALARM, ["door.forced"], None, Tone.STOP),
}


@pytest.mark.parametrize("state", LockState)
@pytest.mark.parametrize("sign", Sign)
def test_what_a_lock_tells_leads_where_the_table_says(state: LockState, sign: Sign) -> None:
    """A sign that means nothing in a state changes nothing and says nothing."""
    turned = locks.hear(lock(state, worker=ANN, before=ANN), sign, 100.0, "why not")

    expected = HEARD.get((state, sign), (state, [], None, None))
    assert expected == (turned.lock.state, types(turned), turned.pull, turned.sound)
    assert all(note.worker == ANN for note in turned.notes)
    assert [note.why for note in turned.notes if note.type == "door.fault"] == ["why not"] * (
        "door.fault" in types(turned)
    )


def test_the_table_holds_no_row_that_is_not_expected_here() -> None:
    """A new row wants an expectation."""
    assert set(HEARD) == {key for key in TABLE if isinstance(key[1], Sign)}


def test_only_a_grant_ever_draws_a_bolt() -> None:
    """Nothing that a lock tells, and no time that passes, opens a door."""
    drawing = {happened for (_, happened), change in TABLE.items() if change.pull is Pull.UNLOCK}

    assert drawing == {Event.GRANTED}


@pytest.mark.parametrize("state", [LOCKED, UNLOCKED, FAULT])
def test_a_grant_unlocks_a_shut_door(state: LockState) -> None:
    """Also one in fault: a new badge is a new try."""
    turned = locks.grant(lock(state), ANN, 100.0)

    assert (
        turned.lock.state,
        turned.lock.worker,
        turned.lock.since,
        turned.pull,
    ) == (UNLOCKED, ANN, 100.0, Pull.UNLOCK)


@pytest.mark.parametrize("state", [OPEN, ALARM])
def test_a_grant_changes_nothing_of_an_open_door(state: LockState) -> None:
    """There is nothing to unlock."""
    turned = locks.grant(lock(state, worker=ANN), ANN, 100.0)

    assert (state, None) == (turned.lock.state, turned.pull)


def test_a_lock_that_is_silent_is_no_longer_here_until_it_answers() -> None:
    """Nothing is assumed of it meanwhile."""
    gone = locks.hear(lock(LOCKED), Sign.GONE, 100.0).lock
    back = locks.hear(gone, Sign.SHUT, 101.0).lock

    assert (gone.here, back.here) == (False, True)


def settled(door: Lock, who: WorkerId, boot: float, policy: Policy = POLICY) -> Turned:
    """After the time was looked at."""
    return locks.settle(door, who, boot, policy)


def test_an_unlocked_door_locks_when_its_worker_has_gone() -> None:
    """And not before."""
    door = lock(UNLOCKED, worker=ANN, since=100.0)

    assert (settled(door, ANN, 5000.0).lock.state, settled(door, ANN, 5000.0).pull) == (UNLOCKED, None)
    for who in (NOBODY, BEN):
        turned = settled(door, who, 101.0)
        assert (turned.lock.state, turned.lock.worker, turned.pull) == (LOCKED, NOBODY, Pull.LOCK)


def test_an_unlocked_door_locks_after_the_time_of_the_policy() -> None:
    """Where there is one."""
    door, policy = lock(UNLOCKED, worker=ANN, since=100.0), Policy(unlock=5)

    assert locks.deadline(door, policy) == 105.0
    assert settled(door, ANN, 104.9, policy).lock.state is UNLOCKED
    assert (
        settled(door, ANN, 105.0, policy).lock.state,
        settled(door, ANN, 105.0, policy).pull,
    ) == (LOCKED, Pull.LOCK)


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("scanned", [True, False])
def test_a_cabinet_opened_in_vain_is_told_once_its_worker_has_gone(opened: bool, scanned: bool) -> None:
    """Not while she is there, who may scan yet; not where something was scanned, or nothing opened."""
    door = lock(LOCKED, worker=ANN, opened=opened, scanned=scanned)
    gone = settled(door, BEN, 100.0)

    assert types(settled(door, ANN, 100.0)) == []
    assert types(gone) == (["door.review"] if opened and not scanned else [])
    assert [note.worker for note in gone.notes] == [ANN] * len(gone.notes)
    assert types(settled(gone.lock, NOBODY, 101.0)) == []


def test_what_the_one_before_left_is_told_before_the_next_is_let_in() -> None:
    """Another's badge at once is another's session."""
    turned = locks.grant(lock(LOCKED, worker=ANN, opened=True), BEN, 100.0)

    assert types(turned) == ["door.review"]
    assert (turned.lock.worker, turned.lock.opened, turned.pull) == (BEN, False, Pull.UNLOCK)


def test_an_open_door_stays_its_workers_until_it_is_shut() -> None:
    """Whoever signs in meanwhile."""
    door = lock(OPEN, worker=ANN, since=100.0, opened=True)
    still = settled(door, BEN, 101.0).lock
    assert types(settled(locks.hear(door, Sign.GONE, 101.0).lock, BEN, 101.0)) == []
    shut = locks.hear(still, Sign.CLOSED, 102.0)

    assert (still.state, still.worker) == (OPEN, ANN)
    assert [note.worker for note in shut.notes] == [ANN]
    assert types(settled(shut.lock, BEN, 102.0)) == ["door.review"]


FOUND = {
    # by the journal's last word, and as it is found
    (False, Sign.SHUT): (LOCKED, []),
    (False, Sign.AJAR): (OPEN, ["door.opened"]),
    (True, Sign.SHUT): (LOCKED, ["door.closed"]),
    (True, Sign.AJAR): (OPEN, []),
}


@pytest.mark.parametrize(("ajar", "sign"), FOUND)
def test_a_door_found_otherwise_than_the_journal_has_it_is_told_once(ajar: bool, sign: Sign) -> None:
    """Whoever follows the messages sees no door open for ever, and none shut that is open."""
    door = lock(FAULT, here=False, worker=ANN, ajar=ajar)
    found = locks.hear(locks.hear(door, Sign.GONE, 99.0).lock, sign, 100.0)
    assert (found.lock.state, types(found)) == FOUND[ajar, sign]
    assert all(note.worker == ANN for note in found.notes)
    assert types(locks.hear(found.lock, sign, 101.0)) == []


def test_a_forced_door_that_is_found_open_is_an_alarm_still() -> None:
    """A cable pulled and put back, or another start, makes nothing well; it is not told anew."""
    forced = locks.hear(lock(LOCKED), Sign.FORCED, 100.0).lock
    found = locks.hear(locks.hear(forced, Sign.GONE, 101.0).lock, Sign.AJAR, 102.0)
    alarm = settled(found.lock, NOBODY, 102.0)
    assert (types(found), alarm.lock.state, alarm.sound, types(alarm)) == ([], ALARM, Tone.STOP, [])
    assert alarm.lock.forced


def test_a_door_pulled_in_the_last_moment_is_hers_and_no_alarm() -> None:
    """The lock says that its bolt had only just gone back; she is gone by then, or another is there."""
    left = settled(locks.grant(lock(LOCKED), ANN, 100.0).lock, NOBODY, 101.0).lock
    opened = locks.hear(left, Sign.OPENED, 101.2)
    assert (opened.lock.state, opened.sound, types(opened)) == (OPEN, None, ["door.opened"])
    assert [note.worker for note in opened.notes] == [ANN]
    forced = locks.hear(left, Sign.FORCED, 101.2)
    assert [note.worker for note in forced.notes] == [NOBODY]


def test_an_open_door_warns_then_alarms_then_is_told() -> None:
    """At half of the time, all of it, and twice of it; each once."""
    door, seen = lock(OPEN, worker=ANN, since=100.0), []
    while (due := locks.deadline(door, POLICY)) is not None:
        turned = settled(door, ANN, due)
        seen.append((due - 100.0, turned.lock.state, turned.sound, types(turned)))
        door = turned.lock

    assert seen == [
        (30.0, OPEN, Tone.LOOK, []),
        (60.0, ALARM, Tone.STOP, []),
        (120.0, ALARM, Tone.STOP, ["door.held-open"]),
    ]
    assert types(settled(door, ANN, 5000.0)) == []


def test_a_look_that_comes_late_says_all_of_it_at_once() -> None:
    """A desk that was busy for two minutes."""
    turned = settled(lock(OPEN, worker=ANN, since=100.0), ANN, 220.0)

    assert (turned.lock.state, turned.sound, types(turned)) == (ALARM, Tone.STOP, ["door.held-open"])


def test_a_shut_door_that_opens_again_has_all_its_time() -> None:
    """Nothing of the last opening counts."""
    door = settled(lock(OPEN, worker=ANN, since=100.0), ANN, 230.0).lock
    door = locks.hear(door, Sign.CLOSED, 231.0).lock
    door = locks.hear(locks.grant(door, ANN, 232.0).lock, Sign.OPENED, 233.0).lock

    assert (door.since, door.warned, door.told) == (233.0, False, False)
    assert locks.deadline(door, POLICY) == 263.0


STEPS = st.one_of(
    st.tuples(st.just("hear"), st.sampled_from(Sign)),
    st.tuples(st.just("grant"), st.sampled_from([ANN, BEN])),
    st.tuples(st.just("settle"), st.sampled_from([NOBODY, ANN, BEN])),
)


@given(st.lists(STEPS, max_size=30))
def test_a_bolt_is_drawn_only_while_the_lock_is_unlocked_or_open(steps: list[tuple[str, Any]]) -> None:
    """Whatever happens in whatever order: no state but these two leaves a bolt told to be drawn."""
    door, drawn = Lock(C1), False
    for count, (what, value) in enumerate(steps):
        if what == "settle":
            turned = locks.settle(door, value, count * 7.0, POLICY)
        else:
            turned = {"hear": locks.hear, "grant": locks.grant}[what](door, value, count * 7.0)
        drawn = turned.pull is Pull.UNLOCK if turned.pull else drawn
        door = turned.lock
        assert door.state is not LOCKED or not drawn
        drawn = drawn and door.state in (UNLOCKED, OPEN, ALARM)


@given(since=st.floats(0, 1e9), wait=st.sampled_from([OPEN, ALARM]), warned=st.booleans())
def test_at_its_deadline_a_lock_always_moves_on(since: float, wait: LockState, *, warned: bool) -> None:
    """Who sleeps until the deadline finds it over, whatever the floats: else the desk would never rest."""
    open_door = lock(wait, since=since, warned=warned)
    end = locks.deadline(open_door, POLICY)
    assert end is not None
    after = locks.settle(open_door, NOBODY, end, POLICY).lock
    assert locks.deadline(after, POLICY) != end
