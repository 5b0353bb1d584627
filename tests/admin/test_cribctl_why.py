"""`cribctl why`: the entries that a number is made of."""

import json
from datetime import timedelta

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset, IssueStock, PlaceHold, PutBackStock, ReturnAsset
from kiosk.crib.names import AssetCode, BinCode, HoldCode, ProductCode

GLOVES, BIN = ProductCode("GLV-9"), BinCode("C2-01")
EPOCH = "epoch 000001-00c0ffee"
HEADING = " SHARE    SUM     SEQ  TIME                 TYPE                WHO       WHAT"


@pytest.fixture
def used(crib: BenchCrib) -> BenchCrib:
    """Ann took five gloves and put two back; a wrench is with Ben, and three gloves are reserved."""
    ann = crib.worker("ann")
    crib.act(IssueStock(GLOVES, BIN, 5, ann))
    crib.world.at += timedelta(minutes=5)
    crib.act(PutBackStock(GLOVES, BIN, 2, ann))
    crib.act(IssueAsset(AssetCode("TW-01"), crib.worker("ben")))
    now = crib.world.at
    crib.act(PlaceHold(HoldCode("H1"), GLOVES, now, now + timedelta(hours=2), 3, "ann"))
    return crib


def test_a_number_is_listed_with_its_running_sum(used: BenchCrib) -> None:
    """What, when and who; the last line is the number."""
    answer = used.cribctl("why", "on-hand", "GLV-9")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        EPOCH,
        HEADING,
        "   +24     24      22  2026-11-02 08:00:00  stock.received      cribctl   "
        "GLV-9 x24 supplier → bin:C2-01 cost_cents=1190 receipt=opening",
        "    -5     19      23  2026-11-02 08:00:00  stock.issued        ann       "
        "GLV-9 x5 bin:C2-01 → consumed",
        "    +2     21      25  2026-11-02 08:05:00  stock.put-back      ann       "
        "GLV-9 x2 consumed → bin:C2-01 since=2026-11-02T07:00:00Z",
        "on-hand GLV-9: 21",
    ]


def test_what_is_so_at_the_moment_is_listed_after_the_entries(used: BenchCrib) -> None:
    """Holds and fitness have no movement, but take from what is available."""
    *_, hold, total = used.cribctl("why", "available", "GLV-9").out.splitlines()
    assert hold == "    -3     18     now  reserved: hold H1 until 2026-11-02 10:05"
    assert total == "available GLV-9: 18"

    *_, first, second, total = used.cribctl("why", "quarantined", "TQ-60").out.splitlines()
    assert first == "    +1      1     now  not fit: TW-02 was good through 2026-10-01"
    assert second == "    +1      2     now  not fit: what is due on TW-03 was never done, or its uses are up"
    assert total == "quarantined TQ-60: 2"


def test_the_sum_is_what_reports_tell(used: BenchCrib) -> None:
    """Figure by figure; a product may be named by any of its codes."""
    (row,) = [
        row for row in json.loads(used.cribctl("report", "available", "--json").out) if row["code"] == "TQ-60"
    ]
    for figure in ("available", "reserved", "out", "quarantined", "total"):
        told = json.loads(used.cribctl("why", figure, "2000000600062", "--json").out)
        assert (told["product"], told["sum"], told["told"]) == ("TQ-60", row[figure], row[figure])
        assert sum(line["share"] for line in told["lines"]) == told["sum"]


def test_json_has_whole_entries(used: BenchCrib) -> None:
    """Or the text of what is so, and no entry."""
    told = json.loads(used.cribctl("why", "available", "GLV-9", "--json").out)

    assert [told["figure"], told["bin"], told["lot"]] == ["available", "", ""]
    assert {"seq", "hash", "body", "at"} <= told["lines"][0]["entry"].keys()
    last = {"share": -3, "sum": 18, "text": "reserved: hold H1 until 2026-11-02 10:05", "entry": None}
    assert told["lines"][-1] == last


def test_a_bin_is_asked_for_alone(used: BenchCrib) -> None:
    """Another one holds nothing of it."""
    assert used.cribctl("why", "on-hand", "GLV-9", "--bin", "C2-01").out.endswith("on-hand GLV-9: 21\n")
    assert used.cribctl("why", "on-hand", "GLV-9", "--bin", "C1-04").out == "on-hand GLV-9: 0\n"


def test_a_figure_that_the_journal_does_not_give_is_told(used: BenchCrib) -> None:
    """A derived table that was changed by hand is no reason to believe it."""
    used.store.db.execute_sql("UPDATE balance SET quantity = 99 WHERE place = 'C2-01'")
    answer = used.cribctl("why", "on-hand", "GLV-9")

    assert answer.code == 1
    assert answer.err == "Reports say 99, the journal 21. Run: cribctl journal replay\n"


def test_a_place_is_told_by_the_way_that_led_to_it(used: BenchCrib) -> None:
    """Every movement of the asset, oldest first."""
    used.act(ReturnAsset(AssetCode("TW-01"), used.worker("ann")))
    used.act(IssueAsset(AssetCode("TW-01"), used.worker("ann")))

    lines = used.cribctl("why", "place", "TW-01").out.splitlines()
    assert [line.split()[3] for line in lines[2:-1]] == [
        "asset.received",
        "asset.issued",
        "asset.returned",
        "asset.issued",
    ]
    assert lines[-1] == "place TW-01: holder:ann"
    told = json.loads(used.cribctl("why", "place", "TW-01", "--json").out)
    assert (told["asset"], len(told["entries"])) == ("TW-01", 4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("on-hand", "TW-01"), '"TW-01" is no product here.'),
        (("available", "XYZ"), '"XYZ" is no product here.'),
        (("place", "GLV-9"), '"GLV-9" is no asset here.'),
        (("happy", "GLV-9"), "invalid choice"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(crib: BenchCrib, words: tuple[str, ...], said: str) -> None:
    """On standard error."""
    answer = crib.cribctl("why", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
