"""Choosing what is wrong with a thing that was brought back: one touch opens the reasons, one names it."""

from msgspec.structs import replace

from kiosk.counter.language import mark
from kiosk.counter.session import Intent, Session, Turn
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import Choosing
from kiosk.crib.commands import QuarantineAsset
from kiosk.crib.names import Problem
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker

REASONS = tuple(f"problem:{reason.value}" for reason in Problem)
"""What a touch on each reason sends."""


def fits(session: Session) -> bool:
    """Whether something was just brought back."""
    return session.act is not None and bool(session.act.returned)


def begin(session: Session, _: Tapped, __: Now) -> Session:
    """Something is wrong with what was just brought back."""
    act = session.act
    return replace(session, task=Choosing(act.returned)) if act and act.returned else session


def controls(_: Session, __: Choosing) -> tuple[str, ...]:
    """The reasons, all at one glance."""
    return REASONS


def takes(_: Session, __: Choosing, control: str) -> bool:
    """A reason."""
    return control in REASONS


def tap(session: Session, task: Choosing, signal: Tapped, _now: Now, _policy: Policy) -> Turn:
    """It is set aside for this reason."""
    reason = Problem(signal.control.partition(":")[2])
    return Turn(replace(session, task=None), (Intent(QuarantineAsset(task.asset, reason, session.who)),))


def scan(_: Session, __: Choosing, ___: Scanned, ____: Now) -> Turn | None:
    """A scan is never a reason."""
    return None


def badge(_: Session, __: Choosing, ___: Worker, ____: Now) -> Turn | None:
    """Nor is a badge."""
    return None


def hint(_: Choosing) -> str:
    """What to do next."""
    return mark("What is wrong with it?")
