"""The half of the composition root that names the drivers: devices, real, simulated or on the bench."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from drivers import decode, em4100, keywedge, messages, rdm6300
from drivers.evdev_pump import Opener
from drivers.signals import Indicator, IndicatorPins
from drivers.sim.cabinet import SimCabinet
from drivers.sim.reader import SimReader
from drivers.sim.scanner import SimScanner, UinputScanner, plug_in
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import BadgeRead, CodeRead, DoorEvent, Event, Present, Unread
from kiosk.counter.locks import Sign
from kiosk.counter.views import Tone
from kiosk.crib.names import CabinetCode
from kiosk.settings import Reader, Scanner, Settings

if TYPE_CHECKING:
    from gpiozero.pins import Factory

Message = messages.Badge | messages.Scan | messages.Noise
LOOP_S = 15.0
"""Seconds without a sign of life after which a loop counts as dead; a pump rests up to 5 s at a time."""
DECODE_FAMILIES: tuple[str, ...] = tuple(decode.FAMILIES)


def decode_line(family: str, line: str, *, layout: str = "us") -> decode.Decoded:
    """What one recorded stream says, as drivers.decode has it."""
    return decode.decode_line(family, line, layout=layout)


def badge_number(text: str) -> str:
    """The canonical number of a badge in any printed notation.

    Raises:
        ValueError: it is none, or could be several.
    """
    return em4100.parse(text)


def badge_forms(number: str) -> tuple[str, ...]:
    """The numbers that a badge may be enrolled under: its own, and the ten digits printed on most cards."""
    return tuple(dict.fromkeys((number, em4100.parse(em4100.forms(number)["dez10"]))))


def to_event(message: Message, device: str) -> Event:
    """What a driver's message means to the attendant."""
    match message:
        case messages.Badge(number=number):
            return BadgeRead(number)
        case messages.Scan(text=text):
            return CodeRead(text)
        case messages.Noise(reason=reason):
            return Unread(device, reason)


class BenchDevices:
    """Scanner and reader without a line between: what a device would send, through the real codecs."""

    def __init__(self) -> None:
        self._reader = rdm6300.Decoder()
        self._scanner = keywedge.Decoder()

    def badge(self, text: str) -> list[Event]:
        """The reader's frame of a badge number in any printed form.

        Raises:
            ValueError: it is no badge number.
        """
        frame = rdm6300.encode(em4100.parse(text))
        return [to_event(message, "reader") for message in self._reader.feed(frame)]

    def scan(self, text: str) -> list[Event]:
        """The key events of a scanned text.

        Raises:
            ValueError: a scanner with this layout cannot type it.
        """
        keys = keywedge.encode(text)
        return [to_event(message, "scanner") for message in self._scanner.feed(keys)]


class BenchCabinets:
    """Simulated cabinets by their codes; what their locks tell waits until it is taken."""

    def __init__(self) -> None:
        self._cabinets: dict[str, SimCabinet] = {}
        self._told: list[Event] = []

    def __contains__(self, code: str) -> bool:
        return code in self._cabinets

    def __getitem__(self, code: str) -> SimCabinet:
        return self._cabinets[code]

    def install(self, code: str) -> None:
        """Put a lock on a cabinet; one that has a lock keeps it."""
        if code not in self._cabinets:
            self._cabinets[code] = SimCabinet(lambda door: self._told.append(to_door_event(door, code)))
            self._cabinets[code].answer()

    def unlock(self, cabinet: CabinetCode) -> None:
        """Draw a bolt."""
        self._cabinets[cabinet].unlock()

    def lock(self, cabinet: CabinetCode) -> None:
        """Let a bolt out."""
        self._cabinets[cabinet].lock()

    def power_cut(self) -> None:
        """The power goes, and what was told and not heard yet with it."""
        self._told.clear()
        for cabinet in self._cabinets.values():
            cabinet.power_cut()

    def answer(self) -> None:
        """The power is back: every lock tells how its door is found."""
        for cabinet in self._cabinets.values():
            cabinet.answer()

    def take(self) -> Event | None:
        """The first thing told that was not taken yet; None where there is none."""
        return self._told.pop(0) if self._told else None


def to_door_event(door: messages.Door, cabinet: str) -> DoorEvent:
    """What a lock's message means to the attendant."""
    return DoorEvent(CabinetCode(cabinet), Sign(door.sign.value), door.why)


def _presence(attendant: Attendant, device: str) -> Callable[[bool, str], None]:
    return lambda ok, why: attendant.put(Present(device, ok, why))


def _deliver(attendant: Attendant, device: str) -> Callable[[Message, float], None]:
    return lambda message, _at: attendant.put(to_event(message, device))


def start_devices(attendant: Attendant, settings: Settings) -> None:
    """Open what the settings name."""
    start_indicator(attendant, settings)
    if settings.reader.device:
        start_reader(attendant, settings.reader)
    if settings.scanner.device:
        start_scanner(attendant, settings.scanner)


def start_indicator(attendant: Attendant, settings: Settings, pin_factory: "Factory | None" = None) -> None:
    """Sound the buzzer and light the stack light, where the settings name pins for them.

    ``pin_factory`` stands in for the machine's own pins.
    """
    light = settings.light
    pins = IndicatorPins(settings.buzzer.pin, light.green, light.yellow, light.red)
    if all(pin is None for pin in (pins.buzzer, pins.green, pins.yellow, pins.red)):
        return
    indicator = Indicator(pins, pin_factory)
    attendant.add_part(indicator.close)
    tones = {Tone.DONE: indicator.done, Tone.LOOK: indicator.look, Tone.STOP: indicator.stop}
    attendant.on_beep(lambda tone: tones[tone]())


def start_reader(attendant: Attendant, line: Reader) -> None:
    """Open the badge reader; it need not be there yet."""
    from drivers.serial_pump import SerialPump

    pump = SerialPump(
        line.device,
        rdm6300.Decoder,
        _deliver(attendant, "reader"),
        _presence(attendant, "reader"),
        baud=line.baud,
        holdoff_s=line.holdoff_ms / 1000,
    )
    pump.start()
    attendant.add_part(pump.stop)
    attendant.add_loop("reader", pump.beat, LOOP_S)


def start_scanner(attendant: Attendant, scanner: Scanner, opener: Opener | None = None) -> None:
    """Open the scanner; it need not be there yet. ``opener`` is a simulated one's."""
    from drivers.evdev_pump import EvdevPump, open_node

    deliver, presence = _deliver(attendant, "scanner"), _presence(attendant, "scanner")
    pump = EvdevPump(scanner.device, wedge(scanner), deliver, presence, opener=opener or open_node)
    pump.start()
    attendant.add_part(pump.stop)
    attendant.add_loop("scanner", pump.beat, LOOP_S)


def wedge(scanner: Scanner) -> Callable[[], keywedge.Decoder]:
    """What makes a decoder for the scanner as it is set up."""
    enters = {"enter", "kpenter"}
    ends = {"enter": enters, "tab": {"tab"}, "silence": {"silence"}, "any": {*enters, "tab"}}
    terminators = frozenset(keywedge.Terminator(end) for end in ends[scanner.terminator])
    return lambda: keywedge.Decoder(scanner.layout, terminators, scanner.gap_ms / 1000)


def plug_in_simulated(folder: Path) -> tuple[SimReader, SimScanner | UinputScanner]:
    """A reader on a pseudo-terminal at ``folder``/badge0, and a scanner: a real input device where it may."""
    return SimReader(folder / "badge0"), plug_in(folder / "scanner0")
