"""What the screen says of doors: a warning hides what was said before it and yields to what comes later."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from kiosk.counter.device_words import why_words
from kiosk.counter.language import ENGLISH, Language
from kiosk.counter.locks import Lock, LockState
from kiosk.counter.phrases import begun, ended
from kiosk.counter.session import Session
from kiosk.counter.views import Notice, Page, Tone, View
from kiosk.crib.names import CabinetCode

_URGENCY = (LockState.ALARM, LockState.OPEN, LockState.FAULT)


def with_doors(
    view: View,
    locks: Iterable[Lock],
    session: Session,
    warned: int,
    language: Language = ENGLISH,
    whys: Mapping[CabinetCode, str] = MappingProxyType({}),
) -> View:
    """The view, and on it what must be said of doors; nobody is signed out while one is open.

    ``warned`` is how many answers there were when a door last became worth a warning, ``whys`` what their
    boards say is wrong.
    """
    every = sorted(locks, key=lambda lock: lock.cabinet)
    if any(lock.is_open for lock in every) and session.worker:
        view = replace(view, countdown=None)
    warning = [lock for lock in every if lock.warns]
    if warning:
        urgent = min(warning, key=lambda lock: _URGENCY.index(lock.state))
        said = notice(urgent, language, whys.get(urgent.cabinet, ""))
        view = _warned(view, said, answered_since=session.answers > warned)
    return _told_at_sign_in(view, every, session, language)


def _warned(view: View, said: Notice, *, answered_since: bool) -> View:
    if view.notice and answered_since:
        return replace(view, hint=said.title)
    page = Page.NOTICE if view.page is Page.WELCOME else view.page
    return replace(view, notice=said, page=page)


def notice(lock: Lock, language: Language, reason: str = "") -> Notice:
    """What a door that warns has to say."""
    say = language.say
    if lock.state is LockState.FAULT:
        title = say("{cabinet} did not open.", cabinet=lock.cabinet)
        known = begun(ended(why_words(reason, language))) if reason else ""
        lines = (known, say("Scan your badge again, or ask the keeper."))
        return Notice(Tone.STOP, title, tuple(line for line in lines if line))
    title = say("Close {cabinet}.", cabinet=lock.cabinet)
    if lock.state is LockState.OPEN:
        return Notice(Tone.LOOK, title, (say("Its door is open."),))
    why = say("It was forced open.") if lock.forced else say("It has been open for too long.")
    return Notice(Tone.STOP, title, (why,))


def _told_at_sign_in(view: View, locks: list[Lock], session: Session, language: Language) -> View:
    """Who signs in is told what does not open; later the foot of the screen says it."""
    gone = [lock.cabinet for lock in locks if not lock.here]
    signed_in = session.answer is not None and session.answer.kind == "signed-in"
    if not (gone and signed_in and view.notice):
        return view
    lines = tuple(
        language.say("{cabinet} does not open: it is not connected.", cabinet=cabinet) for cabinet in gone
    )
    return replace(view, notice=replace(view.notice, lines=(*view.notice.lines, *lines)))
