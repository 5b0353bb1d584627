"""Gates: which reason answers first, what a lead can lift, and how long a loan lasts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from crib_facts import ANN, AT, BEN, BERLIN, GONE, TORQUE, TQ_60, TW_01, WITH_BEN, facts, moments, wrench
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib.availability import Lot
from kiosk.crib.commands import IssueAsset, Override, Wish
from kiosk.crib.decide import decide
from kiosk.crib.entries import AssetIssued, OverrideGiven
from kiosk.crib.facts import Facts, Overdue, Plan
from kiosk.crib.gates import is_fit, may
from kiosk.crib.names import AssetCode, HoldCode, JobCode, Role
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.places import QUARANTINE, SCRAP
from kiosk.crib.policy import Policy
from kiosk.crib.products import Done, DueRule, Job, Training, Worker
from kiosk.crib.states import AssetState, Hold
from kiosk.crib.terms import Case, last_moment, terms

LONG_AGO, SOON = date(2020, 1, 1), AT + timedelta(hours=2)
STRICT = replace(TORQUE, controlled=1, training="torque", limit=2, require=("job",))
EVERYTHING = wrench(calibrated=LONG_AGO, category=STRICT)
TRAINED = replace(ANN, trainings=(Training("torque"),))
LATE = Overdue(AssetCode("TW-09"), AT - timedelta(days=8))
RESERVED = Hold(HoldCode("H1"), TQ_60, 1, AT, SOON, BEN.id, asset=TW_01)
PLAN = Plan((Lot(1, EVERYTHING.place, asset=TW_01),), (RESERVED,))
STRICTLY: dict[str, Any] = {"policy": Policy(controlled_role="lead"), "overdue": LATE, "plan": PLAN}
FULL = {"torque": 2}
LEAD = replace(TRAINED, role=Role.LEAD)
ENDED = replace(LEAD, trainings=(Training("torque", date(2026, 11, 1)),))
HOLDS_ONLY = {"policy": Policy(controlled_role="lead"), "plan": PLAN}

ORDER: list[tuple[str, Worker | None, AssetState, dict[str, Any]]] = [
    ("needs-badge", None, EVERYTHING, STRICTLY),
    ("inactive-worker", GONE, EVERYTHING, STRICTLY),
    ("not-allowed", ANN, EVERYTHING, STRICTLY),
    ("overdue-block", LEAD, EVERYTHING, STRICTLY),
    ("retired", LEAD, wrench(SCRAP, LONG_AGO, STRICT), HOLDS_ONLY),
    ("quarantined", LEAD, wrench(QUARANTINE, LONG_AGO, STRICT), HOLDS_ONLY),
    ("already-out", LEAD, wrench(WITH_BEN, LONG_AGO, STRICT), HOLDS_ONLY),
    ("calibration-expired", replace(LEAD, trainings=()), EVERYTHING, HOLDS_ONLY),
    ("not-trained", replace(LEAD, trainings=()), wrench(category=STRICT), HOLDS_ONLY),
    ("training-expired", ENDED, wrench(category=STRICT), {**HOLDS_ONLY, "in_category": FULL}),
    ("over-limit", LEAD, wrench(category=STRICT), {**HOLDS_ONLY, "in_category": FULL}),
    ("needs-job", LEAD, wrench(category=STRICT), HOLDS_ONLY),
    ("held-for-another", LEAD, wrench(category=replace(STRICT, require=())), HOLDS_ONLY),
]


@pytest.mark.parametrize(("reason", "worker", "asset", "known"), ORDER, ids=[reason for reason, *_ in ORDER])
def test_of_several_reasons_the_first_in_order_answers(
    reason: str, worker: Worker | None, asset: AssetState, known: dict[str, Any]
) -> None:
    """Badge, role, overdue, place, what is due, training, limit, job, holds: the first answers, alone."""
    decision = decide(facts(worker, asset=asset, **known), IssueAsset(TW_01, ANN.id))

    assert isinstance(decision, Refused)
    assert reason == decision.refusal.reason


def test_with_no_reason_left_it_is_issued() -> None:
    """Where no gate objects the tool is issued."""
    assert isinstance(decide(facts(asset=wrench()), IssueAsset(TW_01, ANN.id)), Approved)


def test_a_lead_lifts_one_reason_at_a_time_and_both_are_named() -> None:
    """Only the reason that was lifted is not asked; the next one answers, until none is left."""
    asset, known = wrench(calibrated=LONG_AGO, category=replace(TORQUE, training="torque")), facts()
    lifts: tuple[str, ...] = ()
    for reason in ("calibration-expired", "not-trained"):
        command = IssueAsset(TW_01, ANN.id, override=Override(BEN.id, lifts) if lifts else None)
        decision = decide(replace(known, asset=asset), command)
        assert isinstance(decision, Refused)
        assert (reason, True) == (decision.refusal.reason, decision.refusal.overridable)
        lifts += (reason,)
    decision = decide(
        replace(known, asset=asset), IssueAsset(TW_01, ANN.id, override=Override(BEN.id, lifts))
    )

    assert isinstance(decision, Approved)
    given_for = [(e.lead, e.worker, e.lifts) for e in decision.entries if isinstance(e, OverrideGiven)]
    assert [(BEN.id, ANN.id, reason) for reason in lifts] == given_for
    issued = decision.entries[-1]
    assert isinstance(issued, AssetIssued)
    assert issued.due == AT + timedelta(hours=8)


def test_late_things_warn_before_they_block() -> None:
    """Seven days late blocks, a second less does not; a policy of 0 never does."""
    asset, late = wrench(), AT - timedelta(days=7)
    for due, policy, blocks in (
        (late, Policy(), True),
        (late + timedelta(seconds=1), Policy(), False),
        (late, Policy(overdue_block=0), False),
    ):
        known = facts(asset=asset, overdue=Overdue(AssetCode("TW-09"), due), policy=policy)
        assert blocks == isinstance(decide(known, IssueAsset(TW_01, ANN.id)), Refused)


def test_a_job_that_is_closed_or_unknown_is_no_job() -> None:
    """Where a job is asked for, or named, it has to be one that is open."""
    needs, wish = wrench(category=replace(TORQUE, require=("job",))), Wish(job=JobCode("J1"))
    jobs = {None: Refused, Job(JobCode("J1"), active=0): Refused, Job(JobCode("J1")): Approved}
    for asset in (needs, wrench()):
        for job, outcome in jobs.items():
            assert isinstance(decide(facts(asset=asset, job=job), IssueAsset(TW_01, ANN.id, wish)), outcome)


RANKS = [Role.AUDITOR, Role.WORKER, Role.LEAD, Role.KEEPER, Role.ADMIN]


@given(st.sampled_from(RANKS), st.sampled_from(RANKS), st.booleans())
def test_a_role_may_what_the_roles_below_it_may(role: Role, least: Role, active: bool) -> None:
    """Auditor, worker, lead, keeper, admin: each may what those before it may; who left may nothing."""
    worker = replace(ANN, role=role, active=active)

    assert may(worker, least) == (active and RANKS.index(role) >= RANKS.index(least))
    assert not may(None, least)


PLAIN = replace(TORQUE, loan_s=0, calibration_days=0)
A_DAY, A_MINUTE = replace(TORQUE, loan_s=86400), replace(PLAIN, loan_s=60)
CHECKED = replace(PLAIN, loan_s=86400, due_rules=(DueRule("electrical", days=10),))
LENGTHS: dict[str, tuple[AssetState, datetime]] = {
    "as long as its category says": (wrench(), AT + timedelta(hours=8)),
    "as long as the policy says where the category does not": (wrench(category=PLAIN), AT.replace(hour=10)),
    "until its last valid day ends": (
        wrench(calibrated=date(2025, 11, 2), category=A_DAY),
        AT.replace(hour=23, minute=59, second=59),
    ),
    "until what else falls due does": (
        wrench(category=CHECKED, done=(Done("electrical", date(2026, 10, 23)),)),
        AT.replace(hour=23, minute=59, second=59),
    ),
    "its whole length where nobody calibrates it": (
        wrench(calibrated=None, category=A_MINUTE),
        AT.replace(minute=1),
    ),
}


def loan_due(asset: AssetState, known: Facts, taker: Worker = ANN) -> datetime:
    """When the asset would be due, were it taken now."""
    due = terms(Case(known, taker, asset.product, asset.category, Wish(), asset=asset)).due
    assert due is not None
    return due


@pytest.mark.parametrize(("asset", "due"), LENGTHS.values(), ids=LENGTHS)
def test_a_loan_lasts(asset: AssetState, due: datetime) -> None:
    """A loan lasts as long as its category says, or the policy, and never beyond validity."""
    assert due == loan_due(asset, facts(policy=Policy(loan=7200)))


def test_a_loan_ends_with_the_training_that_it_needs() -> None:
    """Where the worker's course ends during the loan, the loan ends with that day."""
    asset = wrench(category=replace(A_DAY, training="torque"))
    taker = replace(ANN, trainings=(Training("torque", AT.date()),))

    assert last_moment(AT.date(), UTC) == loan_due(asset, facts(), taker)


def test_ones_own_hold_is_picked_up_and_lasts_until_it_ends() -> None:
    """Taking what one has reserved picks the hold up: also early, if the loan runs into it."""
    until = AT + timedelta(days=3)
    for start in (AT - timedelta(minutes=5), AT + timedelta(hours=8)):
        mine = Hold(HoldCode("H1"), TQ_60, 1, start, until, ANN.id)
        decision = decide(facts(asset=wrench(), plan=Plan((), (mine,))), IssueAsset(TW_01, ANN.id))
        assert isinstance(decision, Approved)
        (issued,) = decision.entries
        assert isinstance(issued, AssetIssued)
        assert (until, "H1") == (issued.due, issued.hold)


def test_where_validity_ends_during_the_loan_the_category_decides() -> None:
    """It is shortened, or it is refused."""
    ends = replace(A_DAY, ends_in_loan="refuse")
    decision = decide(
        facts(asset=wrench(calibrated=date(2025, 11, 2), category=ends)), IssueAsset(TW_01, ANN.id)
    )

    assert isinstance(decision, Refused)
    assert decision.refusal.reason == "calibration-expired"


def test_uses_run_out_as_days_do() -> None:
    """A rule by uses holds until as many takings after it was last seen to."""
    worn = replace(PLAIN, due_rules=(DueRule("oil", uses=3),))
    at = (Done("oil", LONG_AGO, uses=5),)
    outcomes = [
        type(decide(facts(asset=wrench(category=worn, uses=uses, done=at)), IssueAsset(TW_01, ANN.id)))
        for uses in (7, 8)
    ]

    assert outcomes == [Approved, Refused]


@given(
    moments,
    st.dates(date(2025, 10, 1), date(2026, 12, 1)),
    st.sampled_from([UTC, BERLIN]),
)
def test_a_loan_ends_fit_wherever_it_began_fit(at: datetime, calibrated: date, zone: object) -> None:
    """Whatever is fit when it is taken is fit until it is due, in the site's own days."""
    known = facts(at=at, zone=zone)
    asset = wrench(calibrated=calibrated, category=replace(TORQUE, loan_s=20 * 86400))

    if is_fit(asset, at, known.zone):
        due = loan_due(asset, known)
        assert at <= due <= at + timedelta(days=20)
        assert is_fit(asset, due, known.zone)
        assert due.tzinfo is UTC


def test_the_last_day_counts_in_the_sites_own_zone() -> None:
    """A calibration that is valid through a day is valid until midnight there, not in Greenwich."""
    asset = wrench(calibrated=date(2025, 11, 2))  # valid through 2026-11-02

    assert is_fit(asset, datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC), BERLIN)
    assert not is_fit(asset, datetime(2026, 11, 2, 23, 0, tzinfo=UTC), BERLIN)
    assert is_fit(asset, datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC), UTC)
    assert datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC) == last_moment(date(2026, 11, 2), BERLIN)
