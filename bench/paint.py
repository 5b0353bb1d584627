"""`python -m bench.paint`: scan to painted frame on a real terminal, beside Textual's own floor, as ratios.

Time starts when the attendant gets a scan, and stops when the terminal has read the last byte of the frame
that shows the answer. Between two scans a minimal app of Textual paints one line that a message brings, on a
terminal of its own, so that both meet the same machine in the same mood.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import msgspec
from msgspec import Struct

from bench import made
from bench.machine import Machine, a_disk, machine
from bench.made import Size
from bench.scan import PATIENCE_S, Ear, Times, times
from bench.terminal import Terminal
from kiosk import assembly
from kiosk.attendant.events import CodeRead
from kiosk.settings import Settings
from kiosk.settings_file import dump

FLOOR = """
import sys, threading
from textual.app import App
from textual.message import Message
from textual.widgets import Static

class Said(Message):
    def __init__(self, line):
        super().__init__()
        self.line = line

class Floor(App):
    def compose(self):
        yield Static("ready")

    def on_mount(self):
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in open(sys.argv[1]):
            self.post_message(Said(line))

    def on_said(self, message):
        self.query_one(Static).update(message.line)

Floor().run()
"""
"""The least that Textual does for a line of text."""


class Report(Struct, frozen=True):
    """What was measured, in milliseconds."""

    machine: Machine
    scans: int
    told: Times
    """Scan to the view at a client of the socket."""
    painted: Times
    """Scan to the painted frame."""
    floor: Times
    """Message to painted frame in a minimal app."""
    ratio: Times
    """What is painted to the floor."""


class Floor:
    """The minimal app."""

    def __init__(self, folder: Path) -> None:
        pipe = folder / "floor"
        os.mkfifo(pipe)
        self._terminal = Terminal(["-c", FLOOR, str(pipe)])
        self._pipe = pipe.open("w", encoding="ascii", buffering=1)
        self._terminal.painted(b"ready", PATIENCE_S)

    def paint(self, word: str) -> float:
        """Seconds from the word's leaving here to its frame."""
        self._terminal.forget()
        began = perf_counter()
        self._pipe.write(f"{word}\n")
        return self._terminal.painted(word.encode(), PATIENCE_S) - began

    def close(self) -> None:
        """End it."""
        self._pipe.close()
        self._terminal.close()


def measure(folder: Path, size: Size) -> Report:
    """Make the crib in ``folder``, and measure."""
    settings = made.settings(folder)
    store = assembly.open_store(folder, assembly.identity(settings), assembly.WORLD())
    made.fill(store, size)
    store.close()
    attendant = assembly.build_attendant(settings)
    attendant.start()
    floor = Floor(folder)
    try:
        assembly.listen(attendant, settings)
        screen = Terminal(["-m", "kiosk", "screen", "--config", str(_written(folder, settings))])
        ear = Ear()
        door = assembly.socket_door(settings)
        door.watch(ear.hear)
        screen.painted(b"clock", PATIENCE_S)
        told, painted, least = [], [], []
        for _, event in made.counter(size):
            door.status()  # all that went before is done
            if not isinstance(event, CodeRead):
                attendant.put(event)
                continue
            least.append(floor.paint(event.text))
            ear.forget()
            screen.forget()
            began = perf_counter()
            attendant.put(event)
            painted.append(screen.painted(event.text.encode(), PATIENCE_S) - began)
            told.append(ear.answered(event.text) - began)
        door.close()
        screen.close()
    finally:
        floor.close()
        attendant.stop()
    found, lowest = times(painted), times(least)
    return Report(machine(folder), len(painted), times(told), found, lowest, found / lowest)


def _written(folder: Path, settings: Settings) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(dump(settings), encoding="utf-8")
    return file


def table(report: Report) -> Iterator[str]:
    """The report, a line each."""
    yield f"{report.scans} scans; {report.machine}"
    yield ""
    yield f"{'milliseconds':34}{'p50':>8}{'p99':>8}"
    yield _row("scan to the door's client", report.told)
    yield _row("scan to painted frame", report.painted)
    yield _row("a line in a minimal app", report.floor)
    yield _row("ratio", report.ratio)


def _row(name: str, found: Times) -> str:
    return f"{name:34}{found.p50:8.2f}{found.p99:8.2f}"


def main(arguments: list[str]) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="bench.paint", description="scan to painted frame, as ratios")
    parser.add_argument("--assets", type=int, default=1000)
    parser.add_argument("--scans", type=int, default=300)
    parser.add_argument("--dir", type=Path, help="where the disk is that counts")
    parser.add_argument("--json", action="store_true", help="everything, for programs")
    given = parser.parse_args(arguments)
    place = given.dir or a_disk([Path(tempfile.gettempdir()), Path.cwd()])
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as folder:
        report = measure(Path(folder), Size(given.assets, 1, given.scans))
    lines = [msgspec.json.encode(report).decode()] if given.json else table(report)
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
