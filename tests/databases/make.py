"""Makes the database of the present schema that later programs must still open: run once a released schema.

    .venv/bin/python tests/databases/make.py tests/databases/0002.sqlite

Everything in it is made up, and the same at every making but for badge hashes, which a random key enters.
It says which types of entries it has none of: add an act that writes one before a schema is released.
"""

import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.crib import (
    changes,
    counting,
    handing,
    identity,
    keeping,
    linking,
    noting,
    ordering,
    reading,
    receiving,
    shifts,
    transferring,
)
from kiosk.crib import commands as do
from kiosk.crib import definitions as new
from kiosk.crib import door_entries as doors
from kiosk.crib.bodies import BODIES
from kiosk.crib.door_acts import NoteDoor, SayNothingTaken, UnlockDoors
from kiosk.crib.instructions import Instruction, Step
from kiosk.crib.names import (
    AssetCode,
    BadgeDigest,
    BinCode,
    CabinetCode,
    CategoryCode,
    CommandId,
    HoldCode,
    JobCode,
    Kind,
    KitCode,
    LotCode,
    Method,
    NumberDigest,
    OverrideReason,
    Problem,
    ProductCode,
    Retirement,
    Role,
    StationCode,
    Via,
    WorkerId,
)
from kiosk.crib.products import Done, DueRule, Level, Training
from kiosk.crib.transfer_entries import Described
from kiosk.devices import badges
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.database import NAME, rows
from kiosk.store.store import Place, Store

DAY = datetime(2025, 12, 24, 8, tzinfo=UTC)
WRENCH, GLOVES, SHELF, BOX = ProductCode("TQ-60"), ProductCode("GLV-9"), BinCode("C1-04"), BinCode("C2-01")
TW_01, TW_02 = AssetCode("TW-01"), AssetCode("TW-02")
CRIB = new.Define(
    (
        new.NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365),
        new.NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        new.NewProduct(WRENCH, "Torque wrench 60 Nm", CategoryCode("torque"), barcode="4006381333931"),
        new.NewProduct(GLOVES, "Nitrile gloves, size 9", CategoryCode("supply"), reorder=10),
        new.NewBin(SHELF, "shelf 4"),
        new.NewBin(BOX),
        new.NewAsset(TW_01, WRENCH, SHELF, serial="S1", calibrated=date(2025, 12, 1)),
        new.NewAsset(TW_02, WRENCH, SHELF, serial="S2", calibrated=date(2025, 12, 1)),
        new.Delivery(GLOVES, BOX, 100, cost_cents=1190),
        new.Person("ann", "Ann Ott", badge="0319134791"),
    )
)
LADDER, CLAMP, GLUE, SAFE = ProductCode("LAD"), ProductCode("CLP"), ProductCode("GLU"), BinCode("S1-01")
LD_01, LD_02, LD_09, SET = AssetCode("LD-01"), AssetCode("LD-02"), AssetCode("LD-09"), KitCode("KIT-1")
L1, J100, NOVEMBER = LotCode("L1"), JobCode("J100"), date(2025, 11, 1)
LOOKED = (Done("look", NOVEMBER),)
MORE = new.Define(
    (
        new.NewCategory(
            CategoryCode("ladder"), Kind.SHARED, due_rules=(DueRule("look", days=90),), controlled=1,
            training="ladder", depreciation="straight-line", life_months=120,
        ),
        new.NewCategory(CategoryCode("clamp"), Kind.POOL, loan_s=86400),
        new.NewCategory(CategoryCode("glue"), Kind.CONSUMABLE, method=Method.FEFO),
        new.NewProduct(LADDER, "Ladder", CategoryCode("ladder"), cost_cents=9900),
        new.NewProduct(CLAMP, "Clamp", CategoryCode("clamp"), reorder=3),
        new.NewProduct(GLUE, "Glue", CategoryCode("glue"), aliases=("KLEBER",)),
        new.NewArea("R1", Level.ROOM),
        new.NewArea("SAFE", Level.CABINET, within="R1", locked=1),
        new.NewBin(SAFE, cabinet=CabinetCode("SAFE")),
        *(new.NewAsset(code, LADDER, SAFE, bought=NOVEMBER, done=LOOKED) for code in (LD_01, LD_02)),
        new.NewAsset(LD_09, LADDER, BinCode(""), draft=True),
        new.NewKit(SET, "Two ladders", (LD_01, LD_02)),
        new.NewJob(J100, "Line 3"),
        new.NewStation(StationCode("ST-3"), "Press 3"),
        new.Delivery(CLAMP, SHELF, 9),
        new.Delivery(GLUE, SHELF, 9, lot=L1, received=NOVEMBER, expires=date(2026, 2, 1), cost_cents=350),
        *(
            new.Person(code, name, role, trainings=(Training("ladder", date(2026, 12, 1)),))
            for code, name, role in (("ben", "Ben Oak", Role.LEAD), ("kim", "Kim Ley", Role.KEEPER))
        ),
    )
)  # fmt: skip


def first_day(ann: WorkerId) -> list[do.Command]:
    """What the counter could do from the beginning."""
    return [
        do.OpenSession(ann),
        do.IssueAsset(TW_01, ann),
        do.IssueAsset(TW_02, ann),
        do.ReturnAsset(TW_02),
        do.QuarantineAsset(TW_02, Problem.BROKEN, ann),
        do.IssueStock(GLOVES, BOX, 3, ann),
        do.IssueStock(GLOVES, BOX, 2, ann),
        do.UndoAct(CommandId("act 6"), ann),
        do.KeepCode("who-knows"),
        do.SetPolicy("signout", 9),
        do.TurnAway(BadgeDigest("ab" * 32)),
    ]


def at_the_counter(ann: WorkerId, ben: WorkerId) -> list[do.Command]:
    """Kits, pools, lots, holds, hand to hand, and a lead who lets it pass."""
    override = do.Override(ben, ("not-trained",))
    return [
        do.IssueAsset(LD_01, ann),
        do.IssueAsset(LD_01, ann, do.Wish(station=StationCode("ST-3")), override),
        do.ReturnAsset(LD_01, ann),
        do.IssueKit(SET, ben),
        do.ReturnKit(SET, ben, (LD_02,)),
        do.GiveAsset(TW_01, ben, ann),
        do.HandOverAsset(TW_01, ann),
        do.ExtendLoan(TW_01, 3600, ann),
        do.PlaceHold(HoldCode("H-1"), GLUE, DAY, DAY + timedelta(hours=9), 2, "ben"),
        do.PlaceHold(HoldCode("H-2"), CLAMP, DAY, DAY + timedelta(hours=9), 9, "J100"),
        do.IssueStock(GLUE, SHELF, 3, ben, do.Wish(J100)),
        do.PutBackStock(GLUE, SHELF, 1, ben),
        do.ReleaseHold(HoldCode("H-2"), "not needed"),
        do.IssueStock(CLAMP, SHELF, 7, ann),
        do.PutBackStock(CLAMP, SHELF, 6, ann),
        do.ReportMissing(LD_01, ann),
    ]


def without_badge(ann: WorkerId) -> list[Any]:
    """A number, a PIN, a lead who vouches, a badge that becomes hers, and one that was lost."""
    wrong = identity.ProvePin(ann, right=False)
    return [
        new.Define((new.Person("ann", "Ann Ott", number="1042", pin="47113"),)),
        do.SetPolicy("no_badge_times", 1),
        wrong,
        identity.UnlockPin("ann"),
        identity.ProvePin(WorkerId(""), right=False, number=NumberDigest("cd" * 32)),
        identity.ProvePin(ann, right=True),
        do.OpenSession(ann, via=Via.PIN),
        identity.LinkBadge(BadgeDigest("ef" * 32), ann, Via.PIN),
        identity.RevokeBadges("ann"),
    ]


def at_the_door(ann: WorkerId) -> list[do.Command]:
    """All that a door does, by itself and otherwise."""
    whose: dict[str, Any] = {"cabinet": CabinetCode("SAFE"), "worker": ann}
    plain = [
        kind(**whose) for kind in (doors.DoorOpened, doors.DoorClosed, doors.DoorReview, doors.DoorFault)
    ]
    notes = [*plain, doors.DoorHeldOpen(**whose, seconds=60), doors.DoorForced(cabinet=CabinetCode("SAFE"))]
    return [UnlockDoors(ann, (CabinetCode("SAFE"),)), *map(NoteDoor, notes)]


def from_elsewhere() -> list[do.Command]:
    """What another site sent."""
    what = Described(
        changes.CategoryChanged(category="glue", kind=Kind.CONSUMABLE),
        changes.ProductChanged(product=GLUE, name="Glue", category="glue"),
    )
    return [
        transferring.ExpectTransfer("T-9", "B", GLUE, 3, what),
        transferring.ReceiveTransfer("T-9", SHELF, (transferring.Item(GLUE, 2),), "B"),
        transferring.GiveUpTransfer("T-9", "B", GLUE, 1),
    ]


def by_the_keeper(kim: WorkerId, ben: WorkerId) -> list[do.Command]:
    """All that is done to what nobody is taking just now."""
    glue = receiving.Expected(GLUE, 5, LotCode("L2"), date(2026, 3, 1), 400)
    pieces, count = transferring.Item(GLUE, 2), f"{SHELF}/1"
    return [
        do.PlaceHold(HoldCode("H-3"), LADDER, DAY + timedelta(hours=1), DAY + timedelta(hours=2), 1, "ben"),
        keeping.SendToService(LD_01, "to be looked at"),
        keeping.BackFromService(LD_01, ("look",), DAY.date()),
        keeping.MoveAsset(LD_01, SHELF),
        do.IssueAsset(LD_01, ben),
        do.ReturnAsset(LD_01),
        do.ConfirmBin(SHELF, ben),
        keeping.MoveStock(GLUE, 1, SHELF, "quarantine", L1),
        keeping.ScrapStock(GLUE, 1, "quarantine", Retirement.EXPIRED, L1, "kim"),
        keeping.DeclareLost(LD_02),
        do.ReturnAsset(LD_02, kim),
        keeping.RetireAsset(LD_02, Retirement.WORN, "kim"),
        ordering.PlaceOrder(GLUE, 5, "O-1"),
        ordering.CancelOrder("O-1", GLUE),
        receiving.ExpectDelivery("D-1", (glue, receiving.Expected(asset=LD_09)), "Maker"),
        receiving.ReceiveStock(GLUE, SHELF, 4, kim, "D-1", LotCode("L2")),
        receiving.ReceiveAsset(LD_09, SAFE, kim, "D-1"),
        receiving.CloseDelivery("D-1"),
        transferring.SendTransfer("T-1", "B", (pieces, transferring.Item(LD_01))),
        transferring.SettleTransfer("T-1", GLUE, 1, lot=L1),
        transferring.CloseTransfer("T-1", (transferring.Item(LD_01),), SHELF),
        transferring.CloseTransfer("T-1"),
        counting.OpenCount(SHELF, kim),
        counting.OpenCount(SHELF, kim),
        counting.SeeAsset(count, LD_09, kim, SHELF),
        counting.FixFinding(count, LD_09, counting.Fix.HERE, kim),
        counting.SeeCode(count, "who-knows", kim),
        *[counting.SeeStock(count, CLAMP, SHELF, 1, kim)] * 2,
        do.SetPolicy("variance_pieces", 3),
        counting.CloseCount(count, kim),
        counting.CloseCount(count, ben),
        counting.CloseCount(count, kim),
        counting.OpenCount(BOX, kim),
        counting.CancelCount(f"{BOX}/1"),
    ]


MIRROR, MR_01 = ProductCode("MIR-1"), AssetCode("MR-01")
TOLD = (Instruction(Step.TAKE, "Count your tools.", confirm=1),)
AT_RISK = new.Define(
    (
        new.NewCategory(
            CategoryCode("mirror"), Kind.SERIALIZED, loan_s=3600, fod=1, condition=1, instructions=TOLD
        ),
        new.NewProduct(MIRROR, "Inspection mirror", CategoryCode("mirror")),
        new.NewAsset(MR_01, MIRROR, SHELF),
    )
)  # fmt: skip


def with_care(ann: WorkerId, ben: WorkerId, kim: WorkerId, overridden: CommandId) -> list[do.Command]:
    """What is read, noted, looked over, explained, linked, and said of a door."""
    return [
        AT_RISK,
        reading.ReadInstruction(CategoryCode("mirror"), Step.TAKE, ann),
        do.IssueAsset(MR_01, ann),
        do.ReturnAsset(MR_01, ann),
        noting.CheckAsset(MR_01, ann),
        noting.NoteAsset(MR_01, "Scratched.", ann),
        noting.ExplainOverride(overridden, OverrideReason.URGENT, ben),
        do.KeepCode("4006381000017"),
        linking.LinkCode("4006381000017", GLOVES, kim),
        linking.UnlinkCode("4006381000017", kim),
        SayNothingTaken(ann, (CabinetCode("SAFE"),)),
        do.SetPolicy("shifts", "06:00,22:00"),
        do.IssueAsset(MR_01, ann),
        reading.ReadInstruction(CategoryCode("mirror"), Step.TAKE, ben),
        do.HandOverAsset(MR_01, ben),
        do.OpenSession(ann),
        handing.DenyHandover(MR_01, ann),
    ]


def make(target: Path) -> set[str]:
    """Write the database to ``target``, in one file; the types of entries that it lacks."""
    with tempfile.TemporaryDirectory() as folder:
        world = ScriptWorld()
        world.set(DAY)
        store = Store(Path(folder), Place("kiosk-1", "A", UTC), world, badges.badge_number)
        store.execute(CommandId("start"), do.Start("0.1.0"), DAY, Via.KIOSK)
        store.execute(CommandId("crib"), CRIB, DAY, Via.CRIBCTL)
        store.execute(CommandId("more"), MORE, DAY, Via.CRIBCTL)
        people = dict(rows(store.db, "SELECT code, worker FROM person"))
        ann, ben, kim = (WorkerId(people[code]) for code in ("ann", "ben", "kim"))
        acts = first_day(ann) + at_the_counter(ann, ben) + at_the_door(ann)
        acts += by_the_keeper(kim, ben) + from_elsewhere() + without_badge(ann)
        passed = next(n for n, act in enumerate(acts) if getattr(act, "override", None))
        acts += with_care(ann, ben, kim, CommandId(f"act {passed}"))
        for number, command in enumerate(acts):
            store.execute(CommandId(f"act {number}"), command, DAY, getattr(command, "via", Via.BADGE))
        night = DAY + timedelta(hours=14)
        for command in (ordering.Review(), shifts.CloseShift(ben)):
            world.set(night)
            store.execute(CommandId(type(command).__name__), command, night, Via.KIOSK)
        had = {kind for (kind,) in rows(store.db, "SELECT DISTINCT type FROM journal")}
        store.db.execute_sql("VACUUM")
        store.close()
        target.write_bytes((Path(folder) / NAME).read_bytes())
    return {*BODIES} - had


if __name__ == "__main__":
    lacks = ", ".join(sorted(make(Path(sys.argv[1]))))
    sys.stdout.write(f"no entry of: {lacks}\n" if lacks else "every type has an entry\n")
