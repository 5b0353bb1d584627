"""Availability: five figures, one function, and the identity that always holds."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from crib_facts import AT, BERLIN, moments
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.availability import NOT_OURS, Counts, Lot, count
from kiosk.crib.places import QUARANTINE, Place, PlaceKind

BIN, HOLDER = Place(PlaceKind.BIN, "C1-04"), Place(PlaceKind.HOLDER, "w-ann")
LATER = AT + timedelta(hours=4)
TODAY, YESTERDAY = AT.date(), AT.date() - timedelta(days=1)

COUNTED: list[tuple[str, Lot, datetime, Counts]] = [
    ("on the shelf", Lot(3, BIN), AT, Counts(available=3)),
    ("fit through today", Lot(1, BIN, fit_through=TODAY), AT, Counts(available=1)),
    ("no longer fit", Lot(1, BIN, fit_through=YESTERDAY), AT, Counts(quarantined=1)),
    ("set aside", Lot(1, QUARANTINE), AT, Counts(quarantined=1)),
    ("with a holder", Lot(1, HOLDER, due=LATER), AT, Counts(out=1)),
    ("due by then", Lot(1, HOLDER, due=LATER), LATER, Counts(available=1)),
    ("due a moment later", Lot(1, HOLDER, due=LATER), LATER - timedelta(seconds=1), Counts(out=1)),
    ("due this moment", Lot(1, HOLDER, due=AT), AT, Counts(out=1)),
    ("overdue", Lot(1, HOLDER, due=AT - timedelta(seconds=1)), LATER, Counts(out=1)),
    ("lent without a due time", Lot(1, HOLDER), LATER, Counts(out=1)),
    ("back by then, and unfit", Lot(1, HOLDER, LATER, YESTERDAY), LATER, Counts(quarantined=1)),
    ("fit now, not then", Lot(1, BIN, None, TODAY), AT + timedelta(days=1), Counts(quarantined=1)),
    *((kind.value, Lot(2, Place(kind)), LATER, Counts()) for kind in sorted(NOT_OURS)),
    *(
        (kind, Lot(2, Place(PlaceKind(kind))), LATER, Counts(out=2))
        for kind in ("job", "station", "transit", "service")
    ),
]


@pytest.mark.parametrize(("said", "lot", "at", "counts"), COUNTED, ids=[said for said, *_ in COUNTED])
def test_a_lot_counts_as(said: str, lot: Lot, at: datetime, counts: Counts) -> None:
    """Where a lot is, and whether it is fit at that moment, decides which figure it counts in."""
    assert counts == count([lot], now=AT, at=at, zone=UTC)


def test_every_kind_of_place_is_in_the_table() -> None:
    """The table above leaves out no kind of place."""
    assert set(PlaceKind) == {lot.place.kind for _, lot, _, _ in COUNTED}


lots = st.builds(
    Lot,
    quantity=st.integers(1, 50),
    place=st.builds(Place, st.sampled_from(PlaceKind), st.sampled_from(["", "x"])),
    due=st.none() | moments,
    fit_through=st.none() | st.dates(date(2026, 10, 20), date(2026, 11, 20)),
)


def ours(what: Iterable[Lot]) -> int:
    """How many pieces the site answers for."""
    return sum(lot.quantity for lot in what if lot.place.kind not in NOT_OURS)


@given(st.lists(lots, max_size=8), moments, moments)
def test_the_figures_always_add_up_to_what_the_site_answers_for(
    many: list[Lot], now: datetime, at: datetime
) -> None:
    """Total = available + reserved + out + quarantined = every piece that is ours, at every moment."""
    counts = count(many, now=now, at=at, zone=BERLIN)

    assert ours(many) == counts.total
    assert counts.total == counts.available + counts.reserved + counts.out + counts.quarantined
    assert min(counts.available, counts.reserved, counts.out, counts.quarantined) >= 0


@given(st.lists(lots, max_size=6), st.lists(lots, max_size=6), moments, moments)
def test_two_sites_together_count_as_the_sum_of_each(
    here: list[Lot], there: list[Lot], now: datetime, at: datetime
) -> None:
    """Totals are sums: counting two shops together is counting each and adding."""
    apart = count(here, now=now, at=at, zone=UTC) + count(there, now=now, at=at, zone=UTC)

    assert apart == count(here + there, now=now, at=at, zone=UTC)


@given(st.lists(lots, max_size=8), moments, moments)
def test_looking_ahead_only_brings_things_back(many: list[Lot], now: datetime, at: datetime) -> None:
    """At a later moment no more is out than now: loans only come back."""
    later = max(now, at)

    now_out, later_out = (count(many, now=now, at=when, zone=UTC).out for when in (now, later))

    assert later_out <= now_out
