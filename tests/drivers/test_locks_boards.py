"""The bank at every family's simulated board: its own protocol, and bolts that take their time."""

import itertools

import pytest

from drivers.conversation import SilentError
from drivers.locks.bank import Bank
from drivers.locks.board import BAUDS, Lcus, board
from drivers.locks.doors import Doors, Fitting
from drivers.locks.supply import Supply
from drivers.messages import DoorSign
from drivers.sim.boards import SimBoard

FAMILIES = sorted(BAUDS)
POPPING = ("cu16", "cu48", "board-8a")
STEP_S = 0.01


class Bench:
    """A bank with two locks, and the board at the other end of its line."""

    def __init__(self, family: str) -> None:
        self.pops = family in POPPING
        self.sim = SimBoard(family, channels=8)
        self.told: list[tuple[str, DoorSign]] = []
        self.at = 10.0
        fittings = [Fitting(f"C{n}", n, n, pops=self.pops) for n in (1, 2)]
        self.doors = Doors(fittings, Supply(), lambda name, door: self.told.append((name, door.sign)))
        made = Lcus(answering=True) if family == "lcus" else board(family, 1)
        contacts = None if family != "lcus" else lambda fitting: self.sim.contacts()[fitting.contact]
        self.bank = Bank(made, self.doors, contacts)
        self.answer = b""

    def run(self, seconds: float) -> None:
        end = self.at + seconds
        while self.at < end:
            self.step()

    def step(self) -> None:
        for _ in self.bank.hear(self.answer + self.sim.say(self.at), self.at):
            pass
        self.answer = b""
        try:
            words = self.bank.say(self.at)
            self.answer = self.sim.hear(words, self.at) if words else b""
        except SilentError:
            self.bank.begin()
        self.at += STEP_S

    def spans(self) -> list[tuple[int, float, float]]:
        return [(one.channel, one.since, one.until) for one in self.sim.energized(self.at)]


@pytest.fixture(params=FAMILIES)
def bench(request: pytest.FixtureRequest) -> Bench:
    """Ready to be asked."""
    bench = Bench(request.param)
    bench.run(3)
    assert bench.told == [("C1", DoorSign.SHUT), ("C2", DoorSign.SHUT)]
    bench.told.clear()
    return bench


def test_it_is_unlocked_once_opened_and_shut(bench: Bench) -> None:
    """By the door's own word."""
    bench.doors.unlock("C1", bench.at)
    bench.run(0.3)
    bench.sim.pull(1, bench.at)
    bench.run(2)
    bench.sim.push(1, bench.at)
    bench.run(1)
    assert bench.told == [("C1", DoorSign.OPENED), ("C1", DoorSign.CLOSED)]
    assert [channel for channel, _, _ in bench.spans()] == [1]


def test_two_locks_take_turns_and_no_coil_is_on_for_longer_than_was_asked(bench: Bench) -> None:
    """One supply, and 500 ms each."""
    bench.doors.unlock("C1", bench.at)
    bench.doors.unlock("C2", bench.at)
    bench.run(5)
    spans = bench.spans()
    assert sorted(channel for channel, _, _ in spans) == [1, 2]
    assert all(until - since <= 0.5 + STEP_S for _, since, until in spans)
    assert all(one[2] <= two[1] for one, two in itertools.pairwise(spans))


def test_an_answer_that_got_lost_pulses_nothing_again(bench: Bench) -> None:
    """It is asked, and the door tells."""
    bench.sim.lose = 2
    bench.doors.unlock("C1", bench.at)
    bench.run(0.3)
    bench.sim.pull(1, bench.at)
    bench.run(4)
    assert len(bench.spans()) <= 1
    assert [sign for name, sign in bench.told if name == "C1"][:1] in ([DoorSign.OPENED], [DoorSign.STUCK])


def test_deaf_its_locks_are_gone_within_two_seconds_and_come_back_by_themselves(bench: Bench) -> None:
    """Nothing is pulsed meanwhile, or for it."""
    bench.sim.deaf = True
    bench.run(2)
    assert bench.told == [("C1", DoorSign.GONE), ("C2", DoorSign.GONE)]
    bench.sim.deaf = False
    bench.run(3)
    assert bench.told[2:] == [("C1", DoorSign.SHUT), ("C2", DoorSign.SHUT)]
    assert bench.spans() == []


def test_a_forced_door_is_told(bench: Bench) -> None:
    """Without a pulse."""
    bench.sim.pull(2, bench.at, force=True)
    bench.run(1)
    assert bench.told == [("C2", DoorSign.FORCED)]
