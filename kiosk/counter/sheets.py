"""Sheets: what a task that is open shows beside its controls, each kind in words of its own module."""

from collections.abc import Callable
from typing import Any

from kiosk.counter import (
    absent_words,
    adding_words,
    card_words,
    count_words,
    looking_words,
    naming_words,
    own_words,
    receive_words,
    reserving_words,
    step_words,
)
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.tasks import (
    Adding,
    Counting,
    Giving,
    Linking,
    Looking,
    Naming,
    Noting,
    Receiving,
    Reserving,
    Showing,
    Task,
    TypingNumber,
)
from kiosk.counter.views import Sheet

Painter = Callable[[Session, Any, Scene], Sheet | None]

SHEETS: dict[type[Task], Painter] = {
    Counting: count_words.counting_sheet,
    Receiving: receive_words.receiving_sheet,
    Linking: adding_words.linking_sheet,
    Adding: adding_words.adding_sheet,
    Naming: naming_words.sheet,
    Noting: step_words.noting,
    Looking: looking_words.sheet,
    Showing: card_words.sheet,
    Giving: card_words.giving,
    Reserving: reserving_words.sheet,
    TypingNumber: looking_words.number_sheet,
}
"""How each kind of task is shown; one that is not here shows no sheet."""


def sheet(session: Session, scene: Scene) -> Sheet | None:
    """The sheet of the task that is open; with none, one's own things at sign-in, or pieces to tell of."""
    if session.task is None:
        greeted = session.answer is not None and session.answer.kind == "signed-in"
        return own_words.mine(scene) if greeted and scene.holdings else absent_words.sheet(session, scene)
    painter = SHEETS.get(type(session.task))
    return painter(session, session.task, scene) if painter else None
