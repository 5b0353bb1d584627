"""Controls: which are shown, and what each does. A tap on one that is not shown changes nothing."""

import re

from msgspec.structs import replace

from kiosk.counter import busy, stops
from kiosk.counter.session import Answer, Intent, Line, Question, Recent, Session, Turn
from kiosk.counter.signals import Now, Tapped, quantity_told
from kiosk.crib.commands import (
    Command,
    ExtendLoan,
    GiveAsset,
    HandOverAsset,
    IssueStock,
    PutBackStock,
    QuarantineAsset,
    ReportMissing,
    ReturnAsset,
    ReturnKit,
    UndoAct,
)
from kiosk.crib.defining import YEARS_S
from kiosk.crib.names import AssetCode, Problem
from kiosk.crib.policy import Policy
from kiosk.crib.states import AssetState

QUESTIONS: dict[str, tuple[str, ...]] = {
    "return": ("yes", "no"),
    "take-over": ("take-over", "just-return", "no"),
}
"""The controls of each question."""
_NAMED = 3
"""Things that have a button each; a longer list is tapped through on the complete screen."""
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_KEEP = ("extend:8h", "extend:1d", "extend:7d")
"""How much longer one can keep a thing with one tap."""


def shown(session: Session, now: Now, policy: Policy) -> tuple[str, ...]:
    """Names of the controls on the screen, in their order; see also ``takes``."""
    if session.task:
        return (*busy.controls(session), "sign-out")
    if session.question:
        mine = session.question.about == "return" and session.subject
        return (*QUESTIONS[session.question.about], *(_KEEP if mine else ()))
    names = list(stops.controls(session))
    if session.line:
        names += ["plus", "minus"] if session.line.back else ["plus", "minus", "put-back"]
    act = session.act
    if act and act.worker == session.who and now.boot < act.done + policy.undo:
        names.append("undo")
        names += [f"missing:{asset}" for asset in act.kit[:_NAMED]]
        if act.returned:
            names += [f"problem:{reason.value}" for reason in Problem]
    names += [f"not-here:{asset}" for asset in session.listed[:_NAMED]]
    names += busy.begun_by(session)
    if session.worker:
        names.append("sign-out")
    return tuple(names)


def takes(session: Session, control: str, now: Now, policy: Policy) -> bool:
    """Whether a tap on this control means anything now; some take a value that no button could name."""
    verb, _, value = control.partition(":")
    if session.task:
        return control == "sign-out" or busy.takes(session, control)
    if session.worker and control in busy.BEGINS:
        return True
    if session.worker and verb in ("job", "station", "due"):
        return bool(value)
    if session.worker and session.line and verb == "quantity":
        return True
    if session.worker and session.subject and verb in ("give", "extend"):
        return bool(value)
    if verb == "not-here":
        return value in session.listed
    undoable = session.act and "undo" in shown(session, now, policy)
    if verb == "missing" and session.act and undoable:
        return value in session.act.kit
    return control in shown(session, now, policy)


def on_question(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    """Answer what was asked."""
    question, control = session.question, signal.control
    if question is None or not takes(session, control, now, policy):
        return Turn(session)
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
        assets = [thing] if isinstance(thing, AssetState) else list(thing.assets)
        others = [asset for asset in assets if asset.holder and asset.holder != me]
        return tuple(HandOverAsset(asset.asset.code, me, session.wish) for asset in others)
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
        return busy.tap(session, control, now)
    if verb in busy.BEGINS:
        return busy.begin(session, signal, now)
    if verb in ("accept", "other"):
        return stops.accept(session) if verb == "accept" else stops.other(session)
    if verb in ("give", "extend"):
        return _on_subject(session, signal, verb, value)
    if verb == "not-here":
        return Turn(session, (Intent(ReportMissing(AssetCode(value), session.who)),))
    if verb in ("undo", "problem", "missing"):
        return _on_act(session, verb, value)
    return _on_quantity(session, verb, value, now)


def _on_subject(session: Session, signal: Tapped, verb: str, value: str) -> Turn:
    """Give away, or keep for longer, what is in one's hands."""
    if verb == "give" and signal.to:
        return Turn(session, (Intent(GiveAsset(session.subject, signal.to.id, session.who, session.wish)),))
    found = re.fullmatch(r"([1-9][0-9]{0,4})([smhd])", value)
    if verb == "extend" and found:
        seconds = min(int(found[1]) * _SECONDS[found[2]], YEARS_S)
        return Turn(session, (Intent(ExtendLoan(session.subject, seconds, session.who)),))
    return Turn(session)


def _on_act(session: Session, verb: str, value: str) -> Turn:
    act = session.act
    if act is None:
        return Turn(session)
    if verb == "undo":
        return Turn(session, (Intent(UndoAct(act.command, session.who), act.line_before),))
    if verb == "missing":
        return Turn(session, (Intent(UndoAct(act.command, session.who, AssetCode(value))),))
    return Turn(session, (Intent(QuarantineAsset(act.returned, Problem(value), session.who)),))


def _on_quantity(session: Session, verb: str, value: str, now: Now) -> Turn:
    line = session.line
    if line is None:
        return Turn(session)
    if verb == "quantity":
        return _quantity(session, line, value)
    if verb == "put-back":
        return _turn_round(session, line, now)
    change = 1 if verb == "plus" else -1
    return _quantity(session, line, str(line.total + change))


def _turn_round(session: Session, line: Line, now: Now) -> Turn:
    """From taking to putting back: the piece just taken goes back, and the line stands at 0."""
    turned = replace(line, back=True, total=0)
    if line.total:
        return Turn(session, _pieces(session, turned, -1))
    answer = Answer("put-back", by=session.who, product=line.product, bin=line.bin)
    return Turn(replace(session, line=turned).say(answer, now))


def _quantity(session: Session, line: Line, value: str) -> Turn:
    """Make the line ``value`` in all, by an entry for the difference."""
    quantity = quantity_told(value)
    if quantity is None:
        return Turn(session)
    goal = replace(line, total=quantity)
    more = goal.total - line.total
    return Turn(session, _pieces(session, goal, -more if line.back else more))


def _pieces(session: Session, goal: Line, taken: int) -> tuple[Intent, ...]:
    """Take so many pieces more, or put back where negative, to come to the line ``goal``."""
    if not taken:
        return ()
    who, wish = session.who, session.wish
    if taken > 0:
        return (Intent(IssueStock(goal.product, goal.bin, taken, who, wish, goal.lot), goal),)
    return (Intent(PutBackStock(goal.product, goal.bin, -taken, who, wish), goal),)


def sign_out(session: Session, now: Now) -> Turn:
    """Nobody is signed in any more; the next person starts afresh."""
    answer = Answer("signed-out", by=session.who)
    gone = Session(answers=session.answers, last_act=now.boot, recent=session.recent)
    return Turn(gone.say(answer, now))
