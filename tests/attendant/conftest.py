"""What the attendant's tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import DeskBench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[DeskBench]:
    """A counter in the morning; nobody is signed in."""
    bench = DeskBench(tmp_path / "state")
    yield bench
    bench.store.abandon()
