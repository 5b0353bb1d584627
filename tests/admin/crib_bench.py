"""A crib to run cribctl on: a real store, a real desk behind the door, a clock that stands still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from kiosk.admin.command_line import run
from kiosk.attendant.composing import Identity
from kiosk.attendant.desk import Desk
from kiosk.attendant.door import Door
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.telling import Outputs
from kiosk.counter.signals import Now
from kiosk.crib.commands import Command
from kiosk.crib.names import CommandId, Via, WorkerId
from kiosk.devices import badges
from kiosk.ids import uuid7
from kiosk.settings import Kiosk, Settings
from kiosk.store.database import Database, one, open_reader, path_in
from kiosk.store.entry import Position, Stamp
from kiosk.store.store import Outcome, Place, Store

FILES = Path(__file__).parent / "files"
BERLIN = ZoneInfo("Europe/Berlin")
EIGHT = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
"""Eight o'clock in the crib."""


class World:
    """Time and chance that a test knows."""

    def __init__(self) -> None:
        self.at = EIGHT
        self.ids = 0

    def now(self) -> Now:
        return Now(self.at, self.at.timestamp() - EIGHT.timestamp())

    def stamp(self) -> Stamp:
        return Stamp(int(self.at.timestamp()) * 1_000_000, clock_synced=True, boot_id="boot", boottime_ns=1)

    def new_id(self) -> str:
        self.ids += 1
        return uuid7(int(self.at.timestamp() * 1000), self.ids)

    def random_bits(self) -> int:
        return 0xC0FFEE


class Answer(Struct, frozen=True):
    """What one command line came to."""

    code: int
    out: str
    err: str


class BenchCrib:
    """The crib of a directory."""

    def __init__(self, directory: Path) -> None:
        self.world = World()
        self.settings = Settings(kiosk=Kiosk(state_dir=str(directory), zone="Europe/Berlin"))
        self.store = Store(directory, Place("kiosk-1", "A", BERLIN), self.world, badges.badge_number)
        quiet = Outputs(beep=lambda _: None, news=lambda _: None)
        me = Identity("kiosk-1", "A", "Main crib", BERLIN, "1.2.3")
        self.desk = Desk(self.store, self.world, me, quiet, badges)

    @property
    def zone(self) -> tzinfo:
        return BERLIN

    def door(self) -> Door:
        return LocalDoor(self.desk.handle, self.world.new_id)

    def db(self) -> Database:
        return open_reader(path_in(Path(self.settings.kiosk.state_dir)))

    def now(self) -> datetime:
        return self.world.at

    def new_id(self) -> CommandId:
        return CommandId(self.world.new_id())

    def cribctl(self, *words: str | Path, given: str = "") -> Answer:
        """Run one command line."""
        out, err = StringIO(), StringIO()
        code = run([str(word) for word in words], self, out, err, StringIO(given))
        return Answer(code, out.getvalue(), err.getvalue())

    def act(self, command: Command) -> Outcome:
        """Something done at the counter."""
        via = Via.BADGE if getattr(command, "worker", "") else Via.UNSIGNED
        return self.store.execute(self.new_id(), command, self.world.at, via)

    def worker(self, code: str) -> WorkerId:
        return WorkerId(one(self.store.db, "SELECT worker FROM person WHERE code = ?", code)[0])

    @property
    def head(self) -> Position | None:
        return self.store.head


@contextmanager
def crib_in(directory: Path) -> Iterator[BenchCrib]:
    """An empty crib, for a while."""
    directory.mkdir(exist_ok=True)
    crib = BenchCrib(directory)
    try:
        yield crib
    finally:
        crib.store.close()
