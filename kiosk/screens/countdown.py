"""What is under way: a countdown that shrinks by itself, or that something takes its time."""

from collections.abc import Callable

from textual.content import Content

from kiosk.counter.views import Countdown
from kiosk.screens.edges import bar, working
from kiosk.screens.lines import fitted

PER_SECOND = 5


class UnderWay:
    """One line. ``now`` gives seconds that only go up."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._total_ms = 0
        self._end = 0.0
        self._code = "en"
        self._sentence = ""
        self.works = False
        """Whether something takes its time, which is said instead of the countdown."""

    @property
    def moves(self) -> bool:
        """Whether the line changes by itself."""
        return self.works or self._total_ms > 0

    def count(self, countdown: Countdown | None, code: str = "en") -> None:
        """Begin at ``countdown``, or stop; its words are of the language of this code."""
        self._code = code
        self._sentence = countdown.sentence if countdown else ""
        self._total_ms = countdown.total_ms if countdown else 0
        self._end = self._now() + (countdown.left_ms / 1000 if countdown else 0)

    def line(self, cells: int) -> Content | None:
        """What there is to see now; None where nothing moves."""
        if self.works:
            return fitted(working(int(self._now() * PER_SECOND), cells, self._code), "", cells)
        if not self._total_ms:
            return None
        left = int((self._end - self._now()) * 1000)
        return fitted(bar(self._total_ms, left, cells, self._sentence), "", cells)
