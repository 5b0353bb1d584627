"""Lets a babbling device be noted, not obeyed: of its noise one message in a while gets through."""

from collections.abc import Callable
from typing import Final

from drivers.messages import Message, Noise

NOISE_S: Final = 2.0
"""Seconds between two noises of one device; a person reads one notice in that time."""

Deliver = Callable[[Message, float], None]
"""Takes a message and the seconds of the clock at which it came; called from a pump's thread."""


class Hush:
    """Passes everything on but noise that follows noise too soon: that is only counted."""

    def __init__(self, deliver: Deliver, every_s: float = NOISE_S) -> None:
        self._deliver = deliver
        self._every_s = every_s
        self._last: float | None = None
        self.dropped = 0
        """How many noises were not passed on."""

    def __call__(self, message: Message, at: float) -> None:
        """Delivers, or counts."""
        if isinstance(message, Noise):
            if self._last is not None and at - self._last < self._every_s:
                self.dropped += 1
                return
            self._last = at
        self._deliver(message, at)
