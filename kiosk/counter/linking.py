"""A code that means nothing yet is linked by one touch; what it was scanned for goes on by itself."""

from msgspec.structs import replace

from kiosk.counter import serving
from kiosk.counter.language import mark
from kiosk.counter.session import Answer, Done, Intent, Session, Turn, afresh, shows
from kiosk.counter.signals import AssetSeen, CodeSeen, Now, PlaceSeen, Scanned, StockSeen, Tapped
from kiosk.counter.tasks import Linking
from kiosk.counter.typed import after, is_key
from kiosk.crib.gates import may
from kiosk.crib.linking import LinkCode
from kiosk.crib.names import AssetCode, ProductCode, Role
from kiosk.crib.outcomes import Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import UnknownCode

_MOST = 40
"""Characters that are typed to look for a thing."""


def kept(session: Session, signal: CodeSeen) -> Session:
    """A code is kept: leads and keepers are asked what it is, at once or when they badge."""
    if not signal.linkable:
        return replace(session, unknown="")
    task = Linking(signal.code) if may(session.worker, Role.LEAD) else session.task
    return replace(session, unknown=signal.code, task=task)


def waiting(session: Session, worker: Worker) -> Linking | None:
    """What a worker is asked who signs in while a code that may be linked is on the screen."""
    refusal = session.stop.refusal if session.stop and shows(session) else None
    is_it = isinstance(refusal, UnknownCode) and refusal.code == session.unknown
    return Linking(session.unknown) if is_it and may(worker, Role.LEAD) else None


def begin(session: Session, signal: Tapped, _: Now) -> Session:
    """One of the codes that were kept is looked at."""
    return replace(afresh(session), task=Linking(signal.control.partition(":")[2]))


def controls(_: Session, task: Linking) -> tuple[str, ...]:
    """Beside what is offered, a way to look for something else."""
    return () if task.looks else ("look-up",)


def takes(session: Session, task: Linking, control: str) -> bool:
    """What the code belongs to, or a key to look for it by."""
    verb, _, value = control.partition(":")
    if not may(session.worker, Role.LEAD):
        return False
    if task.looks and is_key(control, task.typed, digits=False):
        return True
    return bool(verb == "link" and value) or control in controls(session, task)


def hint(_: Linking) -> str:
    """What to do next."""
    return mark("Touch what the code is on, or scan on.")


def scan(_session: Session, _task: Linking, _signal: Scanned, _now: Now) -> Turn | None:
    """Not for the task: the code stays kept."""
    return None


def badge(_session: Session, _task: Linking, _worker: Worker, _now: Now) -> Turn | None:
    """Likewise."""
    return None


def tap(session: Session, task: Linking, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """Link it to what was touched, or type."""
    if signal.control == "look-up":
        return Turn(replace(session, task=replace(task, looks=True)))
    if not signal.control.startswith("key:"):
        return _link(session, task, signal, now, policy)
    typed = task.typed if signal.control == "key:enter" else after(task.typed, signal.control, _MOST)
    return Turn(replace(session, task=replace(task, typed=typed)))


def _link(session: Session, task: Linking, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """The link first; then what a scan of the thing means."""
    bare, thing, me = replace(session, task=None, unknown=""), signal.thing, session.who
    match thing:
        case AssetSeen():
            target, then = str(thing.asset.asset.code), serving.asset(bare, thing, now, policy)
        case StockSeen():
            target, then = str(thing.stock.product.code), serving.stock(bare, thing, now, policy)
        case PlaceSeen() if thing.product:
            told = Answer("linked", by=me, product=thing.product, about=task.code)
            target, then = str(thing.product), Turn(bare.say(told, now))
        case _:
            return Turn(session)
    return Turn(then.session, (Intent(LinkCode(task.code, target, me)), *then.intents))


def conclude(session: Session, done: Done, now: Now) -> Session:
    """A link is told by what goes on; one that was refused is said."""
    if not isinstance(done.decision, Refused):
        return session
    target = getattr(done.intent.command, "to", "")
    refusal = done.decision.refusal
    answer = Answer("refused", session.who, AssetCode(target), ProductCode(target), refusal=refusal)
    return session.say(answer, now)
