"""The journal: gapless, chained, append-only."""

import sqlite3
from itertools import pairwise

import pytest
from store_bench import GLOVES, Bench, raw

from kiosk.crib.commands import KeepCode
from kiosk.crib.definitions import Define, NewBin
from kiosk.crib.names import BinCode, CommandId
from kiosk.store.entry import NO_HASH, Position
from kiosk.store.journal import JournalReader, by_command, head_of, newest_of, read
from kiosk.store.verify import verify


def test_entries_are_numbered_from_one_without_a_gap(bench: Bench) -> None:
    """Within their epoch."""
    bench.act_a_little()
    entries = bench.entries()
    assert list(range(1, len(entries) + 1)) == [entry.seq for entry in entries]
    assert {bench.store.head.epoch if bench.store.head else ""} == {entry.epoch for entry in entries}


def test_each_entry_names_the_hash_of_the_one_before(bench: Bench) -> None:
    """The first one none."""
    bench.act_a_little()
    entries = bench.entries()
    assert [NO_HASH, *(before.hash for before in entries)][:-1] == [entry.prev for entry in entries]


def test_an_epoch_begins_with_its_opening(bench: Bench) -> None:
    """Before anything else is written."""
    assert bench.entries()[0].type == "epoch.opened"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'w-else' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(bench: Bench, statement: str) -> None:
    """Whoever opens it with a tool is told how a mistake is reversed."""
    before = bench.entries()
    with raw(bench.path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    assert before == bench.entries()


def test_the_database_itself_refuses_a_second_entry_for_a_line_of_a_command(bench: Bench) -> None:
    """Twice is once, whatever a program does."""
    with (
        raw(bench.path) as db,
        pytest.raises(sqlite3.IntegrityError, match=r"journal\.command, journal\.line"),
    ):
        db.execute(
            "INSERT INTO journal SELECT epoch, seq + 1000, 'new', at, clock_synced, boot_id, boottime_ns,"
            " kiosk, site, actor, via, command, line, type, body, prev, hash FROM journal WHERE seq = 2"
        )


def test_an_entry_says_who_when_and_where(bench: Bench) -> None:
    """And by which clock."""
    bench.act_a_little()
    entry = newest_of(bench.store.db, "stock.issued")
    assert entry is not None
    assert ("kiosk-1", "A", bench.ann(), "badge") == (entry.kiosk, entry.site, entry.actor, entry.via)
    assert (bench.world.micros(), 1, "boot-1", 60_000_000_000) == (
        entry.at,
        entry.clock_synced,
        entry.boot_id,
        entry.boottime_ns,
    )


def test_the_entries_of_a_command_are_found_by_its_id_in_their_order(bench: Bench) -> None:
    """That is how a repeated command is answered."""
    bench.do(Define((NewBin(BinCode("X-1")), NewBin(BinCode("X-2")))), "two bins")
    found = by_command(bench.store.db, CommandId("two bins"))
    assert [(entry.line, entry.parsed().bin) for entry in found] == [(0, "X-1"), (1, "X-2")]  # type: ignore[attr-defined]


def test_reading_goes_on_after_a_position_and_stops_at_the_limit(bench: Bench) -> None:
    """The relay reads with a cursor."""
    entries = bench.entries()
    assert entries[:3] == read(bench.store.db, None, 3)
    assert entries[3:5] == read(bench.store.db, entries[2].position, 2)
    assert read(bench.store.db, entries[-1].position, 10) == []


def test_reading_goes_on_into_the_next_epoch(bench: Bench) -> None:
    """The journal is one, whatever it went through."""
    bench.store.close()
    (bench.state / "epoch.json").unlink()
    bench.open()
    old, new = bench.entries()[-2:]
    assert [new] == read(bench.store.db, old.position, 10)
    assert (new.seq, new.type) == (1, "epoch.opened")


def test_every_entry_comes_once_however_many_pages_there_are(bench: Bench) -> None:
    """None twice at the seam of two pages."""
    bench.do(Define(tuple(NewBin(BinCode(f"P-{n:04}")) for n in range(1100))))
    entries = bench.entries()
    assert all(after.seq == before.seq + 1 for before, after in pairwise(entries))
    assert len(entries) == verify(entries).entries > 1100


def test_the_head_is_the_newest_entry(bench: Bench) -> None:
    """In the file as in the writer's memory."""
    bench.do(KeepCode("x"))
    head = head_of(bench.store.db)
    assert head == bench.entries()[-1]
    assert head is not None
    assert head.position == bench.store.head


def test_a_reader_beside_the_writer_sees_what_was_committed_and_cannot_write(bench: Bench) -> None:
    """The relay has no other access."""
    reader = JournalReader(bench.path)
    seen = len(reader.read(None, 1000))
    bench.do(KeepCode("x"))
    assert seen + 1 == len(reader.read(None, 1000))
    head = bench.entries()[-1]
    assert (head.position, head.hash) == reader.head()
    with pytest.raises(Exception, match="readonly"):
        reader._db.execute_sql("INSERT INTO policy VALUES ('signout', 1)")
    reader.close()


def test_a_reader_reads_a_path_with_signs_that_mean_something_in_a_uri(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The file is opened by a URI."""
    odd = Bench(tmp_path_factory.mktemp("odd") / "50% of #1?")
    reader = JournalReader(odd.path)
    assert Position(odd.entries()[0].epoch, 1) == reader.read(None, 1)[0].position
    reader.close()
    odd.store.close()


def test_figures_move_with_the_journal(bench: Bench) -> None:
    """In the transaction of the entry."""
    bench.act_a_little()
    with raw(bench.path) as db:
        rows = db.execute("SELECT place_kind, quantity FROM balance WHERE product = ?", (GLOVES,)).fetchall()
    assert {("bin", 97), ("consumed", 3), ("supplier", -100)} == set(rows)
