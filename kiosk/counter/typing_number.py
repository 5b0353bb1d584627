"""Typing how many: a touch opens the keypad, and its end makes the open line so many in all."""

from msgspec.structs import replace

from kiosk.counter import lines, typed
from kiosk.counter.language import mark
from kiosk.counter.session import Session, Turn
from kiosk.counter.signals import Now, Scanned, Tapped
from kiosk.counter.tasks import TypingNumber
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker


def fits(session: Session) -> bool:
    """Whether a line is open."""
    return bool(session.worker and session.line)


def begin(session: Session, _: Tapped, __: Now) -> Session:
    """Somebody takes, or puts back, more than she wants to tap one by one."""
    return replace(session, task=TypingNumber()) if fits(session) else session


def controls(_: Session, __: TypingNumber) -> tuple[str, ...]:
    """Nothing beside the keys."""
    return ()


def takes(_: Session, task: TypingNumber, control: str) -> bool:
    """Digits, back, and enter once something was typed."""
    return typed.is_key(control, task.text, digits=True)


def tap(session: Session, task: TypingNumber, signal: Tapped, _now: Now, _policy: Policy) -> Turn:
    """One more digit, one less, or the number is complete."""
    if signal.control != "key:enter":
        text = typed.after(task.text, signal.control, typed.QUANTITY_DIGITS)
        return Turn(replace(session, task=replace(task, text=text)))
    left, line = replace(session, task=None), session.line
    return lines.make(left, line, task.text) if line else Turn(left)


def scan(_: Session, __: TypingNumber, ___: Scanned, ____: Now) -> Turn | None:
    """A scan means what it always means."""
    return None


def badge(_: Session, __: TypingNumber, ___: Worker, ____: Now) -> Turn | None:
    """So does a badge."""
    return None


def hint(_: TypingNumber) -> str:
    """What to do next."""
    return mark("Type how many in all.")
