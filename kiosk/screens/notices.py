"""A notice where room is short: a band of a line or two, and what matters below it."""

from textual.content import Content

from kiosk.counter.views import Notice
from kiosk.screens.body import plain_figures
from kiosk.screens.lines import Lines, fitted, wrapped
from kiosk.screens.palette import ICONS
from kiosk.screens.words import TONE_WORDS, said

_MARGIN = 2
_TITLE_ROWS = 2


def slim(notice: Notice, cells: int, rows: int, code: str) -> Lines:
    """At most ``rows`` lines of ``cells``: tone and title, then the lines, then the figures in words.

    The title comes first, then the figures, then as many lines as there is room for.
    """
    top = headline(notice, cells, min(rows, _TITLE_ROWS), code)
    inner = cells - 2 * _MARGIN
    figures = plain_figures(notice.figures, inner)[: max(0, rows - len(top))]
    first, others = notice.lines[:1], notice.lines[1:]
    told = [line for text in first for line in wrapped(text, "$ink bold", inner)]
    told += [line for text in others for line in wrapped(text, "$ink", inner)]
    told = told[: max(0, rows - len(top) - len(figures))]
    return [*top, *(fitted(Content(" " * _MARGIN) + line, "", cells) for line in (*told, *figures))]


def headline(notice: Notice, cells: int, rows: int, code: str) -> Lines:
    """Shape, word and title on the tone's ground, in at most ``rows`` lines."""
    style = f"$on-{notice.tone.value} on ${notice.tone.value} bold"
    sign = f"{' ' * _MARGIN}{ICONS[notice.tone]} {said(TONE_WORDS[notice.tone], code)}   "
    room = max(1, cells - len(sign) - _MARGIN)
    title = [line.plain.rstrip() for line in wrapped(notice.title, "", room)]
    if len(title) > rows:
        title = [*title[: rows - 1], Content(" ".join(title[rows - 1 :])).truncate(room, ellipsis=True).plain]
    first, *others = title or [""]
    return [
        fitted(sign + first, style, cells),
        *(fitted(" " * len(sign) + line, style, cells) for line in others),
    ]
