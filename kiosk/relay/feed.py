"""The journal, read once through from where the cursor stood."""

import logging
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from kiosk.relay.cursor import Mark
from kiosk.relay.presence import Head
from kiosk.store.entry import Entry, Position

BATCH = 200
"""Entries of one read, about 200 kB: short, because a long read keeps SQLite from checkpointing its WAL."""
_LOG = logging.getLogger(__name__)


class JournalSource(Protocol):
    """A read-only view of the journal."""

    def read(self, after: Position | None, limit: int) -> Sequence[Entry]:
        """The first ``limit`` entries after a position, or of all, in the order of positions.

        Raises:
            StoreError: the journal cannot be read now, as while the attendant is away.
        """

    def head(self) -> Head | None:
        """The last entry's position and hash; None where there is no entry.

        Raises:
            StoreError: as for ``read``.
        """


class Feed:
    """Hands out every entry after ``mark``, in order.

    The journal may be another than the one that ``mark`` was made in: restored, cut or new. Then
    entries may be handed out that were settled before, with the ids they had; none is left out.
    """

    def __init__(self, journal: JournalSource, mark: Mark | None) -> None:
        self._journal = journal
        self._mark = mark
        self._after = mark.position if mark else None
        self._anchored = mark is None
        self._read: deque[Entry] = deque()

    def take(self, limit: int) -> list[Entry]:
        """The next entries, at most ``limit``; none where the journal ends here.

        Raises:
            StoreError: the journal cannot be read now.
        """
        if limit and not self._read:
            self._refill()
        return [self._read.popleft() for _ in range(min(limit, len(self._read)))]

    def behind(self, head: Head | None) -> int:
        """How many entries up to ``head`` are not handed out; of older epochs only those already read."""
        if head is None:
            return 0
        same = self._after is not None and self._after.epoch == head[0].epoch
        passed = max(self._after.seq, 0) if self._after and same else 0
        return max(head[0].seq - passed, 0) + len(self._read)

    def _refill(self) -> None:
        if not self._anchored:
            self._anchor()
        entries = self._journal.read(self._after, BATCH)
        if entries:
            self._read.extend(entries)
            self._mark = Mark.of(entries[-1])
            self._after = self._mark.position
        elif self._after is not None:
            self._look_back(self._after)

    def _look_back(self, after: Position) -> None:
        """A journal that ends before where we are was replaced under us."""
        head = self._journal.head()
        self._anchored = head is None or head[0] >= after

    def _anchor(self) -> None:
        """Go on after the mark if the journal still holds its entry, else from an earlier, safe place."""
        mark = self._mark
        if mark is not None and not self._holds(mark):
            known = self._journal.read(Position(mark.epoch, -1), 1)
            same = bool(known) and known[0].epoch == mark.epoch
            # Epochs are sent in order: before an epoch that this journal knows, all older ones were.
            self._after = Position(mark.epoch, -1) if same else None
            start = f"of epoch {mark.epoch}" if same else "of the journal"
            _LOG.warning(
                "The journal no longer holds entry %s/%s as it was sent: was a backup restored? "
                "Everything from the first entry %s is sent again, with the same ids.",
                mark.epoch,
                mark.seq,
                start,
            )
        self._anchored = True

    def _holds(self, mark: Mark) -> bool:
        found = self._journal.read(Position(mark.epoch, mark.seq - 1), 1)
        return bool(found) and Mark.of(found[0]) == mark
