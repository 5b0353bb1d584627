"""compose(session, scene): the view of this moment. Pure."""

from datetime import datetime

from kiosk.counter import busy, taps
from kiosk.counter.phrases import when
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session, idle_s, shows
from kiosk.counter.signals import Now
from kiosk.counter.views import Control, Countdown, Holding, Notice, Page, Tone, View
from kiosk.counter.wording import label, notice
from kiosk.crib.states import AssetState

_TONES = {"yes": Tone.DONE, "accept": Tone.DONE, "take-over": Tone.DONE, "just-return": Tone.DONE}


def compose(session: Session, scene: Scene, now: Now) -> View:
    """What the screen shows."""
    said = notice(session.answer, scene) if session.answer and shows(session) else None
    if scene.trouble:
        said = Notice(Tone.STOP, "Out of order", (scene.trouble,))
    return View(
        page=_page(session, said),
        site=scene.site,
        clock=f"{scene.at.astimezone(scene.zone):%H:%M}",
        who=scene.who,
        hint=_hint(session),
        notice=said,
        holdings=_holdings(scene),
        controls=() if scene.trouble else _controls(session, scene, now),
        countdown=_countdown(session, scene, now),
        health=scene.health,
    )


def _page(session: Session, said: Notice | None) -> Page:
    if session.worker:
        return Page.SERVING
    return Page.NOTICE if said else Page.WELCOME


def _hint(session: Session) -> str:
    if session.task:
        return busy.hint(session.task)
    if session.question:
        return "Tap an answer, or scan on."
    if session.worker:
        return "Scan what you take or bring back."
    return "Scan your badge." if session.waiting else "Scan your badge, or a tool to bring it back."


def _holdings(scene: Scene) -> tuple[Holding, ...]:
    assets = [_holding(held.asset.code, _held_name(held, scene), held.due, scene) for held in scene.holdings]
    return (
        *assets,
        *(_holding(p.code, f"{loan.quantity} x {p.name}", loan.due, scene) for p, loan in scene.loans),
    )


def _held_name(held: AssetState, scene: Scene) -> str:
    """What a lead let pass stays said until the thing is back."""
    ends = held.day_ends
    lapsed = ends is not None and ends < scene.at.astimezone(scene.zone).date()
    return f"{held.product.name} NOT CALIBRATED" if lapsed else held.product.name


def _holding(code: str, name: str, due: datetime | None, scene: Scene) -> Holding:
    late = due is not None and due < scene.at
    said = f"{'overdue since' if late else 'due'} {when(due, scene)}" if due else ""
    return Holding(code, name, said, late)


def _controls(session: Session, scene: Scene, now: Now) -> tuple[Control, ...]:
    names = taps.shown(session, now, scene.policy)
    return tuple(Control(name, busy.label(session, name) or label(name), _TONES.get(name)) for name in names)


def _countdown(session: Session, scene: Scene, now: Now) -> Countdown | None:
    """Until sign-out, or until the first waiting thing is forgotten."""
    if session.worker:
        total = idle_s(session, scene.policy)
        end = session.last_act + total
    elif session.waiting:
        total, end = scene.policy.waiting, min(waiting.until for waiting in session.waiting)
    else:
        return None
    return Countdown(total * 1000, max(0, round((end - now.boot) * 1000)))
