"""Ingest: whether an entry is the next one of its kiosk's journal.

Pure; what stores the copies is another's work. A journal is one line of entries, epoch after epoch. A
database that was restored goes on in a new epoch from an earlier entry: what followed that entry was real,
and is no longer in the kiosk's journal.
"""

import json
from typing import Protocol

from msgspec import Struct

from kiosk.relay.central import Replay
from kiosk.store.entry import NO_HASH, Entry, Position


class Known(Protocol):
    """The copy of one kiosk's journal, as far as judging asks."""

    def head(self) -> Entry | None:
        """The last entry of the line."""

    def at(self, position: Position) -> Entry | None:
        """The entry there, of the line or beside it."""


class Next(Struct, frozen=True):
    """It follows the line's last entry."""


class Repeated(Struct, frozen=True):
    """It is here already."""


class Forked(Struct, frozen=True):
    """It follows an earlier entry: those after ``parent`` are beside the line from now on."""

    parent: Position


class Gap(Struct, frozen=True):
    """Entries before it are missing; it is not kept, and comes again with them."""

    missing: Replay


class Wrong(Struct, frozen=True):
    """It contradicts what is here: somebody wrote over a journal, or two kiosks have one name."""

    why: str


Verdict = Next | Repeated | Forked | Gap | Wrong


def judge(known: Known, entry: Entry) -> Verdict:
    """What is to be done with an entry whose hash is that of its content."""
    kept, head = known.at(entry.position), known.head()
    if kept:
        return Repeated() if kept.hash == entry.hash else Wrong(f"{_name(entry)} is here with another hash")
    if entry.seq == 1:
        return _first(known, head, entry)
    if head is None or entry.epoch != head.epoch:
        return Gap(Replay(entry.epoch, 1, entry.seq))
    if entry.seq != head.seq + 1:
        return Gap(Replay(entry.epoch, head.seq + 1, entry.seq))
    return _linked(head, entry)


def _first(known: Known, head: Entry | None, entry: Entry) -> Verdict:
    """The first entry of an epoch names the one that the epoch goes on from."""
    parent = _parent(entry)
    if parent is None:
        if entry.prev == NO_HASH and head is None:
            return Next()
        return Wrong(f"{_name(entry)} goes on from nothing, and the copy does not begin there")
    before = known.at(parent)
    if before is None:
        return Gap(Replay(parent.epoch, _after(head, parent.epoch), parent.seq))
    verdict = _linked(before, entry)
    if isinstance(verdict, Next) and head and head.position != parent:
        return Forked(parent)
    return verdict


def _after(head: Entry | None, epoch: str) -> int:
    """The first number of an epoch that is not here."""
    return head.seq + 1 if head and head.epoch == epoch else 1


def _parent(entry: Entry) -> Position | None:
    epoch, _, seq = str(json.loads(entry.body).get("parent", "")).rpartition("/")
    return Position(epoch, int(seq)) if epoch else None


def _linked(before: Entry, entry: Entry) -> Verdict:
    if entry.prev == before.hash:
        return Next()
    return Wrong(f"{_name(entry)} does not follow {_name(before)}: its hash is another")


def _name(entry: Entry) -> str:
    return f"entry {entry.epoch}/{entry.seq} of {entry.kiosk}"
