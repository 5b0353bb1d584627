"""A desk with a real store and the real codecs, on a scripted clock; what it tells the world is kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kiosk import assembly
from kiosk.attendant.composing import Identity
from kiosk.attendant.desk import Desk
from kiosk.attendant.events import Event, Tick
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import Head, News, Show
from kiosk.attendant.telling import Outputs
from kiosk.counter.views import Notice, Tone, View
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CategoryCode, CommandId, Kind, ProductCode, Via
from kiosk.devices import badges, bench
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.database import Database
from kiosk.store.entry import Entry
from kiosk.store.journal import all_entries

ME = Identity("kiosk-1", "A", "Main crib", UTC, "1.2.3")
EIGHT = datetime(2026, 11, 2, 8, tzinfo=UTC)
ANN, BEN = "0319134791", "1368818896"
CRIB = Define(
    (
        NewCategory(CategoryCode("power"), Kind.SERIALIZED),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(ProductCode("DRL"), "Drill", CategoryCode("power")),
        NewProduct(ProductCode("GLV-9"), "Gloves", CategoryCode("supply")),
        NewBin(BinCode("C1-01")),
        NewBin(BinCode("C2-01")),
        *(NewAsset(AssetCode(f"DRL-0{n}"), ProductCode("DRL"), BinCode("C1-01")) for n in range(1, 6)),
        Delivery(ProductCode("GLV-9"), BinCode("C2-01"), 100),
        Person("ann", "Ann Ottoline", badge=ANN),
        Person("ben", "Ben Oakley", badge=BEN),
    )
)
COMMITS = ("before-commit", "after-commit")


class DeskBench:
    """A counter to stand at."""

    def __init__(self, state: Path) -> None:
        state.mkdir(exist_ok=True)
        self.world = ScriptWorld()
        self.world.set(EIGHT)
        self.told: list[str] = []
        self.news: list[News] = []
        self.on_show: Callable[[View], None] = lambda _: None
        self.on_point: Callable[[str], None] = lambda _: None
        self.store = assembly.open_store(state, ME, self.world, self._at_point)
        self.store.execute(CommandId("crib"), CRIB, EIGHT, Via.CRIBCTL)
        self.cabinets = bench.BenchCabinets()
        outputs = Outputs(self._beep, self._hear, self, self._point)
        self.desk = Desk(self.store, self.world, ME, outputs, badges)
        self.devices = bench.BenchDevices()
        self.desk.start()
        self.forget()

    def _at_point(self, point: str) -> None:
        self.on_point(point)
        if point in COMMITS:
            self.told.append(point)

    def _beep(self, tone: Tone) -> None:
        self.told.append(f"beep {tone.value}")

    def _point(self, codes: tuple[str, ...]) -> None:
        self.told.append(" ".join(("point", *codes)))

    def _hear(self, news: News) -> None:
        self.news.append(news)
        self.told.append("show" if isinstance(news, Show) else "head")
        if isinstance(news, Show):
            self.on_show(news.view)

    def unlock(self, cabinet: CabinetCode) -> None:
        self.told.append(f"unlock {cabinet}")
        self.cabinets.unlock(cabinet)

    def lock(self, cabinet: CabinetCode) -> None:
        self.told.append(f"lock {cabinet}")
        self.cabinets.lock(cabinet)

    def doors(self) -> list[str]:
        """Play what the locks have told; what was told to the world meanwhile."""
        self.forget()
        while event := self.cabinets.take():
            self.desk.handle(event)
        return list(self.told)

    def forget(self) -> None:
        self.told.clear()
        self.news.clear()

    def play(self, *events: Event) -> list[str]:
        """Play events; what was told to the world meanwhile."""
        self.forget()
        for event in events:
            self.desk.handle(event)
        return list(self.told)

    def badge(self, text: str) -> list[str]:
        return self.play(*self.devices.badge(text))

    def scan(self, text: str) -> list[str]:
        return self.play(*self.devices.scan(text))

    def wait(self, seconds: float) -> list[str]:
        self.world.pass_to(self.world.boot + seconds)
        return self.play(Tick())

    def door(self) -> LocalDoor:
        return LocalDoor(self.desk.handle, self.world.new_id)

    @property
    def view(self) -> View:
        assert self.desk.view is not None
        return self.desk.view

    @property
    def notice(self) -> Notice:
        assert self.view.notice is not None, self.view.words()
        return self.view.notice

    @property
    def heads(self) -> list[Head]:
        return [news for news in self.news if isinstance(news, Head)]

    @property
    def db(self) -> Database:
        return self.store.db

    def entries(self) -> list[Entry]:
        return list(all_entries(self.db))

    def health(self, name: str) -> str:
        return next((part.text for part in self.view.health if part.name == name), "")

    def fill_disk(self) -> None:
        """Leave no room for one more entry: SQLite's own limit stands for the disk's."""
        pages = self.db.execute_sql("PRAGMA page_count").fetchone()[0]
        self.db.execute_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(200):
            self.badge(f"{number:010}")
            if self.notice.title == "Not recorded.":
                return
        raise AssertionError("the disk was never full")

    def free_disk(self) -> None:
        self.db.execute_sql("PRAGMA max_page_count = 1000000")
