"""Reserving from a card: a shift of the next days is one touch; another day and other hours are a few more.

A keeper reserves for others, too: by badge, or by name. What is one's own is canceled in Mine.
"""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter import typed
from kiosk.counter.language import mark
from kiosk.counter.session import Answer, Done, Intent, Session, Turn, afresh
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import Looking, Reserving, Showing
from kiosk.crib.commands import PlaceHold, ReleaseHold
from kiosk.crib.gates import may
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import AssetCode, HoldCode, ProductCode, Role
from kiosk.crib.outcomes import Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotEnough

_MOST = 40
"""Characters of a name that are looked for."""
_STEPS = ("days", "hours", "whom")
"""What has a control of its own; ``day`` and ``start`` name what was chosen."""


class Span(Struct, frozen=True):
    """What a touched item stands for: from when until when, and the code of the hold it would be."""

    start: datetime
    until: datetime
    hold: HoldCode


def fits(session: Session) -> bool:
    """Whether the card of something that can be reserved is open."""
    task = session.task
    return isinstance(task, Showing) and task.what in ("product", "asset") and not task.mine


def begin(session: Session, _: Tapped, __: Now) -> Session:
    """Reserve what the card is of."""
    task = session.task
    if not isinstance(task, Showing) or not fits(session):
        return session
    product = task.product if task.what == "asset" else ProductCode(task.code)
    asset = AssetCode(task.code if task.what == "asset" else "")
    return replace(session, task=Reserving(product, asset, before=task), answer=None)


def look(session: Session, hold: str) -> Session:
    """Look at a hold of one's own."""
    before = session.task if isinstance(session.task, Looking) else None
    return replace(session, task=Reserving(ProductCode(""), held=HoldCode(hold), before=before), answer=None)


def controls(session: Session, task: Reserving) -> tuple[str, ...]:
    """Another day, other hours, more or fewer; a keeper's: for whom."""
    if task.held:
        return ("cancel-hold",)
    if task.step == "whom":
        return ()
    more = () if task.asset else ("plus", *(("minus",) if task.quantity > 1 else ()))
    other = {"": ("days",), "day": ("hours",)}.get(task.step, ())
    whom = ("whom",) if may(session.worker, Role.KEEPER) else ()
    return (*other, *more, *whom)


def takes(session: Session, task: Reserving, control: str) -> bool:
    """What is drawn, the items of the sheet, and the keys where a name is looked for."""
    verb, _, value = control.partition(":")
    if task.step == "whom":
        keeper = may(session.worker, Role.KEEPER)
        return keeper and (bool(verb == "whom" and value) or typed.is_key(control, task.text, digits=False))
    chosen = verb in ("span", "day", "start") and bool(value) and not task.held
    return chosen or control in controls(session, task)


def tap(session: Session, task: Reserving, signal: Tapped, now: Now, _policy: Policy) -> Turn:
    """One step on; with a span, the thing is reserved."""
    verb, _, value = signal.control.partition(":")
    if verb == "cancel-hold":
        return Turn(session, (Intent(ReleaseHold(task.held, worker=session.who)),))
    if verb == "span":
        return _place(session, task, signal)
    session = replace(session, answer=None, last_act=now.boot)
    return Turn(replace(session, task=_onward(task, verb, value, signal)))


def _onward(task: Reserving, verb: str, value: str, signal: Tapped) -> Reserving:
    match verb:
        case "plus" | "minus":
            quantity = task.quantity + (1 if verb == "plus" else -1)
            return replace(task, quantity=min(max(1, quantity), MAX_QUANTITY))
        case "day":
            return replace(task, step="day", day=value)
        case "start":
            return replace(task, step="until", start=value)
        case "whom" if signal.to:
            return replace(task, whom=signal.to, step="", text="")
        case "key" if value != "enter":
            return replace(task, text=typed.after(task.text, signal.control, _MOST))
    return replace(task, step=verb, text="") if verb in _STEPS else task


def _place(session: Session, task: Reserving, signal: Tapped) -> Turn:
    span = signal.thing
    if not isinstance(span, Span):
        return Turn(session)
    whom = task.whom.id if task.whom else session.who
    target = task.asset or task.product
    hold = PlaceHold(
        span.hold, target, span.start, span.until, task.quantity, receiver=whom, worker=session.who
    )
    return Turn(session, (Intent(hold),))


def scan(_: Session, __: Reserving, ___: Scanned, ____: Now) -> Turn | None:
    """A scan means what it always means."""
    return None


def badge(session: Session, task: Reserving, worker: Worker, now: Now) -> Turn | None:
    """A keeper who is asked for whom is shown it; elsewhere a badge means what it always means."""
    if task.step != "whom" or not worker.active or not may(session.worker, Role.KEEPER):
        return None
    return Turn(replace(session, task=replace(task, whom=worker, step="", text=""), last_act=now.boot))


def conclude(session: Session, done: Done, now: Now) -> Session:
    """It is reserved, or canceled; where it is not free then, another time can be chosen."""
    command, task = done.intent.command, session.task
    if not isinstance(task, Reserving):
        return session
    if isinstance(done.decision, Refused):
        return _refused(session, task, done.decision, now)
    if isinstance(command, ReleaseHold):
        return afresh(session).say(Answer("hold-canceled", by=session.who), now)
    assert isinstance(command, PlaceHold), "only these two are concluded here"  # noqa: S101
    answer = Answer(
        "reserved",
        by=session.who,
        asset=task.asset,
        product=task.product,
        quantity=command.quantity,
        to=command.receiver,
        lines=(command.start.isoformat(), command.until.isoformat()),
    )
    return afresh(session).say(answer, now)


def _refused(session: Session, task: Reserving, decision: Refused, now: Now) -> Session:
    refusal = decision.refusal
    kind = "not-free" if isinstance(refusal, NotEnough) else "refused"
    answer = Answer(kind, by=session.who, asset=task.asset, product=task.product, refusal=refusal)
    return session.say(answer, now)


def hint(task: Reserving) -> str:
    """What to do next."""
    if task.held:
        return mark("Touch what to do.")
    name = mark("Type a name, or scan a badge.")
    return name if task.step == "whom" else mark("Touch from when until when.")
