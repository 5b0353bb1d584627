"""Epochs: a restored backup can never use a sequence number again.

A counter lives in a file beside the database and outside backups. A database that is new, or does not
fit the file, gets a new epoch: the counter plus one, and 32 random bits.
"""

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.store.entry import Position


class Mark(Struct, frozen=True):
    """What the file says: how many epochs there were, the present one, and a number known to be in it."""

    counter: int
    epoch: str
    seq: int = 0


class EpochFile:
    """The counter beside the database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Mark | None:
        """What the file says; None where there is none or it cannot be read, which calls for a new epoch."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def write(self, mark: Mark) -> None:
        """Replace the file, durably."""
        replace_durably(self._path, msgspec.json.encode(mark))

    def fits(self, head: Position | None) -> bool:
        """Whether the journal that ends at ``head`` is the one that the file knows, and not an older copy."""
        mark = self.read()
        return bool(mark and head and head.epoch == mark.epoch and head.seq >= mark.seq)

    def next(self, head: Position | None, random_bits: int) -> Mark:
        """The mark of a new epoch, later than any that file and journal know."""
        mark = self.read()
        counter = max(mark.counter if mark else 0, int(head.epoch.split("-")[0]) if head else 0) + 1
        return Mark(counter, f"{counter:06d}-{random_bits & 0xFFFFFFFF:08x}")


def replace_durably(path: Path, content: bytes, mode: int = 0o640) -> None:
    """Replace a file such that after a power cut it is wholly the old or wholly the new one."""
    fresh = path.with_name(path.name + ".new")
    with open(fresh, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
