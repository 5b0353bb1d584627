"""Locks of cabinets, as the settings name them: boards that run, or are tried again until they do."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Final

from drivers.conversation import Conversation
from drivers.locks.bank import Bank, Inputs
from drivers.locks.bus import Bus
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
from kiosk.settings import Board, Settings
from kiosk.settings_families import has_pin_contacts

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


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A board that has locks."""

    name: str
    board: Board
    doors: Doors


def start_locks(attendant: Attendant, settings: Settings, machine: Machine) -> None:
    """Open every board that has locks; it need not be there yet. A lock that cannot work is said."""
    flaws = dict(lock_flaws(settings))
    for code, why in flaws.items():
        attendant.put(DoorEvent(CabinetCode(code), Sign.GONE, why))
    supplies: defaultdict[str, Supply] = defaultdict(Supply)
    lines: defaultdict[str, list[_Fitted]] = defaultdict(list)
    for name, board in settings.board.items():
        locks = {c: lock for c, lock in settings.lock.items() if lock.board == name and c not in flaws}
        if locks:
            doors = Doors(fittings(board, locks), supplies[board.supply], partial(_tell, attendant))
            fitted = _Fitted(label("board", name, settings.board), board, doors)
            if board.family == GPIO:
                _attach(attendant, fitted, _start_gpio(attendant, fitted, machine))
            else:
                lines[board.device].append(fitted)
    for mates in lines.values():
        wake = _start_line(attendant, mates, machine)
        for fitted in mates:
            _attach(attendant, fitted, wake)


def _attach(attendant: Attendant, fitted: _Fitted, wake: Callable[[], None]) -> None:
    worked = Worked(fitted.doors, wake)
    for code in fitted.doors.fittings:
        attendant.locks.attach(CabinetCode(code), worked)


def _tell(attendant: Attendant, cabinet: str, door: Door) -> None:
    attendant.put(door_event(door, cabinet))


def _present(attendant: Attendant, mates: Sequence[_Fitted]) -> Presence:
    """A line that goes takes its boards and their locks along; of several, each says when it is back."""
    says = [(fitted.doors, presence(attendant, fitted.name)) for fitted in mates]

    def told(ok: bool, why: str) -> None:  # noqa: FBT001
        for doors, say in says:
            if not ok:
                doors.lost(why)
            if not ok or len(says) == 1:
                say(ok, why)

    return told


def _start_gpio(attendant: Attendant, fitted: _Fitted, machine: Machine) -> Callable[[], None]:
    bank = GpioBank(
        fitted.name,
        fitted.doors,
        _present(attendant, [fitted]),
        deliver(attendant, fitted.name),
        active_low=fitted.board.active_low,
        pins=machine.pins,
    )
    bank.start()
    attendant.add_part(bank.stop)
    attendant.add_loop(fitted.name, bank.beat, GPIO_LOOP_S)
    return bank.wake


def _start_line(attendant: Attendant, mates: Sequence[_Fitted], machine: Machine) -> Callable[[], None]:
    """One opening of the line for all of its boards."""
    pins = ExitStack()
    lines = [line_of(fitted.name, fitted.board) for fitted in mates]
    banks = [
        Bank(
            line.board,
            fitted.doors,
            _pin_contacts(fitted.doors, machine, pins) if has_pin_contacts(fitted.board) else None,
            shared=len(mates) > 1,
        )
        for fitted, line in zip(mates, lines, strict=True)
    ]
    told = [presence(attendant, fitted.name) for fitted in mates]
    talk: Callable[[], Conversation] = (
        Bus(zip(banks, told, strict=True)).begin if banks[1:] else banks[0].begin
    )
    name = ", ".join(fitted.name for fitted in mates)
    pump = SerialPump(
        name,
        lines[0].port,
        talk,
        deliver(attendant, name),
        _present(attendant, mates),
        baud=lines[0].baud,
    )

    def stop() -> None:
        with pins:
            pump.stop()
            line_off(lines)

    pump.start()
    attendant.add_part(stop)
    attendant.add_loop(name, pump.beat, LOOP_S)
    return pump.wake


def _pin_contacts(doors: Doors, machine: Machine, parts: ExitStack) -> Inputs:
    """Contacts on this machine's pins; where there are none, no contact can be read."""
    pins = [fitting.contact for fitting in doors.fittings.values()]
    try:
        with ExitStack() as opened:
            contacts = Contacts(pins, machine.pins, opened)
            parts.push(opened.pop_all())
    except Exception:  # noqa: BLE001 - lgpio.error is no other class; each of its locks says what follows
        return lambda _: None
    return contacts.read
