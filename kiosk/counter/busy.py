"""A keeper's tasks at the counter: what a scan, a tap or a badge means while one is being done."""

from msgspec.structs import replace

from kiosk.counter import taps
from kiosk.counter.session import Session, Turn
from kiosk.counter.signals import Now, Scanned, Tapped, WorkerSeen
from kiosk.crib.policy import Policy


def scan(session: Session, signal: Scanned, now: Now, policy: Policy) -> Turn:
    """Something was scanned."""
    return Turn(session)


def tap(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """Something was tapped."""
    return taps.on_line(session, signal, now, policy)


def badge(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
    """Another badge ends the task, which goes on where it was when its keeper is back."""
    return Turn(replace(session, last_act=now.boot))
