"""Turning pages: the targets for it, and what the title says of them."""

from kiosk.screens.buttons import Look, button
from kiosk.screens.drawing import OWN, Drawing, below, shares
from kiosk.screens.touch import ROWS
from kiosk.screens.words import PAGE, said

BACK, ON = f"{OWN}page-back", f"{OWN}page-on"
"""The controls that turn the pages."""
TURNS = (BACK, ON)
_ARROWS = {BACK: (" ▄█", "███", " ▀█"), ON: ("█▄ ", "███", "█▀ ")}
_BORDER = 2


def turned(page: int, control: str) -> int:
    """The page after a touch; who paints it knows how many there are, and begins again after the last."""
    return page + (1 if control == ON else -1)


def number(page: int, pages: int, code: str) -> str:
    """Which page of how many; empty where there is one only."""
    return said(PAGE, code, page=page + 1, pages=pages) if pages > 1 else ""


def arrow(control: str, cells: int, rows: int, pressed: str, below: str = "") -> Drawing:
    """A target that turns the pages; ``below`` it, what else it says."""
    said = [*_ARROWS[control], *([below] if below and rows > len(_ARROWS[control]) + _BORDER else [])]
    return button(control, said, cells, rows, Look.TOUCHED if control == pressed else Look.PLAIN)


def column(cells: int, rows: int, pressed: str) -> Drawing:
    """Both targets, one above the other, on ``cells`` x ``rows``; one where two have no room."""
    turns = TURNS if rows >= len(TURNS) * ROWS else TURNS[1:]
    heights = shares(rows, len(turns))
    parts = [arrow(turn, cells, height, pressed) for turn, height in zip(turns, heights, strict=True)]
    return below(*parts)
