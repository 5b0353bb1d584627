"""Receiving at the counter: a delivery or none, what came, how many, and the bin it is put into."""

from typing import Any

from msgspec.structs import replace

from kiosk.counter import stepping
from kiosk.counter.amiss import kept_for_keeper, out_of_place
from kiosk.counter.language import Phrase, Told, mark
from kiosk.counter.session import Act, Answer, Done, Intent, Session, Stop, Turn, afresh
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    Now,
    PlaceSeen,
    Scanned,
    StockSeen,
    Tapped,
    bin_named,
    quantity_told,
)
from kiosk.counter.stops import again
from kiosk.counter.tasks import Receiving
from kiosk.counter.typed import QUANTITY_DIGITS, after, is_key
from kiosk.crib import entries as was
from kiosk.crib.commands import KeepCode, UndoAct
from kiosk.crib.keeper_refusals import OverDelivered
from kiosk.crib.names import NO_LOT, AssetCode, BinCode, Kind, ProductCode
from kiosk.crib.outcomes import NO_ASKS, Approved, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.receiving import ReceiveAsset, ReceiveStock
from kiosk.crib.transfer_entries import TransferReceived

_EMPTY_HANDS: dict[str, Any] = {
    "product": ProductCode(""),
    "name": "",
    "tagged": False,
    "lot": NO_LOT,
    "expires": None,
    "asset": AssetCode(""),
    "kept": False,
    "quantity": 0,
    "typing": False,
    "typed": "",
}


def controls(session: Session, task: Receiving) -> tuple[str, ...]:
    """What can be tapped; a quantity is typed."""
    if _is_asked(session):
        return ("yes", "no")
    offers = () if task.delivery or task.transfer else task.offers[:_OFFERED]
    count = ("quantity",) if _in_pieces(task) and not task.typing else ()
    said = ("undo", *stepping.on_act(session)) if session.act else ()
    return (*offers, *count, *said, "done")


_OFFERED = 5
"""Of what is expected, so many have a button beside the others; a label can be scanned."""


def _in_pieces(task: Receiving) -> bool:
    return bool(task.product and not task.tagged)


def _is_asked(session: Session) -> bool:
    """Whether more came than was expected, and the keeper has not said yet that it is so."""
    return session.stop is not None and isinstance(session.stop.refusal, OverDelivered)


def takes(session: Session, task: Receiving, control: str) -> bool:
    """Whether a tap on this control means anything."""
    verb, _, value = control.partition(":")
    if verb == "quantity":
        return _in_pieces(task)
    if task.typing and is_key(control, task.typed, digits=True):
        return True
    return bool(verb in ("delivery", "transfer") and value) or control in controls(session, task)


def hint(task: Receiving) -> str:
    """What to do next."""
    if task.asset or task.quantity:
        return mark("Scan the bin it goes into.")
    if task.tagged:
        return mark("Scan the tag of the next one.")
    return mark("Scan what came.")


def begin(session: Session, signal: Tapped, now: Now) -> Session:
    """A keeper is about to put away what came."""
    begun = replace(afresh(session), task=Receiving(offers=signal.codes))
    return begun.say(Answer("receiving", by=session.who), now)


def badge(_session: Session, _task: Receiving, _worker: Worker, _now: Now) -> Turn | None:
    """Another's badge ends it: it goes on when its keeper is back."""
    return None


def scan(session: Session, task: Receiving, signal: Scanned, now: Now) -> Turn:
    """A delivery, a thing, or the bin that the thing goes into."""
    where = bin_named(signal)
    if where:
        return _put_away(session, task, where, now)
    keep = _kept(session, signal)
    if isinstance(signal, CodeSeen) and not (task.tagged or signal.product):
        return Turn(session, keep)
    held = _taken_up(task, signal)
    if held is None:
        return Turn(session.say(out_of_place("not-received", signal, session.who), now))
    if isinstance(signal, PlaceSeen) and signal.what in ("delivery", "transfer"):
        said = Answer("receiving", by=session.who, about=signal.code, told=signal.lines)
        return Turn(replace(session, task=held).say(said, now))
    return Turn(in_hand(session, held, now), keep)


def _kept(session: Session, signal: Scanned) -> tuple[Intent, ...]:
    """A code that means nothing yet is kept, whatever becomes of it here."""
    if not isinstance(signal, CodeSeen) or signal.product:
        return ()
    return (Intent(KeepCode(signal.code, session.who)),)


def _taken_up(task: Receiving, signal: Scanned) -> Receiving | None:
    """The task with what was scanned in hand; None where the code names nothing that can come."""
    free = replace(task, **_EMPTY_HANDS)
    match signal:
        case CodeSeen() if signal.is_asset:
            sent = replace(free, product=signal.product, name=signal.name, tagged=True)
            return replace(sent, asset=AssetCode(signal.code))
        case CodeSeen() if signal.product:
            more = task.quantity if task.product == signal.product else 0
            return replace(free, product=signal.product, name=signal.name, quantity=more + 1)
        case StockSeen():
            return _pieces(task, free, signal)
        case AssetSeen():
            product = signal.asset.product
            named = replace(free, product=product.code, name=product.name, tagged=True)
            return replace(named, asset=signal.asset.asset.code)
        case CodeSeen():
            return replace(task, asset=AssetCode(signal.code), kept=True)
        case PlaceSeen() if signal.product:
            return replace(free, product=signal.product, name=signal.name, tagged=True)
        case PlaceSeen() if signal.what == "delivery":
            return replace(free, delivery=signal.code, transfer="")
        case PlaceSeen() if signal.what == "transfer":
            return replace(free, delivery="", transfer=signal.code)
    return None


def _pieces(task: Receiving, free: Receiving, signal: StockSeen) -> Receiving:
    """As many more as the package holds, of the lot that the maker's label names; a pool has no lots."""
    product, says = signal.stock.product, signal.says
    has_lots = signal.stock.category.kind is Kind.CONSUMABLE
    lot = signal.lot or (says.lot if has_lots else NO_LOT)
    same = (task.product, task.lot, task.expires) == (product.code, lot, says.expires if has_lots else None)
    named = replace(free, product=product.code, name=product.name, lot=lot)
    marked = replace(named, expires=says.expires if has_lots else None)
    return replace(marked, quantity=(task.quantity if same else 0) + (says.count or 1))


def in_hand(session: Session, task: Receiving, now: Now, *more: Told) -> Session:
    """Say what is in hand, how many, and what more there is to tell."""
    lot = (Phrase("Lot {lot}", {"lot": task.lot}),) if task.lot else ()
    good = (Phrase("Good until {day}", {"day": task.expires.isoformat()}),) if task.expires else ()
    answer = Answer(
        "in-hand",
        by=session.who,
        asset=task.asset,
        product=task.product,
        quantity=task.quantity,
        lines=(task.name,),
        told=(*lot, *good, *more),
    )
    return replace(session, task=task, act=None).say(answer, now)


def _put_away(session: Session, task: Receiving, where: BinCode, now: Now) -> Turn:
    me = session.who
    if task.asset:
        asset = ReceiveAsset(task.asset, where, me, task.delivery, task.product)
        return Turn(session, (Intent(asset),))
    if task.quantity:
        what = ReceiveStock(task.product, where, task.quantity, me, task.delivery, task.lot)
        pieces = replace(what, transfer=task.transfer, expires=task.expires)
        return Turn(session, (Intent(pieces),))
    if task.product:
        return Turn(in_hand(session, task, now))
    return Turn(session.say(Answer("receiving", by=me, about=task.delivery or task.transfer), now))


def tap(session: Session, task: Receiving, signal: Tapped, now: Now, _policy: Policy) -> Turn:
    """Tell a quantity, answer, take the last one back, or leave."""
    verb, _, value = signal.control.partition(":")
    if signal.control == "quantity":
        return Turn(replace(session, task=replace(task, typing=True, typed="")))
    if verb in ("quantity", "key"):
        return Turn(_typed(session, task, signal.control, now))
    if verb == "yes" and session.stop:
        return Turn(session, (again(session.stop.intent, over=True),))
    if verb == "no":
        empty = replace(session, task=replace(task, **_EMPTY_HANDS))
        return Turn(empty.say(Answer("receiving", by=session.who, about=task.delivery or task.transfer), now))
    if verb in stepping.VERBS:
        return stepping.tap(session, verb, value)
    if verb == "undo" and session.act:
        return Turn(session, (Intent(UndoAct(session.act.command, session.who)),))
    kept = kept_for_keeper(task.asset if task.kept else "")
    return Turn(replace(session, task=None, act=None).say(Answer("put-away", by=session.who, told=kept), now))


def _typed(session: Session, task: Receiving, control: str, now: Now) -> Session:
    """A key, or a number told at once."""
    verb, _, value = control.partition(":")
    if verb == "key" and value != "enter":
        return replace(session, task=replace(task, typed=after(task.typed, control, QUANTITY_DIGITS)))
    told = value if verb == "quantity" else task.typed
    return _quantity(session, replace(task, typing=False, typed=""), told, now)


def _quantity(session: Session, task: Receiving, value: str, now: Now) -> Session:
    quantity = quantity_told(value)
    return (
        in_hand(session, replace(task, quantity=quantity), now) if quantity else replace(session, task=task)
    )


def conclude(session: Session, done: Done, now: Now) -> Session:
    """What is said, and remembered, once a command of receiving was judged."""
    task, decision = session.task, done.decision
    if not isinstance(task, Receiving):
        return session
    if isinstance(decision, Refused):
        return _refused(session, done.intent, decision, now)
    body = decision.entries[-1]
    if isinstance(body, TransferReceived):
        return _transferred(session, task, body, now)
    if not isinstance(body, was.AssetReceived | was.StockReceived):
        return session
    free = replace(task, asset=AssetCode(""), kept=False) if task.tagged else replace(task, **_EMPTY_HANDS)
    answer = Answer(
        "received",
        by=session.who,
        asset=body.asset,
        product=body.product,
        bin=BinCode(body.movement.destination.code),
        quantity=body.quantity,
        about=body.delivery,
    )
    asks = decision.asks if isinstance(decision, Approved) else NO_ASKS
    return replace(session, task=free, act=Act(done.id, session.who, now.boot, asks=asks)).say(answer, now)


def _transferred(session: Session, task: Receiving, body: TransferReceived, now: Now) -> Session:
    """Of another site: the sender is told, so that it cannot be undone here."""
    named = f"{body.origin}/{body.transfer}"
    answer = Answer(
        "received",
        by=session.who,
        asset=body.asset,
        product=body.product,
        bin=BinCode(body.movement.destination.code),
        quantity=body.quantity,
        about=named,
    )
    free = replace(task, **_EMPTY_HANDS, transfer="" if task.delivery else named)
    return replace(session, task=free, act=None).say(answer, now)


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
