"""The band: what just happened or is asked, in its tone's color, with icon and word, read from two meters."""

from textual.content import Content

from kiosk.counter.views import Notice, Tone
from kiosk.screens.big_text import ROWS, big
from kiosk.screens.lines import Lines, drawn, fitted, wrapped
from kiosk.screens.words import TONE_WORDS, said

LEAST_ROWS = ROWS + 1
"""The icon and, below it, its word."""

_SIGNS = {Tone.DONE: "✓", Tone.LOOK: "❗", Tone.STOP: "✗"}
_MARGIN = 2
_SIGN = 7
_GAP = 3
_AIRY = 3


def band(notice: Notice, cells: int, most: int, plenty: int, code: str = "en") -> Lines:
    """The notice's tone and title in lines of ``cells``.

    The title's letters may take ``most`` of them (LEAST_ROWS or more), the room around them more up to
    ``plenty``.
    """
    style = f"$on-{notice.tone.value} on ${notice.tone.value} bold"
    title = _title(notice.title, cells - 2 * _MARGIN - _SIGN - _GAP, most)
    sign = [*big(_SIGNS[notice.tone]), said(TONE_WORDS[notice.tone], code).center(_SIGN)]
    height = max(len(sign), len(title))
    title = [*[Content("")] * ((height - len(title)) // 2), *title]
    above, below = plenty > height, plenty > height + _AIRY
    return [fitted(_row(sign, title, row), style, cells) for row in range(-above, height + below)]


def _title(text: str, cells: int, rows: int) -> Lines:
    letters = drawn(text, cells, rows)
    if letters is None:
        return wrapped(text, "", cells)[:rows]
    return [Content(row) for row in letters]


def _row(sign: list[str], title: Lines, row: int) -> Content:
    left = sign[row] if 0 <= row < len(sign) else ""
    right = title[row] if 0 <= row < len(title) else Content("")
    return Content(" " * _MARGIN + left.ljust(_SIGN + _GAP)) + right
