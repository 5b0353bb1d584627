"""The face of the kiosk: top line, board, controls, countdown, footer; painted anew from each view."""

import logging
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.counter.views import View
from kiosk.screens.board import board
from kiosk.screens.clean import clean
from kiosk.screens.countdown import CountdownBar
from kiosk.screens.edges import foot, top
from kiosk.screens.touch import SLOTS, Controls, grid_for, target_rows
from kiosk.screens.words import NOT_PAINTED, STARTING

log = logging.getLogger(__name__)

ROOMY_ROWS = 30
"""Rows from which the top line is tall, for the worker's name in big letters."""
_TALL_TOP = 4
_LINES_BELOW = 2
"""Countdown and footer."""


class Face(Vertical):
    """Shows one view at a time, whatever the cells it is given."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__(id="face")
        self._now = now
        self._view = STARTING

    def compose(self) -> ComposeResult:
        """The five parts, once."""
        yield Static(id="top")
        yield Static(id="board")
        yield Controls(id="controls")
        yield CountdownBar(self._now)
        yield Static(id="foot")

    def on_resize(self) -> None:
        """Lay the same view out anew; a countdown goes on."""
        self._paint_or_say(self._view)

    def show(self, view: View) -> None:
        """Paint ``view``; where that fails, say so calmly, log why and go on."""
        self._view = view
        self.query_one(CountdownBar).count(view.countdown)
        self._paint_or_say(view)

    def _paint_or_say(self, view: View) -> None:
        try:
            self._paint(clean(view))
        except Exception:
            log.exception("The view could not be painted: %r", view)
            self._paint(NOT_PAINTED)

    def _paint(self, view: View) -> None:
        cells, rows = self.size
        if not cells:
            return  # not laid out yet: the first resize paints
        top_rows = _TALL_TOP if view.who and (rows >= ROOMY_ROWS or not view.notice) else 1
        each = target_rows(rows)
        control_rows = each * grid_for(min(len(view.controls), SLOTS), cells)[1]
        board_rows = rows - top_rows - control_rows - _LINES_BELOW
        parts = {
            "#top": top(view, cells, top_rows),
            "#board": board(view, cells, board_rows),
            "#foot": foot(view.health, cells),
        }
        self.query_one("#top").styles.height = top_rows
        for where, content in parts.items():
            self.query_one(where, Static).update(content)
        self.query_one(Controls).offer(view.controls, cells, each)
