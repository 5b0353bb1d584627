"""The composition root: the only module that names concrete parts."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kiosk.attendant.composing import Identity
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.desk import Desk
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.doorkeeper import Doorkeeper
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import Status
from kiosk.attendant.socket_door import SocketDoor
from kiosk.attendant.telling import Outputs
from kiosk.clock import SystemWorld, World
from kiosk.counter.views import Health
from kiosk.crib.names import CommandId
from kiosk.devices import badges
from kiosk.devices.machine import LOOP_S
from kiosk.relay.central_side import CentralSide
from kiosk.relay.client import PahoClient
from kiosk.relay.cursor import Cursor, CursorDamagedError
from kiosk.relay.feed import Feed
from kiosk.relay.lasting import LastingJournal
from kiosk.relay.process import Bell, Doorway, Ring, idle, loop
from kiosk.relay.relay import Relay
from kiosk.settings import Settings
from kiosk.store.database import Database, StoreError, open_reader, path_in
from kiosk.store.journal import JournalReader
from kiosk.store.store import Place, Store
from kiosk.store.verify import integrity

if TYPE_CHECKING:
    from kiosk.screens.app import KioskApp

WORLD = SystemWorld


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


def identity(settings: Settings) -> Identity:
    """Which kiosk the settings speak of."""
    me = settings.kiosk
    return Identity(me.id, me.site, me.site_name, ZoneInfo(me.zone), program_version(), me.language)


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
        return Store(state_dir, place, world, badges.badge_number)
    return Store(state_dir, place, world, badges.badge_number, at_point)


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
        desk = Desk(self._store, world, me, quiet, badges)
        super().__init__(desk.handle, world.new_id)

    def status(self) -> Status:
        """How the crib is: nobody reads its devices."""
        status = super().status()
        away = Health("attendant", ok=False, text="attendant: does not run, so no device is read")
        return replace(status, health=(away, *status.health))

    def close(self) -> None:
        """Let the next one write."""
        super().close()
        self._store.close()


def build_attendant(settings: Settings) -> Attendant:
    """The daemon on this machine's clock, not started yet."""
    world, me = WORLD(), identity(settings)

    def open_desk(outputs: Outputs, alive: Callable[[str], None]) -> tuple[Desk, Callable[[], None]]:
        store = open_store(Path(settings.kiosk.state_dir), me, world, alive)
        return Desk(store, world, me, outputs, badges), store.close

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
        "viewer": door.viewer_group,
    }
    keeper = Doorkeeper(Path(settings.kiosk.socket), groups, attendant.put, attendant.monitor)
    keeper.start()
    attendant.add_part(keeper.stop)
    attendant.watch(keeper.news)
    attendant.add_loop("door", keeper.beat, LOOP_S)


def build_relay(settings: Settings, doorway: Doorway) -> Relay | None:
    """The relay to the broker; None where the settings name none.

    Raises:
        OSError: a file that the settings name cannot be read.
    """
    if not settings.broker.url:
        return None
    journal = LastingJournal(path_in(Path(settings.kiosk.state_dir)), JournalReader)
    me, by_central = settings.kiosk, settings.broker.acknowledged_by == "central"
    return Relay(
        journal,
        PahoClient(settings.broker, settings.kiosk.id),
        Cursor(Path(settings.relay.state_dir) / "cursor.json"),
        doorway.tell,
        kiosk=settings.kiosk.id,
        version=program_version(),
        window=settings.broker.window,
        central=CentralSide(me.id, me.site, doorway.bring) if by_central else None,
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


def build_screen(settings: Settings, connect: Callable[[], Door], *, watch: bool = False) -> "KioskApp":
    """The touch screen, or one that is only to be looked at."""
    from kiosk.screens.app import KioskApp

    seen = settings.screen
    return KioskApp(
        connect,
        ids=new_id,
        theme=seen.theme,
        watch=watch,
        language=settings.kiosk.language,
        pictures=Path(seen.pictures) if seen.pictures else None,
        graphics=seen.graphics,
    )


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
