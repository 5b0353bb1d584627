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
                held = self._tap(_canonical(badge), seconds, reader)
                return _done(f"A badge is held to {held} for {seconds:g} s.")
            case ShowTags(epcs, seconds, reader):
                readers = {self._tap(epc, seconds, reader) for epc in epcs}
                return _done(f"Tags before {' and '.join(sorted(readers))} for {seconds:g} s: {len(epcs)}.")
            case ScanCode(code, scanner):
                return _done(f"Scanned by {self._scan(code, scanner)}.")
            case MoveDoor(cabinet, act):
                return _done(self.cabinets.move(cabinet, act))
            case PullCable(device):
                name, cable = self._cable(device)
                cable.unplug()
                return _done(f"{name} is unplugged.")
            case PutCable(device):
                name, cable = self._cable(device)
                cable.plug()
                return _done(f"{name} is plugged in.")
            case Babble(device, count):
                return _done(f"{self._babble(device, count)} babbled: {count}.")
            case AskSimulated():
                return Told(ok=True, devices=self._devices())

    def _tap(self, number: str, seconds: float, name: str) -> str:
        """Hold it to the first reader that reads it; which one that is."""
        if not 0 < seconds <= MAX_HELD_S:
            raise ToldError(f"It is held there for up to {MAX_HELD_S} s, not for {seconds:g}: write --for 1.")
        readers = {of: one.tap for of, one in self.inputs.items() if one.tap}
        whys = list[str]()
        for of in [_the_one(name, readers)] if name else readers:
            try:
                self._check_plugged(of)
                readers[of](number, seconds)
            except ValueError as error:
                whys.append(str(error))
            else:
                return of
        raise ToldError(f"No reader here reads that: {'; '.join(whys) or 'there is none in the settings'}.")

    def _scan(self, code: str, name: str) -> str:
        scanners = {of: one.scan for of, one in self.inputs.items() if one.scan}
        if not scanners:
            raise ToldError("There is no scanner in the settings.")
        if not code:
            raise ToldError("There is nothing to scan: write a code.")
        of = _the_one(name, scanners) if name else next(iter(scanners))
        try:
            self._check_plugged(of)
            scanners[of](code)
        except ValueError as error:
            raise ToldError(f"The scanner cannot send that: {error}.") from None
        return of

    def _babble(self, name: str, count: int) -> str:
        of = _the_one(name, self.inputs)
        if not 1 <= count <= MAX_BABBLE:
            raise ToldError(f"It babbles 1 to {MAX_BABBLE} bytes, not {count}: write --bytes 1000.")
        try:
            self._check_plugged(of)
        except ValueError as error:
            raise ToldError(f"Nobody would hear it: {error}.") from None
        self.inputs[of].babble(count)
        return of

    def _check_plugged(self, name: str) -> None:
        """What an unplugged device says reaches nobody."""
        if not self.inputs[name].cable.plugged:
            raise ValueError(f"{name} is unplugged; cribctl sim plug '{name}' puts it back")

    def _cable(self, name: str) -> tuple[str, Cable]:
        cables = {of: one.cable for of, one in self.inputs.items()} | self.cabinets.cables
        of = _the_one(name, cables)
        return of, cables[of]

    def _devices(self) -> tuple[SimulatedDevice, ...]:
        inputs = (SimulatedDevice(name, one.what, _plugged(one.cable)) for name, one in self.inputs.items())
        return (*inputs, *self.cabinets.shown())

    def _open_input(self, path: str) -> InputNode:
        for one in self.inputs.values():
            if one.wedge and one.wedge.path == path:
                return one.wedge.opener(path)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)


def _the_one(name: str, known: Iterable[str]) -> str:
    """The device of that name, or the only one of that kind, or of that section of the settings."""
    labels = list(known)
    alike = [one for one in labels if one == name] or [one for one in labels if name in one.split(" ", 1)]
    if len(alike) == 1:
        return alike[0]
    said = f"More than one is called {name!r}" if alike else f"There is no {name!r} here"
    raise ToldError(f"{said}: name one of {', '.join(alike or labels)}.")


def _done(text: str) -> Told:
    return Told(ok=True, text=text)


def _plugged(cable: Cable) -> str:
    return "plugged in" if cable.plugged else "unplugged"


def _canonical(badge: str) -> str:
    try:
        return badge_number(badge)
    except ValueError as why:
        raise ToldError(str(why)) from None
