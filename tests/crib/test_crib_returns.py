"""Returns: kits, what was lost, what nobody signed for, pieces into the lots they came from."""

from datetime import timedelta
from typing import Any

import pytest
from crib_facts import (
    ANN,
    AT,
    BEN,
    C1_04,
    C2_01,
    GLV_9,
    IN,
    TORQUE,
    TQ_60,
    TW_01,
    WITH_ANN,
    WITH_BEN,
    facts,
    gloves,
    wrench,
)
from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.body import Moved
from kiosk.crib.decide import decide
from kiosk.crib.facts import PastMove
from kiosk.crib.names import NOBODY, AssetCode, CommandId, JobCode, KitCode, LotCode
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import LOST, SCRAP, SERVICE, Place, for_job, held_by
from kiosk.crib.products import Kit
from kiosk.crib.refusals import AlreadyOut, NeedsBadge, NotYours, Refusal, Retired
from kiosk.crib.states import AssetState, Drawn, KitState, Loan

TW_02, SET = AssetCode("TW-02"), KitCode("KIT-1")
CONTROLLED = replace(TORQUE, controlled=1)


def written(decision: Decision) -> tuple[Any, ...]:
    """The entries of an approved decision."""
    assert isinstance(decision, Approved), decision
    return decision.entries


def kit(first: Place, second: Place) -> KitState:
    """A kit of two wrenches, at these places."""
    other = wrench(second)
    states = (wrench(first), replace(other, asset=replace(other.asset, code=TW_02)))
    return KitState(Kit(SET, "Wrench set", (TW_01, TW_02)), states)


def test_what_was_lost_comes_to_light() -> None:
    """A scan of it, by anybody, has it back in its bin."""
    (body,) = written(decide(facts(None, asset=wrench(LOST)), do.ReturnAsset(TW_01)))

    assert isinstance(body, was.AssetFound)
    assert (body.movement.source, body.movement.destination) == (LOST, IN)


def test_what_is_at_a_job_comes_back_as_from_a_person() -> None:
    """By a scan."""
    (body,) = written(decide(facts(None, asset=wrench(for_job(JobCode("J1")))), do.ReturnAsset(TW_01)))

    assert isinstance(body, was.AssetReturned)


@pytest.mark.parametrize(("category", "signed"), [(TORQUE, False), (CONTROLLED, False), (CONTROLLED, True)])
def test_a_controlled_tool_that_nobody_signed_for_stays_to_be_confirmed(category: Any, signed: bool) -> None:
    """Anyone may bring it; without a badge somebody known has to see it first."""
    known = facts(ANN if signed else None, asset=wrench(WITH_BEN, category=category))
    (body,) = written(decide(known, do.ReturnAsset(TW_01)))

    assert body.unconfirmed == (category is CONTROLLED and not signed)


AWAY: dict[str, tuple[AssetState, Refusal]] = {
    "is at the workshop": (wrench(SERVICE), AlreadyOut(TW_01, NOBODY)),
    "was retired": (wrench(SCRAP), Retired(TW_01)),
    "lies behind a lock": (wrench(WITH_BEN, locked=True), NeedsBadge()),
}


@pytest.mark.parametrize(("asset", "refusal"), AWAY.values(), ids=AWAY)
def test_it_does_not_come_back_by_a_scan_where_it(asset: AssetState, refusal: Refusal) -> None:
    """It is refused, with the reason."""
    assert Refused(refusal) == decide(facts(None, asset=asset), do.ReturnAsset(TW_01))


def test_a_kit_comes_back_whole_or_with_what_is_missing_named() -> None:
    """What is in the bin already is not missing; what stays out is."""
    bring = do.ReturnKit(SET)
    for state, back, missing in (
        (kit(WITH_ANN, WITH_ANN), (TW_01, TW_02), ()),
        (kit(WITH_ANN, IN), (TW_01,), ()),
        (kit(WITH_ANN, LOST), (TW_01,), (TW_02,)),
    ):
        *moves, told = written(decide(facts(None, kit=state), bring))
        assert was.KitReturned(kit=SET, assets=back, missing=missing) == told
        assert back == tuple(body.asset for body in moves)
    *moves, told = written(decide(facts(None, kit=kit(WITH_ANN, WITH_ANN)), replace(bring, missing=(TW_02,))))
    assert (told.assets, told.missing) == ((TW_01,), (TW_02,))
    assert isinstance(decide(facts(None, kit=kit(IN, IN)), bring), Refused)


def past(asset: AssetCode, seq: int, *, undone: bool = False) -> PastMove:
    """A return of one of the kit's, which was written before."""
    ends = {"source": str(WITH_ANN), "destination": str(IN)}
    body: Moved = was.AssetReturned(product=TQ_60, asset=asset, quantity=1, **ends, since=AT, due=AT)
    return PastMove(seq, ANN.id, body, stands=not undone, undone=undone)


def test_one_asset_of_a_kit_was_not_in_the_case_after_all() -> None:
    """It is back with its holder, the kit came back short; undoing the return then reverses the rest."""
    undo = do.UndoAct(CommandId("c"), ANN.id)
    state = kit(IN, IN)
    known = facts(kit=state, past=(past(TW_01, 7), past(TW_02, 8)))
    undone, short = written(decide(known, replace(undo, only=TW_02)))

    assert (undone.asset, undone.undoes_seq, undone.movement.destination) == (TW_02, 8, WITH_ANN)
    assert was.KitReturned(kit=SET, assets=(TW_01,), missing=(TW_02,)) == short
    rest = replace(known, past=(past(TW_01, 7), past(TW_02, 8, undone=True)))
    assert [body.undoes_seq for body in written(decide(rest, undo))] == [7]
    assert decide(rest, replace(undo, only=TW_02)) == NOTHING


LATER = AT - timedelta(minutes=1)
DRAWN = (
    Drawn(2, LATER, LotCode("L2"), JobCode("J2")),
    Drawn(3, LATER - timedelta(hours=1), LotCode("L1"), JobCode("J1")),
)


def test_pieces_go_back_to_the_lots_and_jobs_they_came_from_the_last_first() -> None:
    """Three of five: both of the last, one of the first; with a job, only what was taken for it."""
    known, back = facts(stock=gloves(0, drawn=DRAWN)), do.PutBackStock(GLV_9, C2_01, 3, ANN.id)
    bodies = written(decide(known, back))
    of_j1 = written(decide(known, replace(back, wish=do.Wish(job=JobCode("J1")))))

    assert [(body.lot, body.job, body.quantity) for body in bodies] == [("L2", "J2", 2), ("L1", "J1", 1)]
    assert [(body.lot, body.job, body.quantity) for body in of_j1] == [("L1", "J1", 3)]
    many = decide(known, replace(back, quantity=4, wish=do.Wish(job=JobCode("J1"))))
    assert Refused(NotYours(GLV_9, 3)) == many


def test_a_pools_pieces_end_the_loan_they_were_lent_by() -> None:
    """Since and due are of that loan, and its place is where they come from."""
    loan = Loan(4, held_by(ANN.id), LATER, AT)
    (body,) = written(decide(facts(stock=gloves(0, loans=(loan,))), do.PutBackStock(GLV_9, C2_01, 3, ANN.id)))

    assert (body.movement.source, body.since, body.due) == (WITH_ANN, LATER, AT)


def test_a_search_is_opened_once_and_closed_by_a_scan() -> None:
    """Of what is in its bin only."""
    missing, see = do.ReportMissing(TW_01), do.ConfirmAsset(TW_01)
    searched = wrench(missing=True)

    assert Approved((was.AssetReportedMissing(asset=TW_01, bin=C1_04),)) == decide(
        facts(None, asset=wrench()), missing
    )
    assert [decide(facts(None, asset=asset), missing) for asset in (searched, wrench(WITH_BEN))] == [
        NOTHING
    ] * 2
    assert Approved((was.AssetConfirmed(asset=TW_01, bin=C1_04),)) == decide(facts(None, asset=searched), see)
    assert decide(facts(None, asset=wrench()), see) == NOTHING


def test_somebody_known_who_looks_into_the_bin_confirms_what_is_there() -> None:
    """Nobody known confirms nothing."""
    look = do.ConfirmBin(C1_04, BEN.id)
    seen = was.AssetConfirmed(asset=TW_01, bin=C1_04)

    assert Approved((seen,)) == decide(facts(BEN, unconfirmed=(TW_01,)), look)
    assert decide(facts(None, unconfirmed=(TW_01,)), look) == NOTHING
    assert decide(facts(BEN), look) == NOTHING
    for who, outcome in ((BEN, Approved((seen,))), (None, NOTHING)):
        known = facts(who, asset=wrench(unconfirmed=True))
        assert outcome == decide(known, do.ConfirmAsset(TW_01))
