"""A crib that has been in use for years: made through the store's own writer and derivation, and kept."""

import os
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench import made
from bench.made import Size
from kiosk import assembly
from kiosk.crib.body import Moved
from kiosk.crib.entries import AssetIssued, AssetReturned
from kiosk.crib.names import NOBODY, AssetCode, CommandId, ProductCode, Via, WorkerId
from kiosk.crib.places import Place, held_by, in_bin
from kiosk.ids import uuid7
from kiosk.store import derived, schema
from kiosk.store.database import NAME, Database, rows
from kiosk.store.entry import Stamp
from kiosk.store.journal import Author, Writer
from kiosk.store.store import Store

_AT_ONCE = 20_000
"""Entries in one transaction."""
_LOAN = timedelta(hours=8)
_SEED = 4711


def cache() -> Path:
    """Where cribs that were made are kept."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "kiosk-bench"


def kept(cache: Path, size: Size) -> Path:
    """The state directory of a crib of this size; made where it is not there, which takes minutes."""
    folder = cache / f"{size.entries}-entries-{size.assets}-assets-{schema.digest()[:12]}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder, size)
        (folder / "done").touch()
    return folder


def copied(folder: Path, target: Path) -> Path:
    """A copy to measure with: what was made stays as it was."""
    target.mkdir()
    for file in folder.iterdir():
        shutil.copyfile(file, target / file.name)
    return target


def make(folder: Path, size: Size) -> None:
    """Define the crib by commands, then write what its workers took and brought back, as entries alone.

    No rule is asked, since every tool that goes out is in; what derives from an entry is derived as ever.
    """
    store = assembly.open_store(folder, assembly.identity(made.settings(folder)), assembly.WORLD())
    made.define(store, size)
    db, head = store.db, store.head
    first = head.seq if head else 0
    writer = Writer(db, "bench", "A")
    history = _history(db, size)
    db.execute_sql("PRAGMA synchronous = 0")
    for begun in range(first, size.entries, _AT_ONCE):
        with db.atomic():
            left = size.entries - begun
            for at, body, actor in islice(history, min(_AT_ONCE, left + left % 2)):  # out, and back
                _write(db, writer, at, body, actor)
    store.abandon()
    _whole(folder)


def _whole(folder: Path) -> None:
    """Open and close it once, so that nothing is left in the write-ahead log."""
    store: Store = assembly.open_store(folder, assembly.identity(made.settings(folder)), assembly.WORLD())
    rows(store.db, "PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    assert not (folder / f"{NAME}-wal").exists()


def _write(db: Database, writer: Writer, at: datetime, body: Moved, actor: WorkerId) -> None:
    micros = round(at.timestamp() * 1_000_000)
    fresh = uuid7(micros // 1000, random.getrandbits(74))
    by = Author(CommandId(fresh), actor, Via.BADGE if actor else Via.UNSIGNED)
    stamp = Stamp(micros, clock_synced=True, boot_id="bench", boottime_ns=micros * 1000)
    entry = writer.append(body, id=fresh, stamp=stamp, by=by, line=0)
    derived.apply(db, entry, body)


def _history(db: Database, size: Size) -> Iterator[tuple[datetime, Moved, WorkerId]]:
    """Tools at random, one after the other out and back, over the years that end now."""
    chance = random.Random(_SEED)
    workers = [WorkerId(row[0]) for row in rows(db, "SELECT id FROM worker ORDER BY id")]
    assets = rows(db, "SELECT code, product, bin FROM asset ORDER BY code")
    each = timedelta(days=3 * 365) / max(size.entries, 1)
    at = datetime.now(UTC) - timedelta(days=3 * 365)
    while True:
        asset, product, home = chance.choice(assets)
        worker, shelf = chance.choice(workers), in_bin(home)
        hands, due = held_by(worker), at + _LOAN
        yield at, AssetIssued(**_ends(asset, product, shelf, hands), due=due), worker
        yield at + each, AssetReturned(**_ends(asset, product, hands, shelf), since=at, due=due), NOBODY
        at += 2 * each


def _ends(asset: str, product: str, source: Place, destination: Place) -> dict[str, Any]:
    what = {"asset": AssetCode(asset), "product": ProductCode(product), "quantity": 1}
    return {**what, "source": str(source), "destination": str(destination)}
