"""A small crib in a state directory of its own, on a scripted clock, and ways to harm its database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date
from pathlib import Path

from kiosk.crib.commands import (
    Command,
    IssueAsset,
    IssueStock,
    KeepCode,
    OpenSession,
    ReturnAsset,
    SetPolicy,
    UndoAct,
)
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, ProductCode, Via, WorkerId
from kiosk.devices import badges
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.database import NAME, one
from kiosk.store.entry import Entry
from kiosk.store.journal import all_entries
from kiosk.store.store import Outcome, Place, Store

ANN, ANN_BADGE = "Ann Ottoline", "0319134791"
TORQUE, GLOVES, TORQUE_BIN, GLOVE_BIN = "TQ-60", "GLV-9", BinCode("C1-04"), BinCode("C2-01")
CRIB = Define(
    (
        NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(
            ProductCode(TORQUE), "Torque wrench 60 Nm", CategoryCode("torque"), barcode="4006381333931"
        ),
        NewProduct(ProductCode(GLOVES), "Nitrile gloves", CategoryCode("supply"), reorder=10),
        NewBin(TORQUE_BIN),
        NewBin(GLOVE_BIN),
        NewAsset(AssetCode("TW-01"), ProductCode(TORQUE), TORQUE_BIN, calibrated=date(2025, 12, 1)),
        NewAsset(AssetCode("TW-02"), ProductCode(TORQUE), TORQUE_BIN, calibrated=date(2025, 12, 1)),
        Delivery(ProductCode(GLOVES), GLOVE_BIN, 100),
        Person("ann", ANN, badge=ANN_BADGE),
    )
)
TRIGGERS = ("journal_is_never_updated", "journal_is_never_deleted")


class Bench:
    """A state directory, and the one writer of it."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.world = ScriptWorld()
        self.path = state / NAME
        state.mkdir(exist_ok=True)
        self.store = self.open()

    def open(self, at_point: Callable[[str], None] = lambda _: None) -> Store:
        """Become the writer, again."""
        place = Place("kiosk-1", "A", UTC)
        self.store = Store(self.state, place, self.world, badges.badge_number, at_point)
        return self.store

    def do(self, command: Command, id: str = "", via: Via = Via.BADGE) -> Outcome:  # noqa: A002
        return self.store.execute(CommandId(id or self.world.new_id()), command, self.world.now().at, via)

    def ann(self) -> WorkerId:
        return WorkerId(one(self.store.db, "SELECT worker FROM person WHERE code = 'ann'")[0])

    def act_a_little(self) -> None:
        """One entry of most types, and rows in every derived table."""
        ann = self.ann()
        self.do(OpenSession(ann))
        self.do(IssueAsset(AssetCode("TW-01"), ann), "take")
        self.do(UndoAct(CommandId("take"), ann))
        self.do(IssueAsset(AssetCode("TW-01"), ann))
        self.do(IssueAsset(AssetCode("TW-02"), ann))
        self.do(ReturnAsset(AssetCode("TW-02")))
        self.do(IssueStock(ProductCode(GLOVES), GLOVE_BIN, 3, ann))
        self.do(KeepCode("who-knows"))
        self.do(SetPolicy("signout", 9))

    def entries(self) -> list[Entry]:
        return list(all_entries(self.store.db))


def raw(path: Path) -> "closing[sqlite3.Connection]":
    """The database without this program in between; every statement is at once."""
    return closing(sqlite3.connect(path, isolation_level=None))


def tamper(path: Path, statement: str, *values: object) -> None:
    """Change the journal as somebody with the file and a tool would: without its triggers."""
    with raw(path) as db:
        for trigger in TRIGGERS:
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        db.execute(statement, values)


def alter(path: Path, seq: int, column: str, expression: str) -> None:
    """Set a column of one entry."""
    tamper(path, f"UPDATE journal SET {column} = {expression} WHERE seq = ?", seq)  # noqa: S608


def overwrite(path: Path, entry: Entry) -> None:
    """Replace the entry at this position by another one."""
    fields = {field: getattr(entry, field) for field in Entry.__struct_fields__} | {"via": str(entry.via)}
    marks = ", ".join(f"{field} = ?" for field in fields)
    statement = f"UPDATE journal SET {marks} WHERE epoch = ? AND seq = ?"  # noqa: S608
    tamper(path, statement, *fields.values(), entry.epoch, entry.seq)


def pages_of(path: Path, table: str) -> Iterator[int]:
    """The file offset of a table's root page."""
    with raw(path) as db:
        size = db.execute("PRAGMA page_size").fetchone()[0]
        for (page,) in db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)):
            yield (page - 1) * size


def destroy_page(path: Path, table: str) -> None:
    """Overwrite a table's root page, as a dying SD card does."""
    (offset,) = pages_of(path, table)
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * 4096)
