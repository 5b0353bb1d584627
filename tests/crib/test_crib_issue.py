"""Issuing: kits, pieces, changing hands, keeping for longer."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from crib_facts import (
    ANN,
    AT,
    BEN,
    C2_01,
    GLV_9,
    GONE,
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
from kiosk.crib.availability import Lot
from kiosk.crib.decide import decide
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.names import AssetCode, HoldCode, JobCode, Kind, KitCode, LotCode, OverrideReason, StationCode
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import QUARANTINE, Place, at_station, for_job, held_by, in_bin
from kiosk.crib.products import Category, Job, Kit
from kiosk.crib.refusals import CalibrationExpired, KitIncomplete, NotOut, OverLimit
from kiosk.crib.states import AssetState, Hold, KitState, LotState

TW_02, SET, J100, ST_3 = AssetCode("TW-02"), KitCode("KIT-1"), JobCode("J100"), StationCode("ST-3")
DUE = AT + timedelta(hours=8)
SHARED = replace(TORQUE, kind=Kind.SHARED)
OPEN_JOB = Job(J100)


def second(place: Place = IN, **parts: Any) -> AssetState:
    """Another wrench, TW-02."""
    state = wrench(place, **parts)
    return replace(state, asset=replace(state.asset, code=TW_02))


def kit(*assets: AssetState) -> KitState:
    """A kit of these."""
    return KitState(Kit(SET, "Wrench set", tuple(state.asset.code for state in assets)), assets)


def written(decision: Decision) -> tuple[Any, ...]:
    """The entries of an approved decision."""
    assert isinstance(decision, Approved), decision
    return decision.entries


def refused(decision: Decision) -> Any:
    """The refusal, which is noted."""
    assert isinstance(decision, Refused), decision
    assert [body.reason for body in decision.entries if isinstance(body, was.IssueRefused)] == [
        decision.refusal.reason
    ]
    return decision.refusal


WHERE: dict[str, tuple[Category, do.Wish, Place]] = {
    "into her hands": (SHARED, do.Wish(), WITH_ANN),
    "to a station": (SHARED, do.Wish(station=ST_3), at_station(ST_3)),
    "to a job": (SHARED, do.Wish(job=J100), for_job(J100)),
    "to the station, for the job": (SHARED, do.Wish(J100, ST_3), at_station(ST_3)),
    "into her hands, for the job, as each has one holder": (TORQUE, do.Wish(J100, ST_3), WITH_ANN),
}


@pytest.mark.parametrize(("category", "wish", "place"), WHERE.values(), ids=WHERE)
def test_a_tool_goes(category: Category, wish: do.Wish, place: Place) -> None:
    """Shared equipment goes to the station or job that was named; a serialized tool to its holder."""
    known = facts(asset=wrench(category=category), job=OPEN_JOB)
    (issued,) = written(decide(known, do.IssueAsset(TW_01, ANN.id, wish)))

    assert place == issued.movement.destination
    assert (wish.job, wish.station, DUE) == (issued.job, issued.station, issued.due)


def test_a_whole_kit_is_taken_by_one_scan() -> None:
    """Each asset has its entry, and the kit one that names them."""
    *each, told = written(decide(facts(kit=kit(wrench(), second())), do.IssueKit(SET, ANN.id)))

    assert [body.asset for body in each] == [TW_01, TW_02]
    assert was.KitIssued(kit=SET, assets=(TW_01, TW_02)) == told


@pytest.mark.parametrize(
    "away",
    [second(WITH_BEN), second(QUARANTINE), second(calibrated=date(2020, 1, 1))],
    ids=lambda s: s.place.kind,
)
def test_a_kit_that_is_not_whole_takes_a_lead(away: AssetState) -> None:
    """What is missing is named; with a lead's override what is there is taken, and the gap is noted."""
    known, take = facts(kit=kit(wrench(), away)), do.IssueKit(SET, ANN.id)
    given = do.Override(BEN.id, ("kit-incomplete",), OverrideReason.URGENT)

    assert KitIncomplete(SET, (TW_02,)) == refused(decide(known, take))
    override, issued, told = written(decide(known, replace(take, override=given)))
    assert (BEN.id, "kit-incomplete", "urgent") == (override.actor, override.lifts, override.reason)
    assert (TW_01, was.KitIssued(kit=SET, assets=(TW_01,), missing=(TW_02,))) == (issued.asset, told)


def test_a_kit_of_which_nothing_is_there_is_not_taken_by_any_badge() -> None:
    """A lead cannot lend what is not here."""
    given = do.Override(BEN.id, ("kit-incomplete",))
    known = facts(kit=kit(wrench(WITH_BEN), second(WITH_BEN)))

    assert KitIncomplete(SET, (TW_01, TW_02)) == refused(
        decide(known, do.IssueKit(SET, ANN.id, override=given))
    )


def test_a_kits_assets_count_together_against_a_limit() -> None:
    """Two of a category of which one may hold one."""
    one = replace(TORQUE, limit=1)
    known = facts(kit=kit(wrench(category=one), second(category=one)))

    assert OverLimit(1, 1, 0) == refused(decide(known, do.IssueKit(SET, ANN.id)))


def test_a_kit_is_taken_over_as_one_or_not_at_all() -> None:
    """What others have of it changes hands by one command; the gates are those of a normal take."""
    over = do.IssueKit(SET, ANN.id, over=True)
    theirs = facts(kit=kit(wrench(WITH_BEN), second(WITH_BEN)))
    handed = written(decide(theirs, over))
    one = replace(TORQUE, limit=1)
    two = facts(kit=kit(wrench(WITH_BEN, category=one), second(WITH_BEN, category=one)))

    assert [(type(body), body.asset, body.movement.destination) for body in handed] == [
        (was.AssetHandedOver, code, WITH_ANN) for code in (TW_01, TW_02)
    ]
    assert OverLimit(1, 1, 0) == refused(decide(two, over))
    assert len(written(decide(facts(kit=kit(wrench(), second(WITH_BEN))), over))) == 1
    assert NotOut(TW_01) == refused(decide(facts(kit=kit(wrench(), second(WITH_ANN))), over))


def test_a_kit_is_not_taken_where_its_assets_together_would_break_a_promise() -> None:
    """Each of two could be spared, both cannot; ones own hold of one is picked up by one."""
    lots = tuple(Lot(1, IN, asset=code) for code in (TW_01, TW_02))
    known, take = facts(kit=kit(wrench(), second())), do.IssueKit(SET, ANN.id)
    for whom, reason in ((BEN.id, "held-for-another"), (ANN.id, "")):
        held = Hold(HoldCode("H1"), TQ_60, 1, AT, DUE, whom)
        decision = decide(replace(known, plans={TQ_60: Plan(lots, (held,))}), take)
        if reason:
            assert refused(decision).reason == reason
        else:
            assert [body.hold for body in written(decision)[:2]] == ["H1", ""]


GIVE = do.GiveAsset(TW_01, BEN.id, ANN.id)
NOT_GIVEN: dict[str, tuple[Facts, do.Command, str]] = {
    "what one does not have": (facts(asset=wrench(), receiver=BEN), GIVE, "not-out"),
    "what another has": (facts(asset=wrench(WITH_BEN), receiver=BEN), GIVE, "not-out"),
    "to oneself": (facts(asset=wrench(WITH_ANN), receiver=ANN), replace(GIVE, to=ANN.id), "not-out"),
    "to who left": (
        facts(asset=wrench(WITH_ANN), receiver=GONE),
        replace(GIVE, to=GONE.id),
        "inactive-worker",
    ),
    "what the other is not trained for": (
        facts(asset=wrench(WITH_ANN, category=replace(TORQUE, training="t")), receiver=BEN),
        GIVE,
        "not-trained",
    ),
    "what one took already": (
        facts(asset=wrench(WITH_ANN)),
        do.HandOverAsset(TW_01, ANN.id),
        "not-out",
    ),
}


@pytest.mark.parametrize(("known", "command", "reason"), NOT_GIVEN.values(), ids=NOT_GIVEN)
def test_nobody_gives_or_takes_over(known: Facts, command: do.Command, reason: str) -> None:
    """Changing hands passes the gates of whoever is to have it."""
    decision = decide(known, command)

    assert isinstance(decision, Refused)
    assert reason == decision.refusal.reason


def test_what_is_given_is_the_others_for_a_whole_loan() -> None:
    """The entry names both loans; the giver is its actor."""
    known = facts(asset=wrench(WITH_ANN, since=AT, due=AT), receiver=BEN)
    (body,) = written(decide(known, GIVE))

    assert (body.movement.source, body.movement.destination) == (WITH_ANN, WITH_BEN)
    assert (body.due, body.since, body.was_due) == (DUE, AT, AT)


HOUR = do.ExtendLoan(TW_01, 3600, ANN.id)


def test_a_loan_grows_from_when_it_is_due_or_from_now_where_it_is_late() -> None:
    """One hour more than it was; of what is late, one hour from now."""
    for due, grown in ((DUE, DUE + timedelta(hours=1)), (AT - timedelta(days=1), AT + timedelta(hours=1))):
        (body,) = written(decide(facts(asset=wrench(WITH_ANN, due=due)), HOUR))
        assert was.LoanExtended(asset=TW_01, due=grown, was_due=due) == body


@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=30), timedelta(minutes=4)])
@pytest.mark.parametrize("due", [DUE, AT + timedelta(seconds=1), AT - timedelta(days=1)])
def test_the_same_asked_twice_is_once(due: datetime, later: timedelta) -> None:
    """It says until when, not how much more: counted from when it was due at first, else from now."""
    (body,) = written(decide(facts(asset=wrench(WITH_ANN, due=due), first_due=due), HOUR))
    again = facts(at=AT + later, asset=wrench(WITH_ANN, due=body.due), first_due=due)

    assert decide(again, HOUR) == NOTHING
    assert decide(again, replace(HOUR, seconds=1800)) == NOTHING
    (longer,) = written(decide(again, replace(HOUR, seconds=86400)))
    assert longer.due == max(due, AT + later) + timedelta(days=1)


def test_a_loan_does_not_grow_beyond_validity_or_into_a_hold() -> None:
    """It is shortened to the last valid moment; where that is no gain, and at a hold, it is refused."""
    ends = AT.replace(hour=23, minute=59, second=59)
    valid = wrench(WITH_ANN, calibrated=date(2025, 11, 2), due=ends)
    (body,) = written(decide(facts(asset=replace(valid, due=AT)), replace(HOUR, seconds=86400)))
    held = Hold(HoldCode("H1"), TQ_60, 1, DUE, DUE + timedelta(hours=2), BEN.id)
    plan = Plan((Lot(1, WITH_ANN, DUE, asset=TW_01),), (held,))

    assert body.due == ends
    assert CalibrationExpired(TW_01, date(2026, 11, 2), during=True) == refused(
        decide(facts(asset=valid), HOUR)
    )
    assert refused(decide(facts(asset=wrench(WITH_ANN, due=DUE), plan=plan), HOUR)).reason == "reserved-soon"
    assert NotOut(TW_01) == refused(decide(facts(asset=wrench(WITH_BEN)), HOUR))


def test_pieces_are_taken_lot_by_lot_and_pick_up_ones_hold() -> None:
    """Two lots make two entries; what is reserved for her is picked up first."""
    lots = (
        LotState(C2_01, 2, LotCode("L1"), date(2026, 9, 1)),
        LotState(C2_01, 9, LotCode("L2"), date(2026, 10, 1)),
    )
    mine = Hold(HoldCode("H1"), GLV_9, 1, AT, DUE, ANN.id)
    known = facts(stock=gloves(11, lots=lots), plan=Plan((Lot(11, in_bin(C2_01)),), (mine,)))
    bodies = written(decide(known, do.IssueStock(GLV_9, C2_01, 5, ANN.id)))

    assert sum(body.quantity for body in bodies) == 5
    assert [(body.lot, body.quantity, body.hold) for body in bodies[:2]] == [("L1", 1, "H1"), ("L1", 1, "")]
    assert sum(body.quantity for body in bodies if body.hold) == mine.open


def test_a_pool_is_lent_into_the_hands_of_whoever_takes_it() -> None:
    """With a due time, for the job that was named."""
    pool = replace(gloves(9), category=Category(TORQUE.code, Kind.POOL, loan_s=60))
    wish = do.Wish(job=J100)
    (body,) = written(decide(facts(stock=pool, job=OPEN_JOB), do.IssueStock(GLV_9, C2_01, 3, ANN.id, wish)))

    assert (held_by(ANN.id), AT + timedelta(seconds=60), J100) == (
        body.movement.destination,
        body.due,
        body.job,
    )
