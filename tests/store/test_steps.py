"""What was said beside acts: read, noted, how long things were out, why it passed, what a shift leaves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from store_bench import Bench

from kiosk.crib import commands as do
from kiosk.crib.definitions import Define, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.instructions import Instruction, Step
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CategoryCode,
    CommandId,
    Kind,
    OverrideReason,
    Problem,
    ProductCode,
    Role,
    WorkerId,
)
from kiosk.crib.noting import CheckAsset, ExplainOverride, NoteAsset
from kiosk.crib.ordering import Review
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.reading import NeedsReading, ReadInstruction
from kiosk.crib.shifts import CloseShift
from kiosk.crib.states import AssetState
from kiosk.store import steps, verify
from kiosk.store.as_of import Day
from kiosk.store.database import one
from kiosk.store.day_reports import report_overrides
from kiosk.store.reports import REPORTS, Moment
from kiosk.store.states import asset_of

GLASSES = Instruction(Step.TAKE, "Wear glasses.", confirm=1)
GRINDER = NewCategory(CategoryCode("grinder"), Kind.SERIALIZED, loan_s=3600, instructions=(GLASSES,), fod=1)
MORE = Define(
    (
        GRINDER,
        NewProduct(ProductCode("GRD"), "Angle grinder", CategoryCode("grinder")),
        NewBin(BinCode("C1-05")),
        NewAsset(AssetCode("GRD-01"), ProductCode("GRD"), BinCode("C1-05")),
        Person("lea", "Lea Lind", Role.LEAD, "0319134792"),
    )
)
TW_01, GRD_01 = AssetCode("TW-01"), AssetCode("GRD-01")


@pytest.fixture(autouse=True)
def more(bench: Bench) -> None:
    """A grinder, whose instruction is to be read, and a lead."""
    bench.do(MORE)


def lea(bench: Bench) -> WorkerId:
    """The lead's id."""
    return WorkerId(one(bench.store.db, "SELECT worker FROM person WHERE code = 'lea'")[0])


def state(bench: Bench, code: str) -> AssetState:
    """How an asset stands."""
    found = asset_of(bench.store.db, code)
    assert found is not None
    return found


def report(bench: Bench, name: str) -> list[Any]:
    """The rows of a report, now."""
    at = bench.world.now().at
    return list(REPORTS[name](bench.store.db, Moment(at, at.tzinfo)))  # type: ignore[arg-type]


def wait(bench: Bench, **time: float) -> datetime:
    """Let time pass."""
    bench.world.pass_to(bench.world.boot + timedelta(**time).total_seconds())
    return bench.world.now().at


def test_who_has_read_an_instruction_takes_the_thing_until_there_is_a_new_version(bench: Bench) -> None:
    """The reports name who has, and who has not."""
    ann, take = bench.ann(), do.IssueAsset(GRD_01, bench.ann())
    refused = bench.do(take).decision
    assert isinstance(refused, Refused)
    assert isinstance(refused.refusal, NeedsReading)
    assert [(row.code, row.product) for row in report(bench, "unread")] == [
        ("ann", "grinder"),
        ("lea", "grinder"),
    ]

    bench.do(ReadInstruction(CategoryCode("grinder"), Step.TAKE, ann))
    assert isinstance(bench.do(take).decision, Approved)
    assert [(row.code, row.version, row.current) for row in report(bench, "read")] == [("ann", 1, "yes")]
    assert [row.code for row in report(bench, "unread")] == ["lea"]

    newer = Instruction(Step.TAKE, "Wear glasses.", version=2, confirm=1)
    bench.do(Define((NewCategory(GRINDER.code, GRINDER.kind, loan_s=3600, instructions=(newer,), fod=1),)))
    assert [(row.code, row.version, row.current) for row in report(bench, "read")] == [("ann", 1, "no")]
    bench.do(do.ReturnAsset(GRD_01))
    assert isinstance(bench.do(take).decision, Refused)
    assert verify.replay(bench.store.db) is None


def test_a_note_stays_with_its_asset_and_another_takes_its_place(bench: Bench) -> None:
    """Who wrote it and when is known; importing the asset anew leaves it alone."""
    ann = bench.ann()
    bench.do(NoteAsset(TW_01, "Slips", ann))
    noted = state(bench, "TW-01").noted
    assert noted is not None
    assert (noted.text, noted.worker, noted.at) == ("Slips", ann, bench.world.now().at)

    bench.do(Define((NewAsset(TW_01, ProductCode("TQ-60"), BinCode("C1-04"), note="Two speeds"),)))
    assert state(bench, "TW-01").notes == ("Two speeds", "Slips")
    bench.do(NoteAsset(TW_01, "Mended"))
    assert state(bench, "TW-01").notes == ("Two speeds", "Mended")
    bench.do(do.QuarantineAsset(TW_01, Problem.UNSAFE, ann))
    assert [(row.code, row.note) for row in report(bench, "quarantined")] == [("TW-01", "Two speeds; Mended")]
    bench.do(NoteAsset(TW_01, ""))
    assert state(bench, "TW-01").noted is None
    assert verify.replay(bench.store.db) is None


def test_hours_out_add_up_over_loans_and_an_undone_return_goes_on(bench: Bench) -> None:
    """Two hours, then one with somebody else: three; what was undone at once counts for nothing."""
    ann, who = bench.ann(), lea(bench)
    bench.do(do.IssueAsset(TW_01, ann))
    wait(bench, hours=2)
    bench.do(do.ReturnAsset(TW_01), "back")
    assert state(bench, "TW-01").out_s == 2 * 3600
    wait(bench, seconds=8)
    bench.do(do.UndoAct(CommandId("back")))
    assert state(bench, "TW-01").out_s == 0
    wait(bench, seconds=3592)
    bench.do(do.HandOverAsset(TW_01, who))
    assert state(bench, "TW-01").out_s == 3 * 3600
    wait(bench, hours=1)
    (row,) = [row for row in report(bench, "use") if row.code == "TW-01"]
    assert (row.uses, row.hours, row.percent) == (2, 4, 100)
    bench.do(do.ReturnAsset(TW_01))
    bench.do(do.IssueAsset(TW_01, ann), "take")
    wait(bench, seconds=5)
    bench.do(do.UndoAct(CommandId("take"), ann))

    assert state(bench, "TW-01").out_s == 4 * 3600
    assert bench.do(CheckAsset(TW_01, ann)).entries[0].type == "asset.checked"
    assert verify.replay(bench.store.db) is None


def test_what_was_set_aside_and_fetched_back_was_not_out(bench: Bench) -> None:
    """Undoing the setting aside does not undo the loan before it."""
    bench.do(do.IssueAsset(TW_01, bench.ann()))
    wait(bench, hours=1)
    bench.do(do.ReturnAsset(TW_01))
    bench.do(do.QuarantineAsset(TW_01, Problem.BLUNT), "aside")
    bench.do(do.UndoAct(CommandId("aside")))

    assert state(bench, "TW-01").out_s == 3600


def test_an_override_is_reported_with_the_reason_that_was_said_after_it(bench: Bench) -> None:
    """Only an act that a lead let pass is explained."""
    ann, at = bench.ann(), bench.world.now().at
    passed = do.Override(lea(bench), ("calibration-expired",))
    wait(bench, days=60)
    bench.do(do.IssueAsset(TW_01, ann, override=passed), "act/0")
    day = Day(bench.world.now().at.date(), at.tzinfo, bench.world.now().at)  # type: ignore[arg-type]
    assert [row.reason for row in report_overrides(bench.store.db, day)] == ["other"]

    bench.do(ExplainOverride(CommandId("act/0"), OverrideReason.CHECKED, ann))
    assert [row.reason for row in report_overrides(bench.store.db, day)] == ["checked"]
    bench.do(do.ReturnAsset(TW_01, ann), "act/1")
    assert bench.do(ExplainOverride(CommandId("act/1"), OverrideReason.URGENT, ann)).entries == ()


def shift_entries(bench: Bench) -> list[str]:
    """What was told of shifts, in order."""
    return [entry.type for entry in bench.entries() if entry.type.startswith("shift.")]


def test_a_shift_is_told_once_and_held_open_by_a_foreign_object(bench: Bench) -> None:
    """From the moment the crib knows of shifts; a lead's signature closes it."""
    ann = bench.ann()
    end = (bench.world.now().at + timedelta(hours=9)).strftime("%H:00")
    bench.do(do.SetPolicy("shifts", end))
    bench.do(do.IssueAsset(TW_01, ann))
    bench.do(ReadInstruction(CategoryCode("grinder"), Step.TAKE, ann))
    bench.do(do.IssueAsset(GRD_01, ann))
    bench.do(Review())
    assert shift_entries(bench) == []

    at = wait(bench, hours=9)
    bench.do(Review())
    bench.do(Review())
    assert shift_entries(bench) == ["shift.still-out", "shift.held-open"]
    (one_person,) = steps.still_out(bench.store.db, at, at.tzinfo, Policy(shifts=end))  # type: ignore[arg-type]
    assert [thing.code for thing in one_person.things] == ["GRD-01", "TW-01"]
    assert [(row.holder, row.code) for row in report(bench, "still-out")][1][1] == "TW-01"
    opened = bench.do(do.OpenSession(lea(bench))).decision
    assert isinstance(opened, Approved)
    assert opened.asks.shift

    bench.do(CloseShift(lea(bench)))
    assert shift_entries(bench)[2:] == ["shift.closed"]
    opened = bench.do(do.OpenSession(lea(bench))).decision
    assert isinstance(opened, Approved)
    assert not opened.asks.shift
    assert verify.replay(bench.store.db) is None


def test_what_the_idle_screen_leads_with_is_over_after_a_while(bench: Bench) -> None:
    """Half an hour by default, and nothing where there are no shifts."""
    now = bench.world.now().at
    ends = Policy(shifts=(now + timedelta(hours=9)).strftime("%H:00"))
    bench.do(do.IssueAsset(TW_01, bench.ann()))
    at = wait(bench, hours=9)

    def shown(at: datetime, policy: Policy) -> int:
        assert at.tzinfo is not None
        return len(steps.still_out(bench.store.db, at, at.tzinfo, policy))

    assert shown(at, ends) == 1
    assert shown(at + timedelta(minutes=29), ends) == 1
    assert shown(at + timedelta(minutes=30), ends) == 0
    assert shown(at, Policy()) == 0
