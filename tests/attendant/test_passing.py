"""Tools that pass a reader of UHF tags: a tote at once, strangers, and what must not happen."""

import pytest
from desk_bench import ANN, BEN, EIGHT, DeskBench

from drivers.badges.epc import Epc, Scheme, encode
from kiosk.attendant.messages import Tap
from kiosk.attendant.passing import SETTLES_S
from kiosk.counter.views import Page
from kiosk.crib.definitions import Define, NewAsset, NewCategory, NewProduct
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, ProductCode, Via

TOTE = 30
HOUR = 3600.0
GTIN = "4006381333931"
WRONG = "Is one wrong? Scan it."
"""One that is scanned is asked about, or taken: there is no undo of many at once."""
STRANGERS = ["E2801160600002054D5A1B2C", "3034007D00011C400000000B", "303ACA4782F4B8C0000003E8"]
"""A chip maker's number, and the clothes and parcels of other people."""


def giai(number: int) -> str:
    """The code of a tool in the tote, as the barcode on it has it."""
    return f"0614141{100 + number}"


def epc(number: int) -> str:
    """The EPC of the tag on it."""
    return encode(Epc(Scheme.GIAI, "0614141", str(100 + number)))


ALL = [epc(number) for number in range(TOTE)]


@pytest.fixture
def crib(bench: DeskBench) -> DeskBench:
    """A counter with a tote of tagged tools beside the rest, and some that only have an EPC or a GTIN."""
    hand = CategoryCode("hand")
    tools = [NewAsset(AssetCode(giai(n)), ProductCode("WRN"), BinCode("C1-01")) for n in range(TOTE)]
    tagged = (
        NewCategory(hand, Kind.SERIALIZED),
        NewProduct(ProductCode("WRN"), "Wrench", hand),
        NewProduct(ProductCode("SAW"), "Saw", hand, barcode=GTIN),
        *tools,
        NewAsset(AssetCode("SAW-1"), ProductCode("SAW"), BinCode("C1-01"), serial="77"),
        NewAsset(
            AssetCode("SAW-2"), ProductCode("SAW"), BinCode("C1-01"), aliases=("e28011700000020f1b2c3d4e",)
        ),
    )
    bench.store.execute(CommandId("tote"), Define(tagged), EIGHT, Via.CRIBCTL)
    return bench


def pass_by(crib: DeskBench, *epcs: str) -> list[str]:
    """Tags come into the field together; what was told to the world meanwhile."""
    return crib.play(*crib.devices.tags(*epcs))


def where(crib: DeskBench, asset: str) -> str:
    """Where an asset is: its bin, or who has it."""
    sql = """SELECT coalesce(p.code, a.place) FROM asset a LEFT JOIN person p ON p.worker = a.place
        WHERE a.code = ?"""
    return str(crib.db.execute_sql(sql, (asset,)).fetchone()[0])


def held(crib: DeskBench) -> set[str]:
    """Where the tools of the tote are."""
    return {where(crib, giai(number)) for number in range(TOTE)}


def nobody(crib: DeskBench) -> bool:
    """Whether nobody is signed in."""
    return crib.desk.session.worker is None


def beeps(told: list[str]) -> list[str]:
    """The beeps among what was told."""
    return [each for each in told if each.startswith("beep")]


def test_a_tote_taken_by_one_worker_comes_back_by_one_pass(crib: DeskBench) -> None:
    """Thirty tools, thirty entries, one beep, one sentence; nobody need be signed in."""
    crib.badge(ANN)
    taken = pass_by(crib, *ALL)
    assert held(crib) == {"ann"}
    assert crib.notice.title == f"Tools read: {TOTE}"
    assert crib.notice.lines == (f"Taken: {TOTE}", WRONG)
    assert beeps(taken) == ["beep done"]
    crib.wait(4 * HOUR)
    assert nobody(crib)

    back = pass_by(crib, *ALL)

    assert held(crib) == {"C1-01"}
    assert crib.notice.lines == (f"Returned: {TOTE}", WRONG)
    assert crib.view.points == ("C1-01",)
    assert beeps(back) == ["beep done"]
    assert back.count("after-commit") == TOTE


def test_a_tote_that_waits_is_taken_with_the_next_badge(crib: DeskBench) -> None:
    """In either order: tote and badge, badge and tote."""
    pass_by(crib, *ALL)
    assert crib.notice.lines == (f"Waiting for a badge: {TOTE}",)
    assert held(crib) == {"C1-01"}

    crib.badge(BEN)

    assert held(crib) == {"ben"}


def test_strange_tags_say_nothing_at_all_and_are_counted(crib: DeskBench) -> None:
    """No view, no beep, no entry; not even that somebody did something."""
    crib.wait(1.0)
    before, page = crib.entries(), crib.view.page
    assert pass_by(crib, *STRANGERS) == []

    assert before == crib.entries()
    assert page is crib.view.page is Page.WELCOME
    assert crib.desk.well.strange_tags == len(STRANGERS)
    assert pass_by(crib, *STRANGERS, epc(0))
    assert crib.notice.title == "Wrench"


def test_a_strange_tag_does_not_keep_anybody_signed_in(crib: DeskBench) -> None:
    """She walked away; a parcel stays."""
    crib.badge(ANN)
    crib.wait(5.0)
    pass_by(crib, *STRANGERS)
    crib.wait(3.5)

    assert nobody(crib)


def test_one_tool_is_said_by_its_name(crib: DeskBench) -> None:
    """As a scan of it would be."""
    crib.badge(ANN)
    pass_by(crib, epc(3))

    assert crib.notice.title == "Taken: Wrench"


def test_a_tool_that_was_scanned_is_not_moved_by_its_tag(crib: DeskBench) -> None:
    """The scanner and the antenna stand on one counter: taken stays taken, returned stays returned."""
    crib.badge(ANN)
    crib.scan(giai(0))
    assert pass_by(crib, epc(0)) == []
    assert where(crib, giai(0)) == "ann"
    crib.wait(HOUR)
    crib.scan(giai(0))
    assert where(crib, giai(0)) == "C1-01"

    assert pass_by(crib, epc(0)) == []
    assert crib.desk.session.waiting == ()
    crib.wait(SETTLES_S)
    pass_by(crib, epc(0))
    assert len(crib.desk.session.waiting) == 1


def test_the_worker_who_carries_it_out_does_not_bring_it_back(crib: DeskBench) -> None:
    """Past the same antenna, signed out already."""
    crib.badge(ANN)
    pass_by(crib, *ALL)
    crib.wait(20.0)
    assert nobody(crib)

    assert pass_by(crib, *ALL) == []
    assert held(crib) == {"ann"}


def test_half_a_tote_out_and_half_of_it_in_goes_both_ways(crib: DeskBench) -> None:
    """And is said so."""
    crib.badge(ANN)
    pass_by(crib, *ALL[:10])
    crib.wait(HOUR)

    pass_by(crib, *ALL)

    assert crib.notice.title == f"Tools read: {TOTE}"
    assert crib.notice.lines == ("Returned: 10", "Waiting for a badge: 20", WRONG)


def test_a_stop_among_many_stays_on_the_screen(crib: DeskBench) -> None:
    """What passed with it is recorded all the same."""
    few = NewCategory(CategoryCode("hand"), Kind.SERIALIZED, limit=6)
    crib.store.execute(CommandId("limit"), Define((few,)), EIGHT, Via.CRIBCTL)
    crib.badge(ANN)

    told = pass_by(crib, *ALL[:10])

    assert beeps(told) == ["beep stop"]
    assert crib.desk.session.stop is not None
    assert sum(where(crib, giai(number)) == "ann" for number in range(10)) == 6


def test_a_tool_answers_to_its_epc_its_serial_number_and_its_barcode(crib: DeskBench) -> None:
    """The EPC as an alias, in either case; a GTIN with a serial number as the maker has it."""
    crib.badge(ANN)
    pass_by(crib, "E28011700000020F1B2C3D4E")  # the alias was written with small letters
    pass_by(crib, encode(Epc(Scheme.SGTIN, "4006381", "033393", "77")))

    assert where(crib, "SAW-2") == "ann"
    assert where(crib, "SAW-1") == "ann"


def test_a_tag_of_a_known_product_alone_is_a_stranger(crib: DeskBench) -> None:
    """Nobody takes a saw that is not the crib's because it is one of those."""
    crib.badge(ANN)
    crib.forget()

    assert pass_by(crib, encode(Epc(Scheme.SGTIN, "4006381", "033393", "78"))) == []
    assert crib.desk.well.strange_tags == 1


def test_what_somebody_has_open_stays_open(crib: DeskBench) -> None:
    """A list that is looked at, while somebody else's tote comes back."""
    crib.badge(ANN)
    pass_by(crib, *ALL)
    crib.wait(HOUR)
    crib.door().tap(Tap(CommandId("t-1"), "available"))
    assert crib.view.sheet is not None

    pass_by(crib, *ALL)

    assert crib.view.sheet is not None
    assert held(crib) == {"C1-01"}


def test_a_crib_out_of_order_says_that_and_nothing_of_tags(crib: DeskBench) -> None:
    """Nothing can be recorded; the tags are still there when it can."""
    crib.desk.well.trouble = "The database is damaged."

    assert beeps(pass_by(crib, *ALL)) == []
    assert held(crib) == {"C1-01"}
