"""The composition root: the only module that names concrete parts."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from drivers import decode, em4100, keywedge, messages, rdm6300
from drivers.evdev_pump import Opener
from drivers.signals import Indicator, IndicatorPins
from drivers.sim.reader import SimReader
from drivers.sim.scanner import SimScanner, UinputScanner, plug_in
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.desk import Desk, Identity, Outputs
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.doorkeeper import Doorkeeper
from kiosk.attendant.events import BadgeRead, CodeRead, Event, Present, Unread
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.socket_door import SocketDoor
from kiosk.clock import SystemWorld, World
from kiosk.counter.views import Tone
from kiosk.crib.names import CommandId
from kiosk.relay.client import PahoClient
from kiosk.relay.cursor import Cursor, CursorDamagedError
from kiosk.relay.feed import Feed
from kiosk.relay.lasting import LastingJournal
from kiosk.relay.process import Bell, Doorway, Ring, idle, loop
from kiosk.relay.relay import Relay
from kiosk.settings import Reader, Scanner, Settings
from kiosk.store.database import Database, StoreError, open_reader, path_in
from kiosk.store.journal import JournalReader
from kiosk.store.store import Place, Store
from kiosk.store.verify import integrity

if TYPE_CHECKING:
    from gpiozero.pins import Factory

    from kiosk.screens.app import KioskApp

WORLD = SystemWorld
Message = messages.Badge | messages.Scan | messages.Noise
LOOP_S = 15.0
"""Seconds without a sign of life after which a loop counts as dead; a pump rests up to 5 s at a time."""


def program_version() -> str:
    """The version that is installed; ``0`` in a checkout that is not."""
    try:
        return version("tool-crib-kiosk")
    except PackageNotFoundError:
        return "0"


def new_id() -> CommandId:
    """A fresh id for a command."""
    return CommandId(WORLD().new_id())


def now() -> datetime:
    """UTC."""
    return WORLD().now().at


def decode_line(family: str, line: str, *, layout: str = "us") -> decode.Decoded:
    """What one recorded stream says, as drivers.decode has it."""
    return decode.decode_line(family, line, layout=layout)


DECODE_FAMILIES: tuple[str, ...] = tuple(decode.FAMILIES)


def badge_number(text: str) -> str:
    """The canonical number of a badge in any printed notation.

    Raises:
        ValueError: it is none, or could be several.
    """
    return em4100.parse(text)


def badge_forms(number: str) -> tuple[str, ...]:
    """The numbers that a badge may be enrolled under: its own, and the ten digits printed on most cards."""
    return tuple(dict.fromkeys((number, em4100.parse(em4100.forms(number)["dez10"]))))


def identity(settings: Settings) -> Identity:
    """Which kiosk the settings speak of."""
    me = settings.kiosk
    return Identity(me.id, me.site, me.site_name, ZoneInfo(me.zone), program_version())


def open_store(
    state_dir: Path, me: Identity, world: World, at_point: Callable[[str], None] | None = None
) -> Store:
    """Become the writer of a crib.

    Raises:
        StoreError: with a sentence.
    """
    with suppress(OSError):  # what is wrong with the directory is said when the lock is taken
        state_dir.mkdir(mode=0o750, exist_ok=True)
    place = Place(me.kiosk, me.site, me.zone)
    if at_point is None:
        return Store(state_dir, place, world, em4100.parse)
    return Store(state_dir, place, world, em4100.parse, at_point)


def reader(settings: Settings) -> Database:
    """A read-only connection to the crib's database.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    return open_reader(path_in(Path(settings.kiosk.state_dir)))


def reach(settings: Settings) -> Door:
    """The attendant's door where one runs; else one on the store itself, whose writer this process becomes.

    Raises:
        DoorError: this user may not enter.
        StoreError: the store cannot be opened.
    """
    try:
        return SocketDoor(Path(settings.kiosk.socket), WORLD().new_id)
    except DoorError as absent:
        try:
            return OwnStoreDoor(settings)
        except StoreError as error:
            raise StoreError(f"{error} ({absent})") from error


class OwnStoreDoor(LocalDoor):
    """A door on a store that this process opened, for as long as no attendant runs."""

    def __init__(self, settings: Settings) -> None:
        """Become the writer.

        Raises:
            StoreError: somebody else is, or the database cannot be opened.
        """
        world = WORLD()
        me = identity(settings)
        self._store = open_store(Path(settings.kiosk.state_dir), me, world)
        quiet = Outputs(beep=lambda _: None, news=lambda _: None)
        desk = Desk(self._store, world, me, quiet, badge_forms)
        super().__init__(desk.handle, world.new_id)

    def close(self) -> None:
        """Let the next one write."""
        super().close()
        self._store.close()


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


def build_attendant(settings: Settings) -> Attendant:
    """The daemon on this machine's clock, not started yet."""
    world, me = WORLD(), identity(settings)

    def open_desk(outputs: Outputs, alive: Callable[[str], None]) -> tuple[Desk, Callable[[], None]]:
        store = open_store(Path(settings.kiosk.state_dir), me, world, alive)
        return Desk(store, world, me, outputs, badge_forms), store.close

    return Attendant(open_desk, world.new_id)


def check_database(settings: Settings) -> str:
    """What SQLite's own check finds, on a connection of its own; empty where the file is sound."""
    try:
        db = reader(settings)
    except StoreError as error:
        return str(error)
    found = integrity(db)
    db.close()
    return found


def listen(attendant: Attendant, settings: Settings) -> None:
    """Let clients in by the socket.

    Raises:
        OSError: the socket cannot be made.
    """
    door = settings.door
    groups = {
        "screen": door.screen_group,
        "relay": door.relay_group,
        "admin": door.admin_group,
        "auditor": door.auditor_group,
    }
    keeper = Doorkeeper(Path(settings.kiosk.socket), groups, attendant.put)
    keeper.start()
    attendant.add_part(keeper.stop)
    attendant.watch(keeper.news)
    attendant.add_loop("door", keeper.beat, LOOP_S)


def _presence(attendant: Attendant, device: str) -> Callable[[bool, str], None]:
    return lambda ok, why: attendant.put(Present(device, ok, why))


def _deliver(attendant: Attendant, device: str) -> Callable[[Message, float], None]:
    return lambda message, _at: attendant.put(to_event(message, device))


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


def start_devices(attendant: Attendant, settings: Settings) -> None:
    """Open what the settings name."""
    start_indicator(attendant, settings)
    if settings.reader.device:
        start_reader(attendant, settings.reader)
    if settings.scanner.device:
        start_scanner(attendant, settings.scanner)


def build_relay(settings: Settings, doorway: Doorway) -> Relay | None:
    """The relay to the broker; None where the settings name none.

    Raises:
        OSError: a file that the settings name cannot be read.
    """
    if not settings.broker.url:
        return None
    journal = LastingJournal(path_in(Path(settings.kiosk.state_dir)), JournalReader)
    return Relay(
        journal,
        PahoClient(settings.broker, settings.kiosk.id),
        Cursor(Path(settings.relay.state_dir) / "cursor.json"),
        doorway.tell,
        kiosk=settings.kiosk.id,
        version=program_version(),
        window=settings.broker.window,
    )


def count_waiting(settings: Settings) -> Callable[[], int]:
    """What says how many entries wait for a broker, where there is none."""
    journal = LastingJournal(path_in(Path(settings.kiosk.state_dir)), JournalReader)
    cursor = Cursor(Path(settings.relay.state_dir) / "cursor.json")

    def waiting() -> int:
        try:
            return Feed(journal, cursor.load()).behind(journal.head())
        except (StoreError, CursorDamagedError):
            return 0

    return waiting


def build_screen(settings: Settings, connect: Callable[[], Door]) -> "KioskApp":
    """The touch screen."""
    from kiosk.screens.app import KioskApp

    return KioskApp(connect, ids=new_id, theme=settings.screen.theme)


def socket_door(settings: Settings) -> Door:
    """The attendant's door, by its socket.

    Raises:
        DoorError: nobody listens there, or this user may not enter.
    """
    return SocketDoor(Path(settings.kiosk.socket), WORLD().new_id)


def start_relay(attendant: Attendant, settings: Settings) -> None:
    """Relay from a thread of this process."""
    doorway = Doorway(attendant.door)
    relay = build_relay(settings, doorway)
    bell = Bell()
    target = (
        (lambda: loop(relay, doorway, bell))
        if relay
        else (lambda: idle(doorway, bell, count_waiting(settings)))
    )
    thread = threading.Thread(target=target, name="relay")
    thread.start()

    def stop() -> None:
        bell.put(Ring.STOP)
        thread.join()

    attendant.add_part(stop)
