"""Below the band: details, figures and what to do next on the left, what the worker holds on the right."""

from collections.abc import Sequence

from textual.content import Content

from kiosk.counter.views import Figure, Holding, Notice
from kiosk.screens.big_text import ROWS, big, width
from kiosk.screens.lines import Lines, drawn, fitted, spread, wrapped
from kiosk.screens.words import HOLDINGS, MORE, OVERDUE, said

_FIGURE_STYLES = ("$free", "$accent", "$ink")
_FIGURE_GAP = 3
_WHOLE = 48
"""Cells from which a line has room for since when something is overdue."""


def details(notice: Notice, hint: str, cells: int) -> tuple[Lines, ...]:
    """Lines, figures and hint in lines of ``cells``, laid out five ways from the tallest to the lowest.

    They are grand (the lines in big letters too), airy, close, dense, and without big digits.
    """
    told, grand = _told(notice, cells), _grand(notice, cells)
    numbers = big_figures(notice.figures, cells)
    hints = wrapped(f"→ {hint}", "$accent", cells) if hint else []
    gap = [fitted("", "", cells)]
    above = gap if told and numbers else []
    below = gap if hints and (told or numbers) else []
    return (
        [*(grand or told), *above, *numbers, *below, *hints],
        [*told, *above, *numbers, *below, *hints],
        [*told, *above, *numbers, *hints],
        [*told, *numbers, *hints],
        [*told, *plain_figures(notice.figures, cells), *hints],
    )


DENSE = 3
"""Which of the ways is the last one with big digits."""


def _told(notice: Notice, cells: int) -> Lines:
    first, others = notice.lines[:1], notice.lines[1:]
    lines = [line for text in first for line in wrapped(text, "$ink bold", cells)]
    return lines + [line for text in others for line in wrapped(text, "$ink", cells)]


def _grand(notice: Notice, cells: int) -> Lines:
    """Every line in big letters; [] where one does not fit."""
    letters = [drawn(text, cells, ROWS) for text in notice.lines]
    return [fitted(row, "$ink", cells) for rows in letters for row in rows or ()] if all(letters) else []


def big_figures(figures: Sequence[Figure], cells: int) -> Lines:
    """The first three figures in big digits over their labels, further ones in words below; [] for none."""
    if not figures:
        return []
    blocks = [_block(figure, style) for figure, style in zip(figures, _FIGURE_STYLES, strict=False)]
    if sum(block[0].cell_length + 1 for block in blocks) > cells + 1:
        return plain_figures(figures, cells)
    rows = [Content(" " * _gap(blocks, cells)).join(row) for row in zip(*blocks, strict=True)]
    return [*(fitted(row, "", cells) for row in rows), *plain_figures(figures[3:], cells)]


def _gap(blocks: Sequence[Lines], cells: int) -> int:
    spare = cells - sum(block[0].cell_length for block in blocks)
    return max(1, min(_FIGURE_GAP, spare // len(blocks)))


def _block(figure: Figure, style: str) -> Lines:
    digits = str(figure.value)
    cells = max(width(digits), len(figure.label))
    return [*(fitted(row, style, cells) for row in big(digits)), fitted(figure.label, style, cells)]


def plain_figures(figures: Sequence[Figure], cells: int) -> Lines:
    """The figures in words; [] for none."""
    text = " · ".join(f"{figure.label} {figure.value}" for figure in figures)
    return wrapped(text, "$ink bold", cells)


def holdings(held: Sequence[Holding], cells: int, rows: int, code: str = "en") -> Lines:
    """What the worker holds, in at most ``rows`` lines of ``cells``; says how many more there are."""
    if not held or rows < 1:
        return []
    title = fitted(said(HOLDINGS, code, count=len(held)), "$faint bold", cells)
    if len(held) < rows:
        return [title, *(_holding(one, cells, code) for one in held)]
    shown = [_holding(one, cells, code) for one in held[: max(0, rows - 2)]]
    rest = said(MORE, code, count=len(held) - len(shown))
    more = [fitted(rest, "$faint", cells)] if rows > 1 else []
    return [title, *shown, *more]


def _holding(held: Holding, cells: int, code: str) -> Content:
    if held.overdue:
        due = Content(f"▲ {held.due if cells >= _WHOLE else said(OVERDUE, code)}").stylize("$late bold")
    else:
        due = Content(_ending(held.due, cells - len(held.code) - 1)).stylize("$faint")
    name = Content.assemble((held.code, "$ink bold"), " ", (held.name, "$ink"))
    return spread(name, due, cells)


def _ending(text: str, cells: int) -> str:
    """``text`` without as many words at its beginning as do not fit: the code and the time stay whole."""
    while len(text) > cells and " " in text:
        text = text.partition(" ")[2]
    return text
