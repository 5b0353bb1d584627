"""What lies behind a lock that does not open was not taken, unless by who has the key."""

import pytest
from crib_facts import ANN, facts, wrench

from kiosk.crib.commands import IssueAsset
from kiosk.crib.decide import decide
from kiosk.crib.door_acts import OpenCabinet
from kiosk.crib.door_entries import DoorUnlocked
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, CabinetCode
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.products import Area, Level
from kiosk.crib.refusals import CabinetFault, NeedsBadge

C1 = CabinetCode("C1")
LOCKED = (Area(C1, Level.CABINET, locked=1),)


def test_a_cabinet_is_unlocked_from_afar_with_a_reason_for_nobody_known() -> None:
    """The reason is kept as it was said, without what surrounds it."""
    decision = decide(facts(None, cabinets=LOCKED), OpenCabinet(C1, " a hinge ", (C1,)))
    assert decision == Approved((DoorUnlocked(cabinet=C1, reason="a hinge"),))


def test_a_lock_that_cannot_be_opened_now_is_not_unlocked_for_later() -> None:
    """Whoever asks must ask again."""
    assert decide(facts(None, cabinets=LOCKED), OpenCabinet(C1, "a hinge")) == Refused(CabinetFault(C1))


@pytest.mark.parametrize(("cabinets", "reason"), [((), "a hinge"), (LOCKED, ""), (LOCKED, " \t")])
def test_what_is_no_cabinet_and_what_is_no_reason_is_unfit(cabinets: tuple[Area, ...], reason: str) -> None:
    """With the next step."""
    decision = decide(facts(None, cabinets=cabinets), OpenCabinet(C1, reason, (C1,)))
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)


def test_who_is_signed_in_counts_for_nothing_there() -> None:
    """It is not a worker's act."""
    decision = decide(facts(ANN, cabinets=LOCKED), OpenCabinet(C1, "a hinge", (C1,)))
    assert isinstance(decision, Approved)
    assert decision.entries[0].actor == ""


def test_a_fault_is_said_before_a_badge_is_asked_for_and_nobodys_question_is_not_noted() -> None:
    """A badge would not open it; with the lock well, a badge is what is missing."""
    tool = wrench()
    ask = IssueAsset(tool.asset.code, NOBODY)

    assert decide(facts(None, asset=tool, shut={tool.asset.bin: C1}), ask) == Refused(CabinetFault(C1))
    assert decide(facts(None, asset=tool), ask) == Refused(NeedsBadge())
