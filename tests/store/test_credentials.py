"""Numbers and PINs: kept beside the journal, where neither can be read, and gone with the person."""

import stat
from datetime import timedelta

import pytest
from store_bench import ANN, Bench, raw

from kiosk.crib.commands import OpenSession
from kiosk.crib.definitions import Define, Person
from kiosk.crib.identity import LinkBadge, ProvePin, RevokeBadges, SetPin, UnlockPin
from kiosk.crib.identity_entries import BadgeMissed
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, BadgeDigest, Via, WorkerId
from kiosk.crib.outcomes import Approved, Nothing, Refused
from kiosk.store import standing
from kiosk.store.database import one
from kiosk.store.verify import replay, verify

NUMBER, PIN = "60481042", "47113825"
NEW = BadgeDigest("ab" * 32)


@pytest.fixture
def crib(bench: Bench) -> Bench:
    """Ann has a number and a PIN."""
    bench.do(Define((Person("ann", ANN, number=NUMBER, pin=PIN),)))
    return bench


def fits(crib: Bench, pin: str) -> bool:
    """Whether it is Ann's PIN."""
    return crib.store.people.credentials.fits(crib.ann(), pin)


def flaws(crib: Bench, *people: Person) -> list[tuple[str, str, str]]:
    """What is wrong with these people."""
    decision = crib.do(Define(people)).decision
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    return [(flaw.column, flaw.value, flaw.message) for flaw in decision.refusal.flaws]


def test_a_number_leads_to_its_worker_however_many_zeros_it_begins_with(crib: Bench) -> None:
    """And another one to nobody."""
    known = crib.store.people.credentials
    assert crib.ann() == known.owner(known.digest(NUMBER)) == known.owner(known.digest(f"00{NUMBER}"))
    assert known.owner(known.digest("60481043")) == NOBODY


def test_only_the_workers_own_pin_fits(crib: Bench) -> None:
    """Nobody's fits whom nobody has given one."""
    crib.do(Define((Person("ben", "Ben Oak", pin="28064"),)))
    ben = WorkerId(one(crib.store.db, "SELECT worker FROM person WHERE code = 'ben'")[0])
    known = crib.store.people.credentials
    assert [fits(crib, pin) for pin in (PIN, "28064", "", f"0{PIN}")] == [True, False, False, False]
    assert (known.fits(ben, "28064"), known.has_pin(ben)) == (True, True)
    assert (known.fits(NOBODY, ""), known.fits(NOBODY, PIN), known.has_pin(NOBODY)) == (False, False, False)


def test_the_database_files_hold_neither(crib: Bench) -> None:
    """Nor does the journal, with its failures and its numbers that nobody has."""
    known = crib.store.people.credentials
    crib.do(ProvePin(NOBODY, right=False, number=known.digest("99887766")))
    crib.do(ProvePin(crib.ann(), right=False, number=known.digest(NUMBER)))
    crib.do(SetPin("ann", "55667788"))
    crib.store.close()
    kept = b"".join(path.read_bytes() for path in crib.state.iterdir() if path.is_file())
    for secret in (NUMBER, PIN, "99887766", "55667788"):
        assert secret.encode() not in kept


def test_the_same_pin_of_two_people_is_kept_differently(crib: Bench) -> None:
    """Salted; and the number under the site's key."""
    crib.do(Define((Person("ben", "Ben Oak", pin=PIN),)))
    with raw(crib.path) as db:
        kept = db.execute("SELECT salt, pin FROM credential").fetchall()
    assert len({salt for salt, _ in kept}) == len({pin for _, pin in kept}) == 2


def test_the_same_person_again_writes_nothing_and_another_pin_replaces_the_first(crib: Bench) -> None:
    """Only what changed is written; what is left out stays."""
    again = Person("ann", ANN, number=f"0{NUMBER}", pin=PIN)
    assert isinstance(crib.do(Define((again,))).decision, Nothing)
    assert isinstance(crib.do(Define((Person("ann", ANN),))).decision, Nothing)
    assert fits(crib, PIN)
    changed = crib.do(Define((Person("ann", ANN, pin="28064"),)))
    assert [entry.type for entry in changed.entries] == ["pin.changed"]
    assert (fits(crib, "28064"), fits(crib, PIN)) == (True, False)
    known = crib.store.people.credentials
    assert crib.ann() == known.owner(known.digest(NUMBER))


def test_a_number_that_changed_leads_to_nobody_any_more(crib: Bench) -> None:
    """One number a worker."""
    changed = crib.do(Define((Person("ann", ANN, number="77"),)))
    known = crib.store.people.credentials
    assert [entry.type for entry in changed.entries] == ["number.changed"]
    assert (known.owner(known.digest(NUMBER)), known.owner(known.digest("77"))) == (NOBODY, crib.ann())
    assert fits(crib, PIN)


def test_flaws_name_what_is_wrong_and_never_what_was_typed(crib: Bench) -> None:
    """Nothing of the definition is kept."""
    assert flaws(crib, Person("ben", "Ben", number="12-34", pin="12")) == [
        ("number", "...", "The number of ben is not 1 to 12 digits: it is typed on a keypad."),
        ("pin", "...", "The PIN of ben is not 4 to 8 digits."),
    ]
    taken = "The number of {} is another worker's already."
    assert flaws(crib, Person("ben", "Ben", number=NUMBER)) == [("number", "...", taken.format("ben"))]
    twins = Person("ben", "Ben", number="88"), Person("cem", "Cem", number="088")
    assert flaws(crib, *twins) == [("number", "...", taken.format("cem"))]
    with raw(crib.path) as db:
        assert db.execute("SELECT count(*) FROM credential").fetchone() == (1,)


def test_a_dry_run_changes_no_pin(crib: Bench) -> None:
    """Nor does a refused one."""
    at = crib.world.now().at
    assert isinstance(crib.store.judge(SetPin("ann", "28064"), at), Approved)
    assert isinstance(crib.do(SetPin("ann", "28")).decision, Refused)
    assert fits(crib, PIN)


def test_credentials_go_with_the_person_and_the_chain_stands(crib: Bench) -> None:
    """Nothing of a forgotten person can be tried."""
    crib.store.db.execute_sql("DELETE FROM person")
    assert crib.store.db.execute_sql("SELECT count(*) FROM credential").fetchone() == (0,)
    assert verify(crib.entries()).broken is None
    assert replay(crib.store.db) is None


def test_wrong_pins_are_counted_across_a_restart_until_the_right_one(crib: Bench) -> None:
    """What is derived from entries outlives the attendant."""
    ann, wrong = crib.ann(), ProvePin(crib.ann(), right=False)
    for _ in range(4):
        crib.do(wrong)
    crib.store.close()
    crib.open()
    known = standing.tries_of(crib.store.db, ann)
    assert known is not None
    assert known.count == 4
    assert crib.do(wrong).decision.entries[0].type == "pin.failed"
    assert isinstance(crib.do(ProvePin(ann, right=True)).decision, Refused)
    for ends in (UnlockPin("ann"), SetPin("ann", PIN)):
        assert isinstance(crib.do(ends).decision, Approved)
        assert standing.tries_of(crib.store.db, ann) is None
        crib.do(wrong)
    crib.do(ProvePin(ann, right=True))
    assert standing.tries_of(crib.store.db, ann) is None
    assert replay(crib.store.db) is None


def test_failures_are_nobodys_acts_and_a_right_pin_the_workers(crib: Bench) -> None:
    """In the journal, which central reads."""
    ann = crib.ann()
    proofs = ProvePin(ann, right=False), ProvePin(ann, right=True)
    outcomes = [crib.do(proof, via=proof.via) for proof in proofs]
    assert [(entry.actor, entry.via) for each in outcomes for entry in each.entries] == [
        (NOBODY, Via.UNSIGNED),
        (ann, Via.PIN),
    ]


def test_sessions_without_a_badge_are_counted_over_the_policys_days(crib: Bench) -> None:
    """The third within thirty days is told; an old one no longer counts."""
    ann = crib.ann()
    told = []
    for days in (0, 29, 2, 1):
        crib.world.pass_to(crib.world.boot + timedelta(days=days).total_seconds())
        done = crib.do(OpenSession(ann, via=Via.PIN), via=Via.PIN)
        told.append([entry.type for entry in done.entries if entry.type == "badge.missed"])
    assert told == [[], [], [], ["badge.missed"]]
    assert standing.times(crib.store.db, ann, crib.world.at, 30) == 3
    crib.do(OpenSession(ann))
    assert standing.times(crib.store.db, ann, crib.world.at, 30) == 3
    (missed,) = [body for entry in crib.entries() if isinstance(body := entry.parsed(), BadgeMissed)]
    assert (missed.times, missed.days) == (3, 30)


def test_a_linked_badge_is_hers_and_a_revoked_one_nobodys(crib: Bench) -> None:
    """At once, and also where the tables are made anew."""
    ann, old = crib.ann(), standing.badges_of(crib.store.db, crib.ann())
    assert len(old) == 1
    crib.do(LinkBadge(NEW, ann, Via.PIN))
    assert standing.badges_of(crib.store.db, ann) == (NEW,)
    crib.do(RevokeBadges("ann"))
    assert standing.badges_of(crib.store.db, ann) == ()
    assert replay(crib.store.db) is None


def test_the_key_that_seals_them_is_for_the_attendants_user_alone(crib: Bench) -> None:
    """Without it, nobody can try all PINs on a copy of the database."""
    assert stat.S_IMODE((crib.state / "badge.key").stat().st_mode) == 0o600
    other = crib.state.parent / "other"
    apart = Bench(other)
    assert apart.store.people.credentials.digest(NUMBER) != crib.store.people.credentials.digest(NUMBER)
    apart.store.close()
