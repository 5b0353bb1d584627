"""The door within one process: the twin of the socket, for the demo, tests and rehearsals."""

from collections.abc import Callable
from queue import Empty, SimpleQueue

from kiosk.attendant.door import Asking, DoorError, patience, too_slow
from kiosk.attendant.events import Asked
from kiosk.attendant.messages import (
    Answer,
    Head,
    Heard,
    News,
    Request,
    Show,
    Watch,
)

NO_DEVICES = (
    "No attendant runs here, so nobody has the devices open. Start it (systemctl start kiosk-attendant) and"
    " ask again; cribctl doctor says which of them are there."
)


class LocalDoor(Asking):
    """Asks a desk by putting events into its inbox; ``put`` may also play them at once."""

    def __init__(self, put: Callable[[Asked], None], new_id: Callable[[], str]) -> None:
        self._put = put
        super().__init__(new_id)
        self._closed = False

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Call ``watcher`` with the present view and head, and every new one, from the desk's thread."""

        def hear(answer: Answer) -> None:
            if isinstance(answer, Show | Head) and not self._closed:
                watcher(answer)

        self._check_open()
        self._put(Asked(Watch(self._id()), hear))

    def listen(self, listener: Callable[[Heard | None], None]) -> None:  # noqa: ARG002
        """Nobody has opened the devices here."""
        raise DoorError(NO_DEVICES)

    def close(self) -> None:
        """Leave; a watcher hears nothing more."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise DoorError("this door was closed; open another one")

    def _ask(self, request: Request) -> Answer:
        self._check_open()
        box: SimpleQueue[Answer] = SimpleQueue()
        self._put(Asked(request, box.put))
        try:
            return box.get(timeout=patience(request))
        except Empty:
            raise too_slow(request) from None
