"""Looking: the five questions that anybody may ask the counter, and what one holds oneself.

A touch on an item opens its card; a scan or a badge always means what it means elsewhere.
"""

from msgspec.structs import replace

from kiosk.counter import reserving, showing, typed
from kiosk.counter.language import mark
from kiosk.counter.session import Session, Turn, looks_at
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import Looking
from kiosk.crib.gates import may
from kiosk.crib.names import Role
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker

QUESTIONS = ("available", "reserved", "out", "low", "where")
"""What is asked, by the words of cribctl."""
MINE = "mine"
_MOST = 40
"""Characters that are searched for."""


def begin(session: Session, signal: Tapped, _: Now) -> Session:
    """Ask one of the questions."""
    return looks_at(session, Looking(signal.control))


def controls(session: Session, task: Looking) -> tuple[str, ...]:
    """The other questions, one touch away, but where keys take the room; each has those that are hers."""
    if task.question == "where":
        return ()
    asked: tuple[str, ...] = (MINE, "where") if session.worker else QUESTIONS
    if may(session.worker, Role.LEAD):
        asked = (MINE, *QUESTIONS)
    return tuple(question for question in asked if question != task.question)


def takes(session: Session, task: Looking, control: str) -> bool:
    """Any question, any card, and the keys where something is typed."""
    if control.startswith("card:") or control in QUESTIONS:
        return True
    if control.startswith("hold:"):
        return task.question == MINE
    if control == MINE:
        return session.worker is not None
    return task.question == "where" and typed.is_key(control, task.text, digits=False)


def tap(session: Session, task: Looking, signal: Tapped, now: Now, _: Policy) -> Turn:
    """Another question, a card, or one more letter."""
    control = signal.control
    if control.startswith("card:"):
        return Turn(showing.begin(session, signal, now))
    if control.startswith("hold:"):
        return Turn(reserving.look(session, control.partition(":")[2]))
    if not control.startswith("key:"):
        return Turn(begin(session, signal, now))
    if control == "key:enter":  # it was answered as it was typed
        return Turn(session)
    text = typed.after(task.text, control, _MOST)
    return Turn(replace(session, task=replace(task, text=text)))


def scan(_: Session, __: Looking, ___: Scanned, ____: Now) -> Turn | None:
    """A scan means what it always means."""
    return None


def badge(_: Session, __: Looking, ___: Worker, ____: Now) -> Turn | None:
    """So does a badge."""
    return None


def hint(task: Looking) -> str:
    """What to do next."""
    return (
        mark("Type a name, a code or a place.")
        if task.question == "where"
        else mark("Touch one to see more.")
    )
