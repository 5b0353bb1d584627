"""`cribctl person`, and the numbers and PINs of a sheet of people: set, judged, and never told."""

import json
import stat
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset, OpenSession
from kiosk.crib.identity import ProvePin
from kiosk.crib.names import AssetCode, Via

NUMBER, PIN = "60481042", "47113825"


def people(path: Path, *rows: str, mode: int = 0o600, heading: str = "code,name,number,pin") -> Path:
    """A sheet of people that nobody else may read."""
    sheet = path / "people.csv"
    sheet.write_text("\n".join((heading, *rows)), encoding="utf-8")
    sheet.chmod(mode)
    return sheet


@pytest.fixture
def named(crib: BenchCrib, tmp_path: Path) -> BenchCrib:
    """Ann has a number and a PIN from a sheet."""
    answer = crib.cribctl("import", "people", people(tmp_path, f"ann,Ann Ott,{NUMBER},{PIN}"))
    assert (answer.code, answer.err) == (0, ""), answer.out
    return crib


def fits(crib: BenchCrib, pin: str) -> bool:
    """Whether it is Ann's PIN."""
    return crib.store.people.credentials.fits(crib.worker("ann"), pin)


def test_a_sheet_brings_numbers_and_pins(named: BenchCrib) -> None:
    """And the same sheet again changes nothing."""
    known = named.store.people.credentials
    assert named.worker("ann") == known.owner(known.digest(NUMBER))
    assert fits(named, PIN)


def test_pins_come_only_from_a_file_that_nobody_else_may_read(crib: BenchCrib, tmp_path: Path) -> None:
    """Numbers alone come from any."""
    sheet = people(tmp_path, f"ann,Ann Ott,{NUMBER},{PIN}", mode=0o640)
    answer = crib.cribctl("import", "people", sheet)
    assert answer.code == 1
    assert (
        f"{sheet}:1: column pin: It holds PINs, and others may read it. Say chmod 600 people.csv"
        in answer.out
    )
    assert not fits(crib, PIN)
    only_number = people(tmp_path, f"ann,Ann Ott,{NUMBER},", mode=0o644)
    assert crib.cribctl("import", "people", only_number).code == 0


def test_a_sheet_with_too_many_pins_is_to_be_split(crib: BenchCrib, tmp_path: Path) -> None:
    """The attendant would be busy with sealing them while somebody waits."""
    rows = [f"p{n},Person {n},{n + 5000},{n + 47110000}" for n in range(101)]
    answer = crib.cribctl("import", "people", people(tmp_path, *rows))
    assert answer.code == 1
    assert "There are 101 PINs. Import at most 100 at a time." in answer.out


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("bob,Bob,12-34567,", "number", "The number of bob is not 1 to 12 digits"),
        (f"bob,Bob,{NUMBER},", "number", "The number of bob is another worker's already."),
        ("bob,Bob,,4711x", "pin", "The PIN of bob is not 4 to 8 digits."),
        ("bob,Bob,6.05E+07,", "number", "The number is a number that a spreadsheet shortened"),
        ("bob,Bob,,4711.0", "pin", "The pin is a code that a spreadsheet took for a number."),
    ],
)
def test_a_flaw_names_the_cell_and_not_what_stands_in_it(
    named: BenchCrib, tmp_path: Path, row: str, column: str, said: str
) -> None:
    """Both are credentials."""
    answer = named.cribctl("import", "people", people(tmp_path, row))
    assert answer.code == 1
    assert f":2: column {column}: {said}" in answer.out
    told = answer.out + answer.err
    assert [cell for cell in row.split(",")[2:] if cell and cell in told] == []


def test_a_pin_that_is_easy_to_guess_is_a_warning(crib: BenchCrib, tmp_path: Path) -> None:
    """And a number that is a code, which lists show."""
    answer = crib.cribctl("import", "people", people(tmp_path, "ann,Ann Ott,1042,1234", "7001,Bo,7001,"))
    assert answer.code == 0, answer.out
    assert "The PIN of ann is among the first that somebody would try. Choose another." in answer.err
    assert "The number is the worker's code, too, which lists show." in answer.err
    assert "1234" not in answer.out + answer.err


def test_a_new_pin_is_read_from_a_pipe_and_takes_the_place_of_the_first(named: BenchCrib) -> None:
    """It stands on no command line, where others could read it."""
    answer = named.cribctl("person", "pin", "ann", given="28064\n")
    assert (answer.code, answer.out, answer.err) == (0, "The PIN of ann is new.\n", "")
    assert (fits(named, "28064"), fits(named, PIN)) == (True, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("12\n", "The PIN is not 4 to 8 digits."),
        ("", "The PIN is not 4 to 8 digits."),
        ("28064 or so\n", "The PIN is not 4 to 8 digits."),
    ],
)
def test_a_pin_that_is_none_is_not_set(named: BenchCrib, given: str, said: str) -> None:
    """Nor repeated."""
    answer = named.cribctl("person", "pin", "ann", given=given)
    assert (answer.code, answer.out.strip()) == (1, said)
    assert fits(named, PIN)


def test_a_simple_pin_is_set_and_said_to_be_simple(named: BenchCrib) -> None:
    """It is the keeper's choice."""
    answer = named.cribctl("person", "pin", "ann", given="0000\n")
    assert answer.err == "That PIN is among the first that somebody would try. Choose another.\n"
    assert fits(named, "0000")


def test_a_dry_run_sets_no_pin(named: BenchCrib) -> None:
    """It says what would be."""
    answer = named.cribctl("person", "pin", "ann", "--dry-run", given="28064\n")
    assert (answer.code, answer.out) == (0, "The PIN of ann would be new.\n")
    assert fits(named, PIN)


def test_show_tells_what_somebody_can_be_known_by_and_nothing_of_it(named: BenchCrib) -> None:
    """Whether there is one; how many wrong; until when."""
    ann = named.worker("ann")
    for _ in range(2):
        named.store.execute(named.new_id(), OpenSession(ann, via=Via.PIN), named.now(), Via.PIN)
        named.act(ProvePin(ann, right=False))
    answer = named.cribctl("person", "show", "ann", "--json")
    shown = json.loads(answer.out)
    assert (shown["number"], shown["pin"], shown["wrong"], shown["without_badge"]) == (True, True, 2, 2)
    assert (shown["code"], shown["role"], shown["active"], shown["locked_until"]) == (
        "ann",
        "worker",
        True,
        None,
    )
    for _ in range(3):
        named.act(ProvePin(ann, right=False))
    told = named.cribctl("person", "show", "ann").out
    assert "PIN            locked until 2026-" in told
    assert NUMBER not in told + answer.out
    assert PIN not in told + answer.out


def test_unlock_gives_new_tries_and_revoke_takes_every_badge(named: BenchCrib) -> None:
    """Each says what is so now."""
    ann = named.worker("ann")
    for _ in range(5):
        named.act(ProvePin(ann, right=False))
    assert named.cribctl("person", "unlock", "ann").out == "ann is free to try again.\n"
    assert json.loads(named.cribctl("person", "show", "ann", "--json").out)["locked_until"] is None
    assert named.cribctl("person", "revoke", "ann").out == "ann is without a badge.\n"
    assert "badges         none" in named.cribctl("person", "show", "ann").out


@pytest.mark.parametrize("verb", ["pin", "unlock", "revoke", "show"])
def test_somebody_who_is_not_known_is_named(crib: BenchCrib, verb: str) -> None:
    """With what to do next."""
    answer = crib.cribctl("person", verb, "bob", given="28064\n")
    assert answer.code in (1, 2)
    assert "There is no worker" in answer.out + answer.err


def test_the_report_of_movements_says_how_each_person_was_known(named: BenchCrib) -> None:
    """So that what was done by PIN can be told apart."""
    take = IssueAsset(AssetCode("TW-01"), named.worker("ann"))
    named.store.execute(named.new_id(), take, named.now(), Via.PIN)
    rows = json.loads(named.cribctl("report", "moved", "--json").out)
    assert [(row["code"], row["via"]) for row in rows if row["holder"]] == [("TW-01", "pin")]


def test_the_report_no_badge_names_who_came_so_three_times(named: BenchCrib) -> None:
    """Who should get a badge."""
    ann = named.worker("ann")
    for times in (1, 2, 3):
        named.store.execute(named.new_id(), OpenSession(ann, via=Via.PIN), named.now(), Via.PIN)
        rows = json.loads(named.cribctl("report", "no-badge", "--json").out)
        assert [(row["code"], row["times"]) for row in rows] == ([("ann", 3)] if times == 3 else [])


def test_the_sheet_itself_is_left_as_it_was(named: BenchCrib, tmp_path: Path) -> None:
    """Nobody's rights change by an import."""
    assert stat.S_IMODE((tmp_path / "people.csv").stat().st_mode) == 0o600
