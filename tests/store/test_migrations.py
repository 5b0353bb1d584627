"""Migrations: a database of every released schema still opens, and a second time, with nothing lost."""

import shutil
from pathlib import Path

import pytest
from store_bench import Bench, raw

from kiosk.store.database import MIGRATIONS, NAME, one, open_writer
from kiosk.store.verify import replay, verify

DATABASES = sorted((Path(__file__).parents[1] / "databases").glob("*.sqlite"))


def schema(path: Path) -> list[tuple[str, str]]:
    """Every table, index and trigger, as it is defined."""
    with raw(path) as db:
        return db.execute("SELECT name, coalesce(sql, '') FROM sqlite_master ORDER BY name").fetchall()


def test_every_schema_has_a_database_here() -> None:
    """Made by tests/databases/make.py when the schema is released."""
    assert [step.name[:4] for step in sorted(MIGRATIONS.glob("0*.py"))] == [path.stem for path in DATABASES]


@pytest.fixture(params=DATABASES, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A state directory with nothing but an old database in it."""
    (tmp_path / "old").mkdir()
    shutil.copyfile(request.param, tmp_path / "old" / NAME)
    return tmp_path / "old"


def test_an_old_database_opens_twice_with_every_entry_as_it_was(old: Path) -> None:
    """A migration may not touch the journal."""
    with raw(old / NAME) as db:
        before = db.execute("SELECT epoch, seq, hash FROM journal ORDER BY epoch, seq").fetchall()
    assert len(before) > 20
    for _ in range(2):
        bench = Bench(old)
        found = [(entry.epoch, entry.seq, entry.hash) for entry in bench.entries()]
        assert before == found[: len(before)]
        assert verify(bench.entries()).broken is None
        assert replay(bench.store.db) is None
        bench.store.close()


def test_an_old_database_comes_to_the_schema_of_a_new_one(old: Path, bench: Bench) -> None:
    """Table by table, word by word."""
    Bench(old).store.close()
    assert schema(bench.path) == schema(old / NAME)


def test_what_the_old_tables_held_is_there_again(old: Path) -> None:
    """Derived anew from the journal: who has what, what is where, who had drawn how much."""
    store = Bench(old).store
    db = store.db
    assert one(db, "SELECT place_kind, place <> '', uses > 0 FROM asset WHERE code = 'TW-01'") == (
        "holder",
        1,
        1,
    )
    assert one(db, "SELECT place_kind FROM asset WHERE code = 'TW-02'") == ("quarantine",)
    assert one(db, "SELECT quantity FROM balance WHERE place = 'C2-01' AND product = 'GLV-9'") == (97,)
    assert one(db, "SELECT sum(quantity) FROM drawn WHERE product = 'GLV-9'") == (3,)
    assert one(db, "SELECT value FROM policy WHERE setting = 'signout'") == (9,)
    store.close()


def test_a_second_opening_changes_not_a_byte(old: Path) -> None:
    """All was done by the first."""
    open_writer(old / NAME).close()
    before = (old / NAME).read_bytes()
    open_writer(old / NAME).close()
    assert before == (old / NAME).read_bytes()


def test_work_goes_on_in_an_old_database(old: Path) -> None:
    """Without its epoch file, as after a restore: in an epoch that names the old one."""
    bench = Bench(old)
    head = bench.entries()[-2]
    assert bench.entries()[-1].type == "epoch.opened"
    bench.act_a_little()
    assert verify(bench.entries()).broken is None
    assert replay(bench.store.db) is None
    assert head.hash in bench.entries()[head.seq].body
    bench.store.close()
