"""From the settings to boards that run: locks on pins and lines, flaws, and everything off at the end."""

import math
import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from waiting import PATIENCE_S, until

from drivers.locks import board as boards
from drivers.locks.board_8a import status_all
from drivers.locks.doors import SILENT
from drivers.locks.supply import Request, Supply
from drivers.messages import LockReport
from drivers.sim.boards import SimBoard, SimBoardLine
from drivers.sim.bus import SimBoards
from drivers.sim.gpio_lines import LineFactory, Lines
from drivers.sim.serial_line import SimLine
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import DoorEvent, Event, Present
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode
from kiosk.devices.locks import start_locks
from kiosk.devices.machine import Machine
from kiosk.devices.off import everything_off
from kiosk.devices.off import main as locks_off
from kiosk.devices.wiring import line_of, lock_flaws, off_levels, slow_supplies, wiring
from kiosk.settings import BinLight, Board, Buzzer, Light, Lock, Settings
from kiosk.settings_families import BAUDS, LEAST_PULSE_MS

C1, C2 = CabinetCode("C1"), CabinetCode("C2")
GPIO = Settings(
    board={"main": Board()},
    lock={"C1": Lock(channel=17, contact=27), "C2": Lock(channel=22, contact=23)},
)


class Stage(Attendant):
    """An attendant without a desk: what its devices put is kept."""

    def __init__(self) -> None:
        super().__init__(lambda *_: pytest.fail("no desk is needed"), lambda: "")
        self.heard: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def put(self, event: Event) -> None:
        self.heard.put(event)

    def until(self, fits: Callable[[Event], bool]) -> Event:
        while not fits(event := self.heard.get(timeout=PATIENCE_S)):
            pass
        return event

    def sign(self, cabinet: str) -> Sign:
        event = self.until(lambda one: isinstance(one, DoorEvent) and one.cabinet == cabinet)
        assert isinstance(event, DoorEvent)
        return event.sign


@pytest.fixture
def stage(patient_locks: None) -> Iterator[Stage]:
    """Stopped at the end."""
    stage = Stage()
    yield stage
    stage.stop()


def test_a_lock_on_pins_is_unlocked_and_stopped_with_everything_off(stage: Stage, tmp_path: Path) -> None:
    """The contact of each door is read, the coil energized once."""
    lines = Lines(tmp_path / "lines")
    lines.ground(27)
    coils: list[str] = []
    stage.monitor.listen(lambda heard: heard.text == "on" and coils.append(heard.what))
    start_locks(stage, GPIO, Machine(pins=LineFactory(tmp_path / "lines")))
    assert stage.sign("C1") is Sign.SHUT
    stage.locks.unlock(C1)
    until(lambda: coils == ["coil 17"], "a coil is on")
    lines.ground(27, closed=False)
    assert stage.sign("C1") is Sign.OPENED
    stage.stop()
    assert lines.high() == set()


@pytest.mark.parametrize("family", ["cu16", "board-8a", "modbus-relay"])
def test_a_lock_on_a_serial_board_is_unlocked_and_told(stage: Stage, tmp_path: Path, family: str) -> None:
    """Through the real pump, at a pseudo-terminal."""
    board = SimBoard(family)
    line = SimBoardLine(tmp_path / "locks0", board)
    settings = Settings(
        board={"main": Board(family=family, device=str(line.link), address=1)},  # type: ignore[arg-type]
        lock={"C1": Lock(channel=3)},
    )
    start_locks(stage, settings, Machine())
    assert stage.sign("C1") is Sign.SHUT
    stage.locks.unlock(C1)
    assert stage.sign("C1") is Sign.OPENED
    line.unplug()
    assert stage.sign("C1") is Sign.GONE
    line.plug()
    assert stage.sign("C1") is Sign.AJAR
    stage.stop()
    line.unplug()
    assert not any(board.coils().values())


@pytest.mark.parametrize("family", ["cu16", "modbus-relay"])
def test_two_boards_on_one_line_share_it_and_are_off_by_one_opening(
    stage: Stage, tmp_path: Path, family: str
) -> None:
    """One of them falls silent and is back by itself; the other one works all the time."""
    two = SimBoard(family, 2)
    line = SimLine(tmp_path / "locks0", SimBoards((SimBoard(family, 1), two)))
    boards = {
        name: Board(family=family, device=str(line.link), address=address)  # type: ignore[arg-type]
        for name, address in (("one", 1), ("two", 2))
    }
    locks = {"C1": Lock(board="one", channel=3), "C2": Lock(board="two", channel=3)}
    settings = Settings(board=boards, lock=locks)
    start_locks(stage, settings, Machine())
    stage.until(lambda event: event == DoorEvent(C2, Sign.SHUT))
    with line.hand():
        two.deaf = True
    told = [stage.until(lambda event: event != DoorEvent(C1, Sign.SHUT)) for _ in range(2)]
    assert told == [DoorEvent(C2, Sign.GONE, SILENT), Present("board two", ok=False, why=SILENT)]
    stage.locks.unlock(C1)
    stage.until(lambda event: event == DoorEvent(C1, Sign.OPENED))
    with line.hand():
        two.deaf = False
    stage.until(lambda event: event == DoorEvent(C2, Sign.SHUT))
    line.unplug()
    assert {stage.sign("C1"), stage.sign("C2")} == {Sign.GONE}
    line.plug()
    stage.until(lambda event: event == DoorEvent(C2, Sign.SHUT))
    stage.stop()
    assert [each.ok for each in everything_off(wiring(settings))] == [True, True]
    with line.hand():
        two.deaf = True
    done = {each.name: each.ok for each in everything_off(wiring(settings))}
    assert done == {"board one": True, "board two": False}
    line.unplug()


def test_boards_and_their_sizes_are_made_as_the_settings_have_them() -> None:
    """Fifty locks, four relays that answer, inputs elsewhere."""
    large = line_of("b", Board("board-8a", "/dev/x", address=1, channels=50, low_first=False))
    assert large.board.pulse(50, 300)[2] == 50
    assert len(line_of("b", Board("lcus", "/dev/x", channels=4)).board.all_off()) == 4
    assert line_of("b", Board("lcus", "/dev/x", answering=True)).board.ask()
    relays = line_of("b", Board("modbus-relay", "/dev/x", address=1, channels=32, inputs=0)).board
    assert len(relays.ask()) == 1
    assert relays.pulse(32, 500)
    report = next(large.board.decoder().feed(status_all(1, {1}, channels=50, low_first=False)))
    assert isinstance(report, LockReport)
    assert report.contacts[1]
    assert not report.contacts[50]


def test_a_board_that_does_not_time_itself_is_off_when_the_attendant_stops(
    stage: Stage, tmp_path: Path
) -> None:
    """In the middle of a pulse; its contact is a pin."""
    lines = Lines(tmp_path / "lines")
    lines.ground(27)
    board = SimBoard("lcus")
    line = SimBoardLine(tmp_path / "locks0", board)
    settings = Settings(
        board={"main": Board(family="lcus", device=str(line.link))},
        lock={"C1": Lock(channel=3, contact=27, pulse_ms=3000)},
    )
    start_locks(stage, settings, Machine(pins=LineFactory(tmp_path / "lines")))
    assert stage.sign("C1") is Sign.SHUT
    stage.locks.unlock(C1)
    until(lambda: board.energized(line.now()), "the relay is on")
    stage.stop()
    with line.hand():
        assert not any(board.coils().values())
    line.unplug()


def test_one_dead_board_does_not_stop_the_other(stage: Stage, tmp_path: Path) -> None:
    """Its lock is gone, with the reason; the other works."""
    Lines(tmp_path / "lines").ground(27)
    settings = replace(
        GPIO,
        board={**GPIO.board, "usb": Board(family="cu16", device=str(tmp_path / "nowhere"))},
        lock={"C1": GPIO.lock["C1"], "C9": Lock(board="usb", channel=1)},
    )
    start_locks(stage, settings, Machine(pins=LineFactory(tmp_path / "lines")))
    seen: dict[str, Event] = {}
    while not {"C1", "C9", "board usb"} <= seen.keys():
        event = stage.heard.get(timeout=PATIENCE_S)
        assert isinstance(event, DoorEvent | Present)
        seen[event.cabinet if isinstance(event, DoorEvent) else event.device] = event
    gone, shut, absent = seen["C9"], seen["C1"], seen["board usb"]
    assert isinstance(gone, DoorEvent)
    assert (gone.sign, "nowhere" in gone.why) == (Sign.GONE, True)
    assert shut == DoorEvent(C1, Sign.SHUT)
    assert isinstance(absent, Present)
    assert not absent.ok


def test_locks_that_cannot_work_are_said_and_the_rest_works(stage: Stage, tmp_path: Path) -> None:
    """Never a crash."""
    flawed = {
        "C3": Lock(board="nosuch", channel=1),
        "C4": Lock(channel=17, contact=24),
        "C5": Lock(channel=5),
        "C6": Lock(board="usb", channel=40),
        "C7": Lock(board="bare", channel=1),
    }
    boards = {"usb": Board(family="modbus-relay", address=1, device="/dev/x"), "bare": Board(family="cu48")}
    settings = replace(GPIO, lock={**GPIO.lock, **flawed}, board={**GPIO.board, **boards})
    told = dict(lock_flaws(settings))
    assert told.keys() == flawed.keys()
    assert "there is no [board.nosuch]" in told["C3"]
    assert "channel 17 of board main is C1's" in told["C4"]
    assert "needs the pin of its door contact" in told["C5"]
    assert "not 40" in told["C6"]
    assert "board bare has no device" in told["C7"]

    Lines(tmp_path / "lines").ground(27)
    start_locks(stage, settings, Machine(pins=LineFactory(tmp_path / "lines")))
    for code, why in told.items():
        event = stage.until(lambda one, code=code: isinstance(one, DoorEvent) and one.cabinet == code)
        assert event == DoorEvent(CabinetCode(code), Sign.GONE, why)
    assert stage.sign("C1") is Sign.SHUT


def supplied(*pulses_ms: int, board: str = "main") -> dict[str, Lock]:
    """Locks of one board."""
    return {
        f"{board}-{n}": Lock(board=board, channel=n, contact=n, pulse_ms=ms) for n, ms in enumerate(pulses_ms)
    }


def test_a_supply_whose_locks_one_badge_cannot_all_open_is_said() -> None:
    """Of five locks of half a second the last would come too late, whatever another supply has."""
    boards = {"main": Board(), "shed": Board(supply="shed")}
    shed = supplied(3000, board="shed")
    assert list(slow_supplies(Settings(board=boards, lock=supplied(*[500] * 4) | shed))) == []
    ((supply, why),) = slow_supplies(Settings(board=boards, lock=supplied(*[500] * 5) | shed))
    assert supply == "main"
    assert why.startswith("the last of its 5 locks would wait for 2.2 s, and none waits for more than 2 s")


@given(st.lists(st.integers(50, 3000), min_size=1, max_size=12))
@example([500] * 5)
@example([300] * 6)
def test_what_is_said_of_a_supply_is_what_it_does(pulses_ms: list[int]) -> None:
    """Asked for all of its locks at once, the shortest last, it drops one, or none."""
    order = sorted(pulses_ms, reverse=True)
    assume(sum(order[:-1]) + 50 * (len(order) - 1) != 2000)  # the very moment is the clock's affair
    supply, names, at = Supply(), [str(n) for n in range(len(order))], 0.0
    for name, ms in zip(names, order, strict=True):
        supply.ask(Request(name, ms / 1000, 1.5, at))
    dropped = list[tuple[str, str]]()
    while (due := supply.due(names, at)) is not None:
        dropped += supply.stale(names, at)
        if taken := supply.take(names, at):
            at += taken.pulse_s
            supply.release(taken.lock, at)
        else:
            at = math.nextafter(due, math.inf)
    said = list(slow_supplies(Settings(board={"main": Board()}, lock=supplied(*pulses_ms))))
    assert bool(said) is bool(dropped)


def test_the_settings_know_the_families_speeds_and_shortest_pulses_as_the_drivers_do() -> None:
    """They cannot ask them."""
    assert BAUDS == boards.BAUDS
    for family in BAUDS:
        board = boards.board(family, 1)
        least = LEAST_PULSE_MS.get(family, 50)
        assert board.pulse(1, least)
        if family in LEAST_PULSE_MS:
            with pytest.raises(ValueError, match="ms"):
                board.pulse(1, least - 1)


def test_every_output_of_the_settings_has_its_off_level() -> None:
    """Coils, lamps, buzzer and bins' lights."""
    settings = replace(
        GPIO,
        board={"main": Board(active_low=True)},
        buzzer=Buzzer(pin=18),
        light=Light(green=5, active_low=True),
        bin_light={"C1-01": BinLight(pin=6)},
    )
    assert off_levels(settings) == {17: True, 22: True, 18: False, 5: True, 6: False}


def test_everything_is_off_without_an_attendant(tmp_path: Path) -> None:
    """Pins that a killed one left high."""
    lines = Lines(tmp_path / "lines")
    lines.drive(17, high=True)
    lines.drive(18, high=True)
    (done,) = everything_off(
        wiring(replace(GPIO, buzzer=Buzzer(pin=18))), pins=LineFactory(tmp_path / "lines")
    )
    assert (done.ok, done.said, lines.high()) == (True, "3 off", set())
    assert everything_off(wiring(Settings())) == []


def test_a_file_that_cannot_be_used_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and nothing was switched."""
    assert locks_off(["--config", str(tmp_path / "nowhere.toml")]) == 2
    assert "nowhere.toml" in capsys.readouterr().err
