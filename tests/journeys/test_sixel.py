"""Pictures in a real terminal: sixels where it shows them, half blocks elsewhere, and nothing left behind."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from journey_parts import EXAMPLE
from journey_terminal import Terminal, terminal
from waiting import until

ONE_VIEW_AND_THE_NEXT = """
import sys, time
from pathlib import Path
from kiosk.attendant.stage import Stage
from kiosk.counter.views import Control, Notice, Page, Tone, View
from kiosk.screens.app import KioskApp

def view(title, *pictures):
    notice = Notice(Tone.DONE, title, ("Ω 1", "Ω 2"), pictures=pictures)
    return View(page=Page.NOTICE, site="Main crib", clock="08:00", hint="", notice=notice,
                controls=(Control("next", "Next"),))

class Door(Stage):
    def tap(self, tap):
        self.show(view("Ω second"))
        return super().tap(tap)

KioskApp(lambda: Door("", view("Ω first", "drill")), ids=lambda: "x", now=time.monotonic,
         pictures=Path(sys.argv[1]), graphics=sys.argv[2]).run()
"""
"""A screen with a picture; when it is touched, one without. No big letter is an omega: words stay words."""
SIZE = (80, 24)
CELL = (10, 20)
SIXEL = re.compile(r'\x1b7\x1b\[(\d+)A\x1b\[(\d+)G\x1bP0;1q"1;1;(\d+);(\d+)[^\x1b]*\x1b\\\x1b8')
LINE = re.compile(r"\x1b\[(\d+);1H")


@contextmanager
def screen(graphics: str, cell: tuple[int, int] = CELL, term: str = "foot") -> Iterator[Terminal]:
    """The screen with the picture, painted, in a terminal that says this of itself."""
    words = "-c", ONE_VIEW_AND_THE_NEXT, str(EXAMPLE / "pictures"), graphics
    with terminal(*words, size=SIZE, cell=cell, TERM=term) as shown:
        shown.shows("Ω 2")
        yield shown


def has_sixel(shown: Terminal) -> bool:
    """Whether one was written, once the screen rests."""
    shown.rests()
    return SIXEL.search(shown.raw) is not None


def painted_rows(raw: str) -> list[int]:
    """The rows of the terminal, from 1, in the order in which they were painted."""
    return [int(row) for row in LINE.findall(raw)]


def test_foot_shows_the_picture_itself_at_its_place_and_nothing_of_it_stays() -> None:
    """On the right, between band and controls; every row of it is painted anew when it goes."""
    with screen("auto") as shown:
        until(lambda: has_sixel(shown), "a sixel")
        *_, found = SIXEL.finditer(shown.raw)
        up, column, wide, high = map(int, found.groups())
        last = painted_rows(shown.raw[: found.start()])[-1]
        assert 1 < column <= SIZE[0] - 1 - wide // CELL[0]
        assert 0 < high <= (up + 1) * CELL[1]
        assert "▀" not in shown.words.split("Ω 2")[-1]
        before = len(shown.raw)
        shown.press("\x1b[<0;5;20M\x1b[<0;5;20m")
        shown.shows("Ω second")
        rows = {*range(last - up, last + 1)}
        until(lambda: shown.reads() and rows <= {*painted_rows(shown.raw[before:])}, f"{rows} anew")
        shown.rests()
        assert not SIXEL.search(shown.raw, shown.raw.index("Ω second"))


@pytest.mark.parametrize(
    ("graphics", "cell", "term"),
    [("blocks", CELL, "foot"), ("auto", CELL, "xterm-256color"), ("auto", (0, 0), "foot")],
)
def test_every_other_terminal_has_half_blocks(graphics: str, cell: tuple[int, int], term: str) -> None:
    """Also one that does not tell how large its cells are."""
    with screen(graphics, cell, term) as shown:
        shown.shows("▀▀▀▀▀▀")
        shown.rests()
        assert "\x1bP" not in shown.raw
