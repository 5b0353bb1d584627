"""A day of badge-ins in fast time, attendant and screen in one process: ``memory_day.py FOLDER BADGE_INS``.

Writes what is resident after the first hundred and at the end, in kB each.
"""

import ctypes
import gc
import sys
import threading
from datetime import timedelta
from pathlib import Path

from kiosk import assembly
from kiosk.attendant.events import Asked, BadgeRead, CodeRead
from kiosk.attendant.messages import Tap
from kiosk.clock import SystemWorld
from kiosk.counter.signals import Now
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, ProductCode, Via
from kiosk.devices import badges
from kiosk.screens.app import KioskApp
from kiosk.settings import Kiosk, Settings

FIRST = 100
AT_ONCE = 4
"""People who come before the screen has painted the first of them."""
BETWEEN_S = 15.0
"""Seconds between two people: 2 000 of them are a day of eight hours."""
PEOPLE, TOOLS = 40, 60
NUMBERS = [f"{number:010}" for number in range(1, PEOPLE + 1)]
CRIB = Define(
    (
        NewCategory(CategoryCode("power"), Kind.SERIALIZED),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(ProductCode("DRL"), "Drill", CategoryCode("power")),
        NewProduct(ProductCode("GLV-9"), "Gloves", CategoryCode("supply")),
        NewBin(BinCode("C1")),
        *(NewAsset(AssetCode(f"D-{number}"), ProductCode("DRL"), BinCode("C1")) for number in range(TOOLS)),
        Delivery(ProductCode("GLV-9"), BinCode("C1"), 100_000),
        *(Person(f"w{n}", f"Worker {n}", badge=badge) for n, badge in enumerate(NUMBERS)),
    )
)


class FastWorld(SystemWorld):
    """This machine's clock, that is put forward between two people."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0

    def now(self) -> Now:
        """Now, and so much later."""
        now = super().now()
        return Now(now.at + timedelta(seconds=self.ahead), now.boot + self.ahead)


def resident_kb() -> int:
    """What this process keeps, once all that nobody needs was given back: proc_pid_status(5)."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def day(folder: Path, badge_ins: int) -> list[int]:
    """What was resident after the first hundred and at the end, in kB."""
    world = FastWorld()
    assembly.WORLD = lambda: world  # type: ignore[assignment, misc]
    settings = Settings(kiosk=Kiosk(state_dir=str(folder)))
    store = assembly.open_store(folder, assembly.identity(settings), world)
    store.execute(CommandId("crib"), CRIB, world.now().at, Via.CRIBCTL)
    store.close()
    attendant = assembly.build_attendant(settings)
    attendant.start()
    app = KioskApp(attendant.door, ids=assembly.new_id)
    found: list[int] = []

    def people() -> None:
        door = attendant.door()
        for number in range(badge_ins):
            world.ahead += BETWEEN_S
            attendant.put(BadgeRead(badges.badge_number(NUMBERS[number % PEOPLE])))
            attendant.put(CodeRead(f"D-{number % TOOLS}"))
            if number % AT_ONCE == 0:
                attendant.put(CodeRead(f"unknown {number}"))
                attendant.put(CodeRead("GLV-9"))
                attendant.put(Asked(Tap(assembly.new_id(), "mine"), lambda _: None))
            attendant.put(Asked(Tap(assembly.new_id(), "sign-out"), lambda _: None))
            if number % AT_ONCE == 0:
                door.status()
            if number in (FIRST, badge_ins - 1):
                found.append(resident_kb())
        app.call_from_thread(app.exit)

    app.call_later(threading.Thread(target=people, daemon=True).start)
    app.run(headless=True, size=(80, 24))
    attendant.stop()
    return found


if __name__ == "__main__":
    sys.stdout.write(" ".join(map(str, day(Path(sys.argv[1]), int(sys.argv[2])))))
