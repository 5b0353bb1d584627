"""The units: what each process may touch, and that systemd understands all of it."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from waiting import PATIENCE_S

SYSTEMD = Path(__file__).parent.parent / "systemd"
UNITS = ("kiosk-attendant.service", "kiosk-relay.service", "kiosk-screen.service")
KIOSK = "/opt/kiosk/current/bin/kiosk"

with_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def directives(unit: str) -> dict[str, list[str]]:
    """What a unit says: the values of each directive, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (SYSTEMD / unit).read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key].append(value)
    return found


def entries(file: str) -> list[list[str]]:
    """The words of each line of a configuration file that is not a comment."""
    lines = (SYSTEMD / file).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def run(*command: str) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def startable(tmp_path: Path) -> list[str]:
    """Copies of the units whose programs exist on this machine too: systemd-analyze looks for them."""
    for unit in UNITS:
        text = (SYSTEMD / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(re.sub(r"(?m)^(Exec\w+)=\S+", r"\1=/bin/true", text), encoding="utf-8")
    return [str(tmp_path / unit) for unit in UNITS]


@with_systemd
def test_systemd_understands_every_unit(startable: list[str]) -> None:
    """At run time an unknown directive is only a warning, and a right is not what it seems."""
    assert run("systemd-analyze", "verify", "--man=no", *startable) == ""


@with_systemd
@pytest.mark.parametrize(("unit", "exposure"), list(zip(UNITS, ("10", "15", "12"), strict=True)))
def test_no_unit_is_exposed_more_than_its_task_demands(
    startable: list[str], unit: str, exposure: str
) -> None:
    """The score is systemd's own, in tenths: 100 is a process that may do everything."""
    (path,) = [path for path in startable if path.endswith(unit)]

    run("systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={exposure}", path)


@with_systemd
def test_users_and_directories_can_be_made_from_their_files(tmp_path: Path) -> None:
    """Below a root of the test's own; cleaning reads every line and looks up every owner, without rights."""
    (tmp_path / "etc").mkdir()
    run("systemd-sysusers", f"--root={tmp_path}", str(SYSTEMD / "sysusers.d/kiosk.conf"))
    run("systemd-tmpfiles", "--clean", f"--root={tmp_path}", str(SYSTEMD / "tmpfiles.d/kiosk.conf"))

    users = (tmp_path / "etc/passwd").read_text(encoding="utf-8").splitlines()
    assert {user.partition(":")[0] for user in users} == {"kiosk", "kiosk-relay", "kiosk-screen"}


def test_every_process_starts_from_the_installed_release_with_the_one_settings_file() -> None:
    """A new release is switched to by one symbolic link, so no unit names a version."""
    commands = [directives(unit)["ExecStart"] for unit in UNITS]

    assert commands == [
        [f"{KIOSK} attendant --config /etc/kiosk/kiosk.toml"],
        [f"{KIOSK} relay --config /etc/kiosk/kiosk.toml"],
        [
            "/usr/bin/cage -d -- /usr/bin/foot --config /etc/kiosk/foot.ini --"
            f" {KIOSK} screen --config /etc/kiosk/kiosk.toml"
        ],
    ]


def test_whatever_the_attendant_energized_is_switched_off_when_it_has_ended_in_any_way() -> None:
    """ExecStopPost= runs after a crash and after a start that failed, too."""
    python = f"{Path(KIOSK).parent}/python"
    off = f"{python} -m kiosk.devices.off --config /etc/kiosk/kiosk.toml"
    assert directives(UNITS[0])["ExecStopPost"] == [off]


def test_the_attendant_has_devices_and_no_network() -> None:
    """It alone hears the scanner, so nobody may reach it but through its socket."""
    attendant = directives(UNITS[0])

    assert attendant["PrivateNetwork"] == ["yes"]
    assert attendant["RestrictAddressFamilies"] == ["AF_UNIX"]
    assert attendant["DevicePolicy"] == ["closed"]
    assert "PrivateDevices" not in attendant
    assert "char-input r" in attendant["DeviceAllow"]


def test_the_attendant_can_learn_which_board_it_runs_on() -> None:
    """A process that sees only process ids in /proc has no GPIO."""
    assert "ProcSubset" not in directives(UNITS[0])


def test_the_attendant_is_watched_and_comes_back() -> None:
    """A hung loop is a crash; settings that cannot be read are not tried again."""
    attendant = directives(UNITS[0])

    assert (attendant["Type"], attendant["WatchdogSec"]) == (["notify"], ["20"])
    assert (attendant["Restart"], attendant["StartLimitIntervalSec"]) == (["on-failure"], ["0"])
    assert attendant["RestartPreventExitStatus"] == ["2"]


def test_the_database_is_the_attendants_to_write_and_its_groups_to_read() -> None:
    """0750 and 0027 are what lets the relay read a WAL database and nobody else."""
    attendant = directives(UNITS[0])

    assert (attendant["User"], attendant["Group"], attendant["UMask"]) == (["kiosk"], ["kiosk"], ["0027"])
    assert (attendant["StateDirectory"], attendant["StateDirectoryMode"]) == (["kiosk"], ["0750"])
    assert (attendant["RuntimeDirectory"], attendant["RuntimeDirectoryMode"]) == (["kiosk"], ["0750"])


def test_the_gpio_library_works_in_a_directory_that_it_may_write() -> None:
    """Importing lgpio makes a FIFO there, and changes to it."""
    attendant = directives(UNITS[0])

    assert attendant["WorkingDirectory"] == ["/run/kiosk"]
    assert {"LG_WD=/run/kiosk", "GPIOZERO_PIN_FACTORY=lgpio"} <= set(attendant["Environment"])


def test_the_relay_has_the_network_and_only_looks_at_the_journal() -> None:
    """No device, one directory of its own, and the crib's read-only."""
    relay = directives(UNITS[1])

    assert relay["PrivateDevices"] == ["yes"]
    assert "DeviceAllow" not in relay
    assert relay["RestrictAddressFamilies"] == ["AF_UNIX AF_INET AF_INET6"]
    assert "PrivateNetwork" not in relay
    assert (relay["StateDirectory"], relay["ReadOnlyPaths"]) == (["kiosk-relay"], ["-/var/lib/kiosk"])
    assert (relay["User"], relay["SupplementaryGroups"]) == (["kiosk-relay"], ["kiosk"])


def test_the_screen_has_a_socket_and_neither_database_nor_ip() -> None:
    """Its group could read the database: so the unit has no /var/lib at all."""
    screen = directives(UNITS[2])

    assert screen["TemporaryFileSystem"] == ["/var/lib:ro"]
    assert "/var/lib/kiosk" not in (SYSTEMD / UNITS[2]).read_text(encoding="utf-8")
    assert "StateDirectory" not in screen
    assert screen["IPAddressDeny"] == ["any"]
    assert screen["RestrictAddressFamilies"] == ["AF_UNIX AF_NETLINK"]
    assert "PrivateNetwork" not in screen


def test_the_screen_opens_the_display_and_no_reader() -> None:
    """Touch comes from seatd; a PAM session would take the program out of this unit's limits."""
    screen = directives(UNITS[2])

    assert screen["DeviceAllow"] == ["char-drm rw"]
    assert "PAMName" not in screen
    assert "LIBSEAT_BACKEND=seatd" in screen["Environment"]


@pytest.mark.parametrize("unit", UNITS)
def test_every_process_keeps_its_own_name_and_no_power(unit: str) -> None:
    """The door reads roles from peers' groups: PrivateUsers= would make every peer nobody."""
    said = directives(unit)

    assert "PrivateUsers" not in said
    assert (said["CapabilityBoundingSet"], said["NoNewPrivileges"]) == ([""], ["yes"])
    assert said["ProtectSystem"] == ["strict"]


def test_every_user_and_group_of_a_unit_is_made() -> None:
    """A unit does not start while one of its groups is missing."""
    made = {words[1] for words in entries("sysusers.d/kiosk.conf")}
    for said in map(directives, UNITS):
        named = " ".join(said["User"] + said["Group"] + said["SupplementaryGroups"]).split()
        assert set(named) <= made

    assert {"kiosk-admin", "kiosk-auditor"} <= made


def test_the_brokers_secrets_are_for_the_relay_alone() -> None:
    """The settings are for all to read, the files that they name are not."""
    assert ["d", "/etc/kiosk/broker", "0750", "root", "kiosk-relay", "-"] in entries("tmpfiles.d/kiosk.conf")


def test_serial_classes_that_the_attendant_may_open_are_registered_before_it_starts() -> None:
    """DeviceAllow=char-X is looked up once, at start: a class whose module comes later stays shut."""
    classes = {allowed.split()[0] for allowed in directives(UNITS[0])["DeviceAllow"]}
    modules = {words[0] for words in entries("modules-load.d/kiosk.conf")}

    assert {"char-ttyUSB": "usbserial", "char-ttyACM": "cdc_acm"}.keys() <= classes
    assert {"usbserial", "cdc_acm"} <= modules
    assert not classes & {"char-ttyS", "char-hidraw", "char-tty", "char-usb_device"}
