"""Pictures of a view through the real app, without a terminal: SVG for the README, plain text for tests.

The SVGs hold the blocks of big letters as rectangles, so that they meet without seams in any font, and name
no font to fetch: any monospaced one will do.
"""

import asyncio
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from kiosk.attendant.stage import Stage
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
_Block = tuple[int, int, int, tuple[float, float, float, float]]
"""Where it begins across and down, how many cells it is long, and which part of them it fills."""
_GAP = 20
"""Pixels between two pages."""


def render(
    view: View, size: tuple[int, int] = (80, 24), theme: str = "dark", pictures: Path | None = None
) -> str:
    """The view as an SVG of CELL pixels a cell; ``size`` is in cells, across and down.

    ``pictures`` is the folder of those that may be shown in it.
    """
    return together([painted(view, size, theme, pictures)], size, 1)


def together(pages: Sequence[Sequence[Row]], size: tuple[int, int], columns: int) -> str:
    """Painted pages of ``size`` in cells, ``columns`` side by side, as one SVG."""
    across, down = size[0] * CELL[0], size[1] * CELL[1]
    wide = columns * (across + _GAP) - _GAP
    high = -(-len(pages) // columns) * (down + _GAP) - _GAP
    inks: dict[str, str] = {}
    places = [(at % columns * (across + _GAP), at // columns * (down + _GAP)) for at in range(len(pages))]
    drawn = [_page(rows, place, inks) for rows, place in zip(pages, places, strict=True)]
    styles = "".join(f".{name}{{fill:{color}}}" for color, name in inks.items())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="16.6" '
        f'xml:space="preserve"><style>{styles}path{{shape-rendering:crispEdges}}.b{{font-weight:bold}}</style>'
    )
    return "\n".join([head, *drawn, "</svg>", ""])


def text(view: View, size: tuple[int, int] = (80, 24)) -> str:
    """The view as ``size`` cells of plain text, a line a row."""
    return plain(painted(view, size, "dark"))


def plain(rows: Sequence[Row]) -> str:
    """Painted rows as text, without the spaces at their ends."""
    return "".join("".join(segment.text for segment in row).rstrip() + "\n" for row in rows)


def painted(
    view: View, size: tuple[int, int], theme: str = "dark", pictures: Path | None = None
) -> list[Row]:
    """Every row of cells that the app paints for ``view``."""
    return painted_all([view], size, theme, pictures)[0]


def painted_all(
    views: Sequence[View], size: tuple[int, int], theme: str = "dark", pictures: Path | None = None
) -> list[list[Row]]:
    """The same of many views, one after the other on one screen."""
    return asyncio.run(_painted(views, size, theme, pictures))


async def _painted(
    views: Sequence[View], size: tuple[int, int], theme: str, pictures: Path | None
) -> list[list[Row]]:
    door = Stage("This is a picture.", views[0])
    app = KioskApp(lambda: door, ids=_still, theme=theme, now=lambda: 0.0, pictures=pictures)
    async with app.run_test(size=size) as pilot, asyncio.timeout(30 + len(views)):
        while app.view is not views[0]:
            await pilot.pause()
        return [await _shown(app, view, pilot) for view in views]


async def _shown(app: KioskApp, view: View, pilot: Pilot[None]) -> list[Row]:
    app.show(view)
    await pilot.pause()
    while app.reads_pictures:
        await pilot.pause()
    return cells(app)


def _still() -> CommandId:
    return CommandId("still")


def cells(app: KioskApp) -> list[Row]:
    """What the app has painted, row by row."""
    # Textual offers no public way to read the cells that it painted.
    return [list(strip) for strip in app.screen._compositor.render_strips()]  # noqa: SLF001


def _page(rows: Sequence[Row], place: tuple[int, int], inks: dict[str, str]) -> str:
    """One page: of each color one path for all grounds, one for all blocks on them, then the words."""
    grounds: dict[str, list[_Block]] = {}
    blocks: dict[str, list[_Block]] = {}
    words: list[str] = []
    for number, row in enumerate(rows):
        at = 0
        for segment in row:
            ink, ground = _colors(segment.style or Style())
            _add(grounds, ground, (at, number, segment.cell_length, _FULL))
            for offset, letter in enumerate(segment.text):
                if letter in _BLOCKS:
                    _add(blocks, ink, (at + offset, number, 1, _BLOCKS[letter]))
            words += _words(at, number, segment, _class(inks, ink))
            at += segment.cell_length
    layers = (*grounds.items(), *blocks.items())
    paths = [f'<path class="{_class(inks, color)}" d="{_outline(each)}"/>' for color, each in layers]
    return f'<g transform="translate({place[0]} {place[1]})">{"".join(paths)}\n{"".join(words)}</g>'


def _class(inks: dict[str, str], color: str) -> str:
    return inks.setdefault(color, f"c{len(inks)}")


def _add(blocks: dict[str, list[_Block]], color: str, block: _Block) -> None:
    """Add a block, or make the one beside it longer."""
    same = blocks.setdefault(color, [])
    at, row, wide, part = block
    if same and part[2] == 1 and same[-1] == (at - same[-1][2], row, same[-1][2], part):
        same[-1] = (same[-1][0], row, same[-1][2] + wide, part)
    else:
        same.append(block)


def _outline(blocks: Sequence[_Block]) -> str:
    """The blocks as a path: those that fill their rows' height and stand below each other are one."""
    heights: dict[_Block, int] = {}
    for block in blocks:
        at, row, wide, part = block
        above = next((up for up in range(row - 1, -1, -1) if (at, up, wide, part) in heights), row)
        first = (at, above, wide, part)
        if part[3] == 1 and above != row and above + heights[first] == row:
            heights[first] += 1
        else:
            heights[block] = 1
    return "".join(_path(block, rows) for block, rows in heights.items())


def _path(block: _Block, rows: int) -> str:
    at, row, cells, (left, top, width, height) = block
    across, down = CELL
    wide, high = cells * width * across, (rows - 1 + height) * down
    return f"M{(at + left) * across:g} {(row + top) * down:g}h{wide:g}v{high:g}h-{wide:g}z"


def _colors(style: Style) -> tuple[str, str]:
    """Hex of ink and ground."""
    ink, ground = (
        color.get_truecolor().hex if color else "#808080" for color in (style.color, style.bgcolor)
    )
    return (ground, ink) if style.reverse else (ink, ground)


def _words(at: int, row: int, segment: Segment, ink: str) -> list[str]:
    """The runs of letters that are no blocks, each where it stands."""
    bold = " b" if segment.style and segment.style.bold else ""
    found = []
    for run in re.finditer(r"[^\s▀▄█▌▐▘▝▖▗]+(?: [^\s▀▄█▌▐▘▝▖▗]+)*", segment.text):
        across, down = (at + run.start()) * CELL[0], row * CELL[1] + _BASELINE
        length = len(run[0]) * CELL[0]
        found.append(
            f'<text class="{ink}{bold}" x="{across}" y="{down}" textLength="{length}">{escape(run[0])}</text>'
        )
    return found
