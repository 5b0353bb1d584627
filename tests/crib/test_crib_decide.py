"""The rulebook as tables: facts and a command in, a decision out."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from crib_facts import (
    ANN,
    AT,
    BEN,
    C1_04,
    C2_01,
    FREE,
    GLV_9,
    GONE,
    IN,
    TQ_60,
    TW_01,
    WITH_ANN,
    WITH_BEN,
    facts,
    gloves,
    wrench,
)

from kiosk.crib import changes
from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib import refusals as no
from kiosk.crib.body import Moved
from kiosk.crib.decide import _RULES, decide
from kiosk.crib.facts import Facts, PastMove
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, BadgeDigest, CommandId, Problem
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import QUARANTINE, SUPPLIER, Place, PlaceKind

DUE, SINCE = AT + timedelta(hours=8), AT - timedelta(hours=5)
ONE: dict[str, Any] = {"product": TQ_60, "asset": TW_01, "quantity": 1}
TAKE, TAKE_OVER = do.IssueAsset(TW_01, ANN.id), do.HandOverAsset(TW_01, ANN.id)
BRING = do.ReturnAsset(TW_01)
SET_ASIDE = do.QuarantineAsset(TW_01, Problem.BROKEN, ANN.id)
TAKE_5 = do.IssueStock(GLV_9, C2_01, 5, ANN.id)
PUT_BACK_5 = do.PutBackStock(GLV_9, C2_01, 5, ANN.id)
PIECES: dict[str, Any] = {"product": GLV_9, "quantity": 5}
GLOVES_OUT: dict[str, Any] = dict(PIECES, source="bin:C2-01", destination="consumed")
GLOVES_BACK: dict[str, Any] = dict(PIECES, source="consumed", destination="bin:C2-01")
DRAWN: dict[str, Any] = {"since": AT}
LAPSED = wrench(calibrated=date(2025, 1, 1))


def moved(source: Place, destination: Place) -> dict[str, Any]:
    """The wrench's movement, as an entry's fields."""
    return {**ONE, "source": str(source), "destination": str(destination)}


def stop(refusal: no.Refusal) -> Refused:
    """A refusal of the wrench that is noted."""
    return Refused(refusal, (was.IssueRefused(reason=refusal.reason, asset=TW_01),))


def stop_5(refusal: no.Refusal) -> Refused:
    """A refusal of five pairs of gloves that is noted."""
    return Refused(refusal, (was.IssueRefused(reason=refusal.reason, product=GLV_9, quantity=5),))


JUDGED: dict[str, tuple[Facts, do.Command, Decision]] = {
    "a worker signs in": (
        facts(),
        do.OpenSession(ANN.id),
        Approved((changes.SessionOpened(worker=ANN.id),)),
    ),
    "a worker who left does not sign in": (
        facts(GONE),
        do.OpenSession(GONE.id),
        Refused(no.InactiveWorker(GONE.id)),
    ),
    "nobody does not sign in": (facts(None), do.OpenSession(NOBODY), Refused(no.NeedsBadge())),
    "what is in is taken": (
        facts(asset=wrench()),
        TAKE,
        Approved((was.AssetIssued(**moved(IN, WITH_ANN), due=DUE),)),
    ),
    "it is taken from where it is, not from its home": (
        facts(asset=wrench(Place(PlaceKind.BIN, "C9-01"))),
        TAKE,
        Approved((was.AssetIssued(**moved(Place(PlaceKind.BIN, "C9-01"), WITH_ANN), due=DUE),)),
    ),
    "nobody takes nothing": (facts(None, asset=wrench()), TAKE, stop(no.NeedsBadge())),
    "who left takes nothing, and it is no affair of the tool's": (
        facts(GONE, asset=wrench()),
        TAKE,
        Refused(no.InactiveWorker(GONE.id)),
    ),
    "what another has is not taken": (
        facts(asset=wrench(WITH_BEN, since=SINCE), equivalents=FREE),
        TAKE,
        stop(no.AlreadyOut(TW_01, BEN.id, SINCE, FREE)),
    ),
    "what nobody has and is not in is not taken": (
        facts(asset=wrench(Place(PlaceKind.LOST))),
        TAKE,
        stop(no.AlreadyOut(TW_01, NOBODY)),
    ),
    "what was set aside is not taken": (
        facts(asset=wrench(QUARANTINE), equivalents=FREE),
        TAKE,
        stop(no.Quarantined(TW_01, FREE)),
    ),
    "what has lapsed is not taken": (
        facts(asset=LAPSED, equivalents=FREE),
        TAKE,
        stop(no.CalibrationExpired(TW_01, date(2026, 1, 1), FREE)),
    ),
    "what was never calibrated is not taken": (
        facts(asset=wrench(calibrated=None)),
        TAKE,
        stop(no.CalibrationExpired(TW_01, date.min)),
    ),
    "anyone brings it back, and its loan is noted": (
        facts(None, asset=wrench(WITH_BEN, since=SINCE, due=DUE)),
        BRING,
        Approved((was.AssetReturned(**moved(WITH_BEN, IN), since=SINCE, due=DUE),)),
    ),
    "even who left brings it back": (
        facts(GONE, asset=wrench(WITH_ANN)),
        do.ReturnAsset(TW_01, GONE.id),
        Approved((was.AssetReturned(**moved(WITH_ANN, IN)),)),
    ),
    "what is in is not brought back": (facts(asset=wrench()), BRING, Refused(no.NotOut(TW_01))),
    "what was set aside is not brought back": (
        facts(asset=wrench(QUARANTINE), equivalents=FREE),
        BRING,
        Refused(no.Quarantined(TW_01, FREE)),
    ),
    "it goes from hand to hand, and both loans are noted": (
        facts(asset=wrench(WITH_BEN, since=SINCE, due=AT)),
        TAKE_OVER,
        Approved((was.AssetHandedOver(**moved(WITH_BEN, WITH_ANN), due=DUE, since=SINCE, was_due=AT),)),
    ),
    "what is in is not taken over": (facts(asset=wrench()), TAKE_OVER, stop(no.NotOut(TW_01))),
    "nobody takes nothing over": (facts(None, asset=wrench(WITH_BEN)), TAKE_OVER, stop(no.NeedsBadge())),
    "what has lapsed is not taken over": (
        facts(asset=wrench(WITH_BEN, calibrated=date(2025, 1, 1))),
        TAKE_OVER,
        stop(no.CalibrationExpired(TW_01, date(2026, 1, 1))),
    ),
    "what is in is set aside": (
        facts(asset=wrench()),
        SET_ASIDE,
        Approved((was.AssetQuarantined(**moved(IN, QUARANTINE), reason=Problem.BROKEN),)),
    ),
    "what is out is not set aside": (facts(asset=wrench(WITH_BEN)), SET_ASIDE, NOTHING),
    "pieces leave for good, the last ones too": (
        facts(stock=gloves(5)),
        TAKE_5,
        Approved((was.StockIssued(**GLOVES_OUT),)),
    ),
    "there are not enough": (facts(stock=gloves(4)), TAKE_5, stop_5(no.NotEnough(GLV_9, 4))),
    "there is no bin to take from": (
        facts(stock=gloves(9, bin_code=type(C2_01)(""))),
        TAKE_5,
        stop_5(no.NotEnough(GLV_9, 0)),
    ),
    "nobody takes no pieces": (facts(None, stock=gloves(9)), TAKE_5, stop_5(no.NeedsBadge())),
    "unused pieces come back": (
        facts(stock=gloves(0, taken=5)),
        PUT_BACK_5,
        Approved((was.StockPutBack(**GLOVES_BACK, **DRAWN),)),
    ),
    "more than was taken does not": (
        facts(stock=gloves(99, taken=4)),
        PUT_BACK_5,
        Refused(no.NotYours(GLV_9, 4)),
    ),
    "nobody puts nothing back": (facts(None, stock=gloves(0, 5)), PUT_BACK_5, Refused(no.NeedsBadge())),
    "a strange code is kept": (
        facts(),
        do.KeepCode("MEX", ANN.id),
        Refused(no.UnknownCode("MEX"), (changes.CodeUnknown(code="MEX"),)),
    ),
    "a strange badge is noted": (
        facts(None),
        do.TurnAway(BadgeDigest("ab")),
        Refused(no.UnknownBadge(BadgeDigest("ab")), (changes.BadgeUnknown(badge=BadgeDigest("ab")),)),
    ),
    "a start is noted": (facts(None), do.Start("1.2"), Approved((changes.KioskStarted(version="1.2"),))),
    "a setting is changed": (
        facts(),
        do.SetPolicy("signout", 20),
        Approved((changes.PolicyChanged(setting="signout", value=20),)),
    ),
    "a setting that is so already is not": (facts(), do.SetPolicy("signout", 8), NOTHING),
}


@pytest.mark.parametrize(("known", "command", "decision"), JUDGED.values(), ids=JUDGED)
def test_the_rulebook_decides(known: Facts, command: do.Command, decision: Decision) -> None:
    """The rulebook decides as the table says."""
    assert decision == decide(known, command)


def test_every_command_has_a_rule() -> None:
    """Every command has a rule, and there is no rule for anything else."""
    assert set(get_args(do.Command)) == set(_RULES)


UNKNOWN = do.SetPolicy("signoff", 20), "signoff"
TOO_LONG, NEGATIVE = (do.SetPolicy("signout", 366 * 86400 + 1), "31622401"), (do.SetPolicy("undo", -1), "-1")


@pytest.mark.parametrize(("command", "named"), [UNKNOWN, TOO_LONG, NEGATIVE], ids=str)
def test_a_setting_that_is_none_or_out_of_range_is_refused_by_name(command: do.SetPolicy, named: str) -> None:
    """A setting that does not exist, or a value out of range, is refused; the flaw names it."""
    decision = decide(facts(), command)

    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    (flaw,) = decision.refusal.flaws
    assert named in flaw.message
    assert decision.entries == ()


def past(body: Moved, *, stands: bool = True, worker: object = ANN.id, seq: int = 7) -> PastMove:
    """A movement that was written before."""
    return PastMove(seq, type(ANN.id)(str(worker)), body, stands)


LOAN: dict[str, Any] = {"since": SINCE, "due": AT}
UNDONE: dict[str, tuple[Moved, dict[str, Any]]] = {
    "a taking": (was.AssetIssued(**moved(IN, WITH_ANN), due=DUE), moved(WITH_ANN, IN)),
    "a return, into the loan that it ended": (
        was.AssetReturned(**moved(WITH_ANN, IN), **LOAN),
        {**moved(IN, WITH_ANN), **LOAN},
    ),
    "a hand-over, into the loan before": (
        was.AssetHandedOver(**moved(WITH_BEN, WITH_ANN), due=DUE, since=SINCE, was_due=AT),
        {**moved(WITH_ANN, WITH_BEN), **LOAN},
    ),
    "a problem": (
        was.AssetQuarantined(**moved(IN, QUARANTINE), reason=Problem.BLUNT),
        moved(QUARANTINE, IN),
    ),
    "pieces taken": (was.StockIssued(**GLOVES_OUT), GLOVES_BACK),
    "pieces put back": (was.StockPutBack(**GLOVES_BACK, **DRAWN), {**GLOVES_OUT, **DRAWN}),
}
UNDO = do.UndoAct(CommandId("c-1"), ANN.id)


@pytest.mark.parametrize(("body", "reversed_fields"), UNDONE.values(), ids=UNDONE)
def test_undo_moves_everything_the_other_way(body: Moved, reversed_fields: dict[str, Any]) -> None:
    """An undo is an entry that moves the same pieces the other way and names what it reverses."""
    decision = decide(facts(past=(past(body),)), UNDO)

    assert Approved((was.ActUndone(**reversed_fields, undoes=body.type, undoes_seq=7),)) == decision


def test_undo_reverses_the_last_movement_first() -> None:
    """Several movements of one act are undone in the opposite order."""
    there = was.AssetIssued(**moved(IN, WITH_ANN))
    aside = was.AssetQuarantined(**moved(WITH_ANN, QUARANTINE), reason=Problem.OTHER)

    decision = decide(facts(past=(past(there, seq=7), past(aside, seq=8))), UNDO)

    assert isinstance(decision, Approved)
    assert [body.undoes_seq for body in decision.entries if isinstance(body, was.ActUndone)] == [8, 7]


ISSUED = was.AssetIssued(**moved(IN, WITH_ANN))
UNDOING = was.ActUndone(**moved(WITH_ANN, IN), undoes="asset.issued", undoes_seq=7)
NOT_UNDONE: dict[str, tuple[PastMove, ...]] = {
    "what moved nothing": (),
    "what was undone, or where the thing has moved on": (past(ISSUED, stands=False),),
    "what is half undone": (past(ISSUED), past(ISSUED, stands=False, seq=8)),
    "what another did": (past(ISSUED, worker=BEN.id),),
    "what nobody did": (past(ISSUED, worker=NOBODY),),
    "an undoing": (past(UNDOING, seq=8),),
}


@pytest.mark.parametrize("moves", NOT_UNDONE.values(), ids=NOT_UNDONE)
def test_undo_leaves_alone(moves: tuple[PastMove, ...]) -> None:
    """Undo leaves alone what does not stand, what another did, and what is an undoing itself."""
    assert decide(facts(past=moves), UNDO) == NOTHING


def test_movements_are_named_by_their_two_places() -> None:
    """The kind of a movement is its pair of places; an undone one says so; reversed twice it is itself."""
    bodies = [body for body, _ in UNDONE.values()]
    received = was.AssetReceived(**moved(SUPPLIER, IN))
    kinds = [body.movement.kind for body in (received, *bodies)]

    assert kinds == ["receive", "issue", "return", "hand over", "quarantine", "consume", "put back"]
    assert received.movement.reversed().kind == "undone receive"
    assert [body.movement for body in bodies] == [body.movement.reversed().reversed() for body in bodies]
    assert received.movement.destination.code == C1_04
