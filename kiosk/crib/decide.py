"""decide(facts, command): what is to be written, or why not. Pure: time and ids come with the facts."""

from collections.abc import Callable
from typing import Any

from kiosk.crib import (
    add,
    adding,
    changes,
    closing,
    count,
    counting,
    door_acts,
    doors,
    expecting,
    handing,
    identify,
    identity,
    issue,
    issue_kit,
    keep,
    keeping,
    link,
    linking,
    notes,
    noting,
    ordering,
    reading,
    receive,
    receiving,
    reserve,
    restocking,
    returns,
    shifts,
    transfer_receipt,
    transferring,
    transfers,
)
from kiosk.crib import commands as do
from kiosk.crib.define import apply_policy, define, set_policy
from kiosk.crib.definitions import Define
from kiosk.crib.facts import Facts
from kiosk.crib.outcomes import Approved, Decision, Refused
from kiosk.crib.refusals import UnknownBadge, UnknownCode


def decide(facts: Facts, command: do.Command) -> Decision:
    """Judge one command against the facts.

    Raises:
        KeyError: no rule for this kind of command; a mistake in the program.
    """
    return _RULES[type(command)](facts, command)


def _keep_code(_: Facts, command: do.KeepCode) -> Decision:
    return Refused(UnknownCode(command.code), (changes.CodeUnknown(code=command.code),))


def _turn_away(_: Facts, command: do.TurnAway) -> Decision:
    return Refused(UnknownBadge(command.badge), (changes.BadgeUnknown(badge=command.badge),))


def _start(_: Facts, command: do.Start) -> Decision:
    return Approved((changes.KioskStarted(version=command.version),))


_RULES: dict[type, Callable[[Facts, Any], Decision]] = {
    do.OpenSession: identify.open_session,
    identity.ProvePin: identify.prove,
    identity.LinkBadge: identify.link,
    identity.SetPin: identify.set_pin,
    identity.UnlockPin: identify.unlock,
    identity.RevokeBadges: identify.revoke,
    identity.EnrollBadge: identify.enroll,
    do.IssueAsset: issue.issue_asset,
    do.IssueKit: issue_kit.issue_kit,
    do.IssueStock: issue.issue_stock,
    do.HandOverAsset: issue.hand_over,
    do.GiveAsset: issue.give,
    do.ExtendLoan: issue.extend,
    do.ReturnAsset: returns.return_asset,
    do.ReturnKit: returns.return_kit,
    do.PutBackStock: returns.put_back,
    do.QuarantineAsset: returns.quarantine,
    do.ReportMissing: returns.report_missing,
    do.ConfirmAsset: returns.see,
    do.ConfirmBin: returns.confirm,
    do.UndoAct: returns.undo,
    reading.ReadInstruction: reading.read,
    noting.NoteAsset: notes.note,
    noting.CheckAsset: notes.check,
    noting.ExplainOverride: notes.explain,
    handing.DenyHandover: notes.deny,
    shifts.CloseShift: closing.close,
    do.PlaceHold: reserve.place,
    do.ReleaseHold: reserve.release,
    counting.OpenCount: count.open_count,
    counting.SeeAsset: count.see_asset,
    counting.SeeStock: count.see_stock,
    counting.SeeCode: count.see_code,
    counting.FixFinding: count.fix,
    counting.CloseCount: count.close,
    counting.CancelCount: count.cancel,
    keeping.MoveAsset: keep.move_asset,
    keeping.MoveStock: keep.move_stock,
    keeping.ReleaseAsset: keep.release_asset,
    keeping.SendToService: keep.send_to_service,
    keeping.BackFromService: keep.back_from_service,
    keeping.NoteService: keep.note_service,
    keeping.RetireAsset: keep.retire_asset,
    keeping.ScrapStock: keep.scrap_stock,
    keeping.DeclareLost: keep.declare_lost,
    keeping.FindAsset: keep.find_asset,
    receiving.ExpectDelivery: expecting.expect,
    receiving.CloseDelivery: expecting.close,
    receiving.ReceiveStock: receive.receive_stock,
    receiving.ReceiveAsset: receive.receive_asset,
    ordering.PlaceOrder: restocking.place_order,
    ordering.CancelOrder: restocking.cancel_order,
    ordering.Review: restocking.review,
    transferring.SendTransfer: transfers.send,
    transferring.ExpectTransfer: transfers.expect,
    transferring.GiveUpTransfer: transfers.give_up,
    transferring.ReceiveTransfer: transfer_receipt.receive,
    transferring.SettleTransfer: transfers.settle,
    transferring.CloseTransfer: transfers.close,
    linking.LinkCode: link.link,
    linking.UnlinkCode: link.unlink,
    adding.AddThing: add.add,
    do.KeepCode: _keep_code,
    do.TurnAway: _turn_away,
    do.Start: _start,
    door_acts.UnlockDoors: doors.unlock,
    door_acts.OpenCabinet: doors.open_cabinet,
    door_acts.SayNothingTaken: doors.nothing_taken,
    door_acts.NoteDoor: doors.note,
    do.SetPolicy: set_policy,
    do.ApplyPolicy: apply_policy,
    Define: define,
}
"""The rule of every command."""
