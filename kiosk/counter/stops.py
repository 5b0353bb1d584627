"""Stops: what can be done about a refusal while it is on the screen."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from kiosk.counter import naming
from kiosk.counter.session import Intent, Session, Turn
from kiosk.counter.signals import Now
from kiosk.crib.commands import IssueAsset, IssueStock, Override
from kiosk.crib.gates import OVERRIDES
from kiosk.crib.names import OverrideReason
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import Refusal


def override(session: Session, lead: Worker, now: Now, policy: Policy) -> Turn | None:
    """A lead lets the one act pass: the reason shown is lifted, and the act judged again; None where not."""
    stop = session.stop
    if stop is None or lead.role not in OVERRIDES or not lead.active or not passable(session):
        return None
    before = getattr(stop.intent.command, "override", None)
    lifts = (*(before.lifts if before else ()), stop.refusal.reason)
    given = Override(lead.id, lifts, OverrideReason(policy.override_reason))
    return Turn(replace(session, last_act=now.boot), (again(stop.intent, override=given),))


def passable(session: Session) -> bool:
    """Whether a lead's badge lets what is on the screen pass."""
    stop = session.stop
    return stop is not None and stop.refusal.overridable and hasattr(stop.intent.command, "override")


def again(intent: Intent, **changes: Any) -> Intent:
    """The same act, once more, with something else said."""
    return replace(intent, command=replace(intent.command, **changes))


def controls(session: Session) -> tuple[str, ...]:
    """Names of the controls that a refusal offers."""
    if naming.unknown_badge(session):
        return ("i-am-new",)
    if session.stop is None or session.worker is None:
        return ()
    refusal = session.stop.refusal
    accept = ("accept",) if _latest(refusal) or _left(session) else ()
    return (*accept, *(("other",) if _other(session) else ()))


def accept(session: Session) -> Turn:
    """Take what can be had: for shorter, or fewer pieces."""
    stop = session.stop
    if stop is None:
        return Turn(session)
    command, line = stop.intent.command, stop.intent.line
    latest, left = _latest(stop.refusal), _left(session)
    if isinstance(command, IssueStock) and left:
        goal = replace(line, total=line.total - command.quantity + left) if line else None
        return Turn(session, (Intent(replace(command, quantity=left), goal),))
    if latest is None or not hasattr(command, "wish"):
        return Turn(session)
    return Turn(session, (again(stop.intent, wish=replace(command.wish, due=latest)),))


def other(session: Session) -> Turn:
    """Take the equivalent that is offered first."""
    stop = session.stop
    offers = _other(session)
    if stop is None or not offers:
        return Turn(session)
    wish = getattr(stop.intent.command, "wish", session.wish)
    return Turn(session, (Intent(IssueAsset(offers[0].asset, session.who, wish)),))


def _latest(refusal: Refusal) -> datetime | None:
    return getattr(refusal, "latest", None)


def _left(session: Session) -> int:
    """Pieces that could be taken instead of those that were refused."""
    stop = session.stop
    if stop is None or not isinstance(stop.intent.command, IssueStock):
        return 0
    return min(int(getattr(stop.refusal, "left", 0)), stop.intent.command.quantity - 1)


def _other(session: Session) -> tuple[Any, ...]:
    stop = session.stop
    if stop is None or not isinstance(stop.intent.command, IssueAsset):
        return ()
    return tuple(getattr(stop.refusal, "equivalents", ()))
