"""Buttons: what can be touched, as blocks with a half cell of ground around them."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from textual.content import Content

from kiosk.counter.views import Tone
from kiosk.screens.drawing import Drawing, Spot
from kiosk.screens.lines import Lines, fitted


class Ink(NamedTuple):
    """The colors of a button, by their names in the palette."""

    text: str
    fill: str
    edge: str


class Look(Enum):
    """How a button looks."""

    PLAIN = Ink("on-touch", "touch", "touch")
    QUIET = Ink("ink", "bar", "touch")
    """A frame only: many of them stay calm."""
    KEY = Ink("on-key", "key", "key")
    TOUCHED = Ink("on-touched", "touched", "touched")
    DONE = Ink("on-done", "done", "done")
    LOOK = Ink("on-look", "look", "look")
    STOP = Ink("on-stop", "stop", "stop")


TONES = {Tone.DONE: Look.DONE, Tone.LOOK: Look.LOOK, Tone.STOP: Look.STOP}
TONE_CELLS = 5
"""Cells of the colored end of a button that has a tone and a frame."""


def button(control: str, lines: Sequence[str | Content], cells: int, rows: int, look: Look) -> Drawing:
    """A block of ``cells`` x ``rows`` that sends ``control``, with ``lines`` in its middle."""
    inner, height = cells - 2, rows - 2
    text = list(lines[:height])
    above = (height - len(text)) // 2
    padded = [*[""] * above, *text, *[""] * (height - above - len(text))]
    face = [_centered(line, inner, look.value) for line in padded]
    return Drawing(framed(face, cells, look.value), (Spot(control, 0, 0, cells, rows),))


def _centered(line: str | Content, cells: int, ink: Ink) -> Content:
    content = line if isinstance(line, Content) else Content(line)
    spare = max(0, cells - content.cell_length)
    return fitted(content.pad_left(spare // 2), f"${ink.text} on ${ink.fill} bold", cells)


def framed(face: Lines, cells: int, ink: Ink) -> Lines:
    """Lines of ``cells - 2`` with the half cells around them."""
    edge = f"${ink.edge} on $ground"
    left, right = Content.styled("▐", edge), Content.styled("▌", edge)
    return [
        Content.styled(f"▗{'▄' * (cells - 2)}▖", edge),
        *(left + line + right for line in face),
        Content.styled(f"▝{'▀' * (cells - 2)}▘", edge),
    ]


def broken(text: str, cells: int, rows: int) -> list[str]:
    """``text`` in at most ``rows`` lines of ``cells``: broken at spaces, a longer word with a hyphen.

    What does not fit ends with an ellipsis.
    """
    lines: list[str] = []
    for word in text.split():
        _add(lines, word, cells)
    if len(lines) > rows:
        last = f"{lines[rows - 1]} {lines[rows]}"
        lines = [*lines[: rows - 1], Content(last).truncate(cells, ellipsis=True).plain]
        lines[-1] = lines[-1] if lines[-1].endswith("…") else f"{lines[-1][: cells - 1]}…"
    return lines


def _add(lines: list[str], word: str, cells: int) -> None:
    joined = f"{lines[-1]} {word}" if lines else word
    if lines and _width(joined) <= cells:
        lines[-1] = joined
        return
    while _width(word) > cells and cells > 1:
        lines.append(f"{word[: cells - 1]}-")
        word = word[cells - 1 :]
    lines.append(word)


def _width(text: str) -> int:
    return Content(text).cell_length
