"""How far the journal is settled with the broker: one small file, replaced as a whole."""

from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.store.entry import Entry, Position
from kiosk.store.epoch import replace_durably


class CursorDamagedError(ValueError):
    """The file is there and does not say where the relay was."""


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """The last entry that needs no more sending; the hash tells whether a journal is still the same."""

    epoch: str
    seq: int
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> "Mark":
        """The mark that settles ``entry`` and all before it."""
        return cls(entry.epoch, entry.seq, entry.hash)

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(self.epoch, self.seq)


class Cursor:
    """The file at ``path``, whose directory must be there and writable."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mark | None:
        """What was saved last; None where nothing was yet.

        Raises:
            CursorDamagedError: the file is no mark.
            OSError: it cannot be read.
        """
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Mark)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CursorDamagedError(f"The relay's cursor {self._path} is damaged ({error}).") from error

    def save(self, mark: Mark) -> None:
        """Replace the file; after a power cut it holds this mark or the one before, whole.

        Raises:
            OSError: the disk does not take it; what was saved before still stands.
        """
        replace_durably(self._path, msgspec.json.encode(mark))
