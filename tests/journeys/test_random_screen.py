"""A thousand random touches, scans and badges at the real screen: it stays, and hoards nothing."""

import asyncio
import random
from collections import Counter
from contextlib import closing
from itertools import count
from pathlib import Path

from random_walk import Walk
from textual import events

from kiosk.attendant.messages import Reply, Tap
from kiosk.attendant.stage import Stage
from kiosk.crib.names import CommandId
from kiosk.screens.app import KioskApp

STEPS = 1000
SEED = 20261122
AT_ONCE = 5
"""Steps that come faster than the screen paints."""
WARM = 300
"""Steps after which every kind of page was there."""


class TapsKept(Stage):
    """A door that shows, and keeps the taps for whoever plays the crib on the one thread that may."""

    def __init__(self) -> None:
        super().__init__("")
        self.taps: list[Tap] = []

    def tap(self, tap: Tap) -> Reply:
        self.taps.append(tap)
        return Reply(tap.id, "ok")


def kept(app: KioskApp) -> Counter[str]:
    """What the app holds: screens, and widgets and timers by class."""
    nodes = [app, *app.screen_stack, *app.query("*")]
    found = Counter(type(node).__name__ for node in nodes)
    found["timers"] = sum(len(node._timers) for node in nodes)
    return found


def touch(app: KioskApp, column: int, row: int) -> None:
    """A finger that comes down and leaves, as the terminal's driver tells of it."""
    for kind in (events.MouseDown, events.MouseUp):
        app.post_message(kind(None, column, row, 0, 0, 1, False, False, False))


def act(app: KioskApp, walker: Walk, door: TapsKept, chance: random.Random) -> None:
    """A touch on a random cell, or an act of the walk; then the screen hears what it led to."""
    if chance.random() < 0.5:
        touch(app, chance.randrange(80), chance.randrange(24))
    else:
        walker.step()
    while door.taps:
        tap = door.taps.pop(0)
        walker.crib.door().tap(Tap(CommandId(f"touch-{tap.id}"), tap.control))
    door.show(walker.crib.view)


def test_a_thousand_random_touches_at_the_screen_break_nothing(tmp_path: Path) -> None:
    """One screen, and as many widgets and timers at the end as when every page had been there."""

    async def scene() -> None:
        numbers, chance, door = count(1), random.Random(SEED), TapsKept()
        with closing(Walk(tmp_path / "crib", SEED)) as walker:
            door.show(walker.crib.view)
            app = KioskApp(lambda: door, ids=lambda: CommandId(str(next(numbers))))
            async with app.run_test(size=(80, 24)) as pilot:
                for step in range(STEPS):
                    act(app, walker, door, chance)
                    if step % AT_ONCE == 0:
                        await pilot.pause()
                    assert app.is_running
                    assert len(app.screen_stack) == 1
                    if step == WARM:
                        warm = kept(app)
                await pilot.pause()
                assert app.view == walker.crib.view
                assert not kept(app) - warm - Counter(timers=1)
                assert walker.sound()

    asyncio.run(scene())
