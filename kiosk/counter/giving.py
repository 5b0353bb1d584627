"""Giving what one has to a colleague: one touch, and then the colleague's badge."""

from msgspec.structs import replace

from kiosk.counter import hands
from kiosk.counter.language import mark
from kiosk.counter.session import Session, Turn
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import Giving
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker


def fits(session: Session) -> bool:
    """Whether a thing in one's hands was spoken of."""
    return bool(session.worker and session.subject)


def begin(session: Session, _: Tapped, __: Now) -> Session:
    """Somebody wants to give what was spoken of last."""
    asked = replace(session, question=None, answer=None)
    return replace(asked, task=Giving(session.subject)) if fits(session) else session


def controls(_: Session, __: Giving) -> tuple[str, ...]:
    """There is nothing to tap: a badge is waited for."""
    return ()


def takes(_: Session, __: Giving, ___: str) -> bool:
    """Nothing."""
    return False


def tap(session: Session, _: Giving, __: Tapped, ___: Now, ____: Policy) -> Turn:
    """Nothing can be tapped."""
    return Turn(session)


def scan(_: Session, __: Giving, ___: Scanned, ____: Now) -> Turn | None:
    """A scan means what it always means."""
    return None


def badge(session: Session, task: Giving, worker: Worker, now: Now) -> Turn | None:
    """The colleague's: it is hers where she may have it, and the giver's session goes on."""
    if session.worker is None:
        return None
    return hands.give(replace(session, task=None, subject=task.asset, last_act=now.boot), worker)


def hint(_: Giving) -> str:
    """What to do next."""
    return mark("Now your colleague's badge.")
