"""The session machine at work: signals lead to intents, each intent to a command that the store judges."""

from collections.abc import Callable

from msgspec.structs import replace

from kiosk.attendant.cabinets import Cabinets
from kiosk.counter.conclude import conclude
from kiosk.counter.machine import step
from kiosk.counter.session import Answer, Done, Session, Turn
from kiosk.counter.signals import Now, Signal, StrangerSeen, WorkerSeen
from kiosk.crib.body import Moved
from kiosk.crib.commands import Command, OpenSession
from kiosk.crib.door_acts import UnlockDoors
from kiosk.crib.identity import ProvePin
from kiosk.crib.names import AssetCode, CommandId, Via
from kiosk.crib.outcomes import Approved, Decision, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.refusals import DeviceFault
from kiosk.store.database import StoreError
from kiosk.store.store import Outcome

MOST_MOVED = 1000
"""Assets whose last move is remembered."""

Execute = Callable[[CommandId, Command, Now, Via], Outcome]


class Serving:
    """Whoever stands at the counter, and what is done for them."""

    def __init__(self, execute: Execute, cabinets: Cabinets) -> None:
        self._execute = execute
        self._cabinets = cabinets
        self.session = Session()
        self.moved: dict[AssetCode, float] = {}
        """The assets that were taken or came back last, the latest at the end, and the boot time of that."""

    def begin_anew(self, now: Now) -> None:
        """After an error that nobody foresaw: what was open is forgotten; the scan again is no bounce."""
        self.session = Session(answers=self.session.answers).say(Answer("went-wrong"), now)

    def fault(self, error: StoreError, now: Now) -> None:
        """Nothing was recorded, and why."""
        self.session = self.session.say(Answer("refused", refusal=DeviceFault(error.fault)), now)

    def settle_doors(self, boot: float) -> None:
        """See to the doors, and remember which of them were opened in vain."""
        self._cabinets.settle(self.session, boot)
        vain = self._cabinets.in_vain(self.session.who)
        if vain != self.session.vain:
            self.session = replace(self.session, vain=vain)

    def unread(self, flaw: str, now: Now) -> None:
        """A scan that could not be read says so, and why."""
        self.session = self.session.say(Answer("unread", by=self.session.who, about=flaw), now)

    def badge(
        self,
        seen: WorkerSeen | StrangerSeen,
        now: Now,
        id: str,  # noqa: A002
        policy: Policy,
    ) -> None:
        """Who is signed in already has what was shut too early unlocked again.

        Raises:
            StoreError: something could not be written.
        """
        kept = isinstance(seen, WorkerSeen) and seen.worker.id == self.session.who
        self.signal(seen, now, id, policy)
        locks = self._cabinets.offered(self.session.who) if kept else ()
        if locks:
            again = UnlockDoors(self.session.who, locks)
            outcome = self._execute(CommandId(f"{id}/locks"), again, now, Via.BADGE)
            self._cabinets.follow(outcome.decision, now.boot)

    def signal(self, signal: Signal, now: Now, id: str, policy: Policy) -> None:  # noqa: A002
        """Step the machine, and do what it wants; a stop is said last, so that nobody overlooks it.

        Raises:
            StoreError: something could not be written; what was written before it stands.
        """
        turn = step(self.session, signal, now, policy)
        before, self.session = self.session, turn.session
        stopped = self._do(turn, before, now, id)
        if stopped:
            self.session = conclude(self.session, stopped, now)

    def _do(self, turn: Turn, before: Session, now: Now, id: str) -> Done | None:  # noqa: A002
        """Judge every intent; the last stop among them. Nothing more is done for who may not sign in."""
        stopped: Done | None = None
        for line, intent in enumerate(turn.intents):
            command_id = CommandId(f"{id}/{line}")
            signed = self._via(intent.command)
            try:
                outcome = self._execute(command_id, self._cabinets.offer(intent.command), now, signed)
            except StoreError:
                self._take_back(before, done=line > 0)
                raise
            self._cabinets.follow(outcome.decision, now.boot)
            self._remember(outcome.decision, now.boot)
            done = Done(command_id, intent, outcome.decision, outcome.worker)
            if not isinstance(outcome.decision, Refused):
                self.session = conclude(self.session, done, now)
                continue
            stopped = done
            if isinstance(intent.command, OpenSession | ProvePin):
                break
        return stopped

    def _remember(self, decision: Decision, boot: float) -> None:
        for body in decision.entries if isinstance(decision, Approved) else ():
            if isinstance(body, Moved) and body.asset:
                self.moved.pop(body.asset, None)
                self.moved[body.asset] = boot
        while len(self.moved) > MOST_MOVED:
            del self.moved[next(iter(self.moved))]

    def _via(self, command: Command) -> Via:
        """How the actor of a command is known: as she signed in, unless the command says it."""
        if not getattr(command, "worker", ""):
            return Via.UNSIGNED
        return Via(getattr(command, "via", self.session.via))

    def _take_back(self, before: Session, *, done: bool) -> None:
        """What was not written did not happen: scanned again at once, it is no bounce."""
        self.session = replace(self.session, recent=before.recent) if done else before
