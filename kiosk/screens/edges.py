"""The screen's edges: who is signed in, where and when; how long still; whether the kiosk is well."""

from collections.abc import Iterator, Sequence

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


def foot(health: Sequence[Health], cells: int, code: str = "en", most: int = 1) -> Lines:
    """Every part with its text; where one line has no room for them, the bad ones, and that the rest is well.

    The bad ones take up to ``most`` lines; for those that find no room there is a number.
    """
    inner = cells - 2 * _MARGIN
    parts = [_part(part) for part in health]
    if _row(parts).cell_length <= inner:
        return [_footed(parts, cells)]
    ways = [*_fewer([_part(part) for part in health if not part.ok], code)]
    rows = next((rows for way in ways if len(rows := _rows(way, inner)) <= most), ways[-1:])
    return [_footed(row, cells) for row in rows]


def _fewer(bad: list[Content], code: str) -> Iterator[list[Content]]:
    """The bad parts and a word on the rest, then without it, then ever fewer, at last after the number."""
    yield [*bad, Content.styled(f"✓ {said(REST_IS_WELL if bad else ALL_IS_WELL, code)}", "$faint")]
    yield bad
    for left in range(1, len(bad)):
        yield [*bad[:-left], _marked(f"+{left}")]
    if len(bad) > 1:
        yield [_marked(f"+{len(bad) - 1}"), bad[0]]


def _rows(parts: Sequence[Content], cells: int) -> list[list[Content]]:
    """The parts in rows of ``cells``, as many as fit in each; one that is longer has a row of its own."""
    rows: list[list[Content]] = [[]]
    for part in parts:
        if rows[-1] and _row([*rows[-1], part]).cell_length > cells:
            rows.append([])
        rows[-1].append(part)
    return rows


def _footed(parts: Sequence[Content], cells: int) -> Content:
    return fitted(Content(" " * _MARGIN) + _row(parts), "on $bar", cells)


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
    return _marked(part.text)


def _marked(text: str) -> Content:
    return Content.styled(f" ✗ {text} ", "$on-stop on $stop bold")
