"""The door within one process: the twin of the socket, for the demo, tests and rehearsals."""

from collections.abc import Callable
from queue import Empty, SimpleQueue

from kiosk.attendant.door import DoorError
from kiosk.attendant.events import Asked
from kiosk.attendant.messages import (
    Answer,
    AskStatus,
    BrokerState,
    Head,
    News,
    Reply,
    Request,
    Show,
    Status,
    Submit,
    Tap,
    Watch,
)
from kiosk.crib.names import CommandId

PATIENCE_S = 30.0
"""Seconds to wait for the desk."""
IMPORT_S = 600.0
"""Seconds to wait for a command that may define a whole crib: 50 000 rows take half a minute here."""


def patience(request: Request) -> float:
    """Seconds to wait for the answer to this request."""
    return IMPORT_S if isinstance(request, Submit) else PATIENCE_S


class LocalDoor:
    """Asks a desk by putting events into its inbox; ``put`` may also play them at once."""

    def __init__(self, put: Callable[[Asked], None], new_id: Callable[[], str]) -> None:
        self._put = put
        self._new_id = new_id
        self._closed = False

    def tap(self, tap: Tap) -> Reply:
        """A control was tapped."""
        return self._reply(tap)

    def submit(self, submit: Submit) -> Reply:
        """Have a command judged and written."""
        return self._reply(submit)

    def status(self) -> Status:
        """How the kiosk is."""
        answer = self._ask(AskStatus(CommandId(self._new_id())))
        if not isinstance(answer, Status):
            raise DoorError(f"the attendant answered {answer!r} when asked for its status")
        return answer

    def tell_broker(self, state: BrokerState) -> Reply:
        """The relay says how it stands with the broker."""
        return self._reply(state)

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Call ``watcher`` with the present view and head, and every new one, from the desk's thread."""

        def hear(answer: Answer) -> None:
            if isinstance(answer, Show | Head) and not self._closed:
                watcher(answer)

        self._check_open()
        self._put(Asked(Watch(CommandId(self._new_id())), hear))

    def close(self) -> None:
        """Leave; a watcher hears nothing more."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise DoorError("this door was closed; open another one")

    def _reply(self, request: Tap | Submit | BrokerState) -> Reply:
        answer = self._ask(request)
        if not isinstance(answer, Reply):
            raise DoorError(f"the attendant answered {answer!r} to {type(request).__name__}")
        return answer

    def _ask(self, request: Tap | Submit | AskStatus | BrokerState) -> Answer:
        self._check_open()
        box: SimpleQueue[Answer] = SimpleQueue()
        self._put(Asked(request, box.put))
        try:
            return box.get(timeout=patience(request))
        except Empty:
            raise DoorError(
                f"the attendant did not answer in {patience(request):.0f} s; see its log"
            ) from None
