"""Simulated scanners and readers, set up as the settings say."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from drivers.badges import em4100
from drivers.keyboard.keys import EV_KEY, EV_SYN, SYN_REPORT
from drivers.keyboard.keywedge import KeyEvent, Terminator
from drivers.sim.reader import SimReader
from drivers.sim.readers import check_reads, simulated
from drivers.sim.scanner import SimScanner
from drivers.sim.serial_line import Mute, SimLine
from kiosk.settings import Reader, Scanner

_ENDS = {"enter": Terminator.ENTER, "tab": Terminator.TAB, "silence": Terminator.SILENCE}
_ENDS |= {"any": Terminator.ENTER}
_SERIAL_ENDS = {"enter": "\r", "tab": "\t", "silence": "", "any": "\r"}
_KEYS = (*range(59, 69), 28)
"""F1 to F10, and Enter."""


class Cable(Protocol):
    """What can be pulled and put back."""

    @property
    def plugged(self) -> bool:
        """Whether it is in."""

    def plug(self) -> None:
        """Put it back."""

    def unplug(self) -> None:
        """Pull it."""


@dataclass(frozen=True, slots=True)
class Input:
    """A simulated scanner or reader."""

    what: str
    cable: Cable
    babble: Callable[[int], None]
    """Send so many bytes, or press so many keys, at random."""
    scan: Callable[[str], None] | None = None
    tap: Callable[[str, float], None] | None = None
    wedge: SimScanner | None = None
    """Where it types: what its pump opens."""


def simulated_scanner(scanner: Scanner, link: Path) -> Input:
    """A scanner that is to be found at ``link``."""
    if scanner.connection == "serial":
        return _serial_scanner(scanner, link)
    device = SimScanner(str(link))

    def scan(text: str) -> None:
        device.scan(_dressed(scanner, text), scanner.layout, _ENDS[scanner.terminator])

    return Input("scanner that types", device, lambda count: _mash(device, count), scan=scan, wedge=device)


def _serial_scanner(scanner: Scanner, link: Path) -> Input:
    line = SimLine(link, Mute())

    def scan(text: str) -> None:
        line.pour((_dressed(scanner, text) + _SERIAL_ENDS[scanner.terminator]).encode())

    return Input("serial scanner", line, lambda count: line.pour(os.urandom(count)), scan=scan)


def simulated_reader(reader: Reader, link: Path) -> Input:
    """A reader of badges or tags that is to be found at ``link``."""
    if reader.family == "keywedge":
        device = SimScanner(str(link))

        def type_in(number: str, _seconds: float) -> None:
            check_reads(reader.family, number)
            typed = (
                number.rpartition(":")[2] if number.startswith("keywedge:") else em4100.forms(number)["dez10"]
            )
            device.scan(typed, reader.layout)

        return Input("keywedge", device, lambda count: _mash(device, count), tap=type_in, wedge=device)
    line = SimReader(link, simulated(reader.family, address=reader.address, baud=reader.baud))

    def tap(number: str, seconds: float) -> None:
        check_reads(reader.family, number)
        line.tap(number, seconds)

    return Input(reader.family, line, lambda count: line.pour(os.urandom(count)), tap=tap)


def _dressed(scanner: Scanner, text: str) -> str:
    sent = text.replace("\x1d", scanner.group_separator or "\x1d")
    return f"{scanner.prefix}{sent}{scanner.suffix}"


def _mash(device: SimScanner, count: int) -> None:
    """Press keys that type nothing, and Enter now and then."""
    for _ in range(count):
        key = secrets.choice(_KEYS)
        down, up = (KeyEvent(EV_KEY, key, value, device.now()) for value in (1, 0))
        device.press([down, up, KeyEvent(EV_SYN, SYN_REPORT, 0, device.now())])
