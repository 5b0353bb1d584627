"""The attendant itself is killed at any moment of a pulse, and cleaned up after by its unit's own line.

The kiosk is a real process on its own paths: a badge reads through its serial reader, its desk writes, its
boards pulse. What it drives is this test's: lines that keep their level when a process dies, as a Pi's do,
relays that stay as they were switched, a lock board that ends its pulses itself. Nothing is `--simulate`d.
"""

import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest
from outliving import clean_up, outliving
from waiting import until

from drivers.sim.boards import SimBoard, SimBoardLine
from drivers.sim.boards_latch import Kind
from drivers.sim.reader import SimReader
from kiosk import assembly
from kiosk.attendant.composing import Identity
from kiosk.attendant.door import Door
from kiosk.clock import SystemWorld
from kiosk.crib.definitions import Define, NewArea, Person
from kiosk.crib.names import CommandId, Via
from kiosk.crib.products import Level
from kiosk.devices.badges import badge_number
from kiosk.settings_file import load
from tests.journeys.journey_parts import attendant_on, environment

BADGE = "0319134791"
ME = Identity("K", "A", "Main crib", UTC, "1.2.3")
CRIB = Define((NewArea("C1", Level.CABINET, locked=1), Person("ann", "Ann Ott", badge=BADGE)))
PULSE_S = 1.0
AGAIN_S = 5
"""So long a coil is waited for before the badge is held there again: a slow test misses a pulse."""
TRIES = 5
"""So often a kill is tried that is to come before the end of a pulse."""
COIL, CONTACT = 17, 27
PINS = ("GPIOZERO_PIN_FACTORY", "PYTHONPATH")
CHANNEL = 3
SEED = 4711


_MOMENTS = random.Random(SEED)
WITHIN = sorted(round(_MOMENTS.uniform(0.02, PULSE_S - 0.05), 3) for _ in range(4))
END = round(PULSE_S + _MOMENTS.uniform(-0.02, 0.02), 3)
KILLS: dict[str, list[float | None]] = {
    "gpio": [None, 0.0, WITHIN[0], WITHIN[2], END],
    "lcus": [0.0, WITHIN[1], END],
    "cu16": [WITHIN[3]],
}
"""By family, how long after the coil came on; None is before the badge."""


@dataclass(frozen=True, slots=True)
class Rig:
    """What the kiosk drives, from outside."""

    config: Path
    reader: SimReader
    is_on: Callable[[], bool]
    shut: Callable[[], None]
    extra: dict[str, str]


def settings(folder: Path, board: str, contact: int | None) -> Path:
    """A settings file: one reader, one locked cabinet, everything in one folder."""
    channel = COIL if "gpio" in board else CHANNEL
    lines = [
        '[kiosk]\nid = "K"\nsite = "A"',
        f'state_dir = "{folder / "state"}"\nsocket = "{folder / "door.sock"}"',
        f'[reader.main]\ndevice = "{folder / "badge0"}"',
        f"[board.main]\n{board}",
        f'[lock.C1]\nboard = "main"\nchannel = {channel}\nrest_ms = 100\npulse_ms = {PULSE_S * 1000:.0f}',
        f"contact = {contact}" if contact else "",
    ]
    config = folder / "kiosk.toml"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return config


def write_crib(folder: Path) -> None:
    """A cabinet with a lock, and who may open it."""
    world = SystemWorld()
    with closing(assembly.open_store(folder / "state", ME, world)) as store:
        store.execute(CommandId("crib"), CRIB, world.now().at, Via.CRIBCTL)


@contextmanager
def rig(folder: Path, family: str) -> Iterator[Rig]:
    """A kiosk's devices, until the test is over."""
    write_crib(folder)
    lines, there = outliving(folder)
    lines.ground(CONTACT)
    extra = {name: there[name] for name in PINS} | {"RUNTIME_DIRECTORY": str(folder)}
    with ExitStack() as parts:
        reader = SimReader(folder / "badge0")
        parts.callback(reader.unplug)
        if family == "gpio":
            config = settings(folder, 'family = "gpio"', CONTACT)
            yield Rig(config, reader, lambda: lines.is_high(COIL), lambda: lines.ground(CONTACT), extra)
            return
        board = SimBoard(family, channels=8, kind=Kind.STRIKE if family == "lcus" else Kind.LATCH)
        board.pulse_s = PULSE_S
        line = SimBoardLine(folder / "board0", board)
        parts.callback(line.unplug)
        own, address = (CONTACT, "") if family == "lcus" else (None, "\naddress = 1")
        config = settings(folder, f'family = "{family}"{address}\ndevice = "{line.link}"', own)

        def is_on() -> bool:
            with line.hand():
                board.settle(line.now())
                return board.coils()[CHANNEL]

        def shut() -> None:
            with line.hand():
                board.push(CHANNEL, line.now())
            lines.ground(CONTACT)

        yield Rig(config, reader, is_on, shut, extra)


def is_unlockable(door: Door) -> bool:
    """Whether the lock told that it is shut: nothing is opened before."""
    return [each.state for each in door.doors()] == ["locked"]


def kill_in(rig: Rig, after_s: float | None) -> bool:
    """Have it pulse, and kill it: whether the coil was on then."""
    rig.shut()
    with attendant_on(rig.config, **rig.extra) as attendant:
        door = assembly.socket_door(load(rig.config))
        until(lambda: is_unlockable(door), "the lock answers")
        door.close()
        assert not rig.is_on(), "energized by a start"
        if after_s is not None:
            until(lambda: energizes(rig), "a badge was read, and something is energized")
            with suppress(subprocess.TimeoutExpired):
                attendant.process.wait(after_s)
            assert attendant.process.poll() is None, "it ended by itself"
        attendant.kill()
        return rig.is_on()


def energizes(rig: Rig) -> bool:
    """Hold a badge there: whether the coil comes on before it is held there again."""
    rig.reader.tap(badge_number(BADGE))
    with suppress(AssertionError):
        until(rig.is_on, "it is on", AGAIN_S)
    return rig.is_on()


@pytest.mark.parametrize("family", KILLS)
def test_every_coil_is_off_whenever_the_attendant_was_killed(tmp_path: Path, family: str) -> None:
    """Those within a pulse met an energized coil, or nothing would be shown."""
    with rig(tmp_path, family) as made:
        for after_s in KILLS[family]:
            tries = TRIES if after_s in WITHIN else 1
            was_on = any(kill_in(made, after_s) for _ in range(tries))
            assert was_on or after_s not in WITHIN, f"{tries} times later than {after_s} s into a pulse"
            done = clean_up(made.config, environment(made.extra))
            until(lambda: not made.is_on(), f"off, killed {after_s} s into it; {done}")
            assert done.returncode == 0, done.stdout + done.stderr
