"""A kiosk whose devices are simulated: what is at the far end of its own pumps, and the hands at it."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from drivers.keyboard.evdev_pump import InputNode
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import Simulated
from kiosk.devices.badges import badge_number
from kiosk.devices.machine import Machine, label
from kiosk.devices.simulated_cabinets import SimulatedCabinets
from kiosk.devices.simulated_inputs import Cable, Input, simulated_reader, simulated_scanner
from kiosk.devices.simulation_requests import (
    AskSimulated,
    Babble,
    MoveDoor,
    PullCable,
    PutCable,
    ScanCode,
    ShowTags,
    SimRequest,
    SimulatedDevice,
    TapBadge,
    Told,
    ToldError,
    socket_of,
)
from kiosk.devices.simulation_socket import SimulationSocket
from kiosk.settings import Settings

MAX_BABBLE = 10_000_000
MAX_HELD_S = 3600


class Simulation:
    """Every device of the settings, simulated, until `close`; ``settings`` and ``machine`` lead to them.

    The devices lie in a folder beside the attendant's door, the real ones are never touched.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = Path(settings.kiosk.socket).with_suffix(".devices")
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o750)
        self.inputs: dict[str, Input] = {}
        scanners = {name: scanner for name, scanner in settings.scanner.items() if scanner.device}
        readers = {name: reader for name, reader in settings.reader.items() if reader.device}
        for name, reader in readers.items():
            link = self._folder / f"reader-{name}"
            self.inputs[label("reader", name, settings.reader)] = simulated_reader(reader, link)
            readers[name] = replace(reader, device=str(link))
        for name, scanner in scanners.items():
            link = self._folder / f"scanner-{name}"
            self.inputs[label("scanner", name, settings.scanner)] = simulated_scanner(scanner, link)
            scanners[name] = replace(scanner, device=str(link))
        self.cabinets = SimulatedCabinets(
            settings, self._folder, lambda name: label("board", name, settings.board)
        )
        self.settings = replace(
            settings,
            scanner=settings.scanner | scanners,
            reader=settings.reader | readers,
            board=self.cabinets.boards,
        )
        self.machine = Machine(self._open_input, self.cabinets.pins)

    def begin(self, attendant: Attendant) -> None:
        """Say that this is a simulation, and take what `cribctl sim` asks, until the attendant stops."""
        attendant.put(Simulated())
        attendant.add_part(SimulationSocket(socket_of(self.settings), self.do).close)

    def close(self) -> None:
        """Every cable is pulled, and nothing is left."""
        for one in self.inputs.values():
            one.cable.unplug()
        self.cabinets.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def do(self, request: SimRequest) -> Told:
        """Move a hand.

        Raises:
            ToldError: it cannot be done.
        """
        match request:
            case TapBadge(badge, seconds, reader):
                self._tap(_canonical(badge), seconds, reader)
            case ShowTags(epcs, seconds, reader):
                for epc in epcs:
                    self._tap(epc, seconds, reader)
            case ScanCode(code, scanner):
                self._scan(code, scanner)
            case MoveDoor(cabinet, act):
                return Told(ok=True, text=self.cabinets.move(cabinet, act))
            case PullCable(device):
                self._cable(device).unplug()
            case PutCable(device):
                self._cable(device).plug()
            case Babble(device, count):
                self._input(device).babble(min(max(0, count), MAX_BABBLE))
            case AskSimulated():
                return Told(ok=True, devices=self._devices())
        return Told(ok=True)

    def _tap(self, number: str, seconds: float, name: str) -> None:
        if not 0 < seconds <= MAX_HELD_S:
            raise ToldError(f"It is held there for up to {MAX_HELD_S} s, not for {seconds:g}: write --for 1.")
        why = "there is no reader"
        for one in [self._input(name)] if name else self.inputs.values():
            if one.tap is None:
                continue
            try:
                one.tap(number, seconds)
            except ValueError as error:
                why = str(error)
            else:
                return
        raise ToldError(f"No reader here reads that: {why}.")

    def _scan(self, code: str, name: str) -> None:
        scans = [one.scan for one in ([self._input(name)] if name else self.inputs.values()) if one.scan]
        if not scans:
            raise ToldError("There is no scanner in the settings.")
        try:
            scans[0](code)
        except ValueError as error:
            raise ToldError(f"The scanner cannot type that: {error}.") from None

    def _input(self, name: str) -> Input:
        return self.inputs[_the_one(name, self.inputs)]

    def _cable(self, name: str) -> Cable:
        cables = {of: one.cable for of, one in self.inputs.items()} | self.cabinets.cables
        return cables[_the_one(name, cables)]

    def _devices(self) -> tuple[SimulatedDevice, ...]:
        inputs = (SimulatedDevice(name, one.what, _plugged(one.cable)) for name, one in self.inputs.items())
        return (*inputs, *self.cabinets.shown())

    def _open_input(self, path: str) -> InputNode:
        for one in self.inputs.values():
            if one.wedge and one.wedge.path == path:
                return one.wedge.opener(path)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)


def _the_one(name: str, known: Iterable[str]) -> str:
    """The device of that name, or of that section of the settings where it is the only one called so."""
    labels = list(known)
    alike = [one for one in labels if one == name] or [one for one in labels if one.endswith(f" {name}")]
    if len(alike) != 1:
        raise ToldError(f"There is no {name!r} here: name one of {', '.join(alike or labels)}.")
    return alike[0]


def _plugged(cable: Cable) -> str:
    return "plugged in" if cable.plugged else "unplugged"


def _canonical(badge: str) -> str:
    try:
        return badge_number(badge)
    except ValueError as why:
        raise ToldError(str(why)) from None
