"""Depreciation: what an asset is worth on any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.valuation import Depreciation, FixedAsset, book_value, share

KEEPS, STRAIGHT, DECLINING = Depreciation.NONE, Depreciation.STRAIGHT_LINE, Depreciation.DECLINING
MAY_4 = date(2026, 5, 4)


def wrench(method: Depreciation = STRAIGHT, life: int = 36, residual: int = 0) -> FixedAsset:
    """A wrench of 900.00, bought on 4 May 2026."""
    return FixedAsset(90_000, MAY_4, life, residual, method)


@pytest.mark.parametrize(
    ("asset", "on", "cents"),
    [
        (wrench(), date(2026, 5, 3), 0),
        (wrench(), MAY_4, 90_000),
        (wrench(), date(2026, 6, 3), 90_000),
        (wrench(), date(2026, 6, 4), 87_500),
        (wrench(), date(2027, 5, 4), 60_000),
        (wrench(), date(2029, 5, 3), 2_500),
        (wrench(), date(2029, 5, 4), 0),
        (wrench(), date(2050, 1, 1), 0),
        (wrench(residual=9_000), date(2027, 5, 4), 63_000),
        (wrench(residual=9_000), date(2050, 1, 1), 9_000),
        (wrench(residual=100_000), date(2027, 5, 4), 90_000),
        (wrench(KEEPS), date(2050, 1, 1), 90_000),
        (wrench(life=0), date(2050, 1, 1), 90_000),
        (wrench(DECLINING, life=0), date(2050, 1, 1), 90_000),
    ],
)
def test_the_straight_line_takes_the_same_every_whole_month(asset: FixedAsset, on: date, cents: int) -> None:
    """Nothing before the purchase, the cost on its day, the residual from the end of its life on."""
    assert cents == book_value(asset, on)


@pytest.mark.parametrize(
    ("years", "cents"), [(0, 100_000), (1, 60_000), (2, 36_000), (3, 21_600), (4, 10_800), (5, 0), (6, 0)]
)
def test_double_declining_balance_changes_to_the_straight_line(years: int, cents: int) -> None:
    """Five years, so 40 % of what is left each year; from the fourth the half of it is more than that."""
    asset = FixedAsset(100_000, MAY_4, 60, 0, DECLINING)

    assert cents == book_value(asset, date(2026 + years, 5, 4))


@pytest.mark.parametrize(("years", "cents"), [(1, 60_000), (2, 36_000), (3, 30_000), (5, 30_000)])
def test_double_declining_balance_stops_at_the_residual(years: int, cents: int) -> None:
    """The third year would take 144.00 and may take 60.00."""
    asset = FixedAsset(100_000, MAY_4, 60, 30_000, DECLINING)

    assert cents == book_value(asset, date(2026 + years, 5, 4))


def test_a_year_of_declining_balance_is_spread_over_its_months() -> None:
    """Half of the first year's 400.00 after six months."""
    assert book_value(FixedAsset(100_000, MAY_4, 60, 0, DECLINING), date(2026, 11, 4)) == 80_000


@pytest.mark.parametrize(
    ("bought", "on", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 30), 1),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2028, 2, 29), date(2029, 2, 28), 12),
    ],
)
def test_the_last_day_of_a_short_month_completes_it(bought: date, on: date, months: int) -> None:
    """What was bought on the 31st is a month older on the 28th of February."""
    assert 1000 - months == book_value(FixedAsset(1000, bought, 1000, 0, STRAIGHT), on)


assets = st.builds(
    FixedAsset,
    cost_cents=st.integers(0, 10_000_000),
    bought=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    life_months=st.integers(0, 400),
    residual_cents=st.integers(0, 1_000_000),
    method=st.sampled_from(Depreciation),
)


@given(assets, st.integers(0, 20_000), st.integers(0, 2_000))
def test_an_asset_never_gains_value_nor_falls_below_its_residual(
    asset: FixedAsset, age: int, later: int
) -> None:
    """From its cost down, on any two days."""
    first, second = (book_value(asset, asset.bought + timedelta(days=days)) for days in (age, age + later))

    assert asset.cost_cents >= first >= second >= min(asset.residual_cents, asset.cost_cents)


@given(assets)
def test_all_charges_together_are_the_cost_less_the_residual(asset: FixedAsset) -> None:
    """Whatever the method, nothing is left over at the end of the life, and nothing missing."""
    end = book_value(asset, asset.bought + timedelta(days=31 * asset.life_months))
    keeps = asset.method is KEEPS or not asset.life_months

    assert (asset.cost_cents if keeps else min(asset.residual_cents, asset.cost_cents)) == end


@given(st.integers(0, 10**9), st.integers(1, 1000), st.integers(1, 1000))
def test_shares_of_an_amount_come_within_half_a_cent(cents: int, part: int, whole: int) -> None:
    """Half a cent is rounded up."""
    twice = 2 * share(cents, part, whole) * whole

    assert 2 * cents * part - whole < twice <= 2 * cents * part + whole
