"""Low stock is told in the transaction of the act that caused it, once, and cleared once."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from restock_bench import LOW_GLOVES, NITRILE, WRENCHES, crib, kept, take, types
from store_bench import CRIB, GLOVE_BIN, GLOVES, Bench

from kiosk.crib.commands import IssueStock, PlaceHold, ReleaseHold, UndoAct
from kiosk.crib.definitions import Define, Delivery, NewCategory, NewProduct
from kiosk.crib.keeping import MoveStock
from kiosk.crib.names import (
    BinCode,
    CategoryCode,
    CommandId,
    HoldCode,
    Kind,
    LotCode,
    ProductCode,
    Via,
)
from kiosk.crib.ordering import Review
from kiosk.store.database import rows
from kiosk.store.restock_reports import report_low
from kiosk.store.verify import replay


@pytest.fixture
def watched(bench: Bench) -> Bench:
    """A hundred gloves, low at 97."""
    bench.do(Define((LOW_GLOVES,)), via=Via.CRIBCTL)
    return bench


def test_an_alert_is_written_with_the_act_that_caused_it(watched: Bench) -> None:
    """One command, one transaction; the word is the kiosk's own, not that of whoever took the last one."""
    issued, low = watched.do(IssueStock(NITRILE, GLOVE_BIN, 4, watched.ann())).entries

    assert (issued.type, low.type) == ("stock.issued", "stock.low")
    assert low.body == '{"available":96,"product":"GLV-9","short":1,"threshold":97}'
    assert (low.command, low.line, low.actor, low.via) == (issued.command, 1, "", Via.KIOSK)


def test_the_same_command_twice_alerts_once(watched: Bench) -> None:
    """A retry after a power cut finds both entries there."""
    take(watched, 4, "act")

    assert take(watched, 4, "act") == ["stock.issued", "stock.low"]
    assert types(watched.entries()).count("stock.low") == 1


def test_an_undoing_clears_the_alert_that_the_act_gave(watched: Bench) -> None:
    """And replay gives the same tables."""
    take(watched, 4, "act")

    undone = watched.do(UndoAct(CommandId("act"), watched.ann())).entries
    assert types(undone) == ["act.undone", "stock.recovered"]
    assert replay(watched.store.db) is None


def test_what_never_came_is_not_told_to_be_low(bench: Bench) -> None:
    """A product of the catalogue that this site has never had is nobody's alarm; its first receipt counts."""
    new = NewProduct(ProductCode("TAPE"), "Tape", CategoryCode("supply"), reorder=5)
    assert types(bench.do(Define((new,))).entries) == ["product.changed"]

    came = bench.do(Define((Delivery(ProductCode("TAPE"), GLOVE_BIN, 2),))).entries
    assert types(came) == ["stock.received", "stock.low"]


def test_levels_that_are_taken_away_clear_the_alert(watched: Bench) -> None:
    """Changed by whom it may concern: raised they alert, taken away they do not."""
    take(watched, 4)

    gone = watched.do(Define((replace(LOW_GLOVES, reorder=-1),))).entries
    assert types(gone) == ["product.changed", "stock.recovered"]


def test_a_category_that_makes_its_assets_unfit_alerts(bench: Bench) -> None:
    """Calibrations that are asked for more often lapse at once."""
    bench.do(Define((NewProduct(WRENCHES, "Torque wrench", CategoryCode("torque"), reorder=1),)))
    stricter = NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=1)

    assert types(bench.do(Define((stricter,))).entries) == ["category.changed", "stock.low"]


def test_a_hold_in_force_counts_as_gone_until_it_is_released(watched: Bench) -> None:
    """Both in the transaction that did it."""
    now = watched.world.at
    place = PlaceHold(HoldCode("H1"), GLOVES, now, now + timedelta(hours=4), 10, "ann")

    assert types(watched.do(place).entries) == ["hold.placed", "stock.low"]
    assert types(watched.do(ReleaseHold(HoldCode("H1"))).entries) == ["hold.released", "stock.recovered"]


def test_a_review_finds_what_time_alone_made_low(watched: Bench) -> None:
    """A hold that was placed for later begins; it is told once."""
    begins = watched.world.at + timedelta(hours=2)
    watched.do(PlaceHold(HoldCode("H1"), GLOVES, begins, begins + timedelta(hours=4), 10, "ann"))
    assert types(watched.do(Review(day_began=False)).entries) == []

    watched.world.pass_to(watched.world.boot + 2 * 3600)
    assert types(watched.do(Review(day_began=False)).entries) == ["stock.low"]
    assert types(watched.do(Review(day_began=False)).entries) == []


def test_a_review_at_the_beginning_of_a_day_finds_what_ended_with_the_last(bench: Bench) -> None:
    """Calibrations and lots end only then, so the minute's look leaves them out."""
    bench.do(Define((NewProduct(WRENCHES, "Torque wrench", CategoryCode("torque"), reorder=1),)))
    lot = Delivery(NITRILE, GLOVE_BIN, 5, "late", lot=LotCode("L1"), expires=bench.world.at.date())
    bench.do(Define((replace(LOW_GLOVES, reorder=100), lot)))
    bench.world.pass_to(bench.world.boot + 400 * 86400)

    assert types(bench.do(Review(day_began=False)).entries) == []
    assert types(bench.do(Review()).entries) == ["stock.low", "stock.low"]


def test_a_bin_of_the_same_site_is_no_other_stock(watched: Bench) -> None:
    """What lies in two bins is available in both: a site is judged as one."""
    moved = watched.do(MoveStock(NITRILE, 60, GLOVE_BIN, BinCode("C1-04")), via=Via.CRIBCTL)

    assert types(moved.entries) == ["stock.moved"]
    assert kept(watched, GLOVES).counts.available == 100


acts = st.lists(st.integers(-6, 6).filter(bool), max_size=12)


@settings(max_examples=15, deadline=None)
@given(acts)
def test_an_alert_stands_exactly_while_a_product_is_low(
    tmp_path_factory: pytest.TempPathFactory, history: list[int]
) -> None:
    """Whatever is taken and received, with a point that is said and with one that use moves."""
    bench = Bench(tmp_path_factory.mktemp("crib"))
    computed = NewProduct(ProductCode("TAPE"), "Tape", CategoryCode("supply"), lead_days=3, safety=2)
    bench.do(CRIB, via=Via.CRIBCTL)
    bench.do(Define((LOW_GLOVES, computed, Delivery(ProductCode("TAPE"), GLOVE_BIN, 8))))
    for step, quantity in enumerate(history):
        for product in (NITRILE, ProductCode("TAPE")):
            if quantity > 0:
                bench.do(Define((Delivery(product, GLOVE_BIN, quantity, f"step {step}"),)))
            else:
                bench.do(IssueStock(product, GLOVE_BIN, -quantity, bench.ann()))
        stands = {code for (code,) in rows(bench.store.db, "SELECT product FROM low_alert")}
        assert stands == {row.code for row in report_low(crib(bench))}
    assert replay(bench.store.db) is None
    bench.store.close()
