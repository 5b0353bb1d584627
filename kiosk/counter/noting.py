"""Leaving a note on a thing that was just brought back, or set aside, or that one has."""

from msgspec.structs import replace

from kiosk.counter.language import mark
from kiosk.counter.session import Intent, Session, Turn
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import Noting
from kiosk.counter.typed import after, is_key
from kiosk.crib.names import AssetCode
from kiosk.crib.noting import MAX_NOTE, NoteAsset
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker


def about(session: Session) -> AssetCode:
    """The asset that a note can be left on now; empty for none."""
    return (session.act.about if session.act else AssetCode("")) or session.subject


def fits(session: Session) -> bool:
    """Whether there is one."""
    return bool(about(session))


def begin(session: Session, _: Tapped, __: Now) -> Session:
    """Somebody has something to say of it."""
    asset = about(session)
    return replace(session, task=Noting(asset), question=None) if asset else session


def controls(_: Session, __: Noting) -> tuple[str, ...]:
    """Nothing beside the keys."""
    return ()


def takes(_: Session, task: Noting, control: str) -> bool:
    """A key; an empty note takes away the one there is."""
    return control == "key:enter" or is_key(control, task.typed, digits=False)


def tap(session: Session, task: Noting, signal: Tapped, _now: Now, _policy: Policy) -> Turn:
    """More of it, less of it, or its end."""
    if signal.control != "key:enter":
        typed = after(task.typed, signal.control, MAX_NOTE)
        return Turn(replace(session, task=replace(task, typed=typed)))
    left = replace(session, task=None)
    if not task.typed.strip() and not session.worker:
        return Turn(left)
    return Turn(left, (Intent(NoteAsset(task.asset, task.typed, session.who)),))


def scan(_: Session, __: Noting, ___: Scanned, ____: Now) -> Turn | None:
    """A scan is never a note."""
    return None


def badge(_: Session, __: Noting, ___: Worker, ____: Now) -> Turn | None:
    """Nor is a badge."""
    return None


def hint(_: Noting) -> str:
    """What to do next."""
    return mark("Type what the next one should know.")
