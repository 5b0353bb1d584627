"""The session machine: all legal behavior of the counter is one table, (state, signal) → handler.

A pair that is not in the table changes nothing, nor does a scan that bounces. The diagram in
docs/architecture.md is made from the table.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.counter import busy, idle, linking, naming, serving, stops, taps
from kiosk.counter.session import (
    Answer,
    Intent,
    Recent,
    Session,
    State,
    Turn,
    Waiting,
    idle_s,
    unexpired,
)
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    KitSeen,
    Now,
    PlaceSeen,
    Scanned,
    Signal,
    StockSeen,
    StrangerSeen,
    Tapped,
    TimePassed,
    WishSeen,
    WorkerSeen,
)
from kiosk.crib.commands import (
    ConfirmBin,
    KeepCode,
    OpenSession,
    TurnAway,
    Wish,
)
from kiosk.crib.identity import LinkBadge
from kiosk.crib.names import NOBODY, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.states import StockState

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
    turn = _followed(row[0](session, signal, now, policy), now, policy)
    return turn if turn.session.task else replace(turn, session=replace(turn.session, under=None))


def _followed(turn: Turn, now: Now, policy: Policy) -> Turn:
    """A turn with that of what is as good as a badge."""
    if turn.then is None:
        return turn
    handler = TABLE[turn.session.state, WorkerSeen][0]
    next_ = _followed(handler(turn.session, turn.then, now, policy), now, policy)
    return Turn(next_.session, (*turn.intents, *next_.intents))


def _proven(handler: Handler) -> Handler:
    """A badge that alone does not do is asked for its PIN before it means anything."""

    def handle(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
        asked = naming.ask(session, signal, now, policy)
        if asked and session.worker and not _helps(session, signal.worker, now, policy):
            asked = naming.ask(_gone(session, now), signal, now, policy)
        return asked or handler(session, signal, now, policy)

    return handle


def _bounces(session: Session, signal: Scanned, now: Now) -> bool:
    """Scanned again by the same person, or once she has signed out by nobody."""
    if isinstance(signal, WishSeen) and signal.tapped:
        return False
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
    return replace(session, recent=(*kept, fresh), last_act=now.boot, question=None, under=None)


def _sign_in(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
    """Open a session; the things that wait are taken at once."""
    worker = signal.worker
    waiting = tuple(serving.take(each.thing, worker.id, Wish(), None, each.lot) for each in session.waiting)
    answered = tuple(_answered_now(each, worker.id, now, policy) for each in session.waiting)
    theirs = tuple(recent for recent in session.recent if recent.worker == worker.id)
    fresh = Session(
        last_act=now.boot, answer=session.answer, answers=session.answers, answered=session.answered
    )
    open_ = OpenSession(worker.id, via=signal.via, vouched_by=signal.vouched_by, proven=signal.proven)
    link = (LinkBadge(signal.new_badge, worker.id, signal.via),) if signal.new_badge else ()
    intents = (Intent(open_), *waiting, *map(Intent, link))
    asked = linking.waiting(session, worker)
    return Turn(replace(fresh, recent=(*theirs, *answered), task=asked), intents)


def _answered_now(waiting: Waiting, worker: WorkerId, now: Now, policy: Policy) -> Recent:
    window = policy.bounce_stock if isinstance(waiting.thing, StockState) else policy.bounce
    return Recent(waiting.code, worker, now.boot + window)


def _switch(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
    """A lead's badge on a stop lets it pass; else another badge switches person at once, one's own stays."""
    if session.who == signal.worker.id:
        return Turn(replace(session, last_act=now.boot))
    passed = stops.override(session, signal.worker, now, policy)
    return passed or _sign_in(session, signal, now, policy)


def _in_task(session: Session, signal: Scanned, now: Now, policy: Policy) -> Turn:
    """A scan is the task's, or closes it and means what it always means."""
    turn = busy.scan(session, signal, now)
    return _past_task(session, signal, now, policy) if turn is None else turn


def _badge_in_task(session: Session, signal: WorkerSeen, now: Now, policy: Policy) -> Turn:
    """Likewise a badge; one's own only says that one is still there."""
    if session.who == signal.worker.id:
        return Turn(replace(session, last_act=now.boot))
    turn = busy.badge(session, signal.worker, now)
    return _past_task(session, signal, now, policy) if turn is None else turn


def _past_task(session: Session, signal: Any, now: Now, policy: Policy) -> Turn:
    bare = replace(session, task=naming.under(session.task))
    return TABLE[bare.state, type(signal)][0](bare, signal, now, policy)


def _helps(session: Session, worker: Worker, now: Now, policy: Policy) -> bool:
    """Whether a badge is for what the one who is signed in is about: a stop, a gift, a signature."""
    beneath = replace(session, task=naming.under(session.task) or session.task)
    if beneath.task and busy.badge(beneath, worker, now):
        return True
    return stops.override(session, worker, now, policy) is not None


def _gone(session: Session, now: Now) -> Session:
    """Whoever was signed in is no longer the one who stands here."""
    return Session(
        waiting=session.waiting,
        answer=session.answer,
        answers=session.answers,
        answered=session.answered,
        last_act=now.boot,
    )


def _turn_away(session: Session, signal: StrangerSeen, now: Now, _: Policy) -> Turn:
    return Turn(_gone(session, now), (Intent(TurnAway(signal.badge)),))


def _show_place(session: Session, signal: PlaceSeen, now: Now, _: Policy) -> Turn:
    """Show what is there; whoever is signed in has thereby seen what nobody signed for."""
    answer = Answer("shown", about=f"{signal.what} {signal.code}", bin=signal.bin, told=signal.lines)
    shown = replace(session, act=None, line=None).say(answer, now)
    sees = (Intent(ConfirmBin(signal.bin, session.who)),) if signal.bin and session.worker else ()
    return Turn(replace(shown, listed=signal.assets), sees)


def _keep_code(session: Session, signal: CodeSeen, _now: Now, _policy: Policy) -> Turn:
    return Turn(linking.kept(session, signal), (Intent(KeepCode(signal.code, session.who)),))


def _expire(session: Session, _: TimePassed, now: Now, policy: Policy) -> Turn:
    """What is over goes: the session, things that waited too long, the chance to undo, the last notice."""
    if now.boot >= session.last_act + idle_s(session, policy):
        if session.worker:
            return taps.sign_out(session, now)
        session = replace(session, task=None)
    waiting = tuple(waiting for waiting in session.waiting if now.boot < waiting.until)
    return Turn(unexpired(replace(session, waiting=waiting), now, policy))


def _idle_tap(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    return taps.on_line(session, signal, now, policy)


def _answer_tap(session: Session, signal: Tapped, now: Now, policy: Policy) -> Turn:
    return taps.on_question(session, signal, now, policy)


Row = tuple[Handler, tuple[State, ...]]
IDLE, WAITING, SERVING, ASKING, TASK = State

TABLE: dict[tuple[State, type], Row] = {
    (IDLE, WorkerSeen): (_proven(_sign_in), (SERVING, TASK, IDLE)),
    (WAITING, WorkerSeen): (_proven(_sign_in), (SERVING, TASK, WAITING, IDLE)),
    (SERVING, WorkerSeen): (_proven(_switch), (SERVING, TASK, IDLE)),
    (ASKING, WorkerSeen): (_proven(_switch), (ASKING, SERVING, TASK, IDLE)),
    (TASK, WorkerSeen): (_proven(_badge_in_task), (TASK, SERVING, IDLE)),
    (IDLE, StrangerSeen): (_turn_away, (IDLE,)),
    (WAITING, StrangerSeen): (_turn_away, (WAITING,)),
    (SERVING, StrangerSeen): (_turn_away, (IDLE,)),
    (ASKING, StrangerSeen): (_turn_away, (IDLE,)),
    (TASK, StrangerSeen): (_turn_away, (IDLE, WAITING)),
    (IDLE, AssetSeen): (idle.asset, (WAITING, IDLE)),
    (WAITING, AssetSeen): (idle.asset, (WAITING,)),
    (SERVING, AssetSeen): (serving.asset, (SERVING, ASKING)),
    (ASKING, AssetSeen): (serving.asset, (SERVING, ASKING)),
    (IDLE, StockSeen): (idle.stock, (WAITING, IDLE)),
    (WAITING, StockSeen): (idle.stock, (WAITING,)),
    (SERVING, StockSeen): (serving.stock, (SERVING,)),
    (ASKING, StockSeen): (serving.stock, (SERVING,)),
    (IDLE, KitSeen): (idle.kit, (WAITING, IDLE)),
    (WAITING, KitSeen): (idle.kit, (WAITING,)),
    (SERVING, KitSeen): (serving.kit, (SERVING, ASKING)),
    (ASKING, KitSeen): (serving.kit, (SERVING, ASKING)),
    (IDLE, WishSeen): (idle.wish, (IDLE,)),
    (WAITING, WishSeen): (idle.wish, (WAITING,)),
    (SERVING, WishSeen): (serving.wish, (SERVING,)),
    (ASKING, WishSeen): (serving.wish, (SERVING,)),
    (IDLE, PlaceSeen): (_show_place, (IDLE,)),
    (WAITING, PlaceSeen): (_show_place, (WAITING,)),
    (SERVING, PlaceSeen): (_show_place, (SERVING,)),
    (ASKING, PlaceSeen): (_show_place, (SERVING,)),
    (IDLE, CodeSeen): (_keep_code, (IDLE,)),
    (WAITING, CodeSeen): (_keep_code, (WAITING,)),
    (SERVING, CodeSeen): (_keep_code, (SERVING, TASK)),
    (ASKING, CodeSeen): (_keep_code, (SERVING, TASK)),
    **{(TASK, scanned): (_in_task, tuple(State)) for scanned in Scanned.__args__},
    (IDLE, Tapped): (_idle_tap, (IDLE, TASK)),
    (WAITING, Tapped): (_idle_tap, (WAITING, TASK)),
    (SERVING, Tapped): (_idle_tap, (SERVING, TASK, IDLE)),
    (ASKING, Tapped): (_answer_tap, (ASKING, SERVING, TASK)),
    (TASK, Tapped): (_idle_tap, tuple(State)),
    (IDLE, TimePassed): (_expire, (IDLE,)),
    (WAITING, TimePassed): (_expire, (WAITING, IDLE)),
    (SERVING, TimePassed): (_expire, (SERVING, IDLE)),
    (ASKING, TimePassed): (_expire, (ASKING, IDLE)),
    (TASK, TimePassed): (_expire, (TASK, WAITING, IDLE)),
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
