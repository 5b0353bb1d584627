"""People: the one table that is not derived.

The journal knows a person by an opaque id, a badge by a keyed hash. A name is bound to its entry by a
salted digest: drop the row, and the chain still verifies. Numbers and PINs: see store.credentials.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from kiosk.crib.definitions import Person
from kiosk.crib.facts import Enrolled
from kiosk.crib.identity import is_number, is_pin
from kiosk.crib.names import NOBODY, BadgeDigest, NumberDigest, WorkerId
from kiosk.crib.products import Worker
from kiosk.store.canonical import digest
from kiosk.store.credentials import Credential, Credentials
from kiosk.store.database import Database, one
from kiosk.store.epoch import replace_durably
from kiosk.store.folding import words_of
from kiosk.store.lookup import policy_of, worker_of

CanonicalBadge = Callable[[str, str], str]
"""From any notation of a badge number, and the policy's ``badge_list``, to its one canonical form; raises
ValueError with a sentence.
"""


class Row(Struct, frozen=True):
    """A row of the person table."""

    worker: WorkerId
    code: str
    name: str
    salt: str


Fresh = Row | Credential


def badge_key(path: Path) -> bytes:
    """The site's key for badge hashes, made at first use, readable by the attendant alone."""
    if not path.exists():
        replace_durably(path, secrets.token_bytes(32), mode=0o600)
    return path.read_bytes()


class People:
    """Who the workers are, and what they name themselves by."""

    def __init__(self, db: Database, key: bytes, canonical: CanonicalBadge, ids: Callable[[], str]) -> None:
        self._db = db
        self._key = key
        self._canonical = canonical
        self._ids = ids
        self.credentials = Credentials(db, key, ids)

    def digest(self, number: str) -> BadgeDigest:
        """The keyed hash of a canonical badge number."""
        return BadgeDigest(hmac.new(self._key, number.encode(), "sha256").hexdigest())

    def enroll(self, people: Iterable[Person]) -> tuple[dict[str, Enrolled], list[Fresh]]:
        """Facts about people for a definition, and the rows to write if it is approved."""
        facts: dict[str, Enrolled] = {}
        fresh: list[Fresh] = []
        rule = policy_of(self._db).badge_list
        for person in people:
            row = self._row(person)
            known = self._facts(person, row, rule)
            facts[person.code] = known
            number = person.number if known.number and known.number_of != row.worker else ""
            pin = person.pin if known.new_pin else ""
            fresh += [row, *([self.credentials.renewed(row.worker, number, pin)] if number or pin else [])]
        return facts, fresh

    def new_pin(self, person: Worker | None, pin: str) -> list[Fresh]:
        """The rows that give somebody a PIN, to be written if it is approved."""
        return [] if person is None or not is_pin(pin) else [self.credentials.renewed(person.id, pin=pin)]

    def _row(self, person: Person) -> Row:
        known = one(self._db, "SELECT worker, code, name, salt FROM person WHERE code = ?", person.code)
        old = Row(*known) if known else None
        if old and old.name == person.name:
            return old
        worker = old.worker if old else WorkerId(f"w-{self._ids()}")
        return Row(worker, person.code, person.name, digest(f"salt {self._ids()}"))

    def _facts(self, person: Person, row: Row, rule: str) -> Enrolled:
        badge, flaw = self._badge(person.badge, rule)
        known = worker_of(self._db, row.worker)
        linked = one(self._db, "SELECT worker FROM badge WHERE digest = ?", badge) if badge else None
        number = self._number(person.number)
        same = one(self._db, "SELECT 1 FROM person WHERE worker = ? AND salt = ?", row.worker, row.salt)
        return Enrolled(
            id=row.worker,
            digest=digest(row.salt + row.name),
            badge=badge,
            known=known,
            same_name=same is not None,
            flaw=flaw,
            badge_of=WorkerId(linked[0] if linked else ""),
            number=number,
            number_of=self.credentials.owner(number) if number else NOBODY,
            new_pin=self._is_new(person.pin, row.worker),
        )

    def _number(self, text: str) -> NumberDigest:
        return self.credentials.digest(text) if text and is_number(text) else NumberDigest("")

    def _is_new(self, pin: str, worker: WorkerId) -> bool:
        return is_pin(pin) and not self.credentials.fits(worker, pin)

    def _badge(self, text: str, rule: str) -> tuple[BadgeDigest, str]:
        if not text:
            return BadgeDigest(""), ""
        try:
            return self.digest(self._canonical(text, rule)), ""
        except ValueError as error:
            return BadgeDigest(""), str(error)

    def write(self, fresh: Sequence[Fresh]) -> None:
        """Keep these rows, in the transaction that is open."""
        sql = """INSERT INTO person VALUES (?, ?, ?, ?)
            ON CONFLICT (worker) DO UPDATE SET name = excluded.name, salt = excluded.salt"""
        for row in fresh:
            if isinstance(row, Row):
                self._db.execute_sql(sql, (row.worker, row.code, row.name, row.salt))
                self._note_words(row)
        self.credentials.write(row for row in fresh if isinstance(row, Credential))

    def _note_words(self, row: Row) -> None:
        self._db.execute_sql("DELETE FROM name_word WHERE worker = ?", (row.worker,))
        for word in words_of(row.name):
            self._db.execute_sql("INSERT INTO name_word VALUES (?, ?)", (word, row.worker))


def name_of(db: Database, worker: str) -> str:
    """A worker's name; the id where there is no row any more."""
    row = one(db, "SELECT name FROM person WHERE worker = ?", worker)
    return str(row[0]) if row else worker
