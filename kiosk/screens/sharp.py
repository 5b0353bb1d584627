"""Sharp pictures: in the terminal's own pixels, on cells that stay blank."""

from math import ceil
from typing import NamedTuple

from textual.content import Content

from kiosk.screens.blocks import Picture
from kiosk.screens.drawing import Drawing, Inset
from kiosk.screens.graphics import Cell
from kiosk.screens.kept import Kept
from kiosk.screens.sixel import BAND, Color, drawn

SIXELS = 12
"""How many stay in memory, of some 30 kB each."""


class Wanted(NamedTuple):
    """A picture in so many pixels across and down."""

    picture: Picture
    size: tuple[int, int]
    ground: Color


Sixels = Kept[Wanted, str]


def sixel(wanted: Wanted) -> str:
    """What is wanted, as a control string."""
    return drawn(wanted.picture.image, wanted.size, wanted.ground)


class Sharp:
    """A picture on cells of this size; nothing shows until it is encoded."""

    def __init__(self, picture: Picture, cell: Cell, ground: Color, sixels: Sixels) -> None:
        self._picture = picture
        self._cell = cell
        self._ground = ground
        self._sixels = sixels

    def fit(self, cells: int, rows: int) -> Drawing:
        """As large as ``cells`` x ``rows`` allow, in whole bands: some terminals fill up the last one."""
        wide, high = self._picture.size
        most_high = rows * self._cell[1] // BAND * BAND
        scale = min(cells * self._cell[0] / wide, most_high / high)
        size = max(1, int(wide * scale)), max(1, int(high * scale))
        across, down = ceil(size[0] / self._cell[0]), ceil(ceil(size[1] / BAND) * BAND / self._cell[1])
        code = self._sixels.get(Wanted(self._picture, size, self._ground))
        blank = [Content(" " * across)] * down
        return Drawing(blank, (), (Inset(code, 0, 0, across, down),) if code else ())
