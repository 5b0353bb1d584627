"""Central's copy of one kiosk's journal, and the tables that follow from it. In memory for now."""

from collections.abc import Iterator

from kiosk.central.ingest import Forked, Next, Verdict, judge
from kiosk.store import derived, verify
from kiosk.store.database import Database
from kiosk.store.entry import Entry, Position


class Copy:
    """One kiosk's journal as it was received, in order and whole."""

    def __init__(self, kiosk: str) -> None:
        self.kiosk = kiosk
        self.entries: list[Entry] = []
        """The line: what the kiosk's journal holds, as far as it has come."""
        self.aside: list[Entry] = []
        """Entries that a restored database has left behind; they happened."""
        self.wrong: list[str] = []
        """What contradicts the line; it is not in it."""
        self._kept: dict[Position, Entry] = {}
        self.db: Database = verify.rebuild(())

    def head(self) -> Entry | None:
        """The last entry of the line."""
        return self.entries[-1] if self.entries else None

    def at(self, position: Position) -> Entry | None:
        """The entry there, of the line or beside it."""
        return self._kept.get(position)

    @property
    def site(self) -> str:
        """Where the kiosk stands."""
        return self.entries[-1].site if self.entries else ""

    def take(self, entry: Entry) -> Verdict:
        """Keep an entry if it is the next one.

        Raises:
            StoreError: it cannot be derived from; it is not kept.
        """
        verdict = judge(self, entry)
        if isinstance(verdict, Forked):
            self._fork(verdict.parent)
        if isinstance(verdict, Next | Forked):
            with self.db.atomic():
                derived.apply(self.db, entry, entry.parsed())
            self.entries.append(entry)
            self._kept[entry.position] = entry
        return verdict

    def _fork(self, parent: Position) -> None:
        keep = next(place for place, entry in enumerate(self.entries, 1) if entry.position == parent)
        self.aside += self.entries[keep:]
        del self.entries[keep:]
        self.db.close()
        self.db = verify.rebuild(self.entries)

    def dump(self) -> Iterator[str]:
        """Every row of every table, rebuilt from the entries alone."""
        rebuilt = verify.rebuild(self.entries)
        yield from verify.dump(rebuilt)
        rebuilt.close()

    def close(self) -> None:
        """Let go of the tables."""
        self.db.close()
