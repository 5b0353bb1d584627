"""What every device promises, whatever it is and whatever its line: each promise on each pairing."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from device_bench import CABINET, DeviceBench, devices, only_reader, talk
from msgspec.structs import replace
from waiting import until

from drivers.badges import wiegand
from drivers.conversation import SilentError
from drivers.hush import NOISE_S
from drivers.messages import Badge, Message, Tags
from drivers.sim.boards import longest
from drivers.sim.field import Field
from drivers.sim.readers import simulated
from drivers.sim.serial_line import Mute
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode
from kiosk.devices.readers import conversation
from kiosk.devices.simulation_requests import (
    Babble,
    DoorAct,
    MoveDoor,
    PullCable,
    PutCable,
    ScanCode,
    ShowTags,
    SimRequest,
    TapBadge,
)
from kiosk.settings import Board, Lock, Reader, Scanner, Settings

CAP_S = 3.0
PATIENT_S, GONE_S = 60.0, 0.001
"""How long a patient hand holds a badge, and one that takes it away."""
TRY_S = 0.8
"""What is shown into the end of babble may be lost with it, and is shown again."""
MISSED_S = 2.0
"""Within which the screen must say that a device is missed."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A device with its settings, and two things that it reads."""

    device: str
    settings: Settings
    things: tuple[str, str]

    def show(self, thing: str) -> SimRequest:
        """Hold a thing to it for a moment."""
        if self.device == "scanner":
            return ScanCode(thing)
        return ShowTags((thing,)) if ":" not in thing else TapBadge(thing)

    @property
    def holds(self) -> bool:
        """Whether a thing stays in its field for a while."""
        return self.device == "reader" and self.settings.reader["main"].family != "keywedge"


EM = ("em4100:40:3C00CE754C", "em4100:40:67003B51C6")
ISO = ("iso14443a:32:6B3D12D6", "iso14443a:56:04A1B2C3D4E5F6")
WIEGAND = ("wiegand:26:2F623AE", wiegand.sealed("H10301", 0x7B11D8))
EPCS = ("E2003411B802011383258566", "E2003411B802011383258567")
CODES = ("DRL-01", "TW-01 \u00e4")
READERS = {
    "rdm6300": (Reader(), EM),
    "gwiot 7941E": (Reader(family="gwiot"), EM),
    "gwiot 7941W": (Reader(family="gwiot", baud=115200), (EM[0], ISO[0])),
    "wiegand": (Reader(family="wiegand"), WIEGAND),
    "pn532": (Reader(family="pn532"), ISO),
    "elatec": (Reader(family="elatec"), (EM[0], ISO[1])),
    "uhf-m100": (Reader(family="uhf-m100"), EPCS),
    "chafon": (Reader(family="chafon"), EPCS),
    "osdp": (Reader(family="osdp"), WIEGAND),
}
ASKED = ("pn532", "uhf-m100", "chafon")
"""Families that are asked all the time; the others talk by themselves, or libosdp asks them."""
PAIRINGS = {
    name: Pairing("reader", only_reader(reader), things) for name, (reader, things) in READERS.items()
} | {
    "keywedge": Pairing(
        "reader", only_reader(Reader(family="keywedge")), ("keywedge:40:0013530444", "keywedge:40:0006547886")
    ),
    "scanner that types": Pairing("scanner", Settings(reader={}), ("DRL-01", "TW/01-x")),
    "serial scanner": Pairing(
        "scanner", Settings(reader={}, scanner={"main": Scanner(connection="serial")}), CODES
    ),
}
LOCKS = {
    "gpio": (Board(), Lock(channel=17, contact=27, pulse_ms=500)),
    "cu16": (Board(family="cu16", device="/dev/x", address=1), Lock(channel=3)),
    "cu48": (Board(family="cu48", device="/dev/x", address=1), Lock(channel=3)),
    "board-8a": (Board(family="board-8a", device="/dev/x", address=1), Lock(channel=3)),
    "modbus-relay": (Board(family="modbus-relay", device="/dev/x", address=1), Lock(channel=3)),
    "lcus": (Board(family="lcus", device="/dev/x"), Lock(channel=3, contact=27)),
}


@pytest.fixture(params=PAIRINGS.values(), ids=PAIRINGS)
def pairing(request: pytest.FixtureRequest) -> Pairing:
    """A reader or scanner."""
    pairing: Pairing = request.param
    return pairing


@pytest.fixture
def bench(pairing: Pairing, tmp_path: Path) -> Iterator[DeviceBench]:
    """It, found by its pump."""
    with devices(tmp_path, pairing.settings) as bench:
        bench.comes(pairing.device)
        yield bench


def test_a_thing_that_is_shown_is_read_once(pairing: Pairing, bench: DeviceBench) -> None:
    """One after the other, each as itself."""
    first, second = pairing.things
    _show(bench, pairing, first)
    assert bench.reads == [first]
    _show(bench, pairing, second)
    assert bench.reads == [first, second]


def test_a_device_that_is_pulled_is_missed_and_read_again_once_it_is_back(
    pairing: Pairing, bench: DeviceBench
) -> None:
    """The line breaks: no time has to pass for it."""
    bench.pulled_and_put_back(pairing.device)
    _show(bench, pairing, pairing.things[0])
    assert bench.reads == [pairing.things[0]]


def _show(bench: DeviceBench, pairing: Pairing, thing: str) -> None:
    """Hold a thing to the device until it is read, however slow this machine is, and take it away."""
    held = pairing.show(thing)
    if isinstance(held, ScanCode):
        bench.do(held)
    else:
        bench.do(replace(held, seconds=PATIENT_S))
    bench.waits(lambda: thing in bench.reads, f"{thing} is read")
    if pairing.holds:
        bench.do(replace(held, seconds=GONE_S))


def test_babble_is_noted_once_and_what_is_shown_then_is_read(pairing: Pairing, bench: DeviceBench) -> None:
    """Random bytes, or random keys; one that reads what is asked for may begin anew."""
    bench.do(Babble(pairing.device, 3000))
    bench.comes(pairing.device)
    shown, began = list[SimRequest](), time.monotonic()

    def is_read() -> bool:
        shown.append(pairing.show(pairing.things[0]))
        bench.do(shown[-1])
        return bench.comes_within(lambda: pairing.things[0] in bench.reads, TRY_S)

    until(is_read, "it is read")
    assert bench.reads.count(pairing.things[0]) <= len(shown)
    assert bench.unread <= 2 + (time.monotonic() - began) / NOISE_S


@pytest.mark.parametrize("name", [name for name, (reader, _) in READERS.items() if reader.family in ASKED])
def test_a_reader_that_falls_silent_is_missed_in_time(name: str) -> None:
    """On a scripted clock: one that is asked and does not answer, though its line is as it was."""
    reader = READERS[name][0]
    line, far = conversation(reader)(), simulated(reader.family, baud=reader.baud)(Field())
    talk(line, far, 0.0, 10.0)
    assert line.here
    with pytest.raises(SilentError):
        talk(line, Mute(), 10.0, 10.0 + MISSED_S)


@pytest.mark.parametrize("name", [name for name in READERS if name != "osdp"])
def test_an_hour_in_the_field_is_one_arrival(name: str) -> None:
    """On a scripted clock. OSDP's clock is libosdp's own, and its reader tells a card once."""
    reader, (thing, _) = READERS[name]
    field = Field()
    line, far = conversation(reader)(), simulated(reader.family, baud=reader.baud)(field)
    talk(line, far, 0.0, 10.0)
    field.hold(thing)
    heard = [number for message in talk(line, far, 10.0, 3610.0) for number in arrivals(message)]
    assert heard == [thing]


def arrivals(message: Message) -> list[str]:
    """What a message says has come."""
    match message:
        case Badge(number=number):
            return [number]
        case Tags(tags=tags):
            return [tag.epc for tag in tags]
    return []


@pytest.fixture(params=LOCKS.values(), ids=LOCKS)
def locked(request: pytest.FixtureRequest, tmp_path: Path, patient_locks: None) -> Iterator[DeviceBench]:
    """A cabinet whose lock answers and is shut."""
    board, lock = request.param
    settings = Settings(scanner={}, reader={}, board={"main": board}, lock={CABINET: lock})
    with devices(tmp_path, settings) as bench:
        bench.waits(lambda: bench.signs[-1:] == [Sign.SHUT], "it is found shut")
        yield bench


def test_a_lock_that_is_unlocked_is_energized_once_and_its_door_opens(locked: DeviceBench) -> None:
    """It tells that it opened, and that it was closed; never was there current for longer than the cap."""
    locked.pull_door()
    assert locked.signs == [Sign.SHUT]
    locked.attendant.locks.unlock(CABINET)
    locked.waits(lambda: locked.signs == [Sign.SHUT, Sign.OPENED], "it opens")
    locked.waits(lambda: not locked.simulation.cabinets.is_on(CABINET), "its pulse is over")
    locked.do(MoveDoor(CABINET, DoorAct.CLOSE))
    locked.waits(lambda: locked.signs == [Sign.SHUT, Sign.OPENED, Sign.CLOSED], "it is closed")

    stretches = locked.simulation.cabinets.energized(CABINET)
    assert len(stretches) == 1
    assert longest(stretches) <= CAP_S


def test_boards_of_one_line_share_it_and_its_cable(tmp_path: Path, patient_locks: None) -> None:
    """As they do where they are real: each answers at its address, one pull takes both."""
    boards = {name: Board("modbus-relay", "/dev/x", address=at) for at, name in enumerate(("one", "two"), 1)}
    other = CabinetCode("C2")
    locks = {CABINET: Lock(board="one", channel=3), other: Lock(board="two", channel=3)}
    with devices(tmp_path, Settings(scanner={}, reader={}, board=boards, lock=locks)) as bench:
        assert len({board.device for board in bench.simulation.settings.board.values()}) == 1
        bench.waits(lambda: bench.shut == {CABINET, other}, "both are found shut")
        bench.attendant.locks.unlock(other)
        bench.waits(lambda: bench.simulation.cabinets.energized(other), "its coil is energized")
        assert not bench.simulation.cabinets.energized(CABINET)
        bench.do(PullCable("board two"))
        for name in ("board one", "board two"):
            bench.waits(lambda name=name: bench.is_there(name) is False, f"{name} is missed")
        bench.do(PutCable("board one"))
        for name in ("board one", "board two"):
            bench.comes(name)


def test_a_door_that_is_broken_open_is_told(locked: DeviceBench) -> None:
    """Nobody unlocked it."""
    locked.do(MoveDoor(CABINET, DoorAct.FORCE))
    locked.waits(lambda: locked.signs == [Sign.SHUT, Sign.FORCED], "it is told")


def test_at_stop_no_coil_stays_on(locked: DeviceBench) -> None:
    """In the middle of a pulse; a board that times it itself ends it itself."""
    locked.attendant.locks.unlock(CABINET)
    locked.waits(lambda: locked.simulation.cabinets.energized(CABINET), "its coil is energized")
    locked.close()
    locked.waits(lambda: not locked.simulation.cabinets.is_on(CABINET), "it is off")

    (stretch,) = locked.simulation.cabinets.energized(CABINET)
    assert stretch.until - stretch.since <= CAP_S
