"""Alerts and orders: told once, and counted until they are here."""

from datetime import timedelta
from typing import Any

import pytest
from crib_facts import AT, GLOVES, GLV_9, TQ_60, facts
from msgspec.structs import replace

from kiosk.crib.decide import decide
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.ordering import CancelOrder, PlaceOrder, Review
from kiosk.crib.outcomes import NOTHING, Approved, Refused
from kiosk.crib.replenishment import Watched
from kiosk.crib.restock_entries import OrderCanceled, OrderPlaced, StockLow, StockRecovered
from kiosk.crib.restocking import alerts

TODAY = AT.date()


def flaws(decision: object) -> list[str]:
    """The columns that a refusal names."""
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    return [flaw.column for flaw in decision.refusal.flaws]


def order(**said: Any) -> PlaceOrder:
    """An order of gloves, and what a test changes of it."""
    return PlaceOrder(**{"product": GLV_9, "quantity": 20, "order": "PO-7", **said})


def test_a_fall_to_the_reorder_point_is_an_entry_with_all_that_is_to_be_known() -> None:
    """Product, available, threshold and short by; the site is the entry's."""
    assert alerts([Watched(TQ_60, 2, 3)]) == (StockLow(product=TQ_60, available=2, threshold=3, short=1),)


def test_a_rise_above_it_clears_the_alert() -> None:
    """Also where the levels were taken away."""
    assert alerts([Watched(TQ_60, 4, 3, stands=True), Watched(GLV_9, 0, None, stands=True)]) == (
        StockRecovered(product=TQ_60, available=4, threshold=3),
        StockRecovered(product=GLV_9, available=0),
    )


def test_what_was_told_is_not_told_again() -> None:
    """A look at what time has changed writes nothing where nothing crossed."""
    still = (Watched(TQ_60, 1, 3, stands=True), Watched(GLV_9, 11, 10))

    assert decide(facts(watched=still), Review()) == NOTHING


def test_a_look_tells_of_what_time_made_low() -> None:
    """Nobody touched it: a hold began."""
    assert decide(facts(watched=(Watched(TQ_60, 0, 3),)), Review()) == Approved(
        (StockLow(product=TQ_60, available=0, threshold=3, short=3),)
    )


def test_an_order_is_expected_after_the_lead_time() -> None:
    """From the products' own supplier, unless another is named."""
    known = facts(product=replace(GLOVES, lead_days=5, supplier="Acme"))

    assert decide(known, order()) == Approved(
        (
            OrderPlaced(
                order="PO-7", product=GLV_9, quantity=20, expected=TODAY + timedelta(days=5), supplier="Acme"
            ),
        )
    )


def test_what_is_said_of_an_order_goes_before_what_is_usual() -> None:
    """A day and a supplier that are named; without a lead time, no day is made up."""
    known = facts(product=replace(GLOVES, lead_days=5, supplier="Acme"))

    (placed,) = decide(known, order(expected=TODAY, supplier="Bolt & Co")).entries
    assert isinstance(placed, OrderPlaced)
    assert (placed.expected, placed.supplier) == (TODAY, "Bolt & Co")

    (bare,) = decide(facts(product=GLOVES), order()).entries
    assert isinstance(bare, OrderPlaced)
    assert (bare.expected, bare.supplier) == (None, "")


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": 1_000_001}, "quantity"),
        ({"order": ""}, "order"),
        ({"order": " PO-7"}, "order"),
        ({"order": "P" * 65}, "order"),
        ({"order": "PO\n7"}, "order"),
        ({"expected": TODAY - timedelta(days=1)}, "expected"),
    ],
)
def test_an_order_that_cannot_be_is_named_by_its_column(said: dict[str, Any], column: str) -> None:
    """Nothing is written of it."""
    assert flaws(decide(facts(product=GLOVES), order(**said))) == [column]


def test_an_order_of_an_unknown_product_is_refused_with_all_its_flaws() -> None:
    """Every mistake at once."""
    assert flaws(decide(facts(), order(quantity=0))) == ["product", "quantity"]


def test_a_canceled_order_is_expected_no_longer() -> None:
    """What came already stays; what is missing is named in the entry."""
    assert decide(facts(on_order=8), CancelOrder("PO-7", GLV_9)) == Approved(
        (OrderCanceled(order="PO-7", product=GLV_9, quantity=8),)
    )


def test_an_order_that_is_not_open_cannot_be_canceled() -> None:
    """It was received, canceled, or never placed."""
    assert flaws(decide(facts(), CancelOrder("PO-7", GLV_9))) == ["order"]
