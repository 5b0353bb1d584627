"""What the screen says while a place is counted: how far it is, never how many pieces there should be."""

from datetime import UTC
from typing import Any

import pytest
from counter_stage import ANN, C1_04, C2_01, GLOVES, NOW, POLICY, wrench
from msgspec.structs import replace

from kiosk.counter.count_words import counting_sheet
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Counting
from kiosk.counter.views import KeyKind, Keys
from kiosk.counter.wording import notice
from kiosk.crib import counting as acts
from kiosk.crib.counting import Finding, Fix, Progress
from kiosk.crib.names import AssetCode, BinCode, WorkerId
from kiosk.crib.places import QUARANTINE, Place, held_by, in_bin

TW, KIM = AssetCode("TW-01"), WorkerId("w-kim")
NOW_HERE = "It belongs in C2-01 now."


def scene(**parts: Any) -> Scene:
    """What the store adds."""
    return Scene("A", NOW.at, UTC, POLICY, **parts)


def far(**figures: int) -> Progress:
    """How far a count is."""
    known = dict.fromkeys(
        ("expected", "found", "misplaced", "held", "unknown", "lines", "counted", "again"), 0
    )
    return Progress("C1/1", "C1", 0, KIM, WorkerId(""), **{**known, "missing": 0, **figures})


def test_the_screen_tells_how_far_it_is() -> None:
    """What is nothing is left out; what is missing is named once it is little."""
    count = replace(
        far(expected=43, found=41, misplaced=1, unknown=1, missing=2), missing_first=(TW, "TW-02")
    )
    said = notice(Answer("counting", bin=BinCode("C1")), scene(count=count))

    assert said.title == "Counting C1"
    assert said.lines == (
        "Found 41 of 43, missing 2, wrong place 1, unknown 1",
        "Not seen: TW-01, TW-02",
    )


@pytest.mark.parametrize("said", ["how-many", "noted", "count-again"])
def test_no_screen_tells_how_many_there_should_be(said: str) -> None:
    """Twelve are expected; ten were told."""
    spoken = Answer(said, bin=C2_01, quantity=10, told=("Nitrile gloves 9",))
    view = notice(spoken, scene(count=far(lines=1, counted=1, again=1)))

    assert "12" not in " ".join((view.title, *view.lines))
    assert view.figures == ()


@pytest.mark.parametrize(
    ("finding", "place", "title"),
    [
        (Finding.FOUND, in_bin(C1_04), "Found: TW-01"),
        (Finding.MISPLACED, in_bin(C2_01), "Belongs in C2-01"),
        (Finding.MISPLACED, QUARANTINE, "Quarantine, but here"),
        (Finding.HELD, held_by(ANN.id), "Out to A. O. but here"),
        (Finding.HELD, Place.parse("lost"), "Lost, but here"),
    ],
)
def test_a_finding_says_where_the_books_have_it(finding: Finding, place: Place, title: str) -> None:
    """In words of the crib."""
    said = notice(
        Answer("seen", asset=TW, about=finding),
        scene(asset=wrench(place), names={ANN.id: "A. O."}, count=far()),
    )

    assert said.title == title


def test_the_stops_of_counting_say_what_to_do() -> None:
    """Neither says how many there should be."""
    again = notice(Answer("refused", refusal=acts.CountAgain(GLOVES.code, C2_01)), scene())
    second = notice(Answer("refused", refusal=acts.NeedsSecond(20, 0)), scene())

    assert (again.title, again.lines) == ("Please count again.", ("GLV-9 in C2-01", "Then sign."))
    named = notice(Answer("refused", refusal=acts.CountAgain(GLOVES.code, C2_01)), scene(product=GLOVES))
    assert named.lines[0] == "Nitrile gloves 9 in C2-01"
    assert second.lines == ("20 pieces off.", "A lead or keeper: scan your badge.")


@pytest.mark.parametrize(
    ("answer", "title", "line"),
    [
        (Answer("counting"), "Count: which place?", ""),
        (Answer("seen", about=Finding.UNKNOWN, lines=("MEX-1",)), "Unknown code.", "Kept for the keeper."),
        (Answer("how-many", bin=C2_01, told=("Nitrile gloves 9",)), "How many are there?", "In C2-01"),
        (Answer("noted", bin=C2_01, quantity=10), "Noted: 10", "In C2-01"),
        (
            Answer("fixed", asset=TW, bin=C2_01, about=Fix.HERE),
            "Put right: TW-01",
            "It belongs in C2-01 now.",
        ),
        (Answer("fixed", asset=TW, about=Fix.RETURN), "Put right: TW-01", "Put it in C1-04"),
        (Answer("signed", bin=BinCode("C1")), "A second person must sign.", "Counting C1"),
        (Answer("paused", bin=BinCode("C1")), "Left.", "The count of C1 stays open."),
        (Answer("counted", bin=BinCode("C1"), told=("Missing: TW-03",)), "Counted: C1", "Missing: TW-03"),
    ],
)
def test_an_answer_says_what_and_what_next(answer: Answer, title: str, line: str) -> None:
    """Short, in plain words."""
    said = notice(answer, scene(asset=wrench(), count=far()))

    assert said.title == title
    assert line in ("", *said.lines)


def test_what_is_to_be_put_right_is_listed_with_its_fix() -> None:
    """What was not seen is told, and has none but to be found."""
    found = (
        acts.Unsettled("TW-04", "Torque wrench", Finding.MISPLACED, "C1-05"),
        acts.Unsettled("TW-05", "Torque wrench", Finding.HELD, "C1-05"),
        acts.Unsettled("MEX", finding=Finding.UNKNOWN),
        acts.Unsettled("TW-03", "Torque wrench", None, "C1-04"),
    )
    sheet = counting_sheet(Session(), Counting("C1/1", "C1"), scene(opened=found))

    assert sheet is not None
    assert [item.control for item in sheet.items] == ["finding:TW-04", "fix:return:TW-05", "unknown:MEX", ""]
    assert sheet.items[-1].aside == "not seen · C1-04"
    assert counting_sheet(Session(), Counting("C1/1", "C1"), scene()) is None
    assert counting_sheet(Session(), Counting(), scene(opened=found)) is None


def test_pieces_are_typed_on_keys_that_tell_no_number() -> None:
    """Only whose pieces they are."""
    task = Counting("C1/1", "C1", C2_01, GLOVES.code, "Nitrile gloves 9", typed="12")
    sheet = counting_sheet(Session(), task, scene(count=far(lines=1)))

    assert sheet is not None
    assert sheet.keys == Keys(KeyKind.DIGITS, "Nitrile gloves 9", "12", "So many")
    stopped = counting_sheet(Session(), replace(task, name=""), scene(product=GLOVES))
    assert stopped is not None
    assert stopped.keys == sheet.keys
