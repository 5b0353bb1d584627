"""The composition root: the only module that names concrete parts. Started in order, stopped in reverse."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo

from drivers import decode, em4100, keywedge, messages, rdm6300
from kiosk.attendant.desk import Desk, Identity, Outputs
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.doorkeeper import Doorkeeper
from kiosk.attendant.events import BadgeRead, Checked, CodeRead, Event, Present, Unread
from kiosk.attendant.inbox import DeskThread
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import News
from kiosk.attendant.socket_door import SocketDoor
from kiosk.clock import SystemWorld, World
from kiosk.counter.views import Tone
from kiosk.crib.names import CommandId
from kiosk.settings import Settings
from kiosk.store.database import Database, StoreError, open_reader, path_in
from kiosk.store.store import Place, Store
from kiosk.store.verify import integrity

WORLD = SystemWorld
Put = Callable[[Event], None]


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


def to_event(message: messages.Badge | messages.Scan | messages.Noise, device: str) -> Event:
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


class Attendant:
    """The daemon within a process: store, desk, door and devices."""

    def __init__(self, settings: Settings, world: World | None = None) -> None:
        self._settings = settings
        self.world = world or WORLD()
        self.identity = identity(settings)
        self.desk_thread = DeskThread()
        self._watchers: list[Callable[[News], None]] = []
        self._beepers: list[Callable[[Tone], None]] = []
        self._beats: dict[str, tuple[Callable[[], float], float]] = {}
        self._parts = ExitStack()

    def put(self, event: Event) -> None:
        """Have an event played."""
        self.desk_thread.put(event)

    def door(self) -> Door:
        """The door in process."""
        return WatchedDoor(self)

    def start(self) -> None:
        """Open the store, listen at the door, start the devices.

        Raises:
            StoreError, OSError: with what is wrong; whatever had started is stopped again.
        """
        with ExitStack() as parts:
            self._start_desk(parts)
            self._parts = parts.pop_all()

    def _start_desk(self, parts: ExitStack) -> None:
        store = open_store(Path(self._settings.kiosk.state_dir), self.identity, self.world)
        parts.callback(store.close)
        desk = Desk(store, self.world, self.identity, Outputs(self._beep, self._news), badge_forms)
        desk.start()
        self.desk_thread.start(desk)
        parts.callback(self.desk_thread.stop)
        self._beats["desk"] = (self.desk_thread.beat, 10.0)
        threading.Thread(target=self._check_database, name="integrity", daemon=True).start()

    def listen(self) -> None:
        """Let clients in by the socket.

        Raises:
            OSError: the socket cannot be made.
        """
        door = self._settings.door
        groups = {
            "screen": door.screen_group,
            "relay": door.relay_group,
            "admin": door.admin_group,
            "auditor": door.auditor_group,
        }
        keeper = Doorkeeper(Path(self._settings.kiosk.socket), groups, self.put)
        keeper.start()
        self._parts.callback(keeper.stop)
        self.watch(keeper.news)
        self._beats["door"] = (keeper.beat, 10.0)

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Have news told to ``watcher`` from the desk's thread."""
        self._watchers.append(watcher)

    def on_beep(self, beeper: Callable[[Tone], None]) -> None:
        """Have beeps sounded by ``beeper`` from the desk's thread."""
        self._beepers.append(beeper)

    def add_loop(self, name: str, beat: Callable[[], float], longest_s: float) -> None:
        """Count a loop among those that must be alive for the watchdog."""
        self._beats[name] = (beat, longest_s)

    def add_part(self, stop: Callable[[], object]) -> None:
        """Have ``stop`` called, before everything that was added earlier, when the attendant stops."""
        self._parts.callback(stop)

    def dead_loops(self) -> list[str]:
        """The loops that were not alive for too long; none where all is well."""
        moment = time.monotonic()
        return [name for name, (beat, longest) in self._beats.items() if moment - beat() > longest]

    def stop(self) -> None:
        """Stop everything, in reverse."""
        self._parts.close()

    def _beep(self, tone: Tone) -> None:
        for beeper in self._beepers:
            beeper(tone)

    def _news(self, news: News) -> None:
        for watcher in self._watchers:
            watcher(news)

    def _check_database(self) -> None:
        """SQLite's own check, beside the running kiosk: five million entries do not fit a 20 s boot."""
        try:
            db = reader(self._settings)
            found = integrity(db)
            db.close()
        except StoreError as error:
            found = str(error)
        self.put(Checked(found))


class WatchedDoor(LocalDoor):
    """The in-process door of an attendant: a watcher hears the present view, then every new one."""

    def __init__(self, attendant: Attendant) -> None:
        super().__init__(attendant.put, attendant.world.new_id)
        self._attendant = attendant

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Watch the attendant."""
        self._attendant.watch(lambda news: None if self._closed else watcher(news))
        super().watch(watcher)


def start_devices(attendant: Attendant, settings: Settings) -> None:
    """Open scanner, reader, buzzer and light, as far as the settings name any."""
    from drivers.evdev_pump import EvdevPump
    from drivers.serial_pump import SerialPump

    def presence(device: str) -> Callable[[bool, str], None]:
        return lambda ok, why: attendant.put(Present(device, ok, why))

    def deliver(device: str) -> Callable[[messages.Badge | messages.Scan | messages.Noise, float], None]:
        return lambda message, _at: attendant.put(to_event(message, device))

    if settings.reader.device:
        line, holdoff = settings.reader, settings.reader.holdoff_ms / 1000
        reader_pump = SerialPump(
            line.device,
            rdm6300.Decoder,
            deliver("reader"),
            presence("reader"),
            baud=line.baud,
            holdoff_s=holdoff,
        )
        reader_pump.start()
        attendant.add_part(reader_pump.stop)
        attendant.add_loop("reader", reader_pump.beat, 15.0)
    if settings.scanner.device:
        scanner_pump = EvdevPump(
            settings.scanner.device, wedge(settings), deliver("scanner"), presence("scanner")
        )
        scanner_pump.start()
        attendant.add_part(scanner_pump.stop)
        attendant.add_loop("scanner", scanner_pump.beat, 15.0)


def wedge(settings: Settings) -> Callable[[], keywedge.Decoder]:
    """A decoder of the scanner as it is set up."""
    enters = {"enter", "kpenter"}
    ends = {"enter": enters, "tab": {"tab"}, "silence": {"silence"}, "any": {*enters, "tab"}}
    terminators = frozenset(keywedge.Terminator(end) for end in ends[settings.scanner.terminator])
    gap = settings.scanner.gap_ms / 1000
    return lambda: keywedge.Decoder(settings.scanner.layout, terminators, gap)
