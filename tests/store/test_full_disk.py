"""A full disk: refused with a sentence, nothing half written, and on it goes once there is space."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from store_bench import Bench

from kiosk.crib.commands import KeepCode
from kiosk.store.database import StoreDamagedError, StoreError
from kiosk.store.verify import replay, verify


def fill(bench: Bench) -> tuple[str, StoreError]:
    """Keep codes until the disk is full: the id of the command that no longer fitted, and what was said."""
    for number in range(3000):
        name = f"command {number}"
        before = bench.store.head
        try:
            bench.do(KeepCode(f"{number:0512}"), name)
        except StoreError as error:
            assert before == bench.store.head
            return name, error
    pytest.fail("the disk was never full")


def sound(bench: Bench) -> bool:
    """Whether chain and derived tables are sound."""
    return verify(bench.entries()).broken is None and replay(bench.store.db) is None


def resize(bench: Bench, more_pages: int) -> None:
    """SQLite's own limit stands for the disk's: PRAGMA max_page_count."""
    pages = bench.store.db.execute_sql("PRAGMA page_count").fetchone()[0]
    bench.store.db.execute_sql(f"PRAGMA max_page_count = {pages + more_pages}")


def test_a_full_disk_is_a_sentence_that_says_what_was_lost_and_what_to_do(bench: Bench) -> None:
    """It is not damage: restoring a backup would be the wrong advice."""
    resize(bench, 3)
    _, error = fill(bench)
    assert f"{bench.state}: the disk is full. Nothing was recorded. Free space, then do it again." == str(
        error
    )
    assert not isinstance(error, StoreDamagedError)


def test_on_a_full_disk_nothing_of_the_command_is_written(bench: Bench) -> None:
    """Neither in the journal nor in what derives from it."""
    resize(bench, 3)
    name, _ = fill(bench)
    assert name not in {entry.command for entry in bench.entries()}
    assert bench.entries()[-1].position == bench.store.head
    assert sound(bench)


def test_with_space_again_the_same_command_goes_through_and_the_journal_has_no_gap(bench: Bench) -> None:
    """On the same connection."""
    resize(bench, 3)
    name, _ = fill(bench)
    resize(bench, 100)
    assert not bench.do(KeepCode("again"), name).repeated
    assert name == bench.entries()[-1].command
    assert sound(bench)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; mounting it takes root, so elsewhere only SQLite's limit is tried."""
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small file system takes root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill_rest(disk: Path) -> Path:
    """Take what is left of the disk, to the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    return ballast


def test_a_disk_that_really_is_full_refuses_and_goes_on_once_there_is_space(small_disk: Path) -> None:
    """The same, with a file system's own refusal."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 1_300_000)
    bench = Bench(small_disk / "state")
    name, error = fill(bench)
    assert "the disk is full. Nothing was recorded." in str(error)
    ballast.unlink()
    assert not bench.do(KeepCode("again"), name).repeated
    assert sound(bench)
    bench.store.abandon()


def test_a_restart_on_a_full_disk_loses_nothing_and_goes_on_once_there_is_space(small_disk: Path) -> None:
    """With a log that could not be put away at the end."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 1_300_000)
    bench = Bench(small_disk / "state")
    fill(bench)
    before = bench.entries()
    bench.store.abandon()
    bench.open()
    name, error = fill(bench)
    assert "the disk is full" in str(error)
    assert before == bench.entries()[: len(before)]
    ballast.unlink()
    assert not bench.do(KeepCode("again"), name).repeated
    assert sound(bench)
    bench.store.abandon()


def test_a_first_start_on_a_full_disk_is_a_sentence_and_works_once_there_is_space(small_disk: Path) -> None:
    """There is no room even for the files beside the database."""
    bench = Bench(small_disk / "state")
    bench.store.close()
    ballast = fill_rest(small_disk)
    with pytest.raises(StoreError, match=f"{small_disk}/state"):
        Bench(small_disk / "state")
    ballast.unlink()
    bench.open()
    assert sound(bench)
    bench.store.abandon()
