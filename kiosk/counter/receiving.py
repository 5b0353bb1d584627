"""Receiving at the counter: a delivery or none, what came, how many, and the bin it is put into."""

from msgspec.structs import replace

from kiosk.counter.session import Act, Answer, Intent, Session, Stop, Turn
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    Now,
    PlaceSeen,
    Scanned,
    StockSeen,
    bin_named,
    quantity_told,
)
from kiosk.counter.stops import again
from kiosk.counter.tasks import Receiving
from kiosk.crib import entries as was
from kiosk.crib.commands import KeepCode, UndoAct
from kiosk.crib.keeper_refusals import OverDelivered
from kiosk.crib.names import NO_LOT, AssetCode, BinCode, CommandId, ProductCode
from kiosk.crib.outcomes import Decision, Refused
from kiosk.crib.receiving import ReceiveAsset, ReceiveStock

_EMPTY_HANDS = {
    "product": ProductCode(""),
    "name": "",
    "tagged": False,
    "lot": NO_LOT,
    "asset": AssetCode(""),
    "quantity": 0,
}


def controls(session: Session, task: Receiving) -> tuple[str, ...]:
    """What can be tapped; a quantity is typed."""
    if _is_asked(session):
        return ("yes", "no")
    offers = () if task.delivery else tuple(f"delivery:{code}" for code in task.offers)
    return (*offers, *(("undo",) if session.act else ()), "done")


def _is_asked(session: Session) -> bool:
    """Whether more came than was expected, and the keeper has not said yet that it is so."""
    return session.stop is not None and isinstance(session.stop.refusal, OverDelivered)


def takes(session: Session, task: Receiving, control: str) -> bool:
    """Whether a tap on this control means anything."""
    verb, _, value = control.partition(":")
    if verb == "quantity":
        return bool(task.product and not task.tagged)
    return bool(verb == "delivery" and value) or control in controls(session, task)


def hint(task: Receiving) -> str:
    """What to do next."""
    if task.asset or task.quantity:
        return "Scan the bin it goes into."
    if task.tagged:
        return "Scan the tag of the next one."
    return "Scan what came."


def begin(session: Session, now: Now) -> Session:
    """A keeper is about to put away what came."""
    return replace(session, task=Receiving()).say(Answer("receiving", by=session.who), now)


def scan(session: Session, task: Receiving, signal: Scanned, now: Now) -> Turn:
    """A delivery, a thing, or the bin that the thing goes into."""
    where = bin_named(signal)
    if where:
        return _put_away(session, task, where, now)
    if isinstance(signal, CodeSeen) and not task.tagged:
        return Turn(session, (Intent(KeepCode(signal.code, session.who)),))
    held = _taken_up(task, signal)
    if held is None:
        return Turn(session)
    if isinstance(signal, PlaceSeen) and signal.what == "delivery":
        said = Answer("receiving", by=session.who, about=signal.code, lines=signal.lines)
        return Turn(replace(session, task=held).say(said, now))
    return Turn(_in_hand(session, held, now))


def _taken_up(task: Receiving, signal: Scanned) -> Receiving | None:
    """The task with what was scanned in hand; None where the code names nothing that can come."""
    free = replace(task, **_EMPTY_HANDS)
    match signal:
        case StockSeen():
            product, same = signal.stock.product, (task.product, task.lot)
            more = task.quantity if same == (product.code, signal.lot) else 0
            named = replace(free, product=product.code, name=product.name, lot=signal.lot)
            return replace(named, quantity=more + 1)
        case AssetSeen():
            product = signal.asset.product
            named = replace(free, product=product.code, name=product.name, tagged=True)
            return replace(named, asset=signal.asset.asset.code)
        case CodeSeen():
            return replace(task, asset=AssetCode(signal.code))
        case PlaceSeen() if signal.product:
            return replace(free, product=signal.product, name=signal.name, tagged=True)
        case PlaceSeen() if signal.what == "delivery":
            return replace(free, delivery=signal.code)
    return None


def _in_hand(session: Session, task: Receiving, now: Now) -> Session:
    """Say what is in hand, and how many."""
    lot = (f"Lot {task.lot}",) if task.lot else ()
    answer = Answer(
        "in-hand",
        by=session.who,
        asset=task.asset,
        product=task.product,
        quantity=task.quantity,
        lines=lot,
    )
    return replace(session, task=task, act=None).say(answer, now)


def _put_away(session: Session, task: Receiving, where: BinCode, now: Now) -> Turn:
    me = session.who
    if task.asset:
        asset = ReceiveAsset(task.asset, where, me, task.delivery, task.product)
        return Turn(session, (Intent(asset),))
    if task.quantity:
        pieces = ReceiveStock(task.product, where, task.quantity, me, task.delivery, task.lot)
        return Turn(session, (Intent(pieces),))
    return Turn(session.say(Answer("receiving", by=me, about=task.delivery), now))


def tap(session: Session, task: Receiving, control: str, now: Now) -> Turn:
    """Tell a quantity, answer, take the last one back, or leave."""
    verb, _, value = control.partition(":")
    if verb == "quantity":
        return Turn(_quantity(session, task, value, now))
    if verb == "yes" and session.stop:
        return Turn(session, (again(session.stop.intent, over=True),))
    if verb == "no":
        empty = replace(session, task=replace(task, **_EMPTY_HANDS))
        return Turn(empty.say(Answer("receiving", by=session.who, about=task.delivery), now))
    if verb == "undo" and session.act:
        return Turn(session, (Intent(UndoAct(session.act.command, session.who)),))
    return Turn(replace(session, task=None, act=None).say(Answer("put-away", by=session.who), now))


def _quantity(session: Session, task: Receiving, value: str, now: Now) -> Session:
    quantity = quantity_told(value)
    return _in_hand(session, replace(task, quantity=quantity), now) if quantity else session


def conclude(session: Session, id: CommandId, intent: Intent, decision: Decision, now: Now) -> Session:  # noqa: A002
    """What is said, and remembered, once a command of receiving was judged."""
    task = session.task
    if not isinstance(task, Receiving):
        return session
    if isinstance(decision, Refused):
        return _refused(session, intent, decision, now)
    body = decision.entries[-1]
    if not isinstance(body, was.AssetReceived | was.StockReceived):
        return session
    free = replace(task, asset=AssetCode("")) if task.tagged else replace(task, **_EMPTY_HANDS)
    answer = Answer(
        "received",
        by=session.who,
        asset=body.asset,
        product=body.product,
        bin=BinCode(body.movement.destination.code),
        quantity=body.quantity,
        about=body.delivery,
    )
    return replace(session, task=free, act=Act(id, session.who, now.boot)).say(answer, now)


def _refused(session: Session, intent: Intent, decision: Refused, now: Now) -> Session:
    """What is in hand stays there: the right bin may be scanned next."""
    command = intent.command
    answer = Answer(
        "refused",
        by=session.who,
        asset=AssetCode(getattr(command, "asset", "")),
        product=ProductCode(getattr(command, "product", "")),
        refusal=decision.refusal,
    )
    said = replace(session, act=None).say(answer, now)
    return replace(said, stop=Stop(intent, decision.refusal))
