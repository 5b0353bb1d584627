"""Whatever a device sends: one clear notice at most, nothing done, little held, and the next act works."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from simulated_kiosk import ANN, BEN, SimulatedKiosk, settings_of, simulated_kiosk
from waiting import until

from drivers.badges.rdm6300 import encode
from drivers.hush import NOISE_S
from drivers.keyboard.keys import CODES, EV_KEY, EV_SYN, SYN_REPORT
from drivers.keyboard.keywedge import KeyEvent
from drivers.keyboard.keywedge import encode as typed
from kiosk.attendant.events import BadgeRead, Unread
from kiosk.attendant.health import BABBLE_S
from kiosk.devices.badges import badge_number
from kiosk.devices.simulation_requests import ScanCode
from kiosk.screens.clean import clean
from kiosk.settings import Reader

MEGABYTE = 1_000_000
SHORTCUTS = {
    "ctrl+c": "LEFTCTRL C",
    "ctrl+z": "LEFTCTRL Z",
    "ctrl+backslash": "LEFTCTRL BACKSLASH",
    "alt+f2": "LEFTALT F2",
    "alt+f4": "LEFTALT F4",
    "ctrl+alt+f1": "LEFTCTRL LEFTALT F1",
    "ctrl+alt+delete": "LEFTCTRL LEFTALT DELETE",
    "magic sysrq b": "LEFTALT SYSRQ B",
    "super+r": "LEFTMETA R",
    "power": "POWER",
}


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[SimulatedKiosk]:
    """A kiosk at work."""
    with simulated_kiosk(tmp_path) as kiosk:
        yield kiosk


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[SimulatedKiosk]:
    """One to whom a badge is gone after a minute without it: whether this machine is slow does not matter."""
    settings = replace(settings_of(tmp_path), reader={"main": Reader(holdoff_ms=60_000)})
    with simulated_kiosk(tmp_path, settings) as kiosk:
        yield kiosk


def press(kiosk: SimulatedKiosk, names: str) -> None:
    """Hold keys down one after the other, and let them go."""
    codes = [CODES[f"KEY_{name}"] for name in names.split()]
    at = kiosk.scanner.now()
    strokes = [(code, 1) for code in codes] + [(code, 0) for code in reversed(codes)]
    for code, value in strokes:
        kiosk.scanner.press([KeyEvent(EV_KEY, code, value, at), KeyEvent(EV_SYN, SYN_REPORT, 0, at)])


def reads(kiosk: SimulatedKiosk) -> list[str]:
    """The badges that reached the desk."""
    return [event.number for event in kiosk.events if isinstance(event, BadgeRead)]


@pytest.mark.parametrize("keys", SHORTCUTS.values(), ids=SHORTCUTS)
def test_a_keyboard_that_types_shortcuts_and_commands_types_into_nothing(
    kiosk: SimulatedKiosk, keys: str
) -> None:
    """The device is grabbed; what it typed is one scan that cannot be read, and the next one is taken."""
    kiosk.sign_in()
    before = len(kiosk.journal())
    kiosk.beeps.clear()

    press(kiosk, keys)
    for key in "R M SPACE MINUS R F SPACE SLASH".split():
        press(kiosk, key)
    press(kiosk, "ENTER")
    until(lambda: kiosk.beeps, "it is said")

    assert kiosk.scanner.grabbed
    assert (len(kiosk.beeps), len(kiosk.journal())) == (1, before)
    kiosk.take("DRL-01")


@pytest.mark.parametrize("code", ["rm -rf / #", "$(reboot)", "'; DROP TABLE entry; --", "../../etc/passwd"])
def test_a_barcode_that_holds_a_command_is_a_code_that_nobody_knows(kiosk: SimulatedKiosk, code: str) -> None:
    """It is text, shown as such once, and nothing is written but that it is not known."""
    kiosk.sign_in()
    kiosk.beeps.clear()

    kiosk.do(ScanCode(code))
    until(lambda: kiosk.beeps, "it is said")

    assert len(kiosk.beeps) == 1
    assert kiosk.taken() == []
    kiosk.take("DRL-01")


def test_a_scan_of_ten_thousand_characters_is_said_once_and_the_next_is_taken(kiosk: SimulatedKiosk) -> None:
    """Nor are its characters kept."""
    kiosk.sign_in()
    kiosk.beeps.clear()
    kiosk.events.clear()

    kiosk.scanner.press(typed("a" * 10_000, at=kiosk.scanner.now(), gap=0.0))
    until(lambda: kiosk.beeps, "it is said")

    assert len(kiosk.beeps) == 1
    assert len(repr(kiosk.events)) < 1000
    kiosk.take("DRL-01")


def test_control_characters_in_a_scan_are_said_once_each_and_never_shown(kiosk: SimulatedKiosk) -> None:
    """Ctrl and a letter is such a character; the terminal gets none of them."""
    kiosk.sign_in()
    for number, letter in enumerate("ABDEGLNOQRTUVWXZ", 1):
        press(kiosk, "LEFTCTRL " + letter)
        press(kiosk, "X")
        press(kiosk, "ENTER")
        kiosk.take(f"DRL-{number:02}")

    shown = "".join("".join(clean(view).words()) for view in kiosk.views)
    assert shown.replace("\n", "").isprintable()


def test_a_reader_that_babbles_a_megabyte_is_noted_and_not_obeyed(kiosk: SimulatedKiosk) -> None:
    """The desk hears a handful of it, the screen says nothing, and the next badge signs in."""
    kiosk.events.clear()
    kiosk.beeps.clear()

    began = time.monotonic()
    kiosk.babble("reader", MEGABYTE)
    kiosk.sign_in()

    babbled = [event for event in kiosk.events if isinstance(event, Unread)]
    took_s = time.monotonic() - began
    assert len(babbled) <= 2 + took_s / NOISE_S
    assert len(kiosk.beeps) == 1 or took_s > BABBLE_S
    assert kiosk.count("session.opened") == 1


def test_a_scanner_whose_keys_are_mashed_is_said_a_few_times_and_the_next_scan_is_taken(
    kiosk: SimulatedKiosk,
) -> None:
    """A notice a while, whatever the number of scans it would be."""
    kiosk.sign_in()
    kiosk.events.clear()

    began = time.monotonic()
    for _ in range(500):
        press(kiosk, "F5")
        press(kiosk, "ENTER")
    kiosk.take("DRL-01")

    mashed = [event for event in kiosk.events if isinstance(event, Unread)]
    assert len(mashed) <= 2 + (time.monotonic() - began) / NOISE_S


def test_a_frame_that_is_cut_anywhere_costs_nothing_but_itself(patient: SimulatedKiosk) -> None:
    """Half of Ann's frame, then all of hers or of Ben's: for each byte at which it is cut."""
    kiosk = patient
    ann, ben = badge_number(ANN), badge_number(BEN)
    for cut in range(1, len(encode(ann))):
        kiosk.reader.babble(encode(ann)[:cut] + encode(ben if cut % 2 else ann))

    until(lambda: len(reads(kiosk)) == 2, "both are read")
    kiosk.take("DRL-01")
    assert sorted(reads(kiosk)) == sorted([ann, ben])
    assert len(kiosk.beeps) == 3


def test_two_badges_in_the_field_are_two_arrivals_for_as_long_as_they_lie_there(
    patient: SimulatedKiosk,
) -> None:
    """Neither signs in again and again while the reader sees now the one, now the other."""
    kiosk = patient
    kiosk.reader.hold(badge_number(ANN), badge_number(BEN))
    until(lambda: kiosk.count("session.opened") == 2, "both are signed in, one after the other")
    kiosk.take("DRL-01")

    assert kiosk.count("session.opened") == 2
    assert len(reads(kiosk)) == 2
