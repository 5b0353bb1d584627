"""What the journeys share: bounded waits, a crib of one's own, and programs as processes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from waiting import PATIENCE_S, until

from kiosk.settings import Broker, Buzzer, Kiosk, Reader, Relay, Scanner, Settings
from kiosk.settings_file import dump

EXAMPLE = Path(__file__).parents[2] / "config" / "example"


@dataclass(frozen=True, slots=True)
class Devices:
    """Where a kiosk's devices are; without values, it has none."""

    reader: str = ""
    scanner: str = ""
    buzzer: int | None = None


def settings_in(folder: Path, url: str = "", devices: Devices | None = None) -> Settings:
    """A kiosk with everything in one folder, and no devices but those given."""
    devices = devices or Devices()
    return Settings(
        kiosk=Kiosk(
            id="K", site_name="Main crib", state_dir=str(folder / "state"), socket=str(folder / "door.sock")
        ),
        reader={"main": Reader(device=devices.reader)},
        scanner={"main": Scanner(device=devices.scanner)},
        buzzer=Buzzer(pin=devices.buzzer),
        broker=Broker(url=url),
        relay=Relay(state_dir=str(folder / "relay")),
    )


def config_in(folder: Path, url: str = "") -> Path:
    """The same as a settings file."""
    (folder / "relay").mkdir()
    file = folder / "kiosk.toml"
    file.write_text(dump(settings_in(folder, url)), encoding="utf-8")
    return file


def environment(extra: dict[str, str]) -> dict[str, str]:
    """This process's, without what systemd or a terminal put there."""
    mine = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR"}
    return {name: value for name, value in os.environ.items() if name not in mine} | extra


def ran(module: str, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    """A program of ours, from start to end, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment({}),
        timeout=2 * PATIENCE_S,
        check=False,
    )


def cribctl(config: Path, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    """A cribctl command line."""
    return ran("kiosk.admin", "--config", config, *words)


class Systemd:
    """The far end of sd_notify(3)."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notify"
        self.heard: list[str] = []
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(self.path))
        self._line.setblocking(False)

    def hears(self, word: str, times: int = 1) -> None:
        """Wait until a word was said so often since the start."""
        until(lambda: self.said(word) >= times, f"{word} x{times}; heard {self.heard}")

    def close(self) -> None:
        self._line.close()

    def said(self, word: str) -> int:
        """How often it was said so far."""
        with suppress(BlockingIOError):
            while True:
                self.heard.extend(self._line.recv(4096).decode().splitlines())
        return self.heard.count(word)


class Program:
    """A program of ours that runs until it is told to stop; systemd listens."""

    def __init__(self, folder: Path, *words: str | Path, **extra: str) -> None:
        self.systemd = Systemd(folder)
        env = environment({"NOTIFY_SOCKET": str(self.systemd.path), **extra})
        self._log = (folder / "log").open("a+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env=env,
        )

    def is_ready(self) -> None:
        """Wait until it says so; where it ends instead, with what it said."""
        until(lambda: self.systemd.said("READY=1") or self.process.poll() is not None, "ready, or at an end")
        assert self.process.poll() is None, Path(self._log.name).read_text(encoding="utf-8")[-2000:]

    def stop(self) -> int:
        """As systemd stops it; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """As when memory runs out."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """Gone, whatever the test did with it."""
        self.kill()
        self.systemd.close()
        self.systemd.path.unlink()
        self._log.close()


@contextmanager
def running(folder: Path, *words: str | Path, **extra: str) -> Iterator[Program]:
    """A program of ours, for a while; ``extra`` is added to its environment."""
    program = Program(folder, *words, **extra)
    try:
        yield program
    finally:
        program.close()


@contextmanager
def attendant_on(config: Path, **extra: str) -> Iterator[Program]:
    """An attendant in a process of its own, ready."""
    with running(config.parent, "attendant", "--config", config, **extra) as program:
        program.is_ready()
        yield program
