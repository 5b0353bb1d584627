"""Looking at the panel: whether its pixels are what the screen paints, cell by cell."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PIL import Image
from rich.style import Style

from kiosk.screens.pictures import Row

SOLID = " █"
"""One color to the edges of their cell."""
Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


class Unlike(NamedTuple):
    """Where the picture is not what is painted, and why: a cell, or (-1, -1) where no cell is."""

    row: int
    cell: int
    why: str


class Look(NamedTuple):
    """What a cell shows."""

    letter: str
    ink: Rgb
    ground: Rgb
    bold: bool


def unlike(picture: Image.Image, rows: Sequence[Row], cell: tuple[int, int], around: Rgb) -> list[Unlike]:
    """Where the picture is not what is painted; ``cell`` is in pixels, ``around`` where no cell is.

    A blank is its ground; a full block is its ink; anything else has its ground and something on it, and no
    two letters look the same, as they would where the font lacks them.
    """
    lines = [list(_looks(row)) for row in rows]
    left, top = (picture.width - len(lines[0]) * cell[0]) // 2, (picture.height - len(lines) * cell[1]) // 2
    wrong = _around(picture, (left, top), around)
    seen: dict[tuple[bytes, Rgb, Rgb, bool], str] = {}
    for y, line in enumerate(lines):
        for x, look in enumerate(line):
            begin, above = left + x * cell[0], top + y * cell[1]
            # A letter may reach one pixel into the cells beside it.
            before, after = (_is_letter(line, beside) for beside in (x - 1, x + 1))
            solid = picture.crop((begin + before, above, begin + cell[0] - after, above + cell[1]))
            part = picture.crop((begin, above, begin + cell[0], above + cell[1]))
            if not _right(solid if look.letter in SOLID else part, look):
                wrong.append(Unlike(y, x, f"{look} is {_colors(part)}"))
            elif look.letter not in SOLID:
                first = seen.setdefault((part.tobytes(), look.ink, look.ground, look.bold), look.letter)
                wrong += [Unlike(y, x, f"{look.letter} looks as {first}")] * (first != look.letter)
    return wrong


def _is_letter(line: Sequence[Look], x: int) -> bool:
    return 0 <= x < len(line) and line[x].letter not in SOLID


def _around(picture: Image.Image, corner: tuple[int, int], ground: Rgb) -> list[Unlike]:
    """What is amiss on the edges that no cell covers."""
    (left, top), (wide, high) = corner, picture.size
    edges: list[Box] = [(0, 0, left, high), (wide - left, 0, wide, high)]
    edges += [(0, 0, wide, top), (0, high - top, wide, high)]
    return [Unlike(-1, -1, f"pixels {edge}") for edge in edges if _colors(picture.crop(edge)) - {ground}]


def _right(part: Image.Image, look: Look) -> bool:
    colors = _colors(part)
    if look.letter in SOLID:
        return colors == {look.ground if look.letter == " " else look.ink}
    return look.ground in colors and len(colors) > 1


def _colors(part: Image.Image) -> set[Rgb]:
    """Each color in it; none where it is empty."""
    raw = part.tobytes()
    return set(zip(raw[::3], raw[1::3], raw[2::3], strict=True))


def _looks(row: Row) -> Iterator[Look]:
    for segment in row:
        style = segment.style or Style()
        assert style.color, segment
        assert style.bgcolor, segment
        ink, ground = (*style.color.get_truecolor(),), (*style.bgcolor.get_truecolor(),)
        if style.reverse:
            ink, ground = ground, ink
        for letter in segment.text:
            yield Look(letter, ink, ground, bool(style.bold))
