"""A stage for the screen: the real app without a terminal, on a door that records what is tapped."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from textual.pilot import Pilot
from waiting import PATIENCE_S

from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.messages import (
    AskBadge,
    BrokerState,
    DoorState,
    Heard,
    News,
    Reply,
    Show,
    Status,
    Submit,
    Tap,
)
from kiosk.counter.views import View
from kiosk.crib.names import CommandId
from kiosk.screens.app import KioskApp
from kiosk.screens.pictures import cells, plain


@dataclass
class FakeDoor:
    """An attendant that shows what it is told to; ``away`` makes every call fail as a closed socket does."""

    view: View
    taps: list[Tap] = field(default_factory=list)
    watchers: list[Callable[[News], None]] = field(default_factory=list)
    away: bool = False
    closed: int = 0
    visits: int = 0

    def connect(self) -> Door:
        """What Link is given to come in by."""
        self.visits += 1
        self._answer()
        return self

    def watch(self, watcher: Callable[[News], None]) -> None:
        self._answer()
        self.watchers.append(watcher)
        watcher(Show(self.view))

    def doors(self) -> tuple[DoorState, ...]:
        raise NotImplementedError

    def present(self, ask: AskBadge) -> Reply:
        raise NotImplementedError

    def listen(self, listener: Callable[[Heard | None], None]) -> None:
        raise NotImplementedError

    def show(self, view: View) -> None:
        """What the attendant does when something happened."""
        self.view = view
        for watcher in self.watchers:
            watcher(Show(view))

    def tap(self, tap: Tap) -> Reply:
        self._answer()
        self.taps.append(tap)
        return Reply(tap.id, "ok")

    def submit(self, submit: Submit) -> Reply:
        self._answer()
        return Reply(submit.id, "forbidden")

    def status(self) -> Status:
        self._answer()
        return Status(CommandId("s"), "k1", "A", "e1", 1, "0", (), 0)

    def tell_broker(self, state: BrokerState) -> Reply:
        self._answer()
        return Reply(state.id, "forbidden")

    def close(self) -> None:
        self.closed += 1
        self.watchers.clear()

    def _answer(self) -> None:
        if self.away:
            raise DoorError("the attendant is away")


def numbered() -> Callable[[], CommandId]:
    """Ids ``1``, ``2``, …"""
    numbers = count(1)
    return lambda: CommandId(str(next(numbers)))


def play(scene: Coroutine[Any, Any, None]) -> None:
    """Run a scene to its end."""
    asyncio.run(scene)


def screen(app: KioskApp) -> str:
    """The words on the screen."""
    return plain(cells(app))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Go on as soon as ``condition`` holds; fail where it never does."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await pilot.pause()


@asynccontextmanager
async def staged(app: KioskApp, view: View, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app, started, with ``view`` painted."""
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.view is view)
        await pilot.pause()
        yield pilot
