"""Tables for people: plain, aligned, 80 columns where that is possible, and nothing a terminal would obey."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

WIDTH = 80
_GAP = "  "
_LEAST = 12
"""What a column that shrinks keeps: enough of a product's name to tell it."""
_QUOTED = 40


class Column(Struct, frozen=True):
    """One column of a table."""

    heading: str
    right: bool = False
    shrinks: bool = False
    """Gives way first where the table is too wide."""

    def cell(self, text: str, width: int) -> str:
        """The text in this column, cut or padded."""
        text = shortened(text, width)
        return text.rjust(width) if self.right else text.ljust(width)


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The heading and every row, a line each."""
    whole = [tuple(column.heading for column in columns), *(tuple(map(plain, row)) for row in rows)]
    widths = _fitted(columns, [max(map(len, cells)) for cells in zip(*whole, strict=True)])
    for row in whole:
        cells = (column.cell(text, width) for column, text, width in zip(columns, row, widths, strict=True))
        yield _GAP.join(cells).rstrip()


def _fitted(columns: Sequence[Column], widths: list[int]) -> list[int]:
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - WIDTH
    for place, column in enumerate(columns):
        if column.shrinks and excess > 0:
            given = min(excess, max(widths[place] - _LEAST, 0))
            widths[place] -= given
            excess -= given
    return widths


def shortened(text: str, width: int) -> str:
    """At most ``width`` characters, the last an ellipsis where some are left out."""
    return text if len(text) <= width else text[: width - 1] + "…"


def plain(text: str) -> str:
    """Text that moves no cursor and rings no bell: control characters are spelled out."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def quoted(text: str) -> str:
    """Text as a message names it."""
    return f'"{shortened(plain(text), _QUOTED)}"'
