"""Killed at any moment of a pulse, and the unit's own ExecStopPost line after it: everything is off.

The child is a real process on lines that outlive it, as a Pi's do and as a relay board does. It is killed
after the n-th step it told of, n seeded, so that every moment before, during and after a pulse is met.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from outliving import ROOT, clean_up, outliving
from waiting import until

from drivers.sim.boards import SimBoard, SimBoardLine
from drivers.sim.gpio_lines import Lines

VICTIM = Path(__file__).parent / "lock_victim.py"
STEPS = sorted(random.Random(4711).sample(range(1, 75), 8))
"""A pulse is 25 steps, and the first one begins at the 15th."""
COILS, CONTACTS = (17, 22), (27, 23)
ARRIVES_S = 0.5
"""What the dead process sent last lies at the board's end within this; the board then takes it in."""


def kill_after(steps: int, config: Path, *words: str) -> None:
    """Start the victim, and kill it when it has told of so many steps."""
    command = [sys.executable, str(VICTIM), str(config), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, bufsize=0) as victim:
        assert victim.stdin is not None
        assert victim.stdout is not None
        victim.stdin.write(b"." * (steps - 1))
        told = b""
        while len(told) < steps:
            chunk = os.read(victim.stdout.fileno(), steps - len(told))
            assert chunk, f"it ended by itself after {len(told)} steps"
            told += chunk
        os.kill(victim.pid, signal.SIGKILL)


@pytest.fixture
def pins(tmp_path: Path) -> tuple[Lines, Path, dict[str, str]]:
    """Lines in a file, settings for them, and gpiozero told by its own means to use them."""
    lines, environment = outliving(tmp_path)
    for contact in CONTACTS:
        lines.ground(contact)
    config = tmp_path / "kiosk.toml"
    locks = [
        f'[lock.C{n}]\nboard = "main"\nchannel = {coil}\ncontact = {contact}\nrest_ms = 100\n'
        for n, (coil, contact) in enumerate(zip(COILS, CONTACTS, strict=True), 1)
    ]
    config.write_text('[board.main]\nfamily = "gpio"\n' + "".join(locks), encoding="utf-8")
    return lines, config, environment


def test_pins_are_off_whenever_it_was_killed(pins: tuple[Lines, Path, dict[str, str]]) -> None:
    """Some of the kills met an energized coil, or nothing would be shown."""
    lines, config, environment = pins
    left_on = 0
    for steps in STEPS:
        for contact in CONTACTS:
            lines.ground(contact)
        kill_after(steps, config, "gpio", str(config.parent / "lines"))
        left_on += bool(lines.high())
        assert len(lines.high()) <= 1
        done = clean_up(config, environment)
        assert (done.returncode, done.stdout) == (0, "pins: 2 off\n"), done.stderr
        assert lines.high() == set(), steps
        assert not any(lines.is_output(coil) for coil in COILS)
    assert left_on >= 3


def comes_on(line: SimBoardLine) -> bool:
    """Whether its relay is on, once the board has taken in what it was told last."""
    arrived = time.monotonic() + ARRIVES_S

    def settled() -> bool:
        with line.hand():
            return line.board.coils()[3] or (time.monotonic() > arrived and not line.waiting)

    until(settled, "the board has taken it in")
    with line.hand():
        return line.board.coils()[3]


def test_a_relay_board_is_off_whenever_it_was_killed(tmp_path: Path) -> None:
    """One that does not time itself: what was switched on stays on until somebody says otherwise."""
    board = SimBoard("lcus", channels=8)
    line = SimBoardLine(tmp_path / "locks0", board)
    config = tmp_path / "kiosk.toml"
    lock = '[lock.C1]\nboard = "main"\nchannel = 3\ncontact = 5\nrest_ms = 100\n'
    device = f'[board.main]\nfamily = "lcus"\ndevice = "{line.link}"\n'
    config.write_text(device + lock, encoding="utf-8")
    left_on = 0
    for steps in STEPS[1::2]:
        kill_after(steps, config, "serial")
        left_on += comes_on(line)
        done = clean_up(config, dict(os.environ))
        assert (done.returncode, done.stdout) == (0, "board main: told to switch everything off\n"), done
        with line.hand():
            assert not any(board.coils().values()), steps
    line.unplug()
    assert left_on >= 2


def test_a_board_that_is_away_is_said_and_the_pins_are_off_all_the_same(
    pins: tuple[Lines, Path, dict[str, str]],
) -> None:
    """Exit code 1, so that `systemctl status` shows it."""
    lines, config, environment = pins
    with config.open("a", encoding="utf-8") as more:
        more.write('[board.usb]\nfamily = "lcus"\ndevice = "/dev/no-such-board"\n')
    lines.drive(COILS[0], high=True)
    done = clean_up(config, environment)
    assert done.returncode == 1
    assert "board usb: /dev/no-such-board: No such file or directory" in done.stdout
    assert lines.high() == set()
