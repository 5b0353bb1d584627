"""compose(session, scene): the view of this moment. Pure."""

from msgspec.structs import replace

from kiosk.counter import busy, count_words, pointing, sheets, stops, taps
from kiosk.counter.health_words import worded
from kiosk.counter.language import mark
from kiosk.counter.own_words import holdings
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session, idle_s, shows
from kiosk.counter.signals import Now
from kiosk.counter.stop_words import fault_words
from kiosk.counter.tasks import Receiving
from kiosk.counter.views import Control, Countdown, Notice, Page, Tone, View
from kiosk.counter.wording import label, notice

_TONES = dict.fromkeys(("yes", "accept", "other", "take-over", "just-return", "understood"), Tone.DONE)
"""What lets the worker go on."""


def compose(session: Session, scene: Scene, now: Now) -> View:
    """What the screen shows."""
    scene = replace(scene, passable=stops.passable(session))
    said = notice(session.answer, scene) if session.answer and shows(session) else None
    if scene.trouble:
        said = Notice(Tone.STOP, scene.say("Out of order"), fault_words(scene.trouble, scene))
    sheet = None if scene.trouble else sheets.sheet(session, scene)
    return View(
        page=_page(session, said),
        site=scene.site,
        clock=f"{scene.at.astimezone(scene.zone):%H:%M}",
        who=scene.who,
        hint=scene.say(_hint(session)),
        notice=said,
        holdings=() if sheet else holdings(scene),
        controls=() if scene.trouble else _controls(session, scene, now),
        countdown=_countdown(session, scene, now),
        health=tuple(worded(part, scene.language) for part in scene.health),
        sheet=sheet,
        news=() if session.worker or session.task else scene.news,
        language=scene.language.code,
        said=session.answers,
        points=pointing.bins(session, scene),
    )


def _page(session: Session, said: Notice | None) -> Page:
    if session.worker:
        return Page.SERVING
    return Page.NOTICE if said else Page.WELCOME


def _hint(session: Session) -> str:
    if session.task:
        return busy.hint(session.task)
    if session.question:
        return mark("Touch an answer, or scan on.")
    if session.vain:
        return mark("Took nothing? Touch it, or scan what you took.")
    if session.worker:
        return mark("Scan what you take or return.")
    return mark("Scan your badge.") if session.waiting else mark("Scan your badge, or a tool to return it.")


def _controls(session: Session, scene: Scene, now: Now) -> tuple[Control, ...]:
    shown = taps.drawn(taps.shown(session, now, scene.policy))
    names = [name for name in shown if not _is_settled(name, session, scene)]
    return tuple(Control(name, _label(name, session, scene), _TONES.get(name)) for name in names)


def _is_settled(control: str, session: Session, scene: Scene) -> bool:
    """Whether it offers what is expected no longer."""
    task, expected = session.task, scene.opened
    offered = isinstance(task, Receiving) and isinstance(expected, tuple) and control in task.offers
    return offered and control not in expected


def _label(control: str, session: Session, scene: Scene) -> str:
    if control == "sign":
        return count_words.signs(scene)
    special = busy.label(session, control)
    return scene.say(special) if special else label(control, scene)


def _countdown(session: Session, scene: Scene, now: Now) -> Countdown | None:
    """Until sign-out, or until the first waiting thing is forgotten."""
    if session.worker or session.task:
        total = idle_s(session, scene.policy)
        end = session.last_act + total
        sentence = mark("Sign-out in {count} s") if session.worker else mark("Closes in {count} s")
    elif session.waiting:
        total, end = scene.policy.waiting, min(waiting.until for waiting in session.waiting)
        sentence = mark("Waits for a badge: {count} s")
    else:
        return None
    left = max(0, round((end - now.boot) * 1000))
    return Countdown(total * 1000, left, scene.language.translate(sentence))
