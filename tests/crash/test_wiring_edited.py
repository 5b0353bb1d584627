"""A real attendant is killed after its settings were edited, or broken: what it had opened is off."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from outliving import ROOT, clean_up, outliving
from waiting import until

from drivers.sim.boards import SimBoard, SimBoardLine

COIL, CONTACT, LAMP = 17, 27, 5
RELAY = 3


class Crib:
    """An attendant with a lock at a pin and one at a relay board, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.lines, self.environment = outliving(folder)
        self.lines.ground(CONTACT)
        self.board = SimBoard("lcus", channels=8)
        self.line = SimBoardLine(folder / "locks0", self.board)
        self.config = folder / "kiosk.toml"
        self.runtime = folder / "run"
        self.runtime.mkdir()
        self.environment["RUNTIME_DIRECTORY"] = str(self.runtime)
        self.wire(
            f'[board.main]\n[board.usb]\nfamily = "lcus"\ndevice = "{self.line.link}"\n'
            f"[light]\nred = {LAMP}\n"
            f"[lock.C1]\nchannel = {COIL}\ncontact = {CONTACT}\n"
            f'[lock.C2]\nboard = "usb"\nchannel = {RELAY}\ncontact = 23\n'
        )

    def wire(self, text: str) -> None:
        """Edit the settings file."""
        state, socket = self.runtime.parent / "state", self.runtime / "door.sock"
        here = f'[kiosk]\nstate_dir = "{state}"\nsocket = "{socket}"\n'
        none = '[scanner.main]\ndevice = ""\n[reader.main]\ndevice = ""\n'
        self.config.write_text(here + none + text, encoding="utf-8")

    def run_and_kill(self) -> None:
        """Start it, wait until it has opened its pins, and kill it with both coils energized."""
        command = [sys.executable, "-m", "kiosk", "attendant", "--config", str(self.config)]
        with subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE, cwd=ROOT) as attendant:
            until(lambda: self.lines.is_output(COIL) or attendant.poll() is not None, "its pins are open")
            assert attendant.poll() is None, attendant.communicate()[1].decode()
            assert (self.runtime / "wired.json").exists()
            os.kill(attendant.pid, signal.SIGSTOP)
            self.lines.drive(COIL, high=True)
            self.lines.drive(LAMP, high=True)
            with self.line.hand():
                self.board.energize(RELAY, self.line.now())
            os.kill(attendant.pid, signal.SIGKILL)

    def is_off(self) -> bool:
        with self.line.hand():
            return not (self.lines.high() or any(self.board.coils().values()))


@pytest.fixture
def crib(tmp_path: Path) -> Iterator[Crib]:
    """Killed, with everything energized."""
    crib = Crib(tmp_path)
    crib.run_and_kill()
    assert not crib.is_off()
    yield crib
    crib.line.unplug()


def test_what_an_edited_file_names_no_more_is_switched_off_all_the_same(crib: Crib) -> None:
    """By the record; what only the file names is switched off as well."""
    crib.lines.drive(12, high=True)
    crib.wire("[buzzer]\npin = 12\n")
    done = clean_up(crib.config, crib.environment)
    assert (done.returncode, crib.is_off()) == (0, True), done
    assert done.stdout == "pins: 3 off\nboard usb: told to switch everything off\n"


def test_a_broken_file_is_said_and_the_record_is_switched_off(crib: Crib) -> None:
    """Exit code 2: the file is to be mended."""
    crib.config.write_text("[[[", encoding="utf-8")
    done = clean_up(crib.config, crib.environment)
    assert (done.returncode, crib.is_off()) == (2, True), done
    assert "kiosk.toml:1: this is not TOML" in done.stderr


def test_a_damaged_record_is_said_and_the_file_is_switched_off(crib: Crib) -> None:
    """Exit code 1: something may be energized that nobody knows of."""
    (crib.runtime / "wired.json").write_bytes(b'{"levels":{"17"')
    done = clean_up(crib.config, crib.environment)
    assert (done.returncode, crib.is_off()) == (1, True), done
    assert "wired.json: " in done.stderr


def test_a_record_and_a_file_that_say_the_same_switch_everything_once(crib: Crib) -> None:
    """One line a board."""
    done = clean_up(crib.config, crib.environment)
    assert (done.returncode, crib.is_off()) == (0, True), done
    assert done.stdout == "pins: 2 off\nboard usb: told to switch everything off\n"
