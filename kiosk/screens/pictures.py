"""Pictures of a view through the real app, without a terminal: SVG for the README, plain text for tests.

The SVGs hold the blocks of big letters as rectangles, so that they meet without seams in any font, and name
no font to fetch: any monospaced one will do.
"""

import asyncio
from collections.abc import Callable, Sequence
from html import escape

from rich.segment import Segment
from rich.style import Style

from kiosk.attendant.messages import BrokerState, Elsewhere, Forwarded, News, Reply, Show, Status, Submit, Tap
from kiosk.counter.views import View
from kiosk.crib.names import CommandId
from kiosk.screens.app import KioskApp

CELL = (10, 20)
"""Pixels of a cell, across and down: 80 x 24 cells are the 800 x 480 of a 7-inch panel."""
_BASELINE = 15
_FULL = (0.0, 0.0, 1.0, 1.0)
_BLOCKS = {
    "█": _FULL,
    "▀": (0.0, 0.0, 1.0, 0.5),
    "▄": (0.0, 0.5, 1.0, 0.5),
    "▌": (0.0, 0.0, 0.5, 1.0),
    "▐": (0.5, 0.0, 0.5, 1.0),
    "▘": (0.0, 0.0, 0.5, 0.5),
    "▝": (0.5, 0.0, 0.5, 0.5),
    "▖": (0.0, 0.5, 0.5, 0.5),
    "▗": (0.5, 0.5, 0.5, 0.5),
}
"""Where in its cell a block lies: left, top, width, height, in cells."""

Row = list[Segment]


class StillDoor:
    """A door behind which one view never changes."""

    def __init__(self, view: View) -> None:
        self._view = view

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Show the view."""
        watcher(Show(self._view))

    def tap(self, tap: Tap) -> Reply:
        """Nothing happens."""
        return Reply(tap.id, "nothing")

    def submit(self, submit: Submit) -> Reply:
        """Nothing happens."""
        return Reply(submit.id, "nothing")

    def tell_broker(self, state: BrokerState) -> Reply:
        """Nothing happens."""
        return Reply(state.id, "nothing")

    def bring(self, told: Forwarded | Elsewhere) -> Reply:
        """Nothing happens."""
        return Reply(told.id, "nothing")

    def status(self) -> Status:
        """All is well."""
        return Status(CommandId("still"), "", self._view.site, "", 0, "", self._view.health, 0)

    def close(self) -> None:
        """Nothing to leave."""


def render(view: View, size: tuple[int, int] = (80, 24), theme: str = "dark") -> str:
    """The view as an SVG of CELL pixels a cell; ``size`` is in cells, across and down."""
    across, down = size[0] * CELL[0], size[1] * CELL[1]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" '
        f'width="{across}" height="{down}" '
        f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="16.6" xml:space="preserve">'
    )
    rows = [drawn for row, strip in enumerate(painted(view, size, theme)) for drawn in _row(row, strip)]
    return "\n".join([head, *rows, "</svg>", ""])


def text(view: View, size: tuple[int, int] = (80, 24)) -> str:
    """The view as ``size`` cells of plain text, a line a row."""
    return plain(painted(view, size, "dark"))


def plain(rows: Sequence[Row]) -> str:
    """Painted rows as text, without the spaces at their ends."""
    return "".join("".join(segment.text for segment in row).rstrip() + "\n" for row in rows)


def painted(view: View, size: tuple[int, int], theme: str) -> list[Row]:
    """Every row of cells that the app paints for ``view``."""
    return asyncio.run(_painted(view, size, theme))


async def _painted(view: View, size: tuple[int, int], theme: str) -> list[Row]:
    door = StillDoor(view)
    app = KioskApp(lambda: door, ids=lambda: CommandId("still"), theme=theme, now=lambda: 0.0)
    async with app.run_test(size=size) as pilot, asyncio.timeout(30):
        while app.view is not view:
            await pilot.pause()
        await pilot.pause()
        return cells(app)


def cells(app: KioskApp) -> list[Row]:
    """What the app has painted, row by row."""
    # Textual offers no public way to read the cells that it painted.
    return [list(strip) for strip in app.screen._compositor.render_strips()]  # noqa: SLF001


def _row(row: int, segments: Row) -> list[str]:
    drawn: list[str] = []
    at = 0
    for segment in segments:
        ink, ground = _colors(segment.style or Style())
        drawn.append(_rect(at, row, segment.cell_length, _FULL, ground))
        drawn += _glyphs(at, row, segment, ink)
        at += segment.cell_length
    return drawn


def _colors(style: Style) -> tuple[str, str]:
    """Hex of ink and ground."""
    ink, ground = (
        color.get_truecolor().hex if color else "#808080" for color in (style.color, style.bgcolor)
    )
    return (ground, ink) if style.reverse else (ink, ground)


def _glyphs(at: int, row: int, segment: Segment, ink: str) -> list[str]:
    """Blocks as rectangles, runs of other letters as text."""
    drawn = [
        _rect(at + offset, row, 1, _BLOCKS[letter], ink)
        for offset, letter in enumerate(segment.text)
        if letter in _BLOCKS
    ]
    letters = "".join(" " if letter in _BLOCKS else letter for letter in segment.text)
    if letters.strip():
        drawn.append(_text(at, row, letters, segment, ink))
    return drawn


def _text(at: int, row: int, letters: str, segment: Segment, ink: str) -> str:
    weight = ' font-weight="bold"' if segment.style and segment.style.bold else ""
    across, down = at * CELL[0], row * CELL[1] + _BASELINE
    return (
        f'<text x="{across}" y="{down}" fill="{ink}" textLength="{segment.cell_length * CELL[0]}"{weight}>'
        f"{escape(letters)}</text>"
    )


def _rect(at: int, row: int, wide: int, part: tuple[float, float, float, float], color: str) -> str:
    left, top, width, height = part
    across, down = CELL
    return (
        f'<rect x="{(at + left) * across:g}" y="{(row + top) * down:g}" width="{wide * width * across:g}" '
        f'height="{height * down:g}" fill="{color}" shape-rendering="crispEdges"/>'
    )
