"""`cribctl doctor`: what is wrong with a kiosk, in a line each, with the next step."""

import grp
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crib_bench import BenchCrib, crib_in
from msgspec.structs import replace

from kiosk.admin.checks import Check, Grade
from kiosk.admin.doctor import examined
from kiosk.attendant.doorkeeper import Doorkeeper
from kiosk.attendant.events import DoorEvent, Present, Simulated
from kiosk.attendant.monitor import Monitor
from kiosk.counter.locks import Sign
from kiosk.crib.definitions import Define, NewArea, NewBin, NewCategory, NewProduct
from kiosk.crib.names import BinCode, CabinetCode, CategoryCode, Kind, ProductCode
from kiosk.crib.products import Level
from kiosk.settings import BinLight, Board, Buzzer, Lock, Reader, Scanner, Settings
from kiosk.settings_file import SettingsError, load

CABINETS = Define(
    (
        NewCategory(CategoryCode("power"), Kind.SERIALIZED),
        NewProduct(ProductCode("DRL"), "Drill", CategoryCode("power")),
        NewArea("C1", Level.CABINET, locked=1),
        NewArea("C2", Level.CABINET, locked=1),
        NewArea("C3", Level.CABINET),
        NewBin(BinCode("B-1"), cabinet=CabinetCode("C1")),
    )
)


@pytest.fixture
def crib(tmp_path: Path) -> Iterator[BenchCrib]:
    """A crib without anything in it, whose kiosk has no devices."""
    with crib_in(tmp_path / "state") as crib:
        socket = str(tmp_path / "attendant.sock")
        none = {"main": Scanner(device="")}, {"main": Reader(device="")}
        kiosk = replace(crib.settings.kiosk, socket=socket)
        crib.settings = replace(crib.settings, kiosk=kiosk, scanner=none[0], reader=none[1])
        yield crib


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files of a machine: none but what a test puts there."""
    root = tmp_path / "root"
    root.mkdir()
    return root


@contextmanager
def attended(crib: BenchCrib) -> Iterator[None]:
    """An attendant of the crib listens at its socket."""
    monitor = Monitor(crib.now)
    keeper = Doorkeeper(Path(crib.settings.kiosk.socket), {}, crib.desk.handle, monitor)
    keeper.start()
    yield
    keeper.stop()


def found(checks: list[Check], name: str) -> Check:
    """The one check of this name."""
    (check,) = [check for check in checks if check.name == name]
    return check


def test_a_fresh_kiosk_warns_and_does_not_fail(crib: BenchCrib) -> None:
    """Its devices are still in their boxes, and nothing was imported yet."""
    crib.settings = replace(crib.settings, scanner={"main": Scanner(device="/nowhere/scanner0")})
    answer = crib.cribctl("doctor")

    assert answer.code == 0
    assert "--  scanner: /nowhere/scanner0: nothing is there\n      Plug it in; " in answer.out
    assert "\n!!" not in answer.out


def test_a_kiosk_at_work_fails_for_each_device_that_is_away(crib: BenchCrib, root: Path) -> None:
    """Once there are products, somebody waits at the counter."""
    crib.act(CABINETS)
    scanners = {"counter": Scanner(device=str(root / "a")), "store": Scanner(device=str(root / "b"))}
    crib.settings = replace(crib.settings, scanner=scanners)
    (root / "b").touch()
    checks = examined(crib, root)

    assert found(checks, "scanner counter").grade is Grade.WRONG
    assert found(checks, "attendant").grade is Grade.WRONG
    assert "systemctl start kiosk-attendant" in found(checks, "attendant").step
    assert crib.cribctl("doctor").code == 1


def test_a_kiosk_that_is_well_says_so_of_each_part(crib: BenchCrib, root: Path) -> None:
    """What was looked at is seen, and where a link of udev's leads."""
    crib.act(CABINETS)
    (root / "ttyUSB0").touch(0o666)
    (root / "ttyUSB0").chmod(0o666)
    (root / "badge0").symlink_to("ttyUSB0")
    crib.settings = replace(crib.settings, reader={"main": Reader(device=str(root / "badge0"))})
    crib.desk.handle(Present("reader", ok=True))
    with attended(crib):
        checks = examined(crib, root)

    assert found(checks, "reader") == Check("reader", Grade.WELL, f"{root}/badge0 → {root}/ttyUSB0")
    assert found(checks, "attendant").said == "runs, version 1.2.3"
    assert found(checks, "settings").said == "valid: kiosk kiosk-1 at site A"
    assert found(checks, "database").grade is Grade.WELL
    assert found(checks, "disk").grade is not Grade.WRONG


def test_what_the_running_attendant_says_of_a_device_is_told(crib: BenchCrib, root: Path) -> None:
    """A path that is there may still be held by another program."""
    crib.act(CABINETS)
    (root / "ttyUSB0").touch()
    (root / "ttyUSB0").chmod(0o666)
    crib.settings = replace(crib.settings, reader={"main": Reader(device=str(root / "ttyUSB0"))})
    crib.desk.handle(Present("reader", ok=False, why="another program holds it"))
    with attended(crib):
        check = found(examined(crib, root), "reader")

    assert check.grade is Grade.WRONG
    assert "another program holds it" in check.said


def test_a_part_that_only_the_attendant_knows_of_is_told_too(crib: BenchCrib, root: Path) -> None:
    """Lights and locks have no path to look at; a broker that is away stops nothing."""
    crib.act(CABINETS)
    crib.desk.handle(Present("lights", ok=False, why="no such pin"))
    with attended(crib):
        checks = examined(crib, root)

    assert found(checks, "lights").grade is Grade.WRONG
    assert found(checks, "broker").grade is Grade.WARNING


def test_a_device_that_is_open_though_its_name_has_gone_is_a_warning(crib: BenchCrib, root: Path) -> None:
    """After the next pull it would not be found again."""
    crib.act(CABINETS)
    crib.settings = replace(crib.settings, reader={"main": Reader(device=str(root / "badge0"))})
    crib.desk.handle(Present("reader", ok=True))
    with attended(crib):
        check = found(examined(crib, root), "reader")

    assert (check.grade, check.said) == (
        Grade.WARNING,
        f"{root}/badge0: nothing is there, though the attendant has it open",
    )


def test_simulated_devices_are_not_looked_for_and_are_said_to_be_none(crib: BenchCrib, root: Path) -> None:
    """A demonstration must not be taken for a working kiosk."""
    crib.act(CABINETS)
    crib.settings = replace(crib.settings, reader={"main": Reader(device=str(root / "badge0"))})
    crib.desk.handle(Present("reader", ok=True))
    crib.desk.handle(Simulated())
    with attended(crib):
        checks = examined(crib, root)

    assert found(checks, "reader").grade is Grade.WELL
    assert found(checks, "devices") == Check(
        "devices", Grade.WARNING, "simulated", "Start the attendant without --simulate."
    )


def test_a_simulation_needs_no_pins(crib: BenchCrib, root: Path) -> None:
    """On a laptop they are a note; a kiosk that is not simulated does not work without."""
    crib.act(CABINETS)
    crib.settings = replace(crib.settings, buzzer=Buzzer(pin=18))
    with attended(crib):
        assert found(examined(crib, root), "pins").grade is Grade.WRONG
        crib.desk.handle(Simulated())
        assert found(examined(crib, root), "pins").grade is Grade.WARNING


def test_how_each_lock_stands_is_told(crib: BenchCrib, root: Path) -> None:
    """What does not answer or did not move has to be looked at where it is wired."""
    crib.act(CABINETS)
    for code, sign, why in (("C1", Sign.SHUT, ""), ("C2", Sign.FORCED, ""), ("C3", Sign.GONE, "no answer")):
        crib.desk.handle(DoorEvent(CabinetCode(code), sign, why))
    with attended(crib):
        checks = [check for check in examined(crib, root) if check.name.startswith("lock ")]

    told = {check.name: (check.grade, check.said) for check in checks if "wired" not in check.said}
    assert told["lock C1"] == (Grade.WELL, "locked")
    assert told["lock C2"] == (Grade.WRONG, "alarm")
    assert told["lock C3"] == (Grade.WRONG, "does not answer; no answer")


def test_the_rule_that_lists_write_badges_by_is_told(crib: BenchCrib, root: Path) -> None:
    """Where a badge of the list is not known at the counter, this is the first thing to look at."""
    assert "as printed" in found(examined(crib, root), "badges").said


def test_a_device_of_a_group_that_the_attendant_is_not_in_names_the_rules(
    crib: BenchCrib, root: Path
) -> None:
    """The doctor's own user may open what the attendant may not."""
    crib.act(CABINETS)
    node = root / "ttyUSB0"
    node.touch()
    node.chmod(0o600)
    crib.settings = replace(crib.settings, reader={"main": Reader(device=str(node))})
    check = found(examined(crib, root), "reader")

    group = grp.getgrgid(node.stat().st_gid).gr_name
    assert f"{node} is for group {group} with mode -rw-------: not for the attendant" in check.said
    assert "60-kiosk.rules" in check.step


def test_a_pattern_that_means_two_devices_names_both(crib: BenchCrib, root: Path) -> None:
    """The attendant refuses it, too."""
    crib.act(CABINETS)
    for name in ("usb-A", "usb-B"):
        (root / name).touch()
    crib.settings = replace(crib.settings, reader={"main": Reader(device=f"{root}/usb-*")})

    assert f"it means {root}/usb-A and {root}/usb-B" in found(examined(crib, root), "reader").said


def test_cabinets_and_bins_of_the_settings_are_held_against_the_cribs(crib: BenchCrib, root: Path) -> None:
    """A cabinet that nobody can open, and a lock that nothing opens, look alike at the counter."""
    crib.act(CABINETS)
    locks = {"C1": Lock(channel=1), "C3": Lock(channel=3), "C9": Lock(channel=9), "C 8": Lock(channel=8)}
    crib.settings = replace(
        crib.settings,
        board={"main": Board(family="cu16", device=str(root / "locks0"))},
        lock=locks,
        bin_light={"B-1": BinLight(pin=4), "C1": BinLight(pin=6), "B-7": BinLight(pin=5)},
    )
    checks = {check.name: check for check in examined(crib, root)}

    assert "no lock is wired" in checks["lock C2"].said
    assert checks["lock C3"].step == "Import cabinet C3 with locked=yes."
    assert checks["lock C9"].step == "Import the cabinet, or take [lock.C9] out of the settings."
    assert checks["lock C 8"].step == 'Import the cabinet, or take [lock."C 8"] out of the settings.'
    assert checks["bin light B-7"].said == "the crib has no such bin, shelf or cabinet"
    assert not {"lock C1", "bin light B-1", "bin light C1"} & checks.keys()


def test_a_lock_that_cannot_work_on_its_board_is_named(crib: BenchCrib, root: Path) -> None:
    """Settings may be valid each by itself."""
    crib.act(CABINETS)
    board = {"main": Board(family="board-8a", device="/dev/l", address=1)}
    crib.settings = replace(crib.settings, board=board, lock={"C1": Lock(pulse_ms=50)})
    checks = [check for check in examined(crib, root) if check.name == "lock C1"]

    assert checks[0].grade is Grade.WRONG
    assert checks[0].step == "Mend [lock.C1] in the settings."


def test_a_board_without_a_lock_is_said_not_to_be_opened(crib: BenchCrib, root: Path) -> None:
    """Nobody would ever say whether it answers; a lock that cannot work opens none either."""
    crib.act(CABINETS)
    boards = {}
    for name in ("one", "two", "three"):
        (root / name).touch()
        (root / name).chmod(0o666)
        boards[name] = Board(family="board-8a", device=str(root / name), address=1)
    locks = {"C1": Lock(board="one"), "C2": Lock(board="two", channel=50)}
    crib.settings = replace(crib.settings, board=boards, lock=locks)
    checks = examined(crib, root)

    assert found(checks, "board one").grade is Grade.WELL
    for name in ("two", "three"):
        check = found(checks, f"board {name}")
        assert (check.grade, check.said) == (
            Grade.WARNING,
            f"{root}/{name}; has no lock that works: not opened",
        )


def test_two_settings_that_lead_to_one_device_are_said(crib: BenchCrib, root: Path) -> None:
    """Only one of them can open it; boards of one line have the same path and are well."""
    crib.act(CABINETS)
    (root / "ttyUSB0").touch()
    (root / "badge0").symlink_to("ttyUSB0")
    (root / "locks0").symlink_to("ttyUSB0")
    line = str(root / "locks0")
    boards = {name: Board("cu16", line, address=at) for at, name in enumerate(("left", "right"))}
    crib.settings = replace(crib.settings, board=boards)
    assert not [check for check in examined(crib, root) if "one device" in check.said]
    crib.settings = replace(crib.settings, reader={"main": Reader(device=str(root / "badge0"))})
    check = found(examined(crib, root), "reader, board left")

    assert check.grade is Grade.WRONG
    assert check.said == f"{root}/badge0 and {root}/locks0 are one device, {root}/ttyUSB0"


def test_a_supply_that_drops_the_last_lock_of_a_badge_is_said(crib: BenchCrib, root: Path) -> None:
    """Five of half a second on one supply."""
    crib.act(CABINETS)
    crib.settings = replace(
        crib.settings,
        board={"main": Board("cu16", str(root / "locks0"))},
        lock={f"C{n}": Lock(channel=n) for n in range(1, 6)},
    )

    assert found(examined(crib, root), "supply main").grade is Grade.WARNING


def test_without_a_database_the_rest_is_looked_at(crib: BenchCrib, root: Path, tmp_path: Path) -> None:
    """The first start makes it."""
    crib.settings = replace(crib.settings, kiosk=replace(crib.settings.kiosk, state_dir=str(tmp_path / "no")))
    checks = examined(crib, root)

    assert "there is none at" in found(checks, "database").said
    assert found(checks, "disk").said.endswith(f"MB free at {tmp_path}")


def test_a_damaged_database_is_wrong(crib: BenchCrib, root: Path) -> None:
    """Here its newest entry was changed by hand."""
    crib.act(CABINETS)
    for (name,) in crib.store.db.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        crib.store.db.execute_sql(f"DROP TRIGGER {name}")
    crib.store.db.execute_sql("UPDATE journal SET actor = 'eve' WHERE seq = (SELECT max(seq) FROM journal)")
    check = found(examined(crib, root), "database")

    assert check.grade is Grade.WRONG
    assert "its hash is not that of its content" in check.said


def test_settings_that_cannot_be_read_are_told_mistake_by_mistake(tmp_path: Path, root: Path) -> None:
    """Nothing else can be looked at then."""
    file = tmp_path / "kiosk.toml"
    file.write_text("[light]\ngreen = 40\n[lamp]\n", encoding="utf-8")

    class Unset:
        @property
        def settings(self) -> Settings:
            return load(file)

    with pytest.raises(SettingsError):
        load(file)
    checks = examined(Unset(), root)  # type: ignore[arg-type]

    assert [(check.name, check.grade) for check in checks] == [("settings", Grade.WRONG)] * 2
    assert checks[0].said.startswith(f"{file}:2: light.green: 40 is above 27")


def test_the_answer_in_json_has_every_check(crib: BenchCrib) -> None:
    """For a monitoring system."""
    answer = json.loads(crib.cribctl("doctor", "--json").out)
    settings = next(check for check in answer["checks"] if check["name"] == "settings")

    assert answer["ok"] is True
    assert settings == {
        "name": "settings",
        "grade": "well",
        "said": "valid: kiosk kiosk-1 at site A",
        "step": "",
    }
