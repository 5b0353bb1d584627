"""Large definitions from clients of the door: done a little at a time, between the counter's events."""

from collections import deque
from collections.abc import Callable
from datetime import tzinfo

from msgspec.structs import replace

from kiosk.attendant.events import Asked
from kiosk.attendant.messages import Reply, Submit
from kiosk.attendant.recording import Recording
from kiosk.attendant.submits import reply_of
from kiosk.counter.signals import Now
from kiosk.crib.definitions import Define
from kiosk.crib.identity import KeepingPeople
from kiosk.crib.linking import Linking
from kiosk.crib.names import Via
from kiosk.crib.receiving import ExpectDelivery
from kiosk.crib.transferring import ReceiveTransfer
from kiosk.store.database import StoreError, one
from kiosk.store.importing import Done, Request, is_large
from kiosk.store.store import Store

_DEFINING = Define | ExpectDelivery | KeepingPeople | Linking | ReceiveTransfer


class Importing:
    """Who waits for an import, and who waits until it is over."""

    def __init__(
        self, store: Store, recording: Recording, zone: tzinfo, submit: Callable[[Submit, Now], Reply]
    ) -> None:
        """``submit`` does what takes no time."""
        self._store = store
        self._recording = recording
        self._zone = zone
        self._submit = submit
        self._mine: Asked | None = None
        self._waiting: deque[Asked] = deque()
        self._paused = False

    @property
    def is_busy(self) -> bool:
        """Whether there is something to go on with."""
        return (self._store.imports.running or bool(self._mine or self._waiting)) and not self._paused

    def takes(self, event: Asked) -> bool:
        """Whether a request is answered from here: a large definition, and what defines and comes behind."""
        request, running = event.request, self._store.imports.running or bool(self._waiting)
        mine = isinstance(request, Submit) and (
            _is_large(request) or (running and isinstance(request.command, _DEFINING))
        )
        if mine:
            self._waiting.append(event)
            self.try_again()  # or who asks would wait for space, and not be told that there is none
        return mine

    def try_again(self) -> None:
        """Time has passed; perhaps there is space again."""
        self._paused = False

    def step(self, now: Now) -> None:
        """Go on a little; what was decided and cannot be written is tried again when time has passed."""
        imports = self._store.imports
        try:
            if imports.running:
                self._recording.rules()
                self._store.go_on()
            elif self._waiting and not self._mine:
                self._begin(self._waiting.popleft(), now)
            if self._mine and not imports.running:  # perhaps it was done for somebody who had to wait
                self._finish(imports.done, now)
        except StoreError as error:
            self._recording.failed(error)
            self._stop(str(error))
        except Exception:
            self._stop("Something went wrong here; see the log.")
            raise

    def _stop(self, said: str) -> None:
        """Tell who waits; those behind what was decided as well, since it has to be written first."""
        self._paused = self._store.imports.running
        later = " What is missing of the import is written as soon as it can be." if self._paused else ""
        self._answer(lambda request: Reply(request.id, "error", said + later))
        while self._paused and self._waiting:
            event = self._waiting.popleft()
            event.reply(Reply(event.request.id, "error", said))

    def _begin(self, event: Asked, now: Now) -> None:
        self._mine, request = event, event.request
        assert isinstance(request, Submit)  # noqa: S101
        if not (isinstance(request.command, Define) and _is_large(request)):
            self._answer(lambda request: self._submit(request, now))
            return
        self._recording.rules()
        sql = "SELECT count(*) FROM journal WHERE command = ?"
        if before := one(self._store.db, sql, request.id)[0]:
            self._answer(lambda _: Reply(request.id, "nothing", "This was done before.", before))
            return
        begun = Request(request.id, request.command, now.at, Via.CRIBCTL, request.dry_run)
        self._store.imports.begin(begun)

    def _finish(self, done: Done | None, now: Now) -> None:
        if done is None:
            said = "The disk failed before this was decided; nothing of it was written. Do it again."
            self._answer(lambda request: Reply(request.id, "error", said))
            return
        self._answer(
            lambda request: replace(
                reply_of(self._store, request, done.decision, now, self._zone), entries=done.entries
            )
        )

    def _answer(self, reply: Callable[[Submit], Reply]) -> None:
        """Tell who waits; nobody does where a power cut came between."""
        if self._mine and isinstance(self._mine.request, Submit):
            said, tell = reply(self._mine.request), self._mine.reply
            self._mine = None
            tell(said)


def _is_large(request: Submit) -> bool:
    return isinstance(request.command, Define) and is_large(request.command)
