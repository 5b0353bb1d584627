"""The file itself: damaged, newer, another program's, not there: a sentence each, and nothing made worse."""

import sqlite3
from pathlib import Path

import pytest
from store_bench import Bench, destroy_page, raw

from kiosk.crib.commands import IssueAsset, KeepCode
from kiosk.crib.names import AssetCode
from kiosk.store.database import NAME, StoreDamagedError, StoreError, open_reader, open_writer, path_in
from kiosk.store.verify import integrity


def test_commits_are_durable_by_the_settings_of_the_connection(bench: Bench) -> None:
    """SQLite, pragma.html: WAL with synchronous FULL (2) syncs at each commit."""
    settings = {name: bench.store.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ASKED}
    assert settings == ASKED


ASKED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": 0x63726962}


def test_a_newer_database_stops_with_a_sentence_and_not_a_byte_is_changed(bench: Bench) -> None:
    """As after a program was rolled back."""
    bench.store.close()
    with raw(bench.path) as db:
        db.execute(
            """INSERT INTO schema_migration (name, applied)
            SELECT '9999_boxes', max(applied) FROM schema_migration"""
        )
    before = bench.path.read_bytes()
    with pytest.raises(StoreError, match=r"newer version of this program \(it knows 9999_boxes\)\. Install"):
        bench.open()
    assert before == bench.path.read_bytes()


def test_another_programs_database_stops_with_a_sentence_and_not_a_byte_is_changed(tmp_path: Path) -> None:
    """Somebody named the wrong directory."""
    path = tmp_path / NAME
    with raw(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    for opener in (open_writer, open_reader):
        with pytest.raises(
            StoreError, match=r"is a database of another program\. Name another state directory"
        ):
            opener(path)
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    "content", [b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 8176, b"a text file\n" * 400]
)
def test_a_file_with_a_damaged_header_is_said_to_be_damaged(bench: Bench, content: bytes) -> None:
    """Zeros, half a header, something else altogether; and it is left for whoever repairs it."""
    bench.store.close()
    rest = bench.path.read_bytes()[len(content) :]
    bench.path.write_bytes(content + rest)
    before = bench.path.read_bytes()
    with pytest.raises(StoreDamagedError, match=r"is damaged \(.*Restore the last backup"):
        bench.open()
    assert before == bench.path.read_bytes()


def test_a_journal_with_a_damaged_page_stops_the_start(bench: Bench) -> None:
    """Nothing may be appended to it."""
    bench.store.close()
    destroy_page(bench.path, "journal")
    with pytest.raises(StoreDamagedError, match="is damaged"):
        bench.open()


def test_a_derived_table_with_a_damaged_page_is_found_when_it_is_needed_and_nothing_is_written(
    bench: Bench,
) -> None:
    """A start reads the journal's end only."""
    ann = bench.ann()
    bench.store.close()
    destroy_page(bench.path, "asset")
    bench.open()
    before = bench.entries()
    with pytest.raises(StoreDamagedError, match=f"{bench.path} is damaged"):
        bench.do(IssueAsset(AssetCode("TW-01"), ann))
    assert before == bench.entries()


@pytest.mark.parametrize("table", ["asset", "journal"])
def test_the_check_beside_the_running_kiosk_finds_a_damaged_page(bench: Bench, table: str) -> None:
    """In whatever table."""
    bench.store.close()
    reader = open_reader(bench.path)
    assert integrity(reader) == ""
    reader.close()
    destroy_page(bench.path, table)
    reader = open_reader(bench.path)
    assert integrity(reader)
    reader.close()


def test_a_file_that_was_cut_short_is_said_to_be_damaged(bench: Bench) -> None:
    """A copy that was not finished."""
    bench.store.close()
    whole = bench.path.read_bytes()
    bench.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreDamagedError, match="is damaged"):
        bench.open()


def test_a_reader_without_a_database_is_told_what_to_do(tmp_path: Path) -> None:
    """The attendant makes it."""
    with pytest.raises(StoreError, match=r"crib\.sqlite does not exist\. Start the attendant once"):
        open_reader(path_in(tmp_path))


def test_a_sentence_is_about_the_database_even_where_something_else_failed_before(tmp_path: Path) -> None:
    """As in cribctl, which opens the store because no attendant answered."""
    (tmp_path / NAME).write_bytes(b"no database at all" * 100)
    try:
        (tmp_path / "attendant.sock").read_bytes()
    except FileNotFoundError:
        with pytest.raises(StoreDamagedError, match=f"{tmp_path}/{NAME} is damaged"):
            open_writer(tmp_path / NAME)


def test_a_reader_does_not_make_a_database(tmp_path: Path) -> None:
    """Nor anything beside it."""
    with pytest.raises(StoreError):
        open_reader(path_in(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_directory_in_the_databases_place_is_a_sentence(tmp_path: Path) -> None:
    """No traceback."""
    path_in(tmp_path).mkdir()
    with pytest.raises(StoreError, match=r"unable to open database file\. Check that the disk is there"):
        open_writer(path_in(tmp_path))


def test_a_database_that_another_program_keeps_busy_is_a_sentence(bench: Bench) -> None:
    """Somebody has it open in a tool; afterwards it goes on."""
    bench.store.db.execute_sql("PRAGMA busy_timeout = 0")
    with raw(bench.path) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="database is locked"):
            bench.do(KeepCode("x"))
        db.execute("ROLLBACK")
    assert bench.do(KeepCode("x")).entries


def test_our_sqlite_knows_strict_tables() -> None:
    """STRICT came with SQLite 3.37.0 (2021-11-27)."""
    assert sqlite3.sqlite_version_info >= (3, 37)
