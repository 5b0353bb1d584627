"""The screen as its unit starts it, cage and foot and all, on a panel that another compositor pretends to be.

On wlroots' own headless backend cage 0.1.4 (Debian 12) shows few frames, in one size, and no hand reaches it.
So sway has the headless output, of the panel's size and without a key of its own, and cage has all of it.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from PIL import Image
from waiting import PATIENCE_S, until

from tests.journeys.journey_parts import environment

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "systemd" / "kiosk-screen.service"
SWAY = """output HEADLESS-1 resolution {0}x{1} position 0 0
default_border none
for_window [app_id=".*"] fullscreen enable
"""
WLROOTS = {"WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
# cage ends where setuid(0) succeeds. For root: a user namespace that maps no 0, and all files stay one's own.
NOBODY = [] if os.getuid() else ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


def unit() -> tuple[list[str], dict[str, str]]:
    """The command and the environment in the unit."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    (command,) = (line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart="))
    words = (line.removeprefix("Environment=").split() for line in lines if line.startswith("Environment="))
    return command.split(), dict(word.split("=", 1) for row in words for word in row)


class Panel:
    """An output of ``size`` pixels, and what cage shows on it. ``folder`` is for sockets: a short path."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self.arrow: tuple[int, int] | None = None
        """The row and cell where a pointer's arrow rests."""
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._size = size
        # Nested, cage 0.1.4 loses frames, and the terminal waits for ever: asked for a picture, it goes on.
        said = subprocess.run(["cage", "-v"], capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        self._forgetful = " 0.1." in said.stdout + said.stderr
        self._log = (folder / "log").open("ab")

    def switch_on(self) -> None:
        """Wait until it shows something."""
        file = self._folder / "sway"
        file.write_text(SWAY.format(*self._size), encoding="utf-8")
        self._start([*NOBODY, "sway", "-c", str(file)], WLROOTS | {"WLR_BACKENDS": "headless"})
        until(self._sockets, "sway listens")
        (self.wayland,) = self._sockets()

    def start(self, config: Path, foot: str = "foot.ini", program: str = "") -> "Cage":
        """As systemd starts it, with this file for the terminal; ``program`` runs in place of the kiosk."""
        command, extra = unit()
        terminal = self._folder / foot
        text = (ROOT / "config" / foot).read_text(encoding="utf-8")
        terminal.write_text(text.replace("/etc/kiosk", str(ROOT / "config")), encoding="utf-8")
        ours = {
            "/usr/bin/cage": "cage",
            "/usr/bin/foot": "foot",
            "/etc/kiosk/foot.ini": str(terminal),
            "/etc/kiosk/kiosk.toml": str(config),
            "/opt/kiosk/current/bin/kiosk": f"{sys.executable} -m kiosk",
        }
        words = [word for each in command for word in shlex.split(ours.get(each, each))]
        if program:
            words[words.index(sys.executable) :] = [sys.executable, "-c", program, str(config)]
        nested = {"WLR_BACKENDS": "wayland", "WAYLAND_DISPLAY": self.wayland.name, "PYTHONPATH": str(ROOT)}
        return Cage(self._start([*NOBODY, *words], extra | WLROOTS | nested))

    def picture(self) -> Image.Image:
        """What can be seen now."""
        if self._forgetful:
            for inner in {*self._sockets()} - {self.wayland}:
                self._ask(inner)
        seen = self._ask(self.wayland)
        assert seen.returncode == 0, seen.stderr
        return Image.open(BytesIO(seen.stdout)).convert("RGB")

    def _ask(self, wayland: Path) -> "subprocess.CompletedProcess[bytes]":
        """Have a compositor tell what it shows."""
        env = environment(self._runtime | {"WAYLAND_DISPLAY": wayland.name})
        return subprocess.run(
            ["grim", "-t", "ppm", "-"], env=env, capture_output=True, timeout=PATIENCE_S, check=False
        )

    @property
    def log(self) -> str:
        """What sway, cage and foot said."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """Switch it off."""
        for process in reversed(self._started):
            process.kill()
            process.wait(PATIENCE_S)
        self._log.close()

    @property
    def _runtime(self) -> dict[str, str]:
        return {"XDG_RUNTIME_DIR": str(self._folder)}

    def _start(self, command: list[str], extra: dict[str, str]) -> "subprocess.Popen[bytes]":
        env = environment(extra | self._runtime)
        log = self._log
        started = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._started.append(started)
        return started

    def _sockets(self) -> list[Path]:
        return [path for path in self._folder.glob("wayland-*") if path.is_socket()]


class Cage:
    """cage, and the processes it started."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.foot = self._child(process.pid, "foot")
        self.screen = self._child(self.foot, Path(sys.executable).name)

    @property
    def cells(self) -> tuple[int, int]:
        """Of the terminal that the screen has, across and down."""
        terminal = os.open(f"/proc/{self.screen}/fd/0", os.O_RDONLY | os.O_NOCTTY)
        try:
            return tuple(os.get_terminal_size(terminal))  # type: ignore[return-value]
        finally:
            os.close(terminal)

    def lasts(self) -> bool:
        """Whether each of them is the one that was started."""
        return self.process.poll() is None and alive(self.foot) and alive(self.screen)

    def gone(self) -> bool:
        """Whether none of them is left."""
        return self.process.poll() is not None and not alive(self.foot) and not alive(self.screen)

    def close(self) -> None:
        """End it, and wait until nothing is left of it."""
        self.process.kill()
        until(self.gone, "foot and the screen end with cage")

    def _child(self, parent: int, name: str) -> int:
        """The process of this name that another one started."""
        found: list[int] = []

        def there() -> bool:
            assert self.process.poll() is None, f"cage ended with {self.process.returncode}"
            found[:] = [pid for pid in children(parent) if called(pid) == name[:15]]
            return bool(found)

        until(there, f"{name} is started")
        return found[0]


def children(parent: int) -> list[int]:
    """Processes that a process started, and that live."""
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):  # a thread that ended meanwhile
            found += map(int, task.read_text(encoding="utf-8").split())
    return found


def called(pid: int) -> str:
    """What a process is called, in up to 15 letters; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def panel(size: tuple[int, int]) -> Iterator[Panel]:
    """A panel for a while."""
    with tempfile.TemporaryDirectory(prefix="panel-") as folder:
        shown = Panel(Path(folder), size)
        try:
            shown.switch_on()
            yield shown
        finally:
            shown.close()
