"""A picture in half blocks: two pixels to a cell, which every terminal can show."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from kiosk.screens.drawing import Drawing

if TYPE_CHECKING:
    from PIL.Image import Image

_OPAQUE = 128

Pixel = tuple[int, int, int, int]


class Picture:
    """A small picture that can be drawn in any number of cells.

    Args:
        image: its pixels, RGBA.
    """

    def __init__(self, image: "Image") -> None:
        self.image = image
        self.fit = lru_cache(8)(self._fit)

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down."""
        return self.image.size

    def _fit(self, cells: int, rows: int) -> Drawing:
        """As large as ``cells`` x ``rows`` allow; a pixel is half a cell high, and about square."""
        wide, high = self.image.size
        scale = min(cells / wide, 2 * rows / high)
        size = max(1, round(wide * scale)), max(2, 2 * round(high * scale / 2))
        each = iter(self.image.resize(size).tobytes())
        pixels = list(zip(each, each, each, each, strict=True))
        lines = [pixels[at : at + size[0]] for at in range(0, len(pixels), size[0])]
        return Drawing([_row(upper, lower) for upper, lower in zip(lines[::2], lines[1::2], strict=True)])


def _row(upper: Sequence[Pixel], lower: Sequence[Pixel]) -> Content:
    each = [_cell(above, below) for above, below in zip(upper, lower, strict=True)]
    runs = groupby(each, lambda cell: cell[1])
    return Content.assemble(*(("".join(letter for letter, _ in run), style) for style, run in runs))


def _cell(above: Pixel, below: Pixel) -> tuple[str, str]:
    """Both pixels in a cell; what is transparent is the screen's ground."""
    if above[3] < _OPAQUE:
        return (" ", "on $ground") if below[3] < _OPAQUE else ("▄", f"{_hex(below)} on $ground")
    return "▀", f"{_hex(above)} on {_hex(below) if below[3] >= _OPAQUE else '$ground'}"


def _hex(pixel: Pixel) -> str:
    return "#{:02x}{:02x}{:02x}".format(*pixel[:3])
