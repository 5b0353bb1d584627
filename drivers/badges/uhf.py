"""How a UHF reader is asked for tags without end, whatever it speaks, and which of its reads are news.

A reader sees a tag many times a second, several at once, through clothes, and from farther than one thinks.
What arrives is gathered for a moment, so that a tote of tools that passes by is one message.
"""

import math
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from drivers.arrivals import Arrivals
from drivers.conversation import NEVER, SilentError, tick
from drivers.framing import Decoder
from drivers.messages import Frame, Message, Noise, Tag, Tags

MIN_HOLDOFF_S: Final = 5.0
"""A tag at the edge of the field flickers for seconds; one that lies there must not arrive over and over."""
GATHER_S: Final = 0.3
"""From the first arrival to its message, for those that come along."""
MAX_GATHERED: Final = 200
"""Tags of one message; more are said at once."""
SILENT_S: Final = 1.7
"""A reader that says nothing for so long is away; with the tick that is waited it is told within 2 s."""
BUSY_REST_S: Final = 0.1
"""Between two orders while tags are about."""
BUSY_S: Final = 1.0
"""Where none was for so long the field is empty, and costs little: an order at a tick at most."""


class TagField:
    """What of the reads is an arrival: outlives the line, for tags stay while a cable is out.

    A tag weaker than `min_rssi` is not there, as far as its reader tells dBm (negative numbers). `reads`
    within a second make an arrival; then none for `holdoff_s`, 5 at least, a tag that has gone.
    """

    def __init__(self, holdoff_s: float, reads: int = 1, min_rssi: int = -128) -> None:
        self._arrivals = Arrivals(max(holdoff_s, MIN_HOLDOFF_S), reads)
        self._min_rssi = min_rssi
        self._new: list[Tag] = []
        self._raw = b""
        self._since = math.inf

    def saw(self, message: Tags, at: float) -> Iterator[Tags]:
        """Takes note of reads; yields what is too much to wait."""
        strong = (tag for tag in message.tags if tag.rssi is None or tag.rssi >= self._min_rssi)
        new = [tag for tag in strong if self._arrivals.seen(tag.epc, at)]
        if new:
            self._since = min(self._since, at)
            self._new += new
            self._raw += message.raw
        if len(self._new) >= MAX_GATHERED:
            yield from self.rest()

    def ready(self, at: float) -> Iterator[Tags]:
        """Yields what has waited long enough."""
        if at - self._since >= GATHER_S:
            yield from self.rest()

    def rest(self) -> Iterator[Tags]:
        """Yields all that waits."""
        if self._new:
            gathered = Tags(tuple(self._new), self._raw)
            self._new, self._raw, self._since = [], b"", math.inf
            yield gathered


class Questions(Protocol):
    """What one family is asked, and when its answer is whole."""

    @property
    def decoder(self) -> Decoder:
        """Of its answers."""

    @property
    def retry_s(self) -> float:
        """After a question unanswered for so long the reader is greeted again."""

    @property
    def chatters(self) -> bool:
        """Whether it reports each round of an order that finds nothing."""

    def greet(self) -> bytes:
        """Whatever state it is in, this ends it, and is answered."""

    def poll(self, *, busy: bool) -> bytes:
        """Orders a round, or some of them."""

    def ends(self, message: Frame | Tags) -> bool:
        """Whether nothing more is to come of the order, or it cannot be known."""


class Inventory:
    """The conversation with a UHF reader: greeting, then order after order.

    In an empty field what a reader that chatters says is heard at the next tick, all at once.
    """

    def __init__(self, questions: Questions, field: TagField) -> None:
        self._questions = questions
        self._field = field
        self._asked = math.nan
        """When it was asked what it has not answered; nan where nothing is open."""
        self._next = -math.inf
        self._heard = -math.inf
        """When it last said something; before that, when it was first spoken to."""
        self._begun = False
        self._busy = -math.inf
        self.deaf_until = NEVER
        self.here = False

    def hear(self, data: bytes, at: float) -> Iterator[Message]:
        """Yields arrivals and noise."""
        for message in self._questions.decoder.feed(data):
            yield from self._take(message, at)
        yield from self._field.ready(at)

    def quiet(self, at: float) -> Iterator[Message]:
        """Yields half a frame as noise, and every arrival that waits."""
        for message in self._questions.decoder.flush():
            yield from self._take(message, at)
        yield from self._field.rest()

    def say(self, at: float) -> bytes:
        """A greeting at first and after a question that stays unanswered, then a round at a time.

        Raises:
            SilentError: it has said nothing for too long.
        """
        if not self._begun:
            self._begun = True
            self._heard = self._asked = at
            return self._questions.greet()
        if at - self._heard >= SILENT_S:
            raise SilentError("the reader does not answer")
        if at - self._asked >= self._questions.retry_s:
            self._asked = at
            return self._questions.greet()
        if math.isnan(self._asked) and at >= self._next:
            self._asked = at
            self._rest(at)
            return self._questions.poll(busy=self._is_busy(at))
        return b""

    def _is_busy(self, at: float) -> bool:
        return at - self._busy < BUSY_S

    def _rest(self, at: float) -> None:
        self.deaf_until = tick(at) if self._questions.chatters and not self._is_busy(at) else NEVER

    def due(self) -> float:
        """When it is to be asked again, or given up."""
        if not self._begun:
            return -math.inf
        turn = self._next if math.isnan(self._asked) else self._asked + self._questions.retry_s
        return min(turn, self._heard + SILENT_S)

    def _take(self, message: Message, at: float) -> Iterator[Message]:
        match message:
            case Noise():
                yield message
                return
            case Tags(tags=tags):
                self._busy = at if tags else self._busy
                yield from self._field.saw(message, at)
            case Frame():
                pass
            case _:
                return
        self.here = True
        self._heard = at
        self._asked = math.nan if self._questions.ends(message) else at
        if self._is_busy(at):
            self._next = at + BUSY_REST_S
        else:
            self._next = at if self._questions.chatters else tick(at)
        self._rest(at)


def inventory(questions: Callable[[], Questions], field: TagField) -> Callable[[], Inventory]:
    """What begins a conversation each time the line is opened; the field stays as it was."""
    return lambda: Inventory(questions(), field)
