"""The conversation with a reader that has to be asked: a start-up, then one question after the other."""

from collections.abc import Iterator
from typing import Final

from drivers.arrivals import Arrivals
from drivers.badges.iso14443a import refused
from drivers.conversation import NEVER, TICK_S, SilentError, arriving, tick
from drivers.framing import Decoder
from drivers.messages import Message, Noise

POLL_S: Final = TICK_S
"""From round to round: a badge is held to a reader for a third of a second at least."""
ANSWER_S: Final = 0.5
"""How long a question waits for its answer before everything begins anew."""
WATCH_S: Final = 3 * TICK_S
"""A device that waits for a badge by itself is asked so often whether it still does."""
SILENT_S: Final = 1.5
"""So long without any answer, and the device is said to be silent: within 2 s, as the screen promises."""


class Polling:
    """Sends `start` once and `poll` again and again, each part after the answer to the one before.

    A question that is not answered begins everything anew. A whole frame is an answer, unless `is_answer`
    says otherwise. `here` from the first answer on; with `may_only_talk` from the beginning, and silence is
    not held against a device that has never answered: it may be set up to talk by itself. One that `waits`
    answers in its own time; until then it is asked the same again now and then.
    """

    deaf_until = NEVER

    def __init__(
        self,
        decoder: Decoder,
        arrivals: Arrivals,
        *,
        poll: tuple[bytes, ...],
        every_s: float,
        start: tuple[bytes, ...] = (),
        may_only_talk: bool = False,
    ) -> None:
        self._decoder = decoder
        self._arrivals = arrivals
        self._start, self._poll, self._every_s = start, poll, every_s
        self._may_only_talk = may_only_talk
        self._answered = False
        self._turn = 0
        self._waits = False
        """Whether the device has taken the question, and waits for a badge."""
        self._next: float | None = None
        """When the next question is due; None before the first."""
        self._asked: float | None = None
        """When the question was asked whose answer is waited for."""
        self._last: float | None = None
        """When the last answer came, or the first question was asked."""

    @property
    def here(self) -> bool:
        """Whether it has answered, or need not."""
        return self._answered or self._may_only_talk

    def hear(self, data: bytes, at: float) -> Iterator[Message]:
        """Yields what is new of what came."""
        return arriving(self._heard(self._decoder.feed(data), at), self._arrivals, at)

    def quiet(self, at: float) -> Iterator[Message]:
        """Yields half a message as noise."""
        return arriving(self._heard(self._decoder.flush(), at), self._arrivals, at)

    def say(self, at: float) -> bytes:
        """The next question, where it is due.

        Raises:
            SilentError: nothing was answered for 1.5 s.
        """
        self._give_up(at)
        if self._asked is not None or (self._next is not None and at < self._next):
            return b""
        self._asked, self._waits = at, False
        if self._last is None:
            self._last = at
        return self.question

    @property
    def question(self) -> bytes:
        """Whose turn it is, or whose answer is waited for."""
        return (*self._start, *self._poll)[self._turn]

    def due(self) -> float | None:
        """When the next question is due, or the answer to the last one overdue."""
        if self._asked is None:
            return self._next
        return min(self._asked + ANSWER_S, self._silent_at())

    def is_answer(self, message: Message) -> bool:
        """Whether a message is the answer to a question."""
        return not isinstance(message, Noise)

    def waits(self, message: Message) -> bool:  # noqa: ARG002
        """Whether this says that the question was taken, and is answered once there is a badge."""
        return False

    def ends_round(self, message: Message) -> bool:  # noqa: ARG002
        """Whether after this answer nothing more is to be asked before the next round."""
        return False

    def told(self, message: Message) -> Message:
        """What is to be made of a message at the counter: a random UID is noise that says why."""
        return refused(message)

    def _heard(self, messages: Iterator[Message], at: float) -> Iterator[Message]:
        for message in messages:
            if self._asked is not None and self.waits(message):
                self._asked, self._last, self._waits, self._next = None, at, True, tick(at, WATCH_S)
            elif (self._waits or self._asked is not None) and self.is_answer(message):
                self._go_on(at, over=self.ends_round(message))
            yield self.told(message)

    def _go_on(self, at: float, *, over: bool) -> None:
        self._asked, self._last, self._answered, self._waits = None, at, True, False
        self._turn += 1
        if self._turn < len(self._start) + len(self._poll) and not over:
            self._next = at
        else:
            self._turn, self._next = len(self._start), tick(at, self._every_s)

    def _silent_at(self) -> float:
        if self._last is None or (self._may_only_talk and not self._answered):
            return float("inf")
        return self._last + SILENT_S

    def _give_up(self, at: float) -> None:
        if self._asked is None:
            return
        if at >= self._silent_at():
            raise SilentError("the reader does not answer")
        if at >= self._asked + ANSWER_S:
            self._asked, self._turn, self._next = None, 0, at
