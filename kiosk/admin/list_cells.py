"""Cells that hold several things, divided by commas."""

from datetime import date

from kiosk.admin import cells
from kiosk.admin.table import quoted
from kiosk.crib.products import Done, DueRule, Training


def codes(text: str) -> tuple[str, ...]:
    """Codes, or words: ``PULL-A, PULL-B``."""
    return tuple(cells.code(part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def due_rules(text: str) -> tuple[DueRule, ...]:
    """``electrical:365d``, ``service:500uses`` or ``service:365d:500uses``."""
    return tuple(_due_rule(part) for part in _parts(text))


def _due_rule(text: str) -> DueRule:
    name, *every = text.split(":")
    days = uses = 0
    for each in every:
        count, word, rest = each.partition("uses")
        if word and not rest:
            uses = _inside(cells.number, count)
        else:
            days = _inside(cells.days, each)
    if not name or not every:
        raise cells.CellError("is no due rule. Write a name and every how much, such as electrical:365d.")
    return DueRule(name, days, uses)


def done(text: str) -> tuple[Done, ...]:
    """``electrical:2026-10-03``: a due rule and the day on which it was seen to."""
    return tuple(_done(part) for part in _parts(text))


def _done(text: str) -> Done:
    rule, divided, day = text.partition(":")
    if not rule or not divided:
        raise cells.CellError("does not say what was done when. Write such as electrical:2026-10-03.")
    return Done(rule, _inside(cells.day, day))


def trainings(text: str) -> tuple[Training, ...]:
    """``torque:2027-01-01``: a course and its last valid day; ``torque`` where it does not end."""
    return tuple(_training(part) for part in _parts(text))


def _training(text: str) -> Training:
    course, _, until = text.partition(":")
    day: date | None = _inside(cells.day, until) if until else None
    return Training(course, day)


def _inside(read: cells.Reader[cells.Value], text: str) -> cells.Value:
    """A part of a cell; the sentence names it."""
    try:
        return read(text)
    except cells.CellError as error:
        raise cells.CellError(f"has a part that cannot be read: {quoted(text)} {error}") from error
