"""An attendant at work, with both kinds of door into it."""

import socket
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from waiting import PATIENCE_S

from kiosk import assembly
from kiosk.attendant.composing import Identity
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.desk import Desk
from kiosk.attendant.door import Door
from kiosk.attendant.doorkeeper import Doorkeeper
from kiosk.attendant.messages import ANSWERS, Answer
from kiosk.attendant.socket_door import SocketDoor
from kiosk.attendant.telling import Outputs
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, ProductCode, Via
from kiosk.devices import badges, bench
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.entry import Entry
from kiosk.store.journal import JournalReader

ANN = "0319134791"
GROUPS = {"screen": "no-such-group", "relay": "no-such-group", "admin": "no-such-group", "auditor": "nogroup"}
ME = Identity("kiosk-1", "A", "Main crib", UTC, "1.2.3")
CRIB = Define(
    (
        NewCategory(CategoryCode("power"), Kind.SERIALIZED),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(ProductCode("DRL"), "Drill", CategoryCode("power")),
        NewProduct(ProductCode("GLV-9"), "Gloves", CategoryCode("supply")),
        NewBin(BinCode("C1-01")),
        NewBin(BinCode("C2-01")),
        *(NewAsset(AssetCode(f"DRL-0{n}"), ProductCode("DRL"), BinCode("C1-01")) for n in range(1, 7)),
        Delivery(ProductCode("GLV-9"), BinCode("C2-01"), 100),
        Person("ann", "Ann Ottoline", badge=ANN),
    )
)


class Counter:
    """A counter that serves, on a scripted clock; its socket lies where the path is short and all may go."""

    def __init__(self, groups: dict[str, str] = GROUPS) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="door-")
        self.folder = Path(self._folder.name)
        self.folder.chmod(0o755)
        self.path = self.folder / "attendant.sock"
        self.world = ScriptWorld()
        self.world.set(datetime(2026, 11, 2, 8, tzinfo=UTC))
        self.attendant = Attendant(self._open, self.world.new_id)
        self.attendant.start()
        self.keeper = Doorkeeper(self.path, groups, self.attendant.put, self.attendant.monitor)
        self.keeper.start()
        self.attendant.add_part(self.keeper.stop)
        self.attendant.watch(self.keeper.news)
        self._devices = bench.BenchDevices()
        self._stopped = False

    def _open(self, outputs: Outputs, alive: Callable[[str], None]) -> tuple[Desk, Callable[[], None]]:
        store = assembly.open_store(self.folder, ME, self.world, alive)
        store.execute(CommandId("crib"), CRIB, self.world.now().at, Via.CRIBCTL)
        return Desk(store, self.world, ME, outputs, badges), store.close

    def local(self) -> Door:
        return self.attendant.door()

    def socket(self) -> SocketDoor:
        return SocketDoor(self.path, self.world.new_id)

    def badge(self, text: str) -> None:
        """Show a badge, and wait until it was played."""
        for event in self._devices.badge(text):
            self.attendant.put(event)
        self.local().status()

    def scan(self, text: str) -> None:
        """Scan a code, and wait until it was played."""
        for event in self._devices.scan(text):
            self.attendant.put(event)
        self.local().status()

    def entries(self) -> list[Entry]:
        reader = JournalReader(self.folder / "crib.sqlite")
        try:
            return reader.read(None, 1000)
        finally:
            reader.close()

    def stop(self) -> None:
        if not self._stopped:
            self._stopped = True
            self.attendant.stop()

    def close(self) -> None:
        self.stop()
        self._folder.cleanup()


class RawClient:
    """A client that sends whatever it likes."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(str(path))
        self._lines = self.socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self) -> Answer:
        answer: Answer = ANSWERS.decode(self._lines.readline())
        return answer

    def rest(self) -> bytes:
        """All that comes until the other end closes."""
        return self._lines.read()

    def close(self) -> None:
        self._lines.close()
        self.socket.close()
