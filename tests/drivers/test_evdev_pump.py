"""The scanner's pump at a real file descriptor, with the simulated scanner at its other end."""

import errno
import os
import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from waiting import PATIENCE_S

from drivers.keyboard.evdev_pump import EvdevPump, InputNode, _candidates, _events, _first_keyboard
from drivers.keyboard.keys import CODES, EV_KEY, EV_SYN, SYN_DROPPED
from drivers.keyboard.keywedge import DEFAULT_TERMINATORS, Decoder, KeyEvent, Terminator, encode
from drivers.messages import Flaw, Noise, Scan
from drivers.sim.scanner import UINPUT, SimScanner, UinputScanner, plug_in


class Desk:
    """Who the pump reports to."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[Scan | Noise] = queue.SimpleQueue()
        self.presence: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()

    def deliver(self, message: Scan | Noise, at: float) -> None:
        self.messages.put(message)

    def present(self, present: bool, why: str) -> None:
        self.presence.put((present, why))

    def wait_until_present(self) -> None:
        while not self.presence.get(timeout=PATIENCE_S)[0]:
            pass


@pytest.fixture
def desk() -> Desk:
    """Who the pump reports to."""
    return Desk()


@pytest.fixture
def scanner() -> SimScanner:
    """A scanner that is plugged in."""
    return SimScanner()


@pytest.fixture
def pump(scanner: SimScanner, desk: Desk) -> Iterator[EvdevPump]:
    """A pump that has opened the scanner."""
    pump = EvdevPump(
        "scanner", scanner.path, Decoder, desk.deliver, desk.present, opener=scanner.opener, backoff_s=(0.01,)
    )
    pump.start()
    desk.wait_until_present()
    yield pump
    pump.stop()


@pytest.mark.usefixtures("pump")
@pytest.mark.parametrize("text", ["TW-01", "]C1011234567890\x1d21{x}", "Z" * 512])
def test_what_the_scanner_scans_is_delivered(text: str, scanner: SimScanner, desk: Desk) -> None:
    """What the scanner scans is delivered."""
    scanner.scan(text)

    assert desk.messages.get(timeout=PATIENCE_S) == Scan(text)


@pytest.mark.usefixtures("pump")
def test_a_scan_that_stops_half_way_is_delivered_as_noise_once_it_is_quiet(
    scanner: SimScanner, desk: Desk
) -> None:
    """A scan that stops half way is delivered as noise once it is quiet."""
    scanner.press(encode("TW", at=time.monotonic(), terminator=Terminator.SILENCE))

    noise = desk.messages.get(timeout=PATIENCE_S)

    reason = "no terminator within 0.1 s after 2 characters"
    assert noise == Noise(reason, (CODES["KEY_T"], CODES["KEY_W"]), Flaw.CUT_SHORT)


def test_a_scanner_without_a_terminator_is_read_by_its_silence(scanner: SimScanner, desk: Desk) -> None:
    """A scanner without a terminator is read by its silence."""
    silent = DEFAULT_TERMINATORS | {Terminator.SILENCE}
    pump = EvdevPump(
        "scanner",
        scanner.path,
        lambda: Decoder("de", silent),
        desk.deliver,
        desk.present,
        opener=scanner.opener,
    )
    pump.start()
    desk.wait_until_present()
    scanner.scan("ZY-Ü", "de", Terminator.SILENCE)

    assert desk.messages.get(timeout=PATIENCE_S) == Scan("ZY-Ü")
    pump.stop()


@pytest.mark.usefixtures("pump")
def test_a_scanner_that_is_unplugged_is_missed_and_read_again_once_it_is_back(
    scanner: SimScanner, desk: Desk
) -> None:
    """A scanner that is unplugged is missed and read again once it is back."""
    scanner.unplug()
    present, why = desk.presence.get(timeout=PATIENCE_S)
    assert not present
    assert why == f"scanner {scanner.path}: No such device; trying again"

    scanner.plug()
    desk.wait_until_present()
    scanner.scan("TW-01")

    assert desk.messages.get(timeout=PATIENCE_S) == Scan("TW-01")


@pytest.mark.usefixtures("pump")
def test_half_a_scan_and_its_shift_do_not_outlive_the_cable(scanner: SimScanner, desk: Desk) -> None:
    """Half a scan and its shift do not outlive the cable."""
    half = [KeyEvent(EV_SYN, SYN_DROPPED, 0, 0.0), KeyEvent(EV_KEY, CODES["KEY_LEFTSHIFT"], 1, 0.0)]
    scanner.press(half)
    scanner.unplug()
    assert desk.messages.get(timeout=PATIENCE_S) == Noise(
        "the kernel dropped events (SYN_DROPPED)", (), Flaw.CUT_SHORT
    )
    scanner.plug()
    desk.wait_until_present()
    scanner.scan("tw-01")

    assert desk.messages.get(timeout=PATIENCE_S) == Scan("tw-01")


def test_a_scanner_that_another_program_holds_is_a_fault_and_is_not_read(
    scanner: SimScanner, desk: Desk
) -> None:
    """A scanner that another program holds is a fault and is not read."""
    other = scanner.opener(scanner.path)
    other.grab()
    pump = EvdevPump(
        "scanner", scanner.path, Decoder, desk.deliver, desk.present, opener=scanner.opener, backoff_s=(0.01,)
    )
    pump.start()

    assert desk.presence.get(timeout=PATIENCE_S) == (
        False,
        f"scanner {scanner.path}: another program has grabbed it; stop that program; trying again",
    )
    scanner.scan("SECRET")
    other.close()
    desk.wait_until_present()
    scanner.scan("TW-01")

    assert desk.messages.get(timeout=PATIENCE_S) == Scan("TW-01")
    pump.stop()


def test_a_scanner_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    """A scanner that is not there is named."""
    pump = EvdevPump("scanner", str(tmp_path / "nowhere"), Decoder, desk.deliver, desk.present)
    pump.start()

    present, why = desk.presence.get(timeout=PATIENCE_S)

    pump.stop()
    assert not present
    assert "nowhere: No such file" in why


class Shelf:
    """Input nodes by file name: those called `kbd` have a keyboard's keys, others a volume knob's."""

    def __init__(self) -> None:
        self.closed: list[str] = []

    def open(self, path: str) -> "ShelfNode":
        return ShelfNode(self, path)


class ShelfNode:
    def __init__(self, shelf: Shelf, path: str) -> None:
        self.fd = -1
        self.path = path
        self._shelf = shelf

    def capabilities(self) -> dict[int, list[int]]:
        typed = [CODES["KEY_ENTER"], CODES["KEY_A"], CODES["KEY_1"]]
        return {EV_KEY: typed if "kbd" in self.path else [CODES["KEY_MUTE"]]}

    def grab(self) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    def read(self) -> Iterator[KeyEvent]:
        return iter(())

    def close(self) -> None:
        self._shelf.closed.append(self.path)


@pytest.mark.parametrize("pattern", ["", "*-event-*"])
def test_of_several_nodes_the_one_with_letters_digits_and_enter_is_read(pattern: str, tmp_path: Path) -> None:
    """Of several nodes the one with letters digits and enter is read."""
    for name in ("a-event-knob", "b-event-kbd", "c-event-kbd"):
        (tmp_path / name).touch()
    shelf = Shelf()

    node = _first_keyboard(str(tmp_path / pattern), shelf.open)  # type: ignore[arg-type]

    assert isinstance(node, ShelfNode)
    assert node.path == str(tmp_path / "b-event-kbd")
    assert shelf.closed == [str(tmp_path / "a-event-knob")]


def test_where_no_node_is_a_keyboard_the_error_says_what_to_check(tmp_path: Path) -> None:
    """Where no node is a keyboard the error says what to check."""
    with pytest.raises(OSError, match="A, 1 and Enter; check that it is plugged in"):
        _first_keyboard(str(tmp_path), Shelf().open)  # type: ignore[arg-type]


def test_a_plain_path_is_taken_as_it_is() -> None:
    """A plain path is taken as it is."""
    assert _candidates("/dev/input/crib-scanner0") == ["/dev/input/crib-scanner0"]


def test_a_device_that_wakes_the_pump_for_nothing_is_still_there(scanner: SimScanner) -> None:
    """A device that wakes the pump for nothing is still there."""
    node = scanner.opener(scanner.path)

    assert list(_events(node)) == []
    node.close()


def test_events_sent_to_an_unplugged_scanner_are_lost(scanner: SimScanner) -> None:
    """Events sent to an unplugged scanner are lost."""
    node: InputNode = scanner.opener(scanner.path)
    scanner.unplug()
    scanner.scan("TW-01")

    with pytest.raises(OSError, match="No such device"):
        list(node.read())
    node.close()


def test_a_scanner_that_nobody_reads_never_blocks(scanner: SimScanner) -> None:
    """A scanner that nobody reads never blocks."""
    node = scanner.opener(scanner.path)
    for _ in range(60):
        scanner.scan("Z" * 100)

    assert list(node.read())
    node.close()


@pytest.mark.skipif(os.access(UINPUT, os.W_OK), reason="here the kernel makes a real device")
def test_without_uinput_the_simulated_scanner_is_a_pipe(tmp_path: Path) -> None:
    """Without uinput the simulated scanner is a pipe."""
    assert isinstance(plug_in(tmp_path / "scanner0"), SimScanner)


@pytest.mark.skipif(not os.access(UINPUT, os.W_OK), reason="needs write access to /dev/uinput")
def test_with_uinput_the_whole_way_goes_through_the_kernel(tmp_path: Path, desk: Desk) -> None:
    """With uinput the whole way goes through the kernel."""
    scanner = plug_in(tmp_path / "scanner0")
    assert isinstance(scanner, UinputScanner)
    pump = EvdevPump(
        "scanner", scanner.path, Decoder, desk.deliver, desk.present, opener=scanner.opener, backoff_s=(0.01,)
    )
    pump.start()
    desk.wait_until_present()
    scanner.scan("TW-01\x1d{x}")

    assert desk.messages.get(timeout=PATIENCE_S) == Scan("TW-01\x1d{x}")
    pump.stop()
    scanner.unplug()
