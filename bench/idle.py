"""What an attendant costs that has nothing to do: every family on a pseudo-terminal, all that ask asking."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from msgspec import Struct

from drivers.sim.boards import SimBoard, SimBoardLine
from drivers.sim.reader import SimReader
from drivers.sim.readers import READERS
from drivers.sim.serial_line import Mute, SimLine
from kiosk import assembly
from kiosk.attendant.door import DoorError
from kiosk.settings import Board, Kiosk, Lock, Reader, Scanner, Settings
from kiosk.settings_file import dump

PATIENCE_S = 30.0
SETTLED_S = 3.0
"""After everything is open: greetings, the first rounds."""
BOARDS = {"cu16": 16, "board-8a": 24, "modbus-relay": 8}
ADDRESS = 1


class Idle(Struct, frozen=True):
    """An idle attendant."""

    percent: float
    """Of one core: user and system time of its process, all threads."""
    seconds: float
    pumps: int
    away: tuple[str, ...]
    """Devices that it did not find."""

    def __str__(self) -> str:
        away = f"; away: {', '.join(self.away)}" if self.away else ""
        return (
            f"idle attendant, {self.pumps} pumps, {self.seconds:.0f} s: {self.percent:.2f} % of a core{away}"
        )


def idle(folder: Path, seconds: float) -> Idle:
    """Run one for so long."""
    settings = settings_in(folder)
    config = folder / "kiosk.toml"
    config.write_text(dump(settings), encoding="utf-8")
    with _devices(folder), _attendant(config) as process:
        away = _settle(settings)
        began, spent = time.monotonic(), _spent(process.pid)
        time.sleep(seconds)
        took = time.monotonic() - began
        percent = 100 * (_spent(process.pid) - spent) / took
    pumps = len(settings.reader) + len(settings.scanner) + len(settings.board)
    return Idle(percent, took, pumps, away)


def settings_in(folder: Path) -> Settings:
    """A scanner, a reader of each family, three boards that are polled, and one on pins."""
    readers = {family: Reader(family=family, device=str(folder / family)) for family in READERS}  # type: ignore[arg-type]
    boards = {family: Board(family=family, device=str(folder / family), address=ADDRESS) for family in BOARDS}  # type: ignore[arg-type]
    locks = {f"C{place}": Lock(board=family, channel=1) for place, family in enumerate(BOARDS, 1)}
    return Settings(
        kiosk=Kiosk(state_dir=str(folder / "state"), socket=str(folder / "door.sock")),
        scanner={"main": Scanner(connection="serial", device=str(folder / "scanner"))},
        reader=readers,
        board=boards | {"pins": Board()},
        lock=locks | {"C9": Lock(board="pins", channel=17, contact=27)},
    )


@contextmanager
def _devices(folder: Path) -> Iterator[None]:
    with ExitStack() as cables:
        lines: list[SimLine] = [SimReader(folder / family, make) for family, make in READERS.items()]
        lines += [
            SimBoardLine(folder / family, SimBoard(family, ADDRESS, channels))
            for family, channels in BOARDS.items()
        ]
        for line in (*lines, SimLine(folder / "scanner", Mute())):
            cables.callback(line.unplug)
        yield


@contextmanager
def _attendant(config: Path) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | {"GPIOZERO_PIN_FACTORY": "mock"}
    words = [sys.executable, "-m", "kiosk", "attendant", "--config", str(config)]
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _settle(settings: Settings) -> tuple[str, ...]:
    """Wait until everything is there, bounded; what is not."""
    give_up = time.monotonic() + PATIENCE_S
    away: tuple[str, ...] = ("the attendant",)
    while away and time.monotonic() < give_up:
        time.sleep(0.2)
        away = _away(settings)
    time.sleep(SETTLED_S)
    return away


def _away(settings: Settings) -> tuple[str, ...]:
    mine = ("reader", "scanner", "board", "lock board")
    try:
        with closing(assembly.socket_door(settings)) as door:
            health = door.status().health
    except DoorError:
        return ("the attendant",)
    return tuple(part.text for part in health if not part.ok and part.name.startswith(mine))


def _spent(pid: int) -> float:
    """Seconds of processor that a process has had: proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
