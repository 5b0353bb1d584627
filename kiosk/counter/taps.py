"""Controls: which are shown, and what each does. A tap on one that is not shown changes nothing."""

from msgspec.structs import replace

from kiosk.counter.session import Answer, Intent, Line, Recent, Session, Turn
from kiosk.counter.signals import Now
from kiosk.crib.commands import (
    HandOverAsset,
    IssueStock,
    PutBackStock,
    QuarantineAsset,
    ReturnAsset,
    UndoAct,
)
from kiosk.crib.define_things import MAX_QUANTITY
from kiosk.crib.names import Problem
from kiosk.crib.policy import Policy

QUESTIONS: dict[str, tuple[str, ...]] = {
    "return": ("yes", "no"),
    "take-over": ("take-over", "just-return", "no"),
}
"""The controls of each question."""


def shown(session: Session, now: Now, policy: Policy) -> tuple[str, ...]:
    """Names of the controls on the screen, in their order; with an open line, ``quantity:N`` is taken too."""
    if session.question:
        return QUESTIONS[session.question.about]
    names: list[str] = []
    if session.line:
        names += ["plus", "minus"] if session.line.back else ["plus", "minus", "put-back"]
    act = session.act
    if act and act.worker == session.who and now.boot < act.done + policy.undo:
        names.append("undo")
        if act.returned:
            names += [f"problem:{reason.value}" for reason in Problem]
    if session.worker:
        names.append("sign-out")
    return tuple(names)


def takes(session: Session, control: str, now: Now, policy: Policy) -> bool:
    """Whether a tap on this control means anything now."""
    if control.startswith("quantity:") and session.line and session.worker:
        return True
    return control in shown(session, now, policy)


def on_question(session: Session, control: str, now: Now, policy: Policy) -> Turn:
    """Answer what was asked."""
    question = session.question
    if question is None or control not in shown(session, now, policy):
        return Turn(session)
    session = replace(session, question=None, last_act=now.boot)
    asset, me = question.asset.asset.code, session.who
    if control == "no":
        return Turn(replace(session, answer=None))
    # The tool may still lie under the scanner: the tap answers its code anew.
    fresh = Recent(question.code, me, now.boot + policy.bounce)
    session = replace(session, recent=(*session.recent, fresh))
    if control == "take-over":
        return Turn(session, (Intent(HandOverAsset(asset, me)),))
    return Turn(session, (Intent(ReturnAsset(asset, me)),))


def on_line(session: Session, control: str, now: Now, policy: Policy) -> Turn:
    """Act on what was last done."""
    verb, _, value = control.partition(":")
    if verb == "quantity" and session.line and session.worker:
        return _quantity(replace(session, last_act=now.boot), session.line, value)
    if control not in shown(session, now, policy):
        return Turn(session)
    session = replace(session, last_act=now.boot)
    if verb == "sign-out":
        return sign_out(session, now)
    if verb in ("undo", "problem"):
        return _on_act(session, verb, value)
    return _on_quantity(session, verb, now)


def _on_act(session: Session, verb: str, value: str) -> Turn:
    act = session.act
    if act is None:
        return Turn(session)
    if verb == "undo":
        return Turn(session, (Intent(UndoAct(act.command, session.who), act.line_before),))
    return Turn(session, (Intent(QuarantineAsset(act.returned, Problem(value), session.who)),))


def _on_quantity(session: Session, verb: str, now: Now) -> Turn:
    line = session.line
    if line is None:
        return Turn(session)
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
    if not (value.isascii() and value.isdigit() and int(value) <= MAX_QUANTITY):
        return Turn(session)
    goal = replace(line, total=int(value))
    more = goal.total - line.total
    return Turn(session, _pieces(session, goal, -more if line.back else more))


def _pieces(session: Session, goal: Line, taken: int) -> tuple[Intent, ...]:
    """Take so many pieces more, or put back where negative, to come to the line ``goal``."""
    if not taken:
        return ()
    kind = IssueStock if taken > 0 else PutBackStock
    return (Intent(kind(goal.product, goal.bin, abs(taken), session.who), goal),)


def sign_out(session: Session, now: Now) -> Turn:
    """Nobody is signed in any more; the next person starts afresh."""
    answer = Answer("signed-out", by=session.who)
    gone = Session(answers=session.answers, last_act=now.boot, recent=session.recent)
    return Turn(gone.say(answer, now))
