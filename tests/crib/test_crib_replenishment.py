"""Replenishment: when a product is low, what to order, and what lies there for nothing."""

from datetime import UTC, date, timedelta
from fractions import Fraction

import pytest
from crib_facts import AT, BERLIN, GLOVES, SUPPLY, TQ_60
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib.names import HoldCode
from kiosk.crib.replenishment import (
    EFFECTS,
    Arrival,
    Crossing,
    Due,
    Levels,
    Need,
    Restock,
    Shelf,
    Watched,
    above_maximum,
    crossing,
    days_of_cover,
    due_dates,
    is_dead,
    is_low,
    needs,
    reorder_point,
    short_by,
    suggested,
    use_per_day,
)
from kiosk.crib.states import Hold

TODAY = AT.date()
FRIDAY = TODAY + timedelta(days=4)
PER_DAY = Fraction(5, 2)

POINTS: list[tuple[str, Levels, Fraction, int | None]] = [
    ("nothing is said", Levels(), PER_DAY, None),
    ("a point is said", Levels(reorder=3, safety=9, lead_days=9), PER_DAY, 3),
    ("a point of nothing is said", Levels(reorder=0), PER_DAY, 0),
    ("use over the lead time", Levels(lead_days=4), PER_DAY, 10),
    ("use over the lead time, rounded up", Levels(lead_days=5), PER_DAY, 13),
    ("and safety stock", Levels(safety=2, lead_days=4), PER_DAY, 12),
    ("safety stock alone", Levels(safety=2), PER_DAY, 2),
    ("no use yet", Levels(safety=2, lead_days=4), Fraction(0), 2),
    ("below par", Levels(Restock.PAR, par=6), PER_DAY, 5),
    ("par with a lead time", Levels(Restock.PAR, par=60, lead_days=4), PER_DAY, 10),
    ("a par of nothing", Levels(Restock.PAR, par=0), PER_DAY, None),
    ("a par that the method does not use", Levels(par=6), PER_DAY, None),
    ("no buffer just in time", Levels(Restock.JIT, safety=2, lead_days=4), PER_DAY, 10),
    ("just in time from a safety stock alone", Levels(Restock.JIT, safety=2), PER_DAY, None),
]


@pytest.mark.parametrize(("said", "levels", "per_day", "point"), POINTS, ids=[said for said, *_ in POINTS])
def test_the_reorder_point_is(said: str, levels: Levels, per_day: Fraction, point: int | None) -> None:
    """What the site says goes before what is computed from use and lead time."""
    assert point == reorder_point(levels, per_day)


ORDERS: list[tuple[str, Levels, Shelf, int]] = [
    ("above the point", Levels(reorder=3, maximum=10), Shelf(4), 0),
    ("at the point, up to the maximum", Levels(reorder=3, maximum=10), Shelf(3), 7),
    ("ordered counts as there", Levels(reorder=3, maximum=10), Shelf(1, ordered=(Arrival(7),)), 0),
    ("ordered too little", Levels(reorder=3, maximum=10), Shelf(1, ordered=(Arrival(2),)), 7),
    ("up to par where no maximum is set", Levels(reorder=3, par=8), Shelf(2), 6),
    ("no level above the point", Levels(reorder=3), Shelf(1), 3),
    ("no level above the point, with use", Levels(reorder=3, lead_days=2), Shelf(1, PER_DAY), 7),
    ("a maximum below the point is none", Levels(reorder=3, maximum=2), Shelf(3), 1),
    ("never low", Levels(maximum=10), Shelf(0), 0),
    ("whole packs", Levels(reorder=3, maximum=10, multiple=4), Shelf(1), 12),
    ("one below par", Levels(Restock.PAR, par=6), Shelf(5), 1),
    ("at par", Levels(Restock.PAR, par=6), Shelf(6), 0),
    ("par, ordered", Levels(Restock.PAR, par=6), Shelf(2, ordered=(Arrival(3), Arrival(1))), 0),
    ("par, above the point", Levels(Restock.PAR, par=6, reorder=1), Shelf(4), 2),
    ("par that is not set", Levels(Restock.PAR, reorder=3, maximum=9), Shelf(3), 6),
    ("just in time, nothing needed", Levels(Restock.JIT, safety=9, maximum=9, lead_days=4), Shelf(0), 0),
    ("just in time, for use", Levels(Restock.JIT, lead_days=4), Shelf(1, PER_DAY), 9),
    ("just in time, for a hold", Levels(Restock.JIT, lead_days=4), Shelf(1, needs=(Need(3, FRIDAY),)), 2),
    (
        "just in time, a hold further off",
        Levels(Restock.JIT, lead_days=3),
        Shelf(1, needs=(Need(3, FRIDAY),)),
        0,
    ),
]


@pytest.mark.parametrize(("said", "levels", "shelf", "units"), ORDERS, ids=[said for said, *_ in ORDERS])
def test_what_to_order_is(said: str, levels: Levels, shelf: Shelf, units: int) -> None:
    """Each method orders by its own rule, and none of them twice."""
    assert units == suggested(levels, shelf, TODAY)


def test_every_method_is_explained_in_one_sentence() -> None:
    """Who chooses a method reads what it does."""
    assert set(Restock) == EFFECTS.keys()
    assert all(said.endswith(".") for said in EFFECTS.values())


levels = st.builds(
    Levels,
    method=st.sampled_from(Restock),
    safety=st.integers(0, 20),
    reorder=st.integers(-1, 20),
    par=st.integers(-1, 40),
    maximum=st.integers(-1, 40),
    lead_days=st.integers(0, 30),
    multiple=st.integers(1, 12),
)
days = st.integers(0, 40).map(lambda ahead: TODAY + timedelta(days=ahead))
shelves = st.builds(
    Shelf,
    available=st.integers(0, 60),
    per_day=st.fractions(0, 5, max_denominator=365),
    ordered=st.lists(st.builds(Arrival, st.integers(1, 20), st.none() | days), max_size=3).map(tuple),
    needs=st.lists(st.builds(Need, st.integers(1, 9), days), max_size=3).map(tuple),
)


@settings(deadline=None)
@given(levels, shelves)
def test_what_was_suggested_and_ordered_is_not_suggested_again(said: Levels, shelf: Shelf) -> None:
    """An order ends its own reason, in whole packs, whatever the levels."""
    units = suggested(said, shelf, TODAY)
    placed = Shelf(shelf.available, shelf.per_day, (*shelf.ordered, Arrival(units)), shelf.needs)

    assert units >= 0
    assert units % said.multiple == 0
    assert suggested(said, placed, TODAY) == 0


@settings(deadline=None)
@given(levels, shelves)
def test_a_buffer_never_makes_an_order_just_in_time_greater(said: Levels, shelf: Shelf) -> None:
    """Safety stock, par and maximum mean nothing to `jit`: it orders what is needed, and no more."""
    bare = Levels(Restock.JIT, lead_days=said.lead_days, multiple=said.multiple)
    buffered = Levels(
        Restock.JIT, said.safety, said.reorder, said.par, said.maximum, said.lead_days, said.multiple
    )

    assert suggested(bare, shelf, TODAY) == suggested(buffered, shelf, TODAY)


def test_use_is_net_and_of_the_days_that_a_product_is_there() -> None:
    """Of a window, or since the first receipt, a week at least; more put back than taken is no use."""
    assert use_per_day(45, 400, 90) == Fraction(1, 2)
    assert use_per_day(45, 30, 90) == Fraction(3, 2)
    assert use_per_day(4, 0, 90) == Fraction(4, 7)
    assert use_per_day(4, 0, 2) == 2
    assert use_per_day(-3, 30, 90) == 0


def test_days_of_cover_are_whole_days_at_todays_use() -> None:
    """Without use nothing can be said; beyond what can be planned it ends."""
    assert days_of_cover(11, PER_DAY) == 4
    assert days_of_cover(0, PER_DAY) == 0
    assert days_of_cover(11, Fraction(0)) is None
    assert days_of_cover(10**6, Fraction(1, 365)) == 9999


def held(quantity: int, begins: int, ends: int, picked: int = 0) -> Hold:
    """A hold, in hours from now."""
    times = AT + timedelta(hours=begins), AT + timedelta(hours=ends)
    return Hold(HoldCode(f"H{begins}"), TQ_60, quantity, *times, picked=picked)


def test_what_is_consumed_is_needed_again_for_every_hold() -> None:
    """Two holds of gloves need both quantities; days are the site's."""
    holds = [held(4, 30, 40), held(4, 15, 20, picked=1)]

    assert needs(holds, AT, UTC, lent=False) == (Need(3, TODAY), Need(4, TODAY + timedelta(days=1)))
    assert needs(holds, AT, BERLIN, lent=False)[0].day == TODAY + timedelta(days=1)


def test_a_hold_in_force_is_no_need_to_come() -> None:
    """What it binds is not available any more already."""
    assert needs([held(4, 0, 8)], AT, UTC, lent=False) == ()


def test_what_is_lent_serves_one_hold_after_the_other() -> None:
    """Of what comes back, only as many are needed as are held at once."""
    after_each_other = [held(3, 2, 24), held(3, 24, 30), held(1, 48, 50)]
    at_once = [held(3, 2, 25), held(3, 24, 30)]

    assert needs(after_each_other, AT, UTC, lent=True) == (Need(3, TODAY),)
    assert needs(at_once, AT, UTC, lent=True) == (Need(3, TODAY), Need(3, TODAY + timedelta(days=1)))


def test_arrivals_are_set_against_needs() -> None:
    """For each day on which something is needed: what comes by then, what is short, what comes too late."""
    said = Levels(Restock.JIT, lead_days=5)
    wednesday, tomorrow = TODAY + timedelta(days=2), TODAY + timedelta(days=1)
    shelf = Shelf(2, ordered=(Arrival(4, tomorrow), Arrival(9)), needs=(Need(5, wednesday), Need(3, FRIDAY)))

    assert due_dates(said, shelf, TODAY) == (
        Due(wednesday, 5, 4, 0, risk=False),
        Due(FRIDAY, 8, 4, 2, risk=True),
    )


def test_a_shortage_that_can_still_be_met_is_no_risk() -> None:
    """Ordered today it comes on the day itself."""
    shelf = Shelf(2, needs=(Need(5, FRIDAY),))

    (in_time,) = due_dates(Levels(Restock.JIT, lead_days=4), shelf, TODAY)
    (late,) = due_dates(Levels(Restock.JIT, lead_days=5), shelf, TODAY)

    assert (in_time.short, in_time.risk, late.short, late.risk) == (3, False, 3, True)


def test_the_day_on_which_use_empties_the_shelf_is_a_need() -> None:
    """Five at two and a half a day last two days; on the third, something is missing."""
    assert due_dates(Levels(Restock.JIT, lead_days=1), Shelf(5, PER_DAY), TODAY) == (
        Due(TODAY + timedelta(days=3), 8, 0, 3, risk=False),
    )


@pytest.mark.parametrize(
    ("available", "stands", "crossed"),
    [(4, False, None), (3, False, Crossing.FELL), (3, True, None), (0, True, None), (4, True, Crossing.ROSE)],
)
def test_an_alert_is_given_once_and_cleared_once(
    available: int, stands: bool, crossed: Crossing | None
) -> None:
    """At the reorder point of 3, not above it; in between nothing is said."""
    assert crossed is crossing(Watched(TQ_60, available, 3, stands))


def test_a_product_without_levels_clears_what_stands_of_it() -> None:
    """Whoever takes the levels away takes the alert away."""
    assert crossing(Watched(TQ_60, 0, None, stands=True)) is Crossing.ROSE
    assert crossing(Watched(TQ_60, 0, None)) is None
    assert not is_low(0, None)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), max_size=30), st.integers(0, 8))
def test_alerts_and_clearances_alternate(history: list[int], point: int) -> None:
    """Whatever the stock does, each alert is followed by its clearance before the next."""
    stands, said = False, []
    for available in history:
        crossed = crossing(Watched(TQ_60, available, point, stands))
        said += [crossed] if crossed else []
        stands = is_low(available, point)

    alternating = [Crossing.FELL, Crossing.ROSE] * len(history)
    assert said == alternating[: len(said)]


def test_at_the_reorder_point_nothing_is_short_yet() -> None:
    """It is low already."""
    assert short_by(2, 3) == 1
    assert short_by(3, 3) == 0
    assert short_by(4, 3) == 0


def test_a_products_method_goes_before_its_categorys() -> None:
    """Empty takes the category's, as with every level that is not said."""
    by_par = replace(SUPPLY, restock="par")

    assert Levels.of(GLOVES, by_par) == Levels(Restock.PAR)
    assert Levels.of(replace(GLOVES, restock="jit"), by_par).method is Restock.JIT


def test_only_what_is_counted_in_pieces_is_ordered_in_packs() -> None:
    """A box is its own pack, however many gloves are in it."""
    assert Levels.of(replace(GLOVES, pack=100), SUPPLY).multiple == 100
    assert Levels.of(replace(GLOVES, pack=100, unit="box"), SUPPLY).multiple == 1


def test_what_lies_above_the_maximum_or_does_not_move() -> None:
    """Overstock is counted in units, dead stock in days."""
    assert above_maximum(Levels(maximum=10), 12) == 2
    assert above_maximum(Levels(maximum=0), 1) == 1
    assert above_maximum(Levels(maximum=10), 10) == 0
    assert above_maximum(Levels(), 99) == 0
    assert is_dead(date(2026, 8, 4), date(2026, 11, 2), 90)
    assert not is_dead(date(2026, 8, 5), date(2026, 11, 2), 90)
