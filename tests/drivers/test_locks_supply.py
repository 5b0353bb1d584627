"""The power supply of coils: one at a time, not for long, not often, not late."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from drivers.locks.supply import (
    GAP_S,
    LATE_S,
    MAX_AGE_S,
    MAX_DUTY,
    MAX_PULSE_S,
    MAX_WAITING,
    WINDOW_S,
    Request,
    Supply,
)

ALL = ("C1", "C2", "C3")


def ask(supply: Supply, lock: str, at: float, pulse_s: float = 0.5, rest_s: float = 1.5) -> str:
    """Ask for a pulse."""
    return supply.ask(Request(lock, pulse_s, rest_s, at))


def test_one_coil_at_a_time_in_the_order_of_asking() -> None:
    """The second waits until the first is let go."""
    supply = Supply()
    ask(supply, "C2", 0)
    ask(supply, "C1", 0)
    first = supply.take(ALL, 0)
    assert first is not None
    assert (first.lock, supply.take(ALL, 0.4)) == ("C2", None)
    supply.release("C2", 0.5)
    assert supply.take(ALL, 0.5 + GAP_S / 2) is None
    second = supply.take(ALL, 0.5 + GAP_S)
    assert second is not None
    assert second.lock == "C1"


def test_boards_that_share_it_take_turns() -> None:
    """A board does not take what is another's, nor passes it."""
    supply = Supply()
    ask(supply, "C1", 0)
    ask(supply, "C2", 0)
    assert supply.take(("C2",), 0) is None
    assert supply.take(("C1",), 0) is not None


def test_asked_twice_is_once() -> None:
    """The one that waits stands for both."""
    supply = Supply()
    assert [ask(supply, "C1", 0), ask(supply, "C1", 0.1)] == ["", ""]
    assert supply.take(ALL, 0.2) is not None
    supply.release("C1", 0.3)
    assert supply.take(ALL, 2.5) is None


def test_no_pulse_is_longer_than_the_cap() -> None:
    """Whatever the settings say."""
    supply = Supply()
    ask(supply, "C1", 0, pulse_s=60)
    request = supply.take(ALL, 0)
    assert request is not None
    assert request.pulse_s == MAX_PULSE_S == 3.0


def test_a_coil_rests() -> None:
    """Its next pulse waits; another lock's does not."""
    supply = Supply()
    ask(supply, "C1", 0)
    supply.take(ALL, 0)
    supply.release("C1", 0.5)
    ask(supply, "C1", 0.6)
    ask(supply, "C2", 0.6)
    taken = supply.take(ALL, 0.6)
    assert taken is not None
    assert taken.lock == "C2"
    supply.release("C2", 1.1)
    assert supply.take(ALL, 1.9) is None
    assert supply.take(ALL, 2.0) is not None


def test_what_waited_for_too_long_is_dropped_and_said() -> None:
    """A door must not open when nobody stands there any more."""
    supply = Supply()
    ask(supply, "C1", 0, pulse_s=3)
    ask(supply, "C2", 0)
    supply.take(ALL, 0)
    assert supply.stale(ALL, MAX_AGE_S) == []
    assert supply.stale(ALL, MAX_AGE_S + 0.01) == [("C2", "its supply was busy for too long")]
    supply.release("C1", 3)
    assert supply.take(ALL, 3) is None


def test_what_is_too_old_is_not_taken_even_if_nobody_dropped_it() -> None:
    """The thread that drives a board may have been late."""
    supply = Supply()
    ask(supply, "C1", 0)
    assert supply.take(ALL, MAX_AGE_S + 0.01) is None


def test_a_queue_has_an_end() -> None:
    """And says so."""
    supply = Supply()
    assert {ask(supply, f"C{n}", 0) for n in range(MAX_WAITING)} == {""}
    assert ask(supply, "more", 0) == "too many locks wait for the supply"


def test_a_board_that_is_gone_does_not_block_the_others_for_long() -> None:
    """Its coil is taken to be off LATE_S after its time; what it waited for can be dropped."""
    supply = Supply()
    ask(supply, "C1", 0)
    supply.take(("C1",), 0)
    ask(supply, "C2", 0.1)
    assert supply.take(("C2",), 0.5 + LATE_S - 0.01) is None
    supply.take(("C2",), 0.5 + LATE_S)
    assert supply.take(("C2",), 0.5 + LATE_S + GAP_S) is not None
    ask(supply, "C1", 1)
    assert supply.drop(("C1",)) == ["C1"]
    assert supply.drop(("C1",)) == []


def test_it_says_when_to_come_back() -> None:
    """When the coil in use ends, the rest is over, or the request is too old."""
    supply = Supply()
    assert supply.due(ALL, 0) is None
    ask(supply, "C1", 0)
    supply.take(ALL, 0)
    ask(supply, "C2", 0.1)
    assert supply.due(ALL, 0.2) == 0.5 + GAP_S
    supply.release("C1", 0.5)
    assert supply.take(ALL, 0.6) is not None
    supply.release("C2", 1.0)
    ask(supply, "C1", 1.0)
    assert supply.due(ALL, 1.0) == 2.0


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 300), st.integers(1, 400), st.integers(0, 300)),
        max_size=150,
    )
)
def test_no_coil_is_ever_energized_beyond_its_share_of_any_minute(
    acts: list[tuple[int, int, int, int]],
) -> None:
    """Nor two at once, nor longer than the cap."""
    supply, at, spans = Supply(), 0.0, list[tuple[str, float, float]]()
    for lock, wait, pulse, rest in acts:
        at += wait / 100
        supply.ask(Request(ALL[lock], pulse / 100, rest / 100, at))
        request = supply.take(ALL, at)
        if request:
            end = at + request.pulse_s
            spans.append((request.lock, at, end))
            supply.release(request.lock, end)
            at = end
    assert all(end - begin <= MAX_PULSE_S + 1e-9 for _, begin, end in spans)
    assert all(one[2] <= two[1] for one, two in itertools.pairwise(spans))
    for name, _, end in spans:
        window = [(max(b, end - WINDOW_S), min(e, end)) for n, b, e in spans if n == name]
        assert sum(max(0, e - b) for b, e in window) <= MAX_DUTY * WINDOW_S + 1e-6


def test_a_coil_that_worked_too_much_must_cool_down() -> None:
    """That is the reason given."""
    supply, at = Supply(), 0.0
    for _ in range(5):
        ask(supply, "C1", at, pulse_s=3, rest_s=0)
        assert supply.take(ALL, at) is not None
        supply.release("C1", at + 3)
        at += 3.5
    ask(supply, "C1", at, pulse_s=3, rest_s=0)
    assert supply.take(ALL, at) is None
    assert supply.stale(ALL, at + 2.1) == [("C1", "its coil must cool down")]
    ask(supply, "C1", 61, pulse_s=3, rest_s=0)
    assert supply.take(ALL, 61) is not None
