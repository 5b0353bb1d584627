"""A lock and its door, as they move: a coil that gets hot, a bolt that takes its time, a hand that pulls."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TRAVEL_S: Final = 0.12
"""A bolt from out to drawn."""
BURNS_S: Final = 6.0
"""A cold coil that is energized for so long is burnt."""
COOLS_S: Final = 18.0
"""A hot one is cold again after so long: together a duty cycle of 25 %."""
_DRAWN: Final = 1.0 - 1e-6


class Kind(StrEnum):
    """What the coil does to the door."""

    LATCH = "latch"
    """A spring pops the door open as soon as the bolt is drawn; the bolt needs no current after that."""
    STRIKE = "strike"
    """The door is to be pulled while the bolt is drawn: as long as the coil is energized, and 120 ms."""


@dataclass(frozen=True, slots=True)
class Energized:
    """A stretch of time in which a channel's relay was on; seconds of the simulation's clock."""

    channel: int
    since: float
    until: float


@dataclass(slots=True)
class Latch:
    """One channel of a board: relay, coil, bolt and door. `settle` it to a time before looking at it."""

    kind: Kind = Kind.LATCH
    shut: bool = True
    welds: bool = False
    """Whether the relay's contact sticks: once on, it stays so until the power goes."""
    jammed: bool = False
    """Whether the bolt cannot move."""
    on: bool = False
    since: float = 0.0
    """When it was switched on last."""
    until: float | None = None
    """When the board will switch it off by itself."""
    heat: float = 0.0
    """0 is cold, 1 is burnt."""
    burnt: bool = False
    """Whether the wire is through: no current flows, and the bolt stays where it was."""
    drawn: float = 0.0
    """How far the bolt is drawn: 0 out, 1 drawn."""
    settled: float = 0.0
    """Up to when time has passed."""

    def switch_on(self, at: float, until: float | None = None) -> None:
        """Current flows, until `until` where that is given."""
        if not self.on:
            self.on, self.since = True, at
        self.until = until

    def switch_off(self, at: float) -> Energized | None:
        """Current flows no more, but through a welded contact; says for how long it did."""
        if not self.on or self.welds:
            self.until = None
            return None
        self.on, self.until = False, None
        return Energized(0, self.since, at)

    def settle(self, at: float) -> None:
        """Lets time pass, in which the coil was as it is now."""
        passed, self.settled = max(0.0, at - self.settled), max(at, self.settled)
        flows = self.on and not self.burnt
        lasts = min(passed, (1.0 - self.heat) * BURNS_S) if flows else 0.0
        self.heat = self.heat + lasts / BURNS_S if flows else max(0.0, self.heat - passed / COOLS_S)
        if not (self.burnt or self.jammed):
            moved = lasts if flows else -passed
            self.drawn = min(1.0, max(0.0, self.drawn + moved / TRAVEL_S))
        self.burnt = self.burnt or self.heat >= _DRAWN
        if self.kind is Kind.LATCH and self.is_drawn and flows:
            self.shut = False

    @property
    def is_drawn(self) -> bool:
        """Whether the bolt does not hold the door."""
        return self.drawn >= _DRAWN

    def pull(self, *, force: bool = False) -> bool:
        """A hand pulls at the door: whether it is open then."""
        if self.is_drawn or force:
            self.shut = False
        return not self.shut

    def push(self) -> None:
        """A hand pushes the door shut; the bolt gives way and springs out."""
        self.shut = True
