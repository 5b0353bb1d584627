"""A sheet with keys: what is asked, what was typed so far, what was found by it, and the keys."""

from textual.content import Content

from kiosk.counter.views import KeyKind, Keys, Notice, Sheet, View
from kiosk.screens import items, paging
from kiosk.screens.drawing import NOTHING, Drawing, below, filled, indented, shares, side_by_side
from kiosk.screens.keyboard import keyboard, keyboard_rows, keypad
from kiosk.screens.lines import Lines, drawn, fitted, spread, wrapped
from kiosk.screens.local import Local
from kiosk.screens.notices import headline, slim
from kiosk.screens.palette import ICONS
from kiosk.screens.touch import ROWS, folded, grid, in_a_row, least_cells
from kiosk.screens.words import OTHERS, said

MARGIN = 2
_CARET = "_"
_DOT = "●"
_PAD_SHARE = 0.56
_MOST_PAD_ROWS = 28
_LEAST_TEXT = 7
_BIG = 3
_TALK_ROWS = 4
"""Rows for a title and for what was typed in big letters."""


def keys_page(sheet: Sheet, keys: Keys, view: View, cells: int, rows: int, local: Local) -> Drawing:
    """``rows`` lines of ``cells``: a keypad on the right of what is asked, or a keyboard below it."""
    page = _digits if keys.kind is KeyKind.DIGITS else _letters
    return filled(page(sheet, keys, view, cells, rows, local), cells, rows)


def _digits(sheet: Sheet, keys: Keys, view: View, cells: int, rows: int, local: Local) -> Drawing:
    right = int(cells * _PAD_SHARE)
    left = cells - right
    columns = in_a_row(left, least_cells(cells))
    most = columns * max(1, min(2, (rows - _LEAST_TEXT) // ROWS))
    shown = folded(view.controls, most, local.turn, said(OTHERS, view.language))
    controls = grid(shown, shares(left, min(columns, max(1, len(shown)))), ROWS, local.pressed)
    text = filled(
        Drawing(_asked(sheet, keys, view, left, rows - len(controls.lines))), left, rows - len(controls.lines)
    )
    pad = keypad(keys.enter, right, min(rows, _MOST_PAD_ROWS), local.pressed)
    return side_by_side([(below(text, controls), left), (pad, right)])


def _asked(sheet: Sheet, keys: Keys, view: View, cells: int, rows: int) -> Lines:
    """What was said, what is asked for, and what was typed so far, in a column."""
    inner = cells - 2 * MARGIN
    typed = _typed(keys, inner, _BIG)
    title = [] if view.notice or sheet.title == keys.prompt else wrapped(sheet.title, "$accent bold", inner)
    prompt = wrapped(keys.prompt, "$ink bold", inner)
    listed = [line for item in sheet.items for line in wrapped(f"{item.title} {item.aside}", "$faint", inner)]
    room = rows - len(typed) - len(title) - len(prompt)
    said_before = slim(view.notice, cells, max(2, room - 1), view.language) if view.notice else []
    air = [Content("")] if room > len(said_before) + 2 else []
    lines = [*air, *title, *air, *prompt, *typed, *air, *listed]
    return [*said_before, *indented(lines, MARGIN)][:rows]


def _typed(keys: Keys, cells: int, rows: int) -> Lines:
    """What was typed, as big as it can be; of a long text its end."""
    letters = _dots(keys.typed, cells) or drawn(f"{keys.typed}{_CARET}", cells, rows)
    if letters and rows >= _BIG:
        return [fitted(line, "$ink bold", cells) for line in letters]
    return wrapped(f"{keys.typed}{_CARET}", "$ink bold", cells)[-rows:]


def _dots(typed: str, cells: int) -> list[str]:
    """A secret, in big dots; [] for anything else, and where they are too many."""
    wide = "  ".join("██" for _ in typed)
    return ["", wide, ""] if typed and set(typed) == {_DOT} and len(wide) <= cells else []


def _letters(sheet: Sheet, keys: Keys, view: View, cells: int, rows: int, local: Local) -> Drawing:
    each = ROWS
    right = least_cells(cells) + 2 * (cells >= 70) if view.controls else 0
    left = cells - right
    board_rows = keyboard_rows(rows)
    beside = len(view.controls) * each <= board_rows
    above = _found(sheet, keys, view, cells if beside else left, rows - board_rows, local, least_cells(cells))
    board = keyboard(keys.enter, view.language, left, board_rows, local.layer, local.pressed)
    shown = folded(view.controls, rows // each, local.turn, said(OTHERS, view.language))
    controls = grid(shown, [right], each, local.pressed)
    blank = filled(NOTHING, right, (board_rows if beside else rows) - len(controls.lines))
    column = below(blank, controls)
    if beside:
        return below(above, side_by_side([(board, left), (column, right)]))
    return side_by_side([(below(above, board), left), (column, right)])


def _found(sheet: Sheet, keys: Keys, view: View, cells: int, rows: int, local: Local, least: int) -> Drawing:
    """What is asked and typed, and below it a page of what was found."""
    hits = ROWS * max(1, (rows - _TALK_ROWS) // ROWS) if sheet.items and rows > ROWS else 0
    number, listed = _hits(sheet, view, cells, hits, local, least) if hits else ("", NOTHING)
    talk = Drawing(_talk(sheet, keys, view, cells, rows - hits, number))
    return below(filled(talk, cells, rows - hits), listed)


def _talk(sheet: Sheet, keys: Keys, view: View, cells: int, rows: int, number: str) -> Lines:
    """Title or notice, what is asked for, what was typed; in one line where there is no more room."""
    inner = cells - 2 * MARGIN
    if rows < 2:
        return [_one_line(keys, view.notice, cells)]
    top = _heading(sheet, number or keys.prompt, view, cells)
    room = rows - len(top)
    if room < _BIG:
        return [*top, _one_line(keys, None, cells)]
    prompt = wrapped(keys.prompt, "$faint", inner)[: room - _BIG] if view.notice else []
    typed = _typed(keys, inner, room - len(prompt))
    told = _told(sheet, view, inner)
    return [*top, *indented([*prompt, *typed, *told], MARGIN)][:rows]


def _heading(sheet: Sheet, beside: str, view: View, cells: int) -> Lines:
    if view.notice:
        return headline(view.notice, cells, 1, view.language)
    title = Content.styled(sheet.title, "$accent bold")
    prompt = Content.styled("" if beside == sheet.title else beside, "$faint")
    return indented([spread(title, prompt, cells - 2 * MARGIN)], MARGIN)


def _told(sheet: Sheet, view: View, cells: int) -> Lines:
    """What else was said, and that nothing was found."""
    lines = view.notice.lines if view.notice else ()
    texts = (*lines, "" if sheet.items else sheet.empty)
    return [line for text in texts for line in wrapped(text, "$faint", cells)]


def _one_line(keys: Keys, notice: Notice | None, cells: int) -> Content:
    """What is asked for and what was typed; on its tone's ground what was said instead of what is asked."""
    asked = f"{ICONS[notice.tone]} {notice.title}" if notice else keys.prompt
    style = f"$on-{notice.tone.value} on ${notice.tone.value}" if notice else "$ink"
    inner = cells - 2 * MARGIN
    typed = f"{keys.typed}{_CARET}"[-(inner * 2 // 3) :]
    (line,) = indented([spread(Content(asked), Content.styled(typed, "bold"), inner)], MARGIN)
    return fitted(line, style, cells)


def _hits(sheet: Sheet, view: View, cells: int, rows: int, local: Local, least: int) -> tuple[str, Drawing]:
    """Which page of what was found, and the page; one target turns them."""
    way = items.way_for(sheet.items, cells, rows)
    pages = items.pages_of(sheet.items, sheet.more, way)
    room = cells if pages == 1 else cells - least
    if pages > 1:
        way = items.way_for(sheet.items, room, rows)
        pages = items.pages_of(sheet.items, sheet.more, way)
    page = local.page % pages
    shown = items.page_of(sheet.items, sheet.more, way, page, view.language)
    listed = filled(items.painted(shown, way, room, rows, local.pressed), room, rows)
    if room == cells:
        return "", listed
    on = paging.arrow(paging.ON, cells - room, rows, local.pressed)
    number = paging.number(page, pages, view.language)
    return number, side_by_side([(listed, room), (on, cells - room)])
