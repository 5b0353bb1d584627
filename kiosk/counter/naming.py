"""Saying who one is without a badge: a number and a PIN on the keys, or a lead's badge that vouches.

The same keys ask for the PIN of a badge that alone does not do. What is typed stays in the open task: a
number until it was looked up, a PIN until it was compared. Nothing here tells whether a number is known.
"""

from msgspec.structs import replace

from kiosk.counter.language import Phrase, mark
from kiosk.counter.session import Answer, Done, Intent, Session, Turn, afresh, shows
from kiosk.counter.signals import Claim, Now, Scanned, Tapped, WorkerSeen
from kiosk.counter.tasks import Naming, Task
from kiosk.crib.gates import may
from kiosk.crib.identify import needs_pin
from kiosk.crib.identity import MAX_NUMBER, PIN_LENGTHS, LinkBadge, ProvePin
from kiosk.crib.identity_refusals import NeedsPin, WrongPin
from kiosk.crib.names import NOBODY, Role, Via
from kiosk.crib.outcomes import Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import UnknownBadge


def begin(session: Session, _: Tapped, __: Now) -> Session:
    """Somebody has no badge with her."""
    return replace(afresh(session), task=Naming())


def begin_new(session: Session, _: Tapped, __: Now) -> Session:
    """Somebody has a badge that nobody knows yet; without one on the screen, nothing begins."""
    refusal = unknown_badge(session)
    return replace(afresh(session), task=Naming(badge=refusal.badge)) if refusal else session


def fits_new(session: Session) -> bool:
    """Whether a badge that nobody has is on the screen."""
    return unknown_badge(session) is not None


def unknown_badge(session: Session) -> UnknownBadge | None:
    """The stop on the screen, where it is about a badge that nobody has."""
    refusal = session.stop.refusal if session.stop and shows(session) else None
    return refusal if isinstance(refusal, UnknownBadge) else None


def ask(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn | None:
    """Ask for the PIN of a badge that alone does not do; None where it does, or the PIN was right."""
    proven = signal.proven or signal.via is not Via.BADGE or signal.worker.id == session.who
    if proven or not needs_pin(signal.worker, policy):
        return None
    stop = session.stop
    said = session.say(Answer("refused", refusal=NeedsPin(signal.worker.id, known=signal.has_pin)), now)
    if not signal.has_pin:
        return Turn(replace(said, stop=stop))
    open_ = session.task
    during = under(open_) if isinstance(open_, Naming) and open_.shown else open_
    task = Naming(worker=signal.worker, shown=True, during=during)
    return Turn(replace(said, stop=stop, task=task, last_act=now.boot))


def under(task: Task | None) -> Task | None:
    """What goes on once a task is closed: what the keys were opened over."""
    return task.during if isinstance(task, Naming) else None


def controls(_: Session, __: Naming) -> tuple[str, ...]:
    """Nothing beside the keys."""
    return ()


def takes(_: Session, task: Naming, control: str) -> bool:
    """Whether a key means anything: digits, back, and enter once something was typed."""
    if not control.startswith("key:"):
        return False
    key = control.removeprefix("key:")
    return bool(task.typed) if key == "enter" else key == "back" or _is_digit(key)


def _is_digit(key: str) -> bool:
    return len(key) == 1 and key in "0123456789"


def tap(session: Session, task: Naming, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """A key: more of it, less of it, or its end. What waits for a badge waits for this, too."""
    later = now.boot + policy.waiting
    waiting = tuple(replace(each, until=max(each.until, later)) for each in session.waiting)
    session = replace(session, waiting=waiting)
    key = signal.control.partition(":")[2]
    if key == "enter":
        return _entered(session, task, signal.claim) if signal.claim else Turn(session)
    most = PIN_LENGTHS[-1] if task.asks_pin else MAX_NUMBER
    if key != "back":
        return Turn(replace(session, task=replace(task, typed=(task.typed + key)[:most])))
    if task.typed or task.shown:
        return Turn(replace(session, task=replace(task, typed=task.typed[:-1])))
    return Turn(replace(session, task=Naming(badge=task.badge)))


def _entered(session: Session, task: Naming, claim: Claim) -> Turn:
    """A number leads to its PIN, known or not; a PIN to who she is, where it is right."""
    if not task.asks_pin:
        asking = replace(task, typed="", worker=claim.worker, number=claim.number)
        return Turn(replace(session, task=asking, answer=None))
    worker, right = task.worker, claim.right
    proof = (Intent(ProvePin(worker.id if worker else NOBODY, right=right, number=task.number)),)
    if worker is None or not right:
        return Turn(replace(session, task=replace(task, typed="")), proof)
    seen = WorkerSeen(worker, proven=True)
    if not task.shown:
        seen = WorkerSeen(worker, via=Via.PIN, new_badge=task.badge)
    return Turn(replace(session, task=under(task)), proof, seen)


def badge(session: Session, task: Naming, worker: Worker, _: Now) -> Turn | None:
    """A lead vouches for whose number was typed; any other badge means what it always means."""
    named = task.worker
    if task.shown or not task.number or not may(worker, Role.LEAD) or worker == named:
        return None
    if named is None:
        return Turn(session, (Intent(ProvePin(NOBODY, right=False, number=task.number)),))
    seen = WorkerSeen(named, via=Via.VOUCHED, vouched_by=worker.id, new_badge=task.badge)
    return Turn(replace(session, task=None), then=seen)


def scan(_: Session, __: Naming, ___: Scanned, ____: Now) -> Turn | None:
    """A scan is never for the keys."""
    return None


def conclude(session: Session, done: Done, now: Now) -> Session:
    """Say that it was wrong, and let her try again as long as she may; or that the badge is hers."""
    if not isinstance(done.decision, Refused):
        return _linked(session) if isinstance(done.intent.command, LinkBadge) else session
    refusal, stop = done.decision.refusal, session.stop
    task = session.task
    if isinstance(task, Naming) and not isinstance(refusal, WrongPin):
        task = under(task)
    said = session.say(Answer("refused", by=session.who, refusal=refusal), now)
    return replace(said, stop=stop, task=task)


def _linked(session: Session) -> Session:
    """The greeting says so, too."""
    hers = (Phrase(mark("This badge is yours now.")),)
    return replace(session, answer=replace(session.answer, told=hers)) if session.answer else session


def hint(task: Naming) -> str:
    """What to do next."""
    if not task.asks_pin:
        return mark("Type your number, then Enter.")
    if task.shown:
        return mark("Type your PIN, then Enter.")
    return mark("Type your PIN, then Enter. Or a lead shows a badge.")
