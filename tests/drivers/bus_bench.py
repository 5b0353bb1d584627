"""Simulated boards on one line, and a bus at it on a clock that is turned by hand."""

import itertools

from drivers.conversation import SilentError
from drivers.locks.bank import Bank
from drivers.locks.board import board
from drivers.locks.bus import Bus
from drivers.locks.doors import Doors, Fitting
from drivers.locks.supply import Supply
from drivers.messages import Door, DoorSign
from drivers.sim.boards import SimBoard
from drivers.sim.boards_latch import Energized
from drivers.sim.bus import SimBoards

POPPING = ("cu16", "cu48", "board-8a")
PULSE_S = 0.3
ANSWER_S = 0.02
"""How long a board takes to answer, and its answer to be sent."""


class BusBench:
    """Lock ``C3`` is at channel 2 of board 3, ``D3`` at channel 3; ``told`` is who told what and when.

    Board 1 has address 1, or 0 where a family's last address is wanted.
    """

    def __init__(self, family: str, count: int = 2, locks: int = 1, first: int = 1) -> None:
        addresses = range(first, first + count)
        self.far = SimBoards(SimBoard(family, address, channels=8) for address in addresses)
        for sim in self.far.boards:
            sim.late_s, sim.pulse_s = ANSWER_S, PULSE_S
        self.at = 10.0
        self.jump_s = 0.05
        """It is looked at least so often: somebody may wake it at any moment."""
        self.told: list[tuple[str, DoorSign, float]] = []
        self.present: list[tuple[int, bool]] = []
        self.sent: list[float] = []
        self.heard: list[float] = []
        self.reopened = 0
        supply = Supply()
        self.doors: dict[int, Doors] = {}
        banks = []
        for address, wired in enumerate(addresses, 1):
            fittings = [
                Fitting(f"{kind}{address}", channel, channel, pulse_s=PULSE_S, pops=family in POPPING)
                for channel, kind in enumerate("CDE"[:locks], 2)
            ]
            self.doors[address] = Doors(fittings, supply, self._tell)
            bank = Bank(board(family, wired), self.doors[address], shared=True)
            banks.append((bank, lambda ok, _, who=address: self.present.append((who, ok))))
        self.bus = Bus(banks)
        self.turnaround_s = board(family, 1).turnaround_s

    def _tell(self, name: str, door: Door) -> None:
        self.told.append((name, door.sign, self.at))

    def sim(self, address: int) -> SimBoard:
        return self.far.boards[address - 1]

    def signs(self, address: int) -> list[DoorSign]:
        return [sign for name, sign, _ in self.told if name == f"C{address}"]

    def step(self) -> None:
        """As the pump does it, to the next moment at which anything happens."""
        data = self.far.say(self.at)
        if data:
            self.heard.append(self.at)
            for _ in self.bus.hear(data, self.at):
                pass
        try:
            words = self.bus.say(self.at)
        except SilentError:
            self.reopened += 1
            self.bus.begin()
            words = b""
        if words:
            self.sent.append(self.at)
            self.far.hear(words, self.at)
        moments = (self.bus.due(), self.far.due())
        ahead = [moment for moment in moments if moment is not None]
        self.at = max(self.at + 0.001, min(*ahead, self.at + self.jump_s))

    def run(self, seconds: float) -> "BusBench":
        end = self.at + seconds
        while self.at < end:
            self.step()
        return self

    def unlock(self, address: int) -> None:
        self.doors[address].unlock(f"C{address}", self.at)

    def energized(self) -> list[Energized]:
        return [stretch for sim in self.far.boards for stretch in sim.energized(self.at)]

    def shortest_pause(self) -> float:
        """Between two words, or an answer and a word."""
        return min((later - sooner for sooner, later in itertools.pairwise(self.sent)), default=1.0)
