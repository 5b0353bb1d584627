"""Keys to type with: a keypad, and a keyboard in the order of each language."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kiosk.screens.buttons import Look, broken, button
from kiosk.screens.drawing import OWN, Drawing, below, filled, shares, side_by_side
from kiosk.screens.lines import drawn

SHIFT, SYMBOLS = f"{OWN}shift", f"{OWN}symbols"
"""Keys that change what is on the others."""
KEY_ROWS = 3
"""Least rows of a key: 10.8 mm where 24 of them fill a panel of 86 mm."""
_MOST_ROWS = 5
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm-")
_LETTERS = {
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß-"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm-"),
}
_DIGITS = "1234567890"
_SIGNS = "@#%&*+=()"
_ACCENTS = {"de": "éèàçñåø+=", "es": "áéíóúü¿¡", "pl": "ąćęłńóśźż"}
_MARKS = "/.,:;'_-"
_PAD = ("123", "456", "789")
_ROWS = 4
_ROOMY = 30
"""Rows beside the edges from which the digits have a row of their own above the letters."""


class Layer(NamedTuple):
    """Which characters are on the keys."""

    shift: bool = False
    symbols: bool = False


class _Key(NamedTuple):
    name: str
    label: str
    cells: int
    look: Look = Look.KEY


def keyboard_rows(rows: int) -> int:
    """Rows that a keyboard takes of the ``rows`` that a screen has beside its edges."""
    count = _ROWS + (rows >= _ROOMY)
    return count * max(KEY_ROWS, min(_MOST_ROWS, rows // (2 * count)))


def characters(language: str, layer: Layer) -> tuple[str, ...]:
    """The characters on the three rows of keys."""
    rows = _LETTERS.get(language, _QWERTY)
    if layer.symbols:
        rows = (_DIGITS, _ACCENTS.get(language, _SIGNS), _MARKS)
    return tuple("".join(map(_upper, row)) for row in rows) if layer.shift else rows


def _upper(letter: str) -> str:
    """The capital, where it is one letter."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter


@lru_cache(64)  # the keys stay as they are while people type
def keyboard(enter: str, language: str, cells: int, rows: int, layer: Layer, pressed: str = "") -> Drawing:
    """The keyboard on ``cells`` x ``rows``."""
    most = max(map(len, characters(language, Layer())))
    pitch = cells // most
    first, second, third = characters(language, layer)
    all_rows = [_typed(first, pitch), _typed(second, pitch), _with_back(third, pitch, most)]
    if rows >= KEY_ROWS * (_ROWS + 1):
        all_rows.insert(0, _typed(_SIGNS + "!" if layer.symbols else _DIGITS, pitch))
    all_rows.append(_bottom(enter, pitch, most, layer))
    heights = shares(rows, len(all_rows))
    drawings = [_row(row, height, pressed) for row, height in zip(all_rows, heights, strict=True)]
    return below(*(_in_middle(one, cells) for one in drawings))


def _typed(letters: str, pitch: int) -> list[_Key]:
    return [_Key(f"key:{letter}", letter, pitch) for letter in letters]


def _with_back(letters: str, pitch: int, most: int) -> list[_Key]:
    room = min(2, most - len(letters))
    return [*_typed(letters, pitch), _Key("key:back", "⌫", room * pitch, Look.PLAIN)]


def _bottom(enter: str, pitch: int, most: int, layer: Layer) -> list[_Key]:
    """The keys that are no character; the one that ends it comes and goes at the end."""
    shift = _Key(SHIFT, "⇧", 2 * pitch, Look.TOUCHED if layer.shift else Look.PLAIN)
    symbols = _Key(SYMBOLS, "abc" if layer.symbols else "123", 2 * pitch, Look.PLAIN)
    ends = [_Key("key:enter", enter, 3 * pitch, Look.DONE)] if enter else []
    space = _Key("key:space", "", (most - 4 - 3 * len(ends)) * pitch)
    return [shift, symbols, space, *ends]


def _row(keys: Sequence[_Key], rows: int, pressed: str) -> Drawing:
    return side_by_side([(_drawn(key, rows, pressed), key.cells) for key in keys])


def _drawn(key: _Key, rows: int, pressed: str) -> Drawing:
    look = Look.TOUCHED if key.name == pressed else key.look
    room, height = key.cells - 2, rows - 2
    label = drawn(key.label, room, height) if key.label else None
    return button(key.name, label or broken(key.label, room, height), key.cells, rows, look)


def _in_middle(row: Drawing, cells: int) -> Drawing:
    spare = cells - (row.lines[0].cell_length if row.lines else 0)
    return side_by_side(
        [(filled(Drawing([]), spare // 2, len(row.lines)), spare // 2), (row, cells - spare // 2)]
    )


@lru_cache(64)
def keypad(enter: str, cells: int, rows: int, pressed: str = "") -> Drawing:
    """Ten digits in the order of a telephone, back and, where there is something to end, its key."""
    widths, each = shares(cells, 3), rows // _ROWS
    above = [[_digit(digit, width) for digit, width in zip(row, widths, strict=True)] for row in _PAD]
    back, zero = _Key("key:back", "⌫", widths[0], Look.PLAIN), _digit("0", widths[1])
    ends = [_Key("key:enter", enter, widths[2], Look.DONE)] if enter else []
    all_rows = [*above, [back, zero, *ends]]
    drawings = [_row(row, each, pressed) for row in all_rows]
    return below(*(filled(one, cells, each) for one in drawings))


def _digit(digit: str, cells: int) -> _Key:
    return _Key(f"key:{digit}", digit, cells)
