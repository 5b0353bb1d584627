"""`cribctl receive`: what is expected, what came of it, and that the two always add up."""

import json
from pathlib import Path

import pytest
from crib_bench import BenchCrib, crib_in
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.crib.commands import UndoAct
from kiosk.crib.definitions import Define, Person
from kiosk.crib.names import BinCode, LotCode, ProductCode, Role, Via
from kiosk.crib.receiving import ReceiveStock
from kiosk.store import verify
from kiosk.store.deliveries import delivery_of
from kiosk.store.reports import on_hand

GLOVES, BIN = ProductCode("GLV-9"), BinCode("C2-01")


@pytest.fixture
def open_crib(crib: BenchCrib) -> BenchCrib:
    """The crib of files/world with a keeper, where D1 is expected."""
    crib.act(Define((Person("kim", "Kim Rae", Role.KEEPER),)))
    answer = crib.cribctl(
        *("receive", "expect", "D1", "--supplier", "Hoff"),
        *("--line", "GLV-9 x100 cost=0.11", "--line", "TQ-60 x2"),
    )
    assert (answer.code, answer.out) == (0, "D1 is expected: 2 lines.\n")
    return crib


def put(crib: BenchCrib, quantity: int, lot: str = "") -> None:
    """Gloves of D1 are put away."""
    keeper = crib.worker("kim")
    crib.act(ReceiveStock(GLOVES, BIN, quantity, keeper, "D1", LotCode(lot), over=True))


def test_what_is_expected_is_listed_until_it_is_here(open_crib: BenchCrib) -> None:
    """A partial receipt stays open; --json tells each line."""
    listed = open_crib.cribctl("receive", "status").out.splitlines()
    assert listed[1].split() == ["D1", "Hoff", "102", "open"]
    put(open_crib, 60)

    rows = json.loads(open_crib.cribctl("receive", "status", "D1", "--json").out)
    assert [(row["product"], row["expected"], row["received"], row["match"]) for row in rows] == [
        ("GLV-9", 100, 60, "short"),
        ("TQ-60", 2, 0, "open"),
    ]
    assert open_crib.cribctl("receive", "status", "D1").out.splitlines()[-1] == "D1 is partial."
    closed = open_crib.cribctl("receive", "close", "D1")
    assert (closed.code, closed.out) == (0, "Nothing more is expected of D1.\n")
    assert open_crib.cribctl("receive", "status").out == "nothing is expected\n"
    assert open_crib.cribctl("receive", "status", "--all").out.splitlines()[1].split()[-1] == "closed"


def test_a_sheet_of_lines_names_what_is_wrong_by_its_line(open_crib: BenchCrib, tmp_path: Path) -> None:
    """Cells first, then what the rulebook says; nothing of it is expected."""
    sheet = tmp_path / "delivery.csv"
    sheet.write_text("product;quantity;lot;expires;cost\nGLV-9;ten;;;\n")
    cells = open_crib.cribctl("receive", "expect", "D2", sheet)
    sheet.write_text("product;quantity;lot;expires;cost\nGLV-9;10;L1;2027-01-31;0,12\nNO-1;1;;;\n")
    rules = open_crib.cribctl("receive", "expect", "D2", sheet)

    assert (cells.code, rules.code) == (1, 1)
    assert cells.out.startswith(f'{sheet}:2: column quantity: "ten" is not a whole number.')
    assert rules.out == f"{sheet}:3: column product: 'NO-1' is no product; define it first.\n"
    assert delivery_of(open_crib.store.db, "D2") is None
    sheet.write_text("product;quantity;lot;expires;cost\nGLV-9;10;L1;2027-01-31;0,12\n")
    assert open_crib.cribctl("receive", "expect", "D2", sheet).code == 0
    delivery = delivery_of(open_crib.store.db, "D2")
    assert delivery is not None
    (line,) = delivery.lines
    assert (line.lot, str(line.expires), line.cost_cents) == ("L1", "2027-01-31", 12)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("expect", "D2"), "Name a FILE, or the lines:"),
        (("expect", "D2", "--line", "GLV-9 x5 color=red"), '"color=red" in the line'),
        (("expect", "D2", "--line", "GLV-9 x5 cost=dear"), 'cost "dear" is not a price.'),
        (("status", "D9"), '"D9" is no delivery. `cribctl receive status` lists them.'),
    ],
)
def test_what_cannot_be_meant_is_said(open_crib: BenchCrib, words: tuple[str, ...], said: str) -> None:
    """On standard error, with exit code 2."""
    answer = open_crib.cribctl("receive", *words)

    assert answer.code == 2
    assert said in answer.err


def test_what_the_rulebook_refuses_is_said(open_crib: BenchCrib) -> None:
    """With exit code 1; a dry run is judged by the same rules."""
    unknown = open_crib.cribctl("receive", "close", "D9")
    dry = open_crib.cribctl("receive", "expect", "GLV-9", "--line", "GLV-9 x5", "--dry-run")

    assert (unknown.code, dry.code) == (1, 1)
    assert unknown.out == "'D9' is no delivery; `cribctl receive status` lists what is expected.\n"
    assert dry.out == "The code 'GLV-9' is product GLV-9's already; use another.\n"


def test_an_undone_receipt_is_expected_again(open_crib: BenchCrib) -> None:
    """And leaves no trace of what the bin held."""
    act, keeper = open_crib.new_id(), open_crib.worker("kim")
    command = ReceiveStock(GLOVES, BIN, 30, keeper, "D1")
    open_crib.store.execute(act, command, open_crib.world.at, Via.BADGE)
    before = delivery_of(open_crib.store.db, "D1")
    open_crib.act(UndoAct(act, keeper))
    after = delivery_of(open_crib.store.db, "D1")

    assert before is not None
    assert after is not None
    assert [line.received for line in before.lines] == [30, 0]
    assert [line.received for line in after.lines] == [0, 0]


def test_a_line_that_is_no_longer_expected_keeps_what_came_of_it(open_crib: BenchCrib) -> None:
    """As unexpected; one of which nothing came is gone."""
    put(open_crib, 60)
    open_crib.cribctl("receive", "expect", "D1", "--line", "DRL-18 x1")
    delivery = delivery_of(open_crib.store.db, "D1")

    assert delivery is not None
    assert [(line.product, line.expected, line.received) for line in delivery.lines] == [
        ("DRL-18", 1, 0),
        ("GLV-9", 0, 60),
    ]


@settings(max_examples=8, deadline=None)
@given(data=st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["", "L1", "L2", "L3"])), max_size=6))
def test_what_came_and_what_lies_in_the_bin_always_add_up(
    data: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever came, of whatever lot; and the journal rebuilds every table."""
    with crib_in(tmp_path_factory.mktemp("receipts")) as crib:
        crib.cribctl("import", "all", Path(__file__).parent / "files" / "world")
        crib.act(Define((Person("kim", "Kim Rae", Role.KEEPER),)))
        crib.cribctl(
            *("receive", "expect", "D1", "--line", "GLV-9 x20 lot=L1"),
            *("--line", "GLV-9 x20 lot=L2"),
        )
        before = on_hand(crib.store.db, "GLV-9")
        for quantity, lot in data:
            put(crib, quantity, lot)

        delivery = delivery_of(crib.store.db, "D1")
        assert delivery is not None
        came = sum(line.received for line in delivery.lines)
        assert came == on_hand(crib.store.db, "GLV-9") - before
        assert came <= sum(quantity for quantity, _ in data)
        assert verify.replay(crib.store.db) is None
