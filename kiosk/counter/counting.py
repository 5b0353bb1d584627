"""Counting at the counter: a place, then everything there; what is out of place is put right at once."""

from typing import Any

from msgspec.structs import replace

from kiosk.counter import linking
from kiosk.counter.language import Phrase, mark
from kiosk.counter.session import Answer, Done, Intent, Session, Stop, Turn, afresh
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
from kiosk.counter.tasks import Counting
from kiosk.counter.typed import QUANTITY_DIGITS, after, is_key
from kiosk.crib import count_entries as was
from kiosk.crib import counting as do
from kiosk.crib.body import Body
from kiosk.crib.counting import Finding, Fix
from kiosk.crib.gates import may
from kiosk.crib.names import NOBODY, AssetCode, BinCode, ProductCode, Role
from kiosk.crib.outcomes import Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker

_FIXES = {Finding.MISPLACED: ("fix:home", "fix:here"), Finding.HELD: ("fix:return",)}


def controls(_: Session, task: Counting) -> tuple[str, ...]:
    """What can be tapped; a quantity is typed."""
    if not task.count:
        return ("done",)
    fixes = _FIXES.get(task.finding, ()) if task.found else ()
    return (*fixes, "sign", "done")


def takes(session: Session, task: Counting, control: str) -> bool:
    """Whether a tap on this control means anything."""
    verb, _, value = control.partition(":")
    if verb in ("quantity", "key"):
        return bool(task.product) and (verb == "quantity" or is_key(control, task.typed, digits=True))
    if verb in ("finding", "unknown") or control.startswith("fix:return:"):
        return bool(task.count and value)
    return control in controls(session, task)


def hint(task: Counting) -> str:
    """What to do next."""
    if not task.count:
        return mark("Scan the bin, shelf or cabinet that you count.")
    return mark("Tell how many there are.") if task.product else mark("Scan everything that you see here.")


def begin(session: Session, _: Tapped, now: Now) -> Session:
    """A keeper is about to count."""
    # The label may just have been scanned for something else: now it names what is counted.
    return replace(afresh(session), task=Counting(), recent=()).say(Answer("counting", by=session.who), now)


def scan(session: Session, task: Counting, signal: Scanned, now: Now) -> Turn:
    """The place first; then what is there."""
    place = _place(signal)
    if place and (not task.count or (isinstance(signal, PlaceSeen) and not signal.bin)):
        opening = Counting(bin=bin_named(signal), **_unit(signal))
        return Turn(replace(session, task=opening), (Intent(do.OpenCount(place, session.who)),))
    if not task.count:
        return Turn(session.say(Answer("counting", by=session.who), now))
    here = replace(task, product=ProductCode(""), again=False, found=AssetCode(""), typed="")
    match signal:
        case AssetSeen():
            see = do.SeeAsset(task.count, signal.asset.asset.code, session.who, task.bin)
            return Turn(replace(session, task=here), (Intent(see),))
        case CodeSeen():
            unknown = do.SeeCode(task.count, signal.code, session.who, task.bin)
            return Turn(replace(session, task=here), (Intent(unknown),))
        case StockSeen():
            return Turn(_ask(session, here, signal, now))
        case PlaceSeen() if signal.bin:
            at_bin = replace(session, task=replace(here, bin=signal.bin))
            return Turn(at_bin.say(Answer("counting", by=session.who, bin=signal.bin), now))
    return Turn(session.say(Answer("counting", by=session.who, bin=task.bin or BinCode(task.place)), now))


def _place(signal: Scanned) -> str:
    """The place that a scan names; empty where it names a thing."""
    if isinstance(signal, PlaceSeen):
        return signal.code if signal.what != "product" else ""
    return bin_named(signal)


def _ask(session: Session, here: Counting, signal: StockSeen, now: Now) -> Session:
    """How many? Nothing says how many there should be."""
    where = bin_named(signal) or here.bin or signal.stock.bin
    task = replace(here, bin=where, **_unit(signal))
    return replace(session, task=task).say(_how_many(session, task), now)


def _unit(signal: Scanned) -> dict[str, Any]:
    """Whose pieces a scan is about."""
    if not isinstance(signal, StockSeen):
        return {}
    return {"product": signal.stock.product.code, "name": signal.stock.product.name, "lot": signal.lot}


def _how_many(session: Session, task: Counting) -> Answer:
    lot = (Phrase("Lot {lot}", {"lot": task.lot}),) if task.lot else ()
    return Answer("how-many", by=session.who, bin=task.bin, told=(task.name, *lot))


def tap(session: Session, task: Counting, signal: Tapped, now: Now, _policy: Policy) -> Turn:
    """Tell a quantity, put right, sign, or leave."""
    verb, _, value = signal.control.partition(":")
    me = session.who
    match verb:
        case "quantity":
            return Turn(session, _quantity(session, task, value))
        case "key":
            return _typed(session, task, signal.control)
        case "finding" if isinstance(signal.thing, AssetSeen):
            return Turn(_selected(session, task, AssetCode(value), now))
        case "unknown":
            return Turn(linking.begin(session, signal, now))
        case "fix":
            fix, _, asset = value.partition(":")
            put = do.FixFinding(task.count, AssetCode(asset) or task.found, Fix(fix), me)
            return Turn(session, (Intent(put),))
        case "sign":
            return Turn(session, (Intent(do.CloseCount(task.count, me)),))
    if verb != "done":
        return Turn(session)
    left = replace(session, task=None)
    return Turn(left.say(Answer("paused", by=me, bin=BinCode(task.place)), now))


def _typed(session: Session, task: Counting, control: str) -> Turn:
    """A key: of the number of pieces, which nobody is told beforehand."""
    if control != "key:enter":
        typed = after(task.typed, control, QUANTITY_DIGITS)
        return Turn(replace(session, task=replace(task, typed=typed)))
    return Turn(replace(session, task=replace(task, typed="")), _quantity(session, task, task.typed))


def _selected(session: Session, task: Counting, asset: AssetCode, now: Now) -> Session:
    """One of those that were seen out of place is spoken of: its fixes are shown."""
    seen = Answer("seen", by=session.who, asset=asset, about=Finding.MISPLACED)
    here = replace(task, found=asset, finding=Finding.MISPLACED, product=ProductCode(""), typed="")
    return replace(session, task=here).say(seen, now)


def _quantity(session: Session, task: Counting, value: str) -> tuple[Intent, ...]:
    quantity = quantity_told(value)
    if quantity is None:
        return ()
    see = do.SeeStock(task.count, task.product, task.bin, quantity, session.who, task.lot)
    return (Intent(see),)


def badge(session: Session, task: Counting, worker: Worker, _: Now) -> Turn | None:
    """The badge of somebody who may signs a count that waits for it; the keeper's session goes on."""
    if not task.waits or not may(worker, Role.LEAD):
        return None
    return Turn(session, (Intent(do.CloseCount(task.count, worker.id)),))


def conclude(session: Session, done: Done, now: Now) -> Session:
    """What is said, and remembered, once a command of counting was judged."""
    task, decision = session.task, done.decision
    if not isinstance(task, Counting):
        return session
    if isinstance(decision, Refused):
        return _refused(session, task, done, decision, now)
    told = [body for body in decision.entries if body.type.startswith("count.")]
    return _told(session, task, told[-1], now) if told else session


def _refused(session: Session, task: Counting, done: Done, decision: Refused, now: Now) -> Session:
    refusal = decision.refusal
    if isinstance(refusal, do.CountAgain):
        which = {"bin": refusal.bin, "product": refusal.product, "lot": refusal.lot}
        task = replace(task, **which, name="", again=True, typed="")
    task = replace(task, waits=isinstance(refusal, do.NeedsSecond))
    left = replace(session, task=task if task.count else Counting())
    product = ProductCode(getattr(refusal, "product", ""))
    said = left.say(Answer("refused", by=session.who, product=product, refusal=refusal), now)
    return replace(said, stop=Stop(done.intent, refusal))


def _told(session: Session, task: Counting, body: Body, now: Now) -> Session:
    me = session.who
    match body:
        case was.CountOpened() | was.CountResumed():
            task = replace(task, count=body.count, place=body.place)
            opened = Answer("counting", by=me, bin=BinCode(body.place))
            answer = _how_many(session, task) if task.product else opened
        case was.CountSeen() if body.product:
            return _pieces(session, task, body, now)
        case was.CountSeen():
            task = replace(task, found=body.asset, finding=body.finding)
            answer = Answer(
                "seen", by=me, asset=body.asset, bin=body.bin, about=body.finding, lines=_codes(body)
            )
        case was.CountFixed():
            task = replace(task, found=AssetCode(""))
            answer = Answer("fixed", by=me, asset=body.asset, bin=task.bin, about=body.fix)
        case was.CountSigned():
            task = replace(task, waits=True)
            answer = Answer("signed", by=me, bin=BinCode(task.place))
        case was.CountClosed():
            return replace(session, task=None).say(_closed(body), now)
        case _:
            return session
    waits = isinstance(body, was.CountSigned)
    return replace(session, task=replace(task, waits=waits)).say(answer, now)


def _codes(body: was.CountSeen) -> tuple[str, ...]:
    return (body.code,) if body.code else ()


def _pieces(session: Session, task: Counting, body: was.CountSeen, now: Now) -> Session:
    """What is not as expected is counted once more; nobody is told by how much it differs."""
    again = body.quantity != body.expected and not task.again
    answer = Answer("count-again" if again else "noted", by=session.who, bin=body.bin, quantity=body.quantity)
    task = replace(task, again=again, waits=False)
    task = task if again else replace(task, product=ProductCode(""))
    return replace(session, task=task).say(answer, now)


def _closed(body: was.CountClosed) -> Answer:
    missing, uncounted = ", ".join(body.missing), ", ".join(body.uncounted)
    parts = (
        (
            body.expected,
            Phrase("Found {found} of {expected}", {"found": body.found, "expected": body.expected}),
        ),
        (missing, Phrase("Missing: {assets}", {"assets": missing})),
        (body.differences, Phrase("Corrected: {count}", {"count": len(body.differences)})),
        (uncounted, Phrase("Not counted: {things}", {"things": uncounted})),
    )
    by = body.second or body.signed or NOBODY
    return Answer(
        "counted", by=by, bin=BinCode(body.place), told=tuple(phrase for there, phrase in parts if there)
    )
