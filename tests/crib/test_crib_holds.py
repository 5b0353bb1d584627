"""Holds: what is promised to one is not given to another, at any hour."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crib_facts import ANN, AT, BEN, GLOVES, TQ_60, TW_01, WRENCH, facts, wrench
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib import entries as was
from kiosk.crib.availability import Lot, Moments, free
from kiosk.crib.commands import IssueAsset, PlaceHold, QuarantineAsset, ReleaseHold
from kiosk.crib.decide import decide
from kiosk.crib.facts import Plan
from kiosk.crib.holds import Window, binds, conflict, own, shortfalls
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, AssetCode, HoldCode, JobCode, Problem, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Refused
from kiosk.crib.places import held_by, in_bin
from kiosk.crib.policy import Policy
from kiosk.crib.products import Job, Worker
from kiosk.crib.refusals import HeldForAnother, NotAllowed, NotEnough, ReservedSoon
from kiosk.crib.states import Hold

HOURS = 12
NOBODYS = JobCode("")
SHELF, OUT = in_bin(type(GLOVES.code)("B")), held_by(WorkerId("w-cem"))  # type: ignore[arg-type]


def hour(number: int) -> datetime:
    """So many hours after eight."""
    return AT + timedelta(hours=number)


def hold(start: int, until: int, quantity: int = 1, **parts: Any) -> Hold:
    """A hold of Ben's, from hour to hour."""
    fields = {"code": HoldCode("H1"), "worker": BEN.id, **parts}
    return Hold(product=TQ_60, quantity=quantity, start=hour(start), until=hour(until), **fields)


def asset_lot(number: int, due: int | None) -> Lot:
    """One wrench, on the shelf or out until an hour."""
    place = SHELF if due is None else OUT
    return Lot(1, place, None if due is None else hour(due), asset=AssetCode(f"TW-{number:02d}"))


spans = st.tuples(st.integers(-2, HOURS), st.integers(1, 6))
plans = st.builds(
    lambda dues, holds: Plan(
        tuple(asset_lot(number, due) for number, due in enumerate(dues)),
        tuple(
            hold(start, start + length, quantity, code=HoldCode(f"H{number}"), worker=whom)
            for number, ((start, length), quantity, whom) in enumerate(holds)
            if start + length > 0
        ),
    ),
    st.lists(st.none() | st.integers(1, HOURS), max_size=5),
    st.lists(st.tuples(spans, st.integers(1, 3), st.sampled_from([ANN.id, BEN.id])), max_size=4),
)


def left_at(lots: tuple[Lot, ...], holds: list[Hold], when: datetime) -> int:
    """Counted by hand: wrenches on the shelf or back by then, less what is promised at that moment."""
    here = [lot for lot in lots if lot.place == SHELF or (lot.due and when > AT and lot.due <= when)]
    return len(here) - sum(each.open for each in holds if each.start <= when < each.until)


@given(plans, st.none() | st.integers(1, HOURS + 6), st.integers(1, 3))
def test_pieces_are_refused_only_where_a_promise_to_another_would_break(
    plan: Plan, until: int | None, quantity: int
) -> None:
    """Refused exactly if at some hour of the loan a hold of somebody else's would be left short."""
    others = [each for each in plan.holds if each.worker != ANN.id]
    end = HOURS + 20 if until is None else until
    broken = [
        hour(number)
        for number in range(end)
        if any(each.start <= hour(number) < each.until for each in others)
        and left_at(plan.lots, others, hour(number)) < quantity
    ]
    window = Window(AT, None if until is None else hour(until), UTC, quantity)
    hit = conflict(plan, ANN.id, NOBODYS, AssetCode(""), window)

    assert (hit is None) == (not broken)
    if hit:
        assert hit.at == broken[0]
        assert hit.hold in others


@given(plans, spans, st.integers(1, 3))
def test_what_is_promised_can_be_kept(plan: Plan, span: tuple[int, int], quantity: int) -> None:
    """A hold is placed exactly if at every hour of it there is enough for it and for all others."""
    start, length = span
    command = PlaceHold(HoldCode("NEW"), TQ_60, hour(start), hour(start + length), quantity, "ann")
    known = facts(None, product=WRENCH, receiver=ANN, plan=plan)
    inside = [hour(n) for n in range(max(start, 0), start + length)]
    decision = decide(known, command)

    if not inside:
        assert isinstance(decision, Refused)
        return
    least = min(left_at(plan.lots, list(plan.holds), when) for when in inside)
    assert isinstance(decision, Approved if least >= quantity else Refused)
    if isinstance(decision, Refused):
        assert decision.refusal == NotEnough(TQ_60, max(least, 0))


@given(plans)
def test_a_shortfall_is_told_of_what_begins_with_too_little(plan: Plan) -> None:
    """As things are, a hold lacks what the shelf will lack when it begins."""
    for each in plan.holds:
        begins = Moments(AT, max(AT, each.start), UTC)
        lacks = min(each.open, max(0, -free(plan.lots, plan.holds, begins)))
        assert lacks == shortfalls(plan, AT, UTC).get(each.code, 0)


BINDS: dict[str, tuple[Hold, int, bool]] = {
    "before it begins": (hold(1, 5), 0, True),
    "while it runs": (hold(0, 5), 0, True),
    "when nobody came for an hour": (hold(0, 5), 1, False),
    "a moment before that": (replace(hold(0, 5), start=hour(0) + timedelta(seconds=1)), 1, True),
    "when it is over": (replace(hold(0, 1), start=hour(1) - timedelta(minutes=1)), 1, False),
    "when all was picked up": (hold(0, 5, 2, picked=2), 0, False),
    "when part was picked up": (hold(0, 5, 2, picked=1), 0, True),
}


@pytest.mark.parametrize(("held", "now", "does"), BINDS.values(), ids=BINDS)
def test_a_hold_binds(held: Hold, now: int, does: bool) -> None:
    """Until it is over, picked up, or missed by the policy's hour."""
    assert does == binds(held, hour(now), Policy().no_show)


def test_a_hold_for_a_job_is_for_everybody_who_works_on_it() -> None:
    """One's own come first with the asset itself, then in the order of their beginning."""
    job = hold(0, 5, code=HoldCode("J"), worker=NOBODY, job=JobCode("J100"))
    mine = hold(1, 5, code=HoldCode("M"), worker=ANN.id)
    this = hold(2, 5, code=HoldCode("A"), worker=ANN.id, asset=TW_01)
    every = [hold(0, 5), job, mine, this]

    assert own(every, ANN.id, JobCode("J100"), TW_01) == [this, job, mine]
    assert own(every, ANN.id, NOBODYS, AssetCode("TW-02")) == [mine]


def taken(plan: Plan, **policy: Any) -> Any:
    """What becomes of Ann's taking the wrench for eight hours."""
    return decide(facts(asset=wrench(), plan=plan, policy=Policy(**policy)), IssueAsset(TW_01, ANN.id))


def test_a_tool_that_is_reserved_now_or_soon_is_refused_with_what_fits() -> None:
    """Now: held for another. Soon: until when it may be had, less the margin, where that is still ahead."""
    lots = (asset_lot(1, None),)
    now, soon = taken(Plan(lots, (hold(0, 5),))), taken(Plan(lots, (hold(3, 5, asset=TW_01),)))
    margin = taken(Plan(lots, (hold(3, 5),)), hold_margin=3600)
    too_close = taken(Plan(lots, (hold(3, 5),)), hold_margin=3 * 3600)

    assert isinstance(now.refusal, HeldForAnother)
    assert isinstance(soon.refusal, ReservedSoon)
    assert [each.refusal.latest for each in (soon, margin, too_close)] == [hour(3), hour(2), None]
    assert isinstance(taken(Plan(lots, (hold(8, 9),))), Approved), "it is back by then"
    assert isinstance(taken(Plan((*lots, asset_lot(2, None)), (hold(3, 5),))), Approved), "another is free"


def test_a_hold_that_cannot_be_met_any_more_is_told_of_once() -> None:
    """Setting the last wrench aside tells of the hold; where one was short before, of nothing new."""
    held = hold(3, 5)
    for lots, told in (
        ((asset_lot(1, None),), [1]),
        ((asset_lot(1, None), asset_lot(2, None)), []),
    ):
        known = facts(asset=wrench(), plan=Plan((Lot(1, SHELF, asset=TW_01), *lots[1:]), (held,)))
        decision = decide(known, QuarantineAsset(TW_01, Problem.BROKEN))
        assert isinstance(decision, Approved)
        assert told == [body.short for body in decision.entries if isinstance(body, was.HoldAtRisk)]


PLACE = PlaceHold(HoldCode("H1"), TQ_60, hour(3), hour(5), 1, "ben")
UNFIT: dict[str, tuple[PlaceHold, dict[str, Any], str]] = {
    "of what there is not": (PLACE, {"product": None}, "target"),
    "for whom there is not": (PLACE, {"receiver": None}, "whom"),
    "that ends before it begins": (replace(PLACE, until=hour(3)), {}, "until"),
    "of the past": (replace(PLACE, start=hour(-9), until=hour(-1)), {}, "until"),
    "of nothing": (replace(PLACE, quantity=0), {}, "quantity"),
    "of the same asset twice": (replace(PLACE, quantity=2), {"asset": wrench()}, "quantity"),
}


@pytest.mark.parametrize(("command", "parts", "column"), UNFIT.values(), ids=UNFIT)
def test_a_hold_is_unfit(command: PlaceHold, parts: dict[str, Any], column: str) -> None:
    """A hold that makes no sense is refused, and what is wrong is named."""
    decision = decide(facts(None, **{"product": WRENCH, "receiver": BEN, **parts}), command)

    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    assert [column] == [flaw.column for flaw in decision.refusal.flaws]


def test_the_same_hold_again_is_nothing_and_a_job_can_have_one() -> None:
    """Placing twice is once; whoever is named may be a job."""
    plan = Plan((asset_lot(1, None),), ())
    known = facts(None, product=WRENCH, plan=plan, receiver=BEN)
    for_job = replace(known, receiver=None, job=Job(JobCode("J100")))

    assert decide(replace(known, hold=hold(3, 5)), PLACE) == NOTHING
    (body,) = decide(for_job, PLACE).entries
    assert isinstance(body, was.HoldPlaced)
    assert (body.job, body.worker) == ("J100", "")


def test_only_a_hold_that_there_is_can_be_released() -> None:
    """Else what to do is said."""
    command = ReleaseHold(HoldCode("H1"), "not needed")

    assert Approved((was.HoldReleased(hold=HoldCode("H1"), note="not needed"),)) == decide(
        facts(None, hold=hold(0, 5)), command
    )
    assert isinstance(decide(facts(None), command), Refused)


@pytest.mark.parametrize(
    ("role", "whose", "may"),
    [(Role.WORKER, ANN, True), (Role.WORKER, BEN, False), (Role.LEAD, BEN, False), (Role.KEEPER, BEN, True)],
)
def test_at_the_counter_everybody_reserves_and_cancels_for_herself_and_a_keeper_for_others(
    role: Role, whose: Worker, *, may: bool
) -> None:
    """Whoever comes by cribctl was asked for a role at the door."""
    me = Worker(ANN.id, role)
    plan = Plan((asset_lot(1, None),), ())
    known = facts(me, plan=plan, product=WRENCH, receiver=whose)
    command = PlaceHold(HoldCode("R1"), TQ_60, hour(3), hour(5), receiver=whose.id, worker=me.id)
    assert isinstance(decide(known, command), Approved) is may
    mine = facts(me, hold=hold(3, 5, worker=whose.id))
    released = decide(mine, ReleaseHold(HoldCode("H1"), worker=me.id))
    assert isinstance(released, Approved) is may
    if not may:
        assert Refused(NotAllowed(Role.KEEPER)) == decide(known, command) == released
