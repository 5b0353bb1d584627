"""Cribs to run cribctl on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crib_bench import FILES, BenchCrib, crib_in


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[BenchCrib]:
    """A crib that knows nothing yet."""
    with crib_in(tmp_path / "state") as crib:
        yield crib


@pytest.fixture
def crib(empty: BenchCrib) -> BenchCrib:
    """The crib of files/world."""
    answer = empty.cribctl("import", "all", FILES / "world")
    assert answer.code == 0, answer.out
    return empty
