"""`python -m bench.scan`: scan to durable to view, beside plain sqlite3 writing the same rows, as ratios.

Time starts when the desk gets a scan, and stops when the view that answers it is told. Between two scans the
same rows are written to a copy of the database by sqlite3 alone, so that both meet the same disk in the same
mood. Then the same through the door: from the inbox to a client of the socket.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from time import perf_counter

import msgspec
from msgspec import Struct

from bench import made
from bench.machine import Machine, a_disk, machine
from bench.made import Size
from bench.plain import Twin, Writes
from bench.stopwatch import PARTS, Stopwatch
from kiosk import assembly
from kiosk.attendant.desk import Desk
from kiosk.attendant.events import CodeRead, Event
from kiosk.attendant.messages import News, Show
from kiosk.attendant.telling import Outputs
from kiosk.counter.views import Tone
from kiosk.devices import badges
from kiosk.store.store import Store

PATIENCE_S = 30.0


class Times(Struct, frozen=True):
    """Milliseconds; nearest rank."""

    p50: float
    p99: float

    def __truediv__(self, other: "Times") -> "Times":
        return Times(self.p50 / other.p50, self.p99 / other.p99)


class Report(Struct, frozen=True):
    """What was measured."""

    machine: Machine
    size: Size
    entries: int
    """In the journal when measuring began."""
    kiosk: dict[str, Times]
    """Scan to view, by what the scan led to."""
    plain: dict[str, Times]
    """The same rows by plain sqlite3."""
    ratio: dict[str, Times]
    parts: dict[str, float]
    """Milliseconds in each part of the kiosk, the median."""
    door: dict[str, Times]
    """Scan to a client of the door."""


def times(seconds: list[float]) -> Times:
    """Percentiles of a sample."""
    ranked = sorted(seconds)
    return Times(*(1000 * ranked[max(0, -(-len(ranked) * p // 100) - 1)] for p in (50, 99)))


class Sample:
    """Seconds by what the scans led to; ``all`` of them together."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {"all": [], "taken": [], "returned": []}

    def add(self, kind: str, seconds: float) -> None:
        """Add one."""
        self._seconds["all"].append(seconds)
        self._seconds[kind].append(seconds)

    def times(self) -> dict[str, Times]:
        """Percentiles of each."""
        return {kind: times(seconds) for kind, seconds in self._seconds.items()}


class Ear:
    """Hears the desk's news, and notes when."""

    def __init__(self) -> None:
        self._news: SimpleQueue[tuple[float, Show]] = SimpleQueue()

    def hear(self, news: News) -> None:
        """From the desk's or the door's thread."""
        if isinstance(news, Show):
            self._news.put((perf_counter(), news))

    def forget(self) -> None:
        """Whatever was heard before a scan is not its answer."""
        while not self._news.empty():
            self._news.get()

    def answered(self, tool: str) -> float:
        """When the view that speaks of the tool was told; others, of a countdown or the clock, go by.

        Raises:
            RuntimeError: it was refused, or asked about; then something else was measured than meant.
            queue.Empty: nobody spoke of it.
        """
        while True:
            at, show = self._news.get(timeout=PATIENCE_S)
            notice = show.view.notice
            if notice is None or tool not in notice.lines:
                continue
            if notice.tone is not Tone.DONE:
                raise RuntimeError(f"the scan of {tool} was answered {notice!r}")
            return at


class AtTheDesk:
    """The desk and its store, and a plain copy that follows."""

    def __init__(self, store: Store, desk: Desk, ear: Ear, folder: Path) -> None:
        self._desk, self._ear = desk, ear
        self._twin = Twin(folder / "plain.sqlite", store.db)
        self._writes = Writes(store.db)
        self._watch = Stopwatch(store)
        self.kiosk, self.plain = Sample(), Sample()
        self._parts: dict[str, list[float]] = {part: [] for part in (*PARTS, "rest")}

    def play(self, kind: str, event: Event) -> None:
        """Play one event on both; measure it if it is a scan."""
        self._ear.forget()
        self._watch.look()
        began = perf_counter()
        self._desk.handle(event)
        writes = self._writes.taken()
        plain_began = perf_counter()
        self._twin.write(writes)
        plain_ended = perf_counter()
        if isinstance(event, CodeRead):
            spent = self._ear.answered(event.text) - began
            self.kiosk.add(kind, spent)
            self.plain.add(kind, plain_ended - plain_began)
            self._split(spent)

    def _split(self, spent: float) -> None:
        parts = self._watch.look()
        for part, seconds in (*parts.items(), ("rest", spent - sum(parts.values()))):
            self._parts[part].append(seconds)

    def parts(self) -> dict[str, float]:
        """Median milliseconds of each part; what none of them accounts for is the rest."""
        return {part: 1000 * median(seconds) for part, seconds in self._parts.items()}

    def close(self) -> None:
        """Insist that both wrote the same, and take everything off."""
        self._watch.close()
        self._twin.check()
        self._twin.close()


def measure(folder: Path, size: Size) -> Report:
    """Make the crib in ``folder``, and measure."""
    settings = made.settings(folder)
    me, world, ear = assembly.identity(settings), assembly.WORLD(), Ear()
    store = assembly.open_store(folder, me, world)
    made.fill(store, size)
    entries = store.head.seq if store.head else 0
    desk = Desk(store, world, me, Outputs(beep=lambda _: None, news=ear.hear), badges)
    desk.start()
    both = AtTheDesk(store, desk, ear, folder)
    for kind, event in made.counter(size):
        both.play(kind, event)
    both.close()
    store.close()
    kiosk, plain = both.kiosk.times(), both.plain.times()
    return Report(
        machine(folder),
        size,
        entries,
        kiosk,
        plain,
        ratio={kind: kiosk[kind] / plain[kind] for kind in kiosk},
        parts=both.parts(),
        door=through_the_door(folder, size),
    )


def through_the_door(folder: Path, size: Size) -> dict[str, Times]:
    """The attendant as it runs, but for its devices, and a client of its socket."""
    settings, ear, sample = made.settings(folder), Ear(), Sample()
    attendant = assembly.build_attendant(settings)
    attendant.start()
    try:
        assembly.listen(attendant, settings)
        door = assembly.socket_door(settings)
        door.watch(ear.hear)
        for kind, event in made.counter(size):
            door.status()  # all that went before is done
            ear.forget()
            began = perf_counter()
            attendant.put(event)
            if isinstance(event, CodeRead):
                sample.add(kind, ear.answered(event.text) - began)
        door.close()
    finally:
        attendant.stop()
    return sample.times()


def table(report: Report) -> Iterator[str]:
    """The report, a line each."""
    size = report.size
    yield f"{size.assets} assets, {report.entries} entries, {size.scans} scans; {report.machine}"
    yield ""
    yield f"{'milliseconds':26}" + "".join(
        f"{kind + ' ' + p:>14}" for kind in report.kiosk for p in ("p50", "p99")
    )
    yield _row("scan to view", report.kiosk)
    yield _row("the same rows, plain", report.plain)
    yield _row("ratio", report.ratio)
    yield _row("scan to the door's client", report.door)
    yield ""
    yield "of scan to view, median:   " + "  ".join(
        f"{part} {spent:.3f}" for part, spent in report.parts.items()
    )


def _row(name: str, by_kind: dict[str, Times]) -> str:
    return f"{name:26}" + "".join(f"{value:14.2f}" for t in by_kind.values() for value in (t.p50, t.p99))


def main(arguments: list[str]) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="bench.scan", description="scan to durable to view, as ratios")
    parser.add_argument("--assets", type=_positive, default=5000)
    parser.add_argument(
        "--entries", type=_positive, default=20_000, help="in the journal beforehand, at least"
    )
    parser.add_argument("--scans", type=_positive, default=1200, help="half are taken, half returned")
    parser.add_argument("--dir", type=Path, help="where the disk is that counts")
    parser.add_argument("--json", action="store_true", help="everything, for programs")
    given = parser.parse_args(arguments)
    place = given.dir or a_disk([Path(tempfile.gettempdir()), Path.cwd()])
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as folder:
        report = measure(Path(folder), Size(given.assets, given.entries, given.scans))
    lines = [msgspec.json.encode(report).decode()] if given.json else table(report)
    print("\n".join(lines))
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
