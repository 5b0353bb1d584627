"""Signing a count: the books come to be as the shelf is; a large variance takes two persons."""

import pytest
from count_facts import C1_05, KIM, LEO, MIA, closed, entries, flaw, line, with_count, with_lines
from crib_facts import ANN, AT, BEN, C1_04, C2_01, GLV_9, TQ_60

from kiosk.crib import count_entries as was
from kiosk.crib import counting as do
from kiosk.crib.availability import Lot
from kiosk.crib.counting import AssetLine, CountState, Finding, StockLine
from kiosk.crib.decide import decide
from kiosk.crib.entries import AssetReportedMissing, HoldAtRisk
from kiosk.crib.facts import Plan
from kiosk.crib.names import AssetCode, HoldCode, LotCode, Role
from kiosk.crib.outcomes import Refused
from kiosk.crib.places import in_bin
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed
from kiosk.crib.states import Hold, LotState


def test_signing_makes_missing_what_was_expected_and_not_seen() -> None:
    """One search each; what is sought already is not sought again."""
    assets = (
        AssetLine(AssetCode("A"), True, Finding.FOUND, C1_04),
        AssetLine(AssetCode("B"), True, bin=C1_04),
        AssetLine(AssetCode("C"), True, bin=C1_05, sought=True),
        AssetLine(AssetCode("D"), True, Finding.MISPLACED, C1_04),
        AssetLine(AssetCode("E"), False, Finding.HELD, C1_04),
        AssetLine(AssetCode("F"), False, Finding.HELD, C1_04, fixed=True),
    )
    state = with_count(CountState("C1/1", "C1", assets=assets, unknown=("MEX",)))

    searches = [body for body in entries(state, do.CloseCount("C1/1", KIM.id)) if body.type != "count.closed"]
    told = closed(state)

    assert searches == [AssetReportedMissing(asset=AssetCode("B"), bin=C1_04)]
    assert (told.expected, told.found, told.missing) == (4, 1, ("B", "C"))
    assert (told.misplaced, told.held, told.unknown) == (("D",), ("E",), ("MEX",))
    assert (told.signed, told.second) == (KIM.id, "")


def test_signing_brings_the_books_to_what_was_counted() -> None:
    """By movements to and from the place of count differences."""
    (more, told) = entries(with_lines(line(14, 12)), do.CloseCount("C1/1", KIM.id))
    (less, _) = entries(with_lines(line(10, 12)), do.CloseCount("C1/1", KIM.id))

    assert isinstance(more, was.StockCorrected)
    assert isinstance(less, was.StockCorrected)
    assert (more.source, more.destination, more.quantity) == ("variance", "bin:C2-01", 2)
    assert (less.source, less.destination, less.quantity) == ("bin:C2-01", "variance", 2)
    assert more.movement.kind == less.movement.kind == "count correction"
    assert isinstance(told, was.CountClosed)
    assert told.differences == (was.Difference(C2_01, GLV_9, 14, 12),)
    assert (told.pieces, told.value_cents) == (2, 24)


def test_lots_are_corrected_from_the_oldest_and_grow_at_the_newest() -> None:
    """Unless one lot was counted by itself."""
    old, new = LotState(C2_01, 3, LotCode("L1")), LotState(C2_01, 9, LotCode("L2"))
    cases = {
        (7, LotCode("")): [("L1", 3), ("L2", 2)],
        (15, LotCode("")): [("L2", 3)],
        (6, LotCode("L2")): [("L2", 6)],
    }
    for (quantity, lot), expected in cases.items():
        counted = line(quantity, 12, lots=(old, new), lot=lot)
        corrected = entries(with_lines(counted), do.CloseCount("C1/1", KIM.id))[:-1]
        assert expected == [
            (body.lot, body.quantity) for body in corrected if isinstance(body, was.StockCorrected)
        ]


def test_what_moved_after_it_was_counted_leaves_no_bin_below_nothing() -> None:
    """The correction takes no more than is there."""
    counted = line(2, 12, lots=(LotState(C2_01, 4),))

    corrected, _ = entries(with_lines(counted), do.CloseCount("C1/1", KIM.id))

    assert isinstance(corrected, was.StockCorrected)
    assert corrected.quantity == 4


def test_what_nobody_counted_stays_as_it_is() -> None:
    """And is named."""
    assert closed(with_lines(line(0, 12, times=0))).uncounted == ("C2-01 GLV-9",)


def test_a_difference_is_counted_again_before_anybody_signs() -> None:
    """The refusal does not say how many there should be."""
    refused = Refused(do.CountAgain(GLV_9, C2_01))

    assert decide(with_lines(line(10, 12, times=1)), do.CloseCount("C1/1", KIM.id)) == refused
    assert closed(with_lines(line(12, 12, times=1))).differences == ()


@pytest.mark.parametrize(
    ("policy", "takes_two"),
    [
        (Policy(variance_pieces=2, variance_value=24), False),
        (Policy(variance_pieces=1, variance_value=24), True),
        (Policy(variance_pieces=2, variance_value=23), True),
    ],
)
def test_a_variance_beyond_a_limit_takes_two(policy: Policy, takes_two: bool) -> None:
    """Pieces, or what they cost; nothing is set off against anything."""
    other = StockLine(C1_05, TQ_60, 13, 12, times=2, cost_cents=12)
    last = entries(with_lines(line(11, 12), other, policy=policy), do.CloseCount("C1/1", KIM.id))[-1]

    signed = was.CountSigned(count="C1/1", pieces=2, value_cents=24)
    assert (last == signed) is takes_two
    assert isinstance(last, was.CountSigned if takes_two else was.CountClosed)


BEYOND = line(0, 500)


@pytest.mark.parametrize("second", [MIA, LEO], ids=["keeper", "lead"])
def test_another_keeper_or_a_lead_is_the_second(second: Worker) -> None:
    """Both names are kept."""
    told = closed(with_lines(BEYOND, signed=KIM.id, worker=second), do.CloseCount("C1/1", second.id))

    assert (told.signed, told.second) == (KIM.id, second.id)


def test_nobody_is_her_own_second_and_not_everybody_is_one() -> None:
    """A worker's badge is no signature."""
    again = decide(with_lines(BEYOND, signed=KIM.id), do.CloseCount("C1/1", KIM.id))
    worker = decide(with_lines(BEYOND, signed=KIM.id, worker=BEN), do.CloseCount("C1/1", BEN.id))

    assert again == Refused(do.NeedsSecond(500, 6000))
    assert worker == Refused(NotAllowed(Role.LEAD))


def test_the_second_may_sign_by_command() -> None:
    """Once a keeper has signed at the counter; by a person who exists and may."""
    approve = do.CloseCount("C1/1", approver="leo")

    assert closed(with_lines(BEYOND, signed=KIM.id, worker=None, receiver=LEO), approve).second == LEO.id
    assert flaw(with_lines(BEYOND, worker=None, receiver=LEO), approve) == "count"
    assert flaw(with_lines(BEYOND, signed=KIM.id, worker=None), approve) == "approver"
    same = decide(with_lines(BEYOND, signed=KIM.id, worker=None, receiver=KIM), approve)
    assert same == Refused(do.NeedsSecond(500, 6000))


def test_a_count_that_is_given_up_changes_nothing() -> None:
    """One entry, with the reason."""
    canceled = was.CountCanceled(count="C1/1", note="fire drill")

    assert entries(with_count(), do.CancelCount("C1/1", "fire drill")) == (canceled,)


def test_a_hold_that_the_shelf_cannot_keep_is_told() -> None:
    """What the books promised was not there."""
    hold = Hold(HoldCode("H1"), GLV_9, 10, AT.replace(hour=12), AT.replace(hour=18), ANN.id)
    plan = Plan((Lot(12, in_bin(C2_01)),), (hold,))
    counted = with_lines(line(4, 12), plans={GLV_9: plan})

    assert HoldAtRisk(hold=HoldCode("H1"), product=GLV_9, short=6) in entries(
        counted, do.CloseCount("C1/1", KIM.id)
    )
