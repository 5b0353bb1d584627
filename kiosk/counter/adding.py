"""Adding at the counter: a tag or a maker's code, what it is one of, what its template asks for, and its bin.

Of the next one of the same product only tag and bin are scanned; what is the thing's own is typed.
"""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter import receiving, stepping
from kiosk.counter.amiss import kept_for_keeper, out_of_place
from kiosk.counter.language import mark
from kiosk.counter.new_thing import DIGITS, TYPED, asking, command, is_sound
from kiosk.counter.session import Act, Answer, Done, Intent, Session, Turn, afresh
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    KitSeen,
    Marking,
    Now,
    PlaceSeen,
    Scanned,
    StockSeen,
    Tapped,
    WishSeen,
    bin_named,
)
from kiosk.counter.tasks import Adding, Receiving
from kiosk.counter.typed import after, is_key
from kiosk.crib.adding import AddThing
from kiosk.crib.alike import Candidate
from kiosk.crib.commands import KeepCode, UndoAct
from kiosk.crib.define_things import gaps
from kiosk.crib.defining import code_flaw
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import AssetCode, BinCode, ProductCode
from kiosk.crib.outcomes import NO_ASKS, Approved, Refused
from kiosk.crib.places import PlaceKind
from kiosk.crib.policy import Policy
from kiosk.crib.products import Asset, Category, Worker

_CARRIED = ("bought", "cost")
"""What is told once for all that came together."""


class Choices(Struct, frozen=True):
    """What can be chosen at a step, and what may be a mistake."""

    products: tuple[Candidate, ...] = ()
    categories: tuple[Category, ...] = ()
    alike: str = ""
    """A code that people would mix up with the tag's."""


def begin(session: Session, _: Tapped, now: Now) -> Session:
    """A keeper has something new in her hands."""
    return _ask(replace(afresh(session), recent=()), Adding(), now)


def _ask(session: Session, task: Adding, now: Now) -> Session:
    """Go on to what is to be told next, and ask for it."""
    task = asking(task)
    told = Answer("adding", by=session.who, asset=task.asset, about=task.asks, lines=(task.name, task.makers))
    return replace(session, task=task).say(told, now)


def controls(session: Session, task: Adding) -> tuple[str, ...]:
    """What can be tapped beside the choices and the keys."""
    first: tuple[str, ...] = ()
    if task.asks == "product":
        tag = ("as-tag",) if task.makers and not task.asset else ()
        first = ("new", *tag, *(() if task.looks else ("look-up",)))
    elif task.asks == "tag":
        first = (f"next-tag:{task.product or task.fields['code']}",)
    said = ("undo", *stepping.on_act(session)) if session.act else ()
    return (*first, *said, "done")


def takes(session: Session, task: Adding, control: str) -> bool:
    """Whether a tap on this control means anything."""
    verb, _, value = control.partition(":")
    if verb == "key":
        return (
            (task.looks or task.asks != "product")
            and task.asks in TYPED
            and is_key(control, task.typed, digits=task.asks in DIGITS)
        )
    chosen = {"of": ("product", "name", ""), "category": ("category",)}.get(verb, ())
    return bool(value and task.asks in chosen) or control in controls(session, task)


_HINTS = {
    "": mark("Scan the maker's code, or a new tag."),
    "tag": mark("Scan its tag."),
    "bin": mark("Scan the bin it goes into."),
}


def hint(task: Adding) -> str:
    """What to do next."""
    return _HINTS.get(task.asks, mark("Touch or type what is asked."))


def badge(_session: Session, _task: Adding, _worker: Worker, _now: Now) -> Turn | None:
    """Another's badge ends it; what was scanned is kept."""
    return None


def scan(session: Session, task: Adding, signal: Scanned, now: Now) -> Turn:
    """A bin, one of the same, a maker's code, a new tag, or a text that is asked for."""
    where = bin_named(signal)
    if where:
        return _put(session, task, where, now)
    match signal:
        case CodeSeen():
            return _code(session, task, signal, now)
        case KitSeen() | WishSeen() | PlaceSeen(product=""):
            return Turn(session.say(out_of_place("not-added", signal, session.who), now))
    if task.asks in _SCANNED:
        return Turn(_told(session, replace(task, typed=_scanned(task, signal)), now))
    if task.is_new or task.asks not in _OF:
        return Turn(_ask(session, task, now))
    match signal:
        case AssetSeen() if signal.asset.place.kind is PlaceKind.SUPPLIER:
            return receiving.scan(session, Receiving(), signal, now)
        case AssetSeen():
            known = signal.asset
            return Turn(_one_more(session, task, known.product.code, known.product.name, known.category, now))
        case StockSeen() | PlaceSeen():
            return _of(session, task, signal, now)
    return Turn(_ask(session, task, now))


_SCANNED = ("serial", "barcode")
"""What can be scanned in place of typing it: a code that also means something else is taken as it is."""
_OF = ("", "product", "tag")
"""Where a known thing tells what the new one is one of: later, what was told would be lost."""


def _of(session: Session, task: Adding, thing: Any, now: Now) -> Turn:
    """One more of a product; what is kept in pieces is received."""
    if isinstance(thing, StockSeen):
        return receiving.scan(session, Receiving(), thing, now)
    if not isinstance(thing, PlaceSeen) or thing.category is None:
        return Turn(_ask(session, task, now))
    fields = _with_serial({}, thing.says)
    return Turn(_one_more(session, task, thing.product, thing.name, thing.category, now, fields))


def _scanned(task: Adding, signal: Any) -> str:
    """What a scan tells where a text is asked for: of a maker's label, what is this very thing's."""
    if not isinstance(signal, CodeSeen | PlaceSeen):
        return str(signal.code)
    own = {"serial": signal.says.serial, "barcode": signal.says.own}
    return own.get(task.asks) or signal.code


def _with_serial(fields: dict[str, str], says: Marking) -> dict[str, str]:
    return {**fields, "serial": says.serial} if says.serial else fields


def _one_more(
    session: Session,
    task: Adding,
    product: ProductCode,
    name: str,
    category: Category,
    now: Now,
    fields: dict[str, str] | None = None,
) -> Session:
    same = {"product": product, "name": name, "category": category, "is_new": False, "fields": fields or {}}
    task = replace(task, looks=False)
    return _ask(replace(session, act=None), replace(task, **same), now)


def _code(session: Session, task: Adding, signal: CodeSeen, now: Now) -> Turn:
    """What means nothing yet is kept, whatever becomes of it here."""
    code, keep = signal.code, (Intent(KeepCode(signal.code, session.who)),)
    if task.asks in _SCANNED:
        return Turn(_told(session, replace(task, typed=_scanned(task, signal)), now))
    if signal.is_gtin and code != task.asset and (len(code) > _GTIN_8 or task.asks != "tag"):
        made = replace(task, makers=code, fields=_with_serial(task.fields, signal.says))
        return Turn(_ask(session, made, now), keep)
    wrong = _misnamed(task, code)
    if wrong:
        refused = Answer("refused", by=session.who, refusal=wrong)
        return Turn(session.say(refused, now), keep)
    tagged = replace(task, asset=AssetCode(code), is_given=False)
    return Turn(_ask(replace(session, act=None), tagged, now), keep)


_GTIN_8 = 8
"""So short, a number that happens to be a GTIN is a tag where one is asked for."""


def _misnamed(task: Adding, code: str) -> Unfit | None:
    """Why a tag's code is none, or not as its template names such things."""
    if wrong := code_flaw("code", code):
        return Unfit((wrong,))
    if task.category is None:
        return None
    found = gaps(Asset(AssetCode(code), task.product, BinCode("any")), task.category)
    flaws = tuple(flaw for flaw in found if flaw.column == "code")
    return Unfit(flaws) if flaws else None


def tap(session: Session, task: Adding, signal: Tapped, now: Now, _policy: Policy) -> Turn:
    """Choose, type, take the last one back, or leave."""
    verb, _, value = signal.control.partition(":")
    if verb in stepping.VERBS:
        return stepping.tap(session, verb, value)
    match verb:
        case "key":
            return Turn(_key(session, task, signal.control, now))
        case "look-up":
            return Turn(replace(session, task=replace(task, looks=True, typed="")))
        case "of":
            return _of(session, task, signal.thing, now)
        case "undo" if session.act:
            return Turn(session, (Intent(UndoAct(session.act.command, session.who)),))
        case "done":
            return Turn(replace(session, task=None, act=None).say(Answer("left", by=session.who), now))
    chosen = _chosen(task, verb, signal)
    if chosen.is_new and chosen.category and not chosen.category.is_tagged:
        return Turn(replace(session, task=chosen), (Intent(command(session.who, chosen, BinCode(""))),))
    return Turn(_ask(session, chosen, now))


def _chosen(task: Adding, verb: str, signal: Tapped) -> Adding:
    match verb:
        case "new":
            return replace(task, is_new=True)
        case "as-tag":
            return replace(task, asset=AssetCode(task.makers), makers="")
        case "category":
            return replace(task, category=signal.thing)
    return replace(task, asset=AssetCode(signal.codes[0]), is_given=True)


def _key(session: Session, task: Adding, control: str, now: Now) -> Session:
    if control != "key:enter":
        typed = after(task.typed, control, TYPED[task.asks])
        return replace(session, task=replace(task, typed=typed))
    return session if task.asks == "product" else _told(session, task, now)


def _told(session: Session, task: Adding, now: Now) -> Session:
    """What was typed, or scanned instead, is told; what cannot be is asked for again."""
    value = task.typed.strip()
    if not is_sound(task.asks, value):
        wrong = Answer("adding-again", by=session.who, about=task.asks, lines=(value,))
        return replace(session, task=replace(task, typed="")).say(wrong, now)
    name = value if task.asks == "name" else task.name
    fields = {**task.fields, task.asks: value}
    return _ask(session, replace(task, fields=fields, name=name), now)


def _put(session: Session, task: Adding, where: BinCode, now: Now) -> Turn:
    if task.asks != "bin":
        return Turn(_ask(session, task, now))
    return Turn(session, (Intent(command(session.who, task, where)),))


def conclude(session: Session, done: Done, now: Now) -> Session:
    """What is said, and remembered, once a new thing was judged."""
    task, added = session.task, done.intent.command
    if not isinstance(task, Adding) or not isinstance(added, AddThing):
        return session
    if isinstance(done.decision, Refused):
        return _refused(session, task, done.decision, now)
    product = added.of
    if added.asset is None:
        pieces = Receiving(product=product, name=task.name, quantity=1)
        # Pieces have no tag: one that was scanned is the keeper's to look into.
        return receiving.in_hand(session, pieces, now, *kept_for_keeper(task.asset))
    fields = {field: value for field, value in task.fields.items() if field in _CARRIED}
    again = Adding(product=product, name=task.name, category=task.category, fields=fields, asks="tag")
    label = "label" if task.is_given else ""
    answer = Answer(
        "added", by=session.who, asset=added.asset.code, product=product, bin=added.bin, about=label
    )
    asks = done.decision.asks if isinstance(done.decision, Approved) else NO_ASKS
    return replace(session, task=again, act=Act(done.id, session.who, now.boot, asks=asks)).say(answer, now)


def _refused(session: Session, task: Adding, decision: Refused, now: Now) -> Session:
    """What does not fit is asked for again; all else that was told stays."""
    refusal = decision.refusal
    if isinstance(refusal, Unfit):
        wrong = {flaw.value for flaw in refusal.flaws}
        fields = {field: value for field, value in task.fields.items() if value not in wrong}
        asset = AssetCode("") if task.asset in wrong else task.asset
        makers = "" if task.makers in wrong else task.makers
        task = asking(replace(task, fields=fields, asset=asset, makers=makers))
    return replace(session, task=task, act=None).say(Answer("refused", by=session.who, refusal=refusal), now)
