"""`kiosk demo`: the main job on an example crib, with simulated devices and a real broker where there is one.

In a terminal: the touch screen, keys to badge and scan with, and the messages as they leave. Without one: the
example day as a transcript.
"""

import csv
import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from kiosk import assembly
from kiosk.admin.command_line import run as run_admin
from kiosk.attendant.door import Door
from kiosk.attendant.messages import Submit
from kiosk.crib.definitions import Define, NewArea, Person
from kiosk.crib.products import Level
from kiosk.devices.simulation import Simulation
from kiosk.devices.simulation_requests import DoorAct, MoveDoor, ScanCode, SimRequest, TapBadge, ToldError
from kiosk.devices.start import start_devices
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.grammar import read
from kiosk.rehearse.run import play
from kiosk.relay.ear import Ear
from kiosk.screens.demo_panel import DemoApp, Prop
from kiosk.settings import Board, Broker, Kiosk, Lock, Relay, Settings
from kiosk.store.database import Database

EXAMPLE = Path(__file__).parent.parent / "config" / "example"
EXAMPLE_DAY = date(2026, 11, 2)
"""The day on which the example's calibrations are as its tables say."""
NUMBER, PIN = "1042", "4711"
"""Ann's, for who wants to try it without a badge."""
LOCKED = NewArea("C1", Level.CABINET, "Measuring", locked=1)
"""The cabinet of what is worth most: only a badge opens it."""
_BROKER_S = 5.0
_THINGS = """TW-01 TW-02 CA-01 MM-01 DRL-01 CR-01 GRD-01 GLV-9 C2-01 CUT-125 BAT-AA C1-04
    TQ-60 MI-02 NOT-A-CODE""".split()
"""On the keys: tools, one out of calibration, consumables by product and by bin, and nonsense."""


def demo() -> int:
    """Show the crib, or tell its day."""
    return on_screen() if sys.stdin.isatty() and sys.stdout.isatty() else transcript(sys.stdout)


def transcript(out: TextIO) -> int:
    """Play the example day and tell it: the script's own comments, each act, and what the kiosk said."""
    day = EXAMPLE / "day.crib"
    failed = 0
    results = {}
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        for result in play(read(day), Path(folder), BrokerInProcess()):
            results[result.line] = result
            failed += not result.ok
    for number, line in enumerate(day.read_text(encoding="utf-8").splitlines(), 1):
        found = results.get(number)
        if found is None:
            out.write(f"{line}\n")
        else:
            out.write(f"{'ok  ' if found.ok else 'FAIL'}  {found.statement:<58.58}  {found.seen}\n")
    out.write(f"\n{len(results)} statements, {len(results) - failed} ok, {failed} failed\n")
    return 1 if failed else 0


def on_screen() -> int:
    """Run everything in one process until the user quits."""
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="demo-")))
        url = parts.enter_context(broker(folder))
        settings = example_settings(folder, url)
        attendant = assembly.build_attendant(settings)
        simulation = Simulation(settings)
        parts.callback(simulation.close)
        attendant.start()
        parts.callback(attendant.stop)
        import_example(settings, attendant.door)
        attendant.door().submit(Submit(assembly.new_id(), Define((LOCKED,))))
        start_devices(attendant, simulation.settings, simulation.machine)
        assembly.start_relay(attendant, settings)
        app = DemoApp(
            attendant.door,
            ids=assembly.new_id,
            badge=lambda number: _move(simulation, TapBadge(number)),
            scan=lambda code: _move(simulation, ScanCode(code)),
            doors=(LOCKED.code,),
            door=lambda cabinet, act: _move(simulation, MoveDoor(cabinet, DoorAct(act))),
            people=people(),
            things=things(),
            without_badge=f"no badge: {NUMBER}, PIN {PIN}",
            quit_key=True,
            pictures=EXAMPLE / "pictures",
        )
        if url:
            ear = Ear(url, "crib/v1/k/+/evt/#", lambda topic, payload: app.add_message(told(topic, payload)))
            parts.callback(ear.stop)
        for number in (signal.SIGTERM, signal.SIGHUP):  # a closed window must leave no broker behind
            signal.signal(number, lambda *_: app.exit())
        app.run()
    return app.return_code or 0


def _move(simulation: Simulation, request: SimRequest) -> None:
    """Move a hand; what no scanner can type is not scanned."""
    with suppress(ToldError):
        simulation.do(request)


def example_settings(folder: Path, url: str) -> Settings:
    """Embedded defaults, everything in one folder."""
    return Settings(
        kiosk=Kiosk(
            id="demo", site_name="Example crib", state_dir=str(folder), socket=str(folder / "door.sock")
        ),
        board={"pins": Board()},
        lock={LOCKED.code: Lock(board="pins", channel=23, contact=24, pulse_ms=3000)},
        broker=Broker(url=url),
        relay=Relay(state_dir=str(folder)),
    )


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A Mosquitto of our own on loopback, and its URL; empty where none is installed."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        yield ""
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n")
    with subprocess.Popen(
        [program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port)
            yield f"mqtt://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    """Until the broker listens, or it has had long enough."""
    give_up = time.monotonic() + _BROKER_S
    while time.monotonic() < give_up:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def import_example(settings: Settings, door: Callable[[], Door]) -> None:
    """Import the example's tables as an administrator would."""
    out = io.StringIO()
    tables = Path(settings.kiosk.state_dir) / "tables"
    shutil.copytree(EXAMPLE, tables)
    _bring_up_to_date(tables / "assets.csv", assembly.now().date() - EXAMPLE_DAY)
    if run_admin(["import", "all", str(tables)], ExampleCrib(settings, door), out):
        raise RuntimeError(f"the example crib cannot be imported: {out.getvalue()}")
    forgetful = Person("ann", "Ann Ott", number=NUMBER, pin=PIN)
    door().submit(Submit(assembly.new_id(), Define((forgetful,))))


def _bring_up_to_date(table: Path, age: timedelta) -> None:
    """Move the days of calibration, so that the example is as fresh today as on its own day."""
    text = table.read_text(encoding="utf-8")
    moved = re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda day: str(date.fromisoformat(day[0]) + age), text)
    table.write_text(moved, encoding="utf-8")


class ExampleCrib:
    """The demo's crib as cribctl's commands see it."""

    def __init__(self, settings: Settings, door: Callable[[], Door]) -> None:
        self.settings = settings
        self.zone = ZoneInfo(settings.kiosk.zone)
        self.door = door
        self.now = assembly.now
        self.new_id = assembly.new_id

    def db(self) -> Database:
        """A read-only connection."""
        return assembly.reader(self.settings)


def people() -> list[Prop]:
    """The badges on the demo's keys."""
    with (EXAMPLE / "people.csv").open(encoding="utf-8", newline="") as file:
        return [Prop(row["badge"], row["name"]) for row in islice(csv.DictReader(file), 9)]


def things() -> list[Prop]:
    """The labels on the demo's keys."""
    names: dict[str, str] = {}
    for table in ("products.csv", "assets.csv"):
        with (EXAMPLE / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names[row["code"]] = row.get("name") or names.get(row.get("product", ""), "")
    return [Prop(code, names.get(code, "")) for code in _THINGS]


def told(topic: str, payload: bytes) -> str:
    """A message on one line of the log."""
    event = json.loads(payload)
    return f"{topic.rsplit('/', 1)[-1]}  {event.get('subject', '')}  #{event['data']['seq']}"
