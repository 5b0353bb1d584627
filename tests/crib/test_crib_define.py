"""Definitions: every flaw of every row at once, all rows or none, and the same rows twice are nothing."""

from datetime import date

import pytest
from crib_facts import ANN, BEN, C1_04, C2_01, GLV_9, TQ_60, TW_01, catalogue, enrolled, facts
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib import changes
from kiosk.crib import definitions as new
from kiosk.crib import entries as was
from kiosk.crib.body import Body
from kiosk.crib.decide import decide
from kiosk.crib.facts import Catalogue, Enrolled
from kiosk.crib.keeper_refusals import Flaw, Unfit
from kiosk.crib.names import (
    AssetCode,
    BadgeDigest,
    BinCode,
    CategoryCode,
    Kind,
    KitCode,
    LotCode,
    ProductCode,
    Role,
)
from kiosk.crib.outcomes import Approved, Decision, Nothing, Refused, Tally
from kiosk.crib.products import Area, Category, DueRule, Level, Product, Training, Worker

HAMMER, GAUGE, CLAMPS = ProductCode("HMR"), ProductCode("GAU"), ProductCode("CLP-1")
NEW = (
    new.NewCategory(CategoryCode("hammer"), Kind.SERIALIZED, loan_s=3600),
    new.NewProduct(HAMMER, "Hammer 500 g", CategoryCode("hammer"), barcode="400688"),
    new.NewBin(BinCode("C7-01"), "Hammers"),
    new.NewAsset(AssetCode("HM-01"), HAMMER, BinCode("C7-01"), barcode="OLD-1"),
    new.Delivery(GLV_9, C2_01, 20, receipt="D-17", cost_cents=1190),
)
"""A further category and all that hangs on it, each row built on the ones before, and a delivery."""
SAME = (
    new.NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365),
    new.NewProduct(TQ_60, "Torque wrench 60 Nm", CategoryCode("torque")),
    new.NewBin(C1_04),
    new.NewAsset(TW_01, TQ_60, C1_04, calibrated=date(2026, 1, 10)),
    new.Delivery(GLV_9, C2_01, 12),
)
"""What the catalogue of the tests holds."""


GAUGES = Category(CategoryCode("gauge"), Kind.SERIALIZED, require=("serial",), name_pattern="GA-[0-9]+")
KNOWN = catalogue()
KNOWN = catalogue(
    categories={
        **KNOWN.categories, "gauge": GAUGES, "clamp": Category(CategoryCode("clamp"), Kind.POOL),
    },
    products={
        **KNOWN.products,
        GAUGE: Product(GAUGE, "Gauge", GAUGES.code),
        CLAMPS: Product(CLAMPS, "Clamp", CategoryCode("clamp")),
    },
    areas={"R1": Area("R1", Level.ROOM)},
)  # fmt: skip


def defined(*things: new.Definition, known: Catalogue | None = None) -> Decision:
    """What becomes of the definitions."""
    return decide(facts(None, catalogue=known or KNOWN), new.Define(things))


def flaws(*things: new.Definition, known: Catalogue | None = None) -> tuple[Flaw, ...]:
    """What is wrong with them; nothing of them is written."""
    decision = defined(*things, known=known)
    assert isinstance(decision, Refused), decision
    assert isinstance(decision.refusal, Unfit)
    assert decision.entries == ()
    return decision.refusal.flaws


def test_new_rows_are_written_in_their_order_each_built_on_those_before() -> None:
    """A small crib can be defined at once; a new asset and a delivery are moved into their bins as well."""
    there = {"source": "supplier", "destination": "bin:C7-01"}
    written = (
        changes.CategoryChanged(category="hammer", kind=Kind.SERIALIZED, loan_s=3600),
        changes.ProductChanged(product=HAMMER, name="Hammer 500 g", category="hammer", barcode="400688"),
        changes.BinChanged(bin="C7-01", name="Hammers"),
        changes.AssetChanged(asset=AssetCode("HM-01"), product=HAMMER, bin="C7-01", barcode="OLD-1"),
        was.AssetReceived(asset=AssetCode("HM-01"), product=HAMMER, quantity=1, **there),
        was.StockReceived(
            product=GLV_9,
            quantity=20,
            receipt="D-17",
            cost_cents=1190,
            source="supplier",
            destination="bin:C2-01",
        ),
    )

    assert Approved(written, Tally(added=5)) == defined(*NEW)


def test_the_same_rows_again_are_nothing() -> None:
    """Rows that say what is so already write nothing, and are counted as unchanged."""
    assert Nothing(tally=Tally(unchanged=5)) == defined(*SAME)


def test_no_rows_are_nothing() -> None:
    """An empty definition is nothing, and no mistake."""
    assert Nothing(tally=Tally()) == defined()


def test_a_changed_row_writes_the_change_alone() -> None:
    """A changed asset is described anew but not moved; the rows beside it are left alone."""
    recalibrated = new.NewAsset(TW_01, TQ_60, C1_04, serial="S1", calibrated=date(2026, 10, 1))
    entry = changes.AssetChanged(
        asset=TW_01, product=TQ_60, bin="C1-04", serial="S1", calibrated=date(2026, 10, 1)
    )

    assert Approved((entry,), Tally(changed=1, unchanged=1)) == defined(SAME[0], recalibrated)


BAD: dict[str, tuple[new.Definition, str, str]] = {
    "an empty code": (new.NewBin(BinCode("")), "code", "is not a code"),
    "a code with spaces around it": (new.NewBin(BinCode(" C9 ")), "code", "' C9 '"),
    "a code that cannot be printed": (new.NewBin(BinCode("C\t9")), "code", "printable"),
    "a code too long for a label": (new.NewBin(BinCode("C" * 65)), "code", "1 to 64"),
    "a due rule that stands twice": (
        new.NewCategory(
            CategoryCode("odd"), Kind.SHARED, calibration_days=9, due_rules=(DueRule("calibration", 5),)
        ),
        "due_rules",
        "'calibration' stands twice",
    ),
    "a due rule that is never due": (
        new.NewCategory(CategoryCode("odd"), Kind.SHARED, due_rules=(DueRule("oil"),)),
        "due_rules",
        "'oil' needs days, or uses",
    ),
    "names after no pattern": (
        new.NewCategory(CategoryCode("odd"), Kind.SHARED, name_pattern="(["),
        "name_pattern",
        "'([' is no pattern",
    ),
    "a costing that there is not": (
        new.NewCategory(CategoryCode("odd"), Kind.CONSUMABLE, costing="hifo"),
        "costing",
        "'hifo' is none of fifo, lifo, average",
    ),
    "a lot of a pool": (
        new.Delivery(CLAMPS, C2_01, 1, lot=LotCode("L1")),
        "lot",
        "CLP-1 is a pool; only consumables are kept by lots",
    ),
    "a kit of nothing": (new.NewKit(KitCode("K"), "Set", ()), "assets", "needs assets, each once"),
    "a kit of what there is not": (
        new.NewKit(KitCode("K"), "Set", (TW_01, AssetCode("X"))),
        "asset",
        "no asset 'X' for kit K",
    ),
    "a shelf in a room": (
        new.NewArea("S1", Level.SHELF, within="R1"),
        "within",
        "'R1' is no place for S1: a shelf stands in a cabinet",
    ),
    "a locked room": (new.NewArea("R2", Level.ROOM, locked=1), "locked", "only a cabinet has a lock"),
    "a bin on no shelf": (new.NewBin(BinCode("C9"), shelf="S7"), "shelf", "'S7' is no shelf of cabinet ''"),
    "an asset without what its category asks for": (
        new.NewAsset(AssetCode("GA-1"), GAUGE, C1_04),
        "serial",
        "needs 'serial': category gauge asks for it",
    ),
    "an asset that is not named as its category says": (
        new.NewAsset(AssetCode("G"), GAUGE, C1_04, serial="S"),
        "code",
        "not as category gauge names its assets: GA-[0-9]+",
    ),
    "a category of another kind": (
        new.NewCategory(CategoryCode("torque"), Kind.CONSUMABLE),
        "kind",
        "torque is serialized, not consumable",
    ),
    "a loan longer than a life": (
        new.NewCategory(CategoryCode("slow"), Kind.SERIALIZED, loan_s=10**10),
        "loan",
        "10000000000",
    ),
    "a calibration that ends before it began": (
        new.NewCategory(CategoryCode("odd"), Kind.SERIALIZED, calibration_days=-1),
        "calibration",
        "-1",
    ),
    "a calibration beyond the calendar": (
        new.NewCategory(CategoryCode("odd"), Kind.SERIALIZED, calibration_days=9_999_999),
        "calibration",
        "9999999",
    ),
    "a product without a name": (new.NewProduct(HAMMER, " ", CategoryCode("torque")), "name", "HMR"),
    "a product of no category": (
        new.NewProduct(HAMMER, "Hammer", CategoryCode("hamer")),
        "category",
        "There is no category 'hamer'",
    ),
    "a pack of nothing": (new.NewProduct(HAMMER, "H", CategoryCode("torque"), pack=0), "pack", "0"),
    "a negative cost": (new.NewProduct(HAMMER, "H", CategoryCode("torque"), cost_cents=-1), "cost", "-1"),
    "a level below never": (new.NewProduct(HAMMER, "H", CategoryCode("torque"), reorder=-2), "reorder", "-2"),
    "a code that is a bin's": (
        new.NewProduct(ProductCode("C1-04"), "H", CategoryCode("torque")),
        "code",
        "bin C1-04's already",
    ),
    "a second code that is a tool's": (
        new.NewProduct(HAMMER, "H", CategoryCode("torque"), barcode="TW-01"),
        "barcode",
        "asset TW-01's already",
    ),
    "an asset of no product": (new.NewAsset(AssetCode("A"), HAMMER, C1_04), "product", "no product 'HMR'"),
    "an asset of a consumable": (
        new.NewAsset(AssetCode("A"), GLV_9, C1_04),
        "product",
        "GLV-9 is consumable; asset A needs one that is serialized",
    ),
    "an asset in no bin": (new.NewAsset(AssetCode("A"), TQ_60, BinCode("C9")), "bin", "no bin 'C9'"),
    "an asset calibrated in no year of ours": (
        new.NewAsset(AssetCode("A"), TQ_60, C1_04, calibrated=date(9999, 12, 31)),
        "calibrated",
        "9999-12-31",
    ),
    "stock of a tool": (new.Delivery(TQ_60, C1_04, 1), "product", "TQ-60 is serialized"),
    "stock of nothing": (new.Delivery(GLV_9, C2_01, 0, receipt="D"), "quantity", "0 is not from 1"),
    "too much stock": (new.Delivery(GLV_9, C2_01, 1_000_001, receipt="D"), "quantity", "1000001"),
    "the same delivery with another quantity": (
        new.Delivery(GLV_9, C2_01, 13),
        "quantity",
        "was 12, not 13. Give a further delivery a receipt of its own",
    ),
}


@pytest.mark.parametrize(("thing", "column", "said"), BAD.values(), ids=BAD)
def test_a_row_is_refused_by_column_and_value(thing: new.Definition, column: str, said: str) -> None:
    """A bad row is refused; the flaw names row, column and value, and says what to do."""
    (flaw,) = flaws(SAME[2], thing)

    assert (1, column) == (flaw.row, flaw.column)
    assert said in flaw.message


def test_every_flaw_of_every_row_is_said_at_once_and_nothing_is_written() -> None:
    """Bad rows give all their flaws together, in the order of the rows, though good rows stand among them."""
    found = flaws(
        new.NewProduct(HAMMER, " ", CategoryCode("hamer"), pack=0, cost_cents=-1, reorder=-2),
        NEW[2],
        new.NewAsset(AssetCode(" A"), GLV_9, BinCode("C9"), barcode="TW-01"),
        SAME[0],
        new.Delivery(TQ_60, BinCode("C9"), 0),
    )

    assert [(flaw.row, flaw.column) for flaw in found] == [
        *((0, column) for column in ("name", "category", "pack", "cost", "reorder")),
        *((2, column) for column in ("product", "bin", "code", "barcode")),
        *((4, column) for column in ("product", "bin", "quantity")),
    ]


def test_one_code_stands_for_one_thing() -> None:
    """A code given twice in one file is refused, for the same kind of thing or another."""
    twice = flaws(NEW[2], NEW[2])
    shared = flaws(NEW[2], new.NewProduct(ProductCode("C7-01"), "Hammer", CategoryCode("torque")))

    assert [flaw.message for flaw in twice] == ["'C7-01' stands twice; keep one row."]
    assert shared[0].message == "The code 'C7-01' is bin C7-01's already; codes are unique in the crib."


def test_a_draft_may_have_gaps_and_counts_for_nothing() -> None:
    """A draft is noted with what is known of it, and moved nowhere."""
    draft = new.NewAsset(AssetCode("G"), GAUGE, BinCode(""), draft=True)
    written = changes.AssetChanged(asset=AssetCode("G"), product=GAUGE, bin="")

    assert Approved((written,), Tally(added=1)) == defined(draft)


def test_an_asset_does_not_become_another_product() -> None:
    """An asset keeps its product for good."""
    other = new.NewProduct(HAMMER, "Hammer", CategoryCode("torque"))
    (flaw,) = flaws(other, new.NewAsset(TW_01, HAMMER, C1_04))

    assert "Asset TW-01 is a TQ-60 and cannot become a HMR" in flaw.message


PERSON = new.Person("ann", "Ann Ott", badge="0319134791")
DIGEST = BadgeDigest("b" * 64)
CHANGED = changes.WorkerChanged(worker=ANN.id, person="d" * 64)
LINKED = changes.BadgeLinked(badge=DIGEST, worker=ANN.id)
PEOPLE: dict[str, tuple[new.Person, Enrolled, tuple[Body, ...], Tally]] = {
    "new": (PERSON, enrolled(badge=DIGEST), (CHANGED, LINKED), Tally(added=1)),
    "as she was": (PERSON, enrolled(ANN, badge=DIGEST, badge_of=ANN.id), (), Tally(unchanged=1)),
    "with a new badge": (PERSON, enrolled(ANN, badge=DIGEST), (LINKED,), Tally(changed=1)),
    "under a new name": (PERSON, enrolled(ANN, same_name=False), (CHANGED,), Tally(changed=1)),
    "in a new role": (
        new.Person("ann", "Ann Ott", role=Role.LEAD),
        enrolled(ANN),
        (changes.WorkerChanged(worker=ANN.id, person="d" * 64, role=Role.LEAD),),
        Tally(changed=1),
    ),
    "with a course": (
        new.Person("ann", "Ann Ott", trainings=(Training("torque", date(2027, 1, 1)),)),
        enrolled(ANN),
        (
            changes.WorkerChanged(
                worker=ANN.id, person="d" * 64, trainings=(Training("torque", date(2027, 1, 1)),)
            ),
        ),
        Tally(changed=1),
    ),
    "with a language": (
        new.Person("ann", "Ann Ott", language="pl"),
        enrolled(ANN),
        (changes.WorkerChanged(worker=ANN.id, person="d" * 64, language="pl"),),
        Tally(changed=1),
    ),
    "without a word of her language": (
        PERSON,
        enrolled(Worker(ANN.id, language="pl")),
        (),
        Tally(unchanged=1),
    ),
    "gone": (
        new.Person("ann", "Ann Ott", active=False),
        enrolled(ANN),
        (changes.WorkerChanged(worker=ANN.id, person="d" * 64, active=0),),
        Tally(changed=1),
    ),
    "back": (
        PERSON,
        enrolled(Worker(ANN.id, active=False)),
        (CHANGED,),
        Tally(changed=1),
    ),
}


@pytest.mark.parametrize(("person", "who", "written", "tally"), PEOPLE.values(), ids=PEOPLE)
def test_a_person_is_written_by_id_and_digest_alone(
    person: new.Person, who: Enrolled, written: tuple[Body, ...], tally: Tally
) -> None:
    """Entries about a person hold an opaque id and a digest, and only what changed is written."""
    known = catalogue(people={"ann": who})
    expected = Approved(written, tally) if written else Nothing(tally=tally)

    assert expected == defined(person, known=known)
    assert "Ann Ott" not in repr(written)


def test_a_language_that_the_screen_does_not_speak_is_named_with_those_it_does() -> None:
    """Whoever imports people knows what to write."""
    found = defined(new.Person("ann", "Ann Ott", language="fr"), known=catalogue(people={"ann": enrolled()}))
    assert isinstance(found, Refused)
    assert isinstance(found.refusal, Unfit)
    assert [flaw.message for flaw in found.refusal.flaws] == [
        "There is no language 'fr'. Write one of en, de, es, pl."
    ]


def test_a_badge_belongs_to_one_worker() -> None:
    """A badge that another has, has been given in the same file, or cannot be read, is refused unnamed."""
    ben = Enrolled(BEN.id, "e" * 64, DIGEST, None, same_name=False)
    cases = {
        "is another worker's already": catalogue(people={"ann": enrolled(badge=DIGEST, badge_of=BEN.id)}),
        "no badge number": catalogue(people={"ann": enrolled(flaw="no badge number")}),
    }
    for said, known in cases.items():
        (flaw,) = flaws(PERSON, known=known)
        assert (flaw.column, flaw.value) == ("badge", "...")
        assert said in flaw.message
    both = catalogue(people={"ann": enrolled(badge=DIGEST), "ben": ben})
    (flaw,) = flaws(PERSON, new.Person("ben", "Ben Oak", badge="0319134791"), known=both)
    assert (flaw.row, flaw.column) == (1, "badge")


def test_a_person_is_never_printed_by_name() -> None:
    """What logs print of a person is the code and the role: no name and no badge number."""
    assert repr(PERSON) == "Person(code='ann', role='worker', ...)"


codes = st.text(max_size=4) | st.sampled_from(["TW-01", "TQ-60", "torque", "C1-04", "GLV-9", "supply", "N"])
numbers = st.integers(-2, 2) | st.integers()
things = (
    st.builds(new.NewCategory, codes, st.sampled_from(Kind), st.just(""), numbers, numbers)
    | st.builds(new.NewProduct, codes, codes, codes, st.just("each"), numbers, codes, numbers, numbers)
    | st.builds(new.NewBin, codes, codes)
    | st.builds(new.NewArea, codes, st.sampled_from(Level), codes, codes, st.integers(0, 1))
    | st.builds(new.NewJob, codes, codes)
    | st.builds(new.NewStation, codes, codes)
    | st.builds(new.NewKit, codes, codes, st.lists(codes, max_size=3).map(tuple))
    | st.builds(new.NewAsset, codes, codes, codes, codes, codes, st.none() | st.dates(), draft=st.booleans())
    | st.builds(new.Delivery, codes, codes, numbers, codes, st.just(0))
)


@given(st.lists(things, max_size=5).map(tuple))
def test_whatever_is_defined_is_either_written_or_told_what_is_wrong(
    many: tuple[new.Definition, ...],
) -> None:
    """No definition breaks the program: it is written with a tally of its rows, or every flaw has a row."""
    decision = defined(*many)

    if isinstance(decision, Refused):
        assert isinstance(decision.refusal, Unfit)
        assert all(0 <= flaw.row < len(many) and flaw.message for flaw in decision.refusal.flaws)
    else:
        tally = decision.tally
        assert tally is not None
        assert len(many) == tally.added + tally.changed + tally.unchanged
        assert bool(decision.entries) == bool(tally.added + tally.changed)
