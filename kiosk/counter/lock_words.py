"""What the screen says of doors: a warning hides what was said before it and yields to what comes later."""

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.counter.locks import Lock, LockState
from kiosk.counter.session import Session
from kiosk.counter.views import Notice, Page, Tone, View

_URGENCY = (LockState.ALARM, LockState.OPEN, LockState.FAULT)


def with_doors(view: View, locks: Iterable[Lock], session: Session, warned: int) -> View:
    """The view, and on it what must be said of doors; nobody is signed out while one is open.

    ``warned`` is how many answers there were when a door last became worth a warning.
    """
    every = sorted(locks, key=lambda lock: lock.cabinet)
    if any(lock.is_open for lock in every) and session.worker:
        view = replace(view, countdown=None)
    warning = [lock for lock in every if lock.warns]
    if warning:
        urgent = min(warning, key=lambda lock: _URGENCY.index(lock.state))
        view = _warned(view, notice(urgent), answered_since=session.answers > warned)
    return _told_at_sign_in(view, every, session)


def _warned(view: View, said: Notice, *, answered_since: bool) -> View:
    if view.notice and answered_since:
        return replace(view, hint=said.title)
    page = Page.NOTICE if view.page is Page.WELCOME else view.page
    return replace(view, notice=said, page=page)


def notice(lock: Lock) -> Notice:
    """What a door that warns has to say."""
    cabinet = lock.cabinet
    if lock.state is LockState.FAULT:
        return Notice(Tone.STOP, f"{cabinet} did not open.", ("Scan your badge again, or ask the keeper.",))
    if lock.state is LockState.OPEN:
        return Notice(Tone.LOOK, f"Close {cabinet}.", ("Its door is open.",))
    if lock.forced:
        return Notice(Tone.STOP, f"Close {cabinet}.", ("It was forced open.",))
    return Notice(Tone.STOP, f"Close {cabinet}.", ("It has been open for too long.",))


def _told_at_sign_in(view: View, locks: list[Lock], session: Session) -> View:
    """Who signs in is told what does not open; later the foot of the screen says it."""
    gone = [lock.cabinet for lock in locks if not lock.here]
    signed_in = session.answer is not None and session.answer.kind == "signed-in"
    if not (gone and signed_in and view.notice):
        return view
    lines = tuple(f"{cabinet} does not open: it is not connected." for cabinet in gone)
    return replace(view, notice=replace(view.notice, lines=(*view.notice.lines, *lines)))
