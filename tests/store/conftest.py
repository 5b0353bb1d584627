"""What the store's tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_bench import CRIB, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A crib that was set up, whose writer we are."""
    bench = Bench(tmp_path / "state")
    bench.do(CRIB)
    yield bench
    bench.store.abandon()
