"""Gates: which reason answers first, and how long a loan lasts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from crib_facts import ANN, AT, BERLIN, GONE, TORQUE, TW_01, WITH_BEN, facts, moments, wrench
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib.commands import IssueAsset
from kiosk.crib.decide import decide
from kiosk.crib.gates import is_fit, last_moment, loan_due
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.places import QUARANTINE
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.states import AssetState

LONG_AGO = date(2020, 1, 1)
ORDER: list[tuple[Worker | None, AssetState, str]] = [
    (None, wrench(QUARANTINE, calibrated=LONG_AGO), "needs-badge"),
    (GONE, wrench(QUARANTINE, calibrated=LONG_AGO), "inactive-worker"),
    (ANN, wrench(QUARANTINE, calibrated=LONG_AGO), "quarantined"),
    (ANN, wrench(WITH_BEN, calibrated=LONG_AGO), "already-out"),
    (ANN, wrench(calibrated=LONG_AGO), "calibration-expired"),
]


@pytest.mark.parametrize(("worker", "asset", "reason"), ORDER, ids=[reason for *_, reason in ORDER])
def test_of_several_reasons_the_first_in_order_answers(
    worker: Worker | None, asset: AssetState, reason: str
) -> None:
    """Badge, then quarantine, then being out, then calibration: the first that applies answers, alone."""
    decision = decide(facts(worker, asset=asset), IssueAsset(TW_01, ANN.id))

    assert isinstance(decision, Refused)
    assert reason == decision.refusal.reason


def test_with_no_reason_left_it_is_issued() -> None:
    """Where no gate objects the tool is issued."""
    assert isinstance(decide(facts(asset=wrench()), IssueAsset(TW_01, ANN.id)), Approved)


PLAIN = replace(TORQUE, loan_s=0, calibration_days=0)
A_DAY, A_MINUTE = replace(TORQUE, loan_s=86400), replace(PLAIN, loan_s=60)
LENGTHS: dict[str, tuple[AssetState, datetime]] = {
    "as long as its category says": (wrench(), AT + timedelta(hours=8)),
    "as long as the policy says where the category does not": (wrench(category=PLAIN), AT.replace(hour=10)),
    "until its last valid day ends": (
        wrench(calibrated=date(2025, 11, 2), category=A_DAY),
        AT.replace(hour=23, minute=59, second=59),
    ),
    "its whole length where nobody calibrates it": (
        wrench(calibrated=None, category=A_MINUTE),
        AT.replace(minute=1),
    ),
}


@pytest.mark.parametrize(("asset", "due"), LENGTHS.values(), ids=LENGTHS)
def test_a_loan_lasts(asset: AssetState, due: datetime) -> None:
    """A loan lasts as long as its category says, or the policy, and never beyond validity."""
    assert due == loan_due(asset, facts(policy=Policy(loan=7200)))


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
