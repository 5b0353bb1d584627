"""Histories of locks: what is asked of them, what hands and faults do to them, and what came of it.

Everything that is kept here was seen at the coils, the doors and the wire, or was asked or told aloud.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lock_units import PinUnit, Unit, unit
from lock_wire import SerialUnit

from drivers.locks.supply import Supply
from drivers.messages import Door, DoorSign
from drivers.sim.boards_latch import Latch

TICK_S: Final = 0.02
"""How often a hand that pulls, and a bolt that moves, are looked at."""
PULLS_S: Final = 1.0
CLEANS_S: Final = 0.3
"""A process was killed so long before ExecStopPost has switched everything off."""
AGAIN_S: Final = 1.5
"""A line that came back is opened again, and its board heard, within this."""
SAYS_TWICE_S: Final = 0.45
"""A word to let go that got lost is said again within this."""


class Act(StrEnum):
    """What happens in a history; the first ones are the simplest."""

    WAIT = "wait"
    UNLOCK = "unlock"
    LOCK = "lock"
    PULL = "pull"
    PUSH = "push"
    FORCE = "force"
    DEAF = "deaf or not"
    LOSE = "lose answers"
    LATE = "late or not"
    GARBLE = "garble answers"
    FLIP = "flip a bit of an order"
    UNPLUG = "unplug"
    PLUG = "plug"
    CUT = "pull the cable within a word"
    POWER = "cut the board's power"
    TELL = "a board that tells unasked, or not"
    STALL = "the process stands still"
    RESTART = "killed, cleaned up after, started"


@dataclass(frozen=True, slots=True)
class Move:
    """Something happens to one of the locks, or to its board, after a while; `much` says how much."""

    act: Act
    lock: int = 0
    much: int = 1
    after_s: float = 0.1


@dataclass(frozen=True, slots=True)
class Told:
    """What a lock told, when."""

    at: float
    name: str
    sign: DoorSign
    why: str = ""


@dataclass(slots=True)
class Opening:
    """A door that came open."""

    at: float
    by_coil: bool
    """Whether its bolt was drawn."""
    until: float | None = None


@dataclass(slots=True)
class Seen:
    """One lock: what was asked, and what its door did."""

    unit: Unit
    channel: int
    asked: list[float] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    reached: float = 0.0
    """When its board could last be spoken with."""
    well_since: float = 0.0
    """Since when its contact could be read as it was."""
    pulled_until: float = 0.0
    claims_shut: bool = False
    """Whether the last word about its door is that it is shut."""
    lies: list[tuple[float, str]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return bool(self.openings) and self.openings[-1].until is None


class World:
    """Some boards on one supply. `at` goes up only."""

    def __init__(self, families: Iterable[str], pulse_s: float, *, backwards: bool = False) -> None:
        self.units = [unit("ABCD"[n], family, pulse_s) for n, family in enumerate(families)]
        self.pulse_s = pulse_s
        self.at = 100.0
        self.seen = {f"{u.name}{n}": Seen(u, n) for u in self.units for n in (1, 2)}
        self.told: list[Told] = []
        self.excused: dict[str, list[tuple[float, float]]] = {u.name: [] for u in self.units}
        """When nobody could have switched off a coil that does not go off by itself."""
        self.stalls: list[tuple[float, float]] = []
        """When the process stood still: a bolt is drawn for longer than it knows."""
        self.lives = [self.at]
        """When the process was started."""
        self._backwards = backwards
        self._begin()

    def _begin(self) -> None:
        supply = Supply()
        self._doors = {u.name: u.begin(supply, self._tell, self.at) for u in self.units}

    def _tell(self, name: str, door: Door) -> None:
        self.told.append(Told(self.at, name, door.sign, door.why))
        seen = self.seen[name]
        if door.sign in (DoorSign.SHUT, DoorSign.CLOSED):
            seen.claims_shut = True
        elif door.sign is not DoorSign.STUCK:
            seen.claims_shut = False

    def play(self, moves: Iterable[Move]) -> "World":
        for move in moves:
            self.run(move.after_s)
            self._do(move)
        return self

    def finish(self) -> None:
        """Whatever ails the boards is over; then the process is stopped, as a unit is."""
        for u in self.units:
            _mend(u)
        self.run(3)
        self._stop()

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end = self.at + seconds
        while self.at < end:
            due = min(u.due(self.at) for u in self.units)
            due = min(due, self.at + TICK_S) if self._is_lively() else due
            self._pass(min(end, max(self.at + 0.001, due)))
            for u in reversed(self.units) if self._backwards else self.units:
                u.turn(self.at)
            self._look()

    def _is_lively(self) -> bool:
        return self.is_any_on() or any(seen.pulled_until > self.at for seen in self.seen.values())

    def is_any_on(self) -> bool:
        """Whether a coil is energized."""
        return any(seen.unit.latch(seen.channel, self.at).on for seen in self.seen.values())

    def _pass(self, at: float) -> None:
        """The clock goes on; what could not be heard meanwhile is excused."""
        for u in self.units:
            if not u.hears():
                self.excused[u.name].append((self.at, at + AGAIN_S))
        self.at = at

    def _look(self) -> None:
        for name, seen in self.seen.items():
            if not seen.unit.well():
                seen.well_since = self.at
            if seen.unit.answers():
                seen.reached = self.at
            latch = seen.unit.latch(seen.channel, self.at)
            drawn = _is_drawn(latch)
            if seen.pulled_until > self.at and latch.shut:
                latch.pull()
            self._note_door(name, shut=latch.shut, drawn=drawn)

    def _note_door(self, name: str, *, shut: bool, drawn: bool) -> None:
        seen = self.seen[name]
        if not shut and not seen.is_open:
            seen.openings.append(Opening(self.at, drawn))
        elif shut and seen.is_open:
            seen.openings[-1].until = self.at

    def _do(self, move: Move) -> None:
        name = list(self.seen)[move.lock % len(self.seen)]
        seen = self.seen[name]
        latch = seen.unit.latch(seen.channel, self.at)
        match move.act:
            case Act.UNLOCK:
                seen.asked.append(self.at)
                self._doors[seen.unit.name].unlock(name, self.at)
                seen.unit.wake()
            case Act.LOCK:
                self._doors[seen.unit.name].lock(name, self.at)
                seen.unit.wake()
            case Act.PULL:
                seen.pulled_until = self.at + PULLS_S
            case Act.PUSH:
                latch.push()
                seen.pulled_until = 0.0
            case Act.FORCE:
                drawn = _is_drawn(latch)
                latch.pull(force=True)
                self._note_door(name, shut=False, drawn=drawn)
            case Act.STALL:
                self._stall(move.much)
            case Act.RESTART:
                self._stop()
                self.run(move.much / 4)
                self.lives.append(self.at)
                self._begin()
            case _ if isinstance(seen.unit, SerialUnit):
                self._ail(seen.unit, move)

    def _stall(self, much: int) -> None:
        """Nothing of the process runs for a while; the boards and the hands go on."""
        begun = self.at
        self._pass(self.at + 0.05 * 4**much)
        self.stalls.append((begun, self.at))
        for u in self.units:
            self.excused[u.name].append((begun, self.at))
        for seen in self.seen.values():
            seen.well_since = seen.reached = self.at
        self._look()

    def _stop(self) -> None:
        """Killed, and the unit's ExecStopPost."""
        for u in self.units:
            u.kill()
            self.excused[u.name].append((self.at, self.at + CLEANS_S))
        self.run(CLEANS_S)
        for u in self.units:
            u.off(self.at)
        for seen in self.seen.values():
            seen.claims_shut = False

    def _ail(self, u: SerialUnit, move: Move) -> None:
        match move.act:
            case Act.DEAF:
                u.sim.deaf = not u.sim.deaf
            case Act.LOSE:
                u.sim.lose = move.much
            case Act.LATE:
                u.sim.late_s = 0.0 if u.sim.late_s else 0.15 * move.much
            case Act.GARBLE:
                u.sim.garble = move.much
            case Act.FLIP:
                u.flips = 7 * move.much
                self.excused[u.name].append((self.at, self.at + self.pulse_s + SAYS_TWICE_S))
            case Act.UNPLUG:
                self._unplug(u)
            case Act.PLUG:
                u.plugged = True
            case Act.CUT:
                u.cut = move.much
            case Act.POWER:
                u.sim.power_cut(self.at)
            case Act.TELL:
                u.sim.tells = not u.sim.tells

    def _unplug(self, u: SerialUnit) -> None:
        u.plugged = False
        if not u.stops_itself:  # such boards live on what the cable brings
            u.sim.power_cut(self.at)


def _is_drawn(latch: Latch) -> bool:
    """A burnt coil leaves the bolt where it was, and has nothing to do with what is opened then."""
    return latch.is_drawn and not latch.burnt


def _mend(u: Unit) -> None:
    if isinstance(u, PinUnit):
        return
    assert isinstance(u, SerialUnit)
    u.sim.deaf = False
    u.sim.lose = u.sim.garble = 0
    u.sim.late_s = 0.0
    u.flips = u.cut = None
    u.plugged = True


def stretches(world: World) -> Iterator[tuple[str, float, float]]:
    """Lock, beginning and end of each time that a coil was energized."""
    for u in world.units:
        for one in u.energized(world.at):
            yield f"{u.name}{one.channel}", one.since, one.until
