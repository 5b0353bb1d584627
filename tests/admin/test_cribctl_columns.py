"""Every column of every sheet: what is written in it is what the crib knows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.admin import list_cells
from kiosk.admin.cells import CellError
from kiosk.admin.templates import TEMPLATES
from kiosk.crib.names import Kind, Method, Role
from kiosk.crib.products import (
    Area,
    Asset,
    Bin,
    Category,
    Done,
    DueRule,
    Job,
    Kit,
    Level,
    Product,
    Station,
    Training,
)
from kiosk.store import lookup, states
from kiosk.store.reports import on_hand

SHEETS = {
    "categories": "code,name,kind,loan,calibration,every,ends,training,require,pattern,limit,controlled,"
    "method,costing,depreciation,life,residual,restock\n"
    'gauge,Gauges,serialized,8h,365d,"electrical:365d, wear:90d:500uses",refuse,torque,"serial, cost",'
    "G-[0-9]+,3,yes,,average,declining,60,10,point\n"
    "oils,Oils,consumable,,,,,,,,,,fefo,lifo,,,,par\n",
    "areas": "code,level,name,within,locked,role\n"
    "R1,room,Main hall,,,\nC1,cabinet,Torque,R1,yes,lead\nC1-S,shelf,Top,C1,,\n",
    "bins": "code,name,cabinet,shelf\nC1-01,Gauges,C1,C1-S\nC1-02,,C1,\n",
    "products": "code,name,category,barcode,aliases,cost,reorder,safety,maximum,par,lead,supplier,"
    "risk,restock,method\n"
    'MIC-1,Micrometer,gauge,40068,"OLD-1, OLD-2",80.00,2,1,9,4,5d,Hoff,yes,jit,\n'
    "OIL-1,Oil,oils,,,8.00,,,,,,,,,fifo\n",
    "assets": "code,product,bin,serial,barcode,aliases,calibrated,done,cost,bought,note,draft\n"
    'G-1,MIC-1,C1-01,S1,77,"INV-1, RFID-1",2026-10-01,"electrical:2026-09-01, wear:2026-08-01",99.50,'
    "2025-01-02,Mind the anvil,\n"
    "G-2,MIC-1,,,,,,,,,,yes\n",
    "kits": "code,name,assets\nKIT-1,Gauge case,G-1\n",
    "jobs": "code,name,active\nJ1,Line 3,\nJ2,Line 4,no\n",
    "stations": "code,name\nST-1,Press 1\n",
    "people": 'code,name,role,trainings\nann,Ann Ott,lead,"torque:2027-01-01, forklift"\n',
    "stock": "product,bin,quantity,receipt,cost,lot,expires,received\n"
    "OIL-1,C1-02,4,R1,7.50,L1,2027-03-01,2026-10-05\n",
}


@pytest.fixture
def whole(empty: BenchCrib, tmp_path: Path) -> BenchCrib:
    """A crib made from sheets with every column."""
    assert list(SHEETS) == list(TEMPLATES)
    for kind, text in SHEETS.items():
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
    answer = empty.cribctl("import", "all", tmp_path)
    assert (answer.code, answer.err) == (0, ""), answer.out
    return empty


def test_every_column_of_a_category_and_a_product_arrives(whole: BenchCrib) -> None:
    """The template of the rules, and the line of the catalogue."""
    known = lookup.product_of(whole.store.db, "MIC-1")
    assert known is not None
    assert known[1] == Category(
        "gauge",  # type: ignore[arg-type]
        Kind.SERIALIZED,
        "Gauges",
        8 * 3600,
        365,
        (DueRule("electrical", 365), DueRule("wear", 90, 500)),
        "refuse",
        "torque",
        ("serial", "cost"),
        "G-[0-9]+",
        3,
        1,
        Method.ANY,
        "average",
        "declining",
        60,
        10,
        "point",
    )
    codes = ("MIC-1", "Micrometer", "gauge", "each", 1, "40068")
    levels = (8000, 2, ("OLD-1", "OLD-2"), 1, 9, 4, 5, "Hoff", 1, "jit")
    assert known[0] == Product(*codes, *levels)  # type: ignore[arg-type]
    oil = lookup.product_of(whole.store.db, "OIL-1")
    assert oil is not None
    assert (oil[0].method, oil[1].method, oil[1].costing, oil[1].restock) == (
        Method.FIFO,
        Method.FEFO,
        "lifo",
        "par",
    )


def test_every_column_of_an_asset_arrives(whole: BenchCrib) -> None:
    """A draft may have no bin; it counts for nothing."""
    state, draft = (states.asset_of(whole.store.db, code) for code in ("G-1", "G-2"))
    assert state is not None
    assert draft is not None
    done = (Done("electrical", date(2026, 9, 1)), Done("wear", date(2026, 8, 1)))
    what = ("G-1", "MIC-1", "C1-01", "S1", "77", date(2026, 10, 1), ("INV-1", "RFID-1"))
    assert state.asset == Asset(*what, done, 9950, date(2025, 1, 2), "Mind the anvil")  # type: ignore[arg-type]
    assert done == state.done
    assert (draft.place.kind.value, draft.asset.bin) == ("supplier", "")


def test_every_column_of_places_jobs_and_kits_arrives(whole: BenchCrib) -> None:
    """Rooms before cabinets, cabinets before shelves, all before bins."""
    db = whole.store.db
    assert Area("R1", Level.ROOM, "Main hall") == lookup.area_of(db, "R1")
    assert Area("C1", Level.CABINET, "Torque", "R1", 1, Role.LEAD) == lookup.area_of(db, "C1")
    assert Area("C1-S", Level.SHELF, "Top", "C1") == lookup.area_of(db, "C1-S")
    assert Bin("C1-01", "Gauges", "C1", "C1-S") == lookup.bin_of(db, "C1-01")  # type: ignore[arg-type]
    assert (Job("J1", "Line 3"), Job("J2", "Line 4", 0)) == (  # type: ignore[arg-type]
        lookup.job_of(db, "J1"),
        lookup.job_of(db, "J2"),
    )
    assert Station("ST-1", "Press 1") == lookup.station_of(db, "ST-1")  # type: ignore[arg-type]
    kit = states.kit_of(db, "KIT-1")
    assert kit is not None
    assert Kit("KIT-1", "Gauge case", ("G-1",)) == kit.kit  # type: ignore[arg-type]


def test_every_column_of_people_and_stock_arrives(whole: BenchCrib) -> None:
    """A course without a day does not end; pieces come with their lot."""
    ann = lookup.worker_of(whole.store.db, whole.worker("ann"))
    assert ann is not None
    assert (Training("forklift"), Training("torque", date(2027, 1, 1))) == ann.trainings
    (lot,) = states.lots_in_bins(whole.store.db, "OIL-1")
    assert ("L1", date(2026, 10, 5), date(2027, 3, 1)) == (lot.lot, lot.received, lot.expires)
    assert on_hand(whole.store.db, "OIL-1", lot="L1") == 4


def test_the_same_sheets_twice_change_nothing(whole: BenchCrib, tmp_path: Path) -> None:
    """Also the new columns."""
    assert whole.cribctl("import", "all", tmp_path).out == "added 0, changed 0, unchanged 17\n"


def test_trainings_that_are_left_out_stay(whole: BenchCrib, tmp_path: Path) -> None:
    """A sheet of badges does not take courses away."""
    sheet = tmp_path / "badges.csv"
    sheet.write_text("code,name,role,badge\nann,Ann Ott,lead,0319134791\n")
    assert whole.cribctl("import", "people", sheet).code == 0

    ann = lookup.worker_of(whole.store.db, whole.worker("ann"))
    assert ann is not None
    assert len(ann.trainings) == 2


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (list_cells.due_rules, "electrical", "is no due rule. Write a name and every how much"),
        (list_cells.due_rules, "electrical:12", 'part that cannot be read: "12" is not a duration'),
        (list_cells.due_rules, "wear:manyuses", 'part that cannot be read: "many" is not a whole number'),
        (list_cells.done, "electrical", "does not say what was done when"),
        (list_cells.done, "electrical:3.10.26", 'part that cannot be read: "3.10.26" is not a day'),
        (list_cells.trainings, "torque:soon", 'part that cannot be read: "soon" is not a day'),
        (list_cells.codes, "A, 6.37702E+15", "is a number that a spreadsheet shortened"),
    ],
)
def test_a_part_of_a_cell_that_cannot_be_read_is_named(
    read: Callable[[str], object], text: str, said: str
) -> None:
    """And what to write instead."""
    with pytest.raises(CellError, match=said.replace("(", r"\(")):
        read(text)


@pytest.mark.parametrize(
    ("sheet", "text", "said"),
    [
        ("bins", "code\nC1-1\n", "C1-1 looks like C1-01. Is it the same?"),
        ("bins", "code\nCI-01\n", "CI-01 looks like C1-01. Is it the same?"),
        ("bins", "code\nZ-7\nz7\n", "z7 looks like Z-7. Is it the same?"),
        (
            "products",
            "code,name,category\nMIC-9,MICRO-METER,gauge\n",
            "MIC-9 is named like MIC-1: MICRO-METER.",
        ),
    ],
)
def test_what_looks_like_another_is_named(
    whole: BenchCrib, tmp_path: Path, sheet: str, text: str, said: str
) -> None:
    """It is taken nevertheless: a warning, not a flaw."""
    file = tmp_path / "near.csv"
    file.write_text(text)
    answer = whole.cribctl("import", sheet, file)

    assert answer.code == 0
    assert said in answer.err


def test_what_is_there_already_is_not_warned_of(whole: BenchCrib, tmp_path: Path) -> None:
    """Nor a code that differs by more than its looks."""
    file = tmp_path / "far.csv"
    file.write_text("code\nC1-01\nC1-10\nC11-1\n")

    assert whole.cribctl("import", "bins", file).err == ""
