"""`python -m bench.size`: the same scans on a small crib and a large one, interleaved, as ratios.

Time starts when the desk gets a scan, and stops when the view that answers it is told. Each event is played
on both cribs, now the one first and now the other, so that both meet the same disk in the same mood. Each
crib is made once (`bench.grown`), kept in the user's cache, and copied for each run.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import msgspec
from msgspec import Struct

from bench import grown, made
from bench.machine import Machine, a_disk, machine
from bench.made import Size
from bench.scan import Ear, Sample, Times
from kiosk import assembly
from kiosk.attendant.desk import Desk
from kiosk.attendant.events import CodeRead, Event
from kiosk.attendant.telling import Outputs
from kiosk.devices import badges

SMALL_ASSETS = 100
_STRIDE = 7919
"""A prime: the tools of one worker lie far apart in a large crib."""
_WARM = 60
"""Scans before any is measured."""


class Report(Struct, frozen=True):
    """What was measured."""

    machine: Machine
    small: Size
    large: Size
    entries: tuple[int, int]
    """In the journals when measuring began."""
    megabytes: tuple[float, float]
    """Of the database files."""
    times: tuple[dict[str, Times], dict[str, Times]]
    """By what the scans led to."""
    ratio: dict[str, Times]
    """Large by small."""


class Counter:
    """A crib with its desk, without devices."""

    def __init__(self, folder: Path, size: Size) -> None:
        settings = made.settings(folder)
        me, world, self._ear = assembly.identity(settings), assembly.WORLD(), Ear()
        self._store = assembly.open_store(folder, me, world)
        self.entries = self._store.head.seq if self._store.head else 0
        outputs = Outputs(beep=lambda _: None, news=self._ear.hear)
        self._desk = Desk(self._store, world, me, outputs, badges)
        self._desk.start()
        self._sample, self._left = Sample(), _WARM
        self.events = made.counter(Size(size.assets, size.entries, size.scans + _WARM), _STRIDE)

    def play(self, kind: str, event: Event) -> None:
        """Play one event; measure it if it is a scan."""
        self._ear.forget()
        began = perf_counter()
        self._desk.handle(event)
        if isinstance(event, CodeRead):
            spent = self._ear.answered(event.text) - began
            self._left -= 1
            if self._left < 0:
                self._sample.add(kind, spent)

    def close(self) -> dict[str, Times]:
        """Close the store; what was measured."""
        self._store.close()
        return self._sample.times()


def measure(folder: Path, cache: Path, small: Size, large: Size) -> Report:
    """Make, or find, both cribs; play the same day on both."""
    places = [
        grown.copied(grown.kept(cache, size), folder / name)
        for name, size in (("small", small), ("large", large))
    ]
    sizes = [sum(file.stat().st_size for file in place.iterdir()) / 1e6 for place in places]
    both = [Counter(place, size) for place, size in zip(places, (small, large), strict=True)]
    for number, pair in enumerate(zip(both[0].events, both[1].events, strict=True)):
        order = (0, 1) if number % 2 else (1, 0)
        for one in order:
            both[one].play(*pair[one])
    times = both[0].close(), both[1].close()
    ratio = {kind: times[1][kind] / times[0][kind] for kind in times[0]}
    entries = both[0].entries, both[1].entries
    return Report(machine(folder), small, large, entries, (sizes[0], sizes[1]), times, ratio)


def table(report: Report) -> Iterator[str]:
    """The report, a line each."""
    yield f"{report.small.scans} scans each, interleaved; {report.machine}"
    yield ""
    kinds = list(report.ratio)
    yield f"{'milliseconds':46}" + "".join(f"{kind + ' ' + p:>14}" for kind in kinds for p in ("p50", "p99"))
    sizes = zip((report.small, report.large), report.entries, report.megabytes, strict=True)
    for (size, entries, megabytes), times in zip(sizes, report.times, strict=True):
        yield _row(f"{entries:,} entries, {size.assets:,} assets, {megabytes:,.0f} MB", times)
    yield _row("ratio", report.ratio)


def _row(name: str, by_kind: dict[str, Times]) -> str:
    return f"{name:46}" + "".join(f"{value:14.2f}" for t in by_kind.values() for value in (t.p50, t.p99))


def main(arguments: list[str]) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="bench.size", description="scans against a small and a large crib")
    parser.add_argument("--assets", type=int, default=50_000, help="of the large crib")
    parser.add_argument("--entries", type=int, default=1_000_000, help="in the large crib's journal")
    parser.add_argument("--small-entries", type=int, default=1_000)
    parser.add_argument("--scans", type=int, default=3000, help="half are taken, half returned")
    parser.add_argument(
        "--cache", type=Path, default=grown.cache(), help="where the cribs that were made are kept"
    )
    parser.add_argument("--dir", type=Path, help="where the disk is that counts")
    parser.add_argument("--json", action="store_true", help="everything, for programs")
    given = parser.parse_args(arguments)
    place = given.dir or a_disk([Path(tempfile.gettempdir()), Path.cwd()])
    small = Size(min(SMALL_ASSETS, given.assets), given.small_entries, given.scans)
    large = Size(given.assets, given.entries, given.scans)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as folder:
        report = measure(Path(folder), given.cache, small, large)
    lines = [msgspec.json.encode(report).decode()] if given.json else table(report)
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
