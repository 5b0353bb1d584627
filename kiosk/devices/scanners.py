"""Scanners, as the settings name them."""

from collections.abc import Callable

from drivers.keyboard import keywedge
from drivers.keyboard.evdev_pump import EvdevPump
from kiosk.attendant.daemon import Attendant
from kiosk.devices.machine import LOOP_S, Machine, deliver, presence
from kiosk.settings import Scanner


def start_scanner(attendant: Attendant, label: str, scanner: Scanner, machine: Machine) -> None:
    """Open a scanner; it need not be there yet."""
    pump = EvdevPump(
        scanner.device,
        wedge(scanner),
        deliver(attendant, label),
        presence(attendant, label),
        opener=machine.open_input,
    )
    pump.start()
    attendant.add_part(pump.stop)
    attendant.add_loop(label, pump.beat, LOOP_S)


def wedge(scanner: Scanner) -> Callable[[], keywedge.Decoder]:
    """What makes a decoder for the scanner as it is set up."""
    enters = {"enter", "kpenter"}
    ends = {"enter": enters, "tab": {"tab"}, "silence": {"silence"}, "any": {*enters, "tab"}}
    terminators = frozenset(keywedge.Terminator(end) for end in ends[scanner.terminator])
    return lambda: keywedge.Decoder(scanner.layout, terminators, scanner.gap_ms / 1000)
