"""The whole screen of one view: top line, board or sheet, controls, and the two lines below them."""

from textual.content import Content

from kiosk.counter.views import KeyKind, Page, Sheet, View
from kiosk.screens.board import board
from kiosk.screens.drawing import Drawing, Scalable, below, filled
from kiosk.screens.edges import foot, top
from kiosk.screens.keys_page import keys_page
from kiosk.screens.lines import fitted
from kiosk.screens.local import Local
from kiosk.screens.sheet_page import sheet_page
from kiosk.screens.touch import least_cells, target_rows, targets

ROOMY_ROWS = 30
"""Rows from which the top line is tall, for the worker's name in big letters."""
_TALL_TOP = 4
_FOOT_ROWS = 4
"""Lines in which the idle page says what is amiss: a board of locks takes its cabinets along."""
_SHORT = 24
"""Rows below which a keyboard takes the top line's row."""


def page(
    view: View, size: tuple[int, int], local: Local, under_way: Content | None, picture: Scalable | None
) -> Drawing:
    """All of the screen, ``size`` being cells across and rows; ``under_way`` is the line that moves."""
    cells, rows = size
    head = _top_rows(view, rows)
    ends = foot(view.health, cells, view.language, _foot_rows(view))
    if view.countdown:
        ends = [under_way or fitted("", "", cells), *ends]
    elif under_way:
        ends = [*ends[:-1], under_way]
    inner = _inner(view, cells, rows - head - len(ends), rows, local, picture)
    return filled(below(Drawing(top(view, cells, head)), inner, Drawing(ends)), cells, rows)


def moving_row(view: View) -> int:
    """Which line, counted from the end, says what is under way: where nothing counts down, the footer's."""
    return -2 if view.countdown else -1


def _top_rows(view: View, rows: int) -> int:
    sheet = view.sheet
    if sheet:
        return 0 if rows < _SHORT and _has_letters(sheet) else 1
    return _TALL_TOP if view.who and (rows >= ROOMY_ROWS or not view.notice) else 1


def _foot_rows(view: View) -> int:
    """Only where nothing else wants the room."""
    return _FOOT_ROWS if view.page is Page.WELCOME and not (view.sheet or view.countdown) else 1


def _has_letters(sheet: Sheet) -> bool:
    return sheet.keys is not None and sheet.keys.kind is KeyKind.LETTERS


def _inner(
    view: View, cells: int, rows: int, screen_rows: int, local: Local, picture: Scalable | None
) -> Drawing:
    """Everything between the edges."""
    each = target_rows(screen_rows)
    if view.sheet and view.sheet.keys:
        return keys_page(view.sheet, view.sheet.keys, view, cells, rows, local)
    if view.sheet:
        return filled(sheet_page(view.sheet, view, cells, rows, each, local, picture), cells, rows)
    quiet = view.page is Page.WELCOME
    controls = targets(view.controls, cells, each, least_cells(cells), local.pressed, quiet=quiet)
    room = rows - len(controls.lines)
    return below(filled(board(view, cells, room, picture), cells, room), controls)
