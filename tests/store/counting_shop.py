"""A store, what is really on its shelves, and what people do with it while it is counted."""

from datetime import UTC
from pathlib import Path

from kiosk.crib import commands as do
from kiosk.crib import counting
from kiosk.crib.definitions import (
    Define,
    Delivery,
    NewArea,
    NewAsset,
    NewBin,
    NewCategory,
    NewProduct,
    Person,
)
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CabinetCode,
    CategoryCode,
    CommandId,
    Kind,
    ProductCode,
    Role,
    Via,
    WorkerId,
)
from kiosk.crib.outcomes import Approved
from kiosk.crib.products import Level
from kiosk.devices import badges
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.database import rows
from kiosk.store.restock import Crib
from kiosk.store.store import Outcome, Place, Store

GLOVES, TOOLS = ProductCode("GLV-9"), ProductCode("TQ-60")
TOOL_BIN, GLOVE_BIN, OTHER_BIN = BinCode("C1-04"), BinCode("C1-05"), BinCode("C2-01")
ASSETS = [AssetCode(f"TW-0{n}") for n in range(4)]
CABINET = CabinetCode("C1")
BOOKED = 20
CRIB = Define(
    (
        NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(TOOLS, "Torque wrench 60 Nm", CategoryCode("torque")),
        NewProduct(GLOVES, "Nitrile gloves", CategoryCode("supply"), cost_cents=12),
        NewArea("R1", Level.ROOM),
        NewArea("C1", Level.CABINET, within="R1"),
        NewArea("C1-S1", Level.SHELF, within="C1"),
        NewBin(TOOL_BIN, cabinet=CABINET, shelf="C1-S1"),
        NewBin(GLOVE_BIN, cabinet=CABINET),
        NewBin(OTHER_BIN),
        *(NewAsset(asset, TOOLS, TOOL_BIN) for asset in ASSETS),
        Delivery(GLOVES, GLOVE_BIN, BOOKED),
        Person("ann", "Ann Ott"),
        Person("kim", "Kim Ley", Role.KEEPER),
        Person("mia", "Mia Orr", Role.KEEPER),
    )
)


class Shop:
    """A store, and what is really on its shelves."""

    def __init__(self, folder: Path, gloves: int = BOOKED, gone: frozenset[int] = frozenset()) -> None:
        self.world = ScriptWorld()
        self.store = Store(folder, Place("kiosk-1", "A", UTC), self.world, badges.badge_number)
        self.act(CRIB)
        self.people = dict(rows(self.store.db, "SELECT code, worker FROM person"))
        self.gloves = gloves
        self.shelf = {asset for n, asset in enumerate(ASSETS) if n not in gone}
        self.taken: set[AssetCode] = set()

    def act(self, command: do.Command) -> Outcome:
        return self.store.execute(CommandId(self.world.new_id()), command, self.world.at, Via.BADGE)

    def who(self, code: str) -> WorkerId:
        return WorkerId(self.people[code])

    def open(self, place: str = "C1", who: str = "kim") -> str:
        outcome = self.act(counting.OpenCount(place, self.who(who)))
        assert isinstance(outcome.decision, Approved)
        return str(getattr(outcome.entries[-1].parsed(), "count"))  # noqa: B009

    def see(self, count: str, *assets: AssetCode, bin_code: BinCode = TOOL_BIN) -> None:
        for asset in assets:
            self.act(counting.SeeAsset(count, asset, self.who("kim"), bin_code))

    def tell(self, count: str, quantity: int) -> None:
        self.act(counting.SeeStock(count, GLOVES, GLOVE_BIN, quantity, self.who("kim")))

    def sign(self, count: str, who: str = "kim") -> Outcome:
        return self.act(counting.CloseCount(count, self.who(who)))

    def happen(self, act: str, number: int, count: str) -> None:
        """Somebody takes, brings back, or counts: what is really there."""
        ann = self.who("ann")
        asset = ASSETS[number % len(ASSETS)]
        if act == "take" and 0 < number <= self.gloves:
            self.gloves -= number * self.approved(do.IssueStock(GLOVES, GLOVE_BIN, number, ann))
        elif act == "put back" and number:
            self.gloves += number * self.approved(do.PutBackStock(GLOVES, GLOVE_BIN, number, ann))
        elif act == "borrow" and asset in self.shelf and self.approved(do.IssueAsset(asset, ann)):
            self.shelf.discard(asset)
            self.taken.add(asset)
        elif act == "bring" and asset in self.taken and self.approved(do.ReturnAsset(asset, ann)):
            self.taken.discard(asset)
            self.shelf.add(asset)
        elif act == "count" and count:
            self.tell(count, self.gloves)
        elif act == "see" and count and asset in self.shelf:
            self.see(count, asset)

    def approved(self, command: do.Command) -> bool:
        return isinstance(self.act(command).decision, Approved)

    def crib(self) -> Crib:
        return Crib.now(self.store.db, self.world.at, UTC)
