"""The controls: a fixed pool of touch targets, shown, hidden and relabeled, never made anew."""

from collections.abc import Sequence
from math import ceil

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static

from kiosk.counter.views import Control
from kiosk.screens.lines import drawn, joined
from kiosk.screens.messages import Tapped
from kiosk.screens.palette import ICONS

SLOTS = 8
ROWS = 5
"""Rows of one target: 100 of 480 lines, 19 mm on a 7-inch panel, for a finger in a glove."""
COLUMNS = 14
"""Least cells across of one target."""
_LONE = 3
"""A lone target takes a third of the width, so that it stays in place when others come."""
_FRAME = 4
"""Cells of a target's width that its label stays out of."""
_BORDER = 2
_TALL_ROWS = 8
_TALL_SCREEN = 44


def target_rows(screen_rows: int) -> int:
    """Rows of one target on a screen of so many."""
    return _TALL_ROWS if screen_rows >= _TALL_SCREEN else ROWS


def grid_for(controls: int, cells: int) -> tuple[int, int]:
    """How many of so many controls stand side by side on ``cells``, and in how many rows."""
    if controls < 2:
        return _LONE, controls
    rows = ceil(controls / max(1, (cells + 1) // (COLUMNS + 1)))
    return ceil(controls / rows), rows


def labels(controls: Sequence[Control], cells: int, rows: int) -> list[Content]:
    """What the targets, ``rows`` high on ``cells`` in all, say: in big letters where all of them fit."""
    texts = [f"{ICONS[one.tone]} {one.label}" if one.tone else one.label for one in controls]
    room = cells // grid_for(len(controls), cells)[0] - 1 - _FRAME
    letters = [drawn(text, room, rows - _BORDER) for text in texts]
    if all(letters):
        return [joined([Content(row) for row in rows or ()]) for rows in letters]
    return [Content(text) for text in texts]


class Target(Static):
    """One touch target. It counts only where the finger comes down and leaves on the same control."""

    def __init__(self) -> None:
        super().__init__(classes="target")
        self._control: Control | None = None
        self._down: Control | None = None

    def offer(self, control: Control, label: Content) -> None:
        """Show ``control`` under ``label``."""
        self.display = True
        self.update(label)
        if control != self._control:
            self._control = control
            self.set_classes(["target", f"-{control.tone.value}"] if control.tone else "target")

    def withdraw(self) -> None:
        """Show nothing."""
        self.display = False
        self._control = self._down = None

    def on_mouse_down(self, _: events.MouseDown) -> None:
        """The finger is here."""
        self._down = self._control
        self.add_class("-down")

    def on_mouse_up(self, _: events.MouseUp) -> None:
        """The finger leaves: a control that came here meanwhile was not meant."""
        down, self._down = self._down, None
        self.remove_class("-down")
        if down and down == self._control:
            self.post_message(Tapped(down.name))

    def on_leave(self, _: events.Leave) -> None:
        """The finger slid away."""
        self._down = None
        self.remove_class("-down")


class Controls(Grid):
    """Up to SLOTS targets, in reading order."""

    def compose(self) -> ComposeResult:
        """All slots, once."""
        for _ in range(SLOTS):
            yield Target()

    def offer(self, controls: Sequence[Control], cells: int, target_rows: int) -> None:
        """Show these controls, at most SLOTS, and no others: ``target_rows`` high, on ``cells`` in all."""
        shown = controls[:SLOTS]
        columns, rows = grid_for(len(shown), cells)
        self.display = bool(shown)
        self.styles.grid_size_columns = columns
        self.styles.grid_rows = str(target_rows)
        self.styles.height = rows * target_rows
        targets = list(self.query(Target))
        for target, control, label in zip(targets, shown, labels(shown, cells, target_rows), strict=False):
            target.offer(control, label)
        for target in targets[len(shown) :]:
            target.withdraw()
