"""Replay: the derived tables are what the journal says, byte for byte."""

import pytest
from msgspec.structs import replace
from store_bench import Bench, overwrite, raw

from kiosk.store import derived
from kiosk.store.canonical import canonical
from kiosk.store.database import StoreError, open_reader
from kiosk.store.verify import Difference, dump, rebuild, replay


@pytest.fixture(autouse=True)
def _history(bench: Bench) -> None:
    bench.act_a_little()


def test_replay_equals_live(bench: Bench) -> None:
    """Byte for byte, in order."""
    assert replay(bench.store.db) is None
    assert list(dump(bench.store.db)) == list(dump(rebuild(bench.entries())))


def test_a_reader_can_replay_beside_the_writer(bench: Bench) -> None:
    """It writes nothing but to memory."""
    reader = open_reader(bench.path)
    assert replay(reader) is None
    reader.close()


def test_every_table_but_journal_and_people_is_replayed(bench: Bench) -> None:
    """Or a table could go wrong unseen."""
    with raw(bench.path) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {*derived.TABLES} == tables - {"journal", "person", "schema_migration"}


@pytest.mark.parametrize("table", derived.TABLES)
def test_a_row_that_went_missing_from_any_derived_table_is_found(bench: Bench, table: str) -> None:
    """And its table is named."""
    with raw(bench.path) as db:
        db.execute("PRAGMA foreign_keys = 0")
        columns = [name for _, name, *_, key in db.execute(f"PRAGMA table_info({table})") if key]
        key = ", ".join(columns)
        statement = f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} LIMIT 1)"  # noqa: S608
        gone = db.execute(statement).rowcount
    assert gone == 1
    found = replay(bench.store.db)
    assert found is not None
    assert table == str(found.replayed).split()[0]


def test_a_changed_figure_is_shown_as_it_is_and_as_it_ought_to_be(bench: Bench) -> None:
    """Whoever looks need not compute."""
    with raw(bench.path) as db:
        db.execute("UPDATE balance SET quantity = 96 WHERE quantity = 97")
    expected = Difference("balance ('GLV-9', 'bin', 'C2-01', 96)", "balance ('GLV-9', 'bin', 'C2-01', 97)")
    assert expected == replay(bench.store.db)


def test_a_row_too_many_is_found(bench: Bench) -> None:
    """Here somebody made himself an administrator."""
    with raw(bench.path) as db:
        db.execute("INSERT INTO worker VALUES ('w-zz', 'admin', 1)")
    assert Difference("worker ('w-zz', 'admin', 1)", None) == replay(bench.store.db)


def test_replay_changes_nothing(bench: Bench) -> None:
    """It says what is wrong; mending is another decision."""
    with raw(bench.path) as db:
        db.execute("UPDATE balance SET quantity = 96 WHERE quantity = 97")
    before = list(dump(bench.store.db))
    replay(bench.store.db)
    assert before == list(dump(bench.store.db))


@pytest.mark.parametrize(
    "body",
    [{}, {"bin": "C1-04", "surprise": 1}, {"asset": "X", "product": "none", "bin": "none"}],
    ids=["too little", "too much", "of nothing"],
)
def test_an_entry_that_cannot_be_replayed_is_named(bench: Bench, body: dict[str, str]) -> None:
    """With its epoch and number, not a traceback."""
    entries = bench.entries()
    victim = next(entry for entry in entries if entry.type == "asset.changed")
    overwrite(bench.path, replace(victim, body=canonical(body)))
    with pytest.raises(StoreError, match=rf"entry {victim.epoch}/{victim.seq} cannot be replayed"):
        replay(bench.store.db)
