"""Items of a sheet: cards to touch, or plain rows, a page of them at a time."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from kiosk.counter.views import Item, Tone
from kiosk.screens.buttons import TONES, Ink, Look, broken, framed
from kiosk.screens.drawing import Drawing, Spot, in_rows, indented, shares
from kiosk.screens.lines import Lines, fitted, spread
from kiosk.screens.palette import ICONS
from kiosk.screens.touch import ROWS
from kiosk.screens.words import MORE, said

_BORDER = 2
_TAB = 5
"""Cells of the colored end of an item that has a tone."""
_MARGIN = 2
_COLUMNS = ((150, 4), (84, 3), (44, 2), (0, 1))
"""Columns of cards from so many cells on."""
_NARROW_TAB, _WIDE = 3, 34
_CHIP = 4
_FLAT = Ink("ink", "ground", "ground")


class Way(NamedTuple):
    """How a page of items is laid out: so many columns of cells so many rows high."""

    columns: int
    each: int
    most: int
    """Items on one page."""
    cards: bool


def way_for(items: Sequence[Item], cells: int, rows: int) -> Way:
    """Cards where anything can be touched, else rows: dense ones where all of them say all in one line."""
    if any(item.control for item in items):
        columns = next(columns for least, columns in _COLUMNS if cells >= least)
        return Way(columns, ROWS, max(1, columns * (rows // ROWS)), cards=True)
    each = 1 if all(_length(item) <= cells - 2 * _MARGIN for item in items) else 2
    return Way(1, each, max(1, rows // each), cards=False)


def _length(item: Item) -> int:
    said = "  ".join(filter(None, (item.title, item.detail, item.aside)))
    return Content(said).cell_length + (_CHIP if item.tone else 0) + 1


def pages_of(items: Sequence[Item], more: int, way: Way) -> int:
    """How many pages there are: what is beyond the items takes a place on the last one."""
    return max(1, -(-(len(items) + bool(more)) // max(1, way.most)))


def page_of(items: Sequence[Item], more: int, way: Way, page: int, code: str) -> tuple[Item, ...]:
    """The items on a page; the last page ends with how many there are beyond them."""
    last = (Item(said(MORE, code, count=more)),) if more else ()
    return tuple((*items, *last)[page * way.most : (page + 1) * way.most])


def painted(items: Sequence[Item], way: Way, cells: int, rows: int, pressed: str) -> Drawing:
    """One page of items on ``cells``, in at most ``rows`` lines; plain ones have air where there is room."""
    if not way.cards:
        inner = cells - 2 * _MARGIN
        air = [fitted("", "", inner)] if len(items) * (way.each + 1) <= rows else []
        aligned = any(item.tone for item in items)
        drawn = (_plain(item, inner, way.each, aligned=aligned) for item in items)
        lines = [line for one in drawn for line in (*one, *air)]
        return Drawing(indented(lines, _MARGIN))
    widths = shares(cells, way.columns)
    close = all(_title_cells(item) <= min(widths) for item in items)
    drawings = [
        _card(item, widths[number % way.columns], pressed, close=close) for number, item in enumerate(items)
    ]
    return in_rows(drawings, way.columns, widths)


def _title_cells(item: Item) -> int:
    """Cells of a card that has its word beside its title."""
    return Content(f"{item.title}  {item.aside}").cell_length + 2 * _BORDER + (_TAB if item.tone else 0)


def _tab(item: Item, cells: int) -> int:
    """Cells of the colored end."""
    return (_TAB if cells >= _WIDE else _NARROW_TAB) if item.tone else 0


def told(items: Sequence[Item], cells: int, rows: int, code: str) -> Lines:
    """The items in dense lines of ``cells``, at most ``rows``; says how many more there are."""
    shown = items if len(items) <= rows else items[: rows - 1]
    aligned = any(item.tone for item in items)
    lines = [line for item in shown for line in _plain(item, cells, 1, aligned=aligned)]
    rest = len(items) - len(shown)
    return [*lines, *([fitted(said(MORE, code, count=rest), "$faint", cells)] if rest else [])]


@lru_cache(96)
def _card(item: Item, cells: int, pressed: str, *, close: bool) -> Drawing:
    touched = bool(pressed) and item.control == pressed
    ink = (Look.TOUCHED if touched else Look.QUIET).value if item.control else _FLAT
    tab = _tab(item, cells)
    air = fitted(" ", f"on ${ink.fill}", 1)
    colors = _Colors(ink.text, ink.text if touched else "faint", ink.text if touched else "accent", ink.fill)
    face = [air + line + air for line in _face(item, cells - 2 * _BORDER - tab, colors, close=close)]
    if item.tone:
        face = [end + line for end, line in zip(_end(item.tone, tab), face, strict=True)]
    spots = (Spot(item.control, 0, 0, cells, ROWS),) if item.control else ()
    return Drawing(framed(face, cells, ink), spots)


def _face(item: Item, cells: int, colors: "_Colors", *, close: bool) -> Lines:
    """Three lines: what it is, what there is to know, and its word, ``close`` beside the title or last."""
    rows = ROWS - _BORDER
    aside = Content.styled(item.aside, f"${colors.aside} bold").truncate(cells - 1, ellipsis=True)
    last = bool(item.aside) and not close
    titles = broken(item.title, cells, 1 if item.detail else rows - last)
    title = [Content.styled(line, f"${colors.title} bold") for line in titles]
    if close and title:
        title[0] = spread(title[0], aside, cells)
    details = _details(item.detail, cells, rows - len(title), aside.cell_length + 2 if last else 0)
    told = [Content.styled(line, f"${colors.detail}") for line in details]
    lines: Lines = [*title, *told, *[Content("")] * (rows - len(title) - len(told))]
    if last:
        lines[-1] = spread(lines[-1], aside, cells)
    return [fitted(line, f"on ${colors.fill}", cells) for line in lines]


def _details(text: str, cells: int, rows: int, taken: int) -> list[str]:
    """``text`` in at most ``rows`` lines, of whose last one the end is ``taken``."""
    if not taken or rows < 1:
        return broken(text, cells, rows) if rows > 0 else []
    if rows == 1:
        return broken(text, max(1, cells - taken), 1)
    first = (broken(text, cells, rows + 1) or [""])[0].removesuffix("…")
    return [first, *broken(text.removeprefix(first).strip(), max(1, cells - taken), 1)] if text else []


class _Colors(NamedTuple):
    title: str
    detail: str
    aside: str
    fill: str


def _end(tone: Tone, cells: int) -> Lines:
    """The colored end, with the tone's shape."""
    ink = TONES[tone].value
    style = f"${ink.text} on ${ink.fill} bold"
    return [fitted(text.center(cells), style, cells) for text in ("", ICONS[tone], "")]


def _plain(item: Item, cells: int, rows: int, *, aligned: bool) -> Lines:
    """One or two lines that cannot be touched."""
    title = Content.styled(item.title, "$ink bold")
    aside = Content.styled(item.aside, "$accent bold")
    chip = _chip(item.tone, aligned=aligned)
    if rows == 1:
        detail = Content.styled(f"  {item.detail}" if item.detail else "", "$faint")
        return [spread(Content("").join([*chip, title, detail]), aside, cells)]
    first = spread(Content("").join([*chip, title]), aside, cells)
    indent = Content(" " * sum(part.cell_length for part in chip))
    return [first, fitted(indent + Content.styled(item.detail, "$faint"), "", cells)]


def _chip(tone: Tone | None, *, aligned: bool) -> list[Content]:
    if tone is None:
        return [Content(" " * _CHIP)] if aligned else []
    ink = TONES[tone].value
    return [Content.styled(f" {ICONS[tone]} ", f"${ink.text} on ${ink.fill} bold"), Content(" ")]
