"""The board: what stands between the top line and the controls where no sheet is open."""

from collections.abc import Sequence
from itertools import chain

from textual.content import Content

from kiosk.counter.views import Notice, Page, View
from kiosk.screens.band import LEAST_ROWS, band
from kiosk.screens.body import DENSE, details, holdings
from kiosk.screens.drawing import NOTHING, Drawing, Scalable, below, side_by_side
from kiosk.screens.idle import call, idle
from kiosk.screens.lines import Lines, fitted
from kiosk.screens.notices import slim

MARGIN = 2
_GAP = 3
_LIST_CELLS = 76
"""Widest list of holdings: the eye has to get from a name to its time."""
_HOLDING_ROWS = 5
_PICTURE_ROWS = 6
"""Least rows of a picture."""


def board(view: View, cells: int, rows: int, picture: Scalable | None = None) -> Drawing:
    """``rows`` lines of ``cells`` that show the view: a band and what is below it, or a call to act."""
    if view.page is Page.WELCOME:
        return Drawing(idle(view, cells, rows))
    if view.notice:
        return noticed(view.notice, view, cells, rows, picture)
    return Drawing(_serving(view, cells, rows))


def noticed(notice: Notice, view: View, cells: int, rows: int, picture: Scalable | None = None) -> Drawing:
    """A band over all the width, details and holdings below it: the title is big before the figures are.

    Where that would cut what is said, a slim band and no holdings.
    """
    left, right = _split(cells, held=bool(view.holdings))
    ways = details(notice, view.hint, left)
    if len(ways[-1]) > rows - LEAST_ROWS:
        ways = details(notice, "", left)
    if len(ways[-1]) > rows - LEAST_ROWS:
        return Drawing(slim(notice, cells, rows, view.language))
    dense, plain = (max(len(way), min(len(view.holdings) + 1, _HOLDING_ROWS)) for way in ways[DENSE:])
    top = band(notice, cells, max(LEAST_ROWS, rows - plain), rows - dense - 1, view.language)
    rest = rows - len(top)
    blank = [fitted("", "", cells)] if len(_best(ways, rest)) < rest else []
    room = rest - len(blank)
    shown = _pictured(view, picture, min(cells // 3, right or cells), room)
    if shown.lines and not right:
        left = cells - 2 * MARGIN - _GAP - _widest(shown)
        ways = details(notice, view.hint, left)  # may break into more lines, which is why it is cut
    told = _best(ways, rest)[:room]
    beside_it = below(shown, Drawing(holdings(view.holdings, right, room - len(shown.lines), view.language)))
    columns = [(NOTHING, MARGIN), (Drawing(told), left + _GAP), (beside_it, right or _widest(shown))]
    return below(Drawing([*top, *blank]), side_by_side(columns))


def _pictured(view: View, picture: Scalable | None, cells: int, rows: int) -> Drawing:
    """The picture, where it leaves room for all that is held."""
    room = rows - (len(view.holdings) + 2 if view.holdings else 0)
    return picture.fit(cells, room) if picture and room >= _PICTURE_ROWS else NOTHING


def _widest(drawing: Drawing) -> int:
    return max((line.cell_length for line in drawing.lines), default=0)


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
    said = [fitted(row, "$accent bold", inner) for row in call(view.hint, inner, rows // 2)]
    held = holdings(view.holdings, min(inner, _LIST_CELLS), rows - len(said) - 2, view.language)
    return [Content(""), *_indented(said), Content(""), *_indented(held)]


def _indented(lines: Lines) -> Lines:
    return [Content(" " * MARGIN) + line for line in lines]
