"""Other sites' figures: words for the screen, kept apart from all that is derived."""

from datetime import UTC, datetime

import pytest
from store_bench import GLOVES, Bench

from kiosk.crib.states import Elsewhere
from kiosk.store import schema
from kiosk.store.elsewhere import SiteFigures, keep
from kiosk.store.states import elsewhere_of
from kiosk.store.verify import replay

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MICROS = 1_793_620_800_000_000


def figure(site: str, available: int, later: int = 0) -> SiteFigures:
    """Figures of gloves at noon, or so much later."""
    return SiteFigures(site, GLOVES, available, 0, available, MICROS + later)


def test_the_newest_figures_of_each_site_are_kept_the_most_first(bench: Bench) -> None:
    """A site with none is not named."""
    db = bench.store.db
    keep(db, [figure("B", 4), figure("C", 9), figure("D", 0)])

    assert (Elsewhere("C", 9, NOON), Elsewhere("B", 4, NOON)) == elsewhere_of(db, GLOVES)


@pytest.mark.parametrize(("later", "expected"), [(1, 1), (0, 1), (-1, 4)])
def test_older_figures_change_nothing(bench: Bench, later: int, expected: int) -> None:
    """Retained messages come again, and in any order."""
    db = bench.store.db
    keep(db, [figure("B", 4)])
    keep(db, [figure("B", 1, later)])

    assert expected == elsewhere_of(db, GLOVES)[0].available


def test_the_same_figures_again_write_nothing(bench: Bench) -> None:
    """A new link brings all that is retained; the SD card need not hear of it."""
    db = bench.store.db

    assert keep(db, [figure("B", 4), figure("C", 9)]) == 2
    assert keep(db, [figure("B", 4), figure("C", 9, 1)]) == 1


def test_figures_are_neither_journaled_nor_derived(bench: Bench) -> None:
    """Replay equals live with them, and a table made anew does not touch them."""
    before = bench.entries()
    keep(bench.store.db, [figure("B", 4)])

    assert before == bench.entries()
    assert "elsewhere" not in schema.tables(bench.store.db)
    assert replay(bench.store.db) is None
