"""Epochs: a restored backup can never use a sequence number again.

A counter lives in a file beside the database and outside backups. A database that is new, or does not
fit the file, gets a new epoch: the counter plus one, and 32 random bits.
"""

import logging
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.store.entry import Position

log = logging.getLogger(__name__)

NOTED_EVERY = 100
"""Entries between two notes of how far the journal goes: each costs a sync, and an SD card wears."""


class Mark(Struct, frozen=True):
    """What the file says: how many epochs there were, the present one, and a number known to be in it."""

    counter: int
    epoch: str
    seq: int = 0


class EpochFile:
    """The counter beside the database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted = 0

    def read(self) -> Mark | None:
        """What the file says; None where there is none or it cannot be read, which calls for a new epoch."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def write(self, mark: Mark) -> None:
        """Replace the file, durably."""
        replace_durably(self._path, msgspec.json.encode(mark))

    def note(self, head: Position | None) -> None:
        """Note how far the journal goes: an older copy in its place then shows."""
        mark = self.read()
        if head is None or mark is None:
            return
        self._noted = head.seq
        try:
            self.write(Mark(mark.counter, head.epoch, head.seq))
        except OSError as error:  # a full disk must not end what can still be read, and undone
            log.warning("%s: how far the journal goes could not be noted: %s", self._path, error)

    def note_now_and_then(self, head: Position | None) -> None:
        """Note it where it has gone on for long enough."""
        if head and head.seq - self._noted >= NOTED_EVERY:
            self.note(head)

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
