"""One lock: what it tells of its door, and when; a table, and a clock that is turned by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.locks.lock import DEBOUNCE_S, GRACE_S, MOVE_S, NOTHING, UNLOCK_S, Lock, State, Turned, diagram
from drivers.messages import Door, DoorSign

PULSE_S = 0.5


class Bench:
    """A lock, and all that it told."""

    def __init__(self, *, pops: bool = False) -> None:
        self.lock = Lock(pops=pops)
        self.at = 0.0
        self.told: list[DoorSign] = []
        self.releases = 0

    def note(self, turned: Turned) -> Turned:
        if turned.door:
            self.told.append(turned.door.sign)
        self.releases += turned.release
        return turned

    def reads(self, shut: bool | None, seconds: float = 0.1) -> "Bench":
        """Its contact reads so for a while, looked at every 10 ms."""
        end = self.at + seconds
        while self.at < end:
            self.note(self.lock.read(shut, self.at))
            self.note(self.lock.settle(self.at))
            self.at = round(self.at + 0.01, 3)
        return self

    def pulse(self) -> "Bench":
        self.lock.pulse(PULSE_S, self.at)
        return self


def test_nothing_is_said_before_the_contact_was_read_for_long_enough() -> None:
    """After a power cut it asks before it says anything."""
    bench = Bench()
    bench.reads(True, DEBOUNCE_S)
    assert (bench.told, bench.lock.state) == ([], State.UNKNOWN)
    bench.reads(True)
    assert (bench.told, bench.lock.state) == ([DoorSign.SHUT], State.LOCKED)


def test_a_door_that_is_found_open_is_ajar() -> None:
    """Nobody saw who opened it."""
    assert Bench().reads(False).told == [DoorSign.AJAR]


def test_a_contact_that_cannot_be_read_is_never_shut() -> None:
    """It is gone, and why is said."""
    bench = Bench().reads(True)
    bench.reads(None)
    assert (bench.told[-1], bench.lock.state) == (DoorSign.GONE, State.UNKNOWN)


def test_bounce_says_nothing_and_the_end_of_it_says_one_thing() -> None:
    """However often it bounces."""
    bench = Bench().reads(True).pulse()
    for _ in range(5):
        bench.reads(False, 0.02).reads(True, 0.02)
    assert bench.told == [DoorSign.SHUT]
    bench.reads(False)
    assert bench.told == [DoorSign.SHUT, DoorSign.OPENED]


def test_opened_after_a_pulse_and_forced_without_one() -> None:
    """The same contact, another word."""
    assert Bench().reads(True).pulse().reads(False).reads(True).told[1:] == [DoorSign.OPENED, DoorSign.CLOSED]
    assert Bench().reads(True).reads(False).told[1:] == [DoorSign.FORCED]


def test_a_shut_door_lets_its_coil_go() -> None:
    """The bolt may spring out."""
    bench = Bench().reads(True).pulse().reads(False)
    assert bench.releases == 0
    assert bench.reads(True).releases == 1


def test_nobody_opens_it_and_the_bolt_is_back() -> None:
    """SHUT is told once; opened later it was forced. A hand that is at the door already is waited for."""
    bench = Bench().reads(True).pulse().reads(True, PULSE_S + UNLOCK_S - 0.1)
    assert bench.told == [DoorSign.SHUT]
    bench.reads(True, 0.2)
    assert (bench.told, bench.lock.state) == ([DoorSign.SHUT] * 2, State.LOCKED)
    assert bench.reads(True, GRACE_S).reads(False).told[-1] is DoorSign.FORCED
    slow = Bench().reads(True).pulse().reads(True, PULSE_S + UNLOCK_S + GRACE_S - 0.05).reads(False)
    assert slow.told == [DoorSign.SHUT, DoorSign.SHUT, DoorSign.OPENED]

    late = Bench().reads(True).pulse().reads(True, PULSE_S + UNLOCK_S - 0.02).reads(False)
    assert late.told[-1] is DoorSign.OPENED


def test_locked_again_it_forgives_a_hand_that_was_at_the_door_already() -> None:
    """For GRACE_S; later it is forced."""
    bench = Bench().reads(True).pulse().reads(True)
    assert bench.lock.let(bench.at).release
    assert bench.reads(True, GRACE_S - 0.1).reads(False).told[-1] is DoorSign.OPENED

    slow = Bench().reads(True).pulse().reads(True)
    slow.lock.let(slow.at)
    assert slow.reads(True, GRACE_S + 0.1).reads(False).told[-1] is DoorSign.FORCED


def test_a_lock_that_pops_and_does_not_is_stuck() -> None:
    """Once, and never pulsed again by itself; one that needs a hand at its door is not judged."""
    bench = Bench(pops=True).reads(True).pulse().reads(True, PULSE_S + MOVE_S + 0.1)
    assert (bench.told, bench.lock.state) == ([DoorSign.SHUT, DoorSign.STUCK], State.LOCKED)
    strike = Bench().reads(True).pulse().reads(True, PULSE_S + MOVE_S + 0.1)
    assert strike.told == [DoorSign.SHUT]


def test_a_board_that_goes_takes_what_was_known_along() -> None:
    """Back again, it is read anew: SHUT or AJAR, never CLOSED or FORCED."""
    bench = Bench().reads(True).pulse()
    assert bench.note(bench.lock.lose("pulled")) == Turned(Door(DoorSign.GONE, "pulled"), release=True)
    bench.reads(False)
    assert bench.told == [DoorSign.SHUT, DoorSign.GONE, DoorSign.AJAR]


@pytest.mark.parametrize("state", [State.UNKNOWN, State.OPEN])
def test_a_pulse_means_nothing_to_a_lock_that_is_open_or_unknown(state: State) -> None:
    """It stays what it is."""
    bench = Bench().reads(False) if state is State.OPEN else Bench()
    assert bench.pulse().lock.state is state
    assert bench.lock.settle(1e6) == NOTHING


@given(st.lists(st.tuples(st.sampled_from([True, False, None, "pulse", "let", "lose"]), st.integers(1, 300))))
def test_whatever_happens_what_is_told_makes_sense(acts: list[tuple[bool | str | None, int]]) -> None:
    """Open and shut alternate, and nothing but SHUT or AJAR follows GONE."""
    bench = Bench()
    for act, centiseconds in acts:
        if act == "pulse":
            bench.pulse()
        elif act == "let":
            bench.note(bench.lock.let(bench.at))
        elif act == "lose":
            bench.note(bench.lock.lose("pulled"))
        else:
            bench.reads(act, centiseconds / 100)  # type: ignore[arg-type]
    first = {DoorSign.GONE, DoorSign.SHUT, DoorSign.AJAR}
    opens, shuts = {DoorSign.OPENED, DoorSign.FORCED}, {DoorSign.CLOSED}
    is_open: bool | None = None
    for sign in bench.told:
        allowed = (
            first
            if is_open is None
            else shuts | {DoorSign.GONE}
            if is_open
            else opens | {DoorSign.GONE, DoorSign.SHUT}
        )
        assert sign in allowed, bench.told
        is_open = None if sign is DoorSign.GONE else sign in opens or sign is DoorSign.AJAR


def test_the_diagram_has_every_row() -> None:
    """And begins with a lock of which nothing is known."""
    assert "[*] --> unknown" in diagram()
    assert "locked --> open: reads open / forced" in diagram()


def test_the_page_shows_the_table_of_today() -> None:
    """Put `drivers.locks.lock.diagram()` into it anew."""
    assert diagram() in (Path(__file__).parents[2] / "docs/hardware/locks.md").read_text(encoding="utf-8")
