"""The lock of each cabinet: all that a door can do is one table, (state, sign) → change. Pure.

A lock tells signs of itself; entries, and a word to the lock, come out. Times are boot time, which no change
of the clock touches.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter.views import Tone
from kiosk.crib.door_entries import (
    DoorBody,
    DoorClosed,
    DoorFault,
    DoorForced,
    DoorHeldOpen,
    DoorOpened,
    DoorReview,
)
from kiosk.crib.names import NOBODY, CabinetCode, WorkerId
from kiosk.crib.policy import Policy


class LockState(StrEnum):
    """How a cabinet's lock stands."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    """Not opened yet."""
    OPEN = "open"
    ALARM = "alarm"
    """Open for too long, or without having been unlocked."""
    FAULT = "fault"
    """It does not do what it is told, or does not answer: nothing is assumed of it."""


class Sign(StrEnum):
    """What a lock tells of itself."""

    SHUT = "shut"
    """Found shut: it answers for the first time, or again."""
    AJAR = "ajar"
    """Found open, the same."""
    OPENED = "opened"
    """It came open, and its bolt was drawn or had only just been: the lock knows best when that was."""
    FORCED = "forced"
    """It came open though its bolt is out."""
    CLOSED = "closed"
    STUCK = "stuck"
    """Its bolt did not move."""
    GONE = "gone"
    """It does not answer any more."""


class Event(StrEnum):
    """What else happens to a lock."""

    GRANTED = "granted"
    """``door.unlocked`` is durable."""
    LEFT = "left"
    """Whom it was unlocked for has gone, or took too long."""
    HELD = "held"
    """It was open for as long as it may be."""


class Pull(StrEnum):
    """What a lock is told."""

    UNLOCK = "unlock"
    LOCK = "lock"


AFAR_S = 30
"""Seconds for which a lock that was unlocked from afar stays so, where the policy has no time of its own."""


class Lock(Struct, frozen=True):
    """The lock of one cabinet, and what was said of it."""

    cabinet: CabinetCode
    state: LockState = LockState.FAULT
    here: bool = False
    """Whether it answers."""
    worker: WorkerId = NOBODY
    """Whom it was unlocked for last, until it is known whether anything of it was scanned."""
    before: WorkerId = NOBODY
    """The same, also after that: a door that she pulled in the last moment is hers."""
    since: float = 0.0
    """When it came to be unlocked or open."""
    forced: bool = False
    """Whether the open door was not unlocked: an alarm at once, also where it is found so."""
    warned: bool = False
    told: bool = False
    """Whether the keeper was told that it was held open."""
    opened: bool = False
    """Whether that worker opened it."""
    scanned: bool = False
    """Whether anything of the cabinet was scanned since it was unlocked."""
    ajar: bool = False
    """Of one in fault: whether its door is open by the journal's last word."""

    @property
    def is_open(self) -> bool:
        """Whether the door stands open."""
        return self.state in (LockState.OPEN, LockState.ALARM)

    @property
    def holds(self) -> bool:
        """Whether it keeps back what lies behind it, though it should not: it is in fault, and shut."""
        return self.state is LockState.FAULT and not self.ajar

    @property
    def warns(self) -> bool:
        """Whether the screen speaks of it."""
        return self.state is LockState.ALARM or self.warned or (self.here and self.state is LockState.FAULT)


class Turned(Struct, frozen=True):
    """A lock after something happened, and what follows from it."""

    lock: Lock
    notes: tuple[DoorBody, ...] = ()
    pull: Pull | None = None
    sound: Tone | None = None


class Change(Struct, frozen=True):
    """A row of the table."""

    to: LockState
    note: type[DoorOpened] | type[DoorClosed] | type[DoorForced] | type[DoorFault] | None = None
    pull: Pull | None = None
    sound: Tone | None = None


_LOCKED, _UNLOCKED, _OPEN, _ALARM, _FAULT = LockState
_UNLOCKING = Change(_UNLOCKED, pull=Pull.UNLOCK)
_OPENED = Change(_OPEN, DoorOpened)
_FORCED = Change(_ALARM, DoorForced, sound=Tone.STOP)
_SHUT = Change(_LOCKED, DoorClosed, Pull.LOCK)
_STUCK = Change(_FAULT, DoorFault, sound=Tone.STOP)
_SILENT = Change(_FAULT, DoorFault)

TABLE: dict[tuple[LockState, Sign | Event], Change] = {
    (_LOCKED, Event.GRANTED): _UNLOCKING,
    (_LOCKED, Sign.OPENED): _OPENED,
    (_LOCKED, Sign.FORCED): _FORCED,
    (_LOCKED, Sign.AJAR): _FORCED,
    (_LOCKED, Sign.STUCK): _STUCK,
    (_LOCKED, Sign.GONE): _SILENT,
    (_UNLOCKED, Event.GRANTED): _UNLOCKING,
    (_UNLOCKED, Event.LEFT): Change(_LOCKED, pull=Pull.LOCK),
    (_UNLOCKED, Sign.OPENED): _OPENED,
    (_UNLOCKED, Sign.AJAR): _OPENED,
    (_UNLOCKED, Sign.FORCED): _FORCED,
    (_UNLOCKED, Sign.SHUT): _SHUT,
    (_UNLOCKED, Sign.STUCK): _STUCK,
    (_UNLOCKED, Sign.GONE): _SILENT,
    (_OPEN, Sign.CLOSED): _SHUT,
    (_OPEN, Sign.SHUT): _SHUT,
    (_OPEN, Event.HELD): Change(_ALARM, sound=Tone.STOP),
    (_OPEN, Sign.GONE): _SILENT,
    (_ALARM, Sign.CLOSED): _SHUT,
    (_ALARM, Sign.SHUT): _SHUT,
    (_ALARM, Sign.GONE): _SILENT,
    (_FAULT, Event.GRANTED): _UNLOCKING,
    (_FAULT, Sign.SHUT): Change(_LOCKED, DoorClosed),
    (_FAULT, Sign.AJAR): _OPENED,
    (_FAULT, Sign.CLOSED): _SHUT,
    (_FAULT, Sign.OPENED): _OPENED,
    (_FAULT, Sign.FORCED): _FORCED,
}
"""A pair that is not here changes nothing. What the journal knows already is not noted again."""


def hear(lock: Lock, sign: Sign, boot: float, why: str = "") -> Turned:
    """What a lock told."""
    worker = lock.before if (lock.state, sign) == (LockState.LOCKED, Sign.OPENED) else lock.worker
    return _turn(replace(lock, here=sign is not Sign.GONE, worker=worker), sign, boot, why)


def grant(lock: Lock, worker: WorkerId, boot: float) -> Turned:
    """Unlock it for a worker, whose entry is durable; what the one before left behind is said first."""
    left = _leave(lock, worker)
    same = left.lock.worker == worker
    mine = left.lock if same else replace(left.lock, worker=worker, opened=False, scanned=False)
    return _and(left, _turn(replace(mine, before=worker), Event.GRANTED, boot))


def settle(lock: Lock, who: WorkerId, boot: float, policy: Policy) -> Turned:
    """What is over: the time of an open door, the session that it was unlocked for."""
    turned = _leave(lock, who)
    seconds = _unlocked_s(lock, policy)
    if lock.state is LockState.UNLOCKED and seconds and boot >= lock.since + seconds:
        turned = _and(turned, _turn(turned.lock, Event.LEFT, boot))
    return _and(turned, _time(turned.lock, boot, policy))


def deadline(lock: Lock, policy: Policy) -> float | None:
    """Boot time at which something of it is over; None where nothing will be."""
    if lock.state is LockState.UNLOCKED:
        seconds = _unlocked_s(lock, policy)
        return lock.since + seconds if seconds else None
    if not lock.is_open or lock.told:
        return None
    if lock.state is LockState.ALARM:
        return lock.since + 2 * policy.held_open
    return lock.since + (policy.held_open if lock.warned else policy.held_open / 2)


def _unlocked_s(lock: Lock, policy: Policy) -> int:
    """How long it stays unlocked, at most; 0: until its worker leaves."""
    return policy.unlock or (AFAR_S if lock.worker == NOBODY else 0)


def _leave(lock: Lock, who: WorkerId) -> Turned:
    """Lock it again when its worker has gone; a cabinet that was opened for nothing is told to the keeper."""
    if lock.worker in (NOBODY, who) or lock.is_open or (lock.state is LockState.FAULT and lock.ajar):
        return Turned(lock)
    turned = _turn(lock, Event.LEFT, lock.since)
    forgotten = replace(turned.lock, worker=NOBODY, opened=False, scanned=False)
    in_vain = lock.opened and not lock.scanned
    notes = (DoorReview(cabinet=lock.cabinet, worker=lock.worker),) if in_vain else ()
    return Turned(forgotten, notes, turned.pull)


def _time(lock: Lock, boot: float, policy: Policy) -> Turned:
    """Half of the time warns, all of it is an alarm, twice of it is told to the keeper."""
    if not lock.is_open:
        return Turned(lock)
    turned = Turned(lock)  # the same sums as deadline(): a difference of floats may fall short of them
    if lock.state is LockState.OPEN and not lock.warned and boot >= lock.since + policy.held_open / 2:
        turned = Turned(replace(lock, warned=True), sound=Tone.LOOK)
    if lock.forced or boot >= lock.since + policy.held_open:
        turned = _and(turned, _turn(turned.lock, Event.HELD, boot))
    if boot >= lock.since + 2 * policy.held_open and not lock.told:
        seconds = 2 * policy.held_open
        note = DoorHeldOpen(cabinet=lock.cabinet, worker=lock.worker, seconds=seconds)
        turned = _and(turned, Turned(replace(turned.lock, told=True), (note,), sound=Tone.STOP))
    return turned


def _turn(lock: Lock, happened: Sign | Event, boot: float, why: str = "") -> Turned:
    """Take the table's row."""
    change = TABLE.get((lock.state, happened))
    if change is None:
        return Turned(lock)
    return Turned(_after(lock, change, boot), _noted(lock, change, why), change.pull, change.sound)


def _noted(lock: Lock, change: Change, why: str) -> tuple[DoorBody, ...]:
    known = {DoorOpened: _told_open(lock), DoorClosed: not _told_open(lock)}
    if change.note is None or known.get(change.note):
        return ()
    note = change.note(cabinet=lock.cabinet, worker=lock.worker)
    return (replace(note, why=why) if isinstance(note, DoorFault) else note,)


def _after(lock: Lock, change: Change, boot: float) -> Lock:
    is_open = change.to in (LockState.OPEN, LockState.ALARM)
    ajar = _told_open(lock) and change.to in (LockState.FAULT, LockState.UNLOCKED)
    began = boot if is_open and not lock.is_open else lock.since
    return replace(
        lock,
        state=change.to,
        since=boot if change.to is LockState.UNLOCKED else began,
        forced=(is_open or ajar) and (lock.forced or change.note is DoorForced),
        warned=lock.warned and is_open,
        told=lock.told and is_open,
        opened=lock.opened or change.note is DoorOpened,
        ajar=ajar,
    )


def _told_open(lock: Lock) -> bool:
    """Whether the journal's last word of its door is that it is open."""
    return lock.is_open or lock.ajar


def _and(first: Turned, then: Turned) -> Turned:
    return Turned(then.lock, first.notes + then.notes, then.pull or first.pull, then.sound or first.sound)


def diagram() -> str:
    """The table as a Mermaid state diagram; a door in fault is tried again by the next badge."""
    arrows: dict[tuple[LockState, LockState], list[str]] = {}
    for (state, happened), change in TABLE.items():
        arrows.setdefault((state, change.to), []).append(happened.value)
    lines = [f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in arrows.items()]
    return "\n".join(["stateDiagram-v2", "    [*] --> fault", *lines])
