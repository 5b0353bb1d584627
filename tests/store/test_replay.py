"""Replay: the derived tables are what the journal says, byte for byte."""

import re
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace
from store_bench import Bench, overwrite, raw

from kiosk.store import schema
from kiosk.store.canonical import canonical
from kiosk.store.database import StoreError, open_reader
from kiosk.store.entry import Entry
from kiosk.store.verify import Difference, dump, rebuild, replay

TABLES = re.findall(r"^CREATE TABLE (\w+)", Path(schema.__file__).with_name("tables.sql").read_text(), re.M)


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


def test_every_table_but_those_with_another_input_is_replayed(bench: Bench) -> None:
    """Or a table could go wrong unseen."""
    with raw(bench.path) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    others = {"journal", "person", "name_word", "credential", "elsewhere", "staged", "derived_text"}
    others |= {"schema_migration"}
    assert {*TABLES} == tables - others
    assert sorted(TABLES) == schema.tables(bench.store.db)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_missing_from_any_derived_table_or_too_many_in_an_empty_one_is_found(
    bench: Bench, table: str
) -> None:
    """And its table is named."""
    with raw(bench.path) as db:
        db.execute("PRAGMA foreign_keys = 0")
        db.execute("PRAGMA ignore_check_constraints = 1")
        gone = remove_a_row(db, table)
        if not gone:
            kinds = [kind for _, _, kind, *_ in db.execute(f"PRAGMA table_info({table})")]
            values = [1 if kind == "INTEGER" else "x" for kind in kinds]
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
    found = replay(bench.store.db)
    assert found is not None
    assert table == str(found.replayed if gone else found.live).split()[0]


def remove_a_row(db: sqlite3.Connection, table: str) -> int:
    """Delete one row, if there is one; how many were."""
    key = ", ".join(name for _, name, *_, key in db.execute(f"PRAGMA table_info({table})") if key)
    statement = f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} LIMIT 1)"  # noqa: S608
    return db.execute(statement).rowcount


def test_derived_tables_of_another_version_are_made_anew_once(bench: Bench) -> None:
    """Whatever they held, whatever they were: the journal says what they hold now."""
    before = list(dump(bench.store.db))
    bench.store.close()
    with raw(bench.path) as db:
        db.execute("UPDATE derived_text SET digest = 'of another version'")
        db.execute("DROP TABLE unknown_code")
        db.execute("CREATE TABLE boxes (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
        db.execute("UPDATE balance SET quantity = 1")
    assert before == list(dump(bench.open().db))
    assert schema.is_current(bench.store.db)
    bench.store.close()
    with raw(bench.path) as db:
        db.execute("UPDATE balance SET quantity = 96 WHERE quantity = 97")
    bench.open()
    assert replay(bench.store.db) is not None, "nothing is made anew where the text is the same"


def test_a_power_cut_while_they_are_made_anew_leaves_them_as_they_were(bench: Bench) -> None:
    """All or nothing; the next start makes them."""
    before, seen = list(dump(bench.store.db)), []

    def cut(entry: Entry) -> None:
        seen.append(entry)
        if len(seen) > 9:
            raise KeyboardInterrupt

    bench.store.db.execute_sql("UPDATE derived_text SET digest = 'of another version'")
    with pytest.raises(KeyboardInterrupt):
        schema.derive_anew(bench.store.db, bench.entries, cut)
    assert before == list(dump(bench.store.db))
    assert not schema.is_current(bench.store.db)
    bench.store.abandon()
    assert before == list(dump(bench.open().db))
    assert schema.is_current(bench.store.db)


def test_a_changed_figure_is_shown_as_it_is_and_as_it_ought_to_be(bench: Bench) -> None:
    """Whoever looks need not compute."""
    with raw(bench.path) as db:
        db.execute("UPDATE balance SET quantity = 96 WHERE quantity = 97")
    expected = Difference(
        "balance ('GLV-9', 'bin', 'C2-01', '', 96)", "balance ('GLV-9', 'bin', 'C2-01', '', 97)"
    )
    assert expected == replay(bench.store.db)


def test_a_row_too_many_is_found(bench: Bench) -> None:
    """Here somebody made himself an administrator."""
    with raw(bench.path) as db:
        db.execute("INSERT INTO worker VALUES ('w-zz', 'admin', 1, '')")
    assert Difference("worker ('w-zz', 'admin', 1, '')", None) == replay(bench.store.db)


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
