"""The screen's edges: who is signed in, where and when; how long still; whether the kiosk is well."""

from collections.abc import Sequence

from textual.content import Content

from kiosk.counter.views import Health, View
from kiosk.screens.drawing import indented
from kiosk.screens.lines import Lines, drawn, fitted, spread
from kiosk.screens.words import ALL_IS_WELL, REST_IS_WELL, WORKING, said

_MARGIN = 2
_RUNNER = 8
"""Cells of the part that moves."""


def top(view: View, cells: int, rows: int) -> Lines:
    """``rows`` lines of ``cells``: the worker (in big letters where there are rows), the site, the time."""
    if not rows:
        return []
    inner = cells - 2 * _MARGIN
    place = Content.styled(" · ".join(filter(None, (view.site, view.clock))), "$faint")
    letters = drawn(view.who, inner - place.cell_length - 2, rows) if view.who else None
    names = letters or [f"● {view.who}" if view.who else ""]
    lines = [Content.styled(name, "$accent bold") for name in names]
    lines[0] = spread(lines[0], place, inner)
    above = [Content("")] * ((rows - len(lines) + 1) // 2)
    whole = [*above, *indented(lines, _MARGIN), *[Content("")] * rows]
    return [fitted(line, "on $bar", cells) for line in whole[:rows]]


def bar(total_ms: int, left_ms: int, cells: int, sentence: str = "{count} s") -> Content:
    """The time that is left: in whole seconds, rounded up, in its sentence, and as a bar that shrinks."""
    left = min(max(left_ms, 0), total_ms)
    words = f"{sentence.format(count=-(-left // 1000))} "
    room = max(0, cells - 2 * _MARGIN - len(words))
    full = room * left // total_ms if total_ms > 0 else 0
    return Content.assemble(
        " " * _MARGIN, (words, "$faint"), ("━" * full, "$accent"), ("─" * (room - full), "$bar")
    )


def foot(health: Sequence[Health], cells: int, code: str = "en") -> Content:
    """Every part with its text; where they do not fit, the bad ones, and that the rest is well."""
    inner = cells - 2 * _MARGIN
    parts = [_part(part) for part in health]
    bad = [_part(part) for part in health if not part.ok]
    rest = Content.styled(f"✓ {said(REST_IS_WELL if bad else ALL_IS_WELL, code)}", "$faint")
    ways = (parts, [*bad, rest], bad)
    row = next((way for way in map(_row, ways) if way.cell_length <= inner), _row(bad))
    return fitted(Content(" " * _MARGIN) + row, "on $bar", cells)


def working(step: int, cells: int, code: str = "en") -> Content:
    """That something takes its time: a bar that moves with each ``step``."""
    words = f"{said(WORKING, code)} "
    room = max(_RUNNER, cells - 2 * _MARGIN - len(words))
    at = 3 * step % (room - _RUNNER + 1)
    rest = room - at - _RUNNER
    return Content.assemble(
        " " * _MARGIN,
        (words, "$ink bold"),
        ("─" * at, "$bar"),
        ("━" * _RUNNER, "$accent"),
        ("─" * rest, "$bar"),
    )


def _row(parts: Sequence[Content]) -> Content:
    return Content("  ").join(parts)


def _part(part: Health) -> Content:
    if part.ok:
        return Content.styled(f"✓ {part.text}", "$faint")
    return Content.styled(f" ✗ {part.text} ", "$on-stop on $stop bold")
