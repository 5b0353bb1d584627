"""Issuing: taking assets, kits and pieces, changing hands, keeping for longer."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.facts import Facts
from kiosk.crib.gates import GATES, against, first_refusal, known_worker
from kiosk.crib.lots import Piece, pick
from kiosk.crib.names import HoldCode, Kind, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import CONSUMED, Place, at_station, for_job, held_by, in_bin
from kiosk.crib.products import Worker
from kiosk.crib.refusals import (
    CalibrationExpired,
    InactiveWorker,
    NotOut,
    Refusal,
    TrainingExpired,
)
from kiosk.crib.states import AssetState, StockState
from kiosk.crib.terms import Case, Terms, fit_end, kept_until, terms, training_end

_GAIN = timedelta(minutes=5)
"""A loan that would grow by less was asked for twice: a finger touches again what it has touched."""


def issue_asset(facts: Facts, command: do.IssueAsset) -> Decision:
    """Take an asset, if no gate speaks against it."""
    case = asset_case(facts, command, facts.worker, present(facts))
    refusal = against(case, facts.worker)
    if refusal:
        return refuse(refusal, command)
    return Approved((*overrides(command, facts), issued(case, present(facts))))


def asset_case(facts: Facts, command: Any, taker: Worker | None, asset: AssetState) -> Case:
    """What the gates are asked about an asset."""
    return Case(
        facts=facts,
        taker=taker or Worker(WorkerId("")),
        product=asset.product,
        category=asset.category,
        wish=getattr(command, "wish", do.Wish()),
        lifts=lifts(command),
        asset=asset,
    )


def lifts(command: Any) -> tuple[str, ...]:
    """The stops that a lead lets it pass."""
    return command.override.lifts if command.override else ()


def issued(case: Case, asset: AssetState) -> was.AssetIssued:
    """The entry for an asset that is taken."""
    made = terms(case)
    wish = case.wish
    place = _where_to(case)
    hold = made.hold.code if made.hold else HoldCode("")
    return was.AssetIssued(**move(asset, place), due=made.due, job=wish.job, station=wish.station, hold=hold)


def _where_to(case: Case) -> Place:
    """In her hands; shared equipment may be assigned to a station, or else a job."""
    wish = case.wish
    if case.category.kind is not Kind.SHARED or not (wish.station or wish.job):
        return held_by(case.taker.id)
    return at_station(wish.station) if wish.station else for_job(wish.job)


def hand_over(facts: Facts, command: do.HandOverAsset) -> Decision:
    """Take over what somebody else has."""
    return _change_hands(facts, command, facts.worker)


def give(facts: Facts, command: do.GiveAsset) -> Decision:
    """Give what one has to a colleague, who passes the same gates as at a normal take."""
    asset = present(facts)
    if asset.holder != command.worker:
        return Refused(NotOut(asset.asset.code))
    return _change_hands(facts, command, facts.receiver)


def _change_hands(facts: Facts, command: do.HandOverAsset | do.GiveAsset, taker: Worker | None) -> Decision:
    asset = present(facts)
    case = replace(asset_case(facts, command, taker, asset), from_shelf=False)
    refusal = known_worker(facts.worker) or known_worker(taker)
    if not refusal and (not asset.holder or asset.holder == case.taker.id):
        refusal = NotOut(asset.asset.code)
    refusal = refusal or first_refusal(case)
    if refusal:
        return refuse(refusal, command)
    return Approved((*overrides(command, facts), handed_over(case, asset)))


def handed_over(case: Case, asset: AssetState) -> was.AssetHandedOver:
    """The entry for an asset that changes hands."""
    return was.AssetHandedOver(
        **move(asset, held_by(case.taker.id)),
        due=terms(case).due,
        since=asset.since,
        was_due=asset.due,
        job=case.wish.job,
    )


def extend(facts: Facts, command: do.ExtendLoan) -> Decision:
    """Keep for longer: as long as nobody has reserved it, and it stays fit. What is hers already stays so."""
    asset = present(facts)
    refusal = known_worker(facts.worker)
    if not refusal and asset.holder != command.worker:
        refusal = NotOut(asset.asset.code)
    if refusal:
        return refuse(refusal, command)
    case = replace(asset_case(facts, command, facts.worker, asset), from_shelf=False)
    due = kept_until(facts.first_due or asset.due, facts.at, command.seconds)
    if asset.due and due < asset.due + _GAIN:
        return NOTHING
    due = min([due, *(end for end in (fit_end(case), training_end(case)) if end)])
    asked = replace(case, wish=replace(case.wish, due=due))
    refusal = first_refusal(asked, GATES[-1:])
    if refusal:
        return refuse(refusal, command)
    if asset.due and due <= asset.due:
        return refuse(_cannot_stay(case), command)
    return Approved(
        (*overrides(command, facts), was.LoanExtended(asset=asset.asset.code, due=due, was_due=asset.due))
    )


def _cannot_stay(case: Case) -> Refusal:
    """What makes it fit, or the taker's course, holds no longer than it is lent already."""
    fit, trained, facts = fit_end(case), training_end(case), case.facts
    if trained and (fit is None or trained < fit):
        return TrainingExpired(case.category.training, trained.astimezone(facts.zone).date(), facts.trained)
    assert fit is not None, "only validity keeps a loan from growing"  # noqa: S101
    return CalibrationExpired(case.code, fit.astimezone(facts.zone).date(), during=True)


def issue_stock(facts: Facts, command: do.IssueStock) -> Decision:
    """Take pieces: of a consumable for good, of a pool until they are due."""
    stock = shelf(facts)
    case = Case(
        facts=facts,
        taker=facts.worker or Worker(WorkerId("")),
        product=stock.product,
        category=stock.category,
        wish=command.wish,
        lifts=lifts(command),
        stock=stock,
        lot=command.lot,
        quantity=command.quantity,
    )
    refusal = against(case, facts.worker)
    if refusal:
        return refuse(refusal, command)
    made = terms(case)
    pieces = pick(stock, command.lot, command.quantity, facts.today).pieces
    bodies, open_ = list[was.StockIssued](), made.hold.open if made.hold else 0
    for piece in pieces:
        held = min(piece.quantity, open_)
        bodies += _taken(case, made, piece, held)
        open_ -= held
    return Approved((*overrides(command, facts), *bodies))


def _taken(case: Case, made: Terms, piece: Piece, held: int) -> list[was.StockIssued]:
    """The entries for one lot's pieces: those that pick up a hold, and the rest."""
    parts = [(held, made.hold.code if made.hold else HoldCode("")), (piece.quantity - held, HoldCode(""))]
    place = held_by(case.taker.id) if case.category.kind is Kind.POOL else CONSUMED
    stock = shelf(case.facts)
    return [
        was.StockIssued(
            product=stock.product.code,
            quantity=quantity,
            **ends(in_bin(stock.bin), place),
            lot=piece.lot,
            due=made.due,
            job=case.wish.job,
            station=case.wish.station,
            hold=hold,
        )
        for quantity, hold in parts
        if quantity
    ]


def overrides(command: Any, facts: Facts) -> tuple[was.OverrideGiven, ...]:
    """What is noted of the stops that a lead let pass."""
    given, worker = command.override, facts.worker
    if given is None or worker is None:
        return ()
    what = {name: getattr(command, name) for name in ("asset", "product", "kit") if hasattr(command, name)}
    return tuple(
        was.OverrideGiven(lead=given.lead, worker=worker.id, lifts=lifted, reason=given.reason, **what)
        for lifted in given.lifts
    )


def refuse(refusal: Refusal, command: Any) -> Refused:
    """No; that it was asked is noted, unless nobody knows who asked, or she may not even sign in."""
    if isinstance(refusal, InactiveWorker) or not command.worker:
        return Refused(refusal)
    fields = ("asset", "product", "quantity", "lot", "kit")
    what = {name: getattr(command, name) for name in fields if hasattr(command, name)}
    return Refused(refusal, (was.IssueRefused(reason=refusal.reason, **what),))


def present(facts: Facts) -> AssetState:
    """The asset that the command names."""
    assert facts.asset is not None, "the loader brings the asset that a command names"  # noqa: S101
    return facts.asset


def shelf(facts: Facts) -> StockState:
    """The stock that the command names."""
    assert facts.stock is not None, "the loader brings the stock that a command names"  # noqa: S101
    return facts.stock


def move(asset: AssetState, destination: Place) -> dict[str, Any]:
    """The fields of an asset's movement from where it is."""
    what = {"product": asset.product.code, "asset": asset.asset.code, "quantity": 1}
    return {**what, **ends(asset.place, destination)}


def ends(source: Place, destination: Place) -> dict[str, Any]:
    """A movement's two places as a body has them."""
    return {"source": str(source), "destination": str(destination)}
