"""Drawings: lines of cells, and where on them a touch means something."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol, TypeVar

from textual.content import Content

from kiosk.screens.lines import Lines, fitted

OWN = "screen:"
"""How the names begin that mean something to the screen itself, and are never sent: pages, layers of keys."""


class Spot(NamedTuple):
    """A rectangle of cells, and what a touch on it sends."""

    control: str
    x: int
    y: int
    width: int
    height: int

    @property
    def center(self) -> tuple[int, int]:
        """The cell in its middle."""
        return self.x + self.width // 2, self.y + self.height // 2

    def holds(self, x: int, y: int) -> bool:
        """Whether the cell is in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Inset(NamedTuple):
    """A picture that the terminal itself paints over blank cells, and the control string for that."""

    code: str
    x: int
    y: int
    width: int
    height: int

    @property
    def rows(self) -> range:
        """The lines it covers."""
        return range(self.y, self.y + self.height)

    @property
    def written(self) -> str:
        """What the terminal gets at the end of its last line, after all cells; the cursor stays there."""
        up = f"\x1b[{self.height - 1}A" if self.height > 1 else ""
        return f"\x1b7{up}\x1b[{self.x + 1}G{self.code}\x1b8"  # DECSC, CUU, CHA, DECRC


class Drawing(NamedTuple):
    """Lines of one width from top to bottom, the spots on them, and the pictures over them."""

    lines: Lines
    spots: tuple[Spot, ...] = ()
    insets: tuple[Inset, ...] = ()

    def at(self, x: int, y: int) -> Spot | None:
        """The spot that a cell is in."""
        return next((spot for spot in self.spots if spot.holds(x, y)), None)


NOTHING = Drawing([])


Placed = TypeVar("Placed", Spot, Inset)


class Scalable(Protocol):
    """What can be drawn in any number of cells."""

    def fit(self, cells: int, rows: int) -> Drawing:
        """As large as ``cells`` x ``rows`` allow."""


def changed(before: Drawing, after: Drawing) -> set[int]:
    """Which lines of ``after`` the terminal must get.

    A picture is gone where its cells are painted: when it goes, all of them are; when any of them is, the
    picture comes anew, with its last line.
    """
    rows = range(len(after.lines))
    if len(before.lines) != len(rows):
        return {*rows}
    lines = {y for y in rows if not after.lines[y].is_same(before.lines[y])}
    for inset in {*before.insets} ^ {*after.insets}:
        lines.update(inset.rows)
    return lines | {inset.rows[-1] for inset in after.insets if lines.intersection(inset.rows)}


def moved(each: Iterable[Placed], x: int, y: int) -> tuple[Placed, ...]:
    """The same, further right and down."""
    return tuple(one._replace(x=one.x + x, y=one.y + y) for one in each)


def below(*parts: Drawing) -> Drawing:
    """The parts, one below the other."""
    lines: Lines = []
    spots: list[Spot] = []
    insets: list[Inset] = []
    for part in parts:
        spots += moved(part.spots, 0, len(lines))
        insets += moved(part.insets, 0, len(lines))
        lines += part.lines
    return Drawing(lines, tuple(spots), tuple(insets))


def side_by_side(parts: Sequence[tuple[Drawing, int]]) -> Drawing:
    """Each part on as many cells as stand with it; the lower ones are filled up."""
    rows = max((len(part.lines) for part, _ in parts), default=0)
    full = [filled(part, cells, rows) for part, cells in parts]
    lines = [Content("").join(row) for row in zip(*(part.lines for part in full), strict=True)]
    spots: list[Spot] = []
    insets: list[Inset] = []
    left = 0
    for part, cells in parts:
        spots += moved(part.spots, left, 0)
        insets += moved(part.insets, left, 0)
        left += cells
    return Drawing(lines, tuple(spots), tuple(insets))


def filled(part: Drawing, cells: int, rows: int) -> Drawing:
    """``rows`` lines of ``cells``: what is beyond them is cut, cannot be touched, and is no picture."""
    cut = part.lines[:rows]
    lines = [line if line.cell_length == cells else fitted(line, "", cells) for line in cut]
    blank = [fitted("", "", cells)] * (rows - len(lines))
    return Drawing([*lines, *blank], _within(part.spots, cells, rows), _within(part.insets, cells, rows))


def _within(each: Iterable[Placed], cells: int, rows: int) -> tuple[Placed, ...]:
    return tuple(one for one in each if one.x + one.width <= cells and one.y + one.height <= rows)


def in_rows(parts: Sequence[Drawing], columns: int, widths: Sequence[int]) -> Drawing:
    """The parts in reading order, ``columns`` to a row; each column is as wide as ``widths`` says."""
    rows = groupby(enumerate(parts), lambda numbered: numbered[0] // columns)
    blank = [(NOTHING, width) for width in widths]
    lines = []
    for _, row in rows:
        full = [(part, width) for (_, part), width in zip(row, widths, strict=False)]
        lines.append(side_by_side([*full, *blank[len(full) :]]))
    return below(*lines)


def shares(cells: int, parts: int) -> list[int]:
    """``cells`` in so many parts of about one width."""
    return [cells * (number + 1) // parts - cells * number // parts for number in range(parts)]


def indented(lines: Lines, cells: int) -> Lines:
    """The lines, so many cells further right."""
    return [Content(" " * cells) + line for line in lines]
