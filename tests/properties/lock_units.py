"""Boards of locks with their loops, as the attendant runs them, on a clock that the history moves.

The boards obey the real codecs and move real bolts; what their coils did is read from there only.
"""

from collections.abc import Iterator
from typing import Final, Protocol

from lock_wire import LOCKS, SerialUnit, Tell, names_of

from drivers.locks.doors import Doors, Fitting
from drivers.locks.gpio import Rig
from drivers.locks.off import pins_off
from drivers.locks.supply import Supply
from drivers.serial_pump import IDLE_S
from drivers.sim.boards_latch import Energized, Kind, Latch
from drivers.sim.pins import SimPins

COILS: Final = {1: 17, 2: 22}
CONTACTS: Final = {1: 27, 2: 23}


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
