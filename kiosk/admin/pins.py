"""Numbers and PINs from a sheet, or typed: kept out of sight, and judged before they are used."""

import getpass
import stat
from pathlib import Path

from msgspec.structs import replace

from kiosk.admin.rows import Placed, Reading
from kiosk.admin.sheet import Fault
from kiosk.admin.terminal import CannotError, Terminal
from kiosk.crib.definitions import Person
from kiosk.crib.identity import is_simple

MOST = 100
"""PINs of one import: sealing one takes the attendant some hundredths of a second, and a worker may wait."""
SIMPLE = "is among the first that somebody would try. Choose another."


def guarded(path: Path, reading: Reading) -> Reading:
    """What a file holds; PINs only from one that nobody else may read."""
    people = [placed for placed in reading.things if isinstance(placed.thing, Person)]
    pins = [placed for placed in people if _of(placed).pin]
    faults = tuple(_faults(path, pins))
    warnings = tuple(str(fault) for placed in people for fault in _doubts(placed))
    return replace(reading, faults=(*reading.faults, *faults), warnings=(*reading.warnings, *warnings))


def _of(placed: Placed) -> Person:
    assert isinstance(placed.thing, Person), "only people have PINs"  # noqa: S101
    return placed.thing


def _faults(path: Path, pins: list[Placed]) -> list[Fault]:
    if not pins:
        return []
    faults = []
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        said = f"It holds PINs, and others may read it. Say chmod 600 {path.name}, or use cribctl person pin."
        faults.append(Fault(str(path), 1, "pin", said))
    if len(pins) > MOST:
        said = f"There are {len(pins)} PINs. Import at most {MOST} at a time."
        faults.append(Fault(str(path), 1, "pin", said))
    return faults


def _doubts(placed: Placed) -> list[Fault]:
    person, found = _of(placed), []
    if person.pin and is_simple(person.pin, person.number):
        found.append(placed.fault("pin", f"The PIN of {person.code} {SIMPLE}"))
    if person.number and person.number == person.code:
        said = "The number is the worker's code, too, which lists show. Use another number."
        found.append(placed.fault("number", said))
    return found


def typed(person: str, terminal: Terminal) -> str:
    """A PIN that is typed twice without being seen, or comes as a line of standard input.

    Raises:
        CannotError: the two differ.
    """
    if not terminal.given.isatty():
        return terminal.given.readline().strip()
    first = getpass.getpass(f"New PIN of {person}: ")
    if first != getpass.getpass("Once more: "):
        raise CannotError("The two differ; nothing was changed. Say it again.")
    return first
