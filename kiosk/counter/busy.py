"""Tasks at the counter: which touch opens which, and what a scan, tap or badge means while one is open."""

from collections.abc import Callable
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter import (
    adding,
    choosing,
    counting,
    giving,
    linking,
    looking,
    naming,
    noting,
    receiving,
    reserving,
    showing,
    typing_number,
)
from kiosk.counter.language import mark
from kiosk.counter.session import Answer, Session, Turn, shows
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import (
    Adding,
    Choosing,
    Counting,
    Giving,
    Linking,
    Looking,
    Naming,
    Noting,
    Receiving,
    Reserving,
    Showing,
    Task,
    TypingNumber,
)
from kiosk.crib.gates import may
from kiosk.crib.names import Role
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed


class Doing(Protocol):
    """How one kind of task is done; each function is given the task that is open."""

    def controls(self, session: Session, task: Any) -> tuple[str, ...]:
        """What can be tapped beside the sheet's items and keys."""

    def takes(self, session: Session, task: Any, control: str) -> bool:
        """Whether a tap on this control means anything."""

    def tap(self, session: Session, task: Any, signal: Tapped, now: Now, policy: Policy) -> Turn:
        """Something that it takes was tapped."""

    def scan(self, session: Session, task: Any, signal: Scanned, now: Now) -> Turn | None:
        """Something was scanned; None where it is not for the task, which is then closed."""

    def badge(self, session: Session, task: Any, worker: Worker, now: Now) -> Turn | None:
        """Another's badge, or anybody's where nobody is signed in; None where it is not for the task."""

    def hint(self, task: Any) -> str:
        """What to do next, in English."""


class Opening(Struct, frozen=True):
    """A control that opens a task."""

    begin: Callable[[Session, Tapped, Now], Session]
    """The session with the task open."""
    least: Role | None = None
    """The least role that may; None for anybody, signed in or not."""
    shown: Callable[[Session], bool] = lambda _: True
    """Whether it is drawn, for whom it may be."""
    fits: Callable[[Session], bool] = lambda _: True
    """Whether there is anything to open now."""


DOING: dict[type[Task], Doing] = {
    Choosing: choosing,
    Counting: counting,
    Naming: naming,
    Noting: noting,
    Receiving: receiving,
    Linking: linking,
    Adding: adding,
    Giving: giving,
    Looking: looking,
    Showing: showing,
    Reserving: reserving,
    TypingNumber: typing_number,
}
"""How each kind of task is done."""


def _nobody(session: Session) -> bool:
    return session.worker is None


def _sees_all(session: Session) -> bool:
    """Everybody from the idle screen; signed in, those whose business it is who has what."""
    return (_nobody(session) and not shows(session)) or may(session.worker, Role.LEAD)


_IDLE = Opening(looking.begin, shown=lambda session: _nobody(session) and not shows(session))
OPENS: dict[str, Opening] = {
    "mine": Opening(looking.begin, Role.WORKER),
    "available": _IDLE,
    "reserved": _IDLE,
    "out": Opening(looking.begin, shown=_sees_all),
    "low": _IDLE,
    "where": Opening(looking.begin),
    "card:": Opening(showing.begin),
    "give": Opening(giving.begin, Role.WORKER, shown=lambda _: False, fits=giving.fits),
    "quantity": Opening(typing_number.begin, Role.WORKER, shown=lambda _: False, fits=typing_number.fits),
    "count": Opening(counting.begin, Role.KEEPER),
    "receive": Opening(receiving.begin, Role.KEEPER),
    "add": Opening(adding.begin, Role.KEEPER),
    "unknown:": Opening(linking.begin, Role.LEAD),
    "no-badge": Opening(naming.begin, shown=_nobody, fits=_nobody),
    "i-am-new": Opening(naming.begin_new, shown=lambda _: False, fits=naming.fits_new),
    "problem": Opening(choosing.begin, shown=lambda _: False, fits=choosing.fits),
    "reserve": Opening(reserving.begin, Role.WORKER, shown=lambda _: False, fits=reserving.fits),
    "note": Opening(noting.begin, shown=lambda _: False, fits=noting.fits),
}
"""What opens a task; ``verb:`` stands for the verb with any value. Drawn in this order."""


def opening(control: str) -> Opening | None:
    """What a tap on this control opens, if anything."""
    verb, colon, value = control.partition(":")
    return OPENS.get(verb + colon if value else control)


def openable(session: Session) -> tuple[str, ...]:
    """The controls that open a task and are drawn now: nobody is shown what is not hers to do."""
    return tuple(
        control
        for control, way in OPENS.items()
        if not control.endswith(":") and _may(session, way) and way.shown(session)
    )


def _may(session: Session, way: Opening) -> bool:
    return way.least is None or may(session.worker, way.least)


def begin(session: Session, way: Opening, signal: Tapped, now: Now) -> Turn:
    """Open a task, for those who may."""
    if not _may(session, way):
        needs = NotAllowed(way.least or Role.WORKER)
        return Turn(session.say(Answer("refused", by=session.who, refusal=needs), now))
    return Turn(replace(way.begin(session, signal, now), last_act=now.boot))


def controls(session: Session) -> tuple[str, ...]:
    """The controls of the task that is open."""
    task = session.task
    return DOING[type(task)].controls(session, task) if task else ()


def takes(session: Session, control: str) -> bool:
    """Whether a tap on this control means anything in the task that is open."""
    task = session.task
    return task is not None and DOING[type(task)].takes(session, task, control)


def tap(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """Something was tapped; what the task draws and does not take itself opens another."""
    task, way = session.task, opening(signal.control)
    if way and not takes(session, signal.control):
        return begin(session, way, signal, now)
    return DOING[type(task)].tap(session, task, signal, now, policy) if task else Turn(session)


def scan(session: Session, signal: Scanned, now: Now) -> Turn | None:
    """Something was scanned; None where it is not for the task."""
    task = session.task
    return DOING[type(task)].scan(session, task, signal, now) if task else None


def badge(session: Session, worker: Worker, now: Now) -> Turn | None:
    """A badge was shown; None where it is not for the task."""
    task = session.task
    return DOING[type(task)].badge(session, task, worker, now) if task else None


def label(session: Session, control: str) -> str:
    """What is written on a control that means something else in a task; empty where it does not."""
    return mark("Yes, it is right") if control == "yes" and session.task else ""


def hint(task: Task) -> str:
    """What to do next."""
    return DOING[type(task)].hint(task)
