"""Scans of who is signed in: what is in is taken, what is hers comes back, another's is asked about."""

from datetime import timedelta

from msgspec.structs import replace

from kiosk.counter import stops
from kiosk.counter.session import Answer, Intent, Line, Question, Session, Thing, Turn
from kiosk.counter.signals import AssetSeen, KitSeen, Now, StockSeen, WishSeen
from kiosk.crib.commands import IssueAsset, IssueKit, IssueStock, PutBackStock, ReturnAsset, ReturnKit, Wish
from kiosk.crib.names import NO_LOT, AssetCode, LotCode, WorkerId
from kiosk.crib.places import PlaceKind
from kiosk.crib.policy import Policy
from kiosk.crib.refusals import NeedsJob, Refusal
from kiosk.crib.states import AssetState, KitState


def asset(session: Session, signal: AssetSeen, now: Now, policy: Policy) -> Turn:
    """Meaning from state: in is taken, one's own comes back, another's is asked about."""
    asset, me = signal.asset, session.who
    if asset.place.kind is PlaceKind.LOST or (asset.is_in_use and not asset.holder):
        return Turn(session, (Intent(ReturnAsset(asset.asset.code, me)),))
    if not asset.holder:
        return Turn(session, (take(asset, me, session.wish, None),))
    if asset.holder == me and not _just_taken(asset, now, policy):
        return Turn(session, (Intent(ReturnAsset(asset.asset.code, me)),))
    about = "return" if asset.holder == me else "take-over"
    answer = Answer("asked", by=me, asset=asset.asset.code, product=asset.product.code, about=about)
    mine = AssetCode(asset.asset.code if asset.holder == me else "")
    return Turn(_ask(session, Question(about, asset, signal.code), answer, mine, now))


def _ask(session: Session, question: Question, answer: Answer, mine: AssetCode, now: Now) -> Session:
    """Ask; what is given or kept for longer is what the question is about, if anything."""
    return replace(session, question=question, line=None, subject=mine).say(answer, now)


def _just_taken(asset: AssetState, now: Now, policy: Policy) -> bool:
    return bool(asset.since and now.at - asset.since < timedelta(seconds=policy.ask_return))


def kit(session: Session, signal: KitSeen, now: Now, policy: Policy) -> Turn:
    """As an asset: the kit is with whoever has any of it, and in where anything of it is in."""
    kit, me = signal.kit, session.who
    mine = [asset for asset in kit.assets if asset.holder == me]
    if not mine and (any(asset.is_in for asset in kit.assets) or not any(a.holder for a in kit.assets)):
        return Turn(session, (take(kit, me, session.wish, None),))
    if mine and not any(_just_taken(asset, now, policy) for asset in mine):
        return Turn(session, (Intent(ReturnKit(kit.kit.code, me)),))
    about = "return" if mine else "take-over"
    answer = Answer("asked", by=me, kit=kit.kit.code, about=about)
    return Turn(_ask(session, Question(about, kit, signal.code), answer, AssetCode(""), now))


def stock(session: Session, signal: StockSeen, _now: Now, _policy: Policy) -> Turn:
    """One unit, or one more on the open line."""
    return Turn(session, (take(signal.stock, session.who, session.wish, session.line, signal.lot),))


def take(thing: Thing, worker: WorkerId, wish: Wish, line: Line | None, lot: LotCode = NO_LOT) -> Intent:
    """Take an asset or a kit, or one more unit on the open line of the same product, bin and lot."""
    if isinstance(thing, AssetState):
        return Intent(IssueAsset(thing.asset.code, worker, wish))
    if isinstance(thing, KitState):
        return Intent(IssueKit(thing.kit.code, worker, wish))
    if line is None or (line.product, line.bin, line.lot) != (thing.product.code, thing.bin, lot):
        line = Line(thing.product.code, thing.bin, 0, lot=lot)
    goal = replace(line, total=line.total + 1)
    if line.back:
        return Intent(PutBackStock(line.product, line.bin, 1, worker, wish), goal)
    return Intent(IssueStock(line.product, line.bin, 1, worker, wish, line.lot), goal)


def _waits_for(refusal: Refusal, job: str) -> bool:
    """Whether naming this job answers what was refused."""
    return isinstance(refusal, NeedsJob) or getattr(refusal, "job", "") == job


def wish(session: Session, signal: WishSeen, now: Now, _: Policy) -> Turn:
    """What the scans that follow are for; what was stopped for want of it goes on."""
    wish, stop = session.wish, session.stop
    if signal.job:
        wish = replace(wish, job=signal.job.code)
    if signal.station:
        wish = replace(wish, station=signal.station.code)
    wish = replace(wish, due=signal.due) if signal.due else wish
    session = replace(session, wish=wish, line=None, last_act=now.boot)
    if stop and signal.job and _waits_for(stop.refusal, signal.job.code):
        return Turn(session, (stops.again(stop.intent, wish=wish),))
    about = "job" if signal.job else "station" if signal.station else "due"
    name = getattr(signal.job or signal.station, "name", "")
    due = round(signal.due.timestamp() * 1_000_000) if signal.due else 0
    return Turn(session.say(Answer("wished", by=session.who, due=due, about=about, lines=(name,)), now))
