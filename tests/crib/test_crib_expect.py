"""Expecting: what may be expected, and how far a delivery has come."""

from datetime import date
from typing import Any

import pytest
from crib_facts import GLV_9, TQ_60, TW_01, wrench
from msgspec.structs import replace
from receive_facts import D1, DRAFT, TW_09, expect, flaws, judged

from kiosk.crib.names import LotCode, ProductCode
from kiosk.crib.outcomes import NOTHING, Approved
from kiosk.crib.receipt_entries import DeliveryClosed, DeliveryExpected
from kiosk.crib.receiving import (
    CloseDelivery,
    DeliveryState,
    ExpectDelivery,
    Expected,
    Line,
    Match,
    Progress,
)


def test_what_is_expected_is_noted_line_by_line() -> None:
    """A lot without a number is known by its last good day; an asset's product is its own."""
    lines = (Expected(GLV_9, 100, expires=date(2027, 1, 1), cost_cents=12), Expected(asset=TW_01))
    decision = judged(expect(*lines, supplier="Hoff"), delivery=None, assets={TW_01: DRAFT})

    kept = (replace(lines[0], lot=LotCode("2027-01-01")), replace(lines[1], product=TQ_60))
    assert Approved((DeliveryExpected(delivery="D2", supplier="Hoff", lines=kept),)) == decision


def test_the_same_expectation_twice_is_once() -> None:
    """Another one takes its place."""
    same = expect(Expected(GLV_9, 100), Expected(TQ_60, 2), delivery="D1", supplier="Hoff")

    assert judged(same) == NOTHING
    assert isinstance(judged(replace(same, supplier="Bolt")), Approved)
    assert isinstance(judged(expect(Expected(GLV_9, 90), delivery="D1", supplier="Hoff")), Approved)


@pytest.mark.parametrize(
    ("command", "known", "wrong"),
    [
        (expect(), {}, [("lines", "Delivery D2 has no lines; name what is expected.")]),
        (
            expect(Expected(ProductCode("NO"), 1)),
            {},
            [("product", "'NO' is no product; define it first.")],
        ),
        (expect(Expected(GLV_9, 0)), {}, [("quantity", "0 is not from 1 to 1000000.")]),
        (
            expect(Expected(GLV_9, 1, expires=date(2026, 11, 1))),
            {},
            [("expires", "2026-11-01 is over; today is 2026-11-02. Do not accept it.")],
        ),
        (
            expect(Expected(TQ_60, 1, LotCode("L1"))),
            {},
            [("lot", "Product TQ-60 is serialized; only consumables are kept by lots.")],
        ),
        (
            expect(Expected(GLV_9, 1), Expected(GLV_9, 2)),
            {},
            [("product", "GLV-9 stands twice; add up.")],
        ),
        (
            expect(Expected(asset=TW_09)),
            {},
            [("asset", "'TW-09' is no asset; add it as a draft first (`cribctl asset add --draft`).")],
        ),
        (
            expect(Expected(asset=TW_01)),
            {"assets": {TW_01: wrench()}},
            [("asset", "TW-01 was received already.")],
        ),
        (
            expect(Expected(GLV_9, 2, asset=TW_01)),
            {"assets": {TW_01: DRAFT}},
            [
                ("product", "TW-01 is a TQ-60, not a GLV-9."),
                ("quantity", "TW-01 is one asset, not 2."),
            ],
        ),
        (
            expect(Expected(GLV_9, 1), delivery=" D2"),
            {},
            [("delivery", "' D2' is not a code: 1 to 64 printable characters without spaces at its ends.")],
        ),
        (
            expect(Expected(GLV_9, 1), delivery="GLV-9"),
            {"owner": "product GLV-9"},
            [("delivery", "The code 'GLV-9' is product GLV-9's already; use another.")],
        ),
        (
            expect(Expected(GLV_9, 1), delivery="D1"),
            {"delivery": replace(D1, closed=True)},
            [("delivery", "Delivery D1 is closed; expect the rest under another code.")],
        ),
    ],
)
def test_what_cannot_be_expected_is_named(
    command: ExpectDelivery, known: dict[str, Any], wrong: list[tuple[str, str]]
) -> None:
    """Every mistake, with what to do."""
    assert wrong == flaws(judged(command, **{"delivery": None, **known}))


def test_closing_tells_how_many_never_came() -> None:
    """Twice is once; what is no delivery is named."""
    came = replace(D1, lines=(Line(GLV_9, 100, received=60), Line(TQ_60, 2, received=3)))
    close = CloseDelivery("D1", "sold out")

    assert judged(close, delivery=came) == Approved(
        (DeliveryClosed(delivery="D1", short=40, note="sold out"),)
    )
    assert judged(close, delivery=replace(D1, closed=True)) == NOTHING
    assert [column for column, _ in flaws(judged(close, delivery=None))] == ["delivery"]


@pytest.mark.parametrize(
    ("expected", "received", "match"),
    [
        (5, 0, Match.OPEN),
        (5, 4, Match.SHORT),
        (5, 5, Match.MATCHED),
        (5, 6, Match.OVER),
        (0, 6, Match.UNEXPECTED),
    ],
)
def test_a_line_says_how_it_matches(expected: int, received: int, match: Match) -> None:
    """By what was expected and what came."""
    assert match == Line(GLV_9, expected, received).match


def test_a_delivery_is_open_until_something_came_and_closed_once_all_of_it_did() -> None:
    """Or once nothing more is expected; what nobody expected does not hold it open."""

    def progress(*came: int, closed: bool = False) -> Progress:
        lines = tuple(Line(GLV_9, 5, each) for each in came)
        return DeliveryState("D1", lines=(*lines, Line(TQ_60, 0, 1)), closed=closed).progress

    assert DeliveryState("D1", lines=(Line(GLV_9, 5),)).progress is Progress.OPEN
    assert progress(5, 4) is Progress.PARTIAL
    assert progress(5, 6) is Progress.CLOSED
    assert progress(0, closed=True) is Progress.CLOSED
