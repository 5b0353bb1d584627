"""Returns: bringing back, putting back, undoing, and what is wrong with what came back."""

from datetime import datetime, timedelta
from typing import Any

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.body import Body, Moved
from kiosk.crib.facts import Facts, PastMove
from kiosk.crib.gates import known_worker
from kiosk.crib.holds import at_risk, without
from kiosk.crib.instructions import Step
from kiosk.crib.issue import ends, move, present, shelf
from kiosk.crib.outcomes import NOTHING, Approved, Asks, Decision, Refused
from kiosk.crib.places import CONSUMED, QUARANTINE, WITH_SOMEBODY, PlaceKind, in_bin
from kiosk.crib.products import Category
from kiosk.crib.reading import to_read
from kiosk.crib.refusals import AlreadyOut, NeedsBadge, NotOut, NotYours, Quarantined, Refusal, Retired
from kiosk.crib.states import AssetState, Drawn, Loan, StockState


def return_asset(facts: Facts, _: do.ReturnAsset) -> Decision:
    """Bring an asset back, or to light."""
    asset = present(facts)
    refusal = _cannot_come(asset, facts)
    if refusal:
        return Refused(refusal)
    body = _back(asset, signed=facts.worker is not None)
    return Approved((body,), asks=_asks(facts, asset.category, condition=bool(asset.category.condition)))


def _asks(facts: Facts, *categories: Category, condition: bool = False) -> Asks:
    """What whoever brought something back is still to read, and to say of it."""
    due = (to_read(facts, category, Step.RETURN) for category in categories)
    return Asks(next((one for one in due if one), None), condition)


def _cannot_come(asset: AssetState, facts: Facts) -> Refusal | None:
    kind, code = asset.place.kind, asset.asset.code
    if kind is PlaceKind.SCRAP:
        return Retired(code)
    if kind is PlaceKind.QUARANTINE:
        return Quarantined(code, facts.equivalents)
    if asset.is_in:
        return NotOut(code)
    if asset.locked and facts.worker is None:
        return NeedsBadge()
    known = asset.is_in_use or kind is PlaceKind.LOST
    return None if known else AlreadyOut(code, asset.holder, asset.since)


def _back(asset: AssetState, *, signed: bool) -> Moved:
    home = in_bin(asset.asset.bin)
    if asset.place.kind is PlaceKind.LOST:
        return was.AssetFound(**move(asset, home))
    unconfirmed = int(bool(asset.category.controlled) and not signed)
    return was.AssetReturned(**move(asset, home), since=asset.since, due=asset.due, unconfirmed=unconfirmed)


def return_kit(facts: Facts, command: do.ReturnKit) -> Decision:
    """Bring back what of a kit is out, but for what is said to be missing."""
    kit = facts.kit
    assert kit is not None, "the loader brings the kit that a command names"  # noqa: S101
    out = [asset for asset in kit.assets if asset.is_in_use]
    if not out:
        return Refused(NotOut(kit.kit.assets[0]))
    if facts.worker is None and any(asset.locked for asset in out):
        return Refused(NeedsBadge())
    back = [asset for asset in out if asset.asset.code not in command.missing]
    bodies: list[Body] = [_back(asset, signed=facts.worker is not None) for asset in back]
    codes = tuple(asset.asset.code for asset in back)
    away = tuple(a.asset.code for a in kit.assets if a.asset.code not in codes and not a.is_in)
    bodies.append(was.KitReturned(kit=kit.kit.code, assets=codes, missing=away))
    return Approved(tuple(bodies), asks=_asks(facts, *(asset.category for asset in back)))


def quarantine(facts: Facts, command: do.QuarantineAsset) -> Decision:
    """Set an asset aside; it never comes back to the shelf by itself."""
    asset = present(facts)
    if not asset.is_in:
        return NOTHING
    body = was.AssetQuarantined(**move(asset, QUARANTINE), reason=command.reason, note=command.note)
    return Approved((body, *gone(facts, asset)))


def gone(facts: Facts, asset: AssetState) -> tuple[was.HoldAtRisk, ...]:
    """Holds that can no longer be met once the asset is gone."""
    return at_risk(facts.plan, without(facts.plan, asset.asset.code), facts)


def report_missing(facts: Facts, command: do.ReportMissing) -> Decision:
    """Open a search; it accuses nobody."""
    asset = present(facts)
    if not asset.is_in or asset.missing:
        return NOTHING
    return Approved((was.AssetReportedMissing(asset=command.asset, bin=asset.place.code),))


def see(facts: Facts, command: do.ConfirmAsset) -> Decision:
    """The search is over; a return that nobody signed for is confirmed by somebody known only."""
    asset = present(facts)
    if asset.missing or (asset.unconfirmed and facts.worker):
        return Approved((was.AssetConfirmed(asset=command.asset, bin=asset.place.code),))
    return NOTHING


def confirm(facts: Facts, command: do.ConfirmBin) -> Decision:
    """See that what nobody signed for is in its bin."""
    seen = tuple(was.AssetConfirmed(asset=asset, bin=command.bin) for asset in facts.unconfirmed)
    return Approved(seen) if seen and facts.worker else NOTHING


def put_back(facts: Facts, command: do.PutBackStock) -> Decision:
    """Put pieces back into the lots they came from, the last taken first."""
    stock, job = shelf(facts), command.wish.job
    mine = [each for each in stock.mine if not job or each.job == job]
    had = sum(each.quantity for each in mine)
    refusal = known_worker(facts.worker)
    if not refusal and had < command.quantity:
        refusal = NotYours(command.product, had)
    if refusal:
        return Refused(refusal)
    bodies = tuple(_put_back(stock, each, part) for each, part in _parts(mine, command.quantity))
    return Approved(bodies, asks=_asks(facts, stock.category))


def _parts(taken: list[Drawn | Loan], quantity: int) -> list[tuple[Drawn | Loan, int]]:
    parts = []
    for each in taken:
        part = min(each.quantity, quantity)
        if part:
            parts.append((each, part))
        quantity -= part
    return parts


def _put_back(stock: StockState, taken: Drawn | Loan, quantity: int) -> was.StockPutBack:
    what: dict[str, Any] = {"product": stock.product.code, "quantity": quantity, "job": taken.job}
    home = in_bin(stock.bin)
    if isinstance(taken, Loan):
        return was.StockPutBack(**what, **ends(taken.place, home), since=taken.since, due=taken.due)
    drawn: dict[str, Any] = {"lot": taken.lot, "since": taken.at, "station": taken.station}
    return was.StockPutBack(**what, **ends(CONSUMED, home), **drawn)


def undo(facts: Facts, command: do.UndoAct) -> Decision:
    """Reverse all that one earlier act of the same person moved."""
    mine = [past for past in facts.past if past.actor == command.worker]
    if command.only:
        return _not_in_the_case(facts, command, mine)
    standing = [past for past in mine if not (facts.kit and past.undone)]
    if not standing or not all(_reversible(past) for past in standing):
        return NOTHING
    return Approved(tuple(_reverse(past) for past in reversed(standing)))


def _not_in_the_case(facts: Facts, command: do.UndoAct, mine: list[PastMove]) -> Decision:
    """One asset of a kit did not come back after all: it is where it was, and the kit came back short."""
    one = [past for past in mine if past.body.asset == command.only and _reversible(past)]
    if not one or facts.kit is None:
        return NOTHING
    rest = tuple(past.body.asset for past in mine if past.stands and past.body.asset != command.only)
    away = tuple(asset.asset.code for asset in facts.kit.assets if asset.asset.code not in rest)
    short = was.KitReturned(kit=facts.kit.kit.code, assets=rest, missing=away)
    return Approved((_reverse(one[0]), short))


def _reversible(past: PastMove) -> bool:
    """An undoing is not undone in its turn: its entry does not say what loan it ended."""
    return past.stands and not isinstance(past.body, was.ActUndone)


def _lasted(past: PastMove, since: datetime | None) -> int:
    """Whole seconds of the loan that the undone entry had ended."""
    move = past.body.movement
    ended = past.body.asset and move.source.kind in WITH_SOMEBODY
    return max(0, (past.at - since) // timedelta(seconds=1)) if ended and since and past.at else 0


_UNDONE_TOO = ("job", "station", "hold", "delivery", "receipt")
"""Fields of an entry that its undoing repeats."""


def _reverse(past: PastMove) -> was.ActUndone:
    body, back = past.body, past.body.movement.reversed()
    since, due = _loan(body)
    return was.ActUndone(
        **ends(back.source, back.destination),
        product=body.product,
        quantity=body.quantity,
        asset=body.asset,
        lot=body.lot,
        undoes=body.type,
        undoes_seq=past.seq,
        since=since,
        due=due,
        lasted=_lasted(past, since),
        **{name: getattr(body, name) for name in _UNDONE_TOO if hasattr(body, name)},
    )


def _loan(body: Moved) -> tuple[datetime | None, datetime | None]:
    """Since and due of the loan that this movement ended and its undoing brings back; of pieces, or began."""
    if isinstance(body, was.AssetReturned | was.AssetLost | was.StockPutBack):
        return body.since, body.due
    if isinstance(body, was.AssetHandedOver):
        return body.since, body.was_due
    if isinstance(body, was.StockIssued):
        return None, body.due
    return None, None
