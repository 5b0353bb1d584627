"""Ten thousand random taps, scans and badges: nothing breaks, and the journal is sound at the end."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from random_walk import walk

STEPS = 10_000
SEED = 20261122
MEMORY = Path("/dev/shm")  # noqa: S108 - its point is that it is not a disk


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a commit costs little: it is the program that is tried here, and not the disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path) as folder:
        yield Path(folder)


def test_ten_thousand_random_acts_break_nothing(folder: Path) -> None:
    """After each: a state that the table allows, a view that composes, at most eight controls."""
    with closing(walk(folder, SEED, STEPS)) as walker:
        assert "replay equals live" in walker.sound()
        session = walker.crib.desk.session
        assert len(session.recent) + len(session.waiting) < 100


def test_the_same_seed_walks_the_same_way(tmp_path: Path) -> None:
    """So that whoever finds a fault can show it again."""
    with closing(walk(tmp_path / "a", SEED, 200)) as one, closing(walk(tmp_path / "b", SEED, 200)) as two:
        assert one.crib.head == two.crib.head
        assert one.crib.view == two.crib.view
