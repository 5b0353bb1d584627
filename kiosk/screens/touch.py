"""The controls: touch targets big enough for a finger in a glove."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from textual.content import Content

from kiosk.counter.views import Control
from kiosk.screens.buttons import TONES, Look, broken, button
from kiosk.screens.drawing import NOTHING, OWN, Drawing, in_rows, shares
from kiosk.screens.lines import drawn
from kiosk.screens.palette import ICONS

SLOTS = 8
"""Controls that are shown at most."""
ROWS = 5
"""Rows of one target: 100 of 480 lines, 18 mm on a 7-inch panel."""
COLUMNS = 14
"""Least cells across of one target: 27 mm on that panel."""
_LARGE_COLUMNS = 12
"""The same where a cell is wider: 31 mm where 60 cells fill that panel."""
_LARGE_TEXT = 70
"""Cells below which the text is large."""
_LONE = 3
"""A lone target takes a third of the width, so that it stays in place when others come."""
_FRAME = 4
"""Cells of a target's width that its label stays out of, where it can."""
_BORDER = 2
_TALL_ROWS = 8
_TALL_SCREEN = 44
MORE = f"{OWN}more"
"""Shows the controls that there was no room for."""


def target_rows(screen_rows: int) -> int:
    """Rows of one target on a screen of so many."""
    return _TALL_ROWS if screen_rows >= _TALL_SCREEN else ROWS


def least_cells(cells: int) -> int:
    """Least cells across of one target, on a screen of so many."""
    return _LARGE_COLUMNS if cells < _LARGE_TEXT else COLUMNS


def in_a_row(cells: int, least: int) -> int:
    """How many targets of ``least`` cells stand side by side at most."""
    return max(1, cells // least)


def grid_for(controls: int, cells: int, least: int) -> tuple[int, int]:
    """How many of so many controls stand side by side on ``cells``, and in how many rows."""
    if controls < 2:
        return min(_LONE, in_a_row(cells, least)), controls
    rows = ceil(controls / in_a_row(cells, least))
    return ceil(controls / rows), rows


def labels(texts: Sequence[str], cells: int, rows: int) -> list[list[str]]:
    """What targets of ``cells`` x ``rows`` say: in big letters where all of them fit on one line."""
    room, height = cells - _FRAME, rows - _BORDER
    letters = [drawn(text, room, height) for text in texts]
    if all(letters):
        return [list(rows or ()) for rows in letters]
    return [broken(text, _room(text, cells), height) for text in texts]


def _room(text: str, cells: int) -> int:
    """A word that needs it comes up to the frame."""
    longest = max((Content(word).cell_length for word in text.split()), default=0)
    return cells - (_BORDER if longest > cells - _FRAME else _FRAME)


def targets(
    controls: Sequence[Control], cells: int, rows: int, least: int, pressed: str = "", *, quiet: bool = False
) -> Drawing:
    """These controls, at most SLOTS, on ``cells`` in all, ``rows`` high and at least ``least`` cells wide."""
    shown = controls[:SLOTS]
    columns, _ = grid_for(len(shown), cells, least)
    return grid(shown, shares(cells, columns), rows, pressed, quiet=quiet)


def grid(
    controls: Sequence[Control], widths: Sequence[int], rows: int, pressed: str = "", *, quiet: bool = False
) -> Drawing:
    """These controls in reading order, in columns of these widths."""
    return _grid(tuple(controls), tuple(widths), rows, pressed, quiet) if controls else NOTHING


@lru_cache(64)  # they stay the same on most pages
def _grid(
    controls: tuple[Control, ...],
    widths: tuple[int, ...],
    rows: int,
    pressed: str,
    quiet: bool,  # noqa: FBT001 - a cache knows arguments by their places
) -> Drawing:
    said = labels([_text(control) for control in controls], min(widths), rows)
    looks = [look_of(control, pressed, quiet=quiet) for control in controls]
    across = [widths[number % len(widths)] for number in range(len(controls))]
    drawings = [
        button(control.name, label, width, rows, look)
        for control, label, width, look in zip(controls, said, across, looks, strict=True)
    ]
    return in_rows(drawings, len(widths), widths)


def _text(control: Control) -> str:
    return f"{ICONS[control.tone]} {control.label}" if control.tone else control.label


def look_of(control: Control, pressed: str, *, quiet: bool = False) -> Look:
    """How a control looks: under a finger, in its tone, or as the others."""
    if control.name == pressed:
        return Look.TOUCHED
    if control.tone:
        return TONES[control.tone]
    return Look.QUIET if quiet else Look.PLAIN


def folded(controls: Sequence[Control], most: int, turn: int, label: str) -> tuple[Control, ...]:
    """At most ``most`` controls: the last one always, of the others as many as fit, and MORE for the rest.

    ``turn`` counts the touches on MORE.
    """
    if len(controls) <= most:
        return tuple(controls)
    each = max(1, most - 2)
    *others, last = controls
    groups = [others[at : at + each] for at in range(0, len(others), each)]
    shown = groups[turn % len(groups)]
    return (*shown, Control(MORE, label), last)
