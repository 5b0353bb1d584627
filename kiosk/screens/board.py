"""The board: everything between the top line and the controls, laid out for the cells there are."""

from collections.abc import Sequence
from itertools import chain

from textual.content import Content

from kiosk.counter.views import Notice, Page, View
from kiosk.screens.band import LEAST_ROWS, band
from kiosk.screens.body import DENSE, details, holdings
from kiosk.screens.lines import Lines, beside, centered, drawn, fitted, joined, wrapped

MARGIN = 2
_GAP = 3
_LIST_CELLS = 76
"""Widest list of holdings: the eye has to get from a name to its time."""
_HOLDING_ROWS = 5


def board(view: View, cells: int, rows: int) -> Content:
    """``rows`` lines of ``cells`` that show the view: a band and what is below it, or a call to act."""
    if view.page is Page.WELCOME:
        lines = _welcome(view, cells, rows)
    elif view.notice:
        lines = _noticed(view.notice, view, cells, rows)
    else:
        lines = _serving(view, cells, rows)
    blank = fitted("", "", cells)
    return joined([*lines, *[blank] * (rows - len(lines))][:rows])


def _welcome(view: View, cells: int, rows: int) -> Lines:
    """The time and what to do, in the middle."""
    inner = cells - 2 * MARGIN
    clock = drawn(view.clock, inner, rows // 3) if view.clock else None
    lines = [centered(row, "$faint", cells) for row in clock or []]
    lines += [fitted("", "", cells)] * (2 if lines else 0)
    lines += [centered(row, "$ink bold", cells) for row in _call(view.hint, inner, rows - len(lines))]
    return [*[fitted("", "", cells)] * ((rows - len(lines)) // 2), *lines]


def _noticed(notice: Notice, view: View, cells: int, rows: int) -> Lines:
    """A band over all the width, details and holdings below it: the title is big before the figures are."""
    left, right = _split(cells, held=bool(view.holdings))
    ways = details(notice, view.hint, left)
    dense, plain = (max(len(way), min(len(view.holdings) + 1, _HOLDING_ROWS)) for way in ways[DENSE:])
    top = band(notice, cells, max(LEAST_ROWS, rows - plain), rows - dense - 1)
    rest = rows - len(top)
    told = _best(ways, rest)
    blank = [fitted("", "", cells)] if len(told) < rest else []
    held = holdings(view.holdings, right, rest - len(blank))
    below = beside([line.pad_right(_GAP) for line in told], held, left + _GAP, right)
    return [*top, *blank, *_indented(below)]


def _best(ways: Sequence[Lines], rows: int) -> Lines:
    """The first way that leaves a row free, else a dense one that fits, else the last, which is cut."""
    airy = (way for way in ways[: DENSE + 1] if len(way) < rows)
    dense = (way for way in ways[DENSE:] if len(way) <= rows)
    return next(chain(airy, dense), ways[-1])


def _split(cells: int, *, held: bool) -> tuple[int, int]:
    """Cells for the details and for the holdings."""
    inner = cells - 2 * MARGIN - _GAP
    right = min(_LIST_CELLS, inner // 2) if held else 0
    return inner - right, right


def _serving(view: View, cells: int, rows: int) -> Lines:
    """What to do next, and what the worker holds."""
    inner = cells - 2 * MARGIN
    call = [fitted(row, "$accent bold", inner) for row in _call(view.hint, inner, rows // 2)]
    held = holdings(view.holdings, min(inner, _LIST_CELLS), rows - len(call) - 2)
    return [Content(""), *_indented(call), Content(""), *_indented(held)]


def _call(text: str, cells: int, rows: int) -> list[str]:
    letters = drawn(text, cells, rows, gap=1)  # the tail of a y, else, touches the letter below
    return letters or [line.plain.rstrip() for line in wrapped(text, "", cells)]


def _indented(lines: Lines) -> Lines:
    return [Content(" " * MARGIN) + line for line in lines]
