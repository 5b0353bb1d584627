"""A board of locks on a serial line: what is sent when, and above all what is not."""

import itertools

import pytest
from lock_bench import BankBench, PlainBoard, fitting

from drivers.locks.bank import Bank
from drivers.locks.doors import Doors
from drivers.locks.supply import Supply
from drivers.messages import DoorSign

C1, C2 = fitting("C1", 1), fitting("C2", 2)


def test_everything_is_off_before_anything_is_asked() -> None:
    """And nothing is told before the answer."""
    bench = BankBench(C1, C2)
    bench.run(0.05)
    assert [word for _, word in bench.box.heard] == [b"O;", b"A;"]
    assert bench.told == []
    bench.run(0.5)
    assert bench.told == [("C1", DoorSign.SHUT), ("C2", DoorSign.SHUT)]


def test_it_never_pulses_by_itself() -> None:
    """Not at start, nor ever after."""
    bench = BankBench(C1, C2)
    bench.run(60)
    assert bench.box.count(b"P") == 0
    assert 60 * 1.5 < bench.box.count(b"A") < 60 * 3


@pytest.mark.parametrize("times_itself", [False, True])
def test_one_request_is_one_pulse_that_ends_on_time_and_is_let_go_twice(times_itself: bool) -> None:
    """To the step of the clock."""
    bench = BankBench(C1, times_itself=times_itself).ready()
    bench.unlock()
    bench.unlock()
    bench.run(10)
    assert bench.box.count(b"P") == 1
    ((_, begun, ended),) = bench.spans()
    assert ended - begun == pytest.approx(0.5, abs=BankBench.STEP_S)
    assert bench.box.count(b"R") == 2
    assert bench.box.coils == [False] * 4
    assert bench.signs() == [DoorSign.SHUT]  # nobody opened it: the bolt is back


def test_a_pulse_is_asked_about_at_once() -> None:
    """Not a poll later."""
    bench = BankBench(C1).ready()
    bench.unlock()
    bench.run(0.4)
    words = [word for _, word in bench.box.heard]
    begun = words.index(b"P1 500;")
    assert words[begun + 1] == b"A;"
    assert bench.box.heard[begun + 1][0] - bench.box.heard[begun][0] < 0.05


def test_a_pulse_without_an_answer_is_never_sent_again() -> None:
    """The lock may have opened: it is asked."""
    bench = BankBench(C1).ready()
    bench.box.dumb = {b"P"}
    bench.unlock()
    bench.run(0.4)
    bench.box.shut[0] = False
    bench.run(10)
    assert bench.box.count(b"P") == 1
    assert bench.signs() == [DoorSign.OPENED]


def test_a_pulse_that_the_board_did_not_take_is_told() -> None:
    """No answer, and its coil is not energized."""
    bench = BankBench(C1).ready()
    bench.box.dumb = bench.box.lazy = {b"P"}
    bench.unlock()
    bench.run(3)
    assert bench.signs() == [DoorSign.STUCK]
    assert "its board did not take the pulse" in bench.why
    assert bench.box.count(b"P") == 1


def test_a_lock_that_pops_is_verified() -> None:
    """It did, or it is stuck."""
    bench = BankBench(fitting(pops=True)).ready()
    bench.box.pops = True
    bench.unlock()
    bench.run(5)
    assert bench.signs() == [DoorSign.OPENED]

    stuck = BankBench(fitting(pops=True)).ready()
    stuck.unlock()
    stuck.run(20)
    assert stuck.signs() == [DoorSign.STUCK]
    assert stuck.box.count(b"P") == 1


def test_a_board_that_answers_no_more_is_gone_within_two_seconds_and_comes_back() -> None:
    """All its locks; what was wanted is not done later."""
    bench = BankBench(C1, C2).ready()
    bench.box.deaf = True
    pulled = bench.at
    bench.run(2)
    assert bench.told[:2] == [("C1", DoorSign.GONE), ("C2", DoorSign.GONE)]
    assert bench.silent is not None
    assert bench.silent - pulled <= 2
    bench.run(10)
    assert len(bench.told) == 2
    bench.unlock()
    bench.box.deaf = False
    bench.run(10)
    assert bench.box.count(b"P") == 0
    assert bench.signs() == [DoorSign.GONE, DoorSign.STUCK, DoorSign.GONE, DoorSign.SHUT]
    bench.unlock()
    bench.run(1)
    assert bench.box.count(b"P") == 1


@pytest.mark.parametrize("when", [0.0, 0.02, 0.1, 0.3, 0.49, 0.5, 0.52, 0.6])
def test_a_board_that_goes_deaf_at_any_moment_of_a_pulse_is_told_off_first_when_it_is_back(
    when: float,
) -> None:
    """And not pulsed again."""
    bench = BankBench(C1).ready()
    bench.unlock()
    bench.run(when)
    bench.box.deaf = True
    bench.run(4)
    bench.box.deaf = False
    bench.run(4)
    assert bench.box.count(b"P") <= 1
    assert bench.box.coils[0] is False
    assert DoorSign.GONE in bench.signs()


def test_two_wrong_answers_are_forgiven() -> None:
    """The third is not: then the line is opened anew."""
    bench = BankBench(C1).ready()
    for _ in range(5):
        bench.box.dumb = {b"A"}
        bench.run(0.15)
        bench.box.dumb = set()
        bench.run(1)
    assert bench.signs() == []


def test_a_coil_that_stays_on_is_let_go_again_and_told() -> None:
    """Its relay may be welded."""
    bench = BankBench(C1).ready()
    bench.box.lazy = {b"R"}
    bench.unlock()
    bench.run(4)
    assert bench.box.count(b"R") > 4
    assert "its relay does not let go; cut its supply" in bench.why
    bench.box.lazy = set()
    bench.run(1)
    assert bench.box.coils[0] is False


def test_a_coil_that_somebody_else_energized_is_let_go() -> None:
    """Nobody asked for it here."""
    bench = BankBench(C1).ready()
    bench.box.coils[0] = True
    bench.run(0.5)
    assert bench.box.coils[0] is False


def test_coils_of_one_supply_take_turns_on_every_board() -> None:
    """Two boards, two locks each, all asked for at once."""
    supply = Supply()
    one = BankBench(fitting("A1", 1, pulse_s=0.3), fitting("A2", 2, pulse_s=0.3), supply=supply).ready()
    two = BankBench(fitting("B1", 1, pulse_s=0.3), fitting("B2", 2, pulse_s=0.3), supply=supply).ready()
    for bench, name in ((one, "A1"), (two, "B1"), (one, "A2"), (two, "B2")):
        bench.unlock(name)
    for _ in range(300):
        one.step()
        two.step()
    spans = sorted((begun, ended) for bench in (one, two) for _, begun, ended in bench.spans())
    assert len(spans) == 4
    assert all(first[1] <= then[0] for first, then in itertools.pairwise(spans))


def test_what_comes_too_late_is_not_opened_but_told() -> None:
    """Six locks of half a second each do not fit into two."""
    bench = BankBench(*(fitting(f"C{n}", (n - 1) % 4 + 1) for n in range(1, 7))).ready()
    for number in range(1, 7):
        bench.unlock(f"C{number}")
    bench.run(10)
    assert bench.box.count(b"P") == 4
    assert [name for name, sign in bench.told if sign is DoorSign.STUCK] == ["C5", "C6"]


def test_who_leaves_before_the_pulse_is_not_opened_for_and_during_it_is_let_go() -> None:
    """Locked again."""
    bench = BankBench(C1, C2).ready()
    bench.unlock("C1")
    bench.unlock("C2")
    bench.run(0.1)
    bench.doors.lock("C2", bench.at)
    bench.doors.lock("C1", bench.at)
    bench.run(5)
    assert [channel for channel, _, _ in bench.spans()] == [1]
    ((_, begun, ended),) = bench.spans()
    assert ended - begun < 0.2


def test_an_open_door_is_not_pulsed_and_an_unknown_one_neither() -> None:
    """The one is open, of the other it is said."""
    bench = BankBench(C1).ready()
    bench.box.shut[0] = False
    bench.run(1)
    bench.told.clear()
    bench.unlock()
    bench.run(1)
    assert (bench.box.count(b"P"), bench.told) == (0, [])

    early = BankBench(C1)
    early.step()
    early.unlock()
    early.run(0.05)
    early.run(2)
    assert early.box.count(b"P") == 0
    assert early.signs()[0] is DoorSign.STUCK


def test_a_contact_that_no_report_tells_of_is_gone_and_not_shut() -> None:
    """Input 9 of 4."""
    bench = BankBench(fitting("C9", 1).__class__("C9", 1, 9))
    bench.run(2)
    assert bench.told == [("C9", DoorSign.GONE)]
    assert bench.why == ["its contact cannot be read"]


def test_contacts_may_read_open_when_the_door_is_shut() -> None:
    """Polarity is the installer's."""
    bench = BankBench(fitting(closed_when_shut=False))
    bench.run(1)
    assert bench.told == [("C1", DoorSign.AJAR)]


def test_a_contact_elsewhere_is_read_there() -> None:
    """Of a board without inputs."""
    shut = {"C1": True}
    told: list[DoorSign] = []
    doors = Doors([C1], Supply(), lambda _, door: told.append(door.sign))
    bank = Bank(PlainBoard(), doors, inputs=lambda fitting: shut[fitting.name])
    bank.here = True
    for centisecond in range(20):
        bank.say(centisecond / 100)
    shut["C1"] = False
    for centisecond in range(20, 40):
        bank.say(centisecond / 100)
    assert told == [DoorSign.SHUT, DoorSign.FORCED]


def test_a_channel_that_the_board_has_not_is_refused() -> None:
    """When it is set up, not at the first badge."""
    with pytest.raises(ValueError, match="channels 1 to 4, not 7"):
        Bank(PlainBoard(), Doors([fitting("C7", 7)], Supply(), lambda *_: None))


def test_it_never_asks_to_be_called_without_an_end() -> None:
    """Between two things to say, `due` lies ahead: the pump sleeps."""
    bench = BankBench(C1).ready()
    bench.unlock()
    calls, end = 0, bench.at + 5
    while bench.at < end:
        bench.step()
        bench.at = max(bench.at, min(bench.bank.due(), bench.at + 0.2))
        calls += 1
    assert calls < 150
