"""decide(facts, command): what is to be written, or why not. Pure: time and ids come with the facts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.define import define, set_policy
from kiosk.crib.facts import Facts, PastMove
from kiosk.crib.gates import FITNESS, ISSUE, first_refusal, known_worker, loan_due
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import CONSUMED, QUARANTINE, Place, PlaceKind, held_by, in_bin
from kiosk.crib.products import AssetState, StockState
from kiosk.crib.refusals import (
    InactiveWorker,
    NotEnough,
    NotOut,
    NotYours,
    Quarantined,
    Refusal,
    UnknownBadge,
    UnknownCode,
)


def decide(facts: Facts, command: do.Command) -> Decision:
    """Judge one command against the facts.

    Raises:
        KeyError: no rule for this kind of command; a mistake in the program.
    """
    return _RULES[type(command)](facts, command)


def _open_session(facts: Facts, command: do.OpenSession) -> Decision:
    refusal = known_worker(facts.worker)
    return Refused(refusal) if refusal else Approved((was.SessionOpened(worker=command.worker),))


def _issue_asset(facts: Facts, command: do.IssueAsset) -> Decision:
    asset = _present(facts)
    refusal = known_worker(facts.worker) or first_refusal(ISSUE, asset, facts)
    if refusal:
        return _refuse(refusal, asset)
    return Approved((was.AssetIssued(**_move(asset, held_by(command.worker)), due=loan_due(asset, facts)),))


def _return_asset(facts: Facts, _: do.ReturnAsset) -> Decision:
    asset = _present(facts)
    if asset.place.kind is PlaceKind.QUARANTINE:
        return Refused(Quarantined(asset.asset.code, facts.equivalents))
    if asset.is_in:
        return Refused(NotOut(asset.asset.code))
    home = in_bin(asset.asset.bin)
    return Approved((was.AssetReturned(**_move(asset, home), since=asset.since, due=asset.due),))


def _hand_over(facts: Facts, command: do.HandOverAsset) -> Decision:
    asset = _present(facts)
    refusal = known_worker(facts.worker) or _not_held(asset) or first_refusal(FITNESS, asset, facts)
    if refusal:
        return _refuse(refusal, asset)
    move = _move(asset, held_by(command.worker))
    due = loan_due(asset, facts)
    return Approved((was.AssetHandedOver(**move, due=due, since=asset.since, was_due=asset.due),))


def _not_held(asset: AssetState) -> Refusal | None:
    return None if asset.holder else NotOut(asset.asset.code)


def _quarantine(facts: Facts, command: do.QuarantineAsset) -> Decision:
    asset = _present(facts)
    if not asset.is_in:
        return NOTHING
    return Approved((was.AssetQuarantined(**_move(asset, QUARANTINE), reason=command.reason),))


def _issue_stock(facts: Facts, command: do.IssueStock) -> Decision:
    stock = _shelf(facts)
    refusal = known_worker(facts.worker)
    if not refusal and (stock.on_hand < command.quantity or not stock.bin):
        refusal = NotEnough(command.product, stock.on_hand)
    if refusal:
        note = was.IssueRefused(reason=refusal.reason, product=command.product, quantity=command.quantity)
        return Refused(refusal, (note,))
    ends = (in_bin(command.bin), CONSUMED)
    return Approved((was.StockIssued(**_pieces(command, *ends)),))


def _put_back(facts: Facts, command: do.PutBackStock) -> Decision:
    stock = _shelf(facts)
    refusal = known_worker(facts.worker)
    if not refusal and stock.taken < command.quantity:
        refusal = NotYours(command.product, stock.taken)
    if refusal:
        return Refused(refusal)
    ends = (CONSUMED, in_bin(command.bin))
    return Approved((was.StockPutBack(**_pieces(command, *ends)),))


def _undo(facts: Facts, command: do.UndoAct) -> Decision:
    mine = [move for move in facts.past if move.actor == command.worker]
    if not mine or not all(_reversible(move) for move in mine):
        return NOTHING
    return Approved(tuple(_reverse(move) for move in reversed(mine)))


def _reversible(past: PastMove) -> bool:
    """An undoing is not undone in its turn: its entry does not say what loan it ended."""
    return past.stands and not isinstance(past.body, was.ActUndone)


def _reverse(past: PastMove) -> was.ActUndone:
    body, back = past.body, past.body.movement.reversed()
    since, due = _ended(body)
    return was.ActUndone(
        **_ends(back.source, back.destination),
        product=body.product,
        quantity=body.quantity,
        asset=body.asset,
        undoes=body.type,
        undoes_seq=past.seq,
        since=since,
        due=due,
    )


def _ended(body: was.Moved) -> tuple[datetime | None, datetime | None]:
    """Since and due of the loan that this movement ended, and its undoing brings back."""
    if isinstance(body, was.AssetReturned):
        return body.since, body.due
    if isinstance(body, was.AssetHandedOver):
        return body.since, body.was_due
    return None, None


def _keep_code(_: Facts, command: do.KeepCode) -> Decision:
    return Refused(UnknownCode(command.code), (was.CodeUnknown(code=command.code),))


def _turn_away(_: Facts, command: do.TurnAway) -> Decision:
    return Refused(UnknownBadge(command.badge), (was.BadgeUnknown(badge=command.badge),))


def _start(_: Facts, command: do.Start) -> Decision:
    return Approved((was.KioskStarted(version=command.version),))


def _present(facts: Facts) -> AssetState:
    assert facts.asset is not None, "the loader brings the asset that a command names"  # noqa: S101
    return facts.asset


def _shelf(facts: Facts) -> StockState:
    assert facts.stock is not None, "the loader brings the stock that a command names"  # noqa: S101
    return facts.stock


def _refuse(refusal: Refusal, asset: AssetState) -> Refused:
    if isinstance(refusal, InactiveWorker):
        return Refused(refusal)
    note = was.IssueRefused(reason=refusal.reason, asset=asset.asset.code, product=asset.product.code)
    return Refused(refusal, (note,))


def _move(asset: AssetState, destination: Place) -> dict[str, Any]:
    ends = _ends(asset.place, destination)
    return {"product": asset.product.code, "asset": asset.asset.code, "quantity": 1, **ends}


def _pieces(command: do.IssueStock | do.PutBackStock, source: Place, destination: Place) -> dict[str, Any]:
    return {"product": command.product, "quantity": command.quantity, **_ends(source, destination)}


def _ends(source: Place, destination: Place) -> dict[str, Any]:
    return {"source": str(source), "destination": str(destination)}


_RULES: dict[type, Callable[[Facts, Any], Decision]] = {
    do.OpenSession: _open_session,
    do.IssueAsset: _issue_asset,
    do.ReturnAsset: _return_asset,
    do.HandOverAsset: _hand_over,
    do.QuarantineAsset: _quarantine,
    do.IssueStock: _issue_stock,
    do.PutBackStock: _put_back,
    do.UndoAct: _undo,
    do.KeepCode: _keep_code,
    do.TurnAway: _turn_away,
    do.Start: _start,
    do.SetPolicy: set_policy,
    do.Define: define,
}
