"""Numbers and PINs: what a worker who has no badge names herself by, and proves it with.

The table lies beside the person table and is derived from nothing: replay brings no PIN back. A number is
kept as a keyed hash, a PIN as a salted and keyed one (scrypt, RFC 7914). It is the key that keeps somebody
with a copy of the database from trying all PINs; the work factor only slows down who has the key as well.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable

from msgspec import Struct

from kiosk.crib.identity import canonical_number
from kiosk.crib.names import NOBODY, NumberDigest, WorkerId
from kiosk.store.canonical import digest
from kiosk.store.database import Database, one

_WORK = {"n": 2**12, "r": 8, "p": 1}
"""4 MiB, and some hundredths of a second on the desk's thread."""
_NO_SALT = digest("nobody")
_KEEP = """INSERT INTO credential VALUES (?, ?, ?, ?) ON CONFLICT (worker) DO UPDATE SET
    number = coalesce(excluded.number, number), salt = coalesce(excluded.salt, salt),
    pin = coalesce(excluded.pin, pin)"""


class Credential(Struct, frozen=True):
    """A row of the credential table; what is None stays as it is."""

    worker: WorkerId
    number: NumberDigest | None = None
    salt: str | None = None
    pin: str | None = None


class Credentials:
    """What workers name themselves by who have no badge with them."""

    def __init__(self, db: Database, key: bytes, ids: Callable[[], str]) -> None:
        self._db = db
        self._key = key
        self._ids = ids

    def digest(self, number: str) -> NumberDigest:
        """The keyed hash of a staff number."""
        return NumberDigest(self._keyed(f"number {canonical_number(number)}").hex())

    def owner(self, number: NumberDigest) -> WorkerId:
        """Whose number it is; empty where nobody's."""
        row = one(self._db, "SELECT worker FROM credential WHERE number = ?", number)
        return WorkerId(row[0]) if row else NOBODY

    def has_pin(self, worker: WorkerId) -> bool:
        """Whether a worker has a PIN."""
        return one(self._db, "SELECT 1 FROM credential WHERE worker = ? AND pin > ''", worker) is not None

    def fits(self, worker: WorkerId, pin: str) -> bool:
        """Whether it is the worker's PIN. It takes as long where nobody has one as where it is wrong."""
        row = one(self._db, "SELECT salt, pin FROM credential WHERE worker = ?", worker)
        salt, kept = row if row and row[1] else (_NO_SALT, "")
        return hmac.compare_digest(self._sealed(salt, pin), kept)

    def renewed(self, worker: WorkerId, number: str = "", pin: str = "") -> Credential:
        """The row that gives a worker another number, or PIN, or both."""
        fresh = Credential(worker, self.digest(number) if number else None)
        if not pin:
            return fresh
        salt = digest(f"salt {self._ids()}")
        return Credential(worker, fresh.number, salt, self._sealed(salt, pin))

    def write(self, fresh: Iterable[Credential]) -> None:
        """Keep these, in the transaction that is open; the person is kept already."""
        for row in fresh:
            self._db.execute_sql(_KEEP, (row.worker, row.number, row.salt, row.pin))

    def _keyed(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), "sha256")

    def _sealed(self, salt: str, pin: str) -> str:
        return hashlib.scrypt(self._keyed(f"pin {pin}"), salt=salt.encode(), **_WORK).hex()
