"""The locks of one board, whatever its line: what is asked of them, what is let, and what they tell.

The desk's thread asks; everything else is called from the one thread that drives the board.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from drivers.locks.lock import Lock, State, Turned
from drivers.locks.supply import GAP_S, MAX_PULSE_S, Request, Supply
from drivers.messages import Door, DoorSign

Tell = Callable[[str, Door], None]
"""Hears what a lock, by its name, tells; called from any thread."""
SILENT: Final = "it does not answer"


@dataclass(frozen=True, slots=True)
class Fitting:
    """A lock as it is wired: the channel of its coil and the input of its contact, by the board's numbers."""

    name: str
    channel: int
    contact: int
    closed_when_shut: bool = True
    """What the contact reads when the door is shut."""
    pulse_s: float = 0.5
    rest_s: float = 1.5
    pops: bool = False
    """Whether the lock throws its door or hook open, so that its contact must change: see Lock."""

    @property
    def pulse_ms(self) -> int:
        """How long its coil is energized, in whole milliseconds, never longer than the cap."""
        return int(min(self.pulse_s, MAX_PULSE_S) * 1000)

    def is_shut(self, closed: bool | None) -> bool | None:  # noqa: FBT001
        """What the contact's reading means; None where there is none."""
        return None if closed is None else closed is self.closed_when_shut


class Doors:
    """One lock machine for each fitting, and at most one coil that is energized."""

    def __init__(self, fittings: Iterable[Fitting], supply: Supply, tell: Tell) -> None:
        self.fittings = {fitting.name: fitting for fitting in fittings}
        self._locks = {name: Lock(pops=fitting.pops) for name, fitting in self.fittings.items()}
        self.stoppable = True
        """Whether a pulse can be ended before its time: boards that cannot set this to False."""
        self._supply = supply
        self._tell = tell
        self._gone: dict[str, str] = {}
        self._mutex = threading.Lock()
        self._wishes: dict[str, tuple[bool, float]] = {}
        self._open: bool | None = None
        self._on: Fitting | None = None
        self._ends = 0.0
        self._now = 0.0

    def unlock(self, name: str, at: float) -> None:
        """Have a lock's coil energized once, soon or never; STUCK tells that it cannot be. Any thread."""
        with self._mutex:
            if self._open:
                self._wishes[name] = (True, at)
                return
        self._refuse(name, SILENT)

    def lock(self, name: str, at: float) -> None:
        """Have a lock locked again; what waits for it is dropped. Any thread."""
        with self._mutex:
            if self._open:
                self._wishes[name] = (False, at)

    def opened(self) -> None:
        """The board's line is open: from now on its locks can be asked for."""
        with self._mutex:
            self._open = True

    def outlast(self, at: float) -> None:
        """Who ran before may have begun a pulse that nobody can stop: no other begins until it is over."""
        if not self.stoppable:
            longest = max(fitting.pulse_ms for fitting in self.fittings.values()) / 1000
            self._supply.busy(at + longest + GAP_S)

    def lost(self, why: str) -> None:
        """The board is away, or was not found: nothing is assumed of its locks, nothing waits for them."""
        with self._mutex:
            if self._open is False:
                return
            self._open = False
            wanted = [name for name, (unlock, _) in self._wishes.items() if unlock]
            self._wishes.clear()
        for name in {*wanted, *self._supply.drop(self.fittings)}:
            self._tell(name, Door(DoorSign.STUCK, why))
        for name, lock in self._locks.items():
            self._apply(name, lock.lose(why), self._now)
        self._on = None  # its coil may be on still: the supply waits until that is over

    def turn(self, at: float) -> None:
        """Take up what was asked, drop what waited for too long, and see what time has changed."""
        self._now = at
        with self._mutex:
            wishes, self._wishes = self._wishes, {}
        for name, (unlock, when) in wishes.items():
            if unlock:
                self._admit(self.fittings[name], when)
            else:
                self._let(name, at)
        for name, why in self._supply.stale(self.fittings, at):
            self._tell(name, Door(DoorSign.STUCK, why))
        for name, lock in self._locks.items():
            self._apply(name, lock.settle(at), at)

    def _admit(self, fitting: Fitting, when: float) -> None:
        state = self._locks[fitting.name].state
        if state is State.OPEN or self._on == fitting:
            return
        why = SILENT
        if state is not State.UNKNOWN:
            why = self._supply.ask(Request(fitting.name, fitting.pulse_s, fitting.rest_s, when))
        if why is SILENT:
            self._refuse(fitting.name, why)
        elif why:
            self._tell(fitting.name, Door(DoorSign.STUCK, why))

    def _refuse(self, name: str, why: str) -> None:
        """What was asked of a lock that is not there is not done; and it still is not there."""
        self._tell(name, Door(DoorSign.STUCK, why))
        self._tell(name, Door(DoorSign.GONE, why))

    def _let(self, name: str, at: float) -> None:
        self._supply.drop((name,))
        self._let_go(name, at)

    def _let_go(self, name: str, at: float) -> None:
        """A coil that cannot be stopped goes off in its time: a door opened until then was not forced."""
        lasts = not self.stoppable and self._on is not None and self._on.name == name
        self._apply(name, self._locks[name].let(max(at, self._ends) if lasts else at), at)

    def start(self, at: float) -> Fitting | None:
        """The lock whose coil is to be energized now, for its `pulse_ms`; it counts as energized."""
        if self._on:
            return None
        request = self._supply.take(self.fittings, at)
        if request is None:
            return None
        if self._locks[request.lock].state not in (State.LOCKED, State.PULSED):
            self._supply.release(request.lock, at)
            return None
        self._on = self.fittings[request.lock]
        self._ends = at + self._on.pulse_ms / 1000
        self._locks[request.lock].pulse(self._on.pulse_ms / 1000, at)
        return self._on

    def over(self, at: float) -> Fitting | None:
        """The lock whose coil is to be let go now: its time is over, or it is not wanted any more."""
        return self._on if self._on and at >= self._ends else None

    def cut_short(self) -> bool:
        """Have an energized coil let go first: its board is about to be given up. Whether one is."""
        self._ends = min(self._ends, self._now)
        return self._on is not None

    def released(self, at: float) -> None:
        """The coil was let go."""
        if self._on:
            self._supply.release(self._on.name, at)
            self._on = None

    def is_on(self, fitting: Fitting) -> bool:
        """Whether its coil should be energized now."""
        return self._on == fitting

    @property
    def ends(self) -> float | None:
        """When the energized coil is to be let go; None where none is energized."""
        return self._ends if self._on else None

    def read(self, fitting: Fitting, closed: bool | None, at: float) -> None:  # noqa: FBT001
        """What a lock's contact reads; None where it cannot be read."""
        turned = self._locks[fitting.name].read(fitting.is_shut(closed), at)
        self._apply(fitting.name, turned, at)

    def fail(self, fitting: Fitting, why: str, at: float) -> None:
        """A lock did not do what it was told: it is let go, and told as STUCK."""
        self._let_go(fitting.name, at)
        self._tell(fitting.name, Door(DoorSign.STUCK, why))

    def overran(self, name: str, why: str) -> None:
        """A coil that is energized was switched off, or was to be, by somebody else. Any thread."""
        self._tell(name, Door(DoorSign.STUCK, why))

    def _apply(self, name: str, turned: Turned, at: float) -> None:
        if turned.release and self.stoppable and self._on and self._on.name == name:
            self._ends = min(self._ends, at)
        if turned.release:
            self._drop(name, turned)
        door = turned.door
        if door is None or (door.sign is DoorSign.GONE and self._gone.get(name) == door.why):
            return
        self._gone.pop(name, None)
        if door.sign is DoorSign.GONE:
            self._gone[name] = door.why
        self._tell(name, door)

    def _drop(self, name: str, turned: Turned) -> None:
        """What became unknown is not unlocked later; somebody waited for it."""
        if turned.door and turned.door.sign is DoorSign.GONE:
            for waiting in self._supply.drop((name,)):
                self._tell(waiting, Door(DoorSign.STUCK, turned.door.why))

    def due(self) -> float | None:
        """When something is to be done; None where nothing is."""
        moments = [lock.due() for lock in self._locks.values()]
        moments += [self._supply.due(self.fittings, self._now), self.ends]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def at_rest(self) -> bool:
        """Whether every door is shut and locked."""
        return all(lock.state is State.LOCKED for lock in self._locks.values())

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for a coil to be energized."""
        return self._supply.due(self.fittings, self._now) is not None

    @property
    def is_popping(self) -> bool:
        """Whether a lock that was pulsed has to throw its door open about now."""
        return any(self.fittings[name].pops and state is State.PULSED for name, state in self.states())

    def states(self) -> Iterator[tuple[str, State]]:
        """How each lock stands."""
        return ((name, lock.state) for name, lock in self._locks.items())
