"""People: the one table that is not derived.

The journal knows a person by an opaque id, a badge by a keyed hash. A name is bound to its entry by a
salted digest: drop the row, and the chain still verifies.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from kiosk.crib.definitions import Person
from kiosk.crib.facts import Enrolled
from kiosk.crib.names import BadgeDigest, WorkerId
from kiosk.store.canonical import digest
from kiosk.store.database import Database, one
from kiosk.store.epoch import replace_durably
from kiosk.store.lookup import worker_of

CanonicalBadge = Callable[[str], str]
"""From any notation of a badge number to its one canonical form; raises ValueError with a sentence."""


class Row(Struct, frozen=True):
    """A row of the person table."""

    worker: WorkerId
    code: str
    name: str
    salt: str


def badge_key(path: Path) -> bytes:
    """The site's key for badge hashes, made at first use, readable by the attendant alone."""
    if not path.exists():
        replace_durably(path, secrets.token_bytes(32), mode=0o600)
    return path.read_bytes()


class People:
    """Who the workers are."""

    def __init__(self, db: Database, key: bytes, canonical: CanonicalBadge, ids: Callable[[], str]) -> None:
        self._db = db
        self._key = key
        self._canonical = canonical
        self._ids = ids

    def digest(self, number: str) -> BadgeDigest:
        """The keyed hash of a canonical badge number."""
        return BadgeDigest(hmac.new(self._key, number.encode(), "sha256").hexdigest())

    def enroll(self, people: Iterable[Person]) -> tuple[dict[str, Enrolled], list[Row]]:
        """Facts about people for a definition, and the rows to write if it is approved."""
        facts: dict[str, Enrolled] = {}
        fresh: list[Row] = []
        for person in people:
            row = self._row(person)
            fresh.append(row)
            facts[person.code] = self._facts(person, row)
        return facts, fresh

    def _row(self, person: Person) -> Row:
        known = one(self._db, "SELECT worker, code, name, salt FROM person WHERE code = ?", person.code)
        old = Row(*known) if known else None
        if old and old.name == person.name:
            return old
        worker = old.worker if old else WorkerId(f"w-{self._ids()}")
        return Row(worker, person.code, person.name, digest(f"salt {self._ids()}"))

    def _facts(self, person: Person, row: Row) -> Enrolled:
        badge, flaw = self._badge(person.badge)
        known = worker_of(self._db, row.worker)
        linked = one(self._db, "SELECT worker FROM badge WHERE digest = ?", badge) if badge else None
        same = one(self._db, "SELECT 1 FROM person WHERE worker = ? AND salt = ?", row.worker, row.salt)
        return Enrolled(
            id=row.worker,
            digest=digest(row.salt + row.name),
            badge=badge,
            known=known,
            same_name=same is not None,
            flaw=flaw,
            badge_of=WorkerId(linked[0] if linked else ""),
        )

    def _badge(self, text: str) -> tuple[BadgeDigest, str]:
        if not text:
            return BadgeDigest(""), ""
        try:
            return self.digest(self._canonical(text)), ""
        except ValueError as error:
            return BadgeDigest(""), str(error)

    def write(self, rows: Iterable[Row]) -> None:
        """Keep these rows, in the transaction that is open."""
        sql = """INSERT INTO person VALUES (?, ?, ?, ?)
            ON CONFLICT (worker) DO UPDATE SET name = excluded.name, salt = excluded.salt"""
        for row in rows:
            self._db.execute_sql(sql, (row.worker, row.code, row.name, row.salt))


def name_of(db: Database, worker: str) -> str:
    """A worker's name; the id where there is no row any more."""
    row = one(db, "SELECT name FROM person WHERE worker = ?", worker)
    return str(row[0]) if row else worker
