"""The open line of pieces: more, fewer, so many in all, or put back instead."""

from msgspec.structs import replace

from kiosk.counter.session import Answer, Intent, Line, Session, Turn
from kiosk.counter.signals import Now, quantity_told
from kiosk.crib.commands import IssueStock, PutBackStock


def tap(session: Session, verb: str, value: str, now: Now) -> Turn:
    """``quantity``, ``put-back``, ``plus`` or ``minus``."""
    line = session.line
    if line is None:
        return Turn(session)
    if verb == "quantity":
        return make(session, line, value)
    if verb == "put-back":
        return _turn_round(session, line, now)
    change = 1 if verb == "plus" else -1
    return make(session, line, str(line.total + change))


def _turn_round(session: Session, line: Line, now: Now) -> Turn:
    """From taking to putting back: the piece just taken goes back, and the line stands at 0."""
    turned = replace(line, back=True, total=0)
    if line.total:
        return Turn(session, _pieces(session, turned, -1))
    answer = Answer("put-back", by=session.who, product=line.product, bin=line.bin)
    return Turn(replace(session, line=turned).say(answer, now))


def make(session: Session, line: Line, value: str) -> Turn:
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
