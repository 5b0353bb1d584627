"""A kiosk in this process whose devices are simulated: its own pumps, codecs, desk and journal, and hands."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec.structs import replace
from waiting import until

from drivers.sim.reader import SimReader
from drivers.sim.scanner import SimScanner
from kiosk import assembly
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import Asked, Event
from kiosk.attendant.messages import News, Show, Submit
from kiosk.counter.views import Tone, View
from kiosk.crib.commands import SetPolicy
from kiosk.crib.definitions import Define, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, Kind, ProductCode
from kiosk.devices.simulation import Simulation
from kiosk.devices.simulation_requests import Babble, ScanCode, SimRequest, TapBadge
from kiosk.devices.start import start_devices
from kiosk.settings import Kiosk, Settings
from kiosk.store.entry import Entry
from kiosk.store.journal import all_entries

ANN, BEN = "0319134791", "1368818896"
HELD_S, GONE_S = 60.0, 0.001
"""How long a badge is held there, however slow this machine is, and by whom it is taken away at once."""
DAY_S = 86_400
"""Nobody is signed out because this machine is slow."""
CRIB = Define(
    (
        NewCategory(CategoryCode("power"), Kind.SERIALIZED),
        NewProduct(ProductCode("DRL"), "Drill", CategoryCode("power")),
        NewBin(BinCode("C1-01")),
        *(NewAsset(AssetCode(f"DRL-{n:02}"), ProductCode("DRL"), BinCode("C1-01")) for n in range(1, 100)),
        Person("ann", "Ann Ottoline", badge=ANN),
        Person("ben", "Ben Oakley", badge=BEN),
    )
)


class SimulatedKiosk:
    """What a hand can do, and what is seen, heard and written."""

    def __init__(self, attendant: Attendant, simulation: Simulation) -> None:
        self.attendant = attendant
        self.simulation = simulation
        self.settings = simulation.settings
        self.views: list[View] = []
        self.beeps: list[Tone] = []
        self.events: list[Event] = []
        """What the devices put into the inbox."""
        self._put = attendant.put
        attendant.put = self._heard  # type: ignore[method-assign]
        attendant.watch(self._news)
        attendant.on_beep(self.beeps.append)

    def _heard(self, event: Event) -> None:
        if not isinstance(event, Asked):
            self.events.append(event)
        self._put(event)

    def _news(self, news: News) -> None:
        if isinstance(news, Show):
            self.views.append(news.view)

    @property
    def scanner(self) -> SimScanner:
        """The scanner that types."""
        return self.simulation.inputs["scanner"].cable  # type: ignore[return-value]

    @property
    def reader(self) -> SimReader:
        """The badge reader."""
        return self.simulation.inputs["reader"].cable  # type: ignore[return-value]

    def do(self, request: SimRequest) -> None:
        assert self.simulation.do(request).ok

    def babble(self, device: str, count: int) -> None:
        self.do(Babble(device, count))

    def sign_in(self, badge: str = ANN, name: str = "Ann Ottoline") -> None:
        """Hold a badge there until the screen names her."""
        self.do(TapBadge(badge, HELD_S))
        until(lambda: self.views and self.views[-1].who == name, f"{name} is signed in")
        self.do(TapBadge(badge, GONE_S))

    def take(self, code: str) -> None:
        """Scan, and wait until it is in the journal."""
        self.do(ScanCode(code))
        until(lambda: self.taken()[-1:] == [code], f"{code} is taken; it was {self.taken()}")

    def journal(self) -> list[Entry]:
        with closing(assembly.reader(self.settings)) as db:
            return list(all_entries(db))

    def taken(self) -> list[str]:
        return [
            str(json.loads(entry.body)["asset"]) for entry in self.journal() if entry.type == "asset.issued"
        ]

    def count(self, kind: str) -> int:
        return sum(entry.type == kind for entry in self.journal())


def settings_of(folder: Path) -> Settings:
    """One reader, one scanner, everything in one folder."""
    kiosk = Kiosk(id="K", state_dir=str(folder / "state"), socket=str(folder / "door.sock"))
    return replace(Settings(), kiosk=kiosk)


@contextmanager
def simulated_kiosk(folder: Path, settings: Settings | None = None) -> Iterator[SimulatedKiosk]:
    """A kiosk at work, until the test is over."""
    settings = settings or settings_of(folder)
    attendant = assembly.build_attendant(settings)
    simulation = Simulation(settings)
    attendant.start()
    try:
        door = attendant.door()
        for command in (CRIB, SetPolicy("signout", DAY_S)):
            assert door.submit(Submit(assembly.new_id(), command)).result == "approved"
        attendant.add_part(simulation.close)
        kiosk = SimulatedKiosk(attendant, simulation)
        simulation.begin(attendant)
        start_devices(attendant, simulation.settings, simulation.machine)
        well = {f"{name}: well" for name in simulation.inputs}
        until(lambda: well <= {part.text for part in door.status().health}, f"{well}")
        yield kiosk
    finally:
        attendant.stop()
