"""From an outcome to an answer: what the counter says and remembers once a command was judged."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from msgspec.structs import replace

from kiosk.counter import adding, counting, linking, naming, receiving, reserving, stepping
from kiosk.counter.session import Act, Answer, Done, Intent, Line, Session, Stop
from kiosk.counter.signals import Now
from kiosk.counter.tasks import Adding
from kiosk.counter.tasks import Receiving as PuttingAway
from kiosk.crib import changes
from kiosk.crib import entries as was
from kiosk.crib.adding import AddThing
from kiosk.crib.body import Body, Moved
from kiosk.crib.commands import (
    AtCounter,
    Command,
    ExtendLoan,
    KeepCode,
    PlaceHold,
    ReleaseHold,
    ReportMissing,
    UndoAct,
)
from kiosk.crib.counting import Counting
from kiosk.crib.door_entries import DoorNothingTaken
from kiosk.crib.identity import Identifying
from kiosk.crib.linking import LinkCode
from kiosk.crib.names import NOBODY, AssetCode, BinCode, KitCode, ProductCode, Via, WorkerId
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.places import PlaceKind
from kiosk.crib.receiving import Receiving

KIND: dict[type[Body], str] = {
    changes.SessionOpened: "signed-in",
    was.AssetIssued: "taken",
    was.AssetReturned: "returned",
    was.AssetFound: "returned",
    was.AssetHandedOver: "handed-over",
    was.AssetQuarantined: "quarantined",
    was.AssetReportedMissing: "missing",
    was.LoanExtended: "extended",
    was.StockIssued: "issued",
    was.StockPutBack: "put-back",
    was.KitIssued: "taken",
    was.KitReturned: "returned",
    was.ActUndone: "undone",
    DoorNothingTaken: "nothing-taken",
}
"""What is said of an entry; the last one of a command that is here is spoken of."""
_MINE = ("taken", "handed-over", "extended")
"""After which the thing is in the hands of whoever is signed in."""


CONCLUDERS: dict[type, Callable[[Session, Done, Now], Session]] = {
    **dict.fromkeys(get_args(Counting), counting.conclude),
    **dict.fromkeys(get_args(Receiving), receiving.conclude),
    LinkCode: linking.conclude,
    AddThing: adding.conclude,
    **dict.fromkeys(get_args(Identifying), naming.conclude),
    **dict.fromkeys(stepping.COMMANDS, stepping.conclude),
    **dict.fromkeys((PlaceHold, ReleaseHold), reserving.conclude),
}
"""What concludes the commands of a task of their own."""


def conclude(session: Session, done: Done, now: Now) -> Session:
    """The session after the store has judged, and written, one of its intents."""
    own = CONCLUDERS.get(type(done.intent.command))
    if own:
        return own(session, done, now)
    if not isinstance(done.intent.command, AtCounter):
        return session
    if isinstance(done.intent.command, KeepCode) and _has_use(session, done.intent.command.code):
        return session
    if isinstance(done.decision, Refused):
        return _refused(session, done, done.decision, now)
    if isinstance(done.decision, Approved):
        return _approved(session, done, done.decision, now)
    return _known_already(session, done.intent.command, now)


def _has_use(session: Session, code: str) -> bool:
    """Whether a code that means nothing yet is about to: it is kept, and nothing is said of that."""
    task = session.task
    return isinstance(task, Adding) or (isinstance(task, PuttingAway) and task.kept and task.asset == code)


def _known_already(session: Session, command: Command, now: Now) -> Session:
    """A thing that is not here is known not to be: how it stands is shown. What is hers so long stays so."""
    if isinstance(command, ExtendLoan):
        hers = Answer("extended", by=session.who, asset=command.asset)
        return replace(session, act=None, line=None, subject=command.asset).say(hers, now)
    if not isinstance(command, ReportMissing):
        return session
    return session.say(Answer("card", by=session.who, asset=command.asset), now)


def _refused(session: Session, done: Done, decision: Refused, now: Now) -> Session:
    """A refusal moves nothing: the line that it is about stays as it was, and open; any other is closed."""
    command = done.intent.command
    answer = Answer(
        "refused",
        by=session.who,
        asset=AssetCode(getattr(command, "asset", "")),
        product=ProductCode(getattr(command, "product", "")),
        kit=KitCode(getattr(command, "kit", "")),
        bin=BinCode(getattr(command, "bin", "")),
        refusal=decision.refusal,
    )
    said = replace(session, act=None, line=_line_as_it_was(session, done.intent)).say(answer, now)
    return replace(said, stop=Stop(done.intent, decision.refusal))


def _line_as_it_was(session: Session, intent: Intent) -> Line | None:
    """A line that was to begin stands at 0: an empty bin may be what somebody has come to fill."""
    line, wanted = session.line, intent.line
    if wanted is None:
        return None
    same = line and (line.product, line.bin) == (wanted.product, wanted.bin)
    return line if same else replace(wanted, total=0)


def _approved(session: Session, done: Done, decision: Approved, now: Now) -> Session:
    told = [body for body in decision.entries if type(body) in KIND]
    if not told:
        return session
    body = told[-1]
    if isinstance(body, changes.SessionOpened):
        via, asks = getattr(done.intent.command, "via", Via.BADGE), decision.asks
        signed = replace(session, worker=done.worker, via=via, closes_shift=asks.shift)
        signed = replace(signed, taken_over=asks.taken_over)
        return signed.say(Answer("signed-in", by=body.worker), now)
    answer = _answer(session, told, done.intent)
    undoable = any(isinstance(each, Moved) for each in told) and not isinstance(told[0], was.ActUndone)
    act = _act(session, done, decision, now) if undoable else _rest(session, done.intent.command, now)
    session = replace(session, line=done.intent.line, act=act, subject=_subject(session, answer))
    return session.say(answer, now)


def _act(session: Session, done: Done, decision: Approved, now: Now) -> Act:
    bodies = decision.entries
    back = [body.asset for body in bodies if isinstance(body, was.AssetReturned)]
    aside = [body.asset for body in bodies if isinstance(body, was.AssetQuarantined)]
    kit = tuple(back) if any(isinstance(body, was.KitReturned) for body in bodies) else ()
    returned = back[-1] if back and not kit else AssetCode("")
    overridden = any(isinstance(body, was.OverrideGiven) for body in bodies)
    act = Act(done.id, session.who, now.boot, returned, kit, session.line)
    return replace(act, about=aside[-1] if aside else returned, asks=decision.asks, overridden=overridden)


def _rest(session: Session, command: Command, now: Now) -> Act | None:
    """Where one piece of a kit did not come back after all, the others may be missing as well."""
    act = session.act
    if act is None or not isinstance(command, UndoAct) or not command.only:
        return None
    return replace(act, done=now.boot, kit=tuple(piece for piece in act.kit if piece != command.only))


def _subject(session: Session, answer: Answer) -> AssetCode:
    mine = session.worker and answer.kind in _MINE and answer.to in (NOBODY, session.who)
    return answer.asset if mine else AssetCode("")


def _answer(session: Session, told: list[Body], intent: Intent) -> Answer:
    """What is said of the last entry; of stock, the whole line rather than the entry for the difference."""
    body = told[-1]
    kind, line = KIND[type(body)], intent.line
    quantity = getattr(body, "quantity", 0)
    if line and kind != "undone":
        kind, quantity = ("put-back" if line.back else "issued"), line.total
    ends = [end for each in told if (end := getattr(each, "due", None))]
    due = min(ends, default=None) if kind in (*_MINE, "issued") else None
    kit = _kit(session, intent, body)
    return Answer(
        kind,
        by=session.who,
        asset=AssetCode("" if kit else getattr(body, "asset", "")),
        product=ProductCode("" if kit else getattr(body, "product", "")),
        kit=kit,
        bin=line.bin if line else BinCode(""),
        quantity=0 if kit else quantity,
        due=_micros(due),
        to=_given_to(session, body),
        lines=tuple(getattr(body, "missing", ())),
    )


def _kit(session: Session, intent: Intent, body: Body) -> KitCode:
    """The kit that is spoken of; what is undone was said just before."""
    undone = session.answer if isinstance(body, was.ActUndone) else None
    return undone.kit if undone else getattr(intent.command, "kit", getattr(body, "kit", KitCode("")))


def _given_to(session: Session, body: Body) -> WorkerId:
    if not isinstance(body, was.AssetHandedOver):
        return NOBODY
    place = body.movement.destination
    return WorkerId(place.code) if place.kind is PlaceKind.HOLDER and place.code != session.who else NOBODY


def _micros(due: datetime | None) -> int:
    return round(due.timestamp() * 1_000_000) if due else 0
