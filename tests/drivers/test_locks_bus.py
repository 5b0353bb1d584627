"""Several boards on one line: they take turns, and a silent one is nobody else's trouble."""

import pytest
from bus_bench import ANSWER_S, BusBench
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.locks.bus import PROBE_S
from drivers.messages import DoorSign
from drivers.sim.boards import together

FULL = {"cu16": 15, "cu48": 16, "board-8a": 10, "modbus-relay": 10}
"""So many boards on a line are told of in time: docs/hardware/locks.md says so."""
FAMILIES = [*FULL]
each_family = pytest.mark.parametrize("family", FAMILIES)


def ready(family: str, count: int = 2) -> BusBench:
    """Every board asked, every door shut."""
    bench = BusBench(family, count).run(4)
    assert sorted(bench.told) == sorted(
        (f"C{n}", DoorSign.SHUT, at) for n, (_, _, at) in enumerate(bench.told, 1)
    )
    bench.told.clear()
    return bench


@each_family
def test_every_board_is_told_of_by_its_own_name(family: str) -> None:
    """And an answer goes to the board whose address it carries."""
    bench = ready(family, 3)
    assert sorted(bench.present) == [(1, True), (2, True), (3, True)]
    bench.sim(2).pull(2, bench.at, force=True)
    bench.run(1)
    assert [(name, sign) for name, sign, _ in bench.told] == [("C2", DoorSign.FORCED)]


@each_family
def test_one_command_is_on_the_wire_at_a_time_and_the_pause_is_kept(family: str) -> None:
    """Between the boards as well."""
    bench = ready(family, 4)
    bench.jump_s = 0.005
    bench.run(2)
    assert bench.shortest_pause() >= bench.turnaround_s + ANSWER_S - 1e-9


@each_family
def test_locks_of_two_boards_are_opened_once_each_one_after_the_other(family: str) -> None:
    """Both asked for at once."""
    bench = ready(family)
    bench.unlock(1)
    bench.unlock(2)
    bench.run(0.2)
    bench.run(5)
    stretches = bench.energized()
    assert [stretch.channel for stretch in stretches] == [2, 2]
    assert together(stretches) == []


@each_family
@pytest.mark.parametrize("full", [False, True])
def test_a_board_that_falls_silent_is_gone_within_two_seconds_alone_and_comes_back_by_itself(
    family: str, full: bool
) -> None:
    """Its locks are; no other board's."""
    bench = ready(family, FULL[family] if full else 2)
    bench.present.clear()
    bench.sim(2).deaf = True
    pulled = bench.at
    bench.run(6)
    ((name, sign, at),) = bench.told
    assert (name, sign) == ("C2", DoorSign.GONE)
    assert at - pulled <= 2
    assert bench.present == [(2, False)]
    bench.sim(2).deaf = False
    plugged = bench.at
    bench.run(4)
    assert bench.signs(2) == [DoorSign.GONE, DoorSign.SHUT]
    assert bench.told[-1][2] - plugged <= PROBE_S + 1.5
    assert bench.present == [(2, False), (2, True)]
    assert bench.reopened == 0


@each_family
def test_beside_a_silent_board_a_door_that_is_pulled_is_said_within_two_seconds(family: str) -> None:
    """It is asked less often."""
    bench = ready(family, 8)
    bench.sim(2).deaf = bench.sim(5).deaf = True
    bench.run(6)
    bench.told.clear()
    for address in (1, 3, 8):
        pulled = bench.at
        bench.sim(address).pull(2, bench.at, force=True)
        bench.run(3)
        ((name, sign, at),) = bench.told
        assert (name, sign) == (f"C{address}", DoorSign.FORCED)
        assert at - pulled <= 2
        bench.told.clear()


@each_family
def test_a_line_on_which_nobody_answers_is_opened_anew(family: str) -> None:
    """Every lock is gone, the first of them within two seconds."""
    bench = ready(family, 6)
    for sim in bench.far.boards:
        sim.deaf = True
    pulled = bench.at
    bench.run(3)
    assert sorted(name for name, _, _ in bench.told) == [f"C{n}" for n in range(1, 7)]
    assert min(at for _, _, at in bench.told) - pulled <= 2
    assert bench.reopened >= 1
    for sim in bench.far.boards:
        sim.deaf = False
    bench.run(4)
    assert {bench.signs(n)[-1] for n in range(1, 7)} == {DoorSign.SHUT}


@pytest.mark.parametrize(
    ("family", "count"),
    [("cu48", count) for count in range(2, 17)]
    + [(family, count) for family in ("cu16", "board-8a", "modbus-relay") for count in (2, 3, 7, 16)],
)
def test_when_a_line_falls_silent_every_board_is_gone_within_two_seconds(family: str, count: int) -> None:
    """Whenever that happens between two questions; none is told of twice."""
    bench = BusBench(family, count, first=0 if family == "cu16" else 1).run(2.5 + 0.029 * count)
    bench.told.clear()
    for sim in bench.far.boards:
        sim.deaf = True
    pulled = bench.at
    bench.run(2.5)
    assert sorted(bench.told)[0][1] is DoorSign.GONE
    assert sorted(name for name, _, _ in bench.told) == sorted(f"C{n}" for n in range(1, count + 1))
    assert max(at for _, _, at in bench.told) - pulled <= 2


@pytest.mark.parametrize(
    ("family", "sound"), [("cu16", 15), ("cu48", 1), ("board-8a", 9), ("modbus-relay", 16)]
)
def test_one_board_that_answers_on_a_line_of_silent_ones_is_never_gone(family: str, sound: int) -> None:
    """Its cable may be the only one that is whole; the others are, one after the other."""
    count = 15 if family == "cu16" else 16
    bench = ready(family, count)
    for address, sim in enumerate(bench.far.boards, 1):
        sim.deaf = address != sound
    bench.run(5)
    gone = sorted(name for name, sign, _ in bench.told if sign is DoorSign.GONE)
    assert gone == sorted(f"C{n}" for n in range(1, count + 1) if n != sound)
    assert bench.reopened == 0


@each_family
def test_a_board_that_is_slow_is_not_gone_where_others_are_silent(family: str) -> None:
    """A question in haste may be answered while the next board is asked."""
    bench = ready(family, 5)
    bench.sim(4).late_s = 0.15
    for address in (1, 2, 3):
        bench.sim(address).deaf = True
    bench.run(4)
    assert bench.signs(4) == []
    assert bench.signs(5) == []


def test_an_order_that_is_answered_late_or_never_is_no_sign_of_a_silent_line() -> None:
    """An 8A answers an unlock when its pulse has ended, some boards never."""
    bench = BusBench("board-8a", 2)
    bench.sim(2).deaf = True
    bench.run(4)
    bench.told.clear()
    bench.sim(1).pulse_s = 1.9
    bench.unlock(1)
    bench.run(0.05)
    bench.sim(1).lose = 1
    bench.run(4)
    assert bench.signs(1) == [DoorSign.OPENED]
    assert bench.reopened == 0


def test_a_silent_board_is_not_pulsed_when_it_is_back_and_is_told_off_first() -> None:
    """Whoever asked is told at once."""
    bench = ready("modbus-relay")
    bench.sim(2).deaf = True
    bench.run(3)
    bench.unlock(2)
    bench.run(0.3)
    assert bench.signs(2) == [DoorSign.GONE, DoorSign.STUCK, DoorSign.GONE]
    bench.sim(2).heard.clear()
    bench.sim(2).deaf = False
    bench.run(3)
    ours = [frame for frame in bench.sim(2).heard if frame[0] == 2]
    assert [frame[1] for frame in ours[:5]] == [0x01, 0x0F, 0x05, 0x01, 0x02]
    assert bench.energized() == []


def test_somebody_who_waits_is_served_before_the_round_is_over() -> None:
    """Sixteen boards take more than a second."""
    bench = ready("cu16", 15)
    for address in (3, 9):
        asked = bench.at
        bench.unlock(address)
        bench.run(0.6)
        (stretch,) = bench.sim(address).energized(bench.at)
        assert stretch.since - asked <= 0.2


def test_contacts_that_flicker_starve_no_other_board() -> None:
    """A wire that is about to break is read again and again, but at every other turn only."""
    bench = BusBench("cu16", 6, locks=2).run(4)

    def flicker(seconds: float) -> None:
        end = bench.at + seconds
        while bench.at < end:
            for address in (1, 2):  # each time it is asked it reads otherwise
                asked = sum(frame[1] >> 4 == address for frame in bench.sim(address).heard)
                bench.sim(address).locks[2].shut = asked % 2 == 0
                bench.sim(address).locks[3].shut = asked % 2 == 1
            bench.step()

    flicker(3)
    pulled = bench.at
    bench.sim(6).pull(2, bench.at, force=True)
    flicker(3)
    (at,) = [at for name, sign, at in bench.told if (name, sign) == ("C6", DoorSign.FORCED)]
    assert at - pulled <= 2


acts = st.tuples(
    st.floats(0, 8),
    st.integers(1, 6),
    st.sampled_from(["unlock", "deaf", "hears", "lose", "garble", "force", "shut"]),
)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(FAMILIES), st.integers(2, 6), st.lists(acts, max_size=25))
def test_whatever_happens_nothing_is_opened_twice_and_no_sound_board_is_gone(
    family: str, count: int, happens: list[tuple[float, int, str]]
) -> None:
    """Silence, lost and damaged answers, hands at doors: in the end every board is back."""
    bench = BusBench(family, count).run(3)
    asked, unsound = [0] * (count + 1), set[int]()
    start = bench.at
    for when, number, act in sorted(happens):
        address = (number - 1) % count + 1
        while bench.at < start + when:
            bench.step()
        asked[address] += _happens(bench, address, act)
        if act in ("deaf", "lose", "garble"):
            unsound.add(address)
    for sim in bench.far.boards:
        sim.deaf, sim.lose, sim.garble = False, 0, 0
    bench.run(15)
    for address in range(1, count + 1):
        assert len(bench.sim(address).energized(bench.at)) <= asked[address]
        assert address in unsound or DoorSign.GONE not in bench.signs(address)
        assert bench.signs(address)[-1] is not DoorSign.GONE
        assert bench.present[-1][1]
    assert together(bench.energized()) == []
    assert bench.shortest_pause() >= bench.turnaround_s - 1e-9


def _happens(bench: BusBench, address: int, act: str) -> bool:
    """Whether it asks for a lock to be opened."""
    sim = bench.sim(address)
    match act:
        case "unlock":
            bench.unlock(address)
        case "force":
            sim.pull(2, bench.at, force=True)
        case "shut":
            sim.push(2, bench.at)
        case "deaf" | "hears":
            sim.deaf = act == "deaf"
        case "lose":
            sim.lose += 2
        case "garble":
            sim.garble += 2
    return act == "unlock"
