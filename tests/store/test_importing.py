"""Large definitions: judged whole, written a page at a time; whole or not at all, whatever comes between."""

from collections.abc import Callable
from datetime import date

import pytest
from store_bench import CRIB, GLOVE_BIN, GLOVES, TORQUE, TORQUE_BIN, Bench

from kiosk.crib.body import Body
from kiosk.crib.changes import CategoryChanged, ProductChanged
from kiosk.crib.commands import Command, IssueAsset
from kiosk.crib.definitions import (
    Define,
    Definition,
    Delivery,
    NewAsset,
    NewBin,
    NewCategory,
    NewProduct,
    Person,
)
from kiosk.crib.keeping import MoveAsset, NoteService
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, ProductCode, Via
from kiosk.crib.outcomes import Approved, Nothing, Refused, Tally
from kiosk.crib.transfer_entries import Described
from kiosk.crib.transferring import ExpectTransfer
from kiosk.store import importing
from kiosk.store.database import StoreError, one
from kiosk.store.importing import Done, Request, is_large
from kiosk.store.verify import replay, verify

SAWS, BLADES = ProductCode("SAW"), ProductCode("BLD")
THINGS: tuple[Definition, ...] = (
    NewCategory(CategoryCode("saws"), Kind.SERIALIZED),
    NewProduct(SAWS, "Saw", CategoryCode("saws"), barcode="40000001"),
    NewProduct(BLADES, "Blade", CategoryCode("supply"), reorder=5),
    NewBin(BinCode("S-1")),
    *(NewAsset(AssetCode(f"SAW-{number}"), SAWS, BinCode("S-1")) for number in range(9)),
    Delivery(BLADES, BinCode("S-1"), 3, "one"),
    Delivery(BLADES, GLOVE_BIN, 9, "two"),
    NewProduct(ProductCode(GLOVES), "Nitrile gloves", CategoryCode("supply"), reorder=200),
    NewAsset(AssetCode("TW-01"), ProductCode(TORQUE), TORQUE_BIN, calibrated=date(2025, 12, 2)),
    NewAsset(AssetCode("TW-02"), ProductCode(TORQUE), TORQUE_BIN, calibrated=date(2025, 12, 1)),
    Person("ben", "Ben Oak", badge="1368818896", number="1042", pin="47113"),
    Person("cem", "Cem Ari"),
)
FLAWED = (*THINGS, NewAsset(AssetCode("SAW-1"), ProductCode("NONE"), BinCode("S-1")))
TALLY = Tally(added=17, changed=2, unchanged=1)


class PowerCutError(BaseException):
    """The power went."""


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PAGE", 3)
    monkeypatch.setattr(importing, "_AT_ONCE", 2)
    monkeypatch.setattr(importing, "_LOOKED_AT", 1)


def begin(bench: Bench, things: tuple[Definition, ...] = THINGS, *, dry_run: bool = False) -> None:
    """Begin the import ``big``."""
    now = bench.world.now().at
    bench.store.imports.begin(Request(CommandId("big"), Define(things), now, Via.CRIBCTL, dry_run))


def finish(bench: Bench) -> Done:
    """Go on until it is done."""
    while (done := bench.store.go_on()) is None:
        pass
    return done


def of_it(bench: Bench) -> list[Body]:
    """What the import wrote."""
    return [entry.parsed() for entry in bench.entries() if entry.command == "big"]


def told(bodies: list[Body]) -> list[str]:
    """Entries, but for ids that are made anew each time."""
    return [repr(body) if "worker" not in body.__struct_fields__ else body.type for body in bodies]


def sound(bench: Bench) -> None:
    """The chain holds, the tables are what the journal says, and nothing is left to do."""
    assert verify(bench.entries()).broken is None
    assert replay(bench.store.db) is None
    assert one(bench.store.db, "SELECT count(*) FROM staged")[0] == 0
    assert not bench.store.imports.running


@pytest.fixture
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is written in one transaction."""
    bench = Bench(tmp_path_factory.mktemp("whole") / "state")
    bench.do(CRIB)
    bench.do(Define(THINGS), "big", Via.CRIBCTL)
    bodies = of_it(bench)
    bench.store.abandon()
    return told(bodies)


def test_page_by_page_the_same_is_written_as_at_once(bench: Bench, whole: list[str]) -> None:
    """Line by line, also what is told of products that are low once all of it is there."""
    begin(bench)
    assert finish(bench) == Done(Approved((), TALLY), len(whole))
    assert whole == told(of_it(bench))
    assert whole[-1].startswith("StockLow(product='GLV-9'"), (
        "the blades were low for a moment; nobody is told"
    )
    sql = "SELECT name, pin > '' FROM person JOIN credential USING (worker) WHERE code = 'ben'"
    assert one(bench.store.db, sql) == ("Ben Oak", 1)
    sound(bench)


def test_one_flaw_anywhere_and_nothing_is_written(bench: Bench) -> None:
    """Every mistake is named with its row, as it is where all is judged at once."""
    before = bench.entries()
    expected = bench.store.judge(Define(FLAWED), bench.world.now().at)
    assert isinstance(expected, Refused)
    begin(bench, FLAWED)
    assert finish(bench) == Done(expected)
    assert before == bench.entries()
    sound(bench)


def test_a_dry_run_says_what_would_be_and_writes_nothing(bench: Bench) -> None:
    """Not even what is to be written."""
    before = bench.entries()
    begin(bench, dry_run=True)
    assert finish(bench) == Done(Approved((), TALLY))
    assert before == bench.entries()
    sound(bench)


def test_the_same_again_is_nothing(bench: Bench) -> None:
    """An import may be run as often as one likes."""
    begin(bench)
    finish(bench)
    before = bench.entries()
    begin(bench, THINGS[:-2])
    assert finish(bench) == Done(Nothing(tally=Tally(unchanged=18)))
    assert before == bench.entries()


def after(number: int) -> Callable[[str], None]:
    """The power goes after so many points."""
    left = [number]

    def at_point(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCutError

    return at_point


def test_wherever_the_power_goes_it_is_whole_or_nothing_after_the_start(
    bench: Bench, whole: list[str]
) -> None:
    """What was decided goes on at the next start, line by line as if nothing had been."""
    bench.store.close()
    outcomes, number, kept = set[bool](), 0, bench.path.read_bytes()
    while True:
        bench.path.write_bytes(kept)
        bench.open(after(number))
        begin(bench)
        try:
            finish(bench)
            break
        except PowerCutError:
            bench.store.abandon()
        bench.open()
        decided = bench.store.imports.running
        if decided:
            finish(bench)
        found = told(of_it(bench))
        assert found == whole or (not decided and not found), number
        sound(bench)
        outcomes.add(decided)
        bench.store.close()
        number += 7
    assert outcomes == {False, True}
    assert number > 40


def test_other_commands_come_between_and_are_durable_at_once(bench: Bench) -> None:
    """A tool is taken in the middle of it."""
    begin(bench)
    while not of_it(bench):
        bench.store.go_on()
    assert bench.do(IssueAsset(AssetCode("TW-02"), bench.ann())).entries[-1].type == "asset.issued"
    assert bench.store.imports.running
    written = len(of_it(bench))
    finish(bench)
    assert len(of_it(bench)) > written
    sound(bench)


@pytest.mark.parametrize("steps", [1, 5, 9])
def test_what_would_change_what_it_was_judged_by_comes_after_it(
    bench: Bench, whole: list[str], steps: int
) -> None:
    """Or two things could have one code: a bin, and a saw that was judged and is not there yet."""
    begin(bench)
    for _ in range(steps):
        bench.store.go_on()
    late = bench.do(Define((NewBin(BinCode("SAW-8")),)), via=Via.CRIBCTL)
    assert isinstance(late.decision, Refused)
    assert whole == told(of_it(bench))
    sound(bench)


@pytest.mark.parametrize(
    "late",
    [
        NoteService(AssetCode("TW-01"), "calibration", date(2026, 1, 1)),
        MoveAsset(AssetCode("TW-01"), GLOVE_BIN),
    ],
)
def test_what_a_keeper_does_to_a_thing_meanwhile_is_not_set_back(
    bench: Bench, whole: list[str], late: Command
) -> None:
    """The import came first, and tells of the thing as it was."""
    begin(bench)
    while not of_it(bench):
        bench.store.go_on()
    bench.do(late)
    assert not bench.store.imports.running
    assert whole == told(of_it(bench))
    row = one(bench.store.db, "SELECT calibrated, bin FROM asset WHERE code = 'TW-01'")
    assert row in [("2026-01-01", TORQUE_BIN), ("2025-12-02", GLOVE_BIN)]
    sound(bench)


def test_what_is_on_its_way_here_is_noted_in_the_middle_of_it(bench: Bench) -> None:
    """Central's word holds up nobody: the things are defined only when they come."""
    saw = ProductChanged(product=SAWS, name="Saw", category="saws")
    what = Described(category=CategoryChanged(category="saws", kind=Kind.SERIALIZED), product=saw)
    begin(bench)
    bench.store.go_on()
    bench.do(ExpectTransfer("T1", "B", SAWS, 1, what, AssetCode("SAW-1")), via=Via.CENTRAL)
    assert bench.store.imports.running
    finish(bench)
    sound(bench)


def test_a_disk_that_takes_nothing_keeps_no_kiosk_from_starting(bench: Bench) -> None:
    """What was laid down and not decided is nothing, and is cleared away before the next one."""
    bench.store.db.execute_sql("INSERT INTO staged VALUES (1, 'half a page')")
    bench.store.db.execute_sql(
        "CREATE TRIGGER full BEFORE DELETE ON staged BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    bench.store.close()
    bench.open()
    assert not bench.store.imports.running
    bench.store.db.execute_sql("DROP TRIGGER full")
    begin(bench)
    finish(bench)
    sound(bench)


def test_on_a_full_disk_what_was_decided_waits_for_space(bench: Bench, whole: list[str]) -> None:
    """And what was not is nothing, without a trace."""
    resize(bench, 0)
    begin(bench, tuple(NewBin(BinCode(f"F-{number}"), "x" * 2000) for number in range(40)))
    with pytest.raises(StoreError, match="the disk is full"):
        finish(bench)
    assert not bench.store.imports.running
    assert of_it(bench) == []
    resize(bench, 1000)
    begin(bench)
    while not of_it(bench):
        bench.store.go_on()
    resize(bench, 0)
    with pytest.raises(StoreError, match="the disk is full"):
        finish(bench)
    assert bench.store.imports.running
    resize(bench, 1000)
    finish(bench)
    assert whole == told(of_it(bench))
    sound(bench)


def resize(bench: Bench, more_pages: int) -> None:
    """SQLite's own limit stands for the disk's."""
    pages = one(bench.store.db, "PRAGMA page_count")[0]
    bench.store.db.execute_sql(f"PRAGMA max_page_count = {pages + more_pages}")


def test_a_person_with_a_pin_has_a_page_of_her_own() -> None:
    """To seal one takes as long as to write many things."""
    assert is_large(Define((Person("a", "A", pin="47113"), Person("b", "B", pin="47114"))))
    assert not is_large(Define((Person("a", "A"), Person("b", "B"), Person("c", "C"))))
    assert is_large(Define(THINGS[:4]))
