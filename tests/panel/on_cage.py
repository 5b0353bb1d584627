"""The real stack: cage as its unit starts it, foot with our files, the screen, and simulated devices.

`make test-panel` installs what is needed. What only a real panel can show is in docs/panel.md.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.color import Color
from waiting import PATIENCE_S, until

from kiosk import assembly
from kiosk.attendant.messages import News, Show
from kiosk.counter.views import Page, View
from kiosk.screens.palette import PALETTES
from kiosk.screens.pictures import painted, plain
from kiosk.settings import Reader, Scanner, Screen
from kiosk.settings_file import dump, load
from tests.journeys.journey_parts import EXAMPLE, cribctl, running, settings_in
from tests.panel.panel_hand import ALT, CONTROL, LOGO, SHIFT, Hand
from tests.panel.panel_look import Unlike, unlike
from tests.panel.panel_stack import Panel, panel

SMALL, LARGE = (800, 480), (1280, 800)
GROUND = Color.parse(PALETTES["dark"]["ground"]).rgb
ESCAPE, X, Z, C, N, Q, V, F4, DELETE = 1, 45, 44, 46, 49, 16, 47, 62, 111
KEYS = [key for key in range(1, 127) if key != X]
"""Of linux/input-event-codes.h: what is on a keyboard of 105 keys, keypad and power key included."""
HELD = [0, SHIFT, CONTROL, ALT, LOGO, CONTROL | SHIFT, CONTROL | ALT, ALT | SHIFT, CONTROL | ALT | SHIFT]
SHOWN = EXAMPLE.parents[1] / "docs" / "pictures" / "panel.png"
ECHO = """
import os, sys, tty
tty.setraw(0)
with open(sys.argv[1] + ".typed", "ab", buffering=0) as typed:
    while True:
        typed.write(os.read(0, 4096))
"""
"""Writes down what is typed into its terminal."""


class Kiosk:
    """An attendant at the example crib, and what it last told screens to show."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.views: list[View] = []
        self._door = assembly.socket_door(load(config))
        self._door.watch(self._news)

    def sim(self, *words: str) -> None:
        """Move a simulated device."""
        done = cribctl(self.config, "sim", *words)
        assert done.returncode == 0, done.stderr

    def shown_on(
        self, seen: Panel, cells: tuple[int, int] = (80, 24), cell: tuple[int, int] = (10, 20)
    ) -> None:
        """Wait until the panel shows the present view, to the last cell."""
        wrong: list[Unlike] = []

        def same() -> bool:
            rows = painted(self.views[-1], cells)
            wrong[:] = [one for one in unlike(seen.picture(), rows, cell, GROUND) if one[:2] != seen.arrow]
            return not wrong

        try:
            until(same, "the panel shows what the screen paints")
        except AssertionError as error:
            raise AssertionError(f"{error}: {wrong[:5]}\n{seen.log[-2000:]}") from error

    def close(self) -> None:
        self._door.close()  # type: ignore[attr-defined]

    def _news(self, news: News) -> None:
        if isinstance(news, Show):
            self.views.append(news.view)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """At work until all is shown; each test leaves it at its welcome page."""
    folder = tmp_path_factory.mktemp("kiosk")
    (folder / "relay").mkdir()
    settings = replace(
        settings_in(folder),
        reader={"main": Reader()},
        scanner={"main": Scanner()},
        screen=Screen(pictures=str(EXAMPLE / "pictures")),
    )
    config = folder / "kiosk.toml"
    config.write_text(dump(settings), encoding="utf-8")
    with running(folder, "attendant", "--simulate", "--config", config) as attendant:
        attendant.systemd.hears("READY=1")
        assert cribctl(config, "import", "all", EXAMPLE).returncode == 0
        with closing(Kiosk(config)) as kiosk:
            yield kiosk


@pytest.fixture
def small() -> Iterator[Panel]:
    """The 7-inch one."""
    with panel(SMALL) as small:
        yield small


@pytest.fixture
def hand(small: Panel) -> Iterator[Hand]:
    """At that panel before the kiosk is, as a touch panel's is; where its arrow rests nobody looks."""
    small.arrow = (23, 79)
    with closing(Hand(small.wayland, SMALL)) as hand:
        yield hand


@pytest.mark.parametrize(
    ("size", "foot", "cells", "cell"),
    [
        (SMALL, "foot.ini", (80, 24), (10, 20)),
        (SMALL, "foot-large.ini", (61, 20), (13, 24)),
        (LARGE, "foot.ini", (128, 40), (10, 20)),
    ],
)
def test_every_pixel_of_the_panel_is_the_screens(
    kiosk: Kiosk, size: tuple[int, int], foot: str, cells: tuple[int, int], cell: tuple[int, int]
) -> None:
    """No frame, no strip, no letter that the font lacks: each cell is what the screen paints there."""
    with panel(size) as seen, closing(seen.start(kiosk.config, foot)) as cage:
        kiosk.shown_on(seen, cells, cell)
        assert cage.cells == cells
        assert seen.picture().size == size


def test_a_finger_on_a_control_presses_it(kiosk: Kiosk, small: Panel, hand: Hand) -> None:
    """Through cage and foot to the attendant, and what it shows then comes back to the panel."""
    with closing(small.start(kiosk.config)) as cage:
        kiosk.shown_on(small)
        look_for_something(hand, kiosk)
        kiosk.shown_on(small)
        look_no_more(hand, kiosk)
        kiosk.shown_on(small)
        assert cage.lasts()


def test_no_key_means_anything_to_compositor_or_terminal(kiosk: Kiosk, small: Panel, hand: Hand) -> None:
    """Every key with all kinds of modifiers: nothing ends, and a letter typed after them arrives."""
    typed = kiosk.config.with_name("kiosk.toml.typed")
    with closing(small.start(kiosk.config, program=ECHO)) as cage:
        until(typed.exists, "the program in the terminal listens")
        until(lambda: hand.press(Z) or b"z" in typed.read_bytes(), "what is typed arrives")
        for times, held in enumerate(HELD, 1):
            for key in KEYS:
                hand.press(key, held)
            hand.press(X)
            until(lambda: typed.read_bytes().count(b"x") >= times, "x, typed last")  # noqa: B023
        assert cage.lasts()


def test_no_key_ends_the_screen(kiosk: Kiosk, small: Panel, hand: Hand) -> None:
    """What closes, kills or leaves elsewhere does nothing here, and a touch still counts."""
    with closing(small.start(kiosk.config)) as cage:
        kiosk.shown_on(small)
        for held in HELD:
            for key in (ESCAPE, C, N, Q, V, F4, DELETE):
                hand.press(key, held)
        look_for_something(hand, kiosk)
        look_no_more(hand, kiosk)
        assert cage.lasts()


@pytest.mark.parametrize("which", ["screen", "foot"])
def test_cage_does_not_outlive_what_it_shows(kiosk: Kiosk, small: Panel, which: str) -> None:
    """It ends, so that systemd starts all of it anew, and that shows the same."""
    with closing(small.start(kiosk.config)) as cage:
        kiosk.shown_on(small)
        os.kill(getattr(cage, which), signal.SIGKILL)
        until(cage.gone, "all three end")
    with closing(small.start(kiosk.config)):
        kiosk.shown_on(small)


def test_what_is_scanned_while_the_panel_is_dark_is_not_lost(kiosk: Kiosk, small: Panel) -> None:
    """Cage is killed while somebody is at the counter: she goes on by ear, and then it is shown."""
    with closing(small.start(kiosk.config)) as cage:
        kiosk.sim("tap", "ann")
        until(lambda: kiosk.views[-1].who, "she is signed in")
        cage.process.kill()
        cage.process.wait(PATIENCE_S)
        kiosk.sim("scan", "DRL-01")
        kiosk.sim("tap", "ann")
        until(lambda: kiosk.views[-1].page is Page.WELCOME, "she is signed out")
        until(cage.gone, "nothing of it is left")
    assert "asset.issued" in cribctl(kiosk.config, "journal", "show", "--json").stdout
    with closing(small.start(kiosk.config)):
        kiosk.shown_on(small)


def test_the_terminal_paints_the_picture_of_a_tool(kiosk: Kiosk, small: Panel) -> None:
    """Pixels of the picture itself: where half blocks stand for it, no cell has more than two colors."""
    with closing(small.start(kiosk.config)):
        kiosk.sim("tap", "ann")
        until(lambda: kiosk.views[-1].who, "she is signed in")
        kiosk.sim("scan", "CR-01")
        until(lambda: has_a_picture(kiosk, small), "the crimp tool is shown")
        if os.environ.get("KIOSK_SNAPSHOTS") == "write":
            small.picture().quantize(64).save(SHOWN, optimize=True)
        kiosk.sim("tap", "ann")
        until(lambda: kiosk.views[-1].page is Page.WELCOME, "she is signed out")


def has_a_picture(kiosk: Kiosk, small: Panel) -> bool:
    """Whether cells that the screen leaves blank have three colors or more."""
    seen = small.picture()
    rows = painted(kiosk.views[-1], (80, 24))
    blank = {
        (y, x) for y, line in enumerate(plain(rows).splitlines()) for x in range(80) if line[x : x + 1] in " "
    }
    drawn = [
        seen.crop((one.cell * 10, one.row * 20, one.cell * 10 + 10, one.row * 20 + 20))
        for one in unlike(seen, rows, (10, 20), GROUND)
        if one[:2] in blank
    ]
    return any(len(part.getcolors() or ()) > 2 for part in drawn)


def look_for_something(hand: Hand, kiosk: Kiosk) -> None:
    """By touch."""
    touch(hand, kiosk, "Find")
    until(lambda: kiosk.views[-1].sheet, "the search is shown")


def look_no_more(hand: Hand, kiosk: Kiosk) -> None:
    """By touch."""
    touch(hand, kiosk, "Back")
    until(lambda: not kiosk.views[-1].sheet, "the search is over")


def touch(hand: Hand, kiosk: Kiosk, words: str) -> None:
    """Touch what is written on the small panel, as the screen paints the present view."""
    lines = plain(painted(kiosk.views[-1], (80, 24))).splitlines()
    (row,) = (row for row, line in enumerate(lines) if words in line)
    hand.tap(lines[row].index(words) * 10 + 5, row * 20 + 10)
