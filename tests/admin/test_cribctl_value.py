"""`cribctl report quantities`, `value` and `depreciation`: what there was on a day, and what it was worth."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset, IssueStock, PutBackStock, UndoAct
from kiosk.crib.definitions import (
    Define,
    Definition,
    Delivery,
    NewAsset,
    NewBin,
    NewCategory,
    NewProduct,
    Person,
)
from kiosk.crib.keeping import RetireAsset
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, Kind, ProductCode, Retirement, Role, Via
from kiosk.crib.outcomes import Approved

OIL, FILTER, DRILL = ProductCode("OIL-1"), ProductCode("FLT-7"), ProductCode("DRL-18")
BIN = BinCode("C1-01")


def category(code: str, kind: Kind, **rules: Any) -> NewCategory:
    """A category and how its things are valued."""
    return NewCategory(CategoryCode(code), kind, **rules)


def oil(quantity: int, cost_cents: int, receipt: str) -> Delivery:
    """A delivery of oil."""
    return Delivery(OIL, BIN, quantity, receipt, cost_cents)


WORLD: tuple[Definition, ...] = (
    category("fluids", Kind.CONSUMABLE, costing="lifo"),
    category("filters", Kind.CONSUMABLE, costing="average"),
    category("drills", Kind.SERIALIZED, depreciation="straight-line", life_months=24, residual_pct=10),
    NewProduct(OIL, "Cutting oil", CategoryCode("fluids"), cost_cents=999),
    NewProduct(FILTER, "Filter", CategoryCode("filters"), cost_cents=250),
    NewProduct(DRILL, "Drill", CategoryCode("drills"), cost_cents=24_000),
    NewBin(BIN),
    Person("ann", "Ann Ott"),
    Person("lea", "Lea Lind", Role.LEAD),
)


@pytest.fixture
def shop(empty: BenchCrib) -> BenchCrib:
    """Oil at 1.00 and 2.00, filters at the catalogue's cost, a drill of 240.00 and a used one of 120.00."""
    empty.act(Define(WORLD))
    empty.act(Define((oil(10, 100, "R1"), Delivery(FILTER, BIN, 4))))
    empty.act(Define((NewAsset(AssetCode("DR-01"), DRILL, BIN),)))
    used = NewAsset(AssetCode("DR-02"), DRILL, BIN, cost_cents=12_000, bought=date(2025, 11, 2))
    empty.act(Define((used,)))
    empty.world.at += timedelta(days=10)
    empty.act(Define((oil(10, 200, "R2"),)))
    return empty


def take(crib: BenchCrib, quantity: int, product: ProductCode = OIL) -> None:
    """Ann takes some."""
    crib.act(IssueStock(product, BIN, quantity, crib.worker("ann")))


def told(crib: BenchCrib, name: str, day: str = "") -> dict[str, dict[str, Any]]:
    """A report's rows by their code, or their name where they have none; of now, or of a day."""
    as_of = ("--as-of", day) if day else ()
    answer = crib.cribctl("report", name, "--json", *as_of)
    assert (answer.code, answer.err) == (0, "")
    return {row["code"] or row["name"]: row for row in json.loads(answer.out)}


def test_value_is_told_by_product_class_and_site(shop: BenchCrib) -> None:
    """Lifo is marked as what some do not allow; a year's use makes the class."""
    take(shop, 5)
    shop.world.at += timedelta(days=10)
    answer = shop.cribctl("report", "value")

    assert answer.out.splitlines() == [
        "CLASS  CODE    NAME          QUANTITY   VALUE   USED  TURNS  COVER",
        "A      OIL-1   Cutting oil         15   20.00  10.00    0.7     60",
        "C      DRL-18  Drill                2  306.00   0.00",
        "C      FLT-7   Filter               4   10.00   0.00    0.0",
        "A              class A             15   20.00  10.00    0.7",
        "C              class C              6  316.00   0.00    0.0",
        "               all products        21  336.00  10.00    0.4",
        "Costed lifo, which IAS 2 (IFRS) does not allow: OIL-1.",
    ]


def test_depreciation_is_told_by_asset_category_and_site(shop: BenchCrib) -> None:
    """The older one by its own cost and day; a tenth stays."""
    answer = shop.cribctl("report", "depreciation", "--as-of", "2027-11-02")

    assert answer.out.splitlines() == [
        "CODE   NAME           BOUGHT      METHOD           COST    LOST   VALUE",
        "DR-01  Drill          2026-11-02  straight-line  240.00  108.00  132.00",
        "DR-02  Drill          2025-11-02  straight-line  120.00  108.00   12.00",
        "       all of drills                             360.00  216.00  144.00",
        "       all assets                                360.00  216.00  144.00",
    ]


def test_quantities_are_told_by_where_the_pieces_were(shop: BenchCrib) -> None:
    """What is with a worker is out; what was consumed is no longer there."""
    take(shop, 5)
    shop.act(IssueAsset(AssetCode("DR-01"), shop.worker("ann")))
    answer = shop.cribctl("report", "quantities")

    assert answer.out.splitlines() == [
        "CODE    NAME          CATEGORY  ON HAND  OUT  QUARANTINED  TOTAL",
        "DRL-18  Drill         drills          1    1            0      2",
        "FLT-7   Filter        filters         4    0            0      4",
        "OIL-1   Cutting oil   fluids         15    0            0     15",
        "        all products                 20    1            0     21",
    ]


def test_two_reports_of_now_tell_the_same_totals_and_classes(shop: BenchCrib) -> None:
    """What `available` and `abc` add up from tables, these add up from the journal."""
    take(shop, 5)
    take(shop, 1, FILTER)
    shop.act(IssueAsset(AssetCode("DR-01"), shop.worker("ann")))
    shop.world.at += timedelta(days=3)
    quantities, value = told(shop, "quantities"), told(shop, "value")

    assert {code: row["total"] for code, row in told(shop, "available").items()} == {
        code: quantities[code]["total"] for code in (OIL, FILTER, DRILL)
    }
    assert {code: row["abc"] for code, row in told(shop, "abc").items()} == {
        code: value[code]["abc"] for code in (OIL, FILTER, DRILL)
    }
    assert {row["abc"] for row in value.values()} > {"A"}


@pytest.mark.parametrize("name", ["quantities", "value", "depreciation"])
def test_what_happens_later_changes_no_report_of_an_earlier_day(shop: BenchCrib, name: str) -> None:
    """Not another delivery, a new name, another cost or another way of costing."""
    take(shop, 2)
    day = shop.now().date().isoformat()
    shop.world.at += timedelta(days=1)
    then = shop.cribctl("report", name, "--as-of", day)
    take(shop, 5)
    fifo = category("fluids", Kind.CONSUMABLE, costing="fifo")
    renamed = NewProduct(OIL, "Oil", fifo.code, cost_cents=5)
    drills = category("drills", Kind.SERIALIZED, depreciation="none")
    shop.act(Define((fifo, renamed, drills, oil(3, 400, "R3"), NewAsset(AssetCode("DR-03"), DRILL, BIN))))

    assert then == shop.cribctl("report", name, "--as-of", day)
    assert then.out != shop.cribctl("report", name).out


def test_a_report_of_a_day_before_everything_is_empty(shop: BenchCrib) -> None:
    """Nothing was there, nothing was worth anything."""
    for name in ("quantities", "value", "depreciation"):
        assert shop.cribctl("report", name, "--as-of", "2026-11-01").out == f"{name}: none\n"


def test_the_costing_of_the_day_is_taken_for_all_before_it(shop: BenchCrib) -> None:
    """Five at 2.00 left by lifo; changed to fifo, they had been five at 1.00."""
    take(shop, 5)
    before = told(shop, "value")["OIL-1"]
    shop.act(Define((category("fluids", Kind.CONSUMABLE, costing="fifo"),)))
    after = told(shop, "value")["OIL-1"]

    assert (before["value"], before["used"]) == ("20.00", "10.00")
    assert (after["value"], after["used"]) == ("25.00", "5.00")


def test_what_is_put_back_returns_to_the_value_at_the_cost_it_left_with(shop: BenchCrib) -> None:
    """Though dearer oil came meanwhile, and another worker took of it."""
    take(shop, 6)
    shop.act(Define((oil(2, 900, "R3"),)))
    shop.act(PutBackStock(OIL, BIN, 6, shop.worker("ann")))

    assert told(shop, "value")["OIL-1"]["value"] == "48.00"


def test_an_act_that_is_undone_changes_no_value(shop: BenchCrib) -> None:
    """Nor the cost of the year's use."""
    before = told(shop, "value")
    act = shop.new_id()
    ann = shop.worker("ann")
    shop.store.execute(act, IssueStock(OIL, BIN, 6, ann), shop.world.at, Via.BADGE)
    during = told(shop, "value")
    shop.act(UndoAct(act, ann))

    assert before != during
    assert before == told(shop, "value")


def test_a_retired_asset_is_worth_nothing_from_that_day_on(shop: BenchCrib) -> None:
    """Its entry tells what the report told until then."""
    shop.world.at += timedelta(days=1)
    outcome = shop.act(RetireAsset(AssetCode("DR-02"), Retirement.SOLD, approver="lea"))
    yesterday = (shop.now() - timedelta(days=1)).date().isoformat()

    assert isinstance(outcome.decision, Approved), outcome
    assert json.loads(outcome.entries[0].body)["value_cents"] == 6600
    assert "DR-02" not in told(shop, "depreciation")
    assert told(shop, "depreciation", yesterday)["DR-02"]["value"] == "66.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("value", "--as-of", "3.11.26"), '--as-of: "3.11.26" is not a day. Write it as 2026-11-03.\n'),
        (
            ("out", "--as-of", "2026-11-03"),
            "report out tells of now; --as-of goes with quantities, value, depreciation, moved, overrides. "
            "Leave it out.\n",
        ),
    ],
)
def test_a_day_that_cannot_be_meant_is_said(shop: BenchCrib, words: tuple[str, ...], said: str) -> None:
    """With what to write instead, and exit code 2."""
    answer = shop.cribctl("report", *words)

    assert (answer.code, answer.out, answer.err) == (2, "", said)


def test_sheets_bring_costs_and_the_rules_of_value(crib: BenchCrib, tmp_path: Path) -> None:
    """A wrench bought a year ago at half the price, and gloves at their mean."""
    tmp_path.joinpath("categories.csv").write_text(
        "code,kind,calibration,costing,depreciation,life,residual\n"
        "torque,serialized,365d,,straight-line,24,20\nppe,consumable,,average,,,\n"
    )
    tmp_path.joinpath("assets.csv").write_text(
        "code,product,bin,cost,bought\nTW-01,TQ-60,C1-04,100.00,2025-11-02\n"
    )
    assert crib.cribctl("import", "all", tmp_path).code == 0

    assert told(crib, "depreciation")["TW-01"] == {
        "code": "TW-01",
        "name": "Torque wrench 60 Nm",
        "category": "torque",
        "bought": "2025-11-02",
        "method": "straight-line",
        "life_months": 24,
        "residual": "20.00",
        "cost": "100.00",
        "lost": "40.00",
        "value": "60.00",
    }
    assert told(crib, "value")["GLV-9"]["costing"] == "average"
