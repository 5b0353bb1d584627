"""`cribctl reorder`, and the reports of replenishment."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueStock, PlaceHold
from kiosk.crib.definitions import Define, Delivery, NewCategory, NewProduct
from kiosk.crib.keeping import MoveStock
from kiosk.crib.names import BinCode, CategoryCode, HoldCode, Kind, LotCode, ProductCode
from kiosk.crib.products import Category, Product
from kiosk.crib.replenishment import Levels, Restock
from kiosk.store.lookup import product_of
from kiosk.store.restock_reports import OF_REPLENISHMENT

BIN, PPE, SPARES = BinCode("C2-01"), CategoryCode("ppe"), CategoryCode("spares")
GLOVES, SEAL, GLUE = ProductCode("GLV-9"), ProductCode("SEAL"), ProductCode("GLUE")
DRILL = "Cordless combi drill 18 V, two batteries, charger, case and bits"
DAY = date(2026, 11, 2)


@pytest.fixture
def stocked(crib: BenchCrib) -> BenchCrib:
    """Gloves are low; seals come just in time, and Ann has a hold on all; glue is too old, or too much."""
    noon = crib.world.at + timedelta(days=10)
    crib.act(
        Define(
            (
                NewProduct(ProductCode("DRL-18"), DRILL, CategoryCode("drill"), cost_cents=21450, reorder=2),
                NewCategory(SPARES, Kind.CONSUMABLE, restock="jit"),
                NewProduct(
                    GLOVES, "Nitrile gloves size 9", PPE, "box", 100, cost_cents=1190, reorder=24, maximum=60,
                    supplier="Handy", lead_days=5,
                ),
                NewProduct(SEAL, "Shaft seal", SPARES, pack=10, cost_cents=400, lead_days=3, risk=1),
                NewProduct(GLUE, "Epoxy", PPE, cost_cents=1100, maximum=3),
                Delivery(SEAL, BIN, 4),
                Delivery(GLUE, BIN, 2, "old", 1000, LotCode("L1"), expires=DAY - timedelta(days=1)),
                Delivery(GLUE, BIN, 5, "new", 1000, LotCode("L2"), expires=DAY + timedelta(days=9)),
            )
        )
    )  # fmt: skip
    crib.act(PlaceHold(HoldCode("H1"), SEAL, noon, noon + timedelta(hours=4), 4, "ann"))
    crib.act(IssueStock(GLOVES, BIN, 4, crib.worker("ann")))
    return crib


def table(crib: BenchCrib, *words: str) -> list[str]:
    """The lines that a command prints, their columns one space apart."""
    answer = crib.cribctl(*words)
    assert (answer.code, answer.err) == (0, "")
    return [" ".join(line.split()) for line in answer.out.splitlines()]


def test_what_to_order_is_listed_by_supplier(stocked: BenchCrib) -> None:
    """Up to the maximum, with what it will cost; without a supplier, first."""
    assert table(stocked, "reorder", "suggest") == [
        "SUPPLIER CODE NAME AVAILABLE ORDERED REORDER QUANTITY VALUE",
        "DRL-18 Cordless combi… 1 0 2 2 429.00",
        "Handy GLV-9 Nitrile gloves… 20 0 24 40 476.00",
    ]


def test_suggestions_can_be_of_one_supplier_as_csv(stocked: BenchCrib) -> None:
    """Ready to be sent."""
    assert table(stocked, "reorder", "suggest", "--supplier", "Handy", "--csv") == [
        "supplier,code,name,method,available,ordered,reorder,quantity,packs,value",
        "Handy,GLV-9,Nitrile gloves size 9,point,20,0,24,40,40,476.00",
    ]


def test_what_was_ordered_is_not_suggested_and_is_listed_until_it_comes(stocked: BenchCrib) -> None:
    """Its code is the day's, its day after the lead time, unless somebody says otherwise."""
    said = stocked.cribctl("reorder", "mark-ordered", "GLV-9", "40")
    assert (said.code, said.out) == (0, "40 x GLV-9 is on order 2026-11-02.\n")

    assert table(stocked, "reorder", "suggest", "--supplier", "Handy") == ["reorder: none"]
    assert table(stocked, "report", "ordered") == [
        "CODE PRODUCT NAME SUPPLIER QUANTITY DAY",
        "2026-11-02 GLV-9 Nitrile gloves size 9 Handy 40 2026-11-07",
    ]
    assert table(stocked, "report", "low")[1].endswith("GLV-9 Nitrile gloves size 9 20 24 4 40")

    stocked.act(Define((Delivery(GLOVES, BIN, 40, "delivery note 7"),)))
    assert table(stocked, "report", "ordered") == ["ordered: none"]


def test_an_order_can_be_canceled(stocked: BenchCrib) -> None:
    """Then it is suggested again; an order that is not open is refused."""
    words = ("GLV-9", "40", "--order", "PO-7", "--expected", "2026-11-20", "--supplier", "Grip")
    stocked.cribctl("reorder", "mark-ordered", *words)
    assert table(stocked, "report", "ordered")[1] == "PO-7 GLV-9 Nitrile gloves size 9 Grip 40 2026-11-20"

    said = stocked.cribctl("reorder", "cancel", "PO-7", "GLV-9")
    assert (said.code, said.out) == (0, "GLV-9 is no longer expected on order PO-7.\n")
    assert table(stocked, "reorder", "suggest", "--supplier", "Handy") != ["reorder: none"]

    again = stocked.cribctl("reorder", "cancel", "PO-7", "GLV-9")
    assert again.code == 1
    assert "expects no GLV-9 any more" in again.out


def test_a_dry_run_writes_nothing(stocked: BenchCrib) -> None:
    """It says what would be."""
    before = stocked.head
    said = stocked.cribctl("reorder", "mark-ordered", "GLV-9", "40", "--dry-run")

    assert (said.code, said.out) == (0, "40 x GLV-9 would be on order 2026-11-02.\n")
    assert stocked.head == before


def test_an_order_of_nothing_known_is_refused_with_every_reason(stocked: BenchCrib) -> None:
    """Exit code 1, and nothing is written."""
    words = ("NUT-6", "0", "--expected", "2026-11-01", "--json")
    said = stocked.cribctl("reorder", "mark-ordered", *words)

    assert said.code == 1
    answer = json.loads(said.out)
    assert (answer["result"], answer["dry_run"]) == ("refused", False)
    assert "'NUT-6' is no product" in answer["text"]
    assert "0 is not from 1" in answer["text"]
    assert "2026-11-01 is over; today is 2026-11-02" in answer["text"]


@pytest.mark.parametrize("words", [("GLV-9", "some"), ("GLV-9", "4", "--expected", "3.11.26")])
def test_wrong_words_are_wrong_usage(stocked: BenchCrib, words: tuple[str, ...]) -> None:
    """Exit code 2, and how it is written."""
    said = stocked.cribctl("reorder", "mark-ordered", *words)

    assert (said.code, said.out) == (2, "")
    assert "is not a" in said.err


REPORTED = {
    "low": [
        "CLASS CODE NAME AVAILABLE REORDER SHORT ORDERED",
        "A GLV-9 Nitrile gloves size 9 20 24 4 0",
        "C DRL-18 Cordless combi drill 18 V, t… 1 2 1 0",
    ],
    "arrivals": [
        "DAY CODE NAME NEEDED AVAILABLE ARRIVING SHORT RISK",
        "2026-11-12 SEAL Shaft seal 4 4 0 0",
    ],
    "abc": [
        "CLASS CODE NAME VALUE RISK COVER",
        "A GLV-9 Nitrile gloves size 9 2482.00 35",
        "B SEAL Shaft seal 0.00 yes",
        "C DRL-18 Cordless combi drill 18 V, two batteries, … 0.00",
        "C GLUE Epoxy 0.00",
        "C TQ-60 Torque wrench 60 Nm 0.00",
    ],
    "over": ["CODE NAME ON HAND MAXIMUM ABOVE VALUE", "GLUE Epoxy 5 3 2 22.00"],
    "expiring": ["CODE NAME LOT BIN QUANTITY DAY VALUE", "GLUE Epoxy L2 C2-01 5 2026-11-11 50.00"],
    "expiry-losses": ["CODE NAME LOT BIN QUANTITY DAY VALUE", "GLUE Epoxy L1 C2-01 2 2026-11-01 20.00"],
    "dead": ["dead: none"],
}


@pytest.mark.parametrize("name", REPORTED)
def test_a_report_of_replenishment_is_a_table(stocked: BenchCrib, name: str) -> None:
    """Within 80 columns; days are days, amounts exact to the cent."""
    assert table(stocked, "report", name) == REPORTED[name]
    assert max(len(line) for line in stocked.cribctl("report", name).out.splitlines()) <= 80


def test_dead_stock_is_what_nothing_moved_of_for_long(stocked: BenchCrib) -> None:
    """The most valuable first."""
    stocked.world.at += timedelta(days=180)

    assert table(stocked, "report", "dead")[:3] == [
        "CODE NAME ON HAND DAY VALUE",
        "GLV-9 Nitrile gloves size 9 20 2026-11-02 238.00",
        "DRL-18 Cordless combi drill 18 V, two batteries, … 1 2026-11-02 214.50",
    ]


def test_a_need_that_cannot_be_met_any_more_is_flagged(stocked: BenchCrib) -> None:
    """The lead time is longer than the time that is left; what is counted in pieces is ordered in packs."""
    stocked.act(MoveStock(SEAL, 2, BIN, "quarantine"))
    slow = NewProduct(SEAL, "Shaft seal", SPARES, pack=10, cost_cents=400, lead_days=11)
    assert table(stocked, "report", "arrivals")[1] == "2026-11-12 SEAL Shaft seal 4 2 0 2"
    assert table(stocked, "reorder", "suggest", "--supplier", "", "--csv")[2:] == []

    stocked.act(Define((slow,)))
    assert table(stocked, "report", "arrivals")[1] == "2026-11-12 SEAL Shaft seal 4 2 0 2 yes"
    assert (
        table(stocked, "reorder", "suggest", "--supplier", "", "--csv")[2]
        == ",SEAL,Shaft seal,jit,2,0,0,10,1,40.00"
    )


def known(crib: BenchCrib, code: str) -> tuple[Product, Category]:
    """A product and its category, as the store has them."""
    found = product_of(crib.store.db, code)
    assert found is not None
    return found


def test_levels_come_with_the_sheet_of_products(crib: BenchCrib, tmp_path: Path) -> None:
    """Every level, the supplier, the method and the flag; an empty one is not said."""
    sheet = tmp_path / "products.csv"
    sheet.write_text(
        "code,name,category,reorder,safety,par,max,lead,supplier,restock,risk\n"
        "TAPE,Tape,ppe,3,2,8,10,5d,Handy,par,yes\n"
        "GLUE,Epoxy,ppe,,,,,,,,\n"
    )
    assert crib.cribctl("import", "products", sheet).code == 0

    (tape, ppe), (glue, _) = known(crib, "TAPE"), known(crib, "GLUE")
    assert Levels.of(tape, ppe) == Levels(Restock.PAR, 2, 3, 8, 10, 5)
    assert (tape.supplier, tape.risk) == ("Handy", 1)
    assert (Levels.of(glue, ppe), glue.supplier, glue.risk) == (Levels(), "", 0)


@pytest.mark.parametrize("name", OF_REPLENISHMENT)
def test_csv_and_json_of_replenishment_agree(stocked: BenchCrib, name: str) -> None:
    """Cell for cell."""
    stocked.cribctl("reorder", "mark-ordered", "GLV-9", "4")
    stocked.cribctl("policy", "set", "dead_days", "1")
    stocked.world.at += timedelta(days=2)
    rows = list(csv.DictReader(StringIO(stocked.cribctl("report", name, "--csv").out)))
    objects = json.loads(stocked.cribctl("report", name, "--json").out)

    assert rows == [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in objects
    ]
    assert len(rows) > 0
