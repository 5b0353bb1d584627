"""A rehearsal on the screen: what is done stands at the foot, what is tapped is marked, space stops it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from textual.pilot import Pilot
from waiting import PATIENCE_S

from kiosk.rehearse.grammar import parse
from kiosk.rehearse.play import Playing
from kiosk.screens.pictures import cells, plain
from kiosk.screens.played import PlayedApp

DAY = """
site A "Main shop"
now 2026-11-02T08:00
bin C1-04
category torque kind=serialized loan=8h
product TQ-60 "Torque wrench" category=torque
asset TW-01 TQ-60 bin=C1-04
worker ann "Ann Ott"
badge ann
scan TW-01
expect taken TW-01 by=ann
tap undo
expect place TW-01 bin:C1-04
"""
SCAN, UNDO = "day.crib:10  scan TW-01", "day.crib:12  tap undo"


class Heard:
    """The screen, and all that the play has told it."""

    def __init__(self, playing: Playing) -> None:
        self.app = PlayedApp(lambda: playing.stage, playing.pause)
        self.heard: list[str] = []

    def say(self, text: str) -> None:
        self.heard.append(text)
        self.app.say(text)

    def mark(self, control: str) -> None:
        self.heard.append(f"mark {control}")
        self.app.mark(control)

    def exit(self) -> None:
        self.heard.append("exit")

    def words(self) -> str:
        return plain(cells(self.app))


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Go on as soon as ``condition`` holds; fail where it never does."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await pilot.pause()


def test_every_act_is_said_and_every_tap_marked_before_it_is_done() -> None:
    """And at the end the screen goes, and says whether all held."""
    playing = Playing([parse("day.crib", DAY)], pace_s=0.0)
    at = Heard(playing)

    async def scene() -> None:
        async with at.app.run_test(size=(80, 24)) as pilot:
            thread = Thread(target=playing.run, args=(at,))
            thread.start()
            await until(pilot, lambda: not thread.is_alive())

    asyncio.run(scene())
    assert at.heard == ["day.crib:9  badge ann", SCAN, UNDO, "mark undo", "exit"]
    assert playing.told() == "all held\n"


def test_space_stops_the_play_before_the_next_act_and_lets_it_go_on() -> None:
    """Meanwhile the screen shows where it stands, and how to go on."""
    playing = Playing([parse("day.crib", DAY)], pace_s=0.0)
    at = Heard(playing)

    async def scene() -> None:
        async with at.app.run_test(size=(80, 24)) as pilot:
            await pilot.press("space")
            thread = Thread(target=playing.run, args=(at,))
            thread.start()
            await until(pilot, lambda: "paused" in at.words())
            assert at.heard == []
            await pilot.press("space")
            await until(pilot, lambda: not thread.is_alive())

    asyncio.run(scene())
    assert at.heard[-1] == "exit"


def test_the_foot_shows_the_statement_below_the_whole_kiosk() -> None:
    """One line, that takes nothing else away."""
    playing = Playing([], pace_s=0.0)
    at = Heard(playing)

    async def scene() -> None:
        async with at.app.run_test(size=(80, 24)) as pilot:
            at.say(SCAN)
            await until(pilot, lambda: SCAN in at.words())
            *_, last = at.words().splitlines()
            assert last.split() == ["▶", *SCAN.split(), "space", "pause", "·", "q", "quit"]

    asyncio.run(scene())


def test_whoever_leaves_a_paused_play_ends_it() -> None:
    """A thread that waits for a key nobody will press would wait forever."""
    playing = Playing([parse("day.crib", DAY)], pace_s=0.0)
    at = Heard(playing)
    assert playing.pause()
    thread = Thread(target=playing.run, args=(at,))
    thread.start()
    playing.leave()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert playing.told() == "stopped before the end\n"


def test_the_day_is_a_file_that_can_be_named(tmp_path: Path) -> None:
    """Of its path, the foot shows the name only."""
    playing = Playing([parse(str(tmp_path / "day.crib"), DAY)], pace_s=0.0)
    at = Heard(playing)
    playing.run(at)
    assert SCAN in at.heard
