"""The udev rules: which device gets which name, read as udev reads them, and what the system loads for it."""

import re
import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from waiting import PATIENCE_S

SYSTEMD = Path(__file__).parent.parent / "systemd"
FILE = SYSTEMD / "udev" / "60-kiosk.rules"
RULES = FILE.read_text(encoding="utf-8")
UNIT = (SYSTEMD / "kiosk-attendant.service").read_text(encoding="utf-8")
MODULES = (SYSTEMD / "modules-load.d" / "kiosk.conf").read_text(encoding="utf-8")
UDEV_PART = re.compile(r'(?P<key>[A-Z]+(?:\{[A-Za-z_.]+\})?)(?P<does>==|!=|=|\+=)"(?P<value>[^"]*)"')
CHIPS = {"0403": "ftdi_sio", "10c4": "cp210x", "1a86": "ch341", "067b": "pl2303"}
"""A serial adapter's vendor, and the kernel's driver of its chips."""


def run(*words: str) -> str:
    """The output of udevadm, which must succeed."""
    done = subprocess.run(
        ["udevadm", *words], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def rules() -> list[str]:
    """The rules without comments."""
    return [line for line in RULES.splitlines() if line and not line.startswith("#")]


def named(device: dict[str, str]) -> dict[str, str]:
    """What the rules assign to a device: udev's way of reading, as far as these rules go."""
    device, wanted = {**device}, ""
    for rule in rules():
        parts = [part for part in map(UDEV_PART.fullmatch, rule.split(", ")) if part]
        if wanted and f'LABEL="{wanted}"' != rule:
            continue
        wanted = ""
        if all(_matches(device, part) for part in parts if part["does"] in ("==", "!=")):
            made = {part["key"]: part["value"] for part in parts if part["does"] in ("=", "+=")}
            device |= {key: value for key, value in made.items() if key != "LABEL"}
            wanted = device.pop("GOTO", "")
    return device


def _matches(device: dict[str, str], part: re.Match[str]) -> bool:
    said = device.get(part["key"], "")
    fits = any(fnmatchcase(said, pattern) for pattern in part["value"].split("|"))
    return fits == (part["does"] == "==")


def keyboard(vendor: str, product: str, **more: str) -> dict[str, str]:
    """A USB device that types."""
    return {
        "SUBSYSTEM": "input",
        "KERNEL": "event5",
        "ENV{ID_INPUT_KEYBOARD}": "1",
        "ATTRS{idVendor}": vendor,
        "ATTRS{idProduct}": product,
        **more,
    }


def adapter(vendor: str, product: str, **more: str) -> dict[str, str]:
    """A USB serial device."""
    usb = {"ATTRS{idVendor}": vendor, "ATTRS{idProduct}": product}
    return {"SUBSYSTEM": "tty", "KERNEL": "ttyUSB3", **usb, **more}


def link(device: dict[str, str]) -> str:
    """The name that a device gets below /dev; empty where it gets none."""
    return re.sub(r"\$env\{(\w+)\}", lambda env: device[f"ENV{{{env[1]}}}"], device.get("SYMLINK", ""))


def test_every_udev_rule_is_matches_and_assignments_with_commas_between() -> None:
    """The rules' compiler skips a line that it does not understand, and the device has no name."""
    for line in rules():
        assert all(UDEV_PART.fullmatch(part) for part in line.split(", ")), line


@pytest.mark.skipif(shutil.which("udevadm") is None, reason="udevadm is not installed")
def test_udev_itself_finds_no_fault_in_the_rules() -> None:
    """The reading above is ours; this is udev's own, from version 254 on."""
    if int(re.findall(r"\d+", run("--version"))[0]) >= 254:
        run("verify", "--resolve-names=never", str(FILE))


@pytest.mark.parametrize(
    ("device", "name"),
    [
        (keyboard("05e0", "1200"), "crib/scanner0"),
        (keyboard("0c2e", "0b81"), "crib/scanner0"),
        (keyboard("1eab", "1303"), "crib/scanner0"),
        (keyboard("09d8", "0410"), "crib/badge0"),
        (adapter("05e0", "1701"), "crib/scanner0"),
        (adapter("1eab", "1306"), "crib/scanner0"),
        (adapter("0403", "6001"), "crib/badge0"),
        (adapter("10c4", "ea60"), "crib/badge0"),
        (adapter("1a86", "7523"), "crib/badge0"),
        (adapter("067b", "2303"), "crib/badge0"),
    ],
)
def test_a_known_device_gets_the_name_of_its_role(device: dict[str, str], name: str) -> None:
    """It is the default of the settings, so the usual kiosk needs no line about it."""
    assert link(named(device)) == name


@pytest.mark.parametrize(
    "device",
    [
        keyboard("046d", "c31c"),
        adapter("2c7c", "0125"),
        {"SUBSYSTEM": "tty", "KERNEL": "ttyAMA0"},
        {"SUBSYSTEM": "tty", "KERNEL": "tty1", "ENV{KIOSK_ROLE}": "badge"},
        keyboard("05e0", "1200", ACTION="remove"),
        {**keyboard("05e0", "1200"), "ENV{ID_INPUT_KEYBOARD}": ""},
    ],
    ids=["a keyboard", "a modem", "the header's line", "a console", "what was pulled", "its other node"],
)
def test_what_nobody_named_is_left_alone(device: dict[str, str]) -> None:
    """A technician's keyboard must go on typing, a modem go on dialing."""
    assert named(device) == device


@pytest.mark.parametrize(
    ("device", "name"),
    [
        (
            keyboard("05e0", "1200", **{"ENV{KIOSK_ROLE}": "scanner", "ENV{KIOSK_NUMBER}": "1"}),
            "crib/scanner1",
        ),
        (adapter("1a86", "7523", **{"ENV{KIOSK_ROLE}": "locks"}), "crib/locks0"),
        ({"SUBSYSTEM": "tty", "KERNEL": "ttyAMA0", "ENV{KIOSK_ROLE}": "badge"}, "crib/badge0"),
    ],
)
def test_a_role_that_this_machines_own_file_gives_stands(device: dict[str, str], name: str) -> None:
    """Of two alike devices only the port tells which is which: see the examples in the rules."""
    assert link(named(device)) == name


def test_the_examples_for_this_machines_own_file_are_rules() -> None:
    """They are there to be copied."""
    examples = [line[4:] for line in RULES.splitlines() if line.startswith("#   SUBSYSTEM")]

    assert len(examples) == 3
    assert all(UDEV_PART.fullmatch(part) for line in examples for part in line.split(", "))
    assert all("ENV{KIOSK_ROLE}=" in line for line in examples)


def test_what_types_is_kept_from_the_screen_and_what_talks_from_modem_managers() -> None:
    """Between plugging in and the attendant's grab, no scan may type into the terminal."""
    scanner, board = named(keyboard("05e0", "1200")), named(adapter("1a86", "7523"))

    assert scanner["ENV{LIBINPUT_IGNORE_DEVICE}"] == "1"
    assert board["ENV{ID_MM_DEVICE_IGNORE}"] == "1"
    assert "ENV{LIBINPUT_IGNORE_DEVICE}" not in board


@pytest.mark.parametrize(
    ("device", "group"), [(keyboard("05e0", "1200"), "input"), (adapter("1a86", "7523"), "dialout")]
)
def test_the_attendant_may_open_what_the_rules_name(device: dict[str, str], group: str) -> None:
    """The node's group is one of the unit's own."""
    groups = " ".join(re.findall(r"(?m)^SupplementaryGroups=(.*)", UNIT)).split()
    told = named(device)

    assert (told["GROUP"], told["MODE"], told["TAG"]) == (group, "0660", "systemd")
    assert group in groups


def test_every_label_that_a_rule_goes_to_lies_ahead() -> None:
    """The rules go forward only: a label behind or missing ends the file there."""
    for jump in re.finditer(r'GOTO="(\w+)"', RULES):
        assert f'LABEL="{jump[1]}"' in RULES[jump.end() :]


def test_every_adapter_that_the_rules_name_has_its_driver_loaded() -> None:
    """A kernel without one is known at boot, and not when the reader stays silent."""
    modules = {line for line in MODULES.splitlines() if line and line[0] != "#"}

    assert {vendor for vendor in CHIPS if f'=="{vendor}"' in RULES} == CHIPS.keys()
    assert modules == {"usbserial", "cdc_acm", *CHIPS.values()}
