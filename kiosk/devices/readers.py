"""Readers of badges and tags, as the settings name them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from drivers.arrivals import Arrivals
from drivers.badges import chafon, elatec, gwiot, m100, pn532, rdm6300, wedge, wiegand
from drivers.badges.iso14443a import Refusing
from drivers.badges.osdp_line import OsdpPump
from drivers.badges.uhf import TagField, inventory
from drivers.conversation import Conversation, listening
from drivers.framing import Decoder
from drivers.hush import Deliver, Hush
from drivers.keyboard import keywedge
from drivers.keyboard.evdev_pump import EvdevPump
from drivers.messages import Badge, Message
from drivers.serial_pump import SerialPump
from kiosk.attendant.daemon import Attendant
from kiosk.devices.machine import LOOP_S, Machine, deliver, presence
from kiosk.settings import Reader

BAUDS: Mapping[str, int] = MappingProxyType(
    {
        "rdm6300": 9600,
        "gwiot": 9600,
        "wiegand": 9600,
        "pn532": 115200,
        "elatec": 115200,
        "uhf-m100": 115200,
        "chafon": 57600,
        "osdp": 9600,
    }
)
"""The speed at which each family leaves its maker, in bit/s; a keywedge has none."""
_7941W_BAUD = 115200
"""What tells a GWIOT 7941W, which is asked, from a 7941E, which talks at 9600 by itself."""
Begin = Callable[[], Conversation]
"""What begins a conversation each time the line is opened; who was in the field then still is."""


class _Pump(Protocol):
    """A device's pump."""

    def start(self) -> None:
        """Start reading."""

    def stop(self) -> None:
        """Stop reading."""

    def beat(self) -> float:
        """When it was last alive."""


def start_reader(attendant: Attendant, label: str, reader: Reader, machine: Machine) -> None:
    """Open a reader; it need not be there yet."""
    make = {"osdp": _osdp, "keywedge": _keywedge}.get(reader.family, _serial)
    pump = make(attendant, label, reader, machine)
    pump.start()
    attendant.add_part(pump.stop)
    attendant.add_loop(label, pump.beat, LOOP_S)


def _serial(attendant: Attendant, label: str, reader: Reader, _: Machine) -> _Pump:
    talk, tell = conversation(reader), deliver(attendant, label)
    return SerialPump(label, reader.device, talk, tell, presence(attendant, label), baud=_baud(reader))


def _osdp(attendant: Attendant, label: str, reader: Reader, _: Machine) -> _Pump:
    return OsdpPump(
        label,
        reader.device,
        deliver(attendant, label),
        presence(attendant, label),
        address=reader.address,
        baud=_baud(reader),
        key_file=reader.key_file,
        holdoff_s=reader.holdoff_ms / 1000,
    )


def _keywedge(attendant: Attendant, label: str, reader: Reader, machine: Machine) -> _Pump:
    ends = frozenset(keywedge.Terminator) - {keywedge.Terminator.SILENCE}  # half a number is none
    tell = _Typed(Hush(deliver(attendant, label)), reader.holdoff_ms / 1000)
    return EvdevPump(
        label,
        reader.device,
        lambda: keywedge.Decoder(reader.layout, ends),
        tell,
        presence(attendant, label),
        opener=machine.open_input,
    )


class _Typed:
    """Passes on what a reader typed as badges, each once for as long as it stays."""

    def __init__(self, tell: Deliver, holdoff_s: float) -> None:
        self._tell = tell
        self._arrivals = Arrivals(holdoff_s)

    def __call__(self, message: Message, at: float) -> None:
        """Take what was typed."""
        badge = wedge.badge(message)
        if not isinstance(badge, Badge) or self._arrivals.seen(badge.number, at):
            self._tell(badge, at)


def _baud(reader: Reader) -> int:
    return reader.baud or BAUDS[reader.family]


def conversation(reader: Reader) -> Begin:
    """What is said on the line of a serial reader."""
    holdoff_s = reader.holdoff_ms / 1000
    arrivals = Arrivals(holdoff_s)
    match reader.family:
        case "uhf-m100":
            return inventory(m100.Questions, TagField(holdoff_s, reader.reads, reader.min_rssi))
        case "chafon":
            field = TagField(holdoff_s, reader.reads, reader.min_rssi)
            return inventory(lambda: chafon.Questions(reader.address), field)
        case "pn532":
            return lambda: pn532.Pn532(arrivals)
        case "elatec":
            return lambda: elatec.Twn4(arrivals)
        case "gwiot" if _baud(reader) == _7941W_BAUD:
            return lambda: gwiot.conversation(arrivals)
        case _:
            return listening(_TALKERS[reader.family], holdoff_s)


def _7941e() -> Decoder:
    return Refusing(gwiot.decoder())


_TALKERS: Mapping[str, Callable[[], Decoder]] = MappingProxyType(
    {"rdm6300": rdm6300.Decoder, "gwiot": _7941e, "wiegand": wiegand.decoder}
)
"""What talks by itself, and is only listened to."""
