"""One lock with its door contact: all that it can do is one table, (state, event) → change. Pure.

Signs of the door come out, and the word to let the coil go. Times are seconds of one clock that only goes up.
Nothing here ever asks for a pulse: that is told to it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drivers.messages import Door, DoorSign

DEBOUNCE_S: Final = 0.05
"""A contact has changed once it has read the same for so long: reeds and hooks bounce for 5 to 20 ms."""
UNLOCK_S: Final = 8.0
"""So long after its pulse an unlocked door may be opened; then its bolt is taken to be back."""
MOVE_S: Final = 1.0
"""So long after its pulse a lock that pops its own door must read open; a bolt takes about 0.12 s."""
GRACE_S: Final = 0.5
"""A door opened so soon after it was locked again was being opened: boards are polled, and hands are slow."""


class State(StrEnum):
    """How a lock stands."""

    UNKNOWN = "unknown"
    """Its contact has not been read, or cannot be: nothing is assumed."""
    LOCKED = "locked"
    """Shut, and its bolt is out."""
    PULSED = "pulsed"
    """Shut, and its coil is energized or was just now: it may be opened."""
    OPEN = "open"


class Event(StrEnum):
    """What happens to a lock."""

    SHUT = "reads shut"
    OPENED = "reads open"
    LOST = "is not read"
    PULSE = "pulse"
    LET = "let go"
    """It is to be locked again."""
    LATE = "not opened"
    """Nobody opened it in time."""
    STILL = "did not pop"


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the table."""

    to: State
    sign: DoorSign | None = None
    release: bool = False
    """Whether its coil is let go, if it is still energized."""


_UNKNOWN, _LOCKED, _PULSED, _OPEN = State
_GONE = Change(_UNKNOWN, DoorSign.GONE, release=True)

TABLE: Final[dict[tuple[State, Event], Change]] = {
    (_UNKNOWN, Event.SHUT): Change(_LOCKED, DoorSign.SHUT),
    (_UNKNOWN, Event.OPENED): Change(_OPEN, DoorSign.AJAR),
    (_UNKNOWN, Event.LOST): _GONE,
    (_LOCKED, Event.PULSE): Change(_PULSED),
    (_LOCKED, Event.OPENED): Change(_OPEN, DoorSign.FORCED),
    (_LOCKED, Event.LOST): _GONE,
    (_PULSED, Event.PULSE): Change(_PULSED),
    (_PULSED, Event.OPENED): Change(_OPEN, DoorSign.OPENED),
    (_PULSED, Event.LET): Change(_LOCKED, release=True),
    (_PULSED, Event.LATE): Change(_LOCKED, DoorSign.SHUT, release=True),
    (_PULSED, Event.STILL): Change(_LOCKED, DoorSign.STUCK, release=True),
    (_PULSED, Event.LOST): _GONE,
    (_OPEN, Event.SHUT): Change(_LOCKED, DoorSign.CLOSED, release=True),
    (_OPEN, Event.LET): Change(_OPEN, release=True),
    (_OPEN, Event.LOST): _GONE,
}
"""A pair that is not here changes nothing."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What follows from what happened."""

    door: Door | None = None
    release: bool = False


NOTHING: Final = Turned()


class Lock:
    """One lock. `pops`: its feedback is the hook or door that it throws open itself, so it must change."""

    def __init__(self, *, pops: bool = False) -> None:
        self._pops = pops
        self.state = State.UNKNOWN
        self._read: bool | None = None
        self._since: float | None = None
        """When the contact began to read what is not believed yet."""
        self._settled: bool | None = None
        self._read_at = 0.0
        self._ends = 0.0
        self._let_at: float | None = None

    def read(self, shut: bool | None, at: float) -> Turned:  # noqa: FBT001
        """What the contact reads; None where it cannot be read."""
        self._read_at = at
        if shut is self._settled and self.state is not State.UNKNOWN:
            self._since = None
            return NOTHING
        if self._since is None or shut is not self._read:
            self._read, self._since = shut, at
        if at < self._since + DEBOUNCE_S:
            return NOTHING
        began, self._since, self._settled = self._since, None, shut
        return self._believe(shut, began)

    def _believe(self, shut: bool | None, began: float) -> Turned:  # noqa: FBT001
        if shut is None:
            return self.lose("its contact cannot be read")
        if shut:
            return self._turn(Event.SHUT)
        turned = self._turn(Event.OPENED)
        graced = self._let_at is not None and began <= self._let_at + GRACE_S
        if graced and turned.door and turned.door.sign is DoorSign.FORCED:
            return Turned(Door(DoorSign.OPENED), turned.release)
        return turned

    def lose(self, why: str) -> Turned:
        """It does not answer any more, or its contact does not."""
        self._since = self._settled = self._let_at = None
        return self._turn(Event.LOST, why)

    def pulse(self, seconds: float, at: float) -> None:
        """Its coil is energized for so long."""
        self._ends = at + seconds
        self._let_at = None
        self._turn(Event.PULSE)

    def let(self, at: float) -> Turned:
        """Have it locked again."""
        if self.state is State.PULSED:
            self._let_at = at
        return self._turn(Event.LET)

    def settle(self, at: float) -> Turned:
        """What the time alone has changed: its contact must have been read since, and not be changing."""
        end = self._end()
        if end is None or at < end or self._read_at < end or self._since is not None:
            return NOTHING
        if self._pops:
            return self._turn(Event.STILL, "its bolt did not move")
        self._let_at = end
        return self._turn(Event.LATE)

    def due(self) -> float | None:
        """When to read its contact again, or to settle; None where nothing is due."""
        if self._since is not None:
            return self._since + DEBOUNCE_S
        return self._end()

    def _end(self) -> float | None:
        if self.state is not State.PULSED:
            return None
        return self._ends + (MOVE_S if self._pops else UNLOCK_S)

    def _turn(self, event: Event, why: str = "") -> Turned:
        """Take the table's row."""
        change = TABLE.get((self.state, event))
        if change is None:
            return NOTHING
        self.state = change.to
        return Turned(Door(change.sign, why) if change.sign else None, change.release)


def diagram() -> str:
    """The table as a Mermaid state diagram, each arrow with what the lock then tells."""
    lines = ["stateDiagram-v2", "    [*] --> unknown"]
    for (state, event), change in TABLE.items():
        said = f" / {change.sign}" if change.sign else ""
        lines.append(f"    {state} --> {change.to}: {event}{said}")
    return "\n".join(lines)
