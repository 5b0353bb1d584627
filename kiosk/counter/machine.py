"""The session machine: all legal behavior of the counter is one table, (state, signal) → handler.

A pair that is not in the table changes nothing, nor does a scan that bounces. The diagram in
docs/architecture.md is made from the table.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from kiosk.counter import taps
from kiosk.counter.session import Answer, Intent, Line, Question, Recent, Session, State, Turn, Waiting
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    Now,
    PlaceSeen,
    Scanned,
    Signal,
    StockSeen,
    StrangerSeen,
    Tapped,
    TimePassed,
    WorkerSeen,
)
from kiosk.crib.commands import (
    IssueAsset,
    IssueStock,
    KeepCode,
    OpenSession,
    PutBackStock,
    ReturnAsset,
    TurnAway,
)
from kiosk.crib.names import NOBODY, WorkerId
from kiosk.crib.places import PlaceKind
from kiosk.crib.policy import Policy
from kiosk.crib.states import AssetState, StockState

Handler = Callable[[Session, Any, Now, Policy], Turn]


def step(session: Session, signal: Signal, now: Now, policy: Policy) -> Turn:
    """What the signal leads to. Pure."""
    row = TABLE.get((session.state, type(signal)))
    if row is None:
        return Turn(session)
    if isinstance(signal, Scanned):
        if _bounces(session, signal, now):
            return Turn(session)
        session = _remember(session, signal, now, policy)
    return row[0](session, signal, now, policy)


def _bounces(session: Session, signal: Scanned, now: Now) -> bool:
    """Scanned again by the same person, or once she has signed out by nobody."""
    return any(
        recent.code == signal.code and session.who in (recent.worker, NOBODY) and now.boot < recent.until
        for recent in session.recent
    )


def _remember(session: Session, signal: Scanned, now: Now, policy: Policy) -> Session:
    """An accepted scan is an act of whoever is signed in; it drops a question, and bounces for a while."""
    window = policy.bounce_stock if isinstance(signal, StockSeen) else policy.bounce
    fresh = Recent(signal.code, session.who, now.boot + window)
    kept = tuple(
        recent for recent in session.recent if recent.until > now.boot and recent.code != signal.code
    )
    return replace(session, recent=(*kept, fresh), last_act=now.boot, question=None)


def _sign_in(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
    """Open a session; the things that wait are taken at once."""
    worker = signal.worker
    waiting = tuple(_take(waiting.thing, worker.id, None) for waiting in session.waiting)
    answered = tuple(_answered_now(waiting, worker.id, now, policy) for waiting in session.waiting)
    theirs = tuple(recent for recent in session.recent if recent.worker == worker.id)
    fresh = Session(
        last_act=now.boot, answer=session.answer, answers=session.answers, answered=session.answered
    )
    return Turn(replace(fresh, recent=(*theirs, *answered)), (Intent(OpenSession(worker.id)), *waiting))


def _answered_now(waiting: Waiting, worker: WorkerId, now: Now, policy: Policy) -> Recent:
    window = policy.bounce_stock if isinstance(waiting.thing, StockState) else policy.bounce
    return Recent(waiting.code, worker, now.boot + window)


def _switch(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
    """Another badge switches person at once; one's own keeps the session."""
    if session.who == signal.worker.id:
        return Turn(replace(session, last_act=now.boot))
    return _sign_in(session, signal, now, policy)


def _turn_away(session: Session, signal: StrangerSeen, now: Now, _: Policy) -> Turn:
    """Whoever was signed in is no longer the one who stands here."""
    nobody = replace(session, worker=None, question=None, line=None, act=None, recent=(), last_act=now.boot)
    return Turn(nobody, (Intent(TurnAway(signal.badge)),))


def _present(session: Session, signal: AssetSeen, now: Now, policy: Policy) -> Turn:
    """With nobody signed in: what is out comes back, what is in waits for a badge."""
    asset = signal.asset
    if asset.place.kind is PlaceKind.HOLDER:
        return Turn(session, (Intent(ReturnAsset(asset.asset.code)),))
    if asset.is_in:
        return _wait(session, signal.code, asset, now, policy)
    return Turn(session.say(_shown(asset), now))


def _hold_stock(session: Session, signal: StockSeen, now: Now, policy: Policy) -> Turn:
    return _wait(session, signal.code, signal.stock, now, policy)


def _wait(session: Session, code: str, thing: AssetState | StockState, now: Now, policy: Policy) -> Turn:
    others = tuple(waiting for waiting in session.waiting if waiting.code != code)
    session = replace(session, waiting=(*others, Waiting(code, thing, now.boot + policy.waiting)), act=None)
    return Turn(session.say(_shown(thing), now))


def _shown(thing: AssetState | StockState) -> Answer:
    if isinstance(thing, AssetState):
        return Answer("shown", asset=thing.asset.code, product=thing.product.code)
    return Answer("shown", product=thing.product.code, bin=thing.bin)


def _serve_asset(session: Session, signal: AssetSeen, now: Now, policy: Policy) -> Turn:
    """Meaning from state: in is taken, one's own comes back, another's is asked about."""
    asset, me = signal.asset, session.who
    if not asset.holder:
        return Turn(session, (_take(asset, me, None),))
    just_taken = asset.since and now.at - asset.since < timedelta(seconds=policy.ask_return)
    if asset.holder == me and not just_taken:
        return Turn(session, (Intent(ReturnAsset(asset.asset.code, me)),))
    about = "return" if asset.holder == me else "take-over"
    answer = Answer("asked", by=me, asset=asset.asset.code, product=asset.product.code, about=about)
    question = Question(about, asset, signal.code)
    return Turn(replace(session, question=question, line=None).say(answer, now))


def _serve_stock(session: Session, signal: StockSeen, _now: Now, _policy: Policy) -> Turn:
    return Turn(session, (_take(signal.stock, session.who, session.line),))


def _take(thing: AssetState | StockState, worker: WorkerId, line: Line | None) -> Intent:
    """Take an asset, or one more unit on the open line of the same product and bin."""
    if isinstance(thing, AssetState):
        return Intent(IssueAsset(thing.asset.code, worker))
    if line is None or (line.product, line.bin) != (thing.product.code, thing.bin):
        line = Line(thing.product.code, thing.bin, 0)
    kind = PutBackStock if line.back else IssueStock
    return Intent(kind(line.product, line.bin, 1, worker), replace(line, total=line.total + 1))


def _show_place(session: Session, signal: PlaceSeen, now: Now, _: Policy) -> Turn:
    answer = Answer("shown", about=f"{signal.what} {signal.code}", lines=signal.lines)
    return Turn(replace(session, act=None, line=None).say(answer, now))


def _keep_code(session: Session, signal: CodeSeen, _now: Now, _policy: Policy) -> Turn:
    return Turn(session, (Intent(KeepCode(signal.code, session.who)),))


def _expire(session: Session, _: TimePassed, now: Now, policy: Policy) -> Turn:
    """What is over goes: the session, things that waited too long, the chance to undo, the last notice."""
    if session.worker and now.boot >= session.last_act + policy.signout:
        return taps.sign_out(session, now)
    waiting = tuple(waiting for waiting in session.waiting if now.boot < waiting.until)
    session = replace(session, waiting=waiting)
    if session.act and now.boot >= session.act.done + policy.undo:
        session = replace(session, act=None)
    if not session.worker and not waiting and now.boot >= session.answered + policy.undo:
        session = replace(session, answer=None)
    return Turn(session)


def _idle_tap(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    return taps.on_line(session, signal.control, now, policy)


def _answer_tap(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    return taps.on_question(session, signal.control, now, policy)


Row = tuple[Handler, tuple[State, ...]]
IDLE, WAITING, SERVING, ASKING = State

TABLE: dict[tuple[State, type], Row] = {
    (IDLE, WorkerSeen): (_sign_in, (SERVING, IDLE)),
    (WAITING, WorkerSeen): (_sign_in, (SERVING, IDLE)),
    (SERVING, WorkerSeen): (_switch, (SERVING, IDLE)),
    (ASKING, WorkerSeen): (_switch, (ASKING, SERVING, IDLE)),
    (IDLE, StrangerSeen): (_turn_away, (IDLE,)),
    (WAITING, StrangerSeen): (_turn_away, (WAITING,)),
    (SERVING, StrangerSeen): (_turn_away, (IDLE,)),
    (ASKING, StrangerSeen): (_turn_away, (IDLE,)),
    (IDLE, AssetSeen): (_present, (WAITING, IDLE)),
    (WAITING, AssetSeen): (_present, (WAITING,)),
    (SERVING, AssetSeen): (_serve_asset, (SERVING, ASKING)),
    (ASKING, AssetSeen): (_serve_asset, (SERVING, ASKING)),
    (IDLE, StockSeen): (_hold_stock, (WAITING,)),
    (WAITING, StockSeen): (_hold_stock, (WAITING,)),
    (SERVING, StockSeen): (_serve_stock, (SERVING,)),
    (ASKING, StockSeen): (_serve_stock, (SERVING,)),
    (IDLE, PlaceSeen): (_show_place, (IDLE,)),
    (WAITING, PlaceSeen): (_show_place, (WAITING,)),
    (SERVING, PlaceSeen): (_show_place, (SERVING,)),
    (ASKING, PlaceSeen): (_show_place, (SERVING,)),
    (IDLE, CodeSeen): (_keep_code, (IDLE,)),
    (WAITING, CodeSeen): (_keep_code, (WAITING,)),
    (SERVING, CodeSeen): (_keep_code, (SERVING,)),
    (ASKING, CodeSeen): (_keep_code, (SERVING,)),
    (IDLE, Tapped): (_idle_tap, (IDLE,)),
    (WAITING, Tapped): (_idle_tap, (WAITING,)),
    (SERVING, Tapped): (_idle_tap, (SERVING, IDLE)),
    (ASKING, Tapped): (_answer_tap, (ASKING, SERVING)),
    (IDLE, TimePassed): (_expire, (IDLE,)),
    (WAITING, TimePassed): (_expire, (WAITING, IDLE)),
    (SERVING, TimePassed): (_expire, (SERVING, IDLE)),
    (ASKING, TimePassed): (_expire, (ASKING, IDLE)),
}
"""Handler, and the states that it may lead to once its intents are done."""


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for (state, signal), (_, ends) in TABLE.items():
        for end in ends:
            arrows.setdefault((state, end), []).append(signal.__name__)
    lines = [f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in arrows.items()]
    return "\n".join(["stateDiagram-v2", "    [*] --> idle", *lines])
