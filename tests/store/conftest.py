"""What the store's tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from counting_shop import Shop
from store_bench import CRIB, Bench

from kiosk.store import verify


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A crib that was set up, whose writer we are."""
    bench = Bench(tmp_path / "state")
    bench.do(CRIB)
    yield bench
    bench.store.abandon()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop whose books are right."""
    made = Shop(tmp_path)
    yield made
    assert verify.replay(made.store.db) is None
    made.store.abandon()
