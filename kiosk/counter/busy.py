"""A keeper's tasks at the counter: what a scan, a tap or a badge means while one is being done."""

from msgspec.structs import replace

from kiosk.counter import counting, receiving
from kiosk.counter.session import Answer, Session, Turn
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import Counting, Receiving, Task
from kiosk.crib.commands import Wish
from kiosk.crib.gates import may
from kiosk.crib.names import AssetCode, Role
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed

BEGINS = {"count": counting.begin, "receive": receiving.begin}
"""The control that begins each task."""


def begun_by(session: Session) -> tuple[str, ...]:
    """The controls that begin a task, for those who may."""
    return tuple(BEGINS) if may(session.worker, Role.KEEPER) else ()


def begin(session: Session, signal: Tapped, now: Now) -> Turn:
    """Begin a task; whatever else was open is closed."""
    if not may(session.worker, Role.KEEPER):
        return Turn(session.say(Answer("refused", by=session.who, refusal=NotAllowed(Role.KEEPER)), now))
    fresh = replace(session, question=None, line=None, act=None, wish=Wish(), subject=AssetCode(""))
    begun = BEGINS[signal.control](fresh, now)
    if isinstance(begun.task, Receiving):
        begun = replace(begun, task=replace(begun.task, offers=signal.codes))
    return Turn(begun)


def controls(session: Session) -> tuple[str, ...]:
    """The controls of the task that is being done."""
    if isinstance(session.task, Receiving):
        return receiving.controls(session, session.task)
    return counting.controls(session.task) if session.task else ()


def label(session: Session, control: str) -> str:
    """What is written on a control that means something else in a task; empty where it does not."""
    return "Yes, it is right" if control == "yes" and session.task else ""


def takes(session: Session, control: str) -> bool:
    """Whether a tap on this control means anything in the task that is being done."""
    if isinstance(session.task, Receiving):
        return receiving.takes(session, session.task, control)
    return session.task is not None and counting.takes(session.task, control)


def scan(session: Session, signal: Scanned, now: Now, _: Policy) -> Turn:
    """Something was scanned."""
    task = session.task
    if isinstance(task, Receiving):
        return receiving.scan(session, task, signal, now)
    return counting.scan(session, task, signal, now) if task else Turn(session)


def tap(session: Session, control: str, now: Now) -> Turn:
    """Something was tapped."""
    task = session.task
    if isinstance(task, Receiving):
        return receiving.tap(session, task, control, now)
    return counting.tap(session, task, control, now) if task else Turn(session)


def second(session: Session, worker: Worker) -> Turn | None:
    """What another's badge means to the task; None where it ends it: it goes on when its keeper is back."""
    return counting.second(session, session.task, worker) if isinstance(session.task, Counting) else None


def hint(task: Task) -> str:
    """What to do next."""
    return counting.hint(task) if isinstance(task, Counting) else receiving.hint(task)
