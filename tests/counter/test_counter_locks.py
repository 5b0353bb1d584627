"""A cabinet's lock: every pair of the table, every time that runs out, and what the screen says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counter import locks
from kiosk.counter.lock_words import with_doors
from kiosk.counter.locks import TABLE, Event, Lock, LockState, Pull, Sign, Turned
from kiosk.counter.session import Answer, Session
from kiosk.counter.views import Countdown, Notice, Page, Tone, View
from kiosk.crib.names import NOBODY, CabinetCode, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker

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
    (LOCKED, Sign.OPENED): (ALARM, ["door.forced"], None, Tone.STOP),
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
    (FAULT, Sign.AJAR): (OPEN, [], None, None),
    (FAULT, Sign.CLOSED): (LOCKED, ["door.closed"], Pull.LOCK, None),
    (FAULT, Sign.OPENED): (ALARM, ["door.forced"], None, Tone.STOP),
    (FAULT, Sign.FORCED): (ALARM, ["door.forced"], None, Tone.STOP),
}


@pytest.mark.parametrize("state", LockState)
@pytest.mark.parametrize("sign", Sign)
def test_what_a_lock_tells_leads_where_the_table_says(state: LockState, sign: Sign) -> None:
    """A sign that means nothing in a state changes nothing and says nothing."""
    turned = locks.hear(lock(state, worker=ANN), sign, 100.0, "why not")

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
    shut = locks.hear(still, Sign.CLOSED, 102.0)

    assert (still.state, still.worker) == (OPEN, ANN)
    assert [note.worker for note in shut.notes] == [ANN]
    assert types(settled(shut.lock, BEN, 102.0)) == ["door.review"]


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


SAID = View(Page.SERVING, "A", "08:00", hint="Scan.", notice=Notice(Tone.DONE, "Taken: Drill"))
COUNTING = View(Page.SERVING, "A", "08:00", countdown=Countdown(8000, 4000))
ANNS = Session(worker=Worker(ANN), answers=5)


def test_a_warning_hides_what_was_said_before_it_and_yields_to_what_comes_later() -> None:
    """A worker who scans in front of an open door reads what became of her scan, and that it is open."""
    warning = lock(OPEN, worker=ANN, since=20.0, warned=True)
    before = with_doors(SAID, [warning], ANNS, 5)
    later = with_doors(SAID, [warning], ANNS, 4)

    assert before.notice is not None
    assert (before.notice.tone, before.notice.title) == (Tone.LOOK, "Close C1.")
    assert (SAID.notice, "Close C1.") == (later.notice, later.hint)


def test_an_alarm_goes_before_a_warning_and_a_warning_before_a_fault() -> None:
    """One thing is said, the most urgent."""
    every = [
        Lock(CabinetCode("C3"), FAULT, here=True),
        Lock(CabinetCode("C2"), OPEN, here=True, warned=True),
        Lock(CabinetCode("C1"), ALARM, here=True),
    ]
    titles = [with_doors(SAID, every[: n + 1], ANNS, 5).words().splitlines()[2] for n in range(3)]

    assert titles == ["C3 did not open.", "Close C2.", "Close C1."]


def test_with_nobody_there_an_alarm_is_on_the_screen() -> None:
    """The welcome page has no band: it gives way."""
    welcome = View(Page.WELCOME, "A", "08:00")
    shown = with_doors(welcome, [lock(ALARM, forced=True)], Session(), 0)

    assert shown.page is Page.NOTICE
    assert shown.notice is not None
    assert shown.notice.lines == ("It was forced open.",)


def test_the_countdown_rests_while_a_door_is_open() -> None:
    """Nobody is signed out in front of an open door."""
    assert with_doors(COUNTING, [lock(OPEN)], ANNS, 0).countdown is None
    assert with_doors(COUNTING, [lock(UNLOCKED)], ANNS, 0).countdown == COUNTING.countdown


@pytest.mark.parametrize(("kind", "says"), [("signed-in", True), ("taken", False)])
def test_who_signs_in_is_told_what_does_not_open(kind: str, says: bool) -> None:
    """Once; the foot of the screen says it for as long as it is so."""
    session = Session(worker=Worker(ANN), answer=Answer(kind, by=ANN))
    words = with_doors(SAID, [Lock(C1)], session, 0).words()

    assert says == ("C1 does not open: it is not connected." in words)


@given(since=st.floats(0, 1e9), wait=st.sampled_from([OPEN, ALARM]), warned=st.booleans())
def test_at_its_deadline_a_lock_always_moves_on(since: float, wait: LockState, *, warned: bool) -> None:
    """Who sleeps until the deadline finds it over, whatever the floats: else the desk would never rest."""
    open_door = lock(wait, since=since, warned=warned)
    end = locks.deadline(open_door, POLICY)
    assert end is not None
    after = locks.settle(open_door, NOBODY, end, POLICY).lock
    assert locks.deadline(after, POLICY) != end
