"""The door as a client of the socket sees it."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from kiosk.attendant.door import Asking, DoorError, patience, too_slow
from kiosk.attendant.messages import (
    ANSWERS,
    ENCODER,
    Answer,
    Head,
    Heard,
    Listen,
    News,
    Reply,
    Request,
    Show,
    Watch,
)


class SocketDoor(Asking):
    """A connection to the attendant. A thread reads it; requests may come from any other thread."""

    def __init__(self, path: Path, new_id: Callable[[], str]) -> None:
        """Connect.

        Raises:
            DoorError: no attendant listens there, or this user may not enter.
        """
        super().__init__(new_id)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(str(path))
        except OSError as error:
            self._socket.close()
            said = f"{path}: {error.strerror}. Is the attendant running, and are you in its group?"
            raise DoorError(said) from error
        self._lock = threading.Lock()
        self._waiting: dict[str, SimpleQueue[Answer | None]] = {}
        self._watcher: Callable[[News], None] | None = None
        self._listener: Callable[[Heard | None], None] | None = None
        self._open = True
        self._reader = threading.Thread(target=self._read, name="door", daemon=True)
        self._reader.start()

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Call ``watcher`` with the present view and head, and every new one, from the reading thread."""
        self._watcher = watcher
        answer = self._ask(Watch(self._id()))
        if isinstance(answer, Reply) and answer.result != "ok":
            raise DoorError(answer.text)

    def listen(self, listener: Callable[[Heard | None], None]) -> None:
        """Call ``listener`` with what devices say, from the reading thread."""
        self._listener = listener
        answer = self._ask(Listen(self._id()))
        if isinstance(answer, Reply) and answer.result != "ok":
            raise DoorError(answer.text)

    def close(self) -> None:
        """Leave; a watcher or listener hears nothing more."""
        self._watcher = self._listener = None
        self._open = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._reader:
            self._reader.join()
        self._socket.close()

    def _ask(self, request: Request) -> Answer:
        box: SimpleQueue[Answer | None] = SimpleQueue()
        self._waiting[request.id] = box
        try:
            if not self._open:
                raise DoorError("the attendant closed the door")
            with self._lock:
                self._socket.sendall(ENCODER.encode(request) + b"\n")
            answer = box.get(timeout=patience(request))
        except Empty:
            raise too_slow(request) from None
        except OSError as error:
            raise DoorError(f"the attendant is gone: {error.strerror or error}") from error
        finally:
            del self._waiting[request.id]
        if answer is None:
            raise DoorError("the attendant closed the door")
        return answer

    def _read(self) -> None:
        try:
            with self._socket.makefile("rb") as lines:
                for line in lines:
                    self._hear(ANSWERS.decode(line))
        except (OSError, ValueError, msgspec.DecodeError):
            pass  # a door that speaks no sense is a door that is gone: whoever waits is told
        self._open = False
        if self._listener:
            self._listener(None)
        for box in list(self._waiting.values()):
            box.put(None)

    def _hear(self, answer: Answer) -> None:
        if isinstance(answer, Show | Head):
            if self._watcher:
                self._watcher(answer)
            return
        if isinstance(answer, Heard):
            if self._listener:
                self._listener(answer)
            return
        box = self._waiting.get(answer.id)
        if box:
            box.put(answer)
