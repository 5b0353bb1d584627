"""The whole kiosk in this process, on the example crib: simulated devices, screen, relay, a real broker."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gpiozero.pins.mock import MockFactory
from journey_parts import Devices, settings_in
from textual.pilot import Pilot
from waiting import PATIENCE_S, until

from drivers.sim.reader import SimReader
from drivers.sim.scanner import SimScanner, UinputScanner, plug_in
from kiosk import assembly
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.door import Door
from kiosk.attendant.messages import Status
from kiosk.demo import import_example
from kiosk.devices.machine import Machine
from kiosk.devices.start import start_devices
from kiosk.settings import Settings
from kiosk.store.entry import Entry
from kiosk.store.journal import all_entries

BUZZER = 18
"""Its pin."""


@dataclass(frozen=True, slots=True)
class WholeKiosk:
    """Its parts, as far as a journey touches them."""

    settings: Settings
    attendant: Attendant
    reader: SimReader
    scanner: SimScanner | UinputScanner

    def door(self) -> Door:
        """A door by the socket, as the screen has one."""
        return assembly.socket_door(self.settings)

    def status(self) -> Status:
        """How the attendant says it is."""
        with closing(self.door()) as door:
            return door.status()

    def healthy(self, *said: str) -> None:
        """Wait until the attendant says these of its parts."""
        until(lambda: {*said} <= {part.text for part in self.status().health}, f"health says {said}")

    def journal(self) -> list[Entry]:
        """All of it, by a reader beside the writer."""
        with closing(assembly.reader(self.settings)) as db:
            return list(all_entries(db))


@contextmanager
def whole_kiosk(folder: Path, url: str, pins: MockFactory) -> Iterator[WholeKiosk]:
    """Everything running on the example crib, as `kiosk run` has it but for the hardware."""
    (folder / "relay").mkdir()
    named = Devices(str(folder / "badge0"), str(folder / "scanner0"), BUZZER)
    settings = settings_in(folder, url, named)
    reader, scanner = SimReader(folder / "badge0"), plug_in(folder / "scanner0")
    attendant = assembly.build_attendant(settings)
    with ExitStack() as parts:
        parts.callback(scanner.unplug)
        parts.callback(reader.unplug)
        attendant.start()
        parts.callback(attendant.stop)
        import_example(settings, attendant.door)
        assembly.listen(attendant, settings)
        start_devices(attendant, settings, Machine(scanner.opener, pins))
        assembly.start_relay(attendant, settings)
        kiosk = WholeKiosk(settings, attendant, reader, scanner)
        kiosk.healthy("reader: well", "scanner: well", "broker: up")
        yield kiosk


async def shown(pilot: Pilot[None], condition: Callable[[], object], what: str) -> None:
    """Wait until the screen shows what is named, bounded."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await pilot.pause()
    except TimeoutError:
        raise AssertionError(f"not on the screen in {PATIENCE_S} s: {what}") from None
