"""What the counter remembers between two signals: who is signed in, what waits, what was last said."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter.language import Told
from kiosk.counter.signals import Now, WorkerSeen
from kiosk.counter.tasks import Task
from kiosk.crib.commands import Command, Wish
from kiosk.crib.handing import TakenOver
from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BinCode,
    CabinetCode,
    CommandId,
    KitCode,
    LotCode,
    ProductCode,
    Via,
    WorkerId,
)
from kiosk.crib.outcomes import NO_ASKS, Asks, Decision
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.reading import NeedsReading
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
    """Something is open that was begun by a touch: a list, keys, a count."""


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
    """A thing that was scanned with nobody signed in, and waits for a badge until a boot time."""

    code: str
    thing: Thing
    until: float
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
    about: AssetCode = AssetCode("")
    """The asset that came back, or was set aside, by it: a note can be left on it."""
    asks: Asks = NO_ASKS
    """What is asked of whoever did it."""
    overridden: bool = False
    """Whether a lead let it pass, and has not said why."""


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
    """Names and codes."""
    told: tuple[Told, ...] = ()
    """Details, most important first."""


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
    via: Via = Via.BADGE
    """How it is known that she is who she is."""
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
    """What is open."""
    closes_shift: bool = False
    """Whether a lead is signed in, and a shift is held open."""
    taken_over: tuple[TakenOver, ...] = ()
    """What she was told that others took over from her, and may deny."""
    vain: tuple[CabinetCode, ...] = ()
    """Cabinets that she opened and shut, and nothing of which was scanned."""
    answer: Answer | None = None
    answers: int = 0
    """Counts what was said, so that saying the same again shows."""
    answered: float = 0.0
    """Boot time of the last answer."""
    recent: tuple[Recent, ...] = ()
    unknown: str = ""
    """The code that was kept last, where it may be linked."""
    under: "Session | None" = None
    """As it was when somebody began to look at something: that shows again once it is closed."""

    @property
    def state(self) -> State:
        """The state that the table goes by."""
        if self.task:
            return State.TASK
        if self.worker is None:
            return State.WAITING if self.waiting else State.IDLE
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
    then: WorkerSeen | None = None
    """What is as good as a badge from here on, and is played next."""


class Done(Struct, frozen=True):
    """A judged intent."""

    id: CommandId
    intent: Intent
    decision: Decision
    worker: Worker | None
    """Who acted, as loaded with the facts."""


def afresh(session: Session) -> Session:
    """The session with nothing open or said: what a task begins from."""
    return replace(
        session,
        question=None,
        line=None,
        act=None,
        stop=None,
        answer=None,
        wish=Wish(),
        subject=AssetCode(""),
        task=None,
        under=None,
    )


def looks_at(session: Session, task: Task) -> Session:
    """The session with a list or a card open, over what was said and can be undone."""
    under = session.under if session.task else session
    return replace(afresh(session), wish=session.wish, task=task, under=under)


def looked(session: Session, now: Now, policy: Policy) -> Session:
    """The session with nothing open; what was said before somebody looked shows again, unless it is over."""
    was = session.under
    bare = replace(session, task=None, answer=None, under=None)
    if was is None:
        return bare
    again = replace(
        bare,
        question=was.question,
        line=was.line,
        act=was.act,
        stop=was.stop,
        answer=was.answer,
        answered=was.answered,
        subject=was.subject,
        listed=was.listed,
    )
    return unexpired(again, now, policy)


def unexpired(session: Session, now: Now, policy: Policy) -> Session:
    """The session without what is over: the chance to undo, and what is said with nobody signed in."""
    if session.act and now.boot >= session.act.done + policy.undo:
        session = replace(session, act=None)
    stays = session.worker or session.task or session.waiting
    if not stays and now.boot >= session.answered + policy.undo:
        session = replace(session, answer=None, stop=None, listed=())
    return session


def idle_s(session: Session, policy: Policy) -> int:
    """Seconds after the last act until it is over: who reads, or counts, takes her time."""
    if session.task is None:
        reads = session.stop is not None and isinstance(session.stop.refusal, NeedsReading)
        return max(policy.look, policy.signout) if reads else policy.signout
    return policy.task_signout if session.task.hands_full else max(policy.look, policy.signout)


def deadline(session: Session, policy: Policy) -> float | None:
    """Boot time at which something is over, so that TimePassed is due; None where nothing will be."""
    ends = [waiting.until for waiting in session.waiting]
    if session.worker or session.task:
        ends.append(session.last_act + idle_s(session, policy))
    elif shows(session) and not session.waiting:
        ends.append(session.answered + policy.undo)
    if session.act:
        ends.append(session.act.done + policy.undo)
    return min(ends, default=None)


def shows(session: Session) -> bool:
    """Whether the last answer still stands on the screen."""
    return session.answer is not None and session.answer.kind != "signed-out"
