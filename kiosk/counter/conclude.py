"""From an outcome to an answer: what the counter says and remembers once a command was judged."""

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter.session import Act, Answer, Intent, Session
from kiosk.counter.signals import Now
from kiosk.crib import changes
from kiosk.crib import entries as was
from kiosk.crib.body import Body, Moved
from kiosk.crib.commands import SetPolicy, Start
from kiosk.crib.definitions import Define
from kiosk.crib.names import AssetCode, BinCode, CommandId, ProductCode
from kiosk.crib.outcomes import Approved, Decision, Refused
from kiosk.crib.products import Worker

KIND: dict[type[Body], str] = {
    changes.SessionOpened: "signed-in",
    was.AssetIssued: "taken",
    was.AssetReturned: "returned",
    was.AssetHandedOver: "handed-over",
    was.AssetQuarantined: "quarantined",
    was.StockIssued: "issued",
    was.StockPutBack: "put-back",
    was.ActUndone: "undone",
}
"""What is said of an entry."""


class Done(Struct, frozen=True):
    """A judged intent."""

    id: CommandId
    intent: Intent
    decision: Decision
    worker: Worker | None
    """Who acted, as loaded with the facts."""


def conclude(session: Session, done: Done, now: Now) -> Session:
    """The session after the store has judged, and written, one of its intents."""
    if isinstance(done.intent.command, Start | SetPolicy | Define):
        return session
    if isinstance(done.decision, Refused):
        return _refused(session, done, done.decision, now)
    if isinstance(done.decision, Approved):
        return _approved(session, done, done.decision, now)
    return session


def _refused(session: Session, done: Done, decision: Refused, now: Now) -> Session:
    """A refusal moves nothing: a line that it is about stays as it was, and open; any other is closed."""
    command = done.intent.command
    answer = Answer(
        "refused",
        by=session.who,
        asset=AssetCode(getattr(command, "asset", "")),
        product=ProductCode(getattr(command, "product", "")),
        refusal=decision.refusal,
    )
    line, wanted = session.line, done.intent.line
    same = line and wanted and (line.product, line.bin) == (wanted.product, wanted.bin)
    return replace(session, act=None, line=line if same else None).say(answer, now)


def _approved(session: Session, done: Done, decision: Approved, now: Now) -> Session:
    body = decision.entries[-1]
    if isinstance(body, changes.SessionOpened):
        return replace(session, worker=done.worker).say(Answer("signed-in", by=body.worker), now)
    if not isinstance(body, Moved):
        return session
    act = Act(done.id, session.who, now.boot, _came_back(body), session.line)
    undone = isinstance(body, was.ActUndone)
    session = replace(session, line=done.intent.line, act=None if undone else act)
    return session.say(_moved(session, body, done.intent), now)


def _came_back(body: Moved) -> AssetCode:
    return body.asset if isinstance(body, was.AssetReturned) else AssetCode("")


def _moved(session: Session, body: Moved, intent: Intent) -> Answer:
    """What is said of a movement; of stock, the whole line rather than the entry for the difference."""
    kind, line = KIND[type(body)], intent.line
    quantity = body.quantity
    if line and kind != "undone":
        kind, quantity = ("put-back" if line.back else "issued"), line.total
    due = getattr(body, "due", None) if kind in ("taken", "handed-over") else None
    return Answer(
        kind,
        by=session.who,
        asset=body.asset,
        product=body.product,
        bin=line.bin if line else BinCode(""),
        quantity=quantity,
        due=round(due.timestamp() * 1_000_000) if due else 0,
    )
