"""The idle page: the time, what to do, and what the kiosk tells by itself."""

from textual.content import Content

from kiosk.counter.views import View
from kiosk.screens.items import told
from kiosk.screens.lines import Lines, centered, drawn, fitted, wrapped

_MARGIN = 2
_NEWS_ROWS = 3
"""Rows that the news have at least, so that the call to act stays big where it can."""
_NEWS_CELLS = 84


def idle(view: View, cells: int, rows: int) -> Lines:
    """``rows`` lines of ``cells`` with everything in their middle; what is missing at their end is blank."""
    inner = cells - 2 * _MARGIN
    least = min(len(view.news), _NEWS_ROWS)
    said = call(view.hint, inner, rows - (least + 1 if least else 0))
    clock = _clock(view, inner, rows - len(said) - (len(view.news) + 1 if least else 0) - 2)
    room = rows - len(said) - len(clock) - 1
    news = _news(view, cells, room) if room > 0 else []
    air = [fitted("", "", cells)]
    lines = [
        *(centered(row, "$faint", cells) for row in clock),
        *(air * 2 if clock else []),
        *(centered(row, "$ink bold", cells) for row in said),
        *(air if news else []),
        *news,
    ]
    return [*air * ((rows - len(lines)) // 2), *lines]


def _clock(view: View, cells: int, rows: int) -> list[str]:
    """The time in big letters, where there is room."""
    return (drawn(view.clock, cells, rows) or []) if view.clock and rows > 0 else []


def _news(view: View, cells: int, rows: int) -> Lines:
    width = min(cells - 2 * _MARGIN, _NEWS_CELLS)
    left = (cells - width) // 2
    lines = told(view.news, width, rows, view.language)
    return [Content(" " * left) + line for line in lines]


def call(text: str, cells: int, rows: int) -> list[str]:
    """What to do, in big letters where they fit."""
    letters = drawn(text, cells, rows, gap=1)  # the tail of a y, else, touches the letter below
    return letters or [line.plain.rstrip() for line in wrapped(text, "", cells)]
