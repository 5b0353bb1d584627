"""A made-up crib of any size, and what happens at its counter."""

from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from msgspec import Struct

from kiosk import assembly
from kiosk.attendant.events import Asked, BadgeRead, CodeRead, Event
from kiosk.attendant.messages import Tap
from kiosk.crib.commands import Command, IssueAsset, ReturnAsset, SetPolicy
from kiosk.crib.definitions import Define, Definition, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CategoryCode, Kind, ProductCode, Via, WorkerId
from kiosk.crib.outcomes import Approved
from kiosk.devices import badges
from kiosk.settings import Kiosk, Settings
from kiosk.store.database import rows
from kiosk.store.store import Store

WORKERS = 50
PER_PRODUCT = 10
"""Assets of one product, and in one bin."""
AT_ONCE = 3
"""Tools that a worker takes before the next one comes."""
_BATCH = 500
_FIRST_BADGE = 700_000_000


class Size(Struct, frozen=True):
    """How much there is, and how much is done."""

    assets: int
    entries: int
    """At least so many are in the journal before anything is measured."""
    scans: int


def settings(folder: Path) -> Settings:
    """One kiosk, everything in one folder."""
    return Settings(kiosk=Kiosk(id="bench", state_dir=str(folder), socket=str(folder / "door.sock")))


def define(store: Store, size: Size) -> None:
    """Define the crib. Nothing waits for the disk meanwhile; afterwards everything does again."""
    store.db.execute_sql("PRAGMA synchronous = 0")
    _execute(store, SetPolicy("bounce", 0))  # the same tool goes out and comes back at once
    things = _definitions(size.assets)
    while batch := tuple(islice(things, _BATCH)):
        _execute(store, Define(batch))
    store.db.execute_sql("PRAGMA synchronous = 2")


def fill(store: Store, size: Size) -> None:
    """Define the crib, then have tools come and go until the journal is as long as it should be."""
    define(store, size)
    store.db.execute_sql("PRAGMA synchronous = 0")
    workers = [WorkerId(row[0]) for row in rows(store.db, "SELECT id FROM worker ORDER BY id")]
    for number, worker in zip(cycle(range(size.assets)), cycle(workers), strict=False):
        if store.head is None or store.head.seq >= size.entries:
            break
        _execute(store, IssueAsset(AssetCode(code(number)), worker))
        _execute(store, ReturnAsset(AssetCode(code(number))))
    store.db.execute_sql("PRAGMA synchronous = 2")


def code(number: int) -> str:
    """An asset's."""
    return f"T-{number:06d}"


def counter(size: Size, stride: int = 1) -> Iterator[tuple[str, Event]]:
    """A worker badges, takes three tools and goes; they come back, one scan each, and the next one badges.

    With each scan what it leads to, ``taken`` or ``returned``; empty with other events. ``stride`` is how
    many tools lie between one and the next.
    """
    tools, workers = (number * stride % size.assets for number in count()), cycle(range(WORKERS))
    done = 0
    while done < size.scans:
        mine = list(islice(tools, AT_ONCE))
        yield "", BadgeRead(_badge(next(workers)))
        yield from (("taken", CodeRead(code(tool))) for tool in mine)
        yield "", Asked(Tap(assembly.new_id(), "sign-out"), lambda _: None)
        yield from (("returned", CodeRead(code(tool))) for tool in mine)
        done += 2 * AT_ONCE


def _badge(number: int) -> str:
    return badges.badge_number(f"{_FIRST_BADGE + number:010d}")


def _definitions(assets: int) -> Iterator[Definition]:
    yield NewCategory(CategoryCode("torque"), Kind.SERIALIZED, "Torque tools", loan_s=8 * 3600)
    for number in range(WORKERS):
        yield Person(f"w{number:02d}", f"Worker {number:02d}", badge=_badge(number))
    for number in range(assets):
        product, place = (
            ProductCode(f"P-{number // PER_PRODUCT:05d}"),
            BinCode(f"B-{number // PER_PRODUCT:05d}"),
        )
        if number % PER_PRODUCT == 0:
            yield NewProduct(product, f"Torque wrench {number // PER_PRODUCT}", CategoryCode("torque"))
            yield NewBin(place, cabinet=CabinetCode(f"C{number // 500}"))
        yield NewAsset(AssetCode(code(number)), product, place)


def _execute(store: Store, command: Command) -> None:
    outcome = store.execute(assembly.new_id(), command, assembly.now(), Via.CRIBCTL)
    assert isinstance(outcome.decision, Approved), outcome.decision
