"""Makes the database of the present schema that later programs must still open: run once a released schema.

    .venv/bin/python tests/databases/make.py tests/databases/0001.sqlite

Everything in it is made up, and the same at every making but for badge hashes, which a random key enters.
"""

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from drivers import em4100
from kiosk.crib.commands import (
    Command,
    IssueAsset,
    IssueStock,
    KeepCode,
    OpenSession,
    QuarantineAsset,
    ReturnAsset,
    SetPolicy,
    Start,
    UndoAct,
)
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CategoryCode,
    CommandId,
    Kind,
    Problem,
    ProductCode,
    Via,
    WorkerId,
)
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.database import NAME, one
from kiosk.store.store import Place, Store

WRENCH, GLOVES, SHELF, BOX = ProductCode("TQ-60"), ProductCode("GLV-9"), BinCode("C1-04"), BinCode("C2-01")
CRIB = Define(
    (
        NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(WRENCH, "Torque wrench 60 Nm", CategoryCode("torque"), barcode="4006381333931"),
        NewProduct(GLOVES, "Nitrile gloves, size 9", CategoryCode("supply"), reorder=10),
        NewBin(SHELF, "shelf 4"),
        NewBin(BOX),
        NewAsset(AssetCode("TW-01"), WRENCH, SHELF, serial="S1", calibrated=date(2025, 12, 1)),
        NewAsset(AssetCode("TW-02"), WRENCH, SHELF, serial="S2", calibrated=date(2025, 12, 1)),
        Delivery(GLOVES, BOX, 100, cost_cents=1190),
        Person("ann", "Ann Ott", badge="0319134791"),
    )
)


def acts(ann: WorkerId) -> list[Command]:
    """One entry of each type that the counter of this version writes in a short day."""
    return [
        OpenSession(ann),
        IssueAsset(AssetCode("TW-01"), ann),
        IssueAsset(AssetCode("TW-02"), ann),
        ReturnAsset(AssetCode("TW-02")),
        QuarantineAsset(AssetCode("TW-02"), Problem.BROKEN, ann),
        IssueStock(GLOVES, BOX, 3, ann),
        IssueStock(GLOVES, BOX, 2, ann),
        UndoAct(CommandId("act 6"), ann),
        KeepCode("who-knows"),
        SetPolicy("signout", 9),
    ]


def make(target: Path) -> None:
    """Write the database to ``target``, in one file."""
    with tempfile.TemporaryDirectory() as folder:
        world = ScriptWorld()
        world.set(datetime(2025, 12, 24, 8, tzinfo=UTC))
        store = Store(Path(folder), Place("kiosk-1", "A", UTC), world, em4100.parse)
        day = world.now().at
        store.execute(CommandId("start"), Start("0.1.0"), day, Via.KIOSK)
        store.execute(CommandId("crib"), CRIB, day, Via.CRIBCTL)
        ann = WorkerId(one(store.db, "SELECT worker FROM person")[0])
        for number, command in enumerate(acts(ann)):
            store.execute(CommandId(f"act {number}"), command, day, Via.BADGE)
        store.db.execute_sql("VACUUM")
        store.close()
        target.write_bytes((Path(folder) / NAME).read_bytes())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
