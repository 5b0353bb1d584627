"""`cribctl report` of what is away, lost or lent by number, and of what happened on a day."""

import json
from datetime import timedelta
from typing import Any

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import GiveAsset, IssueAsset, IssueStock, Override
from kiosk.crib.definitions import Define, Delivery, NewCategory, NewProduct, NewStation
from kiosk.crib.keeping import DeclareLost, SendToService
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, Kind, ProductCode
from kiosk.crib.outcomes import Approved


def told(crib: BenchCrib, *words: str) -> list[dict[str, Any]]:
    """A report's rows."""
    answer = crib.cribctl("report", *words, "--json")
    assert (answer.code, answer.err) == (0, "")
    rows: list[dict[str, Any]] = json.loads(answer.out)
    return rows


@pytest.fixture
def pool(crib: BenchCrib) -> BenchCrib:
    """Ann has two of five clamps since eight o'clock, Ben one, and Ann a wrench."""
    clamps = CategoryCode("clamps")
    crib.act(
        Define(
            (
                NewCategory(clamps, Kind.POOL, loan_s=4 * 3600),
                NewProduct(ProductCode("CLP-1"), "Clamp", clamps),
                Delivery(ProductCode("CLP-1"), BinCode("C2-01"), 5),
                NewStation("ST-3", "Press 3"),
            )
        )
    )
    for worker, quantity in (("ann", 2), ("ben", 1)):
        crib.act(IssueStock(ProductCode("CLP-1"), BinCode("C2-01"), quantity, crib.worker(worker)))
    crib.act(IssueAsset(AssetCode("TW-01"), crib.worker("ann")))
    return crib


def test_what_is_lent_by_number_is_out_and_overdue_like_what_has_a_code(pool: BenchCrib) -> None:
    """One row a loan, with its pieces."""
    rows = [(row["code"], row["quantity"], row["holder"]) for row in told(pool, "out")]
    assert rows == [("TW-01", 1, "Ann Ott"), ("CLP-1", 2, "Ann Ott"), ("CLP-1", 1, "Ben Oak")]
    assert told(pool, "overdue") == []

    pool.world.at += timedelta(hours=5)
    assert [(row["code"], row["holder"]) for row in told(pool, "overdue")] == [
        ("CLP-1", "Ann Ott"),
        ("CLP-1", "Ben Oak"),
    ]


def test_what_is_away_and_what_is_lost_are_told(pool: BenchCrib) -> None:
    """What was lost, with what it cost, the dearest first."""
    pool.act(SendToService(AssetCode("TW-02")))
    for code in ("TW-01", "DR-01"):
        pool.act(DeclareLost(AssetCode(code)))

    assert [row["code"] for row in told(pool, "service")] == ["TW-02"]
    assert [(row["code"], row["value"]) for row in told(pool, "lost")] == [
        ("DR-01", "214.50"),
        ("TW-01", "189.00"),
    ]


def test_what_moved_on_a_day_is_told_in_order(pool: BenchCrib) -> None:
    """Another day is asked for by its date; a day ends at midnight in the crib."""
    pool.world.at += timedelta(hours=16)
    pool.act(GiveAsset(AssetCode("TW-01"), pool.worker("ben"), pool.worker("ann")))

    (row,) = told(pool, "moved")
    assert (row["code"], row["source"], row["destination"]) == ("TW-01", "Ann Ott", "Ben Oak")
    before = told(pool, "moved", "--as-of", "2026-11-02")
    assert [(row["code"], row["quantity"], row["holder"]) for row in before[-3:]] == [
        ("CLP-1", 2, "Ann Ott"),
        ("CLP-1", 1, "Ben Oak"),
        ("TW-01", 1, "Ann Ott"),
    ]
    assert told(pool, "moved", "--as-of", "2026-11-01") == []


def test_what_a_lead_let_pass_is_told_with_both_names(pool: BenchCrib) -> None:
    """Which stop, why, for whom."""
    let = Override(pool.worker("ben"), ("calibration-expired",))
    outcome = pool.act(IssueAsset(AssetCode("TW-02"), pool.worker("ann"), override=let))
    assert isinstance(outcome.decision, Approved)

    (row,) = told(pool, "overrides")
    seen = [row[name] for name in ("code", "lifts", "reason", "lead", "holder")]
    assert seen == ["TW-02", "calibration-expired", "other", "Ben Oak", "Ann Ott"]
    assert told(pool, "overrides", "--as-of", "2026-11-01") == []
