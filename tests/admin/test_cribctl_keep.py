"""`cribctl asset` and `cribctl stock`: adding, moving, repairing, retiring."""

import json
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset
from kiosk.crib.definitions import Define, Person
from kiosk.crib.names import AssetCode, Role
from kiosk.store.reports import on_hand
from kiosk.store.states import asset_of


@pytest.fixture
def kept(crib: BenchCrib) -> BenchCrib:
    """The crib of files/world, and a keeper."""
    crib.act(Define((Person("kim", "Kim Rae", Role.KEEPER),)))
    return crib


def place(crib: BenchCrib, asset: str) -> str:
    """Where an asset is."""
    state = asset_of(crib.store.db, asset)
    assert state is not None
    return str(state.place)


@pytest.mark.parametrize(
    ("words", "said", "where"),
    [
        (("move", "TW-01", "C2-01"), "TW-01 is at home in C2-01.", "bin:C2-01"),
        (("service", "TW-01", "--note", "lab"), "TW-01 is at service.", "service"),
        (("lost", "TW-01"), "TW-01 is lost.", "lost"),
        (("serviced", "TW-01", "calibration", "2026-11-01"), "calibration of TW-01 is noted", "bin:C1-04"),
        (
            ("retire", "TW-01", "--reason", "worn", "--approver", "kim"),
            "TW-01 is retired.",
            "scrap",
        ),
        (("found", "TW-01"), "TW-01 is found.", "bin:C1-04"),
    ],
)
def test_what_becomes_of_an_asset_is_said_and_done(
    kept: BenchCrib, words: tuple[str, ...], said: str, where: str
) -> None:
    """A dry run says what would be, and changes nothing."""
    head = kept.head
    dry = kept.cribctl("asset", *words, "--dry-run")
    assert (dry.code, kept.head) == (0, head)
    assert said.replace(" is ", " would be ") in dry.out

    answer = kept.cribctl("asset", *words)
    assert (answer.code, place(kept, "TW-01")) == (0, where)
    assert said in answer.out


def test_an_asset_goes_to_service_and_comes_back_with_what_was_done(kept: BenchCrib) -> None:
    """The calibration counts from that day."""
    kept.cribctl("asset", "service", "TW-01")
    answer = kept.cribctl("asset", "back", "TW-01", "--done", "calibration", "--day", "2026-11-01")

    state = asset_of(kept.store.db, "TW-01")
    assert state is not None
    assert (answer.code, str(state.asset.calibrated)) == (0, "2026-11-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("asset", "move", "TW-99", "C2-01"), "'TW-99' is no asset; look its code up on the tag."),
        (("asset", "move", "TW-01", "C9-99"), "'C9-99' is no bin; define it first."),
        (("asset", "release", "TW-01"), "'TW-01' is not in quarantine, but bin C1-04."),
        (("asset", "back", "TW-01"), "'TW-01' is not at service, but bin C1-04."),
        (
            ("asset", "serviced", "TW-01", "oil", "2026-11-01"),
            "'oil' is no due rule of category torque; there are calibration.",
        ),
        (
            ("asset", "retire", "TW-01", "--reason", "worn", "--approver", "ann"),
            "'ann' may not agree; a lead, a keeper or an administrator may.",
        ),
        (
            ("stock", "move", "GLV-9", "1000", "C2-01", "C1-04"),
            "Only 24 left",
        ),
        (
            ("stock", "scrap", "NO-1", "1", "C2-01", "--reason", "worn", "--approver", "kim"),
            "'NO-1' is no product; `cribctl report available` lists them.",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_the_next_step(
    kept: BenchCrib, words: tuple[str, ...], said: str
) -> None:
    """Nothing is written, and the exit code is 1."""
    head = kept.head
    answer = kept.cribctl(*words)

    assert (answer.code, kept.head) == (1, head)
    assert said in answer.out


def test_what_is_out_cannot_be_moved_by_hand(kept: BenchCrib) -> None:
    """Somebody has it: it comes back first."""
    kept.act(IssueAsset(AssetCode("TW-01"), kept.worker("ann")))
    answer = kept.cribctl("asset", "service", "TW-01", "--json")

    assert answer.code == 1
    assert json.loads(answer.out)["result"] == "refused"
    assert place(kept, "TW-01").startswith("holder:")


def test_pieces_are_moved_set_aside_and_thrown_away(kept: BenchCrib) -> None:
    """What is thrown away tells what it cost."""
    before = on_hand(kept.store.db, "GLV-9")
    assert kept.cribctl("stock", "move", "GLV-9", "4", "C2-01", "C1-04").out == "4 x GLV-9 is in C1-04.\n"
    assert kept.cribctl("stock", "quarantine", "GLV-9", "3", "C2-01").code == 0
    scrap = kept.cribctl(
        "stock", "scrap", "GLV-9", "3", "quarantine", "--reason", "broken", "--approver", "kim"
    )

    assert (scrap.code, scrap.out) == (0, "3 x GLV-9 is scrapped.\n")
    assert on_hand(kept.store.db, "GLV-9", "C1-04") == 4
    assert on_hand(kept.store.db, "GLV-9") == before - 3


def test_a_code_is_only_text_whatever_it_looks_like(kept: BenchCrib) -> None:
    """Braces and percent signs in a code are told as they are."""
    assert kept.cribctl("asset", "add", "{0}%s", "--product", "TQ-60", "--bin", "C1-04").code == 0

    assert kept.cribctl("asset", "lost", "{0}%s").out == "{0}%s is lost.\n"


def test_several_assets_are_shown_and_added(kept: BenchCrib) -> None:
    """Codes go on after the highest; as many digits as before."""
    several = ("asset", "add", "--count", "3", "--prefix", "TW-", "--product", "TQ-60", "--bin", "C1-04")
    head = kept.head
    dry = kept.cribctl(*several, "--calibrated", "2026-10-01", "--dry-run")
    assert (dry.code, kept.head) == (0, head)
    answer = kept.cribctl(*several, "--calibrated", "2026-10-01")

    assert dry.out.replace("Would add", "Added") == answer.out
    last = answer.out.split()[-1].rstrip(".")
    assert place(kept, last) == "bin:C1-04"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name one ASSET, or --count and --prefix for several."),
        (("TW-50", "--count", "2", "--prefix", "X"), "Name one ASSET, or --count and --prefix for several."),
        (("--count", "0", "--prefix", "X-"), "--count 0 is not from 1 to 10000."),
        (("--count", "2", "--prefix", "X-", "--serial", "S"), "--serial is of one asset."),
    ],
)
def test_adding_that_cannot_be_meant_is_said(kept: BenchCrib, words: tuple[str, ...], said: str) -> None:
    """On standard error, with exit code 2."""
    answer = kept.cribctl("asset", "add", *words, "--product", "TQ-60")

    assert answer.code == 2
    assert said in answer.err


def test_one_asset_with_a_wrong_day_is_refused_by_the_command_line(kept: BenchCrib) -> None:
    """As a cell of a sheet is."""
    answer = kept.cribctl("asset", "add", "TW-50", "--product", "TQ-60", "--bought", "3.10.26")

    assert answer.code == 2
    assert "is not a day. Write it as 2026-10-03." in answer.err


def test_the_keepers_reports_name_what_is_to_be_put_right(kept: BenchCrib, tmp_path: Path) -> None:
    """Drafts, products without a cost, people without a badge; what was entered late."""
    kept.cribctl("asset", "add", "TW-60", "--product", "TQ-60", "--draft")
    kept.cribctl("asset", "serviced", "TW-01", "calibration", "2026-10-28")
    gaps = json.loads(kept.cribctl("report", "gaps", "--json").out)
    late = json.loads(kept.cribctl("report", "late-entries", "--json").out)

    assert {"code": "TW-60", "misses": "bin, receipt"}.items() <= gaps[0].items()
    assert ("kim", "badge") in {(row["code"], row["misses"]) for row in gaps}
    (row,) = [row for row in late if row["code"] == "TW-01"]
    assert (row["name"], row["day"], row["late"]) == ("calibration", "2026-10-28", 5)
