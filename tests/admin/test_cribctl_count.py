"""`cribctl count`: what is due, what is open, the second signature; and how right the last counts were."""

import json
from datetime import timedelta

import pytest
from crib_bench import BenchCrib

from kiosk.crib.counting import CloseCount as Sign
from kiosk.crib.counting import OpenCount, SeeAsset, SeeStock
from kiosk.crib.definitions import (
    Define,
    Delivery,
    NewAsset,
    NewBin,
    NewCategory,
    NewProduct,
    Person,
)
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CategoryCode, Kind, ProductCode, Role
from kiosk.store.journal import newest_of

GLOVES, TOOL_BIN, GLOVE_BIN = ProductCode("GLV-9"), BinCode("C1-04"), BinCode("C2-01")
WORLD = Define(
    (
        NewCategory(CategoryCode("torque"), Kind.SERIALIZED),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(ProductCode("TQ-60"), "Torque wrench 60 Nm", CategoryCode("torque")),
        NewProduct(GLOVES, "Nitrile gloves 9", CategoryCode("supply"), cost_cents=12),
        NewBin(TOOL_BIN, "shelf 4", CabinetCode("")),
        NewBin(GLOVE_BIN),
        NewAsset(AssetCode("TW-01"), ProductCode("TQ-60"), TOOL_BIN),
        NewAsset(AssetCode("TW-02"), ProductCode("TQ-60"), TOOL_BIN),
        Delivery(GLOVES, GLOVE_BIN, 100),
        Person("ann", "Ann Ott"),
        Person("kim", "Kim Ley", Role.KEEPER),
        Person("leo", "Leo Ash", Role.LEAD),
    )
)


@pytest.fixture
def counted(empty: BenchCrib) -> BenchCrib:
    """Of two wrenches one was found; gloves are being counted, 60 short."""
    empty.act(WORLD)
    kim = empty.worker("kim")
    empty.act(OpenCount("C1-04", kim))
    empty.act(SeeAsset("C1-04/1", AssetCode("TW-01"), kim, TOOL_BIN))
    empty.act(Sign("C1-04/1", kim))
    empty.act(OpenCount("C2-01", kim))
    for _ in range(2):
        empty.act(SeeStock("C2-01/1", GLOVES, GLOVE_BIN, 40, kim))
    return empty


def test_status_tells_how_far_an_open_count_is(counted: BenchCrib) -> None:
    """But not how many pieces are expected."""
    lines = counted.cribctl("count", "status").out.splitlines()
    (told,) = json.loads(counted.cribctl("count", "status", "--json").out)

    assert lines == [
        "COUNT    BY       OPENED            FOUND  MISSING  WRONG  OUT  COUNTED  SIGNED",
        "C2-01/1  Kim Ley  2026-11-02 08:00    0/0        0      0    0      1/1",
    ]
    assert told == {
        "code": "C2-01/1",
        "place": "C2-01",
        "opened": "2026-11-02T07:00:00Z",
        "by": "Kim Ley",
        "signed": "",
        **dict.fromkeys(("expected", "found", "missing", "misplaced", "held", "unknown", "again"), 0),
        "lines": 1,
        "counted": 1,
    }
    assert "100" not in "".join(lines)


def test_no_open_count_is_said(empty: BenchCrib) -> None:
    """As words, and as an empty list."""
    assert empty.cribctl("count", "status").out == "no count is open\n"
    assert json.loads(empty.cribctl("count", "status", "--json").out) == []


def test_the_second_signs_once_a_keeper_has(counted: BenchCrib) -> None:
    """By the count's code, or the place; who may not, or is nobody, does not."""
    early = counted.cribctl("count", "approve", "C2-01", "--by", "leo")
    counted.act(Sign("C2-01/1", counted.worker("kim")))
    nobody = counted.cribctl("count", "approve", "C2-01", "--by", "zoe")
    worker = counted.cribctl("count", "approve", "C2-01", "--by", "ann")
    tried = counted.cribctl("count", "approve", "C2-01", "--by", "leo", "--dry-run")
    signed = counted.cribctl("count", "approve", "C2-01", "--by", "leo")

    assert (early.code, nobody.code, worker.code) == (1, 1, 1)
    assert "is not signed yet" in early.out
    assert "'zoe' is nobody's code" in nobody.out
    assert "This takes a lead." in worker.out
    assert (tried.code, tried.out) == (0, "Count C2-01 would be closed, signed by two.\n")
    assert (signed.code, signed.out) == (0, "Count C2-01 is closed, signed by two.\n")
    closed = newest_of(counted.store.db, "count.closed")
    assert closed is not None
    assert closed.via == "cribctl"
    assert counted.cribctl("count", "status").out == "no count is open\n"


def test_a_count_is_given_up(counted: BenchCrib) -> None:
    """With a reason; what is not open cannot be."""
    done = counted.cribctl("count", "cancel", "C2-01", "--note", "fire drill", "--json")

    assert json.loads(done.out) == {
        "result": "approved",
        "dry_run": False,
        "text": "Count C2-01 is given up.",
    }
    again = counted.cribctl("count", "cancel", "C2-01")
    assert (again.code, again.out) == (
        1,
        "'C2-01' is no open count; `cribctl count status` lists them.\n",
    )


def test_the_plan_names_what_is_due_and_ahead_what_will_be(counted: BenchCrib) -> None:
    """Never counted: at once. Of class C, a year after."""
    now = [row["code"] for row in json.loads(counted.cribctl("count", "plan", "--json").out)]
    ahead = json.loads(counted.cribctl("count", "plan", "--until", "2027-11-02", "--json").out)

    assert now == ["C2-01"]
    assert [(row["code"], row["due"]) for row in ahead] == [("C2-01", None), ("C1-04", "2027-11-02")]
    assert counted.cribctl("count", "plan", "--until", "soon").code == 2
    counted.world.at += timedelta(days=366)
    assert "C1-04" in counted.cribctl("count", "plan", "--csv").out


def test_accuracy_is_told_by_bin_and_below_every_report(counted: BenchCrib) -> None:
    """A table says how far it can be believed; JSON and CSV hold rows only."""
    counted.world.at += timedelta(days=41)

    (row,) = json.loads(counted.cribctl("report", "count-accuracy", "--json").out)
    said = counted.cribctl("report", "available").out.splitlines()[-1]

    assert (row["code"], row["lines"], row["right"], row["accuracy"], row["age"]) == ("C1-04", 2, 1, 50, 41)
    assert said == "Counted: 50 % of 2 lines right, the longest ago 41 days ago; 1 of 2 bins never."
    assert "Counted:" not in counted.cribctl("report", "available", "--csv").out


def test_a_crib_that_never_counted_lists_what_to_begin_with(empty: BenchCrib) -> None:
    """And boasts of nothing."""
    empty.act(WORLD)

    never = json.loads(empty.cribctl("report", "never-counted", "--json").out)

    assert [row["code"] for row in never] == ["C1-04", "C2-01"]
    assert "Counted" not in empty.cribctl("report", "available").out
