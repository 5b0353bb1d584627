"""Kills a real attendant at random moments while scans stream in, and looks at what its disk then says.

    python -m tests.crash.killed 200            # rounds
    python -m tests.crash.killed 200 --seed 7   # other moments; seeded, as far as a machine is

A round: a child process opens the store, and scans badges, tools, boxes and rubbish through the real
codecs; after each beep it notes what was beeped with one write(2) to a file, which outlives SIGKILL. The
parent kills it, opens the store again, and compares: every beeped act is in the journal, in its order and
once, and at most one more, whose beep the kill came before.
"""

import argparse
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from kiosk import assembly
from kiosk.attendant.composing import Identity
from kiosk.attendant.desk import Desk
from kiosk.attendant.events import Event, Tick
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import Tap
from kiosk.attendant.telling import Outputs
from kiosk.clock import SystemWorld
from kiosk.counter.conclude import KIND
from kiosk.counter.signals import Now
from kiosk.counter.views import Tone
from kiosk.crib.body import Moved
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, ProductCode, Via
from kiosk.devices import badges, bench
from kiosk.store.entry import Entry, Position
from kiosk.store.journal import all_entries, read
from kiosk.store.store import Store
from kiosk.store.verify import replay, verify

ME = Identity("kiosk-1", "A", "Main crib", UTC, "1.2.3")
BADGES = ("0319134791", "1368818896")
ASSETS = tuple(f"DRL-{n:02}" for n in range(1, 9))
STOCK = "GLV-9"
CRIB = Define(
    (
        NewCategory(CategoryCode("power"), Kind.SERIALIZED),
        NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        NewProduct(ProductCode("DRL"), "Drill", CategoryCode("power")),
        NewProduct(ProductCode(STOCK), "Gloves", CategoryCode("supply")),
        NewBin(BinCode("C1-01")),
        NewBin(BinCode("C2-01")),
        *(NewAsset(AssetCode(code), ProductCode("DRL"), BinCode("C1-01")) for code in ASSETS),
        Delivery(ProductCode(STOCK), BinCode("C2-01"), 100_000),
        Person("ann", "Ann Ott", badge=BADGES[0]),
        Person("ben", "Ben Oak", badge=BADGES[1]),
    )
)
BEEPS = (0, 0, 0, 1, 2, 5, 9)
"""A child lives until it has beeped so often; on a slow machine too some get far."""
LONGER_S = (0.3, 0.05)
"""And then no longer: the former where it need not beep, its start takes a fifth of it; an act some ms."""
LOOK_S = 0.002
LIVES = 8
"""Kills that one state directory goes through before the next one is new."""
LINE = ("issued", "put-back")
ACTS = {kind: "line" if kind in LINE else kind for body, kind in KIND.items() if issubclass(body, Moved)}
"""A beep tells of the whole quantity line: it stands at 3, whether by one more or by one put back."""


class HastyWorld(SystemWorld):
    """This machine's, but for the pauses between two scans, which nobody waits for."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0

    def now(self) -> Now:
        """The machine's time and the pauses."""
        now = super().now()
        return Now(now.at + timedelta(seconds=self._ahead), now.boot + self._ahead)

    def skip(self, seconds: float) -> None:
        """Let a pause be over."""
        self._ahead += seconds


class Act(Struct, frozen=True):
    """What was beeped, or what the journal says was done."""

    kind: str
    thing: str
    by: str


class Counter:
    """A desk with its store, devices and door, in one process."""

    def __init__(self, state: Path, world: HastyWorld, at_point: Callable[[str], None] | None = None) -> None:
        self.world = world
        self.store: Store = assembly.open_store(state, ME, world, at_point)
        self.store.execute(CommandId("crib"), CRIB, world.now().at, Via.CRIBCTL)
        self.beeped: list[Act] = []
        self.desk = Desk(self.store, world, ME, Outputs(self._beep, lambda _: None), badges)
        self.devices = bench.BenchDevices()
        self.desk.start()

    def _beep(self, tone: Tone) -> None:
        answer = self.desk.session.answer
        if tone is Tone.DONE and answer and answer.kind in ACTS:
            self.note(Act(ACTS[answer.kind], answer.asset or answer.product, answer.by))

    def note(self, act: Act) -> None:
        """Keep what was beeped."""
        self.beeped.append(act)

    def play(self, *events: Event) -> None:
        """Play events, and before them the tick that may be due."""
        self.desk.handle(Tick())
        for event in events:
            self.desk.handle(event)

    def badge(self, number: str) -> None:
        """Show a badge."""
        self.play(*self.devices.badge(number))

    def scan(self, code: str) -> None:
        """Scan a code, some seconds after the last one, so that it is no bounce."""
        self.world.skip(4)
        self.play(*self.devices.scan(code))

    def tap(self, control: str) -> None:
        """Tap a control; where it is not shown, nothing happens."""
        LocalDoor(self.desk.handle, self.world.new_id).tap(Tap(CommandId(self.world.new_id()), control))


class Child(Counter):
    """A counter that notes each beep where the parent finds it."""

    def __init__(self, state: Path, beeps: int) -> None:
        self._beeps = beeps
        super().__init__(state, HastyWorld())

    def note(self, act: Act) -> None:
        """One write(2), so that it is there wholly or not at all."""
        os.write(self._beeps, f"{act.kind} {act.thing} {act.by}\n".encode())


def live(state: Path, beeps: Path, seed: int) -> NoReturn:
    """The child: serve until killed."""
    try:
        fd = os.open(beeps, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        counter, chance = Child(state, fd), random.Random(seed)
        while True:
            visit(counter, chance)
    finally:
        traceback.print_exc()
        os._exit(1)


def visit(counter: Counter, chance: random.Random) -> None:
    """Somebody comes to the counter, does a few things, and goes.

    No more than one thing ever waits for a badge: two would be taken with one beep.
    """
    if chance.random() < 0.3:
        counter.scan(chance.choice(ASSETS))
    counter.badge(chance.choice(BADGES))
    for _ in range(chance.randint(1, 5)):
        counter.scan(chance.choice((*ASSETS, STOCK, f"rubbish {chance.randint(1, 9)}")))
        if chance.random() < 0.4:
            counter.tap(chance.choice(["undo", "yes", "no", "plus", "minus", "take-over", "problem:other"]))
    if chance.random() < 0.2:
        counter.badge("0000004711")
    counter.world.skip(chance.choice([9, 700]))


class LostError(AssertionError):
    """A promise was broken."""


def heard(beeps: Path) -> int:
    """How often it beeped so far."""
    return beeps.read_bytes().count(b"\n") if beeps.exists() else 0


def check(state: Path, before: Position | None, beeps: Path) -> int:
    """Compare the journal with what was beeped; how many acts there were.

    Raises:
        LostError: something was lost, doubled, broken, or does not go on.
    """
    counter = Counter(state, HastyWorld())
    try:
        entries = list(all_entries(counter.store.db))
        whole(counter.store, entries)
        beeped = [Act(*line.split(" ")) for line in beeps.read_text().splitlines()] if beeps.exists() else []
        done = [act for entry in read(counter.store.db, before, 100_000) if (act := act_of(entry))]
        compare(beeped, done)
        goes_on(counter)
        return len(done)
    finally:
        counter.store.abandon()


def compare(beeped: list[Act], done: list[Act]) -> None:
    """Every beeped act was done, in its order and once; at most one more was, at the end."""
    for number, (heard, wrote) in enumerate(zip_longest(beeped, done[: len(beeped)])):
        if heard != wrote:
            raise LostError(f"beep {number} of {len(beeped)} was {heard}, the journal says {wrote}")
    if len(done) > len(beeped) + 1:
        raise LostError(f"done without a beep: {done[len(beeped) :]}")


def act_of(entry: Entry) -> Act | None:
    """What an entry says was done at the counter."""
    body = entry.parsed()
    kind = KIND.get(type(body))
    if kind is None or not isinstance(body, Moved):
        return None
    return Act(ACTS[kind], body.asset or body.product, entry.actor)


def whole(store: Store, entries: list[Entry]) -> None:
    """The chain is whole, no command wrote twice, and the derived tables are the journal's."""
    checked = verify(entries)
    if checked.broken:
        raise LostError(str(checked.broken))
    lines = [(entry.command, entry.line) for entry in entries]
    if len({*lines}) != len(lines):
        raise LostError("a command was written twice")
    difference = replay(store.db)
    if difference:
        raise LostError(f"replay differs: {difference}")


def goes_on(counter: Counter) -> None:
    """The next scan is served as if nothing had happened."""
    before = counter.store.head
    counter.badge(BADGES[0])
    counter.scan(STOCK)
    if counter.beeped[-1:] != [Act("line", STOCK, counter.desk.session.who)] or counter.store.head == before:
        raise LostError(f"the next scan was not served: {counter.desk.view}")


def rounds(count: int, seed: int, folder: Path) -> Iterator[int]:
    """Kill and check, ``count`` times; the acts of each round."""
    chance = random.Random(seed)
    for number in range(count):
        state = folder / f"state-{number // LIVES}"
        state.mkdir(exist_ok=True)
        before, beeps, seed = head_of(state), folder / f"beeps-{number}", chance.getrandbits(32)
        child = os.fork()
        if child == 0:
            live(state, beeps, seed)
        wanted = chance.choice(BEEPS)
        kill(child, beeps, wanted, chance.uniform(0, LONGER_S[wanted > 0]))
        yield check(state, before, beeps)
        if number % LIVES == LIVES - 1:
            shutil.rmtree(state)


def head_of(state: Path) -> Position | None:
    """Where the journal ends before the round; None in a new directory, whose making is to be killed too."""
    if not any(state.iterdir()):
        return None
    store = assembly.open_store(state, ME, SystemWorld())
    try:
        return store.head
    finally:
        store.abandon()


def kill(child: int, beeps: Path, wanted: int, after_s: float) -> None:
    """Kill a child so long after it has beeped so often.

    Raises:
        LostError: it ended by itself.
    """
    handle = os.pidfd_open(child)
    try:
        ended: list[int] = []
        while not ended and heard(beeps) < wanted:
            ended, _, _ = select.select([handle], [], [], LOOK_S)
        ended = ended or select.select([handle], [], [], after_s)[0]
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    finally:
        os.close(handle)
    if ended:
        raise LostError("the attendant ended by itself")


def main(words: list[str]) -> int:
    """Kill as often as the command line says."""
    parser = argparse.ArgumentParser(description="Kill an attendant at random moments; 0 lost, 0 doubled.")
    parser.add_argument("count", type=int, help="how often")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        acts = sum(rounds(given.count, given.seed, Path(folder)))
    sys.stdout.write(f"{given.count} kills, {acts} acts: 0 lost, 0 doubled\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
