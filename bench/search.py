"""`python -m bench.search`: what each touch on a key costs in a crib of 50 000 assets and 5 000 people.

Each search is typed key by key, as the counter hears it, and answered each time; a plain LIKE scan of the
same texts stands beside it, as a ratio. The crib is made once and kept in the user's cache.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

import msgspec
from msgspec import Struct

from bench import grown, made
from bench.machine import Machine, machine
from kiosk import assembly
from kiosk.crib.commands import IssueAsset
from kiosk.crib.definitions import Define, Definition, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CategoryCode, Kind, ProductCode, Via, WorkerId
from kiosk.store import schema
from kiosk.store.database import Database, rows
from kiosk.store.search import search
from kiosk.store.store import Store

ASSETS, PEOPLE, SEARCHES = 50_000, 5_000, 200
_PER_PRODUCT = 10
_OUT = 2_000
_MOST = 24
_BATCH = 500
_SEED = 4711
_WHAT = "wrench drill grinder gauge caliper hoist pump puller press saw clamp lamp".split()
_HOW = "torque cordless angle digital hydraulic bearing bench line heavy small insulated long".split()
_FIRST = "Ann Ben Cyd Dee Eva Jürgen Łukasz Zoë Renée Tomás".split()
_LAST = "Ott Oak Poe Roe Kim Müller Kowalczyk Núñez Brown Lee".split()


class Times(Struct, frozen=True):
    """Milliseconds a key; nearest rank."""

    p50: float
    p95: float
    p99: float

    def __truediv__(self, other: "Times") -> "Times":
        return Times(self.p50 / other.p50, self.p95 / other.p95, self.p99 / other.p99)


class Report(Struct, frozen=True):
    """What was measured."""

    machine: Machine
    assets: int
    people: int
    searches: int
    keys: int
    index: Times
    like: Times
    ratio: Times


def measure(state: Path, assets: int, people: int, searches: int) -> Report:
    """Type every search key by key, and answer each key twice: by the index, and by reading everything."""
    store = assembly.open_store(state, assembly.identity(made.settings(state)), assembly.WORLD())
    index, like = list[float](), list[float]()
    for text in islice(typical(store.db), searches):
        for end in range(1, len(text) + 1):
            index.append(_timed(lambda: search(store.db, text[:end], _MOST, names=True)))  # noqa: B023
            like.append(_timed(lambda: _scan(store.db, text[:end])))  # noqa: B023
    store.close()
    ours, plain = _times(index), _times(like)
    return Report(machine(state), assets, people, searches, len(index), ours, plain, ours / plain)


def typical(db: Database) -> Iterator[str]:
    """Codes, names, a name with a bin, serial numbers, people: what is there, and some that is not.

    Half of the products are red, for drilling, the others blue, for sawing: two words of many never meet.
    """
    chance = random.Random(_SEED)
    names = [name for (name,) in rows(db, "SELECT value ->> 'name' FROM product ORDER BY code")]
    assets = rows(db, "SELECT code, value ->> 'serial', bin FROM asset ORDER BY code")
    people = [name for (name,) in rows(db, "SELECT name FROM person ORDER BY code")]
    while True:
        code, serial, home = chance.choice(assets)
        how, what, *_ = chance.choice(names).split()
        yield from (code, serial, home, chance.choice(people), f"{how} {what}", what)
        yield from (f"{what} {home}", f"{chance.choice(people).split()[0]} {what}", f"{what} {how}", "zzz 9")
        yield from (f"{how} red", "red sawing", "blue drilling", f"red sawing {home}")


def _timed(act: object) -> float:
    assert callable(act)
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000


_SCAN = """SELECT code FROM product WHERE {0} UNION ALL
    SELECT a.code FROM asset a JOIN product p ON p.code = a.product WHERE {1} LIMIT ?"""


def _scan(db: Database, text: str) -> object:
    words = [f"%{word}%" for word in text.split()]
    first = " AND ".join(["value LIKE ?"] * len(words)) or "0"
    second = " AND ".join(["(a.value || p.value || a.bin) LIKE ?"] * len(words)) or "0"
    return rows(db, _SCAN.format(first, second), *words, *words, _MOST)


def _times(sample: list[float]) -> Times:
    ordered = sorted(sample)
    return Times(*(ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in (50, 95, 99)))


def crib(kept: Path, assets: int, people: int) -> Path:
    """The state directory of such a crib; made where it is not there, which takes a minute."""
    folder = kept / f"search-colored-{assets}-assets-{people}-people-{schema.digest()[:12]}"
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        store = assembly.open_store(folder, assembly.identity(made.settings(folder)), assembly.WORLD())
        store.db.execute_sql("PRAGMA synchronous = 0")
        _define(store, assets, people)
        _lend(store, assets)
        store.close()
        (folder / "done").touch()
    return folder


def _define(store: Store, assets: int, people: int) -> None:
    things = _definitions(assets, people)
    while batch := tuple(islice(things, _BATCH)):
        store.execute(assembly.new_id(), Define(batch), assembly.now(), Via.CRIBCTL)


def _definitions(assets: int, people: int) -> Iterator[Definition]:
    chance = random.Random(_SEED)
    yield NewCategory(CategoryCode("tools"), Kind.SERIALIZED, "Tools", loan_s=8 * 3600)
    for number in range(people):
        yield Person(f"p{number:04d}", f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}")
    for number in range(assets):
        group = number // _PER_PRODUCT
        product, home = ProductCode(f"P-{group:05d}"), BinCode(f"C{group // 50}-{group % 50:02d}")
        if number % _PER_PRODUCT == 0:
            name = f"{chance.choice(_HOW).title()} {chance.choice(_WHAT)} {chance.randrange(10, 400)} Nm"
            name += " red drilling" if group % 2 else " blue sawing"
            yield NewProduct(product, name, CategoryCode("tools"), barcode=f"40{number:011d}")
            yield NewBin(home, cabinet=CabinetCode(f"C{group // 50}"))
        yield NewAsset(AssetCode(made.code(number)), product, home, serial=f"SN{chance.randrange(10**7):07d}")


def _lend(store: Store, assets: int) -> None:
    workers = [WorkerId(row[0]) for row in rows(store.db, "SELECT id FROM worker ORDER BY id")]
    loans = min(_OUT, assets)
    for number in range(loans):
        worker = workers[number * len(workers) // loans]
        taken = IssueAsset(AssetCode(made.code(number * assets // loans)), worker)
        store.execute(assembly.new_id(), taken, assembly.now(), Via.BADGE)


def table(report: Report) -> Iterator[str]:
    """The report, a line each."""
    yield f"{report.searches} searches, {report.keys} keys; {report.machine}"
    yield f"{report.assets:,} assets, {report.people:,} people"
    yield ""
    yield f"{'milliseconds a key':20}" + "".join(f"{name:>9}" for name in ("p50", "p95", "p99"))
    for name, times in (("index", report.index), ("LIKE", report.like), ("ratio", report.ratio)):
        yield f"{name:20}{times.p50:9.3f}{times.p95:9.3f}{times.p99:9.3f}"


def main(arguments: list[str]) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="bench.search", description="search as somebody types")
    parser.add_argument("--assets", type=int, default=ASSETS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--searches", type=int, default=SEARCHES)
    parser.add_argument("--cache", type=Path, default=grown.cache(), help="where the crib is kept")
    parser.add_argument("--json", action="store_true", help="everything, for programs")
    given = parser.parse_args(arguments)
    kept = crib(given.cache, given.assets, given.people)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = grown.copied(kept, Path(folder) / "crib")
        report = measure(copy, given.assets, given.people, given.searches)
    print(msgspec.json.encode(report).decode() if given.json else "\n".join(table(report)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
