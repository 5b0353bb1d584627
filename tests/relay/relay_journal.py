"""A journal in a list, of entries that are sealed and chained as real ones are."""

from collections.abc import Iterable
from uuid import UUID

from kiosk.crib.bodies import to_value
from kiosk.crib.body import Body
from kiosk.crib.changes import EpochOpened
from kiosk.crib.entries import AssetIssued
from kiosk.crib.names import AssetCode, CommandId, ProductCode, Via, WorkerId
from kiosk.relay.presence import Head
from kiosk.store.canonical import canonical
from kiosk.store.database import StoreError
from kiosk.store.entry import NO_HASH, Entry, Position

EIGHT_O_CLOCK = 1_793_606_400_000_000
"""2026-11-02T08:00Z in microseconds."""


def issued(asset: str = "TW-01") -> AssetIssued:
    """Ann took an asset."""
    return AssetIssued(
        asset=AssetCode(asset),
        product=ProductCode("TQ-60"),
        quantity=1,
        source="bin:C1-04",
        destination="holder:w-ann",
    )


class ListJournal:
    """A JournalSource whose entries are in memory; ``away`` is why it cannot be read."""

    def __init__(self, entries: Iterable[Entry] = (), epoch: str = "000001-00c0ffee") -> None:
        self.entries = list(entries)
        self.epoch = epoch
        self.away = ""

    def read(self, after: Position | None, limit: int) -> list[Entry]:
        self._check()
        return [entry for entry in self.entries if after is None or entry.position > after][:limit]

    def head(self) -> Head | None:
        self._check()
        return (self.entries[-1].position, self.entries[-1].hash) if self.entries else None

    def close(self) -> None:
        pass

    def open_epoch(self, epoch: str) -> Entry:
        """A new numbering, as after a restore."""
        self.epoch = epoch
        return self.write(EpochOpened())

    def issue(self, count: int) -> None:
        """Write that many movements."""
        for number in range(count):
            self.write(issued(f"TW-{number}"))

    def write(self, body: Body) -> Entry:
        """Seal one entry after the last."""
        last = self.entries[-1] if self.entries else None
        seq = last.seq + 1 if last and last.epoch == self.epoch else 1
        at = EIGHT_O_CLOCK + seq * 1_000_000
        name = _uuid7(at, int(self.epoch[:6]) << 32 | len(self.entries))
        entry = Entry(
            epoch=self.epoch,
            seq=seq,
            id=name,
            at=at,
            clock_synced=1,
            boot_id="8f1c2a9e5b7d4c3fa0e1d2c3b4a59687",
            boottime_ns=90_000_000_000 + seq,
            kiosk="A",
            site="A",
            actor=WorkerId("w-ann"),
            via=Via.BADGE,
            command=CommandId(_uuid7(at - 1000, len(self.entries))),
            line=0,
            type=body.type,
            body=canonical(to_value(body)),
            prev=last.hash if last else NO_HASH,
        ).sealed()
        self.entries.append(entry)
        return entry

    def _check(self) -> None:
        if self.away:
            raise StoreError(self.away)


def _uuid7(at: int, number: int) -> str:
    """An id of the form of RFC 9562 §5.7, always the same for the same entry."""
    return str(UUID(int=(at // 1000) << 80 | 7 << 76 | 2 << 62 | number))
