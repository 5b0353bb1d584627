"""Boards of locks with their loops, as the attendant runs them, on a clock that the history moves.

The boards obey the real codecs and move real bolts; what their coils did is read from there only.
"""

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from drivers.conversation import SilentError
from drivers.locks.bank import Bank
from drivers.locks.board import Lcus, board
from drivers.locks.doors import Doors, Fitting
from drivers.locks.gpio import Rig
from drivers.locks.off import TIMES, pins_off
from drivers.locks.supply import Supply
from drivers.messages import Door
from drivers.pump import BACKOFF_S
from drivers.serial_pump import IDLE_S, READ_TIMEOUT_S
from drivers.sim.boards import SimBoard
from drivers.sim.boards_latch import Energized, Kind, Latch
from drivers.sim.pins import SimPins

SENDS_S: Final = 0.008
"""What an answer needs for its bytes."""
POPPING: Final = ("cu16", "cu48", "board-8a")
LOCKS: Final = (1, 2)
COILS: Final = {1: 17, 2: 22}
CONTACTS: Final = {1: 27, 2: 23}
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


class Unit(Protocol):
    """A board, and the loop that works it."""

    name: str
    orders: list[tuple[int, float]]
    stops_itself: bool
    """Whether its hardware ends each pulse."""
    stoppable: bool
    """Whether a pulse can be ended before its time."""

    def names(self) -> Iterator[str]: ...
    def begin(self, supply: Supply, tell: Tell, at: float) -> Doors: ...
    def turn(self, at: float) -> None: ...
    def due(self, at: float) -> float: ...
    def wake(self) -> None: ...
    def kill(self) -> None: ...
    def off(self, at: float) -> None: ...
    def latch(self, channel: int, at: float) -> Latch: ...
    def energized(self, at: float) -> list[Energized]: ...
    def hears(self) -> bool: ...
    def answers(self) -> bool: ...
    def well(self) -> bool: ...


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
            self._present(ok=True, why="", at=at)
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
        self._present(ok=False, why=why, at=at)

    def _present(self, *, ok: bool, why: str, at: float) -> None:  # noqa: ARG002
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


class PinUnit:
    """Locks on the machine's own pins, and what GpioBank's thread does for them."""

    stops_itself = False
    stoppable = True

    def __init__(self, name: str, pulse_s: float) -> None:
        self.name = name
        self.orders: list[tuple[int, float]] = []
        self._pulse_s = pulse_s
        self._latches = {channel: Latch(Kind.STRIKE) for channel in LOCKS}
        self._log: list[Energized] = []
        self._at = 0.0
        self._rig: Rig | None = None

    def names(self) -> Iterator[str]:
        yield from names_of(self.name)

    def _pins(self) -> SimPins:
        """The pins as a new process finds them: on the same relays and contacts."""
        pins = SimPins()
        for channel, coil in COILS.items():
            pins.bcm(coil).driven = lambda high, channel=channel: self._driven(channel, high)
            pins.bcm(CONTACTS[channel]).ground(closed=self._latches[channel].shut)
        return pins

    def _driven(self, channel: int, high: bool) -> None:
        latch = self._latches[channel]
        latch.settle(self._at)
        if high:
            self.orders.append((channel, self._at))
            latch.switch_on(self._at)
        elif stretch := latch.switch_off(self._at):
            self._log.append(Energized(channel, stretch.since, stretch.until))

    def begin(self, supply: Supply, tell: Tell, at: float) -> Doors:
        """A new process."""
        self._at = at
        fittings = [
            Fitting(name, COILS[n], CONTACTS[n], pulse_s=self._pulse_s, rest_s=0.5)
            for name, n in names_of(self.name).items()
        ]
        self._doors = Doors(fittings, supply, tell)
        self._now = self._pins()
        self._rig = Rig(self._doors, pins=self._now, woken=self.wake)
        self._next = at
        return self._doors

    def turn(self, at: float) -> None:
        self._at = at
        self._ground()
        if self._rig and at >= self._next:
            self._next = at + self._rig.turn(at)

    def _ground(self) -> None:
        for channel, latch in self._latches.items():
            latch.settle(self._at)
            pin = self._now.bcm(CONTACTS[channel])
            if pin.grounded is not latch.shut:
                pin.ground(closed=latch.shut)

    def due(self, at: float) -> float:
        return self._next if self._rig else at + IDLE_S

    def wake(self) -> None:
        self._next = self._at

    def kill(self) -> None:
        """The pins stay as they are."""
        self._rig = None

    def off(self, at: float) -> None:
        self._at = at
        assert pins_off(dict.fromkeys(COILS.values(), False), self._pins()).ok

    def latch(self, channel: int, at: float) -> Latch:
        self._at = at
        self._latches[channel].settle(at)
        return self._latches[channel]

    def energized(self, at: float) -> list[Energized]:
        lasting = [Energized(n, latch.since, at) for n, latch in self._latches.items() if latch.on]
        return [*self._log, *lasting]

    def hears(self) -> bool:
        return True

    def answers(self) -> bool:
        return True

    def well(self) -> bool:
        return True


def unit(name: str, family: str, pulse_s: float) -> Unit:
    """A board of a family."""
    return PinUnit(name, pulse_s) if family == "gpio" else SerialUnit(name, family, pulse_s)
