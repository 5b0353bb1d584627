"""A board at a serial line, and what SerialPump does for it, on a clock that the history moves."""

from collections.abc import Callable, Iterator
from typing import Final

from drivers.conversation import SilentError
from drivers.locks.bank import Bank
from drivers.locks.board import Lcus, board
from drivers.locks.doors import Doors, Fitting
from drivers.locks.off import TIMES
from drivers.locks.supply import Supply
from drivers.messages import Door
from drivers.pump import BACKOFF_S
from drivers.serial_pump import IDLE_S, READ_TIMEOUT_S
from drivers.sim.boards import SimBoard
from drivers.sim.boards_latch import Energized, Kind, Latch

SENDS_S: Final = 0.008
"""What an answer needs for its bytes."""
POPPING: Final = ("cu16", "cu48", "board-8a")
LOCKS: Final = (1, 2)
Tell = Callable[[str, Door], None]


class WatchedBoard(SimBoard):
    """Keeps when it was told to energize what, even where that was energized already."""

    def __init__(self, family: str, kind: Kind) -> None:
        self.orders: list[tuple[int, float]] = []
        super().__init__(family, channels=8, kind=kind)

    def energize(self, channel: int, at: float, seconds: float | None = None) -> None:
        """The board switches a relay on."""
        if not self.deaf_to_orders:
            self.orders.append((channel, at))
        super().energize(channel, at, seconds)


def names_of(name: str) -> dict[str, int]:
    """The locks of a board, and their channels."""
    return {f"{name}{channel}": channel for channel in LOCKS}


class SerialUnit:
    """A board at a serial line, and what SerialPump does for it."""

    def __init__(self, name: str, family: str, pulse_s: float) -> None:
        self.name = name
        self.answering = family != "lcus"
        self._family = family.removesuffix("-answering")
        self._pops = self._family in POPPING
        self._pulse_s = pulse_s
        self.sim = WatchedBoard(self._family, Kind.LATCH if self._pops else Kind.STRIKE)
        self.sim.answering = self.answering
        self.sim.pulse_s = pulse_s
        self.orders = self.sim.orders
        self.stoppable = not self._pops
        self.plugged = True
        self.flips: int | None = None
        """The bit of the next words to the board that is wrong."""
        self.cut: int | None = None
        """After how many bytes of the next words the cable is pulled."""
        self._arriving: list[tuple[float, bytes]] = []
        self._bank: Bank | None = None

    @property
    def stops_itself(self) -> bool:
        return self._family != "lcus"

    def names(self) -> Iterator[str]:
        yield from names_of(self.name)

    def begin(self, supply: Supply, tell: Tell, at: float) -> Doors:
        """A new process: everything is forgotten."""
        fittings = [
            Fitting(name, n, n, pulse_s=self._pulse_s, rest_s=0.5, pops=self._pops)
            for name, n in names_of(self.name).items()
        ]
        self._doors = Doors(fittings, supply, tell)
        made = Lcus(answering=self.answering) if self._family == "lcus" else board(self._family, 1)
        contacts = self._contact if self._family == "lcus" else None
        self._bank = Bank(made, self._doors, contacts)
        self._board = made
        self._open, self._try_at, self._woken, self._failures = False, at, False, 0
        self._told: tuple[bool, str] | None = None
        return self._doors

    def _contact(self, fitting: Fitting) -> bool:
        return self.sim.contacts()[fitting.contact]

    def turn(self, at: float) -> None:
        """What the pump's thread does when it is awake."""
        if self._bank is None:
            return
        if not self._open:
            self._try(at)
        elif not self.plugged:
            self._fail("No such device", at)
        if self._open:
            self._turn(self._bank, at)

    def _try(self, at: float) -> None:
        if at < self._try_at:
            return
        if not self.plugged:
            self._fail("No such file", at)
            return
        assert self._bank
        self._bank.begin()
        self._open, self._arriving, self._heard, self._is_quiet = True, [], at, True

    def _turn(self, bank: Bank, at: float) -> None:
        self._woken = False
        self._arriving += [(at + SENDS_S, said) for said in [self.sim.say(at)] if said]
        data = b"".join(said for when, said in self._arriving if when <= at)
        self._arriving = [(when, said) for when, said in self._arriving if when > at]
        if data:
            self._heard, self._is_quiet = at, False
            self._run(bank.hear(data, at))
        elif not self._is_quiet and at - self._heard >= READ_TIMEOUT_S:
            self._is_quiet = True
            self._run(bank.quiet(at))
        if bank.here:
            self._present(ok=True, why="")
        try:
            words = bank.say(at)
        except SilentError as error:
            self._fail(str(error), at)
        else:
            self._send(words, at)

    def _send(self, words: bytes, at: float) -> None:
        if not words:
            return
        if self.cut is not None:
            words, self.cut, self.plugged = words[: self.cut], None, False
        if self.flips is not None and words:
            bit, self.flips = self.flips % (8 * len(words)), None
            words = bytes(byte ^ (1 << bit % 8 if bit // 8 == n else 0) for n, byte in enumerate(words))
        answer = self.sim.hear(words, at)
        if answer:
            self._arriving.append((at + SENDS_S, answer))

    def _run(self, messages: Iterator[object]) -> None:
        for _ in messages:
            pass

    def _fail(self, why: str, at: float) -> None:
        assert self._bank
        if self._open:
            self._run(self._bank.quiet(at))
        self._open = False
        self._try_at = at + BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
        self._failures += 1
        self._present(ok=False, why=why)

    def _present(self, *, ok: bool, why: str) -> None:
        """Pump tells changes only; a board that goes takes its locks along."""
        if ok:
            self._failures = 0
        if self._told != (ok, why):
            self._told = (ok, why)
            if not ok:
                self._doors.lost(why)

    def due(self, at: float) -> float:
        """When its thread wakes up."""
        if self._bank is None:
            return at + IDLE_S
        if not self._open:
            return self._try_at
        if self._woken or not self.plugged:
            return at
        moments = [at + IDLE_S, self._bank.due(), *(when for when, _ in self._arriving)]
        moments += [] if self._is_quiet else [self._heard + READ_TIMEOUT_S]
        moments += [when for when in [self.sim.due()] if when is not None]
        return min(moments)

    def wake(self) -> None:
        self._woken = True

    def kill(self) -> None:
        """The process is gone; what it has switched on stays on."""
        self._bank = None
        self._open = False

    def off(self, at: float) -> None:
        """What drivers.locks.off says to it."""
        if self.plugged:
            for words in self._board.all_off() * TIMES:
                self.sim.hear(words, at)

    def latch(self, channel: int, at: float) -> Latch:
        self.sim.settle(at)
        return self.sim.locks[channel]

    def energized(self, at: float) -> list[Energized]:
        return self.sim.energized(at)

    def hears(self) -> bool:
        """Whether anybody could switch off what is on: an order to release would arrive."""
        return self.plugged and not self.sim.deaf

    def answers(self) -> bool:
        """Whether it can be known to be there: some never answer, deaf or not."""
        silent = self.sim.deaf and (self._family != "lcus" or self.answering)
        return self.plugged and not silent

    def well(self) -> bool:
        """Whether its contacts can be read as they are."""
        if self._family == "lcus" and not self.answering:
            return self.plugged
        faults = self.sim.deaf or self.sim.lose or self.sim.garble or self.sim.late_s or self.cut is not None
        return self.plugged and not faults and self.flips is None
