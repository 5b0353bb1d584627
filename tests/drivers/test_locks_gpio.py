"""Locks on pins: gpiozero's mock pins, and a clock that is turned by hand."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from gpiozero import PinInvalidPin
from gpiozero.pins.mock import MockFactory
from waiting import PATIENCE_S, until

from drivers.locks.doors import Doors, Fitting
from drivers.locks.gpio import POLL_S, GpioBank, Rig
from drivers.locks.guard import AGAIN_S, GUARD_S, OVERRAN, Guard
from drivers.locks.supply import MAX_PULSE_S, Supply
from drivers.messages import Door, DoorSign, LockReport, Message
from drivers.sim.gpio_lines import LineFactory, Lines

COIL, CONTACT, COIL_2, CONTACT_2 = 17, 27, 22, 23
C1, C2 = Fitting("C1", COIL, CONTACT), Fitting("C2", COIL_2, CONTACT_2)


class Bench:
    """A rig on mock pins; a shut door closes its contact to ground."""

    def __init__(self, *, active_low: bool = False) -> None:
        self.pins = MockFactory()
        self.told: list[tuple[str, DoorSign]] = []
        self.doors = Doors([C1, C2], Supply(), lambda name, door: self.told.append((name, door.sign)))
        self.guard = Guard(self.doors.overran)
        self.rig = Rig(self.doors, active_low=active_low, pins=self.pins, guard=self.guard)
        self.at = 50.0
        for contact in (CONTACT, CONTACT_2):
            self.pins.pin(contact).drive_low()

    def run(self, seconds: float) -> "Bench":
        end = self.at + seconds - 0.001
        while self.at < end:
            self.at += max(0.001, min(self.rig.turn(self.at), end - self.at))
        return self

    def ready(self) -> "Bench":
        self.run(1)
        self.told.clear()
        return self

    def on(self) -> list[int]:
        return [coil for coil in (COIL, COIL_2) if self.pins.pin(coil).state]

    def changes(self, coil: int = COIL) -> list[bool]:
        return [bool(state.state) for state in self.pins.pin(coil).states]


@pytest.fixture
def bench() -> Iterator[Bench]:
    """Two locks whose doors are shut."""
    bench = Bench()
    yield bench
    bench.rig.close()


def test_opened_every_coil_is_off_and_the_doors_are_looked_at(bench: Bench) -> None:
    """No coil was ever on."""
    bench.run(1)
    assert bench.told == [("C1", DoorSign.SHUT), ("C2", DoorSign.SHUT)]
    assert True not in bench.changes()


def test_a_pulse_ends_at_its_deadline_which_the_thread_waits_for(bench: Bench) -> None:
    """The rest that `turn` asks for never goes beyond it."""
    bench.ready()
    bench.doors.unlock("C1", bench.at)
    rest = bench.rig.turn(bench.at)
    assert bench.on() == [COIL]
    begun = bench.at
    while bench.on():
        assert bench.at + rest <= begun + 0.5 + 1e-9
        bench.at += rest
        rest = bench.rig.turn(bench.at)
    assert bench.at == pytest.approx(begun + 0.5)
    assert bench.changes() == [False, True, False]


def test_one_coil_at_a_time(bench: Bench) -> None:
    """The second follows the first."""
    bench.ready()
    for name in ("C1", "C2"):
        bench.doors.unlock(name, bench.at)
    seen = [tuple(bench.run(0.05).on()) for _ in range(30)]
    assert {(COIL,), (COIL_2,), ()} == {*seen}


def test_the_door_is_read_by_its_level_and_debounced(bench: Bench) -> None:
    """Pulled up: open is high."""
    bench.ready()
    bench.doors.unlock("C1", bench.at)
    bench.run(0.1)
    contact = bench.pins.pin(CONTACT)
    for _ in range(3):
        contact.drive_high()
        bench.run(0.02)
        contact.drive_low()
        bench.run(0.02)
    assert bench.told == []
    contact.drive_high()
    bench.run(0.3)
    contact.drive_low()
    bench.run(0.3)
    assert bench.told == [("C1", DoorSign.OPENED), ("C1", DoorSign.CLOSED)]
    bench.pins.pin(CONTACT_2).drive_high()
    assert bench.run(0.4).told[-1] == ("C2", DoorSign.FORCED)


def test_on_boards_that_energize_by_a_low_level_off_is_high() -> None:
    """From the first moment on."""
    bench = Bench(active_low=True).ready()
    assert bench.pins.pin(COIL).state
    bench.doors.unlock("C1", bench.at)
    bench.run(0.1)
    assert not bench.pins.pin(COIL).state
    bench.rig.close()


def test_closed_everything_is_off_before_the_pins_are_let_go() -> None:
    """In the middle of a pulse."""
    bench = Bench().ready()
    bench.doors.unlock("C1", bench.at)
    bench.run(0.1)
    assert bench.on() == [COIL]
    bench.rig.close()
    assert bench.changes() == [False, True, False]
    assert bench.pins.pin(COIL).function == "input"


def test_a_pin_that_does_not_exist_leaves_the_others_free() -> None:
    """Nothing stays open."""
    pins = MockFactory()
    doors = Doors([C1, Fitting("C9", 99, CONTACT_2)], Supply(), lambda *_: None)
    with pytest.raises(PinInvalidPin):
        Rig(doors, pins=pins)
    Rig(Doors([C1], Supply(), lambda *_: None), pins=pins).close()


def test_an_edge_wakes_the_thread() -> None:
    """It does not wait for the next poll."""
    woken: list[int] = []
    pins = MockFactory()
    rig = Rig(Doors([C1], Supply(), lambda *_: None), pins=pins, woken=lambda: woken.append(1))
    pins.pin(CONTACT).drive_low()
    pins.pin(CONTACT).drive_high()
    rig.close()
    assert len(woken) == 2
    assert POLL_S == 0.25


def test_a_coil_whose_thread_is_stopped_is_switched_off_at_the_cap_by_the_guard() -> None:
    """And not before; it is told, once, and kept off until its own thread has done so."""
    bench = Bench().ready()
    bench.doors.unlock("C1", bench.at)
    bench.rig.turn(bench.at)
    bench.guard.turn(bench.at + GUARD_S - 0.001)
    assert bench.on() == [COIL]
    bench.guard.turn(bench.at + GUARD_S)
    assert (bench.on(), bench.told) == ([], [("C1", DoorSign.STUCK)])
    bench.pins.pin(COIL).state = True  # its thread was in the middle of switching it on
    bench.guard.turn(bench.at + GUARD_S + AGAIN_S)
    assert (bench.on(), len(bench.told)) == ([], 1)
    bench.run(GUARD_S + AGAIN_S)
    bench.told.clear()
    bench.guard.turn(bench.at + 60)
    assert bench.told == []
    assert GUARD_S == MAX_PULSE_S + 0.5
    bench.rig.close()


def test_a_pulse_that_ends_in_time_is_none_of_the_guards_business() -> None:
    """Its thread has let go."""
    bench = Bench().ready()
    bench.doors.unlock("C1", bench.at)
    bench.run(20)
    bench.guard.turn(bench.at + 60)
    assert DoorSign.STUCK not in [sign for _, sign in bench.told]
    bench.rig.close()


def test_a_coil_that_the_guard_cannot_switch_off_is_told_with_the_reason() -> None:
    """What lgpio raises is a class of its own."""
    told: list[str] = []
    guard = Guard(lambda _lock, why: told.append(why))

    def off() -> None:
        raise Exception("bad file descriptor")  # noqa: TRY002

    guard.energizing("C1", off, 10.0)
    guard.turn(20.0)
    guard.turn(30.0)
    (why,) = told
    assert "cannot be switched off: bad file descriptor; cut its supply" in why


def test_a_running_bank_that_hangs_with_a_coil_on_is_guarded(tmp_path: Path, patient_locks: None) -> None:
    """Its thread waits for ever in a call; the guard's own does not."""
    lines, heard, go_on = Lines(tmp_path / "lines"), Heard(), threading.Event()
    lines.ground(CONTACT)

    def deliver(message: Message, _at: float) -> None:
        if isinstance(message, LockReport) and message.coils[COIL]:
            go_on.wait(PATIENCE_S)

    doors = Doors([C1], Supply(), heard.tell)
    pins = LineFactory(tmp_path / "lines")
    bank = GpioBank("board", doors, heard.presence, deliver, pins=pins, guard_s=0.2)
    bank.start()
    assert heard.doors.get(timeout=PATIENCE_S) == ("C1", Door(DoorSign.SHUT))
    doors.unlock("C1", bank.beat())
    bank.wake()
    assert heard.doors.get(timeout=PATIENCE_S) == ("C1", Door(DoorSign.STUCK, OVERRAN))
    assert lines.high() == set()
    go_on.set()
    bank.stop()


def test_closed_a_coil_that_cannot_be_switched_off_keeps_no_other_one_on() -> None:
    """The last error is raised when all has been tried."""
    bench = Bench().ready()
    bench.pins.pin(COIL).state = bench.pins.pin(COIL_2).state = True

    def fails() -> None:
        raise OSError("bad")

    bench.rig._coils["C2"].off = fails
    with pytest.raises(OSError, match="bad"):
        bench.rig.close()
    assert bench.changes()[-1] is False


class Heard:
    """Who a running bank reports to."""

    def __init__(self) -> None:
        self.doors: queue.SimpleQueue[tuple[str, Door]] = queue.SimpleQueue()
        self.present: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()
        self.energized = False

    def deliver(self, message: Message, _at: float) -> None:
        self.energized |= isinstance(message, LockReport) and message.coils[COIL]

    def tell(self, name: str, door: Door) -> None:
        self.doors.put((name, door))

    def presence(self, present: bool, why: str) -> None:
        self.present.put((present, why))


def test_the_thread_unlocks_and_stops_with_everything_off(tmp_path: Path, patient_locks: None) -> None:
    """On lines that outlive it."""
    lines, heard = Lines(tmp_path / "lines"), Heard()
    lines.ground(CONTACT)
    doors = Doors([C1], Supply(), heard.tell)
    pins = LineFactory(tmp_path / "lines")
    bank = GpioBank("board", doors, heard.presence, heard.deliver, pins=pins)
    bank.start()
    assert heard.present.get(timeout=PATIENCE_S) == (True, "")
    assert heard.doors.get(timeout=PATIENCE_S) == ("C1", Door(DoorSign.SHUT))
    doors.unlock("C1", bank.beat())
    bank.wake()
    until(lambda: heard.energized, "the coil is on")
    lines.ground(CONTACT, closed=False)
    bank.wake()
    assert heard.doors.get(timeout=PATIENCE_S) == ("C1", Door(DoorSign.OPENED))
    bank.stop()
    assert lines.high() == set()
    assert not lines.is_output(COIL)


def test_pins_that_cannot_be_opened_are_said_and_tried_again() -> None:
    """Its locks are gone, with the reason."""
    heard = Heard()
    doors = Doors([Fitting("C9", 99, CONTACT)], Supply(), heard.tell)
    bank = GpioBank("board", doors, heard.presence, pins=MockFactory(), backoff_s=(0.01,))
    bank.start()
    present, why = heard.present.get(timeout=PATIENCE_S)
    bank.stop()
    assert not present
    assert "its pins cannot be opened" in why
    assert "99" in why
