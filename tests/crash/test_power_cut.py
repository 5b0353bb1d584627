"""Power cuts: whatever part of the disk's writes survived, the journal is whole, and has what was beeped."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from killed import Counter, HastyWorld, visit
from msgspec import Struct

from kiosk.store.database import NAME, one, open_writer
from kiosk.store.entry import Entry
from kiosk.store.journal import all_entries
from kiosk.store.verify import replay, verify

WAL = NAME + "-wal"


class Day(Struct):
    """Some visits to a counter whose disk we kept: main file, log, and where the log ended at each commit."""

    db: bytes
    wal: bytes
    commits: list[tuple[int, int]]
    """Bytes of the log, and entries of the journal, whenever a commit had returned: then it is beeped."""
    entries: list[Entry]

    def beeped(self, cut: int) -> int:
        """Entries whose commit had returned when the log was so long."""
        return max(entries for end, entries in self.commits if end <= cut)


def entries_in(state: Path) -> list[Entry]:
    """What the disk says after a power cut; whole, and equal to its replay."""
    db = open_writer(state / NAME)
    try:
        entries = list(all_entries(db))
        assert verify(entries).broken is None
        assert replay(db) is None
        return entries
    finally:
        db.close()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """All in the log: with no checkpoint in between, every prefix of the log is a moment of the day."""
    state = tmp_path_factory.mktemp("day")
    commits: list[tuple[int, int]] = []
    records = [False]

    def at_point(point: str) -> None:
        if records[0] and point == "after-commit":
            commits.append(measure())

    def measure() -> tuple[int, int]:
        return (state / WAL).stat().st_size, one(db, "SELECT count(*) FROM journal")[0]

    counter = Counter(state, HastyWorld(), at_point)
    db, chance = counter.store.db, random.Random(4711)
    db.execute_sql("PRAGMA wal_autocheckpoint = 0")
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    commits.append(measure())
    records[0], main = True, (state / NAME).read_bytes()
    for _ in range(12):
        visit(counter, chance)
    day = Day(main, (state / WAL).read_bytes(), commits, list(all_entries(db)))
    counter.store.abandon()
    assert (0, (len(day.wal), len(day.entries))) == (commits[0][0], commits[-1])
    return day


def cut(day: Day, state: Path, log: bytes) -> list[Entry]:
    """The entries that a disk with so much of the log still has."""
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir()
    (state / NAME).write_bytes(day.db)
    (state / WAL).write_bytes(log)
    return entries_in(state)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_cut_at_any_byte_of_the_log_leaves_what_was_beeped_and_no_half_of_anything(
    data: st.DataObject, day: Day, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An act whose commit had returned is there, one whose commit had not is not."""
    where = data.draw(st.integers(0, len(day.wal)))
    found = cut(day, tmp_path_factory.getbasetemp() / "cut", day.wal[:where])
    assert day.entries[: day.beeped(where)] == found


@settings(max_examples=40, deadline=None)
@given(data=st.data(), rubbish=st.binary(min_size=1, max_size=5000))
def test_rubbish_where_the_log_was_being_written_does_not_count(
    data: st.DataObject, rubbish: bytes, day: Day, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A card that loses power while it writes may leave anything in the sectors at hand."""
    where = data.draw(st.integers(0, len(day.wal)))
    log = day.wal[:where] + rubbish
    written = next((n for n, (a, b) in enumerate(zip(log, day.wal, strict=False)) if a != b), len(log))
    found = cut(day, tmp_path_factory.getbasetemp() / "rubbish", log)
    assert day.entries[: day.beeped(written)] == found


def test_a_cut_between_any_two_commits_leaves_exactly_what_was_beeped(day: Day, tmp_path: Path) -> None:
    """The log ends where a commit ended."""
    for end, count in day.commits[:: max(1, len(day.commits) // 12)]:
        assert day.entries[:count] == cut(day, tmp_path / "state", day.wal[:end])


class PowerCutError(BaseException):
    """The power went."""


class PowerCut:
    """Comes at the so-manieth point of the store's work; what is on the disk then is kept in a copy."""

    def __init__(self, state: Path, copy: Path, points: int) -> None:
        self._state, self._copy, self._left = state, copy, points

    def __call__(self, point: str) -> None:
        self._left -= 1
        if self._left:
            return
        self._copy.mkdir()
        for name in (NAME, WAL, "epoch.json", "badge.key"):
            shutil.copyfile(self._state / name, self._copy / name)
        raise PowerCutError(point)


def serve(state: Path, at_point: PowerCut, chance: random.Random) -> list[Entry]:
    """Serve until the power goes; what the journal was before the visit in which it did."""
    counter = Counter(state, HastyWorld(), at_point)
    entries: list[Entry] = []
    try:
        while True:
            entries = list(all_entries(counter.store.db))
            visit(counter, chance)
    except PowerCutError:
        return entries
    finally:
        counter.store.abandon()


@pytest.mark.parametrize("seed", range(8))
def test_cuts_at_random_points_of_random_days_lose_nothing_beeped_and_the_next_day_goes_on(
    tmp_path: Path, seed: int
) -> None:
    """With checkpoints as they come, from one copy of the disk to the next."""
    chance, state, expected = random.Random(seed), tmp_path / "life-0", list[Entry]()
    state.mkdir()
    for life in range(1, 5):
        copy = tmp_path / f"life-{life}"
        beeped = serve(state, PowerCut(state, copy, chance.randint(40, 290)), chance)
        found = entries_in(copy)
        assert expected == found[: len(expected)]
        assert beeped == found[: len(beeped)]
        expected, state = found, copy
