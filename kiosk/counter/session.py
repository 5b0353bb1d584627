"""What the counter remembers between two signals: who is signed in, what waits, what was last said."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter.signals import Now
from kiosk.counter.tasks import Task
from kiosk.crib.commands import Command, Wish
from kiosk.crib.names import NOBODY, AssetCode, BinCode, CommandId, KitCode, LotCode, ProductCode, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import Refusal
from kiosk.crib.states import AssetState, KitState, StockState


class State(StrEnum):
    """The states of the session machine."""

    IDLE = "idle"
    """Nobody is signed in."""
    WAITING = "waiting"
    """Nobody is signed in, and a scanned thing waits for a badge."""
    SERVING = "serving"
    """A worker is signed in."""
    ASKING = "asking"
    """A worker is signed in and was asked something."""
    TASK = "task"
    """A keeper is signed in and counts, or receives."""


class Line(Struct, frozen=True):
    """The quantity line that is open: what the worker takes, or puts back, of one product."""

    product: ProductCode
    bin: BinCode
    total: int
    """Units in all."""
    back: bool = False
    """Whether the line puts back."""
    lot: LotCode = LotCode("")
    """Where a lot was scanned, that one."""


Thing = AssetState | StockState | KitState


class Waiting(Struct, frozen=True):
    """A thing that was scanned with nobody signed in, and waits for a badge."""

    code: str
    thing: Thing
    until: float
    """Boot time."""
    lot: LotCode = LotCode("")


class Question(Struct, frozen=True):
    """``return`` (one's own thing, taken just now) or ``take-over`` (another's thing)."""

    about: str
    thing: AssetState | KitState
    code: str
    """As it was scanned."""


class Act(Struct, frozen=True):
    """The last thing done, which can be undone for a while."""

    command: CommandId
    worker: WorkerId
    done: float
    """Boot time."""
    returned: AssetCode = AssetCode("")
    """The asset that came back by it, which may have a problem."""
    kit: tuple[AssetCode, ...] = ()
    """The assets of the kit that came back by it, any of which may be missing."""
    line_before: Line | None = None
    """The quantity line as it was before."""


class Answer(Struct, frozen=True):
    """What was last said to whoever stands at the counter."""

    kind: str
    """``taken``, ``refused`` and so on: see conclude.KIND; also ``asked``, ``shown``, ``signed-out``."""
    by: WorkerId = NOBODY
    asset: AssetCode = AssetCode("")
    product: ProductCode = ProductCode("")
    kit: KitCode = KitCode("")
    bin: BinCode = BinCode("")
    quantity: int = 0
    due: int = 0
    """Microseconds since 1970 UTC; 0 where there is none."""
    to: WorkerId = NOBODY
    """Who was given it."""
    refusal: Refusal | None = None
    about: str = ""
    """Of a question, what it asks; of something shown, its code."""
    lines: tuple[str, ...] = ()


class Recent(Struct, frozen=True):
    """A code that was just answered, and until when the same scan by the same person is a bounce."""

    code: str
    worker: WorkerId
    until: float


class Intent(Struct, frozen=True):
    """A command that the counter wants done, and the quantity line that is open once it is."""

    command: Command
    line: Line | None = None


class Stop(Struct, frozen=True):
    """What was just refused, and could be done otherwise."""

    intent: Intent
    refusal: Refusal


class Session(Struct, frozen=True):
    """The whole memory of the counter."""

    worker: Worker | None = None
    last_act: float = 0.0
    """Boot time."""
    waiting: tuple[Waiting, ...] = ()
    question: Question | None = None
    line: Line | None = None
    act: Act | None = None
    wish: Wish = Wish()
    """What the scans that follow are for."""
    subject: AssetCode = AssetCode("")
    """The asset in the worker's hands that was spoken of last: what she gives, or keeps for longer."""
    listed: tuple[AssetCode, ...] = ()
    """Assets that were shown as lying somewhere, and may not be there."""
    stop: Stop | None = None
    """The refusal on the screen."""
    task: Task | None = None
    """What a keeper is busy with."""
    answer: Answer | None = None
    answers: int = 0
    """Counts what was said, so that saying the same again shows."""
    answered: float = 0.0
    """Boot time of the last answer."""
    recent: tuple[Recent, ...] = ()

    @property
    def state(self) -> State:
        """The state that the table goes by."""
        if self.worker is None:
            return State.WAITING if self.waiting else State.IDLE
        if self.task:
            return State.TASK
        return State.ASKING if self.question else State.SERVING

    @property
    def who(self) -> WorkerId:
        """Who is signed in; empty for nobody."""
        return self.worker.id if self.worker else NOBODY

    def say(self, answer: Answer, now: Now) -> "Session":
        """This session, having answered; what was refused before is no longer on the screen."""
        return replace(self, answer=answer, answers=self.answers + 1, answered=now.boot, stop=None, listed=())


class Turn(Struct, frozen=True):
    """What a signal leads to: the session as it is before the intents are done, and these, in order."""

    session: Session
    intents: tuple[Intent, ...] = ()


def idle_s(session: Session, policy: Policy) -> int:
    """Seconds after the last act until sign-out: a keeper who counts has her hands full."""
    return policy.task_signout if session.task else policy.signout


def deadline(session: Session, policy: Policy) -> float | None:
    """Boot time at which something is over, so that TimePassed is due; None where nothing will be."""
    ends = [waiting.until for waiting in session.waiting]
    if session.worker:
        ends.append(session.last_act + idle_s(session, policy))
    elif shows(session) and not session.waiting:
        ends.append(session.answered + policy.undo)
    if session.act:
        ends.append(session.act.done + policy.undo)
    return min(ends, default=None)


def shows(session: Session) -> bool:
    """Whether the last answer still stands on the screen."""
    return session.answer is not None and session.answer.kind != "signed-out"
