"""The host's half of what is said on a serial line: pure, time is an argument.

Most readers talk by themselves and are only listened to. Others answer when they are asked; their protocol's
module brings a conversation of its own.
"""

import math
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from drivers.arrivals import Arrivals
from drivers.framing import Decoder
from drivers.messages import Badge, Frame, Message, Tags

HOLDOFF_S: Final = 0.5
"""A badge is gone after this long without a frame: eight repeats of 65 ms, for it may flicker at the edge."""

TICK_S: Final = 0.25
"""Whoever asks again and again does so at multiples of this: threads that wake together cost half."""
NEVER: Final = -math.inf


def tick(at: float, every_s: float = TICK_S) -> float:
    """The first moment after `at` that all conversations by one clock have in common."""
    return (math.floor(at / every_s) + 1) * every_s


class SilentError(OSError):
    """The line is open, and the device at its end does not answer."""


class Conversation(Protocol):
    """What to send to a device and what its answers mean, from when its line was opened until it closes.

    Times are seconds of one clock that only goes up. `say` raises SilentError where the device has not
    answered for too long: the line is then opened anew.
    """

    @property
    def here(self) -> bool:
        """Whether the device is known to be there: it has answered, or is one that only talks."""

    @property
    def deaf_until(self) -> float:
        """What comes before may wait until then, a tick at most; NEVER where it is to be heard at once."""

    def hear(self, data: bytes, at: float) -> Iterator[Message]:
        """Yields what is to be delivered of what came."""

    def quiet(self, at: float) -> Iterator[Message]:
        """Yields what is to be delivered now that nothing came for a while: half a message is given up."""

    def say(self, at: float) -> bytes:
        """What to send now; empty where it is not its turn."""

    def due(self) -> float | None:
        """When it will have something to say or to give up; None where it only listens."""


class Listening:
    """The conversation with a reader or scanner that talks by itself: arrivals, scans and noise."""

    here = True
    deaf_until = NEVER

    def __init__(self, decoder: Decoder, arrivals: Arrivals) -> None:
        self._decoder = decoder
        self._arrivals = arrivals

    def hear(self, data: bytes, at: float) -> Iterator[Message]:
        """Yields what is new of what came."""
        return arriving(self._decoder.feed(data), self._arrivals, at)

    def quiet(self, at: float) -> Iterator[Message]:
        """Yields half a message as noise."""
        return arriving(self._decoder.flush(), self._arrivals, at)

    def say(self, at: float) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""

    def due(self) -> None:
        """Never."""


def arriving(messages: Iterator[Message], arrivals: Arrivals, at: float) -> Iterator[Message]:
    """What of the messages is new: badges and tags that arrive, everything else but the protocol's frames."""
    for message in messages:
        match message:
            case Badge(number=number):
                if arrivals.seen(number, at):
                    yield message
            case Tags(tags=tags):
                new = tuple(tag for tag in tags if arrivals.seen(tag.epc, at))
                if new:
                    yield Tags(new, message.raw)
            case Frame():
                pass
            case _:
                yield message


def listening(decoder: Callable[[], Decoder], holdoff_s: float = HOLDOFF_S) -> Callable[[], Conversation]:
    """What begins a conversation each time the line is opened; who was in the field then still is."""
    arrivals = Arrivals(holdoff_s)
    return lambda: Listening(decoder(), arrivals)
