"""Locks of cabinets, as the settings name them: boards that run, or are tried again until they do."""

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Final

from drivers.locks.bank import Bank, Inputs
from drivers.locks.doors import Doors
from drivers.locks.gpio import Contacts, GpioBank
from drivers.locks.off import line_off
from drivers.locks.supply import Supply
from drivers.messages import Door
from drivers.pump import Presence
from drivers.serial_pump import SerialPump
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import DoorEvent
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode
from kiosk.devices.machine import LOOP_S, Machine, deliver, label, presence
from kiosk.devices.meaning import door_event
from kiosk.devices.wiring import GPIO, fittings, line_of, lock_flaws
from kiosk.settings import PIN_CONTACTS, Board, Settings

GPIO_LOOP_S: Final = 3.0
"""Nothing else switches a coil off there: this thread must be alive."""


@dataclass(frozen=True, slots=True)
class Worked:
    """The locks of a board, as the desk tells them; see kiosk.attendant.cabinets.Locks."""

    doors: Doors
    wake: Callable[[], None]

    def unlock(self, cabinet: CabinetCode) -> None:
        """Energize a coil, once; from here on its age counts."""
        self.doors.unlock(cabinet, time.monotonic())
        self.wake()

    def lock(self, cabinet: CabinetCode) -> None:
        """Let a coil go."""
        self.doors.lock(cabinet, time.monotonic())
        self.wake()


def start_locks(attendant: Attendant, settings: Settings, machine: Machine) -> None:
    """Open every board that has locks; it need not be there yet. A lock that cannot work is said."""
    flaws = dict(lock_flaws(settings))
    for code, why in flaws.items():
        attendant.put(DoorEvent(CabinetCode(code), Sign.GONE, why))
    supplies: defaultdict[str, Supply] = defaultdict(Supply)
    for name, board in settings.board.items():
        fitted = {c: lock for c, lock in settings.lock.items() if lock.board == name and c not in flaws}
        if fitted:
            doors = Doors(fittings(board, fitted), supplies[board.supply], partial(_tell, attendant))
            start = _start_gpio if board.family == GPIO else _start_serial
            worked = start(attendant, label("board", name, settings.board), board, doors, machine)
            for code in fitted:
                attendant.locks.attach(CabinetCode(code), worked)


def _tell(attendant: Attendant, cabinet: str, door: Door) -> None:
    attendant.put(door_event(door, cabinet))


def _present(attendant: Attendant, name: str, doors: Doors) -> Presence:
    """A board that goes takes its locks along."""
    say = presence(attendant, name)

    def told(ok: bool, why: str) -> None:  # noqa: FBT001
        if not ok:
            doors.lost(why)
        say(ok, why)

    return told


def _start_gpio(attendant: Attendant, name: str, board: Board, doors: Doors, machine: Machine) -> Worked:
    bank = GpioBank(
        name,
        doors,
        _present(attendant, name, doors),
        deliver(attendant, name),
        active_low=board.active_low,
        pins=machine.pins,
    )
    bank.start()
    attendant.add_part(bank.stop)
    attendant.add_loop(name, bank.beat, GPIO_LOOP_S)
    return Worked(doors, bank.wake)


def _start_serial(attendant: Attendant, name: str, board: Board, doors: Doors, machine: Machine) -> Worked:
    line, pins = line_of(name, board), ExitStack()
    inputs = _pin_contacts(doors, machine, pins) if board.family in PIN_CONTACTS else None
    pump = SerialPump(
        name,
        line.port,
        Bank(line.board, doors, inputs).begin,
        deliver(attendant, name),
        _present(attendant, name, doors),
        baud=line.baud,
    )

    def stop() -> None:
        with pins:
            pump.stop()
            line_off(line)

    pump.start()
    attendant.add_part(stop)
    attendant.add_loop(name, pump.beat, LOOP_S)
    return Worked(doors, pump.wake)


def _pin_contacts(doors: Doors, machine: Machine, parts: ExitStack) -> Inputs:
    """Contacts on this machine's pins; where there are none, no contact can be read."""
    from gpiozero import GPIOZeroError

    pins = [fitting.contact for fitting in doors.fittings.values()]
    try:
        with ExitStack() as opened:
            contacts = Contacts(pins, machine.pins, opened)
            parts.push(opened.pop_all())
    except (GPIOZeroError, ImportError, OSError):
        return lambda _: None
    return contacts.read
