"""Simulated cabinets: their boards or pins, their bolts, and the hands at their doors."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from drivers.sim.boards import SimBoard
from drivers.sim.boards_latch import Energized, Kind, Latch
from drivers.sim.bus import SimBoards
from drivers.sim.pins import PinLock, SimPins
from drivers.sim.serial_line import SimLine
from kiosk.devices.simulated_inputs import Cable
from kiosk.devices.simulation_requests import DoorAct, SimulatedDevice, ToldError
from kiosk.settings import Board, Lock, Settings
from kiosk.settings_families import channels, has_pin_contacts

HAND_S = 10.0
"""So long somebody pulls at a door that does not open; a strike has to be pulled while it is energized."""
_TRY_S = 0.02


class SimDoor(Protocol):
    """A door with its lock."""

    @property
    def latch(self) -> Latch:
        """Its lock."""

    def settle(self) -> None:
        """Let time pass."""

    def energized(self) -> list[Energized]:
        """Every stretch in which current flowed through its coil; one that lasts ends now."""

    def pull(self, *, force: bool = False) -> bool:
        """Pull at it: whether it is open then."""

    def push(self) -> None:
        """Shut it."""


@dataclass(frozen=True, slots=True)
class BoardDoor:
    """One that hangs on a channel of a board."""

    line: SimLine
    board: SimBoard
    channel: int
    tell: Callable[[bool], None]
    """Told whether it is shut, for a contact that is not the board's."""

    @property
    def latch(self) -> Latch:
        """Its lock."""
        return self.board.locks[self.channel]

    def settle(self) -> None:
        """Let time pass."""
        with self.line.hand():
            self.board.settle(time.monotonic())

    def energized(self) -> list[Energized]:
        """Every stretch in which current flowed through its coil; one that lasts ends now."""
        with self.line.hand():
            every = self.board.energized(time.monotonic())
        return [stretch for stretch in every if stretch.channel == self.channel]

    def pull(self, *, force: bool = False) -> bool:
        """Pull at it: whether it is open then."""
        with self.line.hand():
            opened = self.board.pull(self.channel, time.monotonic(), force=force)
        self.tell(not opened)
        return opened

    def push(self) -> None:
        """Shut it."""
        with self.line.hand():
            self.board.push(self.channel, time.monotonic())
        self.tell(self.latch.shut)


class SimulatedCabinets:
    """The locks of the settings: ``pins`` and ``boards`` lead to them, ``cables`` can be pulled."""

    def __init__(self, settings: Settings, folder: Path, label: Callable[[str], str]) -> None:
        self.pins = SimPins()
        self.boards = dict(settings.board)
        self._far = {name: _board(board) for name, board in self.boards.items() if board.family != "gpio"}
        self._lines: dict[str, SimLine] = {}
        self._labels = {name: label(name) for name in settings.board}
        for mates in _mates({name: settings.board[name] for name in self._far}):
            line = SimLine(folder / f"board-{mates[0]}", SimBoards(self._far[name] for name in mates))
            for name in mates:
                self._lines[name] = line
                self.boards[name] = replace(settings.board[name], device=str(line.link))
        self._doors = {
            cabinet: self._door(lock, settings.board[lock.board])
            for cabinet, lock in settings.lock.items()
            if lock.board in settings.board
        }
        self.cables: dict[str, Cable] = {self._labels[name]: line for name, line in self._lines.items()}

    def _door(self, lock: Lock, board: Board) -> SimDoor:
        if board.family != "gpio":
            line, far = self._lines[lock.board], self._far[lock.board]
            return BoardDoor(line, far, lock.channel, self._contact(lock, board))
        return PinLock(
            self.pins,
            lock.channel,
            lock.contact,
            active_low=board.active_low,
            closed_when_shut=lock.closed_when == "closed",
        )

    def _contact(self, lock: Lock, board: Board) -> Callable[[bool], None]:
        """What a door moves: nothing, or a contact at a pin, where its board reads none."""
        if not has_pin_contacts(board) or lock.contact is None:
            return lambda _shut: None
        pin, closed = self.pins.bcm(lock.contact), lock.closed_when == "closed"
        pin.ground(closed=closed)
        return lambda shut: pin.ground(closed=shut is closed)

    def move(self, cabinet: str, act: DoorAct) -> str:
        """Pull at a door, shut it, or break it open; what came of it.

        Raises:
            ToldError: there is no lock on such a cabinet.
        """
        door = self._doors.get(cabinet)
        if door is None:
            known = ", ".join(self._doors) or "none"
            raise ToldError(
                f"No lock is on cabinet {cabinet!r} in the settings; those that have one: {known}."
            )
        if act is DoorAct.CLOSE:
            door.push()
            return f"{cabinet} is shut."
        if door.pull(force=act is DoorAct.FORCE):
            return f"{cabinet} is open."
        threading.Thread(target=_keep_pulling, args=(door,), name=f"hand at {cabinet}", daemon=True).start()
        return f"{cabinet} is locked; somebody pulls at it for {HAND_S:.0f} s."

    def energized(self, cabinet: str) -> list[Energized]:
        """When current flowed through a cabinet's coil."""
        return self._doors[cabinet].energized()

    def is_on(self, cabinet: str) -> bool:
        """Whether it flows now."""
        self._doors[cabinet].settle()
        return self._doors[cabinet].latch.on

    def shown(self) -> tuple[SimulatedDevice, ...]:
        """How they are."""
        boards = (
            SimulatedDevice(self._labels[name], self.boards[name].family, _plugged(line))
            for name, line in self._lines.items()
        )
        return (
            *boards,
            *(SimulatedDevice(name, "cabinet", _told(door)) for name, door in self._doors.items()),
        )

    def close(self) -> None:
        """Every cable is pulled."""
        for line in self._lines.values():
            line.unplug()


def _board(board: Board) -> SimBoard:
    kind = Kind.STRIKE if board.family in ("lcus", "modbus-relay") else Kind.LATCH
    made = SimBoard(board.family, board.address, channels(board)[1], kind)
    made.low_first = board.low_first
    return made


def _mates(boards: Mapping[str, Board]) -> Iterable[list[str]]:
    """The boards of each line: those that name one device."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for name, board in boards.items():
        lines[board.device].append(name)
    return lines.values()


def _keep_pulling(door: SimDoor) -> None:
    give_up = time.monotonic() + HAND_S
    while not door.pull() and time.monotonic() < give_up:
        time.sleep(_TRY_S)


def _plugged(cable: Cable) -> str:
    return "plugged in" if cable.plugged else "unplugged"


def _told(door: SimDoor) -> str:
    door.settle()
    latch = door.latch
    state = "shut" if latch.shut else "open"
    bolt = "coil burnt" if latch.burnt else "bolt drawn" if latch.is_drawn else "bolt out"
    return f"{state}, {bolt}"
