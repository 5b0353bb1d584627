"""The least that the disk allows: the rows of an act written again by plain sqlite3, in one transaction."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kiosk.store.database import Database, rows

_PRAGMAS = (
    "synchronous foreign_keys wal_autocheckpoint journal_size_limit cache_size temp_store trusted_schema"
).split()
_COMPARED = (
    "SELECT * FROM journal ORDER BY epoch, seq",
    "SELECT * FROM asset ORDER BY code",
    "SELECT * FROM balance ORDER BY product, place_kind, place",
)
_WRITES = ("INSERT", "UPDATE", "DELETE")


class Writes:
    """The statements that change something, as the store has them executed."""

    def __init__(self, db: Database) -> None:
        self._execute: Callable[..., Any] = db.execute_sql
        self._heard: list[tuple[str, Sequence[Any]]] = []
        db.execute_sql = self._hear  # type: ignore[method-assign] # listens from outside, on purpose

    def _hear(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        if sql.startswith(_WRITES):
            self._heard.append((sql, params or ()))
        return self._execute(sql, params)

    def taken(self) -> list[tuple[str, Sequence[Any]]]:
        """Those since the last time."""
        heard, self._heard = self._heard, []
        return heard


class Twin:
    """A copy of the crib's database beside it, with the same pragmas."""

    def __init__(self, path: Path, live: Database) -> None:
        self._live = live
        rows(live, "VACUUM INTO ?", str(path))
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = wal")
        for pragma in _PRAGMAS:
            value = rows(live, f"PRAGMA {pragma}")[0][0]
            self._db.execute(f"PRAGMA {pragma} = {value}")

    def write(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """Execute the statements in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        for sql, params in statements:
            self._db.execute(sql, params)
        self._db.execute("COMMIT")

    def check(self) -> None:
        """Insist that both hold the same.

        Raises:
            RuntimeError: they do not; then nothing was compared with its like.
        """
        for sql in _COMPARED:
            if rows(self._live, sql) != self._db.execute(sql).fetchall():
                raise RuntimeError(f"the plain copy is not what the kiosk wrote: {sql}")

    def close(self) -> None:
        """Close the copy."""
        self._db.close()
