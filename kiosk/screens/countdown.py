"""The countdown: a bar that shrinks by itself, so that no view has to be sent for it."""

from collections.abc import Callable

from textual.timer import Timer
from textual.widgets import Static

from kiosk.counter.views import Countdown
from kiosk.screens.edges import bar

PER_SECOND = 5


class CountdownBar(Static):
    """One line. ``now`` gives seconds that only go up; nothing ticks while there is no countdown."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__(id="countdown")
        self._now = now
        self._total_ms = 0
        self._end = 0.0
        self._timer: Timer | None = None

    @property
    def ticking(self) -> bool:
        """Whether the timer runs."""
        return self._timer is not None

    def count(self, countdown: Countdown | None) -> None:
        """Begin at ``countdown``, or stop."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        if countdown:
            self._total_ms = countdown.total_ms
            self._end = self._now() + countdown.left_ms / 1000
            self._timer = self.set_interval(1 / PER_SECOND, self.tick)
            self.tick()
        else:
            self.update("")

    def on_resize(self) -> None:
        """Fill the new width."""
        if self.ticking:
            self.tick()

    def tick(self) -> None:
        """Paint what is left."""
        self.update(bar(self._total_ms, int((self._end - self._now()) * 1000), self.size.width))
