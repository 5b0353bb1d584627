"""Readers of badges and tags, as the settings name them."""

from drivers.badges import rdm6300
from drivers.conversation import listening
from drivers.serial_pump import SerialPump
from kiosk.attendant.daemon import Attendant
from kiosk.devices.machine import LOOP_S, Machine, deliver, presence
from kiosk.settings import Reader


def start_reader(attendant: Attendant, label: str, reader: Reader, _: Machine) -> None:
    """Open a reader; it need not be there yet."""
    pump = SerialPump(
        label,
        reader.device,
        listening(rdm6300.Decoder, reader.holdoff_ms / 1000),
        deliver(attendant, label),
        presence(attendant, label),
        baud=reader.baud or 9600,
    )
    pump.start()
    attendant.add_part(pump.stop)
    attendant.add_loop(label, pump.beat, LOOP_S)
