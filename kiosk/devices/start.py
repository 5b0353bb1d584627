"""Opens every device that the settings name, but a board without locks."""

from kiosk.attendant.daemon import Attendant
from kiosk.devices import wired
from kiosk.devices.lights import start_lights
from kiosk.devices.locks import start_locks
from kiosk.devices.machine import Machine, label, presence
from kiosk.devices.readers import start_reader
from kiosk.devices.scanners import start_scanner
from kiosk.settings import Settings


def start_devices(attendant: Attendant, settings: Settings, machine: Machine | None = None) -> None:
    """Open what the settings name; nothing need be there yet. ``machine`` stands in for this one."""
    on = machine or Machine()
    if machine is None:
        _record(attendant, settings)
    start_lights(attendant, settings, on)
    for name, reader in settings.reader.items():
        if reader.device:
            start_reader(attendant, label("reader", name, settings.reader), reader, on)
    for name, scanner in settings.scanner.items():
        if scanner.device:
            start_scanner(attendant, label("scanner", name, settings.scanner), scanner, on)
    start_locks(attendant, settings, on)


def _record(attendant: Attendant, settings: Settings) -> None:
    """Before anything can be energized: after a crash this is switched off, whatever the file says then."""
    try:
        wired.write(settings)
    except OSError as error:
        why = f"{wired.place(settings)}: {error.strerror}; without it, do not edit the settings while it runs"
        presence(attendant, "record of the wiring")(False, why)  # noqa: FBT003
