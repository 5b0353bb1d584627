"""The link: one thread that keeps the door open and sends taps, so that painting never waits."""

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from textual.message import Message

from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.messages import News, Show, Tap
from kiosk.crib.names import CommandId
from kiosk.screens.messages import Answered, Broken, Lost, NewView


class Link:
    """Reaches the attendant through ``connect``, which may raise DoorError, and tells the screen by ``post``.

    Posts NewView, Answered after each tap, Lost when the attendant goes away, and Broken for any error that
    is not a DoorError.
    ``post`` is called from the link's and the door's threads. ``beat_s``: seconds between two signs of life
    from the attendant, and between two tries to reach it again.
    """

    def __init__(
        self,
        connect: Callable[[], Door],
        ids: Callable[[], CommandId],
        post: Callable[[Message], object],
        beat_s: float = 1.0,
    ) -> None:
        self._connect = connect
        self._ids = ids
        self._post = post
        self._beat_s = beat_s
        self._taps: SimpleQueue[Tap | None] = SimpleQueue()
        self._door: Door | None = None
        self._closed = False

    def open(self) -> Thread:
        """Start the thread, which ends some time after ``close``."""
        thread = Thread(target=self._run, name="screen-link", daemon=True)
        thread.start()
        return thread

    def tap(self, control: str, said: int) -> None:
        """Send a tap on a view that ``said`` so much, after those before it; at once for the caller."""
        self._taps.put(Tap(self._ids(), control, said))

    def close(self) -> None:
        """End the thread and leave the door, once the call that is under way is answered."""
        self._closed = True
        self._taps.put(None)

    def step(self, tap: Tap | None) -> None:
        """One turn of the thread: come in where the door is shut, else send ``tap``, or see who is there.

        A tap that meets a shut door is dropped: what it was meant for is no longer on the screen.
        """
        try:
            if self._door is None:
                self._enter()
            elif tap is None:
                self._door.status()
            else:
                self._door.tap(tap)
        except DoorError:
            self._leave()
            self._post(Lost())

    def _run(self) -> None:
        try:
            tap = None
            while not self._closed:
                self.step(tap)
                if tap:
                    self._post(Answered())
                tap = self._next()
        except Exception as error:  # noqa: BLE001 - the app raises it: a thread must not die unseen
            self._post(Broken(error))
        self._leave()

    def _next(self) -> Tap | None:
        with suppress(Empty):
            return self._taps.get(timeout=self._beat_s)
        return None

    def _enter(self) -> None:
        door = self._connect()
        self._door = door
        door.watch(self._hear)

    def _leave(self) -> None:
        door, self._door = self._door, None
        if door:
            with suppress(DoorError):
                door.close()

    def _hear(self, news: News) -> None:
        if isinstance(news, Show):
            self._post(NewView(news.view))
