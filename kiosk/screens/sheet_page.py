"""A sheet without keys: a list and the controls that belong to it, below what was last said."""

from typing import NamedTuple

from textual.content import Content

from kiosk.counter.views import Sheet, View
from kiosk.screens import big_text, items, paging
from kiosk.screens.board import noticed
from kiosk.screens.drawing import NOTHING, Drawing, Scalable, below, filled, indented, side_by_side
from kiosk.screens.lines import Lines, centered, drawn, fitted, spread, wrapped
from kiosk.screens.local import Local
from kiosk.screens.notices import slim
from kiosk.screens.touch import ROWS, grid_for, in_a_row, least_cells, targets

MARGIN = 2
_LEAST_ROWS = 3
"""Plain rows of a list that a notice above it leaves."""
_BIG_NOTICE = 5
"""Rows more than a slim notice takes from which it is a big one."""


class _Room(NamedTuple):
    """What a list has."""

    way: items.Way
    pages: int
    cells: int
    turns_below: bool
    """Whether what turns the pages stands among the controls."""


def sheet_page(
    sheet: Sheet, view: View, cells: int, rows: int, each: int, local: Local, picture: Scalable | None
) -> Drawing:
    """``rows`` lines of ``cells``: notice, title, items, and controls ``each`` rows high."""
    inner = rows - each * grid_for(len(view.controls), cells, least_cells(cells))[1]
    top = _said(sheet, view, cells, inner, picture)
    room = _room(sheet, view, cells, inner - len(top.lines) - 1)
    page = local.page % room.pages
    listed = _listed(sheet, view, cells, inner - len(top.lines) - 1, room, page, local)
    spare = inner - len(top.lines) - len(listed.lines)
    title = _title(sheet.title, paging.number(page, room.pages, view.language), cells, spare)
    body = filled(below(top, Drawing(title), listed), cells, inner)
    return below(body, _below(view, cells, each, local.pressed, turns=room.turns_below))


def _below(view: View, cells: int, rows: int, pressed: str, *, turns: bool) -> Drawing:
    """The controls, and beside them what turns the pages."""
    each = least_cells(cells)
    if not turns:
        return targets(view.controls, cells, rows, each, pressed)
    left = cells - each * len(paging.TURNS)
    arrows = [(paging.arrow(turn, each, rows, pressed), each) for turn in paging.TURNS]
    return side_by_side([(targets(view.controls, left, rows, each, pressed), left), *arrows])


def _said(sheet: Sheet, view: View, cells: int, rows: int, picture: Scalable | None) -> Drawing:
    """The notice above the sheet, big where it leaves the whole list room."""
    if view.notice is None:
        return NOTHING
    least, whole = _needs(sheet, cells)
    full = slim(view.notice, cells, rows, view.language)
    room = max(min(len(full) + 1, rows - least), rows - whole)
    if room >= len(full) + _BIG_NOTICE:
        return noticed(view.notice, view, cells, room, picture)
    lines = slim(view.notice, cells, max(1, room), view.language)
    return Drawing([*lines, fitted("", "", cells)] if len(lines) < room else lines)


def _needs(sheet: Sheet, cells: int) -> tuple[int, int]:
    """Rows that a list needs at least, and for all of its items."""
    way = items.way_for(sheet.items, cells - 2 * MARGIN, ROWS)
    count = len(sheet.items) + bool(sheet.more)
    whole = 1 + way.each * -(-max(1, count) // way.columns)
    return min(whole, 1 + max(way.each, _LEAST_ROWS)), whole


def _room(sheet: Sheet, view: View, cells: int, rows: int) -> _Room:
    fits = bool(view.controls) and len(view.controls) + len(paging.TURNS) <= in_a_row(
        cells, least_cells(cells)
    )
    way = items.way_for(sheet.items, cells, rows)
    pages = items.pages_of(sheet.items, sheet.more, way)
    if pages == 1 or fits:
        return _Room(way, pages, cells, pages > 1)
    narrow = cells - least_cells(cells)
    way = items.way_for(sheet.items, narrow, rows)
    return _Room(way, items.pages_of(sheet.items, sheet.more, way), narrow, turns_below=False)


def _listed(sheet: Sheet, view: View, cells: int, rows: int, room: _Room, page: int, local: Local) -> Drawing:
    """One page of items, and beside it what turns the pages, where that is not below."""
    if not sheet.items:
        return Drawing(_nothing(sheet.empty, cells, rows))
    shown = items.page_of(sheet.items, sheet.more, room.way, page, view.language)
    listed = items.painted(shown, room.way, room.cells, rows, local.pressed)
    if room.cells == cells:
        return listed if room.way.cards else below(listed, _hint(view, cells, rows - len(listed.lines)))
    turns = paging.column(cells - room.cells, rows, local.pressed)
    return side_by_side([(filled(listed, room.cells, rows), room.cells), (turns, cells - room.cells)])


def _hint(view: View, cells: int, rows: int) -> Drawing:
    """What to do next, where nothing of the list can be touched, no notice says it and there is room."""
    lines = wrapped(f"→ {view.hint}", "$accent", cells - 2 * MARGIN) if view.hint else []
    fits = view.controls and view.notice is None and len(lines) <= rows
    return Drawing(indented(lines, MARGIN)) if fits else NOTHING


def _nothing(text: str, cells: int, rows: int) -> Lines:
    """What is said where there are none, in the middle."""
    letters = drawn(text, cells - 2 * MARGIN, rows - 2) or wrapped(text, "", cells - 2 * MARGIN)
    plain = [line if isinstance(line, str) else line.plain.rstrip() for line in letters]
    lines = [centered(line, "$faint bold", cells) for line in plain]
    return [*[fitted("", "", cells)] * max(0, (rows - len(lines)) // 2), *lines]


def _title(text: str, number: str, cells: int, rows: int) -> Lines:
    """The title, in big letters where ``rows`` are to spare, and which page this is."""
    inner = cells - 2 * MARGIN
    page = Content.styled(number, "$ink bold")
    letters = drawn(text, inner - page.cell_length - 2, min(rows - 1, big_text.ROWS))
    lines = [Content.styled(line, "$accent bold") for line in letters or [text]]
    lines[0] = spread(lines[0], page, inner)
    air = [Content("")] if rows > len(lines) + 1 else []
    return [*air, *indented(lines, MARGIN)]
