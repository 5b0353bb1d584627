"""The cabinets of the kiosk, on the desk's thread: what their locks told, and what they are told."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Protocol

from msgspec.structs import replace

from kiosk.attendant.events import DoorEvent
from kiosk.attendant.messages import DoorState, Submit, Submitted
from kiosk.counter import locks
from kiosk.counter.locks import Lock, LockState, Pull, Turned
from kiosk.counter.session import Session
from kiosk.counter.views import Tone
from kiosk.crib.body import Body, Moved
from kiosk.crib.commands import Command, IssueAsset, IssueKit, IssueStock, OpenSession
from kiosk.crib.door_acts import NoteDoor, OpenCabinet
from kiosk.crib.door_entries import DoorBody, DoorNothingTaken, DoorUnlocked
from kiosk.crib.entries import IssueRefused
from kiosk.crib.names import CabinetCode, Via, WorkerId
from kiosk.crib.outcomes import Decision
from kiosk.crib.places import PlaceKind
from kiosk.crib.policy import Policy
from kiosk.store.database import Database, StoreError, one
from kiosk.store.lookup import bin_of, policy_of
from kiosk.store.states import asset_of


class Locks(Protocol):
    """The locks of cabinets, real or simulated. What they do comes back as DoorEvent; no call blocks."""

    def unlock(self, cabinet: CabinetCode) -> None:
        """Draw the bolt, once; that it did not move is told as ``stuck``, and it is not tried again."""

    def lock(self, cabinet: CabinetCode) -> None:
        """Let the bolt out."""


class NoLocks:
    """A kiosk without locks."""

    def unlock(self, cabinet: CabinetCode) -> None:
        """There is none."""

    def lock(self, cabinet: CabinetCode) -> None:
        """There is none."""


class AttachedLocks:
    """The locks of whichever boards have been started so far; a cabinet without one has nothing to tell."""

    def __init__(self) -> None:
        self._locks: dict[CabinetCode, Locks] = {}

    def attach(self, cabinet: CabinetCode, locks: Locks) -> None:
        """From now on this cabinet's lock is one of ``locks``; from any thread."""
        self._locks[cabinet] = locks

    def unlock(self, cabinet: CabinetCode) -> None:
        """Draw the bolt."""
        if cabinet in self._locks:
            self._locks[cabinet].unlock(cabinet)

    def lock(self, cabinet: CabinetCode) -> None:
        """Let the bolt out."""
        if cabinet in self._locks:
            self._locks[cabinet].lock(cabinet)


class Cabinets:
    """Remembers how every lock stands; those that nothing was heard of are not known."""

    def __init__(self, port: Locks, db: Database) -> None:
        self._port = port
        self._db = db
        self._locks: dict[CabinetCode, Lock] = {}
        self.whys: dict[CabinetCode, str] = {}
        """What is wrong with a lock, in the words of its board."""
        self._sound: Tone | None = None
        self._notes: list[DoorBody] = []
        self._policy = Policy()
        self.warned = 0
        """How many answers there were when a door last became worth a warning."""

    def __iter__(self) -> Iterator[Lock]:
        return iter(self._locks.values())

    @property
    def any_open(self) -> bool:
        """Whether a door stands open."""
        return any(lock.is_open for lock in self)

    def state(self, cabinet: CabinetCode) -> LockState:
        """How a lock stands; one that never answered is in fault."""
        lock = self._locks.get(cabinet)
        return lock.state if lock else LockState.FAULT

    def hear(self, event: DoorEvent, boot: float) -> None:
        """A lock told something of itself."""
        lock = self._locks.get(event.cabinet) or self._remembered(event.cabinet)
        self.whys[event.cabinet] = event.why
        self._take(locks.hear(lock, event.sign, boot, event.why))

    def _remembered(self, cabinet: CabinetCode) -> Lock:
        """A lock that is heard for the first time, with what the journal said last of its door.

        What was scanned before this start is not known: nobody is told to have opened it for nothing.
        """
        found = None
        with suppress(StoreError):  # a door is heard whatever ails the disk
            found = one(self._db, "SELECT worker, forced FROM open_door WHERE cabinet = ?", cabinet)
        if found is None:
            return Lock(cabinet)
        return Lock(cabinet, worker=WorkerId(found[0]), forced=bool(found[1]), scanned=True, ajar=True)

    def offer(self, command: Command) -> Command:
        """A command that says which locks could be opened by it, or which keep back what is to be taken."""
        if isinstance(command, OpenSession):
            return replace(command, locks=self.offered(command.worker))
        if isinstance(command, OpenCabinet):
            return replace(
                command, locks=tuple(lock.cabinet for lock in self if lock.here and not lock.is_open)
            )
        if isinstance(command, IssueAsset | IssueStock | IssueKit):
            return replace(command, faulty=tuple(lock.cabinet for lock in self if lock.holds))
        return command

    def submitted(self, request: Submitted) -> Submitted:
        """The same of a command that a client of the door brings."""
        return (
            replace(request, command=self.offer(request.command)) if isinstance(request, Submit) else request
        )

    def doors(self) -> tuple[DoorState, ...]:
        """How every lock stands, for who looks after them."""
        return tuple(
            DoorState(lock.cabinet, lock.state.value, lock.here, self.whys.get(lock.cabinet, ""))
            for lock in sorted(self, key=lambda lock: lock.cabinet)
        )

    def offered(self, worker: WorkerId) -> tuple[CabinetCode, ...]:
        """The locks that answer, are shut, and are not unlocked for this worker already."""
        return tuple(
            lock.cabinet
            for lock in self
            if lock.here
            and not lock.is_open
            and (lock.state is not LockState.UNLOCKED or lock.worker != worker)
        )

    def in_vain(self, worker: WorkerId) -> tuple[CabinetCode, ...]:
        """The cabinets that this worker opened and shut, and nothing of which was scanned."""
        mine = [lock for lock in self if worker and lock.worker == worker and lock.opened]
        return tuple(lock.cabinet for lock in mine if not (lock.is_open or lock.scanned))

    def follow(self, decision: Decision, boot: float) -> None:
        """After the commit: open what it says, and remember which cabinets something was scanned of."""
        if not self._locks:
            return
        for body in decision.entries:
            if isinstance(body, DoorUnlocked):
                self._take(locks.grant(self._locks[body.cabinet], body.worker, boot))
            if isinstance(body, DoorNothingTaken) and body.cabinet in self._locks:
                self._locks[body.cabinet] = replace(self._locks[body.cabinet], scanned=True)
            for cabinet in self._homes(body):
                if cabinet in self._locks:
                    self._locks[cabinet] = replace(self._locks[cabinet], scanned=True)

    def _homes(self, body: Body) -> Iterator[CabinetCode]:
        """The cabinets of what an entry speaks of."""
        bins: list[str] = []
        if isinstance(body, Moved):
            ends = (body.movement.source, body.movement.destination)
            bins = [place.code for place in ends if place.kind is PlaceKind.BIN]
        elif isinstance(body, IssueRefused) and body.asset:
            state = asset_of(self._db, body.asset)
            bins = [state.asset.bin] if state else []
        for code in bins:
            found = bin_of(self._db, code)
            if found:
                yield found.cabinet

    def settle(self, session: Session, boot: float) -> None:
        """What is over is over: unlocked doors that nobody may open, doors that are open for too long."""
        if not self._locks:
            return
        with suppress(StoreError):  # an alarm does not wait for a disk: the policy that was known holds
            self._policy = policy_of(self._db)
        for lock in tuple(self):
            self._take(locks.settle(lock, session.who, boot, self._policy))
        if self._sound:
            self.warned = session.answers

    def write(self, execute: Callable[[NoteDoor, Via], object]) -> None:
        """Have what is to be noted written; what fails stays, and is tried again.

        Raises:
            StoreError: it could not be written.
        """
        while self._notes:
            note = self._notes[0]
            execute(NoteDoor(note), Via.BADGE if note.worker else Via.KIOSK)
            del self._notes[0]

    def deadline(self, policy: Policy) -> float | None:
        """Boot time at which something of a door is over; None where nothing will be."""
        return min((end for lock in self if (end := locks.deadline(lock, policy)) is not None), default=None)

    def take_sound(self) -> Tone | None:
        """What is to be heard of doors, once."""
        sound, self._sound = self._sound, None
        return sound

    def _take(self, turned: Turned) -> None:
        lock = turned.lock
        self._locks[lock.cabinet] = lock
        self._notes += turned.notes
        self._sound = turned.sound or self._sound
        if turned.pull is Pull.UNLOCK:
            self._port.unlock(lock.cabinet)
        elif turned.pull is Pull.LOCK:
            self._port.lock(lock.cabinet)
