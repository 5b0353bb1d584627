"""Lines of styled text, each exactly as wide as asked: what the parts of the screen are put together from."""

from collections.abc import Sequence
from functools import lru_cache

from textual.content import Content

from kiosk.screens import big_text

Lines = list[Content]
_WIDE = 110
"""Cells from which two lines of scale 2 hold a title."""


def fitted(text: str | Content, style: str, cells: int) -> Content:
    """One line of ``cells``: padded, or cut with an ellipsis."""
    content = text if isinstance(text, Content) else Content(text)
    return content.truncate(cells, ellipsis=True, pad=True).stylize_before(style)


def centered(text: str, style: str, cells: int) -> Content:
    """One line of ``cells`` with ``text`` in its middle."""
    spare = max(0, cells - Content(text).cell_length)
    return fitted(" " * (spare // 2) + text, style, cells)


def spread(left: Content, right: Content, cells: int) -> Content:
    """One line of ``cells`` with ``right`` at its end; ``left`` is cut where both do not fit."""
    room = max(0, cells - right.cell_length - 1)
    return fitted(left.truncate(room, ellipsis=True, pad=True) + " " + right, "", cells)


def wrapped(text: str, style: str, cells: int) -> Lines:
    """``text`` broken at spaces into lines of ``cells``."""
    return [fitted(line, style, cells) for line in Content(text).wrap(max(1, cells))] if text else []


@lru_cache(maxsize=256)
def drawn(text: str, cells: int, rows: int, gap: int = 0) -> list[str] | None:
    """``text`` in the biggest letters that fit ``cells`` x ``rows``; None where none do.

    Letters of scale 2 are taken only where they need no further line break, or on two lines of a wide screen.
    Lines are ``gap`` rows apart where there is room, else they touch.
    """
    small, twice = big_text.wrap(text, cells), big_text.wrap(text, cells, 2)
    if small and twice and len(twice) <= max(len(small), 2 if cells >= _WIDE else 0):
        stacked = _stacked([big_text.big(line, 2) for line in twice], rows, gap)
        if stacked:
            return stacked
    return _stacked([big_text.big(line) for line in small], rows, gap) if small else None


def _stacked(drawings: Sequence[Sequence[str]], rows: int, gap: int) -> list[str] | None:
    """Drawn lines, one below the other; None where they do not fit ``rows``."""
    height, gaps = sum(map(len, drawings)), gap * (len(drawings) - 1)
    between = [""] * gap if height + gaps <= rows else []
    first, *others = drawings
    stacked = [*first, *(row for drawing in others for row in (*between, *drawing))]
    return stacked if height <= rows else None


def joined(lines: Sequence[Content]) -> Content:
    """The lines as one content."""
    return Content("\n").join(lines)
