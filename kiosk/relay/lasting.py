"""A view of the journal that outlives the attendant, and the database being replaced."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.relay.feed import JournalSource
from kiosk.relay.presence import Head
from kiosk.store.database import StoreError
from kiosk.store.entry import Entry, Position

T = TypeVar("T")


class OpenJournal(JournalSource, Protocol):
    """A view that holds a file open."""

    def close(self) -> None:
        """Let go of the file."""


class LastingJournal:
    """A JournalSource of the database at ``path``, by ``open_journal``.

    A restore puts another file in the database's place; a connection would go on reading the old one.
    """

    def __init__(self, path: Path, open_journal: Callable[[Path], OpenJournal]) -> None:
        self._path = path
        self._open = open_journal
        self._journal: OpenJournal | None = None
        self._inode = 0

    def read(self, after: Position | None, limit: int) -> Sequence[Entry]:
        """See JournalSource."""
        return self._ask(lambda journal: journal.read(after, limit))

    def head(self) -> Head | None:
        """See JournalSource."""
        return self._ask(lambda journal: journal.head())

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _ask(self, question: Callable[[OpenJournal], T]) -> T:
        try:
            return question(self._present())
        except StoreError:
            self.close()
            raise

    def _present(self) -> OpenJournal:
        inode = self._inode_now()
        if self._journal is None or inode != self._inode:
            self.close()
            self._journal = self._open(self._path)
            self._inode = inode
        return self._journal

    def _inode_now(self) -> int:
        try:
            return self._path.stat().st_ino
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}. The relay waits for the attendant.") from error
