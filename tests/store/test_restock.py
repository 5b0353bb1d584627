"""What replenishment derives from the journal: use, orders, costs, and what lies still."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from msgspec.structs import replace
from restock_bench import LOW_GLOVES, NITRILE, kept, receive, take, types
from store_bench import GLOVE_BIN, GLOVES, TORQUE, Bench

from kiosk.crib.commands import IssueAsset, PutBackStock, ReturnAsset, SetPolicy, UndoAct
from kiosk.crib.definitions import Define, Person
from kiosk.crib.keeping import DeclareLost, MoveStock, ScrapStock
from kiosk.crib.names import AssetCode, CommandId, LotCode, Retirement, Role, Via
from kiosk.crib.ordering import CancelOrder, PlaceOrder
from kiosk.crib.replenishment import Arrival
from kiosk.store import restock
from kiosk.store.database import rows
from kiosk.store.derived_restock import unit_cents
from kiosk.store.values import day_numbered
from kiosk.store.verify import replay


def test_use_is_net_of_what_came_back(bench: Bench) -> None:
    """Put back or undone, it was not used; days are counted from the first receipt."""
    take(bench, 10, "act")
    bench.do(PutBackStock(NITRILE, GLOVE_BIN, 3, bench.ann()))
    take(bench, 5, "mistake")
    bench.do(UndoAct(CommandId("mistake"), bench.ann()))
    bench.world.pass_to(bench.world.boot + 13 * 86400)

    assert kept(bench, GLOVES).shelf.per_day == Fraction(7, 14)


def test_use_before_the_window_is_forgotten(bench: Bench) -> None:
    """Policy `use_days` says how far back."""
    take(bench, 10)
    bench.do(SetPolicy("use_days", 30))
    bench.world.pass_to(bench.world.boot + 29 * 86400)
    assert kept(bench, GLOVES).shelf.per_day == Fraction(10, 30)

    bench.world.pass_to(bench.world.boot + 86400)
    assert kept(bench, GLOVES).shelf.per_day == 0


def test_what_is_lent_is_used_up_when_it_is_lost(bench: Bench) -> None:
    """Lending uses nothing up; for the class, each taking counts, and an undone one does not."""
    ann = bench.ann()
    bench.do(IssueAsset(AssetCode("TW-01"), ann))
    bench.do(ReturnAsset(AssetCode("TW-01")))
    bench.do(IssueAsset(AssetCode("TW-02"), ann), "mistake")
    bench.do(UndoAct(CommandId("mistake"), ann))
    assert kept(bench, TORQUE).shelf.per_day == 0
    assert rows(bench.store.db, "SELECT lent, worn FROM used WHERE product = ?", TORQUE) == [(1, 0)]

    bench.do(DeclareLost(AssetCode("TW-01")), via=Via.CRIBCTL)
    assert kept(bench, TORQUE).shelf.per_day == Fraction(1, 7)


def test_a_receipt_fills_the_order_it_names_then_the_first_that_was_to_come(bench: Bench) -> None:
    """What comes beyond all orders fills none."""
    today = bench.world.at.date()
    for code, quantity, days in (("PO-1", 10, 9), ("PO-2", 10, 5), ("PO-3", 10, None)):
        expected = today + timedelta(days=days) if days else None
        bench.do(PlaceOrder(NITRILE, quantity, code, expected))

    receive(bench, 4, "PO-3")
    assert list(restock.arrivals(bench.store.db, GLOVES)) == [
        Arrival(6),
        Arrival(10, today + timedelta(days=5)),
        Arrival(10, today + timedelta(days=9)),
    ]
    receive(bench, 15, "delivery note 7")
    assert list(restock.arrivals(bench.store.db, GLOVES)) == [
        Arrival(6),
        Arrival(5, today + timedelta(days=9)),
    ]
    receive(bench, 99, "delivery note 8")
    assert list(restock.arrivals(bench.store.db, GLOVES)) == []
    assert replay(bench.store.db) is None


def test_more_of_the_same_order_is_added_and_cancelling_ends_what_is_missing(bench: Bench) -> None:
    """The newest word on day and supplier stands."""
    bench.do(PlaceOrder(NITRILE, 10, "PO-1", date(2026, 12, 1), "Handy"))
    bench.do(PlaceOrder(NITRILE, 5, "PO-1", date(2026, 12, 3), "Grip"))
    assert restock.on_order(bench.store.db, "PO-1", GLOVES) == 15

    receive(bench, 6, "PO-1")
    (canceled,) = bench.do(CancelOrder("PO-1", NITRILE)).entries
    assert canceled.body == '{"order":"PO-1","product":"GLV-9","quantity":9}'
    assert restock.on_order(bench.store.db, "PO-1", GLOVES) == 0
    assert replay(bench.store.db) is None


def scrap(bench: Bench, quantity: int, reason: Retirement, lot: str = "") -> None:
    """Gloves are thrown away."""
    bench.do(Define((Person("lea", "Lea Lind", Role.LEAD),)), via=Via.CRIBCTL)
    command = ScrapStock(NITRILE, quantity, GLOVE_BIN, reason, LotCode(lot), approver="lea")
    outcome = bench.do(command, via=Via.CRIBCTL)
    assert types(outcome.entries) == ["stock.scrapped"], outcome.decision


def test_a_unit_costs_what_its_lot_cost_or_the_catalogue_says_or_was_paid_last(bench: Bench) -> None:
    """In this order; nothing where nobody has said."""
    db = bench.store.db
    assert unit_cents(db, GLOVES) == 0

    receive(bench, 1, "a", cost_cents=700)
    bench.world.pass_to(bench.world.boot + 60)
    receive(bench, 1, "b", cost_cents=900, lot=LotCode("L1"))
    assert (unit_cents(db, GLOVES, "L1"), unit_cents(db, GLOVES)) == (900, 900)

    bench.do(Define((replace(LOW_GLOVES, cost_cents=800),)))
    assert (unit_cents(db, GLOVES, "L1"), unit_cents(db, GLOVES)) == (900, 800)


def test_only_what_was_too_old_is_an_expiry_loss(bench: Bench) -> None:
    """Worn or broken is another matter; the loss is at the lot's cost."""
    receive(bench, 8, "a", cost_cents=900, lot=LotCode("L1"))
    scrap(bench, 3, Retirement.EXPIRED, "L1")
    scrap(bench, 2, Retirement.EXPIRED, "L1")
    scrap(bench, 1, Retirement.BROKEN, "L1")

    assert rows(bench.store.db, "SELECT lot, quantity, value_cents FROM spoilt") == [("L1", 5, 4500)]
    assert replay(bench.store.db) is None


STIRRED: dict[str, tuple[Callable[[Bench], object], bool]] = {
    "taken": (lambda bench: take(bench, 1), True),
    "received": (lambda bench: receive(bench, 1, "more"), True),
    "put away": (lambda bench: bench.do(MoveStock(NITRILE, 1, GLOVE_BIN, "C1-04"), via=Via.CRIBCTL), False),
}


@pytest.mark.parametrize("act", STIRRED)
def test_dead_is_what_is_not_used_wherever_it_is_put(bench: Bench, act: str) -> None:
    """Moving it from bin to bin wakes nothing."""
    do, stirs = STIRRED[act]
    bench.world.pass_to(bench.world.boot + 40 * 86400)
    do(bench)

    _, last = restock.first_and_last_days(bench.store.db)[GLOVES]
    assert day_numbered(last) == bench.world.at.date() - timedelta(days=0 if stirs else 40)
