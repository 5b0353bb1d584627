"""`kiosk attendant --simulate` and `cribctl sim`: how an administrator tries a kiosk without its devices."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import pytest
from journey_parts import Program, attendant_on, cribctl, environment, running, settings_in
from msgspec import DecodeError
from simulated_kiosk import ANN, SimulatedKiosk, simulated_kiosk
from waiting import until

from kiosk import assembly
from kiosk.attendant.messages import REQUESTS
from kiosk.devices.simulation import Simulation
from kiosk.devices.simulation_requests import (
    ENCODER,
    AskSimulated,
    Babble,
    DoorAct,
    MoveDoor,
    PullCable,
    PutCable,
    ScanCode,
    ShowTags,
    SimRequest,
    TapBadge,
    ToldError,
    ask,
    socket_of,
)
from kiosk.settings import Board, Lock, Reader, Scanner
from kiosk.settings_file import dump, load
from kiosk.store.journal import all_entries

HAND_S = 10
"""So long somebody pulls; a badge that comes later finds nobody at the door."""
TABLES = {
    "people": "code,name\nann,Ann Ott\n",
    "areas": "code,level,locked\nC1,cabinet,yes\n",
    "bins": "code,cabinet\nC1-01,C1\n",
    "categories": "code,kind\npower,serialized\n",
    "products": "code,name,category\nDRL,Drill,power\n",
    "assets": "code,product,bin\nDRL-01,DRL,C1-01\n",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of a kiosk with a reader, a scanner and a cabinet's lock at pins."""
    (tmp_path / "relay").mkdir()
    settings = msgspec.structs.replace(
        settings_in(tmp_path),
        reader={"main": Reader()},
        scanner={"main": Scanner()},
        board={"pins": Board()},
        lock={"C1": Lock(board="pins", channel=17, contact=27, pulse_ms=3000)},
    )
    file = tmp_path / "kiosk.toml"
    file.write_text(dump(settings), encoding="utf-8")
    return file


@pytest.fixture
def simulated(config: Path) -> Iterator[Path]:
    """An attendant in a process of its own, with a crib; its settings file."""
    with running(config.parent, "attendant", "--simulate", "--config", config) as program:
        program.is_ready()
        tables = config.parent / "tables"
        tables.mkdir()
        for name, table in TABLES.items():
            (tables / f"{name}.csv").write_text(table, encoding="utf-8")
        assert cribctl(config, "import", "all", tables).returncode == 0
        assert cribctl(config, "policy", "set", "signout", "24h").returncode == 0
        yield config
        stopped(program)


def stopped(program: Program) -> None:
    """It leaves neither socket nor devices behind."""
    assert program.stop() == 0
    assert not [file.name for file in program.systemd.path.parent.iterdir() if file.name.startswith("door.")]


def test_a_simulation_whose_terminal_is_closed_leaves_nothing_behind(config: Path) -> None:
    """A hangup stops it as systemd does."""
    with running(config.parent, "attendant", "--simulate", "--config", config) as program:
        program.is_ready()
        assert config.with_name("door.devices").is_dir()
        program.process.send_signal(signal.SIGHUP)
        stopped(program)


def sim(config: Path, *words: str) -> str:
    """A command of `cribctl sim` that is done; what it says."""
    done = cribctl(config, "sim", *words)
    assert (done.returncode, done.stderr.replace("ann was given a made-up badge.\n", "")) == (0, "")
    return done.stdout


def health(config: Path) -> set[str]:
    """What it says of its parts."""
    with closing(assembly.socket_door(load(config))) as door:
        return {part.text for part in door.status().health}


def types(config: Path) -> list[str]:
    """The journal's entries."""
    with closing(assembly.reader(load(config))) as db:
        return [entry.type for entry in all_entries(db)]


def opens(config: Path) -> bool:
    """Somebody pulls, and Ann holds her badge there: whether it came in time for the door to open."""
    assert sim(config, "door", "C1", "open").startswith("C1 is ")
    sim(config, "tap", "ann")
    with suppress(AssertionError):
        until(lambda: "door.opened" in types(config), "it is told", HAND_S)
    return "door.opened" in types(config)


def test_a_worker_badges_opens_her_cabinet_and_takes_a_drill(simulated: Path) -> None:
    """All of it through the attendant's own pumps, codecs and journal; a badge is made up for her."""
    until(lambda: "C1: well" in health(simulated), "the lock answers")
    until(lambda: opens(simulated), "the door opens")
    sim(simulated, "scan", "DRL-01")
    until(lambda: "asset.issued" in types(simulated), "the drill is taken")
    assert sim(simulated, "door", "C1", "close") == "C1 is shut.\n"
    until(lambda: "door.closed" in types(simulated), "the door is closed")

    sim(simulated, "door", "C1", "force")
    until(lambda: "door.forced" in types(simulated), "it is told")


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[SimulatedKiosk]:
    """One in this process."""
    with simulated_kiosk(tmp_path) as kiosk:
        yield kiosk


def test_the_screen_says_that_the_devices_are_simulated(kiosk: SimulatedKiosk) -> None:
    """Nobody may take it for a kiosk that works."""
    assert "devices: simulated" in [part.text for part in kiosk.views[-1].health]


def test_a_device_is_pulled_put_back_and_babbles(kiosk: SimulatedKiosk) -> None:
    """Named as on the screen, and driven by the socket."""

    def well() -> bool:
        return "reader: well" in [part.text for part in kiosk.attendant.door().status().health]

    path = socket_of(kiosk.settings)
    assert ask(path, PullCable("reader")).ok
    until(lambda: not well(), "the reader is missed")
    assert {each.name: each.state for each in ask(path, AskSimulated()).devices} == {
        "reader": "unplugged",
        "scanner": "plugged in",
    }
    ask(path, PutCable("reader"))
    ask(path, Babble("reader", 5000))
    until(well, "the reader is back")
    ask(path, TapBadge(ANN))
    until(lambda: kiosk.views[-1].who, "she is signed in")


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (PullCable("toaster"), "There is no 'toaster' here: name one of reader, scanner"),
        (Babble("toaster"), "There is no 'toaster' here"),
        (MoveDoor("C9", DoorAct.OPEN), "No lock is on cabinet 'C9'"),
        (ShowTags(("E2003411B802011383258566",)), "No reader here reads that: rdm6300 reads em4100, not epc"),
        (ScanCode("\u2603"), "The scanner cannot send that: layout us cannot type"),
        (ScanCode(""), "There is nothing to scan: write a code."),
        (Babble("reader", -5), "It babbles 1 to 10000000 bytes, not -5: write --bytes 1000."),
        (TapBadge("nobody"), "nobody"),
        (TapBadge(ANN, seconds=-1), "held there for up to 3600 s, not for -1"),
    ],
)
def test_what_cannot_be_done_is_said(kiosk: SimulatedKiosk, request_: SimRequest, said: str) -> None:
    """And the kiosk goes on."""
    with pytest.raises(ToldError, match=re.escape(said)):
        ask(socket_of(kiosk.settings), request_)
    kiosk.sign_in()


def test_one_of_several_is_named_by_its_section_too_where_that_is_enough(tmp_path: Path) -> None:
    """A reader and a scanner called alike are told apart by the whole name."""
    two = {name: Reader(device=f"/dev/crib/{name}") for name in ("main", "gate")}
    scanners = {name: Scanner(device=f"/dev/crib/{name}") for name in ("main", "store")}
    settings = msgspec.structs.replace(settings_in(tmp_path), reader=two, scanner=scanners)
    with closing(Simulation(settings)) as simulation:
        simulation.do(PullCable("gate"))
        pulled = [one.name for one in simulation.do(AskSimulated()).devices if one.state == "unplugged"]

        assert pulled == ["reader gate"]
        with pytest.raises(
            ToldError, match="More than one is called 'main': name one of reader main, scanner main"
        ):
            simulation.do(PullCable("main"))
        with pytest.raises(
            ToldError, match="More than one is called 'reader': name one of reader main, reader gate"
        ):
            simulation.do(PullCable("reader"))
        assert simulation.do(ScanCode("X", "main")).text == "Scanned by scanner main."


def test_what_a_hand_did_is_told_and_what_is_unplugged_hears_no_hand(tmp_path: Path) -> None:
    """Else it would look as though the kiosk had not."""
    settings = msgspec.structs.replace(settings_in(tmp_path), reader={"main": Reader()})
    with closing(Simulation(settings)) as simulation:
        assert simulation.do(TapBadge(ANN)).text == "A badge is held to reader for 0.33 s."
        assert simulation.do(PullCable("reader")).text == "reader is unplugged."
        for request in (TapBadge(ANN), Babble("reader")):
            with pytest.raises(
                ToldError, match="reader is unplugged; cribctl sim plug 'reader' puts it back"
            ):
                simulation.do(request)
        assert simulation.do(PutCable("reader")).text == "reader is plugged in."


def test_neither_socket_takes_what_is_meant_for_the_other(kiosk: SimulatedKiosk) -> None:
    """The simulation's lets owner and group in, as the door does, and answers nonsense with why not."""
    path = socket_of(kiosk.settings)
    assert path.stat().st_mode & 0o777 == 0o660
    with socket.socket(socket.AF_UNIX) as line, line.makefile("rwb") as lines:
        line.connect(str(path))
        for nonsense in (b"\n", b"{}\n", b"\xff\n", b'{"type":"AskStatus","id":"1"}\n', b'{"type":"tap"}\n'):
            lines.write(nonsense)
            lines.flush()
            assert json.loads(lines.readline())["ok"] is False
    with pytest.raises(DecodeError):
        REQUESTS.decode(ENCODER.encode(ScanCode("DRL-01")))


def test_neither_a_worker_nor_a_number_is_said_to_be_neither(simulated: Path) -> None:
    """A slip of the pen in a code is no badge number; nor is a time that is none a time."""
    done = cribctl(simulated, "sim", "tap", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no worker 'nobody', and as a number: ")
    assert "invalid" in cribctl(simulated, "sim", "tap", "ann", "--for", "nan").stderr


def test_a_kiosk_that_is_not_simulated_cannot_be_moved(config: Path) -> None:
    """Nor is anybody given a badge there."""
    with attendant_on(config):
        done = cribctl(config, "sim", "tap", "ann")

        assert done.returncode == 2
        assert "This kiosk's devices are not simulated" in done.stderr
        assert "badge.linked" not in types(config)


def test_nothing_of_the_simulation_is_imported_where_it_is_not_asked_for() -> None:
    """Neither by the attendant nor by cribctl: but for the words of what may be asked."""
    loaded = (
        "import sys, kiosk.__main__, kiosk.admin.__main__, kiosk.devices.start\n"
        "print([name for name in sys.modules if name.startswith(('drivers.sim', 'kiosk.devices.simul'))])"
    )
    said = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, env=environment({})
    )
    assert said.stdout == "['kiosk.devices.simulation_requests']\n"
