"""`cribctl`: instructions in sheets and reports, notes on assets, how much they are used."""

import json
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset, QuarantineAsset
from kiosk.crib.instructions import Instruction, Step
from kiosk.crib.names import AssetCode, CategoryCode, Problem
from kiosk.crib.noting import NoteAsset
from kiosk.crib.reading import ReadInstruction
from kiosk.store.lookup import category_of

SHEET = """code,kind,loan,calibration,take,return,confirm,picture,version,condition,fod
torque,serialized,8h,365d,"Wear gloves, both hands.",Wipe it.,"take",take:gloves,take:2,yes,yes
"""


@pytest.fixture
def told(crib: BenchCrib, tmp_path: Path) -> BenchCrib:
    """The crib of files/world, whose torque wrenches have instructions."""
    sheet = tmp_path / "categories.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    answer = crib.cribctl("import", "categories", sheet)
    assert (answer.code, answer.out) == (0, "added 0, changed 1, unchanged 0\n")
    return crib


def test_instructions_come_in_with_their_category(told: BenchCrib, tmp_path: Path) -> None:
    """A text a step, and what goes with it; the same sheet again changes nothing."""
    category = category_of(told.store.db, "torque")
    assert category is not None
    assert category.instructions == (
        Instruction(Step.TAKE, "Wear gloves, both hands.", "gloves", version=2, confirm=1),
        Instruction(Step.RETURN, "Wipe it."),
    )
    assert (category.condition, category.fod) == (1, 1)
    again = told.cribctl("import", "categories", tmp_path / "categories.csv")
    assert again.out == "added 0, changed 0, unchanged 1\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("torque,serialized,Wear gloves.,lend,,", "is not a step. Write one of take, return, receive."),
        ("torque,serialized,Wear gloves.,,gloves,", "does not say which step. Write such as take:gloves."),
        ("torque,serialized,Wear gloves.,,take:../x,", "'../x' is no picture's name"),
        ("torque,serialized,Wear gloves.,,,take:0", "version 0 is not from 1 to 9999"),
        ("torque,serialized,Wear gloves.,return,,", "The instruction for 'return' has neither text nor"),
        (f"torque,serialized,{'x' * 301},,,", "301 characters; write at most 300"),
    ],
)
def test_what_is_wrong_with_an_instruction_is_named(
    crib: BenchCrib, tmp_path: Path, row: str, said: str
) -> None:
    """With its line and column; nothing is imported."""
    sheet = tmp_path / "categories.csv"
    sheet.write_text(f"code,kind,take,confirm,picture,version\n{row}\n", encoding="utf-8")
    answer = crib.cribctl("import", "categories", sheet)

    assert answer.code == 1
    assert said in answer.out


def test_who_has_read_what_is_reported(told: BenchCrib) -> None:
    """And who has not."""
    told.act(ReadInstruction(CategoryCode("torque"), Step.TAKE, told.worker("ann")))
    (read,) = json.loads(told.cribctl("report", "read", "--json").out)
    unread = json.loads(told.cribctl("report", "unread", "--json").out)

    assert (read["code"], read["product"], read["step"], read["version"]) == ("ann", "torque", "take", 2)
    assert read["current"] == "yes"
    assert "ann" not in {row["code"] for row in unread}


def test_an_asset_is_shown_with_the_notes_on_it(crib: BenchCrib) -> None:
    """Who left it and when; a note that was left by cribctl names nobody."""
    ann = crib.worker("ann")
    crib.act(NoteAsset(AssetCode("TW-01"), "Slips", ann))
    crib.act(QuarantineAsset(AssetCode("TW-01"), Problem.UNSAFE, ann))
    card = crib.cribctl("asset", "show", "TW-01")
    assert card.code == 0
    assert "TW-01  Torque wrench 60 Nm (TQ-60)" in card.out
    assert "place         quarantine" in card.out
    assert "used          0 times, 0 h out" in card.out
    assert "note          Slips (Ann" in card.out
    assert ", 2026-11-02 08:00)" in card.out
    assert "Slips" in crib.cribctl("report", "quarantined").out

    assert crib.cribctl("asset", "note", "TW-01", "Mended").out == "the note on TW-01 is there.\n"
    document = json.loads(crib.cribctl("asset", "show", "TW-01", "--json").out)
    assert (document["note"], document["noted_by"], document["uses"]) == ("Mended", "", 0)
    assert crib.cribctl("asset", "note", "TW-01", "", "--dry-run").out == "the note on TW-01 would be gone.\n"
    assert crib.cribctl("asset", "note", "TW-01", "").out == "the note on TW-01 is gone.\n"
    assert json.loads(crib.cribctl("asset", "show", "TW-01", "--json").out)["note"] == ""


def test_who_has_an_asset_is_named_on_its_card(crib: BenchCrib) -> None:
    """Since when, until when."""
    crib.act(IssueAsset(AssetCode("TW-01"), crib.worker("ann")))
    document = json.loads(crib.cribctl("asset", "show", "TW-01", "--json").out)

    assert document["place"].startswith("holder:Ann")
    assert (document["since"], document["uses"]) == ("2026-11-02T07:00:00Z", 1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "NO-1"), 2, '"NO-1" is no asset here.'),
        (("note", "NO-1", "Slips"), 1, "'NO-1' is no asset; look its code up on the tag."),
        (("note", "TW-01", "x" * 201), 1, "is no note: write at most 200 letters"),
        (("note", "TW-01", "two\nlines"), 1, "is no note"),
    ],
)
def test_what_cannot_be_shown_or_noted_is_said(
    crib: BenchCrib, words: tuple[str, ...], code: int, said: str
) -> None:
    """Nothing is written."""
    head = crib.head
    answer = crib.cribctl("asset", *words)

    assert (answer.code, crib.head) == (code, head)
    assert said in answer.out + answer.err


def test_use_is_reported_the_most_used_first(crib: BenchCrib) -> None:
    """How often, how long, and how much of the time."""
    crib.act(IssueAsset(AssetCode("TW-01"), crib.worker("ann")))
    first = json.loads(crib.cribctl("report", "use", "--json").out)[0]

    assert (first["code"], first["uses"], first["hours"]) == ("TW-01", 1, 0)


def test_shifts_are_set_as_times_of_day(crib: BenchCrib) -> None:
    """What is none is refused with how to write it."""
    wrong = crib.cribctl("policy", "set", "shifts", "6am")
    assert wrong.code == 1
    assert "shifts 6am is not times such as 06:00,14:00,22:00, or empty." in wrong.out

    assert crib.cribctl("policy", "set", "shifts", "06:00,14:00").out == "shifts is now 06:00,14:00.\n"
    assert crib.cribctl("report", "still-out").out == "still-out: none\n"
