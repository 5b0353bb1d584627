"""What `cribctl doctor` looks at on the machine: its kernel, its boot settings, its disk, its clock."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.admin.checks import Check, warning, well, wrong
from kiosk.settings import Settings

MODULES = {"/dev/ttyUSB": "usbserial", "/dev/ttyACM": "cdc_acm", "/dev/crib/": "usbserial"}
"""A serial device's path, and the kernel's module without which there is none such."""
_LOW_MB, _FULL_MB = 1000, 100


def uses_pins(settings: Settings) -> bool:
    """Whether anything hangs on this machine's own pins."""
    light = settings.light
    lamps = settings.buzzer.pin, light.green, light.yellow, light.red
    locks = any(board.family in ("gpio", "lcus") for board in settings.board.values())
    return any(pin is not None for pin in lamps) or bool(settings.bin_light) or locks


def module_checks(settings: Settings, root: Path) -> Iterator[Check]:
    """Whether the kernel knows the serial devices that the settings name."""
    readers = [one.device for one in settings.reader.values() if one.family != "keywedge"]
    scanners = [one.device for one in settings.scanner.values() if one.connection == "serial"]
    paths = [*readers, *scanners, *(one.device for one in settings.board.values())]
    needed = {module for path in paths for begin, module in MODULES.items() if path.startswith(begin)}
    for module in sorted(needed):
        if (root / "sys/module" / module).exists():
            yield well(f"module {module}", "loaded")
        else:
            step = f"modprobe {module}; modules-load.d/kiosk.conf has it loaded at each start."
            yield warning(f"module {module}", "not loaded, so no such serial device can be there", step)


def pin_checks(root: Path, trouble: str) -> Iterator[Check]:
    """Whether pins can be driven, and what becomes of them when the attendant is killed."""
    chips = sorted(chip.name for chip in (root / "dev").glob("gpiochip*"))
    if not chips:
        yield wrong("pins", "this machine has no GPIO", "Leave out the pins, or run it on a Raspberry Pi.")
        return
    if trouble:
        yield wrong("pins", trouble, "Install the package with its extra `pi`.")
    else:
        yield well("pins", f"driven through lgpio: {', '.join(chips)}")
    yield _crash_check(root)


def _crash_check(root: Path) -> Check:
    """Field knowledge: the Pi's kernel leaves an output as it was when its process dies, unless told so."""
    flags = sorted((root / "sys/module").glob("pinctrl_*/parameters/persist_gpio_outputs"))
    if not flags:
        return well("pins after a crash", "the kernel does not say that it keeps outputs driven")
    if all(flag.read_text(encoding="ascii").strip() in ("N", "0") for flag in flags):
        return well("pins after a crash", "outputs are let go when a process dies")
    said = "the kernel keeps outputs driven when a process dies: a coil would stay on until ExecStopPost ran"
    if _is_strict(root):
        return warning(
            "pins after a crash", said, "config.txt has strict_gpiod already: restart the machine."
        )
    step = "Write dtparam=strict_gpiod into /boot/firmware/config.txt, and restart the machine."
    return warning("pins after a crash", said, step)


def _is_strict(root: Path) -> bool:
    for name in ("boot/firmware/config.txt", "boot/config.txt"):
        try:
            lines = (root / name).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        return any(line.replace(" ", "").startswith("dtparam=strict_gpiod") for line in lines)
    return False


def disk_check(folder: Path) -> Check:
    """Whether there is room for what is to be recorded."""
    place = next(each for each in (folder, *folder.parents) if each.exists())
    room = os.statvfs(place)
    return room_check(room.f_bavail * room.f_frsize // 1_000_000, place)


def room_check(free_mb: int, place: Path) -> Check:
    """Whether so many megabytes are enough."""
    said = f"{free_mb} MB free at {place}"
    if free_mb < _FULL_MB:
        return wrong("disk", said, "Make room: nothing is handed out where nothing can be recorded.")
    if free_mb < _LOW_MB:
        return warning("disk", said, "Make room before it is full: journalctl --vacuum-size=100M is a start.")
    return well("disk", said)


def clock_check(synced: Path) -> Check:
    """Whether the clock was set from the network since the start."""
    if synced.exists():
        return well("clock", "set from the network")
    return warning(
        "clock",
        "not set from the network; entries say so, and keep their order",
        "timedatectl shows why; without a network, set it by hand or give the Pi a battery.",
    )
