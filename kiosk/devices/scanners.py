"""Scanners, as the settings name them."""

from collections.abc import Callable

from drivers.barcodes import lines
from drivers.barcodes.affixes import Affixes
from drivers.barcodes.once import Once
from drivers.conversation import listening
from drivers.hush import Deliver, Hush
from drivers.keyboard import keywedge
from drivers.keyboard.evdev_pump import EvdevPump
from drivers.serial_pump import SerialPump
from kiosk.attendant.daemon import Attendant
from kiosk.devices.machine import LOOP_S, Machine, deliver, presence
from kiosk.settings import Scanner

_LINE_ENDS = {
    "enter": lines.CR_LF,
    "tab": lines.TAB,
    "any": lines.CR_LF + lines.TAB,
    "silence": lines.SILENCE,
}
_KEYS = {
    "enter": ("enter", "kpenter"),
    "tab": ("tab",),
    "any": ("enter", "kpenter", "tab"),
    "silence": ("silence",),
}


def start_scanner(attendant: Attendant, label: str, scanner: Scanner, machine: Machine) -> None:
    """Open a scanner; it need not be there yet."""
    tell = Once(Hush(deliver(attendant, label)))
    is_typing = scanner.connection == "keyboard"
    pump = (_typing if is_typing else _on_a_line)(attendant, label, scanner, machine, tell)
    pump.start()
    attendant.add_part(pump.stop)
    attendant.add_loop(label, pump.beat, LOOP_S)


def _typing(attendant: Attendant, label: str, scanner: Scanner, machine: Machine, tell: Deliver) -> EvdevPump:
    found = presence(attendant, label)
    return EvdevPump(label, scanner.device, wedge(scanner), tell, found, opener=machine.open_input)


def _on_a_line(attendant: Attendant, label: str, scanner: Scanner, _: Machine, tell: Deliver) -> SerialPump:
    talk, found = listening(line(scanner)), presence(attendant, label)
    return SerialPump(label, scanner.device, talk, tell, found, baud=scanner.baud)


def wedge(scanner: Scanner) -> Callable[[], keywedge.Decoder]:
    """What makes a decoder for a scanner that types, as it is set up."""
    terminators = frozenset(map(keywedge.Terminator, _KEYS[scanner.terminator]))
    gap_s, around = scanner.gap_ms / 1000, affixes(scanner)
    return lambda: keywedge.Decoder(scanner.layout, terminators, gap_s, around)


def line(scanner: Scanner) -> Callable[[], lines.Decoder]:
    """What makes a decoder for a scanner on a serial line, as it is set up."""
    return lambda: lines.Decoder(_LINE_ENDS[scanner.terminator], affixes(scanner))


def affixes(scanner: Scanner) -> Affixes:
    """What it puts around each code."""
    return Affixes(scanner.prefix, scanner.suffix, scanner.group_separator)
