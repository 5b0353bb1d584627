"""Costing: what stock is worth, what it cost when it left, and that no cent appears or vanishes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.costing import Costing, Flow, StockFigures, StockLedger
from kiosk.crib.places import PlaceKind

FIFO, LIFO, AVERAGE = Costing
BIN, HOLDER, CONSUMED = PlaceKind.BIN, PlaceKind.HOLDER, PlaceKind.CONSUMED
SUPPLIER, VARIANCE, LOST, SCRAP = PlaceKind.SUPPLIER, PlaceKind.VARIANCE, PlaceKind.LOST, PlaceKind.SCRAP
QUARANTINE, TRANSIT = PlaceKind.QUARANTINE, PlaceKind.TRANSIT
DAY = 86_400


def received(quantity: int, unit: int, receipt: str = "", day: int = 0) -> Flow:
    """A delivery at so many cents a piece."""
    return Flow(day * DAY, quantity, SUPPLIER, BIN, unit, receipt)


def used(quantity: int, whose: str = "ann", day: int = 0) -> Flow:
    """Pieces taken for good."""
    return Flow(day * DAY, quantity, BIN, CONSUMED, whose=whose)


def put_back(quantity: int, whose: str = "ann", day: int = 0) -> Flow:
    """Pieces that came back unused."""
    return Flow(day * DAY, quantity, CONSUMED, BIN, whose=whose)


def after(costing: Costing, *flows: Flow, since: int = 0, day: int = 0) -> StockFigures:
    """The figures when all this has happened."""
    ledger = StockLedger(costing, since * DAY)
    for flow in flows:
        ledger.post(flow)
    return ledger.figures(max(day * DAY, *(flow.at_s for flow in flows)))


DELIVERIES = received(10, 100), received(10, 200)


@pytest.mark.parametrize(("costing", "left"), [(FIFO, 2100), (LIFO, 1200), (AVERAGE, 1650)])
def test_the_costing_says_which_pieces_are_taken_to_have_left(costing: Costing, left: int) -> None:
    """Nine of ten at 1.00 and ten at 2.00: the oldest, the newest, or nine at 1.50."""
    figures = after(costing, *DELIVERIES, used(9))

    assert (11, left, 3000 - left) == (figures.quantity, figures.value_cents, figures.gone_cents)


@pytest.mark.parametrize("costing", Costing)
def test_pieces_come_back_at_the_cost_they_left_with(costing: Costing) -> None:
    """Also where dearer ones were delivered meanwhile, and another worker took some of those."""
    before = after(costing, received(10, 100), used(4), received(10, 200), used(3, "ben"))
    back = after(costing, received(10, 100), used(4), received(10, 200), used(3, "ben"), put_back(4))

    assert before.value_cents + 400 == back.value_cents


@pytest.mark.parametrize("costing", [FIFO, LIFO])
def test_pieces_that_come_back_are_as_old_as_they_were(costing: Costing) -> None:
    """Put back and taken again is as never put back."""
    once = after(costing, *DELIVERIES, used(12))

    assert once == after(costing, *DELIVERIES, used(12), put_back(5), used(5))


def test_an_average_is_rounded_when_pieces_leave_and_the_last_take_the_rest() -> None:
    """Three for 1.00: 33, 34 and 33 cents."""
    flows = [received(1, 100), received(2, 0), used(1), used(1), used(1)]
    left = [after(AVERAGE, *flows[: 2 + taken]).value_cents for taken in range(4)]

    assert left == [100, 67, 33, 0]


@pytest.mark.parametrize("costing", Costing)
def test_a_delivery_with_a_wrong_cost_leaves_no_trace_once_it_is_reversed(costing: Costing) -> None:
    """What a supplier gets back costs what it came at, whatever the costing."""
    wrong = [received(10, 100), used(2), received(10, 20_000, "R2")]
    reversal = Flow(0, 10, BIN, SUPPLIER, whose="R2")

    assert after(costing, *wrong[:2]) == after(costing, *wrong, reversal)


@pytest.mark.parametrize("costing", Costing)
def test_more_can_go_back_to_a_supplier_than_its_delivery_left(costing: Costing) -> None:
    """The rest costs what the costing says; nothing is worth less than nothing."""
    figures = after(
        costing,
        received(5, 300, "R1"),
        received(5, 100, "R2"),
        used(6),
        Flow(0, 4, BIN, SUPPLIER, whose="R1"),
    )

    assert (figures.quantity, figures.value_cents) == (0, 0)


def test_what_a_count_finds_more_costs_the_mean_of_what_is_there() -> None:
    """Or what the catalogue says, where nothing is there."""
    found = Flow(0, 3, VARIANCE, BIN, 900)

    assert after(FIFO, received(12, 100), received(4, 200), found).value_cents == 2000 + 3 * 125
    assert after(FIFO, received(2, 200), used(2), found).value_cents == 3 * 900


def test_what_a_count_missed_comes_back_at_its_cost_when_it_is_found() -> None:
    """The value that went to the variance is the value that returns."""
    flows = [received(10, 100), Flow(0, 4, BIN, VARIANCE), received(10, 900)]

    assert after(FIFO, *flows, Flow(0, 4, VARIANCE, BIN)).value_cents == 1000 + 9000


def test_lost_pieces_that_are_scrapped_take_their_cost_along() -> None:
    """What is written off is not found again by its scrapping."""
    figures = after(FIFO, received(10, 100), Flow(0, 4, BIN, LOST), Flow(0, 4, LOST, SCRAP))

    assert (figures.value_cents, figures.gone_cents) == (600, 400)


@pytest.mark.parametrize("place", [HOLDER, QUARANTINE, TRANSIT, PlaceKind.SERVICE, PlaceKind.JOB])
def test_no_value_moves_between_two_places_of_the_site(place: PlaceKind) -> None:
    """What is lent, set aside or on its way is still ours."""
    there = after(AVERAGE, *DELIVERIES, Flow(0, 7, BIN, place))

    assert after(AVERAGE, *DELIVERIES) == there


def test_turns_follow_from_the_use_of_the_period() -> None:
    """Ten pieces at 1.00, half of them used after ten days of twenty: 5.00 of a mean of 7.50."""
    figures = after(FIFO, received(10, 100), used(5, day=10), day=20)

    assert (figures.used, figures.used_cents, figures.mean_cents) == (5, 500, 750)
    assert Fraction(2, 3) == figures.turns


def test_the_period_begins_when_it_is_told_to() -> None:
    """What was used before counts neither as use nor in the mean."""
    figures = after(FIFO, received(10, 100), used(5, day=10), used(1, day=40), since=20, day=60)

    assert (figures.used, figures.used_cents, figures.mean_cents, figures.period_s) == (1, 100, 450, 40 * DAY)


def test_the_period_begins_with_the_first_piece_where_that_came_later() -> None:
    """A young crib's mean is not thinned by the days before it."""
    figures = after(FIFO, received(10, 100, day=30), since=20, day=40)

    assert (figures.mean_cents, figures.period_s) == (1000, 10 * DAY)


def test_what_is_worth_nothing_has_no_turns() -> None:
    """Rather than infinitely many."""
    assert after(FIFO, received(1, 0), used(1), day=9).turns is None


def test_a_clock_that_is_set_back_takes_no_time_away() -> None:
    """Order is the journal's; the mean counts no negative days."""
    figures = after(FIFO, received(10, 100, day=10), used(5, day=4), day=20)

    assert (figures.mean_cents, figures.period_s) == (500, 10 * DAY)


ACCOUNTS = [(kind, who) for kind in (SUPPLIER, CONSUMED, SCRAP, LOST, VARIANCE) for who in "ab"]
steps = st.tuples(
    st.sampled_from(ACCOUNTS), st.booleans(), st.integers(1, 50), st.integers(0, 40), st.integers(0, 999)
)


def history(
    drawn: list[tuple[tuple[PlaceKind, str], bool, int, int, int]], unit: int | None = None
) -> list[Flow]:
    """What can happen to one product, in an order that the rulebook would allow."""
    flows, there, day = [received(3, unit or 0)], dict.fromkeys([*ACCOUNTS, "bin"], 0), 0
    there["bin"] = 3
    for (kind, who), comes, quantity, days, cost in drawn:
        day += days
        free = comes and kind in (SUPPLIER, VARIANCE)
        limit = quantity if free else min(quantity, there[kind, who] if comes else there["bin"])
        ends = (kind, BIN) if comes else (BIN, kind)
        if limit > 0:
            flows.append(Flow(day * DAY, limit, *ends, cost if unit is None else unit, who))
            there["bin"] += limit if comes else -limit
            there[kind, who] -= limit if comes else -limit
    return flows


histories = st.lists(steps, max_size=25).map(history)
costings = st.sampled_from(Costing)


@given(histories, costings)
def test_no_piece_and_no_cent_appears_or_vanishes(flows: list[Flow], costing: Costing) -> None:
    """Pieces are those that came less those that went; received = value + gone; no value is negative."""
    ledger, pieces = StockLedger(costing), 0
    for flow in flows:
        ledger.post(flow)
        pieces += flow.quantity if flow.destination is BIN else -flow.quantity
        figures = ledger.figures(flow.at_s)
        assert pieces == figures.quantity
        assert figures.received_cents == figures.value_cents + figures.gone_cents
        assert figures.value_cents >= 0
        assert figures.mean_cents >= 0
        assert pieces or not figures.value_cents


@given(st.lists(steps, max_size=25).map(lambda drawn: history(drawn, unit=37)))
def test_every_costing_tells_the_same_where_every_piece_cost_the_same(flows: list[Flow]) -> None:
    """They differ in nothing but which pieces are taken to have left."""
    assert after(FIFO, *flows) == after(LIFO, *flows) == after(AVERAGE, *flows)


@given(histories, costings, st.integers(0, 30))
def test_what_comes_later_changes_nothing_of_what_was(flows: list[Flow], costing: Costing, cut: int) -> None:
    """The figures of a day are those of the history up to it."""
    ledger, then = StockLedger(costing), []
    for flow in flows:
        ledger.post(flow)
        then.append(ledger.figures(flow.at_s))
    upto = flows[: cut + 1]

    assert then[len(upto) - 1] == after(costing, *upto)


@given(histories, costings, st.integers(1, 9))
def test_taken_and_put_back_at_once_is_as_never_taken(
    flows: list[Flow], costing: Costing, quantity: int
) -> None:
    """Undo restores the value with the pieces."""
    day = flows[-1].at_s // DAY
    before = after(costing, *flows)
    taken = min(quantity, before.quantity)
    if taken:
        assert before == after(costing, *flows, used(taken, "x", day), put_back(taken, "x", day))
