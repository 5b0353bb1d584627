"""Controls: which are shown, and what each does. A tap on one that is not shown changes nothing."""

from msgspec.structs import replace

from kiosk.counter import busy, choosing, hands, lines, showing, stepping, stops
from kiosk.counter.session import Answer, Intent, Question, Recent, Session, Turn, looked
from kiosk.counter.signals import Now, Tapped
from kiosk.crib.commands import (
    Command,
    HandOverAsset,
    IssueKit,
    QuarantineAsset,
    ReportMissing,
    ReturnAsset,
    ReturnKit,
    UndoAct,
)
from kiosk.crib.door_acts import SayNothingTaken
from kiosk.crib.names import AssetCode, Problem
from kiosk.crib.policy import Policy
from kiosk.crib.states import AssetState

QUESTIONS: dict[str, tuple[str, ...]] = {
    "return": ("yes", "no"),
    "take-over": ("take-over", "just-return", "no"),
}
"""The controls of each question."""
NAMED = 3
"""Things that have a button each; more of them are the items of a sheet."""
MOST = 8
"""Controls that a screen draws."""
_GIVE_WAY = ("put-back", "minus", "quantity", "plus", "note")
"""What is not drawn, in this order, where a screen has no room; ``takes`` knows it all the same."""


def shown(session: Session, now: Now, policy: Policy) -> tuple[str, ...]:
    """Names of the controls on the screen, in their order; see also ``takes``.

    What belongs to the last act comes first; where that leaves no room, ways to open something else give way.
    """
    end = ("sign-out",) if session.worker else ()
    first = _on_task(session) if session.task else _on_said(session, now, policy)
    room = max(0, MOST - len(first) - len(end))
    more = () if session.task or session.question else busy.openable(session)[:room]
    return (*first, *more, *(() if session.question else end))


def drawn(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the controls that a screen has room for; the others mean the same to ``takes``."""
    over = len(names) - MOST
    spare = [name for name in _GIVE_WAY if name in names][: max(0, over)]
    kept = tuple(name for name in names if name not in spare)
    return kept if len(kept) <= MOST else (*kept[: MOST - 1], kept[-1])


def _on_task(session: Session) -> tuple[str, ...]:
    close = () if session.task is None or session.task.hands_full else ("close",)
    return (*busy.controls(session), *close)


def _on_said(session: Session, now: Now, policy: Policy) -> tuple[str, ...]:
    if session.question:
        mine = session.question.about == "return" and session.subject
        return (*QUESTIONS[session.question.about], *((*showing.EXTENSIONS, "give") if mine else ()))
    names = [*stepping.on_stop(session), *stops.controls(session)]
    if session.line:
        fewer = ("minus",) if session.line.total else ()
        names += ["plus", *fewer, "quantity"] + ([] if session.line.back else ["put-back"])
    act = session.act
    if act and act.worker == session.who and now.boot < act.done + policy.undo:
        names.append("undo")
        names += _named("missing", act.kit)
        names += stepping.on_act(session)
    names += stepping.on_session(session)
    names += _named("not-here", session.listed)
    names += ["took-nothing"] if session.vain else []
    return tuple(names)


def _named(verb: str, assets: tuple[AssetCode, ...]) -> list[str]:
    return [f"{verb}:{asset}" for asset in assets] if len(assets) <= NAMED else []


_ANSWERS = frozenset(
    """undo yes no accept other take-over just-return put-back understood all-right problem reason missing
    sign close-shift""".split()
)
"""Verbs that speak of what was last said; on something newer they were not meant."""


def is_late(session: Session, control: str, said: int) -> bool:
    """Whether a tap on the view that said so much meant something that was said before."""
    return said >= 0 and said != session.answers and control.partition(":")[0] in _ANSWERS


def takes(session: Session, control: str, now: Now, policy: Policy) -> bool:
    """Whether a tap on this control means anything now; some take a value that no button could name."""
    verb, _, value = control.partition(":")
    if session.task:
        return control in shown(session, now, policy) or busy.takes(session, control)
    way = busy.opening(control)
    if way:
        return way.fits(session) and (session.worker is not None or way.least is None)
    if session.worker and verb in ("job", "station", "due"):
        return bool(value)
    if session.worker and session.line and verb in ("quantity", "minus"):
        return True
    if session.worker and session.subject and verb in ("give", "extend"):
        return bool(value)
    if verb == "not-here":
        return value in session.listed
    undoable = session.act and "undo" in shown(session, now, policy)
    if verb == "missing" and session.act and undoable:
        return value in session.act.kit
    if verb == "problem" and session.act and undoable:
        return bool(session.act.returned) and control in choosing.REASONS
    return control in shown(session, now, policy)


def on_question(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """Answer what was asked."""
    question, control = session.question, signal.control
    if question is None or not takes(session, control, now, policy):
        return Turn(session)
    way = busy.opening(control)
    if way:
        return busy.begin(session, way, signal, now)
    if control.partition(":")[0] in ("give", "extend"):
        return on_line(replace(session, question=None), signal, now, policy)
    session = replace(session, question=None, last_act=now.boot)
    if control == "no":
        return Turn(replace(session, answer=None))
    # The tool may still lie under the scanner: the tap answers its code anew.
    fresh = Recent(question.code, session.who, now.boot + policy.bounce)
    session = replace(session, recent=(*session.recent, fresh))
    return Turn(session, tuple(Intent(command) for command in _answered(session, question, control)))


def _answered(session: Session, question: Question, control: str) -> tuple[Command, ...]:
    me, thing = session.who, question.thing
    if control == "take-over":
        if isinstance(thing, AssetState):
            return (HandOverAsset(thing.asset.code, me, session.wish),)
        return (IssueKit(thing.kit.code, me, session.wish, over=True),)
    if isinstance(thing, AssetState):
        return (ReturnAsset(thing.asset.code, me),)
    return (ReturnKit(thing.kit.code, me),)


def on_line(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """Act on what was last done, said or refused."""
    control = signal.control
    if not takes(session, control, now, policy):
        return Turn(session)
    session = replace(session, last_act=now.boot)
    verb, _, value = control.partition(":")
    if verb == "sign-out":
        return sign_out(session, now)
    if session.task:
        return _close(session, now, policy) if control == "close" else busy.tap(session, signal, now, policy)
    way = busy.opening(control)
    if way:
        return busy.begin(session, way, signal, now)
    if verb in ("accept", "other"):
        return stops.accept(session) if verb == "accept" else stops.other(session)
    if verb == "give":
        return hands.give(session, signal.to) if signal.to else Turn(session)
    if verb == "extend":
        return hands.extend(session, value)
    if verb in stepping.VERBS:
        return stepping.tap(session, verb, value)
    if verb == "took-nothing":
        return Turn(session, (Intent(SayNothingTaken(session.who, session.vain)),))
    if verb == "not-here":
        return Turn(session, (Intent(ReportMissing(AssetCode(value), session.who)),))
    if verb in ("undo", "problem", "missing"):
        return _on_act(session, verb, value)
    return lines.tap(session, verb, value, now)


def _close(session: Session, now: Now, policy: Policy) -> Turn:
    """What the task was opened from shows again."""
    task = session.task
    if task is None or (task.over_answer and session.under is None):
        return Turn(replace(session, task=None))
    if task.behind is None:
        return Turn(looked(session, now, policy))
    return Turn(showing.reopened(replace(session, task=task.behind), now))


def _on_act(session: Session, verb: str, value: str) -> Turn:
    act = session.act
    if act is None:
        return Turn(session)
    if verb == "undo":
        return Turn(session, (Intent(UndoAct(act.command, session.who), act.line_before),))
    if verb == "missing":
        return Turn(session, (Intent(UndoAct(act.command, session.who, AssetCode(value))),))
    return Turn(session, (Intent(QuarantineAsset(act.returned, Problem(value), session.who)),))


def sign_out(session: Session, now: Now) -> Turn:
    """Nobody is signed in any more; the next person starts afresh."""
    answer = Answer("signed-out", by=session.who)
    gone = Session(answers=session.answers, last_act=now.boot, recent=session.recent)
    return Turn(gone.say(answer, now))
