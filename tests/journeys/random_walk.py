"""People who tap, scan and badge at random, on the whole program in one process; reproducible by their seed.

``python tests/journeys/random_walk.py SEED STEPS`` walks as far as somebody has the patience for.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.attendant.events import Asked, CodeRead, Present, Tick, Unread
from kiosk.attendant.messages import Answer, AskStatus, Tap
from kiosk.counter import signals as seen
from kiosk.counter.machine import TABLE
from kiosk.counter.session import State
from kiosk.counter.wording import LABELS
from kiosk.crib.names import CommandId
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.crib import Crib
from kiosk.rehearse.grammar import parse, read
from kiosk.rehearse.player import Player

CRIB = Path(__file__).with_suffix(".crib")
CODES = """TW-01 TW-02 TW-03 AG-01 PU-01 PU-02 CASE-1 M-01 KIT-1 TQ-60 GR-125 HT-01 MM-01 BAT-18 GLV-9
    C1-04 C2-01 C3-01 C3-02 C1 C2 J100 ST-3 L1 L2 4006885000011 ann 1042 4711 NEW-1 NEW-2 undo sign-out
    key:enter""".split()
WORDS = ["1042", "4711", "2002", "2222", "9", "999999999", "to", "é", "ß ", "x" * 99]
"""What is typed, where there are keys."""
HOSTILE = [
    "",
    " ",
    "\x00\x1b[2J\x1b]0;owned\x07",
    "\x1bc\x1b[?1049l\r\n" * 3,
    "x" * 10_000,
    "{product} {0.__class__} %s%n",
    "'; DROP TABLE entry; --",
    "[bold red]$ink[/] \\[",
    "../../etc/passwd",
    "\u202egnp.exe\u200b\ufeff",
    "e" + "\u0301" * 200,
    "\U0001f527\u200d\U0001f468",
    "]C10104006885000011211234\x1d10LOT",
    "https://id.example/01/04006885000011/21/7",
    "due:2026-11-02T09:00",
]
BADGES = [*(f"01234567{number:02}" for number in range(1, 7)), "0000000000", "4294967295", "0123456789"]
"""Of the six workers, and three that nobody has until somebody links them."""
TAPS = [
    *LABELS,
    *"give:ben give:nobody extend:8h extend:-1h extend:99999d quantity:12 quantity:99999999999".split(),
    *"quantity:x job:J100 job: station:ST-3 due:2026-11-02T15:00 due:9999-99-99 problem:nonsense".split(),
    *"not-here:TW-01 missing:PU-01 card:TW-01 card: card:ZZZ unknown:NEW-1 unknown: link:x".split(),
    *"key: key:xx key:enter key:back".split(),
    *("", ":", "\x1b[2J", "x" * 5000, "key:\x1b", "key:é", "key:😀"),
]
MOST_CONTROLS = 8


def _ends() -> dict[type, dict[State, set[State]]]:
    ends: dict[type, dict[State, set[State]]] = {}
    for (state, signal), (_, leads_to) in TABLE.items():
        ends.setdefault(signal, {})[state] = {state, *leads_to}
    return ends


ENDS = _ends()
SCANS = (*seen.Scanned.__args__, seen.TimePassed)
"""What a scan can turn out to be; nothing, where it cannot be read."""


class Walk:
    """Somebody at random, at a crib that has something of every kind."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        self._player = Player(folder, BrokerInProcess())
        for said in read(CRIB):
            self._player.play(said)
        self._player.sites.fleet.broker.set_up(up=False)  # what is published is another story
        self.done: list[str] = []
        """What was done, the last of it, to say where it went wrong."""
        acts: dict[Callable[[], tuple[type, ...]], int] = {
            self._touch: 45,
            self._scan: 20,
            self._badge: 12,
            self._key: 8,
            self._wait: 6,
            self._touch_beside: 4,
            self._door: 2,
            self._plug: 1,
            self._hostile: 2,
        }
        self._acts, self._weights = list(acts), list(acts.values())

    @property
    def crib(self) -> Crib:
        """The kiosk."""
        return self._player.sites.crib("A")

    def step(self) -> None:
        """Do one thing at random, and look whether everything is as it may be."""
        before = self.crib.desk.session.state
        (act,) = self._chance.choices(self._acts, self._weights)
        signals = act()
        after = self.crib.desk.session.state
        may = {before}.union(*(ENDS[signal].get(before, set()) for signal in signals))
        assert after in may, f"{before} → {after} by {self.done[-1]!r}"
        view = self.crib.view
        assert view.words()
        assert len(view.controls) <= MOST_CONTROLS, [control.name for control in view.controls]
        names = [control.name for control in view.controls]
        assert len(set(names)) == len(names), names

    def cut(self) -> None:
        """The power goes, and comes back."""
        self._note("power-cut")
        self.crib.cut()

    def sound(self) -> str:
        """What `expect journal ok` sees; raises UnmetError where it does not hold."""
        (check,) = parse("walk", "expect journal ok")
        return self._player.play(check)

    def close(self) -> None:
        """End in good order."""
        self._player.close()

    def _note(self, act: str) -> None:
        self.done = [*self.done[-30:], act]

    def _tap(self, control: str) -> tuple[type, ...]:
        self._note(f"tap {control[:80]}")
        self.crib.door().tap(Tap(CommandId(self._player.sites.world.new_id()), control))
        return (seen.Tapped, *SCANS)

    def _touch(self) -> tuple[type, ...]:
        """Something that is drawn."""
        view = self.crib.view
        drawn = [control.name for control in view.controls]
        drawn += [item.control for item in (*view.news, *(view.sheet.items if view.sheet else ()))]
        drawn = [name for name in drawn if name]
        return self._tap(self._chance.choice(drawn)) if drawn else self._badge()

    def _key(self) -> tuple[type, ...]:
        """A key, where there are keys; mostly such as mean something."""
        view = self.crib.view
        if not view.sheet or not view.sheet.keys:
            return self._touch()
        word = self._chance.choice(
            ["1042", "4711", "2002", "2222", "9", "999999999", "to", "é", "ß ", "x" * 99]
        )
        for letter in word[: self._chance.randint(1, len(word))]:
            self._tap(f"key:{'space' if letter == ' ' else letter}")
        return (*self._tap(f"key:{self._chance.choice(('enter', 'back', 'enter'))}"), *ENDS)

    def _touch_beside(self) -> tuple[type, ...]:
        """What may not be drawn."""
        return self._tap(self._chance.choice(TAPS))

    def _scan(self) -> tuple[type, ...]:
        code = self._chance.choice(CODES)
        self._note(f"scan {code}")
        for event in self.crib.devices.scan(code):
            self.crib.play(event)
        return SCANS

    def _hostile(self) -> tuple[type, ...]:
        self._note("hostile")
        if self._chance.random() < 0.2:
            self.crib.play(Unread("scanner", "noise"))
            return SCANS
        self.crib.play(CodeRead(self._chance.choice(HOSTILE)))
        return SCANS

    def _badge(self) -> tuple[type, ...]:
        number = self._chance.choice(BADGES)
        self._note(f"badge {number}")
        for event in self.crib.devices.badge(number):
            self.crib.play(event)
        return (seen.WorkerSeen, seen.StrangerSeen, *SCANS)

    def _wait(self) -> tuple[type, ...]:
        seconds = self._chance.choice((0.1, 1, 3, 5, 9, 9, 9, 16, 16, 61, 61, 400))
        self._note(f"wait {seconds}s")
        self._player.sites.pass_time(seconds)
        return tuple(ENDS)

    def _door(self) -> tuple[type, ...]:
        code, act = self._chance.choice(("C1", "C2")), self._chance.choice(("open", "close", "force"))
        self._note(f"door {code} {act}")
        getattr(self.crib.cabinets[code], act)()
        self.crib.play(Tick())
        return SCANS

    def _plug(self) -> tuple[type, ...]:
        name, here = self._chance.choice(("scanner", "reader", "C1", "C2")), self._chance.random() < 0.7
        self._note(f"{'plug' if here else 'unplug'} {name}")
        if name in self.crib.cabinets:
            (self.crib.cabinets[name].plug if here else self.crib.cabinets[name].unplug)()
            self.crib.play(Tick())
        else:
            self.crib.play(Present(name, here))
        answers: list[Answer] = []
        self.crib.play(Asked(AskStatus(CommandId("status")), answers.append))
        assert answers
        return SCANS


def walk(folder: Path, seed: int, steps: int) -> Walk:
    """Walk so many steps, with a power cut in the middle; what goes wrong says the seed and the last acts."""
    walker = Walk(folder, seed)
    try:
        for number in range(steps):
            if number == steps // 2:
                walker.cut()
            walker.step()
    except BaseException as error:
        error.add_note(f"seed {seed}, step {number}: {walker.done}")
        raise
    return walker


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        walker = walk(Path(folder), int(sys.argv[1]), int(sys.argv[2]))
        sys.stdout.write(f"{walker.sound()}; {time.monotonic() - began:.1f} s\n")
