"""What the screen says of cabinets' doors, over whatever else it shows."""

from typing import Any

import pytest

from kiosk.counter.lock_words import with_doors
from kiosk.counter.locks import Lock, LockState
from kiosk.counter.session import Answer, Session
from kiosk.counter.views import Countdown, Notice, Page, Tone, View
from kiosk.crib.names import CabinetCode, WorkerId
from kiosk.crib.products import Worker

C1 = CabinetCode("C1")
ANN = WorkerId("w-ann")
LOCKED, UNLOCKED, OPEN, ALARM, FAULT = LockState


def lock(state: LockState, **parts: Any) -> Lock:
    """A lock that answers."""
    return Lock(C1, state, **{"here": True, **parts})


SAID = View(Page.SERVING, "A", "08:00", hint="Scan.", notice=Notice(Tone.DONE, "Taken: Drill"))
COUNTING = View(Page.SERVING, "A", "08:00", countdown=Countdown(8000, 4000))
ANNS = Session(worker=Worker(ANN), answers=5)


def test_a_warning_hides_what_was_said_before_it_and_yields_to_what_comes_later() -> None:
    """A worker who scans in front of an open door reads what became of her scan, and that it is open."""
    warning = lock(OPEN, worker=ANN, since=20.0, warned=True)
    before = with_doors(SAID, [warning], ANNS, 5)
    later = with_doors(SAID, [warning], ANNS, 4)

    assert before.notice is not None
    assert (before.notice.tone, before.notice.title) == (Tone.LOOK, "Close C1.")
    assert (SAID.notice, "Close C1.") == (later.notice, later.hint)


def test_an_alarm_goes_before_a_warning_and_a_warning_before_a_fault() -> None:
    """One thing is said, the most urgent."""
    every = [
        Lock(CabinetCode("C3"), FAULT, here=True),
        Lock(CabinetCode("C2"), OPEN, here=True, warned=True),
        Lock(CabinetCode("C1"), ALARM, here=True),
    ]
    titles = [with_doors(SAID, every[: n + 1], ANNS, 5).words().splitlines()[2] for n in range(3)]

    assert titles == ["C3 did not open.", "Close C2.", "Close C1."]


def test_with_nobody_there_an_alarm_is_on_the_screen() -> None:
    """The welcome page has no band: it gives way."""
    welcome = View(Page.WELCOME, "A", "08:00")
    shown = with_doors(welcome, [lock(ALARM, forced=True)], Session(), 0)

    assert shown.page is Page.NOTICE
    assert shown.notice is not None
    assert shown.notice.lines == ("It was forced open.",)


def test_the_countdown_rests_while_a_door_is_open() -> None:
    """Nobody is signed out in front of an open door."""
    assert with_doors(COUNTING, [lock(OPEN)], ANNS, 0).countdown is None
    assert with_doors(COUNTING, [lock(UNLOCKED)], ANNS, 0).countdown == COUNTING.countdown


@pytest.mark.parametrize(("kind", "says"), [("signed-in", True), ("taken", False)])
def test_who_signs_in_is_told_what_does_not_open(kind: str, says: bool) -> None:
    """Once; the foot of the screen says it for as long as it is so."""
    session = Session(worker=Worker(ANN), answer=Answer(kind, by=ANN))
    words = with_doors(SAID, [Lock(C1)], session, 0).words()

    assert says == ("C1 does not open: it is not connected." in words)
