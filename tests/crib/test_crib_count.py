"""Counting: what is seen is judged against the books of its moment, and put right at once."""

from typing import Any

import pytest
from count_facts import C1_05, COUNT, KIM, LEO, SEE, entries, flaw, with_count
from crib_facts import ANN, C1_04, C2_01, GLV_9, GONE, TW_01, WITH_BEN, facts, wrench

from kiosk.crib import count_entries as was
from kiosk.crib import counting as do
from kiosk.crib.changes import CodeUnknown
from kiosk.crib.counting import AssetLine, CountState, Finding, Fix, Opening
from kiosk.crib.decide import decide
from kiosk.crib.entries import AssetConfirmed, AssetMoved, AssetReturned
from kiosk.crib.names import BinCode, Role
from kiosk.crib.outcomes import NOTHING, Approved, Refused
from kiosk.crib.places import LOST, QUARANTINE, SERVICE, in_bin
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed


def test_a_count_is_named_by_its_place_and_number() -> None:
    """The third count of C1."""
    state = facts(KIM, opening=Opening(known=True, number=3))

    assert entries(state, do.OpenCount("C1", KIM.id)) == (was.CountOpened(count="C1/3", place="C1"),)


def test_an_open_count_of_the_place_goes_on() -> None:
    """Also where only a bin of it was scanned."""
    state = facts(KIM, opening=Opening(known=True, number=2, within=COUNT))

    assert entries(state, do.OpenCount("C1-04", KIM.id)) == (was.CountResumed(count="C1/1", place="C1"),)


@pytest.mark.parametrize(
    "opening", [Opening(known=False, number=1), Opening(known=True, number=1, overlaps="C1")]
)
def test_only_a_place_that_exists_and_is_not_partly_counted_is_counted(opening: Opening) -> None:
    """Each pair of open counts shares no bin: what one corrects, no other has counted."""
    assert flaw(facts(KIM, opening=opening), do.OpenCount("R1", KIM.id)) == "place"


@pytest.mark.parametrize(
    "command",
    [
        do.OpenCount("C1", ANN.id),
        SEE,
        do.SeeStock("C1/1", GLV_9, C2_01, 3, ANN.id),
        do.SeeCode("C1/1", "x", ANN.id),
        do.FixFinding("C1/1", TW_01, Fix.HOME, ANN.id),
        do.CloseCount("C1/1", ANN.id),
        do.CancelCount("C1/1", worker=ANN.id),
    ],
    ids=lambda command: type(command).__name__,
)
@pytest.mark.parametrize("who", [ANN, LEO, GONE], ids=["worker", "lead", "gone"])
def test_only_keepers_count(command: do.Counting, who: Worker) -> None:
    """A lead signs as the second, no more."""
    state = with_count(worker=who, asset=wrench(), opening=Opening(known=True, number=1))

    assert decide(state, command) == Refused(NotAllowed(Role.KEEPER))


@pytest.mark.parametrize(
    ("place", "where", "finding"),
    [
        (in_bin(C1_04), C1_04, Finding.FOUND),
        (in_bin(C1_04), BinCode(""), Finding.FOUND),
        (in_bin(C1_04), C1_05, Finding.MISPLACED),
        (in_bin(BinCode("C9")), BinCode(""), Finding.MISPLACED),
        (WITH_BEN, C1_04, Finding.HELD),
        (LOST, C1_04, Finding.HELD),
        (QUARANTINE, C1_04, Finding.MISPLACED),
        (SERVICE, C1_04, Finding.MISPLACED),
    ],
    ids=str,
)
def test_what_it_means_that_an_asset_is_seen(place: Any, where: BinCode, finding: Finding) -> None:
    """From where the books have it, and where it was seen."""
    (seen,) = entries(with_count(asset=wrench(place)), do.SeeAsset("C1/1", TW_01, KIM.id, where))

    assert isinstance(seen, was.CountSeen)
    assert (seen.finding, seen.asset, seen.place) == (finding, TW_01, str(place))


@pytest.mark.parametrize("flag", ["missing", "unconfirmed"])
def test_seeing_confirms_what_was_sought_or_nobody_signed_for(flag: str) -> None:
    """Before it is noted in the count."""
    confirmed, seen = entries(with_count(asset=wrench(**{flag: True})), SEE)

    assert confirmed == AssetConfirmed(asset=TW_01, bin=C1_04)
    assert isinstance(seen, was.CountSeen)


def test_the_same_seen_again_is_nothing() -> None:
    """Unless it was put right in between, or is seen elsewhere now."""
    known = AssetLine(TW_01, expected=True, finding=Finding.FOUND, seen=C1_04)
    state = with_count(CountState("C1/1", "C1", bins=COUNT.bins, assets=(known,)), asset=wrench())

    assert decide(state, SEE) == NOTHING
    assert isinstance(decide(state, do.SeeAsset("C1/1", TW_01, KIM.id, C1_05)), Approved)


def test_nothing_is_noted_in_a_bin_that_is_not_counted_or_a_count_that_is_not_open() -> None:
    """Each says what does not fit."""
    assert flaw(with_count(asset=wrench()), do.SeeAsset("C1/1", TW_01, KIM.id, BinCode("C9"))) == "bin"
    assert flaw(with_count(None, asset=wrench()), SEE) == "count"
    assert flaw(with_count(None), do.CancelCount("C1/1")) == "count"
    assert flaw(with_count(None), do.CloseCount("C1/1", KIM.id)) == "count"


def test_pieces_are_noted_with_what_the_books_have_at_that_moment() -> None:
    """Whatever was taken before then is out of both."""
    (seen,) = entries(with_count(there=12), do.SeeStock("C1/1", GLV_9, C2_01, 10, KIM.id))

    assert isinstance(seen, was.CountSeen)
    assert (seen.quantity, seen.expected) == (10, 12)


@pytest.mark.parametrize("quantity", [-1, 1_000_001])
def test_only_quantities_that_can_be_are_noted(quantity: int) -> None:
    """None is fine, fewer is not."""
    assert flaw(with_count(), do.SeeStock("C1/1", GLV_9, C2_01, quantity, KIM.id)) == "quantity"


def test_a_code_that_means_nothing_is_kept_once() -> None:
    """For the keeper, and in the count."""
    see = do.SeeCode("C1/1", "MEX", KIM.id, C1_04)
    unknown = was.CountSeen(count="C1/1", finding=Finding.UNKNOWN, bin=C1_04, code="MEX")

    assert entries(with_count(), see) == (CodeUnknown(code="MEX"), unknown)
    assert decide(with_count(CountState("C1/1", "C1", bins=COUNT.bins, unknown=("MEX",))), see) == NOTHING


def out_of_place(finding: Finding, *, fixed: bool = False) -> CountState:
    """A count that saw the wrench in C1-05."""
    return CountState("C1/1", "C1", assets=(AssetLine(TW_01, False, finding, C1_05, fixed),))


@pytest.mark.parametrize(
    ("finding", "place", "fix", "moves"),
    [
        (Finding.MISPLACED, in_bin(C1_04), Fix.HOME, []),
        (Finding.MISPLACED, QUARANTINE, Fix.HOME, []),
        (Finding.MISPLACED, in_bin(C1_04), Fix.HERE, [AssetMoved]),
        (Finding.HELD, WITH_BEN, Fix.RETURN, [AssetReturned]),
    ],
)
def test_each_finding_is_put_right(finding: Finding, place: Any, fix: Fix, moves: list[type]) -> None:
    """The movement first, then that it was put right."""
    command = do.FixFinding("C1/1", TW_01, fix, KIM.id)
    *moved, fixed = entries(with_count(out_of_place(finding), asset=wrench(place)), command)

    assert [type(body) for body in moved] == moves
    assert fixed == was.CountFixed(count="C1/1", asset=TW_01, fix=fix)


@pytest.mark.parametrize(
    ("count", "place", "fix", "column"),
    [
        (COUNT, in_bin(C1_04), Fix.HOME, "asset"),
        (out_of_place(Finding.FOUND), in_bin(C1_04), Fix.HOME, "asset"),
        (out_of_place(Finding.MISPLACED, fixed=True), in_bin(C1_04), Fix.HOME, "asset"),
        (out_of_place(Finding.MISPLACED), in_bin(C1_04), Fix.RETURN, "fix"),
        (out_of_place(Finding.HELD), WITH_BEN, Fix.HERE, "fix"),
        (out_of_place(Finding.MISPLACED), QUARANTINE, Fix.HERE, "fix"),
    ],
)
def test_what_does_not_put_right_is_not_done(count: CountState, place: Any, fix: Fix, column: str) -> None:
    """A quarantined thing does not come back to a shelf by a count."""
    command = do.FixFinding("C1/1", TW_01, fix, KIM.id)

    assert flaw(with_count(count, asset=wrench(place)), command) == column
