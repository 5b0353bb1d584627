"""One kiosk of a rehearsal: the whole program in one process, on the script's clock and a disk of its own."""

import shutil
from datetime import datetime
from pathlib import Path

from kiosk import assembly
from kiosk.attendant.composing import Identity
from kiosk.attendant.desk import Desk
from kiosk.attendant.door import Door
from kiosk.attendant.events import Event, Present, Tick
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import News
from kiosk.attendant.telling import Outputs
from kiosk.counter.session import Answer
from kiosk.counter.views import Tone, View
from kiosk.crib.commands import Command
from kiosk.crib.definitions import Define
from kiosk.crib.names import CommandId, Via
from kiosk.crib.outcomes import Decision
from kiosk.devices import badges
from kiosk.devices.bench import BenchCabinets, BenchDevices
from kiosk.rehearse.fleet import Fleet
from kiosk.rehearse.link import Link
from kiosk.rehearse.world import ScriptWorld
from kiosk.settings import Kiosk, Settings
from kiosk.store.database import Database
from kiosk.store.entry import Entry, Position
from kiosk.store.journal import read
from kiosk.store.store import Store

_SURVIVES = ("crib.sqlite", "crib.sqlite-wal", "epoch.json", "badge.key", "cursor.json")
"""What of a state directory outlives a power cut; locks and shared memory do not."""
_MANY = 1000
"""Entries that one act writes at most."""


class PowerCutError(BaseException):
    """The power went, in the middle of an act. Nothing in the program may catch it."""


class Crib:
    """A kiosk that is played."""

    def __init__(self, disk: Path, me: Identity, world: ScriptWorld, fleet: Fleet) -> None:
        self._root = disk
        self._life = 0
        self._world = world
        self.me = me
        self._fleet = fleet
        self._cut_at = ""
        self.answer: Answer | None = None
        """The last answer, for as long as nothing else was said."""
        self.beeped: Tone | None = None
        self.lit: tuple[str, ...] = ()
        """The codes whose lights are on; here every bin, shelf and cabinet has one."""
        self.printed = ""
        """What the last `admin` statement printed."""
        self._before: tuple[int, Position | None] = (0, None)
        self.plugged = {"scanner": True, "reader": True}
        self.cabinets = BenchCabinets()
        self._state().mkdir(parents=True)
        self._switch_on()

    def _state(self) -> Path:
        return self._root / f"life-{self._life}"

    def _switch_on(self) -> None:
        self.devices = BenchDevices()
        self.store: Store = assembly.open_store(self._state(), self.me, self._world, self._at_point)
        outputs = Outputs(self._beep, self._hear, self.cabinets, self._point)
        self.desk = Desk(self.store, self._world, self.me, outputs, badges)
        self.desk.start()
        for device, here in self.plugged.items():
            self.desk.handle(Present(device, here))
        self.cabinets.answer()
        self._hear_doors()
        self.link = Link(self._fleet, self.me, self._state(), self._inner_door, self._world)
        self._fleet.settle()

    def _beep(self, tone: Tone) -> None:
        self.beeped = tone

    def _point(self, codes: tuple[str, ...]) -> None:
        self.lit = codes

    def _hear(self, news: News) -> None:
        """The door's watchers hear of every view; the rehearsal looks at the desk itself."""

    def _at_point(self, point: str) -> None:
        if point == self._cut_at:
            self._keep_disk()
            raise PowerCutError

    def play(self, event: Event) -> None:
        """Have an event played, until the whole program is at rest."""
        said = self.desk.session.answers
        self.desk.handle(event)
        self._hear_doors()
        if self.desk.session.answers != said:
            self.answer = self.desk.session.answer
        self._fleet.settle()

    def _hear_doors(self) -> None:
        while event := self.cabinets.take():
            self.desk.handle(event)

    def before_act(self) -> None:
        """An act is about to begin."""
        self._before = (self.desk.session.answers, self.head)

    def changed_since_act(self) -> str:
        """What the last act changed or said; empty for nothing."""
        answers, head = self._before
        if self.head != head:
            return "entries were written"
        return "something was said" if self.desk.session.answers != answers else ""

    def define(self, command: Command) -> Decision:
        """Set something up, as an administrator would."""
        via = Via.CRIBCTL if isinstance(command, Define) else Via.KIOSK
        outcome = self.store.execute(CommandId(self._world.new_id()), command, self._world.at, via)
        self.desk.handle(Tick())
        self._fleet.settle()
        return outcome.decision

    def cut(self, point: str = "") -> None:
        """Arm a power cut for the next act, or, with no point, cut the power now and start again."""
        self._cut_at = point
        if not point:
            self._keep_disk()
            self.restart()

    def protect_disk(self, protected: bool) -> None:  # noqa: FBT001
        """Let the disk take nothing more, as a file system that failed is read only; a restart mends it."""
        self.store.db.execute_sql(f"PRAGMA query_only = {int(protected)}")

    def _keep_disk(self) -> None:
        """Copy what is on the disk at this moment, as a power cut leaves it; every bolt springs out."""
        self.cabinets.power_cut()
        old, fresh = self._state(), self._root / f"life-{self._life + 1}"
        fresh.mkdir()
        for name in _SURVIVES:
            if (old / name).exists():
                shutil.copyfile(old / name, fresh / name)

    def restart(self) -> None:
        """Abandon every part, and start again from the copy."""
        self.link.vanish()
        self.store.abandon()
        self._cut_at = ""
        self._life += 1
        self._world.reboot()
        self.answer = self.beeped = None
        self.lit = ()
        self._switch_on()

    def close(self) -> None:
        """End in good order."""
        self.link.stop()
        self.store.close()

    @property
    def view(self) -> View:
        """What is on the screen."""
        view = self.desk.view
        if view is None:
            raise RuntimeError("the desk shows a view from its start on")
        return view

    @property
    def db(self) -> Database:
        """The live database."""
        return self.store.db

    @property
    def state_dir(self) -> Path:
        """Where this life's files are."""
        return self._state()

    @property
    def head(self) -> Position | None:
        """Where the journal ends."""
        return self.store.head

    def door(self) -> Door:
        """The door, in process and at once."""
        return LocalDoor(self.play, self._world.new_id)

    def as_admin(self) -> "AdminCrib":
        """This kiosk as cribctl sees it."""
        return AdminCrib(self, self._world)

    def _inner_door(self) -> Door:
        """The relay's door: what comes by it is played without settling again."""
        return LocalDoor(self.desk.handle, self._world.new_id)

    def entries_since_act(self) -> list[Entry]:
        """What was written since the last act began."""
        return read(self.db, self._before[1], _MANY)


class AdminCrib:
    """A rehearsed kiosk as cribctl's commands see it."""

    def __init__(self, crib: Crib, world: ScriptWorld) -> None:
        self._crib = crib
        self._world = world
        self.zone = crib.me.zone
        kiosk = Kiosk(id=crib.me.kiosk, site=crib.me.site, state_dir=str(crib.state_dir))
        self.settings = Settings(kiosk=kiosk)

    def door(self) -> Door:
        """The attendant's door."""
        return self._crib.door()

    def db(self) -> Database:
        """A read-only connection."""
        return assembly.reader(self.settings)

    def now(self) -> datetime:
        """The script's time, UTC."""
        return self._world.at

    def new_id(self) -> CommandId:
        """The script's next id."""
        return CommandId(self._world.new_id())
