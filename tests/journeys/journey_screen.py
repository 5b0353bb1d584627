"""The real screen in front of a rehearsed crib: people touch what is painted; all else is the rehearsal's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from waiting import PATIENCE_S

from kiosk.attendant.events import Asked
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import Answer, News, Request, Show, Tap
from kiosk.crib.names import CommandId
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.crib import Crib
from kiosk.rehearse.grammar import Statement
from kiosk.rehearse.player import Player
from kiosk.screens import big_text
from kiosk.screens.app import KioskApp
from kiosk.screens.drawing import Spot
from kiosk.screens.face import Face
from kiosk.screens.paging import ON
from kiosk.screens.pictures import cells
from kiosk.screens.touch import MORE

_PAGES = 20
"""Most that somebody turns to find something."""


class DeskThread:
    """A rehearsed crib on a thread of its own, as the attendant's desk is."""

    def __init__(self, folder: Path) -> None:
        self._pool = ThreadPoolExecutor(1, "desk")
        self._player: Player = self.run(lambda: Player(folder, BrokerInProcess()))
        self._watchers: list[Callable[[News], None]] = []
        self.taps = 0

    def run(self, act: Callable[[], Any]) -> Any:
        """Do something on the desk's thread; its result."""
        return self._pool.submit(act).result(PATIENCE_S)

    @property
    def crib(self) -> Crib:
        """The kiosk where the script stands."""
        return self._player.sites.crib("")

    def play(self, said: Statement) -> str:
        """Play a statement, and show what it led to.

        Raises:
            UnmetError: it does not hold.
        """
        return str(self.run(lambda: self._played(said)))

    def _played(self, said: Statement) -> str:
        seen = self._player.play(said)
        self._show()
        return seen

    def _show(self) -> None:
        if self._player.sites.cribs:
            for watcher in self._watchers:
                watcher(Show(self.crib.view))

    def put(self, asked: Asked) -> None:
        """What comes in by the door is played on the desk's thread, as a rehearsed tap is."""
        self._pool.submit(self._asked, asked)

    def _asked(self, asked: Asked) -> None:
        def answered(answer: Answer) -> None:
            asked.reply(answer)

        self.crib.play(Asked(asked.request, answered))
        self._count(asked.request)
        self._show()

    def _count(self, request: Request) -> None:
        self.taps += isinstance(request, Tap)

    def door(self) -> LocalDoor:
        """A door of the screen's own; its watcher hears of what statements lead to as well."""
        door = LocalDoor(self.put, lambda: "screen")
        watch = door.watch

        def watch_all(watcher: Callable[[News], None]) -> None:
            self._watchers.append(watcher)
            watch(watcher)

        door.watch = watch_all  # type: ignore[method-assign]
        return door

    def close(self) -> None:
        """End."""
        self.run(self._player.close)
        self._pool.shutdown()


class AtScreen:
    """Somebody who stands before the screen."""

    def __init__(self, desk: DeskThread, app: KioskApp, pilot: Pilot[None]) -> None:
        self.desk = desk
        self.app = app
        self._pilot = pilot

    async def play(self, said: Statement) -> str:
        """What is no touch: a badge, a scan, a door, time; and every expectation.

        Raises:
            UnmetError: it does not hold.
        """
        seen = await asyncio.to_thread(self.desk.play, said)
        await self._painted()
        return seen

    async def touch(self, control: str) -> None:
        """Touch the spot of this control; where it is on a further page, turn the pages first."""
        for _ in range(_PAGES):
            spots = self.spots()
            if control in spots:
                break
            turn = spots.get(ON) or spots.get(MORE)
            assert turn, f"{control!r} is not on the screen; there are: {', '.join(sorted(spots))}"
            await self._click(turn)
        before = self.desk.taps
        await self._click(self.spots()[control])
        await self._paused(lambda: self.desk.taps != before)
        await self._painted()

    async def _click(self, spot: Spot) -> None:
        middle = (spot.x + spot.width // 2, spot.y + spot.height // 2)
        assert await self._pilot.click(Face, offset=middle), f"{spot.control!r} is covered by something"
        await self._pilot.pause()

    def spots(self) -> dict[str, Spot]:
        """What can be touched now, by the names of the controls."""
        return {spot.control: spot for spot in self.app.query_one(Face).spots}

    async def _painted(self) -> None:
        """The screen shows what the desk shows."""
        await self._paused(lambda: self.desk.crib.view == self.app.view)
        await self._pilot.pause()

    async def _paused(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await self._pilot.pause()

    def reads(self) -> str:
        """The cells of the screen as plain text; words in big letters are not in it."""
        return "\n".join("".join(segment.text for segment in row) for row in cells(self.app))

    def unreadable(self, sentence: str) -> list[str]:
        """The words of a sentence that are nowhere on the screen, neither plain nor in big letters."""
        rows = self.reads()
        plain = rows.casefold()
        return [word for word in sentence.split() if word.casefold() not in plain and not _drawn(word, rows)]


def _drawn(word: str, rows: str) -> bool:
    """Whether a word is painted in big letters."""
    if not big_text.can_draw(word):
        return False
    lines = rows.split("\n")
    return any(_stands(big_text.big(word, scale), lines) for scale in (1, 2))


def _stands(drawing: tuple[str, ...], lines: list[str]) -> bool:
    first = drawing[0].rstrip()
    for row in range(len(lines) - len(drawing) + 1):
        at = lines[row].find(first)
        while at >= 0:
            if all(lines[row + n][at:].startswith(part.rstrip()) for n, part in enumerate(drawing)):
                return True
            at = lines[row].find(first, at + 1)
    return False


@asynccontextmanager
async def at_screen(folder: Path, setup: list[Statement], size: tuple[int, int]) -> AsyncIterator[AtScreen]:
    """The screen before a crib that the statements have set up."""
    desk = DeskThread(folder)
    try:
        for said in setup:
            desk.play(said)
        app = KioskApp(desk.door, ids=lambda: CommandId(f"touch-{desk.taps}"), now=lambda: 0.0)
        async with asyncio.timeout(4 * PATIENCE_S), app.run_test(size=size) as pilot:
            there = AtScreen(desk, app, pilot)
            await there._painted()
            yield there
    finally:
        desk.close()
