"""Receiving: what a receipt is judged by, and what becomes of what came."""

from datetime import date, timedelta
from typing import Any

import pytest
from crib_facts import C1_04, C2_01, GLOVES, GLV_9, SUPPLY, TORQUE, TQ_60, TW_01, WRENCH, wrench
from msgspec.structs import replace
from receive_facts import D1, DRAFT, TODAY, TW_09, expect, flaws, judged, put, tag

from kiosk.crib.changes import AssetChanged
from kiosk.crib.entries import AssetReceived, StockReceived
from kiosk.crib.keeper_refusals import OverDelivered, WrongBin
from kiosk.crib.names import BinCode, Kind, LotCode, Method, ProductCode, Role, WorkerId
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.places import SCRAP
from kiosk.crib.products import Category, Worker
from kiosk.crib.receiving import (
    CloseDelivery,
    Expected,
    Line,
)
from kiosk.crib.refusals import NotAllowed, Retired


def test_pieces_come_with_the_cost_lot_and_days_of_their_line() -> None:
    """Only the movement into a bin makes them count."""
    line = Line(GLV_9, 100, lot=LotCode("L7"), expires=date(2027, 1, 1), cost_cents=11)
    (body,) = judged(put(), delivery=replace(D1, lines=(line,))).entries

    assert body == StockReceived(
        product=GLV_9,
        quantity=60,
        source="supplier",
        destination="bin:C2-01",
        receipt="D1",
        delivery="D1",
        cost_cents=11,
        lot=LotCode("L7"),
        expires=date(2027, 1, 1),
    )


def test_the_last_good_day_on_the_label_goes_before_that_of_the_list() -> None:
    """The label is on what came; the list is what somebody expected."""
    line = Line(GLV_9, 100, lot=LotCode("L7"), expires=date(2027, 1, 1))
    (body,) = judged(put(expires=date(2026, 12, 1)), delivery=replace(D1, lines=(line,))).entries

    assert isinstance(body, StockReceived)
    assert body.expires == date(2026, 12, 1)


def test_what_is_over_its_last_good_day_is_not_received() -> None:
    """On that day itself it is still good."""
    over = TODAY - timedelta(days=1)

    assert flaws(judged(put(expires=over))) == [
        ("expires", f"{over} is over; today is {TODAY}. Do not accept it.")
    ]
    assert isinstance(judged(put(expires=TODAY)), Approved)


def test_where_the_oldest_goes_first_pieces_are_known_by_the_day_they_came() -> None:
    """Also without a delivery."""
    known = {"GLV-9": (replace(GLOVES, method=Method.FIFO), SUPPLY)}
    (body,) = judged(put(delivery=""), delivery=None, products=known).entries

    assert isinstance(body, StockReceived)
    assert (body.lot, body.received, body.receipt) == ("2026-11-02", TODAY, "counter")


def test_more_than_expected_is_asked_about_and_then_taken() -> None:
    """Of what nobody expected, any number is only noted."""
    came = replace(D1, lines=(Line(GLV_9, 100, received=60),))

    assert Refused(OverDelivered("D1", GLV_9, 100, 101)) == judged(put(41), delivery=came)
    assert isinstance(judged(put(40), delivery=came), Approved)
    assert isinstance(judged(put(41, over=True), delivery=came), Approved)
    assert isinstance(judged(put(41), delivery=replace(D1, lines=(Line(TQ_60, 2),))), Approved)


def test_of_two_lots_the_scanned_one_is_meant_and_none_is_guessed() -> None:
    """Once one of them is here, the other is meant."""
    lots = tuple(Line(GLV_9, 50, lot=LotCode(lot)) for lot in ("L1", "L2"))
    both = replace(D1, lines=lots)

    assert flaws(judged(put(5), delivery=both)) == [("lot", "D1 has the lots L1, L2; scan the lot.")]
    (body,) = judged(put(5, lot=LotCode("L2")), delivery=both).entries
    assert body == replace(judged(put(5, lot=LotCode("L2"))).entries[0], lot=LotCode("L2"))
    one_left = replace(D1, lines=(replace(lots[0], received=50), lots[1]))
    (rest,) = judged(put(5), delivery=one_left).entries
    assert isinstance(rest, StockReceived)
    assert rest.lot == "L2"


def test_a_bin_that_is_for_another_product_stops_it() -> None:
    """One that keeps several, or this one, or nothing, does not."""
    oil = ProductCode("OIL-1")
    better = {"kept_in": (oil,), "better": BinCode("C2-02")}

    assert Refused(WrongBin(C2_01, GLV_9, oil, BinCode("C2-02"))) == judged(put(), **better)
    wrong = judged(tag(), assets={TW_01: DRAFT}, **better)
    assert Refused(WrongBin(C1_04, TQ_60, oil, BinCode("C2-02"))) == wrong
    for kept in ((), (GLV_9,), (GLV_9, oil)):
        assert isinstance(judged(put(), kept_in=kept), Approved)


@pytest.mark.parametrize(
    ("command", "known", "column"),
    [
        (put(), {"bin_known": False}, "bin"),
        (put(), {"delivery": None}, "delivery"),
        (put(), {"delivery": replace(D1, closed=True)}, "delivery"),
        (put(0), {}, "quantity"),
        (put(1_000_001), {}, "quantity"),
        (put(product=ProductCode("NO")), {}, "product"),
        (put(product=TQ_60), {}, "product"),
        (
            put(lot=LotCode("L1")),
            {"products": {"GLV-9": (GLOVES, Category(SUPPLY.code, Kind.POOL))}},
            "lot",
        ),
        (tag(), {"assets": {TW_01: wrench()}}, "asset"),
        (tag(TW_09), {}, "asset"),
        (tag(TW_09, product=GLV_9), {}, "asset"),
        (tag(TW_09, product=TQ_60), {"owner": "bin TW-09"}, "asset"),
    ],
)
def test_what_cannot_be_received_is_named(command: Any, known: dict[str, Any], column: str) -> None:
    """By the one thing that is wrong."""
    assert [column] == [name for name, _ in flaws(judged(command, **known))]


def test_only_keepers_receive() -> None:
    """Whoever comes by cribctl was asked at the door."""
    ann = Worker(WorkerId("w-ann"))

    for command in (put(worker=ann.id), tag(worker=ann.id), expect(Expected(GLV_9, 1), worker=ann.id)):
        assert Refused(NotAllowed(Role.KEEPER)) == judged(command, worker=ann)
    assert Refused(NotAllowed(Role.KEEPER)) == judged(CloseDelivery("D1", worker=ann.id), worker=ann)


def test_a_draft_is_at_home_where_it_is_put() -> None:
    """Its home changes with it."""
    movement = {"source": "supplier", "destination": "bin:C1-04", "product": TQ_60, "quantity": 1}
    received = AssetReceived(asset=TW_01, delivery="D1", **movement)

    assert Approved((received,)) == judged(tag(), assets={TW_01: DRAFT})
    moved = judged(tag(bin=C2_01), assets={TW_01: DRAFT}).entries
    assert [type(body) for body in moved] == [AssetChanged, AssetReceived]
    assert isinstance(moved[0], AssetChanged)
    assert (moved[0].bin, moved[0].calibrated) == ("C2-01", DRAFT.asset.calibrated)


def test_a_new_tag_becomes_an_asset_of_the_product_that_was_scanned() -> None:
    """It counts on the line of its product, up to as many as are expected."""
    new = tag(TW_09, product=TQ_60)
    changed, received = judged(new).entries

    assert AssetChanged(asset=TW_09, product=TQ_60, bin="C1-04") == changed
    assert isinstance(received, AssetReceived)
    full = replace(D1, lines=(Line(TQ_60, 2, received=2),))
    assert Refused(OverDelivered("D1", TQ_60, 2, 3)) == judged(new, delivery=full)
    named = replace(D1, lines=(Line(TQ_60, 1, asset=TW_09),))
    assert isinstance(judged(new, delivery=named), Approved)


def test_an_asset_with_gaps_stays_a_draft_and_keeps_what_is_known() -> None:
    """The missing field is named."""
    strict = {"TQ-60": (WRENCH, replace(TORQUE, require=("serial",)))}
    decision = judged(tag(TW_09, product=TQ_60), products=strict)

    assert flaws(decision) == [("serial", "Asset TW-09 needs 'serial': category torque asks for it.")]
    assert decision.entries == (AssetChanged(asset=TW_09, product=TQ_60, bin="C1-04"),)


def test_a_retired_tag_is_never_received_again() -> None:
    """Its code is used up."""
    assert Refused(Retired(TW_01)) == judged(tag(), assets={TW_01: wrench(SCRAP)})
