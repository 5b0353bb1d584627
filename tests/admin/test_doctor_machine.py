"""What `cribctl doctor` finds on the machine itself: disk, clock, kernel modules, pins."""

from pathlib import Path

import pytest

from kiosk.admin.checks import Grade
from kiosk.admin.machine_checks import clock_check, module_checks, pin_checks, room_check, uses_pins
from kiosk.settings import BinLight, Board, Buzzer, Reader, Settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files of a machine: none but what a test puts there."""
    return tmp_path


def put(root: Path, path: str, text: str = "") -> None:
    """Write a file of the machine."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("free", "grade"), [(99, Grade.WRONG), (100, Grade.WARNING), (999, Grade.WARNING), (1000, Grade.WELL)]
)
def test_a_disk_that_fills_is_said_before_it_is_full(free: int, grade: Grade) -> None:
    """What cannot be recorded is not handed out."""
    assert room_check(free, Path("/var/lib/kiosk")).grade is grade


def test_a_clock_that_nobody_set_is_a_warning(root: Path) -> None:
    """The order of entries does not hang on it."""
    assert clock_check(root / "synced").grade is Grade.WARNING
    put(root, "synced")
    assert clock_check(root / "synced").grade is Grade.WELL


def test_modules_are_asked_for_by_the_paths_of_serial_devices(root: Path) -> None:
    """A scanner that types needs none of them."""
    settings = Settings(reader={"a": Reader(device="/dev/ttyACM0"), "b": Reader(device="/dev/ttyUSB1")})
    put(root, "sys/module/cdc_acm/refcnt")
    checks = list(module_checks(settings, root))

    assert [(check.name, check.grade) for check in checks] == [
        ("module cdc_acm", Grade.WELL),
        ("module usbserial", Grade.WARNING),
    ]
    assert checks[1].step.startswith("modprobe usbserial; ")
    assert list(module_checks(Settings(reader={"a": Reader(device="")}), root)) == []


def test_a_machine_without_gpio_cannot_have_pins(root: Path) -> None:
    """A lamp that is named in the settings of a laptop."""
    (check,) = pin_checks(root, "")

    assert (check.grade, check.said) == (Grade.WRONG, "this machine has no GPIO")


def test_a_missing_pin_library_is_named(root: Path) -> None:
    """The error of the attendant would come with the first beep."""
    put(root, "dev/gpiochip0")

    assert next(pin_checks(root, "lgpio is not installed")).grade is Grade.WRONG


@pytest.mark.parametrize(
    ("flag", "config", "grade", "step"),
    [
        (None, "", Grade.WELL, ""),
        ("N", "", Grade.WELL, ""),
        ("Y", "arm_64bit=1\n", Grade.WARNING, "Write dtparam=strict_gpiod into"),
        ("Y", "dtparam=strict_gpiod\n", Grade.WARNING, "config.txt has strict_gpiod already"),
        ("Y", "#dtparam=strict_gpiod\n", Grade.WARNING, "Write dtparam=strict_gpiod into"),
    ],
)
def test_a_kernel_that_keeps_outputs_driven_after_a_crash_is_a_warning(
    root: Path, flag: str | None, config: str, grade: Grade, step: str
) -> None:
    """A coil that was energized when the attendant was killed stays so until the unit's own line has run."""
    put(root, "dev/gpiochip0")
    put(root, "boot/firmware/config.txt", config)
    if flag:
        put(root, "sys/module/pinctrl_rp1/parameters/persist_gpio_outputs", f"{flag}\n")
    pins, crash = pin_checks(root, "")

    assert pins.said == "driven through lgpio: gpiochip0"
    assert (crash.grade, crash.step.startswith(step)) == (grade, True)


@pytest.mark.parametrize(
    ("settings", "uses"),
    [
        (Settings(), False),
        (Settings(buzzer=Buzzer(pin=18)), True),
        (Settings(bin_light={"A": BinLight()}), True),
        (Settings(board={"main": Board()}), True),
        (Settings(board={"main": Board(family="cu16", device="/dev/l")}), False),
    ],
)
def test_pins_are_looked_at_where_the_settings_name_some(settings: Settings, uses: bool) -> None:
    """A kiosk without lamps or relays needs no GPIO."""
    assert uses_pins(settings) is uses
