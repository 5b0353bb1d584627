"""What is asked beside an answer, and what a touch on it does: read, all right, why, close the shift."""

from msgspec.structs import replace

from kiosk.counter.session import Answer, Done, Intent, Session, Stop, Turn
from kiosk.counter.signals import Now
from kiosk.crib.handing import DenyHandover
from kiosk.crib.instructions import Step
from kiosk.crib.names import AssetCode, OverrideReason
from kiosk.crib.noting import CheckAsset, ExplainOverride, NoteAsset
from kiosk.crib.outcomes import NO_ASKS, Refused
from kiosk.crib.reading import NeedsReading, ReadInstruction
from kiosk.crib.shifts import CloseShift

VERBS = ("understood", "all-right", "reason", "close-shift", "deny")
"""Of the controls that are answered here."""
_REASONS = tuple(f"reason:{reason.value}" for reason in OverrideReason)
_SAID = {
    ReadInstruction: "read",
    NoteAsset: "note-left",
    CheckAsset: "all-right",
    ExplainOverride: "explained",
    CloseShift: "shift-closed",
    DenyHandover: "denied",
}
"""What is said of each command."""
COMMANDS = tuple(_SAID)


def on_stop(session: Session) -> tuple[str, ...]:
    """What a refusal asks: to read, of whoever has to."""
    refusal = session.stop.refusal if session.stop and session.worker else None
    asked = isinstance(refusal, NeedsReading) and refusal.worker == session.who
    return ("understood",) if asked else ()


def on_act(session: Session) -> tuple[str, ...]:
    """What is asked of the last act."""
    act = session.act
    if act is None:
        return ()
    return (
        *(("understood",) if act.asks.reading else ()),
        *(("all-right",) if act.asks.condition else ()),
        *(("problem",) if act.returned else ()),
        *(_REASONS if act.overridden else ()),
        *(("note",) if act.about else ()),
    )


def on_session(session: Session) -> tuple[str, ...]:
    """What is asked of a lead, and of whoever had something that another took over."""
    denials = dict.fromkeys(f"deny:{each.asset}" for each in session.taken_over)
    return (*denials, "close-shift") if session.closes_shift else tuple(denials)


def tap(session: Session, verb: str, value: str) -> Turn:
    """Answer it."""
    if verb == "close-shift":
        return Turn(session, (Intent(CloseShift(session.who)),))
    if verb == "deny":
        return Turn(session, (Intent(DenyHandover(AssetCode(value), session.who)),))
    if verb == "understood" and session.stop:
        return _understood(session, session.stop)
    act = session.act
    if act is None:
        return Turn(session)
    if verb == "reason":
        why = ExplainOverride(act.command, OverrideReason(value), session.who)
        return Turn(session, (Intent(why),))
    if verb == "all-right":
        return Turn(session, (Intent(CheckAsset(act.returned, session.who)),))
    if act.asks.reading is None:
        return Turn(session)
    return Turn(
        session, (Intent(ReadInstruction(act.asks.reading.category, act.asks.reading.step, session.who)),)
    )


def _understood(session: Session, stop: Stop) -> Turn:
    """She has read it, and the act goes on."""
    if not isinstance(stop.refusal, NeedsReading):
        return Turn(session)
    told = stop.refusal
    read = ReadInstruction(told.category, Step.TAKE, session.who, told.version)
    return Turn(session, (Intent(read), stop.intent))


def conclude(session: Session, done: Done, now: Now) -> Session:
    """What is said of it; the act that it is about can still be undone, and is asked no more."""
    command, decision = done.intent.command, done.decision
    asset = AssetCode(getattr(command, "asset", ""))
    if isinstance(decision, Refused):
        return session.say(Answer("refused", by=session.who, asset=asset, refusal=decision.refusal), now)
    if isinstance(command, ReadInstruction) and session.act is None:
        return session
    act = session.act
    if act:
        answered = NO_ASKS if isinstance(command, CheckAsset) else replace(act.asks, reading=None)
        explained = act.overridden and not isinstance(command, ExplainOverride)
        act = replace(act, asks=answered, overridden=explained)
    said = Answer(_SAID[type(command)], by=session.who, asset=asset, about=getattr(command, "text", ""))
    open_ = session.closes_shift and not isinstance(command, CloseShift)
    left = tuple(each for each in session.taken_over if command != DenyHandover(each.asset, session.who))
    return replace(session, act=act, closes_shift=open_, taken_over=left).say(said, now)
