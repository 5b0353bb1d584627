"""Twice is once: a bounce, a double tap and a retry after power loss are one case."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_bench import CRIB, GLOVE_BIN, GLOVES, Bench, raw

from kiosk.crib.commands import IssueAsset, IssueStock, ReturnAsset
from kiosk.crib.definitions import Define, NewBin
from kiosk.crib.names import AssetCode, BinCode, ProductCode
from kiosk.crib.outcomes import NOTHING, Approved, Refused
from kiosk.store.verify import dump, replay, verify


class PowerCutError(BaseException):
    """The power went."""


def test_the_same_id_twice_gives_the_entries_of_the_first_time(bench: Bench) -> None:
    """Whoever asks again learns what was done."""
    ann = bench.ann()
    first = bench.do(IssueAsset(AssetCode("TW-01"), ann), "one")
    again = bench.do(IssueAsset(AssetCode("TW-01"), ann), "one")
    assert (again.decision, again.repeated) == (NOTHING, True)
    assert first.entries == again.entries
    assert not first.repeated


def test_the_same_id_twice_changes_nothing(bench: Bench) -> None:
    """A day later neither."""
    take = IssueStock(ProductCode(GLOVES), GLOVE_BIN, 5, bench.ann())
    bench.do(take, "one")
    before = bench.entries(), list(dump(bench.store.db))
    bench.world.set(bench.world.at + timedelta(days=1))
    bench.do(take, "one")
    assert before == (bench.entries(), list(dump(bench.store.db)))


def test_another_id_is_another_act(bench: Bench) -> None:
    """Twice five gloves is ten."""
    take = IssueStock(ProductCode(GLOVES), GLOVE_BIN, 5, bench.ann())
    bench.do(take, "one")
    bench.do(take, "two")
    with raw(bench.path) as db:
        assert db.execute(
            "SELECT quantity FROM balance WHERE place_kind = 'bin' AND place = 'C2-01'"
        ).fetchone() == (90,)


def test_an_id_that_was_used_for_something_else_does_not_do_the_new_thing(bench: Bench) -> None:
    """An id names one intention."""
    bench.do(IssueAsset(AssetCode("TW-01"), bench.ann()), "one")
    assert bench.do(ReturnAsset(AssetCode("TW-01")), "one").repeated


def test_all_entries_of_a_command_come_back(bench: Bench) -> None:
    """Not only the first."""
    two = Define((NewBin(BinCode("X-1")), NewBin(BinCode("X-2"))))
    assert bench.do(two, "two").entries == bench.do(two, "two").entries
    assert len(bench.do(two, "two").entries) == 2


def test_a_refusal_that_was_noted_is_not_noted_twice(bench: Bench) -> None:
    """A note is an entry like any other."""
    ann = bench.ann()
    bench.do(IssueAsset(AssetCode("TW-01"), ann))
    first = bench.do(IssueAsset(AssetCode("TW-01"), ann), "refused")
    assert isinstance(first.decision, Refused)
    assert first.entries == bench.do(IssueAsset(AssetCode("TW-01"), ann), "refused").entries


@pytest.mark.parametrize(("point", "repeated"), [("before-commit", False), ("after-commit", True)])
def test_a_retry_after_a_power_cut_happens_once_on_either_side_of_the_commit(
    bench: Bench, point: str, repeated: bool
) -> None:
    """Who retries cannot know on which side it was."""

    def cut(at: str) -> None:
        if at == point:
            raise PowerCutError

    take = IssueStock(ProductCode(GLOVES), GLOVE_BIN, 5, bench.ann())
    bench.store.abandon()
    bench.open(cut)
    with pytest.raises(PowerCutError):
        bench.do(take, "one")
    bench.store.abandon()
    bench.open()
    assert repeated == bench.do(take, "one").repeated
    assert sum(entry.type == "stock.issued" for entry in bench.entries()) == 1


def test_after_a_power_cut_before_the_commit_the_same_store_goes_on_without_a_gap(bench: Bench) -> None:
    """The head in memory goes back with the transaction."""
    cut = {"before-commit"}

    def at_point(at: str) -> None:
        if at in cut:
            cut.clear()
            raise PowerCutError

    ann = bench.ann()
    bench.store.abandon()
    bench.open(at_point)
    head = bench.store.head
    with pytest.raises(PowerCutError):
        bench.do(IssueAsset(AssetCode("TW-01"), ann))
    assert head == bench.store.head
    assert isinstance(bench.do(IssueAsset(AssetCode("TW-01"), ann)).decision, Approved)
    assert verify(bench.entries()).broken is None


def test_a_dry_run_says_what_would_be_and_changes_nothing(bench: Bench) -> None:
    """It is judged by the same rules, in a transaction that is rolled back."""
    before = bench.entries(), list(dump(bench.store.db))
    said = bench.store.judge(Define((NewBin(BinCode("X-1")),)), bench.world.now().at)
    assert isinstance(said, Approved)
    assert before == (bench.entries(), list(dump(bench.store.db)))


def test_the_same_crib_twice_is_once(bench: Bench) -> None:
    """An import may be run as often as one likes."""
    before = bench.entries()
    bench.do(CRIB)
    assert before == bench.entries()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4), st.booleans()), max_size=12))
def test_any_history_with_repeats_adds_up_to_the_history_without(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, int, bool]]
) -> None:
    """An act is an id, a quantity and whether it is tried twice; ids repeat."""
    bench = Bench(Path(tmp_path_factory.mktemp("history")) / "state")
    bench.do(CRIB)
    ann, first = bench.ann(), dict[int, int]()
    for name, quantity, twice in acts:
        for _ in range(1 + twice):
            bench.do(IssueStock(ProductCode(GLOVES), GLOVE_BIN, quantity, ann), f"id-{name}")
        first.setdefault(name, quantity)
    with raw(bench.path) as db:
        taken = db.execute("SELECT coalesce(sum(quantity), 0) FROM drawn").fetchone()[0]
    assert sum(first.values()) == taken
    assert replay(bench.store.db) is None
    bench.store.abandon()
