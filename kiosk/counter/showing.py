"""Showing a card: all there is to know of one thing, and what can be done with it by whoever looks."""

from typing import Any

from msgspec.structs import replace

from kiosk.counter import giving, hands, reserving
from kiosk.counter.language import mark
from kiosk.counter.session import Answer, Intent, Session, Turn, looks_at
from kiosk.counter.signals import AssetSeen, KitSeen, Now, PlaceSeen, Scanned, StockSeen, Tapped, bin_named
from kiosk.counter.tasks import Showing, Task
from kiosk.crib.commands import ReportMissing
from kiosk.crib.gates import may
from kiosk.crib.names import AssetCode, BinCode, KitCode, ProductCode, Role
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker

EXTENSIONS = ("extend:8h", "extend:1d", "extend:7d")
"""How much longer one can keep a thing with one touch."""
FIGURES = ("available", "reserved", "out", "quarantined", "total")
"""What a keeper can open to the entries behind it."""


def begin(session: Session, signal: Tapped, now: Now) -> Session:
    """Show what the touched item names; nothing where it names nothing that has a card."""
    card = _other(session.task, _card(signal.thing, session), signal.thing)
    if card is None:
        return session
    return reopened(looks_at(session, replace(card, before=_parent(session.task))), now)


def reopened(session: Session, now: Now) -> Session:
    """The session with its card said: quietly, since whoever touched it looks at the screen."""
    task = session.task
    if not isinstance(task, Showing):
        return replace(session, answer=None)
    answer = Answer(
        "card",
        by=session.who,
        asset=AssetCode(task.code if task.what == "asset" else ""),
        product=ProductCode(task.code) if task.what == "product" else task.product,
        kit=KitCode(task.code if task.what == "kit" else ""),
        bin=BinCode(task.code if task.what == "bin" else ""),
    )
    subject = AssetCode(task.code if task.mine else "")
    return replace(session, answer=answer, answered=now.boot, subject=subject)


def _card(thing: object, session: Session) -> Showing | None:
    match thing:
        case AssetSeen(_, asset):
            mine = bool(asset.holder) and asset.holder == session.who
            here = asset.is_in and not asset.missing
            return Showing("asset", asset.asset.code, asset.product.code, mine=mine, here=here)
        case StockSeen(_, stock):
            return Showing("product", stock.product.code)
        case KitSeen(_, kit):
            return Showing("kit", kit.kit.code)
        case PlaceSeen(code, what) if what in ("product", "bin"):
            return Showing(what, thing.product or code)
    return None


def _other(task: Task | None, card: Showing | None, thing: Any) -> Showing | None:
    """A card does not open itself: from a product's, the bin that holds nothing else is a bin."""
    if card is None or not isinstance(task, Showing) or (card.what, card.code) != (task.what, task.code):
        return card
    label = bin_named(thing)
    return Showing("bin", label) if label and task.what == "product" else None


def _parent(task: Task | None) -> Task | None:
    """What a card is opened from: a list, or another card with at most a list behind it."""
    if not isinstance(task, Showing):
        return task
    root = task.before
    return replace(task, before=root.before if isinstance(root, Showing) else root)


def controls(session: Session, task: Showing) -> tuple[str, ...]:
    """What whoever looks can do with the thing: nobody is shown what is not hers to do."""
    reserve = ("reserve",) if reserving.fits(session) and may(session.worker, Role.WORKER) else ()
    if task.what != "asset":
        return reserve
    own = (*EXTENSIONS, "give", "note") if task.mine and session.worker else ()
    here = (f"not-here:{task.code}",) if task.here else ()
    return (*own, *here, *reserve, f"card:{task.product}")


def takes(session: Session, task: Showing, control: str) -> bool:
    """What is drawn beside it, any card, and for keepers its figures."""
    verb, _, value = control.partition(":")
    if verb == "why":
        return value in FIGURES and task.what == "product" and may(session.worker, Role.KEEPER)
    return verb == "card" or (verb not in ("note", "reserve") and control in controls(session, task))


def tap(session: Session, task: Showing, signal: Tapped, now: Now, _policy: Policy) -> Turn:
    """Another card, a figure opened, or an act, which closes the card."""
    verb, _, value = signal.control.partition(":")
    if verb == "card":
        return Turn(begin(session, signal, now))
    if verb == "why":
        return Turn(replace(session, task=replace(task, figure=value)))
    if verb == "give":
        return Turn(giving.begin(session, signal, now))
    left = replace(session, task=None, answer=None)
    if verb == "extend":
        return hands.extend(left, value)
    return Turn(left, (Intent(ReportMissing(AssetCode(task.code), session.who)),))


def scan(_: Session, __: Showing, ___: Scanned, ____: Now) -> Turn | None:
    """A scan means what it always means."""
    return None


def badge(_: Session, __: Showing, ___: Worker, ____: Now) -> Turn | None:
    """So does a badge."""
    return None


def hint(_: Showing) -> str:
    """What to do next."""
    return mark("Scan it, or touch what to do.")
