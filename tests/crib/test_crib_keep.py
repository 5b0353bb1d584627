"""Keeping: what is done to things that nobody is taking just now, and who may do it."""

from datetime import date, timedelta
from typing import Any

import pytest
from crib_facts import AT, BEN, GLOVES, GLV_9, IN, TORQUE, TQ_60, TW_01, WITH_BEN, WRENCH, facts, wrench
from msgspec.structs import replace

from kiosk.crib import keeping as do
from kiosk.crib.availability import Lot
from kiosk.crib.decide import decide
from kiosk.crib.entries import (
    AssetConfirmed,
    AssetFound,
    AssetLost,
    AssetMoved,
    AssetRetired,
    AssetServiced,
    HoldAtRisk,
    StockMoved,
    StockScrapped,
)
from kiosk.crib.facts import Plan
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import AssetCode, BinCode, HoldCode, ProductCode, Retirement, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import LOST, QUARANTINE, SCRAP, SERVICE, SUPPLIER, Place, in_bin
from kiosk.crib.products import DueRule, Worker
from kiosk.crib.refusals import AlreadyOut, NotAllowed, NotEnough, Retired
from kiosk.crib.states import AssetState, Hold

KIM = Worker(WorkerId("w-kim"), Role.KEEPER)
C1_05 = BinCode("C1-05")
TODAY = AT.date()
MOVE = do.MoveAsset(TW_01, C1_05)
RETIRE = do.RetireAsset(TW_01, Retirement.WORN, "kim")
MOVE_STOCK = do.MoveStock(GLV_9, 5, "C2-01", "C1-05")
SCRAP_STOCK = do.ScrapStock(GLV_9, 5, "C2-01", Retirement.BROKEN, approver="kim")
OF_ASSETS: tuple[do.Keeping, ...] = (
    MOVE,
    RETIRE,
    do.ReleaseAsset(TW_01),
    do.SendToService(TW_01),
    do.BackFromService(TW_01),
    do.NoteService(TW_01, "calibration", TODAY),
    do.DeclareLost(TW_01),
    do.FindAsset(TW_01),
)


def judged(
    command: Any, asset: AssetState | None = None, worker: Worker | None = None, **known: Any
) -> Decision:
    """What becomes of a command about the wrench, or the gloves, of which there are 20."""
    parts = {"asset": asset, "product": GLOVES, "there": 20, "approver": KIM, **known}
    return decide(facts(worker, **parts), command)


def held(quantity: int, product: ProductCode, *lots: Lot) -> Plan:
    """So many of these are reserved for this evening."""
    hold = Hold(HoldCode("H1"), product, quantity, AT + timedelta(hours=8), AT + timedelta(hours=9), BEN.id)
    return Plan(lots, (hold,))


def column(decision: Decision) -> str:
    """The column of the one flaw."""
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit), decision
    (flaw,) = decision.refusal.flaws
    return flaw.column


def moved(source: Place, destination: Place) -> dict[str, Any]:
    """The fields of the wrench's movement."""
    ends = {"source": str(source), "destination": str(destination)}
    return {"asset": TW_01, "product": TQ_60, "quantity": 1, **ends}


@pytest.mark.parametrize("command", OF_ASSETS, ids=lambda command: type(command).__name__)
def test_a_code_that_is_no_asset_a_draft_and_what_is_retired_are_left_alone(command: do.Keeping) -> None:
    """Each is told apart."""
    assert column(judged(command)) == "asset"
    assert column(judged(command, wrench(SUPPLIER))) == "asset"
    assert judged(command, wrench(SCRAP)) == Refused(Retired(TW_01))


@pytest.mark.parametrize(
    "command", [*OF_ASSETS, MOVE_STOCK, SCRAP_STOCK], ids=lambda command: type(command).__name__
)
def test_at_the_counter_only_keepers_keep(command: Any) -> None:
    """Whoever comes by cribctl was asked for a role at the door."""
    at_counter = replace(command, worker=BEN.id)

    assert judged(at_counter, wrench(), worker=BEN) == Refused(NotAllowed(Role.KEEPER))


def test_a_moved_asset_is_at_home_where_it_is() -> None:
    """Moving it to where it is changes nothing."""
    assert judged(MOVE, wrench()) == Approved((AssetMoved(**moved(IN, in_bin(C1_05)), home=1),))
    assert judged(do.MoveAsset(TW_01, BinCode("C1-04")), wrench()) == NOTHING
    assert column(judged(MOVE, wrench(), bins_known=False)) == "bin"
    assert column(judged(MOVE, wrench(QUARANTINE))) == "asset"
    assert judged(MOVE, wrench(WITH_BEN, since=AT)) == Refused(AlreadyOut(TW_01, BEN.id, AT))


def test_only_what_is_set_aside_is_released() -> None:
    """It goes back to its home bin."""
    released = AssetMoved(**moved(QUARANTINE, IN), note="new battery")

    assert judged(do.ReleaseAsset(TW_01, "new battery"), wrench(QUARANTINE)) == Approved((released,))
    assert column(judged(do.ReleaseAsset(TW_01), wrench())) == "asset"
    assert column(judged(do.ReleaseAsset(TW_01), wrench(WITH_BEN))) == "asset"


def test_service_takes_from_the_bin_or_quarantine_and_brings_back_what_was_done() -> None:
    """A rule that the category does not have, or a day that is not yet, is named."""
    assert judged(do.SendToService(TW_01), wrench(QUARANTINE)) == Approved(
        (AssetMoved(**moved(QUARANTINE, SERVICE)),)
    )
    assert isinstance(judged(do.SendToService(TW_01), wrench(WITH_BEN)), Refused)
    back = do.BackFromService(TW_01, ("calibration",))
    serviced = AssetServiced(asset=TW_01, rule="calibration", day=TODAY)
    assert judged(back, wrench(SERVICE)) == Approved((serviced, AssetMoved(**moved(SERVICE, IN))))
    assert column(judged(back, wrench())) == "asset"
    assert column(judged(replace(back, rules=("oil",)), wrench(SERVICE))) == "rule"
    assert column(judged(replace(back, day=TODAY + timedelta(days=1)), wrench(SERVICE))) == "day"


def test_a_service_is_noted_wherever_the_asset_is() -> None:
    """As long as it is kept."""
    note = do.NoteService(TW_01, "electrical", date(2026, 11, 1), "by Ott & Co")
    rules = replace(TORQUE, due_rules=(DueRule("electrical", 365),))
    done = AssetServiced(asset=TW_01, rule="electrical", day=date(2026, 11, 1), note="by Ott & Co")

    assert judged(note, wrench(WITH_BEN, category=rules)) == Approved((done,))
    assert column(judged(note, wrench())) == "rule"


def test_a_retired_asset_tells_what_it_was_worth_and_who_agreed() -> None:
    """By the one function of values; half its life is over."""
    category = replace(TORQUE, depreciation="straight-line", life_months=24, residual_pct=10)
    asset = replace(wrench(category=category), product=replace(WRENCH, cost_cents=24_000))
    retired = AssetRetired(
        **moved(IN, SCRAP), reason=Retirement.WORN, value_cents=13_200, approver=KIM.id, note=""
    )

    assert judged(RETIRE, asset, came=date(2025, 11, 2)) == Approved((retired,))


def test_retiring_closes_a_loan() -> None:
    """Its entry says which."""
    due = AT + timedelta(hours=2)
    (retired,) = judged(RETIRE, wrench(WITH_BEN, since=AT, due=due)).entries

    assert isinstance(retired, AssetRetired)
    assert (retired.source, retired.since, retired.due) == ("holder:w-ben", AT, due)


@pytest.mark.parametrize("approver", [None, BEN, Worker(WorkerId("w-aud"), Role.AUDITOR)])
@pytest.mark.parametrize("command", [RETIRE, SCRAP_STOCK])
def test_somebody_who_answers_for_the_crib_must_agree(command: Any, approver: Worker | None) -> None:
    """Nobody, a worker and an auditor do not; a lead, a keeper and an administrator do."""
    assert column(judged(command, wrench(), approver=approver)) == "approver"
    assert column(judged(replace(command, approver=""), wrench())) == "approver"
    for role in (Role.LEAD, Role.KEEPER, Role.ADMIN):
        assert isinstance(judged(command, wrench(), approver=replace(KIM, role=role)), Approved)


def test_lost_closes_the_loan_and_found_puts_it_back() -> None:
    """Lost twice is once; a search ends where the thing is."""
    due = AT + timedelta(hours=2)
    lost = AssetLost(**moved(WITH_BEN, LOST), since=AT, due=due, note="harbor")

    assert judged(do.DeclareLost(TW_01, "harbor"), wrench(WITH_BEN, since=AT, due=due)) == Approved((lost,))
    assert judged(do.DeclareLost(TW_01), wrench(LOST)) == NOTHING
    assert judged(do.FindAsset(TW_01), wrench(LOST)) == Approved((AssetFound(**moved(LOST, IN)),))
    seen = AssetConfirmed(asset=TW_01, bin="C1-04")
    assert judged(do.FindAsset(TW_01), wrench(missing=True)) == Approved((seen,))
    assert judged(do.FindAsset(TW_01), wrench()) == NOTHING


@pytest.mark.parametrize("command", [RETIRE, do.DeclareLost(TW_01), do.SendToService(TW_01)])
def test_a_hold_that_can_no_longer_be_met_is_told(command: do.Keeping) -> None:
    """By how many it is short."""
    plan = held(2, TQ_60, Lot(1, IN, asset=TW_01), Lot(1, IN, asset=AssetCode("TW-02")))

    assert judged(command, wrench(), plan=plan).entries[-1] == HoldAtRisk(
        hold=HoldCode("H1"), product=TQ_60, short=1
    )


def test_pieces_are_moved_between_bins_and_quarantine() -> None:
    """To where they are is nowhere."""
    ends = {"source": "bin:C2-01", "destination": "bin:C1-05"}
    aside = replace(MOVE_STOCK, destination="quarantine", note="wet")

    assert judged(MOVE_STOCK) == Approved((StockMoved(product=GLV_9, quantity=5, **ends),))
    assert judged(replace(MOVE_STOCK, destination="C2-01")) == NOTHING
    (body,) = judged(aside).entries
    assert isinstance(body, StockMoved)
    assert (body.destination, body.note) == ("quarantine", "wet")


@pytest.mark.parametrize("command", [MOVE_STOCK, SCRAP_STOCK])
def test_pieces_that_are_not_there_are_not_moved(command: Any) -> None:
    """Nor a number that is none, nor of what does not exist."""
    assert judged(command, there=4) == Refused(NotEnough(GLV_9, 4))
    assert column(judged(replace(command, quantity=0))) == "quantity"
    assert column(judged(replace(command, quantity=-5))) == "quantity"
    assert column(judged(command, product=None)) == "product"
    assert column(judged(command, bins_known=False)) == "bin"


def test_scrapped_pieces_tell_what_they_cost() -> None:
    """Of their lot."""
    (body,) = judged(SCRAP_STOCK, unit_cents=12).entries

    assert isinstance(body, StockScrapped)
    assert (body.destination, body.value_cents, body.approver) == ("scrap", 60, KIM.id)


@pytest.mark.parametrize("command", [SCRAP_STOCK, replace(MOVE_STOCK, destination="quarantine")])
def test_pieces_that_were_promised_are_told_to_be_short(command: Any) -> None:
    """Another bin is no loss."""
    plan = held(18, GLV_9, Lot(20, in_bin(BinCode("C2-01"))))

    assert judged(command, plan=plan).entries[-1] == HoldAtRisk(hold=HoldCode("H1"), product=GLV_9, short=3)
    assert len(judged(MOVE_STOCK, plan=plan).entries) == 1
