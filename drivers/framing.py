"""Cuts a stream of bytes into frames: every byte ends up in exactly one message, for any split of it."""

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from drivers.messages import Message, Noise

OUTSIDE: Final = "bytes outside a frame"
CUT_SHORT: Final = "a frame without its end"
MAX_NOISE: Final = 64
"""Bytes of one Noise; a longer stretch becomes several."""

Verdict = int | str | None
"""Of bytes that begin a frame: how many it has; why they begin none; None where more must come first."""

Judge = Callable[[bytearray], Verdict]
"""Must depend on the frame's own bytes only, never on what follows, and must bound a frame's length."""


class Decoder(Protocol):
    """A codec of a serial line."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yields what `data` completes, for any split of the stream."""

    def flush(self) -> Iterator[Message]:
        """Yields what was held back: the stream has ended, fell silent, or starts anew."""


class Framer:
    """A decoder made of two pure functions: `judge` finds a frame's end, `read` says what it is.

    Where a frame turns out to be none, only its first byte is given up and the rest looked at again: noise
    costs at most the message it hit. All that is given up between two frames is one Noise, or several where
    it is longer than MAX_NOISE, each with the reason of the first frame that failed in it.
    """

    def __init__(self, judge: Judge, read: Callable[[bytes], Message]) -> None:
        self._judge = judge
        self._read = read
        self._held = bytearray()
        self._noise = bytearray()
        self._why = OUTSIDE

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yields what `data` completes."""
        self._held += data
        while self._held:
            verdict = self._judge(self._held)
            if verdict is None:
                return
            yield from self._settle(verdict)

    def flush(self) -> Iterator[Message]:
        """Yields the frames hidden behind a half one, and the rest as noise."""
        while self._held:
            verdict = self._judge(self._held)
            yield from self._settle(CUT_SHORT if verdict is None else verdict)
        yield from self._end_noise()

    def _settle(self, verdict: int | str) -> Iterator[Message]:
        if isinstance(verdict, int):
            yield from self._end_noise()
            frame = bytes(self._held[:verdict])
            del self._held[:verdict]
            yield self._read(frame)
            return
        if self._why == OUTSIDE:
            self._why = verdict
        self._noise.append(self._held[0])
        del self._held[0]
        if len(self._noise) == MAX_NOISE:
            yield from self._end_noise()

    def _end_noise(self) -> Iterator[Message]:
        if self._noise:
            yield Noise(self._why, bytes(self._noise))
            self._noise.clear()
        self._why = OUTSIDE
