"""Scans with nobody signed in: what is out comes back, what is in waits for a badge."""

from msgspec.structs import replace

from kiosk.counter.serving import take
from kiosk.counter.session import Answer, Intent, Session, Thing, Turn, Waiting
from kiosk.counter.signals import AssetSeen, KitSeen, Now, StockSeen, WishSeen
from kiosk.crib.commands import ConfirmAsset, ReturnAsset, ReturnKit, Wish
from kiosk.crib.names import NO_LOT, NOBODY, LotCode
from kiosk.crib.places import PlaceKind
from kiosk.crib.policy import Policy
from kiosk.crib.states import AssetState, KitState


def asset(session: Session, signal: AssetSeen, now: Now, policy: Policy) -> Turn:
    """With nobody signed in: what is out comes back, what is in waits for a badge."""
    asset = signal.asset
    if asset.is_in_use or asset.place.kind is PlaceKind.LOST:
        return Turn(session, (Intent(ReturnAsset(asset.asset.code)),))
    if not asset.is_in:
        return Turn(session.say(_shown(asset), now))
    if asset.locked:
        return _ask_rulebook(session, asset)
    turn = _wait(session, signal.code, asset, now, policy)
    seen = (Intent(ConfirmAsset(asset.asset.code)),) if asset.missing else ()
    return Turn(turn.session, seen)


def _ask_rulebook(session: Session, thing: Thing, lot: LotCode = NO_LOT) -> Turn:
    """What lies behind a lock does not wait: the rulebook says what keeps nobody from it."""
    return Turn(session, (take(thing, NOBODY, Wish(), None, lot),))


def stock(session: Session, signal: StockSeen, now: Now, policy: Policy) -> Turn:
    """Pieces wait: nobody takes them without a name."""
    if signal.stock.locked:
        return _ask_rulebook(session, signal.stock, signal.lot)
    return _wait(session, signal.code, signal.stock, now, policy, signal.lot)


def kit(session: Session, signal: KitSeen, now: Now, policy: Policy) -> Turn:
    """A kit of which anything is out comes back as far as it is in the case; a whole one waits."""
    if any(asset.is_in_use for asset in signal.kit.assets):
        return Turn(session, (Intent(ReturnKit(signal.kit.kit.code)),))
    if any(asset.locked for asset in signal.kit.assets):
        return _ask_rulebook(session, signal.kit)
    return _wait(session, signal.code, signal.kit, now, policy)


def _wait(session: Session, code: str, thing: Thing, now: Now, policy: Policy, lot: LotCode = NO_LOT) -> Turn:
    others = tuple(waiting for waiting in session.waiting if _answer_to(waiting.thing) != _answer_to(thing))
    fresh = Waiting(code, thing, now.boot + policy.waiting, lot)
    session = replace(session, waiting=(*others, fresh), act=None).say(_shown(thing), now)
    listed = (thing.asset.code,) if isinstance(thing, AssetState) else ()
    return Turn(replace(session, listed=listed))


def _answer_to(thing: Thing) -> tuple[str, ...]:
    """What a thing is, whichever of its labels was scanned."""
    if isinstance(thing, AssetState):
        return (thing.asset.code,)
    return (thing.kit.code,) if isinstance(thing, KitState) else (thing.product.code, thing.bin)


def _shown(thing: Thing) -> Answer:
    if isinstance(thing, AssetState):
        return Answer("shown", asset=thing.asset.code, product=thing.product.code)
    if isinstance(thing, KitState):
        return Answer("shown", kit=thing.kit.code)
    return Answer("shown", product=thing.product.code, bin=thing.bin)


def wish(session: Session, signal: WishSeen, now: Now, _: Policy) -> Turn:
    """With nobody signed in there is nobody to remember it for."""
    named = signal.job or signal.station
    lines = (named.name if named else "",)
    return Turn(session.say(Answer("shown", about=signal.code, lines=lines), now))
