"""What the terminal shows pictures with. It is not asked: an answer could come as keys, or not at all."""

from collections.abc import Callable
from contextlib import suppress
from fcntl import ioctl
from functools import partial
from os import environ
from struct import unpack
from termios import TIOCGWINSZ
from typing import Literal

Graphics = Literal["auto", "sixel", "blocks"]
"""``blocks``: half blocks, which every terminal has. ``auto``: sixel in foot, else blocks."""
Cell = tuple[int, int]
"""Pixels of a cell, across and down."""

_SIXEL_TERMS = ("foot",)
"""How TERM begins where sixel was seen to work."""
PAINTED = 2
"""Standard error is where Textual paints."""


def cell_of(graphics: Graphics, terminal: int = PAINTED) -> Callable[[], Cell | None]:
    """What tells a cell's size now; None where pictures are half blocks."""
    if graphics == "sixel" or (graphics == "auto" and environ.get("TERM", "").startswith(_SIXEL_TERMS)):
        return partial(cell_on, terminal)
    return lambda: None


def cell_on(terminal: int) -> Cell | None:
    """A cell's size on this terminal, by TIOCGWINSZ (ioctl_tty(2)); None where it does not tell."""
    with suppress(OSError):
        rows, columns, wide, high = unpack("4H", ioctl(terminal, TIOCGWINSZ, bytes(8)))
        if rows and columns and wide >= columns and high >= rows:
            return wide // columns, high // rows
    return None
