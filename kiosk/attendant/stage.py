"""A door that only shows: behind a picture that is taken, and behind a day that is played."""

from collections.abc import Callable

from kiosk.attendant.door import Asking
from kiosk.attendant.messages import (
    Answer,
    AskDoors,
    AskStatus,
    Doors,
    Heard,
    News,
    Reply,
    Request,
    Show,
    Status,
)
from kiosk.counter.views import View


class Stage(Asking):
    """Whoever watches sees what is shown, and nobody can step in: ``why`` is what they are told."""

    def __init__(self, why: str, view: View | None = None) -> None:
        super().__init__(lambda: "stage")
        self._why = why
        self._view = view
        self._watchers: list[Callable[[News], None]] = []

    def show(self, view: View) -> None:
        """Show a view."""
        self._view = view
        for watcher in self._watchers:
            watcher(Show(view))

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Show what there is, and all that comes."""
        self._watchers.append(watcher)
        if self._view:
            watcher(Show(self._view))

    def listen(self, listener: Callable[[Heard | None], None]) -> None:
        """There is nothing to hear."""

    def close(self) -> None:
        """Leave."""
        self._watchers.clear()

    def _ask(self, request: Request) -> Answer:
        if isinstance(request, AskDoors):
            return Doors(request.id, ())
        if isinstance(request, AskStatus) and self._view:
            return Status(request.id, "", self._view.site, "", 0, "", self._view.health, 0)
        return Reply(request.id, "refused", self._why)
