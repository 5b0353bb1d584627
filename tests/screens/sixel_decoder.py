"""The other side of sixel: what a terminal makes of a control string."""

import re

from kiosk.screens.sixel import Color

_WHOLE = re.compile(r'\x1bP0;1q"1;1;(\d+);(\d+)((?:#\d+;2;\d+;\d+;\d+)*)([^\x1b]*)\x1b\\')
_COLOR = re.compile(r"#(\d+);2;(\d+);(\d+);(\d+)")
_STEP = re.compile(r"#(?P<number>\d+)|(?:!(?P<times>\d+))?(?P<sixel>[?-~])|(?P<left>\$)|(?P<down>-)")

Pixels = list[list[Color | None]]
"""Rows of colors in percent; None where the ground shows."""


def decoded(code: str) -> Pixels:
    """The pixels; a string that is no sixel, or paints outside of its own size, is a mistake."""
    whole = _WHOLE.fullmatch(code)
    assert whole, f"no sixel: {code[:60]!r}"
    wide, high = int(whole[1]), int(whole[2])
    palette = {int(n): (int(r), int(g), int(b)) for n, r, g, b in _COLOR.findall(whole[3])}
    pixels: Pixels = [[None] * wide for _ in range(high)]
    assert _STEP.sub("", whole[4]) == ""
    x = y = number = 0
    for step in _STEP.finditer(whole[4]):
        if step["number"]:
            number = int(step["number"])
        elif step["sixel"]:
            times = int(step["times"] or 1)
            for bit in range(6):
                if ord(step["sixel"]) - ord("?") & 1 << bit:
                    for at in range(x, x + times):
                        pixels[y + bit][at] = palette[number]
            x += times
        else:
            x, y = 0, y + 6 * bool(step["down"])
    return pixels
