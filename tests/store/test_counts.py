"""Counts on a real store: whatever moves meanwhile, the books come to be as the shelf is."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from counting_shop import ASSETS, BOOKED, GLOVES, OTHER_BIN, Shop
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.crib import commands as do
from kiosk.crib import counting, keeping
from kiosk.crib.counting import Fix
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.outcomes import Approved, Refused
from kiosk.store import counts, reports, verify
from kiosk.store.database import one, rows

acts = st.lists(
    st.tuples(st.sampled_from(["take", "put back", "borrow", "bring", "count", "see"]), st.integers(0, 5)),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(st.integers(BOOKED - 5, BOOKED + 5), st.frozensets(st.integers(0, 3), max_size=3), acts, acts, acts)
def test_whatever_moves_meanwhile_the_books_come_to_be_as_the_shelf_is(
    gloves: int, gone: frozenset[int], before: Any, during: Any, after: Any
) -> None:
    """Pieces to the last one, and missing is exactly what is gone: before, while and after it is counted."""
    folder = Path(tempfile.mkdtemp(prefix="counts-"))
    shop = Shop(folder, gloves, gone)
    for act in before:
        shop.happen(*act, "")
    count = shop.open()
    for act in during:
        shop.happen(*act, count)
    shop.see(count, *sorted(shop.shelf))
    shop.tell(count, shop.gloves)
    shop.tell(count, shop.gloves)
    for act, number in after:
        shop.happen(act if act not in ("count", "see") else "borrow", number, count)

    assert isinstance(shop.sign(count).decision, Approved)

    missing = {code for (code,) in rows(shop.store.db, "SELECT code FROM asset WHERE missing = 1")}
    assert shop.gloves == reports.on_hand(shop.store.db, GLOVES)
    assert missing == {ASSETS[n] for n in gone}
    assert verify.replay(shop.store.db) is None
    shop.store.abandon()
    shutil.rmtree(folder)


def test_every_level_of_the_tree_is_a_place_to_count(shop: Shop) -> None:
    """Room, cabinet, shelf and bin: each looks for what is in it."""
    expected = {
        "R1": (4, 1),
        "C1": (4, 1),
        "C1-S1": (4, 0),
        "C1-04": (4, 0),
        "C1-05": (0, 1),
        "C2-01": (0, 0),
    }
    for place, figures in expected.items():
        count = shop.open(place)
        seen = counts.progress(shop.store.db, count)
        assert seen is not None
        assert figures == (seen.expected, seen.lines)
        shop.act(counting.CancelCount(count))


def test_two_keepers_count_one_cabinet_together(shop: Shop) -> None:
    """Who scans a bin of it joins, and who scans a place that has the same bins."""
    count = shop.open("C1")

    assert shop.open("C1-04", "mia") == count
    assert shop.open("R1", "mia") == count


def test_a_place_that_is_partly_counted_has_to_wait(shop: Shop) -> None:
    """Else both would correct the same pieces."""
    shop.open("C1-04")

    refused = shop.act(counting.OpenCount("C1", shop.who("mia"))).decision

    assert isinstance(refused, Refused)
    assert isinstance(refused.refusal, Unfit)
    assert "C1-04" in refused.refusal.flaws[0].message


def test_what_is_out_and_what_is_set_aside_is_not_looked_for(shop: Shop) -> None:
    """Nor what leaves while the count is open."""
    shop.act(do.IssueAsset(ASSETS[0], shop.who("ann")))
    count = shop.open()
    shop.act(do.IssueAsset(ASSETS[1], shop.who("ann")))
    shop.see(count, ASSETS[2], ASSETS[3])

    seen = counts.progress(shop.store.db, count)

    assert seen is not None
    assert (seen.expected, seen.found, seen.missing) == (2, 2, 0)


def test_a_finding_is_put_right_by_whatever_moves_the_thing(shop: Shop) -> None:
    """The keeper's tap, or a return by anyone."""
    for asset in ASSETS[:2]:
        shop.act(do.IssueAsset(asset, shop.who("ann")))
    count = shop.open()
    shop.see(count, *ASSETS[:2])
    shop.act(do.ReturnAsset(ASSETS[0]))
    shop.act(counting.FixFinding(count, ASSETS[1], Fix.RETURN, shop.who("kim")))

    seen = counts.progress(shop.store.db, count)

    assert seen is not None
    assert seen.held == 0


def test_what_is_seen_after_the_first_signature_takes_it_back(shop: Shop) -> None:
    """Nobody's name stands under something she did not see."""
    count = shop.open()
    shop.see(count, *ASSETS)
    shop.tell(count, 0)
    shop.tell(count, 0)
    shop.sign(count)
    signed = counts.open_counts(shop.store.db)[0].signed_by
    shop.tell(count, BOOKED)

    assert signed == shop.who("kim")
    assert counts.open_counts(shop.store.db)[0].signed_by == ""
    shop.sign(count)
    assert counts.open_counts(shop.store.db) == []


def test_an_asset_that_moved_home_and_one_that_never_was_here_are_seen_for_what_they_are(shop: Shop) -> None:
    """Misplaced in the cabinet, and found where it was put; a bin that is not counted is no place to see."""
    shop.act(keeping.MoveAsset(ASSETS[0], OTHER_BIN, shop.who("kim")))
    count = shop.open()
    shop.see(count, ASSETS[0])
    elsewhere = shop.act(counting.SeeAsset(count, ASSETS[1], shop.who("kim"), OTHER_BIN)).decision

    seen = counts.progress(shop.store.db, count)

    assert seen is not None
    assert (seen.expected, seen.misplaced) == (3, 1)
    assert isinstance(elsewhere, Refused)
    assert isinstance(elsewhere.refusal, Unfit)


def test_closed_counts_leave_only_what_is_asked_for_later(shop: Shop) -> None:
    """The journal keeps the rest."""
    count = shop.open()
    shop.see(count, *ASSETS)
    shop.act(counting.SeeCode(count, "MEX", shop.who("kim")))
    shop.sign(count)

    left = [one(shop.store.db, f"SELECT count(*) FROM {table}")[0] for table in TABLES]  # noqa: S608

    assert left == [0, 0, 0, 1]


TABLES = ("count_asset", "count_stock", "count_code", "count_sheet")
