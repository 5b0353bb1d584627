"""The boards that are not there: bolts that take their time, coils that burn, answers that get lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.locks import board_8a, cu16, lcus, modbus_relay
from drivers.messages import LockReport
from drivers.sim.boards import SimBoard, SimBoardLine, duty, longest, together
from drivers.sim.boards_latch import BURNS_S, COOLS_S, TRAVEL_S, Energized, Kind

PIPE_HOLDS = 65_536
"""Bytes that Linux keeps for a pipe that nobody reads (pipe(7))."""
ON, OFF = lcus.switch(1, on=True), lcus.switch(1, on=False)


def test_a_bolt_takes_120_ms_and_then_the_spring_opens_the_door() -> None:
    """A latch."""
    sim = SimBoard("lcus")
    sim.hear(ON, 1.0)

    sim.settle(1.0 + TRAVEL_S - 0.001)
    assert sim.locks[1].shut
    sim.settle(1.0 + TRAVEL_S)
    assert not sim.locks[1].shut


def test_a_pulse_shorter_than_the_bolts_travel_opens_nothing() -> None:
    """The bolt springs back."""
    sim = SimBoard("lcus")
    sim.hear(ON, 1.0)
    sim.hear(OFF, 1.1)

    sim.settle(9.0)

    assert sim.locks[1].shut
    assert sim.locks[1].drawn == 0.0


def test_a_strike_is_pulled_while_it_is_energized() -> None:
    """Before it is drawn and after it let go, the door holds."""
    sim = SimBoard("lcus", kind=Kind.STRIKE)
    sim.hear(ON, 0.0)

    assert not sim.pull(1, 0.1)
    sim.hear(OFF, 1.0)
    assert not sim.pull(1, 1.2)
    sim.hear(ON, 2.0)
    assert sim.pull(1, 2.2)


def test_a_door_is_forced_against_its_bolt_and_shut_by_a_hand() -> None:
    """And its contact tells, in the board's own sense."""
    sim = SimBoard("cu16")
    sim.closed_reads = False

    assert sim.pull(1, 0.0, force=True)
    assert sim.contacts()[1] is True
    sim.push(1, 1.0)
    assert sim.contacts()[1] is False


def test_a_coil_that_is_energized_too_long_burns_and_its_bolt_stays_where_it_was() -> None:
    """For good."""
    sim = SimBoard("lcus", kind=Kind.STRIKE)
    sim.hear(ON, 0.0)
    sim.settle(BURNS_S)
    assert sim.locks[1].burnt

    sim.hear(OFF, 20.0)
    sim.settle(60.0)

    assert sim.locks[1].is_drawn


def test_a_coil_that_rests_long_enough_never_burns_and_one_that_does_not_burns() -> None:
    """A duty cycle of 25 % is what it stands."""
    for rest_s, burns in ((COOLS_S / BURNS_S, False), (0.5, True)):
        sim, at = SimBoard("lcus", kind=Kind.STRIKE), 0.0
        for _ in range(50):
            sim.hear(ON, at)
            sim.hear(OFF, at + 1)
            at += 1 + rest_s
        assert sim.locks[1].burnt is burns


def test_a_welded_relay_stays_on_until_the_power_goes() -> None:
    """Whatever it is told."""
    sim = SimBoard("lcus")
    sim.locks[1].welds = True
    sim.hear(ON, 0.0)
    sim.hear(OFF, 1.0)
    assert sim.coils()[1]

    sim.power_cut(5.0)

    assert sim.energized(9.0) == [Energized(1, 0.0, 5.0)]


def test_a_jammed_bolt_does_not_move() -> None:
    """Though its coil is energized."""
    sim = SimBoard("cu16", address=0)
    sim.locks[1].jammed = True

    sim.hear(cu16.unlock(0, 1), 0.0)
    sim.settle(1.0)

    assert sim.locks[1].shut


def test_a_board_that_times_itself_ends_a_pulse_to_the_moment() -> None:
    """However late anybody looks."""
    sim = SimBoard("modbus-relay")

    sim.hear(modbus_relay.flash_on(1, 2, 700), 10.0)

    assert sim.due() == 10.7
    assert sim.energized(99.0) == [Energized(2, 10.0, 10.7)]


def test_an_answer_gets_lost_garbled_or_late_and_a_deaf_board_does_nothing() -> None:
    """One fault at a time."""
    question = cu16.ask(1)
    good = SimBoard("cu16").hear(question, 0.0)

    sim = SimBoard("cu16")
    sim.lose = 1
    assert sim.hear(question, 0.0) == b""
    sim.garble = 1
    assert sim.hear(question, 0.0) not in (b"", good)
    assert good == sim.hear(question, 0.0)
    sim.late_s = 0.2
    assert sim.hear(question, 1.0) == b""
    assert sim.due() == 1.2
    assert good == sim.say(1.2)
    sim.deaf = True
    assert sim.hear(cu16.unlock(1, 1), 2.0) == b""
    assert sim.energized(9.0) == []


def test_a_board_whose_fuse_is_blown_answers_and_moves_nothing() -> None:
    """Which only the contact tells."""
    sim = SimBoard("cu16")
    sim.deaf_to_orders = True

    assert sim.hear(cu16.unlock(1, 1), 0.0) != b""
    sim.settle(1.0)
    assert sim.locks[1].shut


def test_a_board_tells_of_a_lock_that_moved_once_and_puts_garbage_before() -> None:
    """Some of the 8A family."""
    sim = SimBoard("board-8a")
    sim.tells, sim.prefix = True, bytes.fromhex("fafd9999")
    answer = sim.hear(board_8a.unlock(1, 3), 0.0)
    assert answer == sim.prefix + board_8a.unlock(1, 3)

    assert sim.due() == TRAVEL_S
    assert sim.say(TRAVEL_S) == sim.prefix + board_8a.moved(1, 3, closed=False)
    assert sim.say(0.2) == b""


def test_the_log_tells_how_long_how_often_and_what_together() -> None:
    """So that a test can say what must not be."""
    stretches = [Energized(1, 0.0, 1.0), Energized(2, 0.5, 2.5), Energized(1, 3.0, 4.0)]

    assert longest(stretches) == 2.0
    assert together(stretches) == [(stretches[0], stretches[1])]
    assert duty(stretches, 1, 4.0) == 0.5
    assert (longest([]), together([]), duty([], 1, 4.0)) == (0.0, [], 0.0)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["cu16", "cu48", "board-8a", "lcus", "modbus-relay"]),
    st.lists(st.binary(max_size=60), max_size=6),
)
def test_garbage_never_makes_a_board_raise(family: str, pieces: list[bytes]) -> None:
    """Nor does any frame that is valid and senseless."""
    sim = SimBoard(family)
    for at, piece in enumerate(pieces):
        sim.hear(piece, float(at))


@given(st.integers(0, 255), st.integers(0, 255))
def test_orders_for_what_a_board_has_not_never_make_it_raise(lock: int, count: int) -> None:
    """Of every family, with a valid checksum."""
    for family, order in (
        ("cu48", bytes([2, 1, lock, 0x61, 3, (0x67 + lock) & 0xFF])),
        ("board-8a", bytes([0x8A, 1, lock, 0x11, 0x9A ^ lock])),
        ("board-8a", bytes([0x80, 1, lock, 0x33, 0xB2 ^ lock])),
        ("modbus-relay", modbus_relay.ask_inputs(1, count)),
        ("modbus-relay", modbus_relay.switch(1, lock + 1 if lock < 255 else 1, on=True)),
    ):
        sim = SimBoard(family)
        sim.hear(order, 0.0)
        assert len(sim.heard) <= 1


def test_a_family_that_does_not_exist_is_refused() -> None:
    """With those that do."""
    with pytest.raises(ValueError, match="choose one of cu16"):
        SimBoard("cu17")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[SimBoardLine]:
    """A USB relay board on a pseudo-terminal."""
    line = SimBoardLine(tmp_path / "relay", SimBoard("lcus"), usb_powered=True)
    yield line
    line.unplug()


def test_a_hand_that_never_rests_stops_no_line(line: SimBoardLine) -> None:
    """However often the line's thread is roused before it has its turn."""
    with line.hand():
        for _ in range(PIPE_HOLDS + 1):
            with line.hand():
                pass


def test_a_board_on_a_real_line_answers_and_loses_its_power_with_the_cable(line: SimBoardLine) -> None:
    """Bytes in, bytes out, on a pseudo-terminal."""
    import serial

    with serial.Serial(str(line.link), timeout=5) as port:
        port.write(ON + lcus.ask(1))
        answer = port.read(4)
    (report,) = lcus.decoder().feed(answer)
    assert isinstance(report, LockReport)
    assert report.coils == {1: True}

    line.unplug()

    assert not line.board.coils()[1]
    assert not line.link.is_symlink()
    line.plug()
    assert line.link.is_symlink()
