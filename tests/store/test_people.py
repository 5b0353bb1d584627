"""People: a name lies in one table that can forget it; a badge number lies nowhere."""

import hmac
import logging
import stat
from pathlib import Path
from typing import TypeVar

import pytest
from store_bench import ANN, ANN_BADGE, CRIB, Bench, raw

from drivers.badges import em4100
from kiosk.crib.changes import BadgeLinked, WorkerChanged
from kiosk.crib.definitions import Define, Person
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import Role
from kiosk.crib.outcomes import Nothing, Refused
from kiosk.store.canonical import digest
from kiosk.store.people import name_of
from kiosk.store.verify import replay, verify

Some = TypeVar("Some", WorkerChanged, BadgeLinked)
SECRETS = (ANN, "Ottoline", ANN_BADGE, str(int(ANN_BADGE)), em4100.parse(ANN_BADGE).rpartition(":")[2])


def written(bench: Bench, kind: type[Some]) -> list[Some]:
    """The bodies of a kind, in order."""
    return [body for entry in bench.entries() if isinstance(body := entry.parsed(), kind)]


def test_the_journal_knows_neither_name_nor_badge_number(bench: Bench) -> None:
    """It is kept for ever."""
    bench.act_a_little()
    journal = "\n".join(repr(entry) for entry in bench.entries())
    assert [secret for secret in SECRETS if secret in journal] == []


def test_no_derived_table_knows_a_name_and_no_table_a_badge_number(bench: Bench) -> None:
    """A badge number is a credential."""
    with raw(bench.path) as db:
        rest = "\n".join(line for line in db.iterdump() if 'INTO "person"' not in line)
        people = db.execute("SELECT code, name FROM person").fetchall()
    assert [secret for secret in SECRETS if secret in rest] == []
    assert people == [("ann", ANN)]


def test_the_log_knows_neither_even_at_its_wordiest(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nor what somebody mistyped for a badge number."""
    with caplog.at_level(logging.DEBUG):
        bench = Bench(tmp_path / "state")
        bench.do(CRIB)
        bench.store.judge(CRIB, bench.world.now().at)
        bench.act_a_little()
        refused = bench.do(Define((Person("bob", "Bob Bottomley", badge=f"{ANN_BADGE} or so"),)))
    bench.store.close()
    assert isinstance(refused.decision, Refused)
    assert caplog.records
    assert [secret for secret in (*SECRETS, "Bottomley") if secret in caplog.text] == []


def test_a_person_shows_neither_in_a_traceback() -> None:
    """Nor wherever else a command is printed."""
    shown = repr(CRIB)
    assert [secret for secret in SECRETS if secret in shown] == []


def test_a_name_is_bound_to_its_entry_by_a_salted_digest(bench: Bench) -> None:
    """Without the salt, guessing names would tell."""
    with raw(bench.path) as db:
        name, salt = db.execute("SELECT name, salt FROM person").fetchone()
    (changed,) = written(bench, WorkerChanged)
    assert digest(salt + name) == changed.person
    assert digest(name) != changed.person


def test_the_chain_and_the_derived_tables_stand_when_a_person_is_forgotten(bench: Bench) -> None:
    """The row goes, and the name with it."""
    bench.act_a_little()
    ann = bench.ann()
    assert name_of(bench.store.db, ann) == ANN
    with raw(bench.path) as db:
        db.execute("DELETE FROM person")
    assert verify(bench.entries()).broken is None
    assert replay(bench.store.db) is None
    assert ann == name_of(bench.store.db, ann)


def test_a_badge_is_kept_as_a_hash_under_the_sites_key(bench: Bench) -> None:
    """There are only 2^40 numbers: without a key, trying them all would tell."""
    key = (bench.state / "badge.key").read_bytes()
    (linked,) = written(bench, BadgeLinked)
    assert hmac.new(key, em4100.parse(ANN_BADGE).encode(), "sha256").hexdigest() == linked.badge


def test_the_sites_key_is_for_the_attendants_user_alone_and_stays_the_same(bench: Bench) -> None:
    """With another key nobody's badge would be known."""
    path = bench.state / "badge.key"
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(before) == 32
    bench.store.close()
    bench.open()
    assert before == path.read_bytes()


def test_two_sites_hash_the_same_badge_differently(bench: Bench, tmp_path: Path) -> None:
    """One site's table is no use at another."""
    other = Bench(tmp_path / "other")
    number = em4100.parse(ANN_BADGE)
    assert bench.store.people.digest(number) != other.store.people.digest(number)
    other.store.close()


def test_the_same_person_twice_is_once(bench: Bench) -> None:
    """The same import again writes nothing."""
    before = bench.entries()
    assert isinstance(bench.do(Define((Person("ann", ANN, badge=ANN_BADGE),))).decision, Nothing)
    assert before == bench.entries()


def test_every_printed_form_of_a_badge_is_the_same_badge(bench: Bench) -> None:
    """One canonical form is hashed."""
    forms = em4100.forms(em4100.parse(ANN_BADGE))
    again = Define((Person("ann", ANN, badge=forms["dez10"]),))
    assert isinstance(bench.do(again).decision, Nothing)


def test_a_changed_name_keeps_the_id_and_gets_a_salt_of_its_own(bench: Bench) -> None:
    """Who had what stays true."""
    ann = bench.ann()
    with raw(bench.path) as db:
        (salt,) = db.execute("SELECT salt FROM person").fetchone()
        bench.do(Define((Person("ann", "Ann Oak"),)))
        assert db.execute("SELECT name FROM person WHERE salt <> ?", (salt,)).fetchall() == [("Ann Oak",)]
    assert (ann, "Ann Oak") == (bench.ann(), name_of(bench.store.db, ann))


def test_a_changed_role_keeps_name_salt_and_badge(bench: Bench) -> None:
    """Only what changed is written."""
    with raw(bench.path) as db:
        before = db.execute("SELECT * FROM person").fetchall()
        bench.do(Define((Person("ann", ANN, Role.LEAD),)))
        assert before == db.execute("SELECT * FROM person").fetchall()
        assert db.execute("SELECT role, active FROM worker").fetchall() == [("lead", 1)]
        assert db.execute("SELECT count(*) FROM badge").fetchall() == [(1,)]


@pytest.mark.parametrize("badge", ["not a number", f"{ANN_BADGE} or so"])
def test_a_badge_that_cannot_be_read_is_a_flaw_and_the_person_is_not_kept(bench: Bench, badge: str) -> None:
    """And the flaw does not repeat it as a value."""
    decision = bench.do(Define((Person("bob", "Bob", badge=badge),))).decision
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    assert [(flaw.column, flaw.value) for flaw in decision.refusal.flaws] == [("badge", "...")]
    with raw(bench.path) as db:
        assert db.execute("SELECT code FROM person").fetchall() == [("ann",)]


def test_anothers_badge_is_a_flaw(bench: Bench) -> None:
    """A badge means one person."""
    decision = bench.do(Define((Person("bob", "Bob", badge=ANN_BADGE),))).decision
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    assert "another worker's already" in decision.refusal.flaws[0].message
