"""Telling the world, after commit: beep, bins' lights, the view if it is new, the head if it grew."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kiosk.attendant.cabinets import Locks, NoLocks
from kiosk.attendant.messages import Answer, Head, News, Show
from kiosk.counter.session import Session
from kiosk.counter.views import Tone, View
from kiosk.store.entry import Position


def _no_lights(_: tuple[str, ...]) -> None:
    return


class Outputs(Struct, frozen=True):
    """Whom the desk tells, after commit. Each is called from the desk's thread and must not block."""

    beep: Callable[[Tone], None]
    news: Callable[[News], None]
    locks: Locks = NoLocks()
    point: Callable[[tuple[str, ...]], None] = _no_lights
    """Has the lights at these codes on, and no others."""


class Telling:
    """What the world was told last."""

    def __init__(self, outputs: Outputs) -> None:
        self._outputs = outputs
        self.view: View | None = None
        self._head: Head | None = None
        self._act = 0.0

    def tell(self, view: View, session: Session, position: Position | None, tone: Tone | None) -> None:
        """Tell what is new."""
        if tone:
            self._outputs.beep(tone)
        self._point(view)
        if self._says_more(view, session):
            self._outputs.news(Show(view))
        self.view, self._act = view, session.last_act
        head = Head(position.epoch, position.seq) if position else None
        if head and head != self._head:
            self._head = head
            self._outputs.news(head)

    def _point(self, view: View) -> None:
        """Light what the view points at; where it says the same anew, it is to be seen for as long again."""
        before = (self.view.points, self.view.said) if self.view else ((), 0)
        if before != (view.points, view.said) and (view.points or before[0]):
            self._outputs.point(view.points)

    def _says_more(self, view: View, session: Session) -> bool:
        """Whether a view says anything new: a screen counts down by itself, from the last act on."""
        if self.view is None or session.last_act != self._act:
            return True
        return replace(view, countdown=None) != replace(self.view, countdown=None)

    def greet(self, reply: Callable[[Answer], None], view: View) -> None:
        """Tell a new watcher how things are."""
        if self._head:
            reply(self._head)
        reply(Show(view))
