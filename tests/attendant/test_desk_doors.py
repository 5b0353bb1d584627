"""The desk and its cabinets: no bolt moves before the commit, no alarm waits for one."""

import pytest
from desk_bench import ANN, BEN, EIGHT, DeskBench

from kiosk.attendant.cabinets import Cabinets
from kiosk.attendant.desk import Desk
from kiosk.attendant.events import Checked, DoorEvent, Tick
from kiosk.attendant.telling import Outputs
from kiosk.counter.locks import LockState, Sign
from kiosk.counter.views import Tone
from kiosk.crib.definitions import Define, NewArea
from kiosk.crib.names import CabinetCode, CommandId, Via
from kiosk.crib.outcomes import NOTHING
from kiosk.crib.products import Level
from kiosk.devices import badges
from kiosk.store.verify import replay

C1 = CabinetCode("C1")


@pytest.fixture(autouse=True)
def locked(bench: DeskBench) -> None:
    """The bench's bins C1-01 and C2-01 stand in cabinets; C1 has a lock."""
    areas = Define((NewArea("C1", Level.CABINET, locked=1),))
    bench.store.execute(CommandId("areas"), areas, EIGHT, Via.CRIBCTL)
    bench.cabinets.install("C1")
    bench.doors()


def state(bench: DeskBench) -> LockState:
    """How C1 stands."""
    return bench.desk.cabinets.state(C1)


def types(bench: DeskBench) -> list[str]:
    """The entries of doors."""
    return [entry.type for entry in bench.entries() if entry.type.startswith("door.")]


def test_the_bolt_moves_after_the_commit_and_the_beep_comes_last(bench: DeskBench) -> None:
    """One commit for the sign-in and what it unlocks."""
    assert bench.badge(ANN) == ["before-commit", "after-commit", "unlock C1", "beep done", "show", "head"]
    assert [entry.type for entry in bench.entries()[-2:]] == ["session.opened", "door.unlocked"]


class KilledError(BaseException):
    """The process was killed."""


@pytest.mark.parametrize(("point", "noted"), [("before-commit", []), ("after-commit", ["door.unlocked"])])
def test_killed_before_the_pulse_it_is_never_pulsed(
    bench: DeskBench, monkeypatch: pytest.MonkeyPatch, point: str, noted: list[str]
) -> None:
    """Not by the one that was killed, nor by the one that starts after it."""

    def kill(at: str) -> None:
        if at == point:
            raise KilledError

    monkeypatch.setattr(bench.store, "_at_point", kill)
    bench.forget()
    with pytest.raises(KilledError):
        bench.badge(ANN)
    monkeypatch.undo()
    outputs = Outputs(lambda _: None, lambda _: None, bench)
    bench.desk = Desk(bench.store, bench.world, bench.desk._identity, outputs, badges)
    bench.desk.start()
    bench.cabinets.answer()
    told = bench.told + bench.doors()

    assert [said for said in told if "unlock" in said] == []
    assert noted == types(bench)
    assert state(bench) is LockState.LOCKED


def test_another_start_goes_on_from_what_the_journal_said_last_of_a_door(bench: DeskBench) -> None:
    """Shut while nobody looked, it is told so once; also where its board comes only later."""
    bench.badge(ANN)
    bench.cabinets["C1"].open()
    bench.doors()
    for _ in range(2):
        outputs = Outputs(lambda _: None, lambda _: None, bench)
        bench.desk = Desk(bench.store, bench.world, bench.desk._identity, outputs, badges)
        bench.desk.start()
        bench.desk.handle(DoorEvent(C1, Sign.GONE, "it does not answer"))
        bench.desk.handle(DoorEvent(C1, Sign.SHUT))
        assert (state(bench), types(bench)[-1]) == (LockState.LOCKED, "door.closed")
        assert types(bench).count("door.closed") == 1
    opened, closed = (e for e in bench.entries() if e.type in ("door.opened", "door.closed"))
    assert opened.parsed().worker == closed.parsed().worker != ""


def test_nobody_is_told_to_have_taken_nothing_where_a_start_came_between(bench: DeskBench) -> None:
    """What was scanned before it is not known any more."""
    bench.badge(ANN)
    bench.cabinets["C1"].open()
    bench.doors()
    bench.scan("DRL-01")
    bench.desk = Desk(
        bench.store, bench.world, bench.desk._identity, Outputs(lambda _: None, lambda _: None, bench), badges
    )
    bench.desk.start()
    for sign in (Sign.AJAR, Sign.CLOSED):
        bench.desk.handle(DoorEvent(C1, sign))
    bench.play(Tick())
    assert types(bench)[-1] == "door.closed"


def test_what_was_done_before_pulses_nothing(bench: DeskBench) -> None:
    """The same intention twice is once, for bolts too: the store answers it with nothing."""
    port = Cabinets(bench, bench.db)
    bench.forget()
    port.follow(NOTHING, 0.0)
    assert bench.told == []


def test_a_sign_in_that_was_not_recorded_opens_nothing(bench: DeskBench) -> None:
    """A full disk keeps cabinets shut."""
    bench.fill_disk()
    assert "unlock C1" not in bench.badge(ANN)
    assert state(bench) is LockState.LOCKED


def test_an_alarm_does_not_wait_for_the_disk_and_its_entry_comes_later(bench: DeskBench) -> None:
    """The stop sound and the screen at once; the journal once there is space."""
    bench.fill_disk()
    bench.cabinets["C1"].force()
    assert "beep stop" in bench.doors()
    assert bench.notice.title == "Close C1."
    while "door.forced" in types(bench):  # so small an entry may still have fitted
        bench.cabinets["C1"].close()
        bench.cabinets["C1"].force()
        bench.doors()
        if "disk: full" in bench.health("disk"):
            break
    assert "disk: full" in bench.health("disk")
    bench.free_disk()
    bench.play(Tick())
    assert types(bench)[-1] == "door.forced"
    assert bench.health("disk") == "disk: well"
    assert replay(bench.db) is None


def test_with_a_damaged_database_an_alarm_sounds_all_the_same(bench: DeskBench) -> None:
    """The screen is out of order; the door is still guarded."""
    bench.play(Checked("row 7 missing"))
    bench.cabinets["C1"].force()
    assert "beep stop" in bench.doors()
    assert state(bench) is LockState.ALARM
    assert types(bench) == []


def test_a_bolt_that_does_not_move_is_said_noted_and_tried_again_by_a_badge_only(bench: DeskBench) -> None:
    """Never blindly."""
    bench.cabinets["C1"].stuck = True
    bench.badge(ANN)
    told = bench.doors()
    assert "beep stop" in told
    assert "unlock C1" not in told + bench.play(Tick())
    assert (bench.notice.title, bench.notice.tone) == ("C1 did not open.", Tone.STOP)
    assert types(bench) == ["door.unlocked", "door.fault"]
    bench.cabinets["C1"].stuck = False
    assert "unlock C1" in bench.badge(ANN)
    assert state(bench) is LockState.UNLOCKED
    assert bench.view.who == "Ann Ottoline"


def test_the_badge_again_does_nothing_to_a_door_that_is_unlocked_already(bench: DeskBench) -> None:
    """One pulse is enough."""
    bench.badge(ANN)
    assert "unlock C1" not in bench.badge(ANN)


def test_the_desk_wakes_for_a_door(bench: DeskBench) -> None:
    """At 30, 60 and 120 s; sign-out rests meanwhile."""
    bench.badge(ANN)
    bench.cabinets["C1"].open()
    bench.doors()
    opened, beeps = bench.world.boot, []
    while (due := bench.desk.deadline()) is not None and due <= opened + 120:
        beeps += [(due - opened, said) for said in bench.wait(due - bench.world.boot) if "beep" in said]
    assert beeps == [(30, "beep look"), (60, "beep stop"), (120, "beep stop")]
    assert bench.view.who == "Ann Ottoline"
    bench.cabinets["C1"].close()
    bench.doors()
    assert bench.desk.deadline() == bench.world.boot + 8


def test_another_badge_locks_what_it_does_not_unlock(bench: DeskBench) -> None:
    """And the unlocked door is Ben's from then on."""
    bench.badge(ANN)
    assert "unlock C1" in bench.badge(BEN)
    assert bench.entries()[-1].actor == bench.desk.session.who
    assert "lock C1" in bench.wait(8)


def test_what_was_scanned_of_a_cabinet_is_known_by_its_bins(bench: DeskBench) -> None:
    """C2-01 stands in no cabinet: the gloves do not count for C1."""
    bench.badge(ANN)
    bench.cabinets["C1"].open()
    bench.doors()
    bench.scan("GLV-9")
    bench.cabinets["C1"].close()
    bench.doors()
    bench.wait(8)
    assert types(bench)[-1] == "door.review"
