"""Keyboard layouts: which character a key gives, and which keys give a character.

A scanner in keyboard mode presses the keys of the layout it was set up for: the reader must know which that
is. Letters, digits and signs come from `keyboard_layouts.txt`; the keypad gives digits whatever Num Lock
says.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from drivers.keyboard.keys import CODES, key_name

_KEYS: Final = (
    *range(2, 14),
    *range(16, 28),
    *range(30, 42),
    *range(43, 54),
    CODES["KEY_SPACE"],
    CODES["KEY_102ND"],
)
_DEAD: Final = "◌"
_NONE: Final = "∅"
_CONTROL: Final = MappingProxyType(
    dict(zip("2345678/- ", "\x00\x1b\x1c\x1d\x1e\x1f\x7f\x1f\x1f\x00", strict=True))
    | {chr(code): chr(code & 0x1F) for code in range(ord("@"), 0x7F)}
)
"""What Ctrl makes of a character: X11's rule (libX11, XkbToControl), and `-` for US as scanners have it."""

_CAPITALS: Final = MappingProxyType({"ß": "ẞ"})
_ANYWHERE: Final = MappingProxyType(
    {
        **{CODES[f"KEY_KP{digit}"]: str(digit) for digit in range(10)},
        CODES["KEY_KPASTERISK"]: "*",
        CODES["KEY_KPMINUS"]: "-",
        CODES["KEY_KPPLUS"]: "+",
        CODES["KEY_KPSLASH"]: "/",
        CODES["KEY_KPEQUAL"]: "=",
        CODES["KEY_KPCOMMA"]: ",",
        CODES["KEY_KPLEFTPAREN"]: "(",
        CODES["KEY_KPRIGHTPAREN"]: ")",
        CODES["KEY_BACKSPACE"]: "\b",
        CODES["KEY_TAB"]: "\t",
        CODES["KEY_LINEFEED"]: "\n",
        CODES["KEY_ENTER"]: "\r",
        CODES["KEY_KPENTER"]: "\r",
        CODES["KEY_ESC"]: "\x1b",
    }
)
"""Keys that give the same character on every layout and with every modifier."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key with the modifiers held while it goes down."""

    code: int
    shift: bool = False
    altgr: bool = False
    ctrl: bool = False

    def __str__(self) -> str:
        held = [name for name in ("ctrl", "altgr", "shift") if getattr(self, name)]
        return "+".join([*(name.capitalize() for name in held), key_name(self.code)])


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout; `characters` is by key code, then plain, Shift, AltGr, Shift+AltGr."""

    name: str
    characters: dict[int, str]

    def read(self, stroke: Stroke, *, caps: bool = False) -> str:
        """The character that a stroke types; Caps Lock turns the case of letters only.

        Raises:
            ValueError: the stroke types nothing, or is a dead key.
        """
        if stroke.ctrl and stroke.code not in _ANYWHERE:
            return self._control(stroke)
        character = self._plain(stroke)
        if character == _DEAD:
            raise ValueError(f"{stroke} is a dead key in layout {self.name}, not a character")
        if character == _NONE:
            raise ValueError(f"{stroke} types nothing in layout {self.name}")
        return _swap_case(character) if caps else character

    def _plain(self, stroke: Stroke) -> str:
        if stroke.code in _ANYWHERE:
            return _ANYWHERE[stroke.code]
        levels = self.characters.get(stroke.code, _NONE)
        return levels[0] if len(levels) == 1 else levels[stroke.shift + 2 * stroke.altgr]

    def _control(self, stroke: Stroke) -> str:
        """Ctrl with this layout's character, else with the one a US keyboard has there.

        Scanners send Ctrl+] for GS by the key's place, and on many layouts no plain key has `]`.
        """
        bare = Stroke(stroke.code)
        us = load("us")
        for character in (self._plain(stroke), self._plain(bare), us._plain(stroke), us._plain(bare)):  # noqa: SLF001
            if character in _CONTROL:
                return _CONTROL[character]
        raise ValueError(f"{stroke} types nothing in layout {self.name}")


def _swap_case(character: str) -> str:
    swapped = _CAPITALS.get(character, character.swapcase())
    return swapped if len(swapped) == 1 and swapped.lower() == character.lower() else character


@cache
def _tables() -> dict[str, dict[int, str]]:
    text = files("drivers.keyboard").joinpath("keyboard_layouts.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    return {
        lines[row].split()[0]: _table(lines[row].split()[1], lines[row + 1 : row + 5])
        for row in range(0, len(lines), 5)
    }


def _table(decimal: str, levels: list[str]) -> dict[int, str]:
    # A key without AltGr characters types what it would without AltGr (xkb's two-level types).
    keys = {
        code: "".join(row if set(row[2:]) != {_NONE} else row[:2] * 2)
        for code, *row in zip(_KEYS, *levels, strict=True)
    }
    return keys | {CODES["KEY_SPACE"]: " ", CODES["KEY_KPDOT"]: decimal}


def names() -> list[str]:
    """The layouts there are."""
    return sorted(_tables())


@cache
def load(name: str) -> Layout:
    """The layout of that name.

    Raises:
        ValueError: there is no such layout.
    """
    if name not in _tables():
        raise ValueError(f"{name!r} is not a keyboard layout: choose one of {', '.join(names())}")
    return Layout(name, _tables()[name])


@cache
def strokes(name: str) -> dict[str, Stroke]:
    """For each character that the layout of that name can type, the plainest stroke that types it.

    Raises:
        ValueError: there is no such layout.
    """
    layout, found = load(name), dict[str, Stroke]()
    for ctrl in (False, True):
        for level in range(4):
            for code in _KEYS:
                stroke = Stroke(code, shift=bool(level & 1), altgr=bool(level & 2), ctrl=ctrl)
                _note(found, layout, stroke)
    return found


def _note(found: dict[str, Stroke], layout: Layout, stroke: Stroke) -> None:
    try:
        found.setdefault(layout.read(stroke), stroke)
    except ValueError:
        return
