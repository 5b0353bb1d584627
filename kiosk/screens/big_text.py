"""Big text: letters of half blocks, to be read from two meters.

A letter is drawn on a grid six dots high: five above the base line, one below. At scale 1 two dots, one above
the other, make a cell (``▀ ▄ █``: Unicode Block Elements, U+2580 and after, which every terminal font has): a
capital is 50 pixels high where a cell is 20: about 1/200 of two meters on a 7-inch panel of 480 lines.
"""

from functools import cache
from importlib.resources import files

ROWS = 3
"""Cells that a line of big text is high, at scale 1."""

_DOTS = 2 * ROWS
_BLOCKS = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    """Each letter's dots, row by row; ``letters.txt`` holds one letter a line without its empty last rows."""
    drawn = files(__package__).joinpath("letters.txt").read_text("utf-8")
    split = (line.split() for line in drawn.splitlines())
    return {letter: _filled(dots) for letter, *dots in split} | {" ": _filled(["."])}


def _filled(dots: list[str]) -> tuple[str, ...]:
    return (*dots, *["." * len(dots[0])] * (_DOTS - len(dots)))


def can_draw(text: str) -> bool:
    """Whether every letter of ``text`` has a drawing."""
    return all(letter in _letters() for letter in text)


def big(text: str, scale: int = 1) -> tuple[str, ...]:
    """``text`` on one line: ROWS x ``scale`` strings of equal width.

    Raises KeyError for a letter without drawing.
    """
    dots = [".".join(row) for row in zip(*(_letters()[letter] for letter in text), strict=True)]
    tall = [_stretched(row, scale) for row in dots for _ in range(scale)]
    pairs = zip(tall[::2], tall[1::2], strict=True)
    return tuple("".join(map(_cell, upper, lower)) for upper, lower in pairs)


def _stretched(row: str, scale: int) -> str:
    return "".join(dot * scale for dot in row)


def _cell(upper: str, lower: str) -> str:
    return _BLOCKS[upper + lower]


def width(text: str, scale: int = 1) -> int:
    """Cells that ``text``, which is not empty, is wide on one line."""
    return (sum(len(_letters()[letter][0]) + 1 for letter in text) - 1) * scale


def wrap(text: str, cells: int, scale: int = 1) -> list[str] | None:
    """``text`` broken at spaces into as few lines of at most ``cells`` as can be, of about one length.

    None where a word is wider or a letter has no drawing.
    """
    if not can_draw(text):
        return None
    widest = max((width(word, scale) for word in text.split()), default=0)
    if widest > cells:
        return None
    lines = _broken(text, cells, scale)
    evener = (_broken(text, fewer, scale) for fewer in range(widest, cells))
    return next((way for way in evener if len(way) == len(lines)), lines)


def _broken(text: str, cells: int, scale: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, scale) <= cells:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
