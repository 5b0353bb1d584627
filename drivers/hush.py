"""Lets a babbling device be noted, not obeyed: of its noise one message in a while gets through."""

from collections.abc import Callable
from typing import Final

from drivers.messages import Message, Noise

NOISE_S: Final = 2.0
"""Seconds between two noises of one device; a person reads one notice in that time."""

Deliver = Callable[[Message, float], None]
"""Takes a message and the seconds of the clock at which it came; called from a pump's thread."""


class Hush:
    """Passes everything on but noise that follows noise too soon."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._last: float | None = None

    def __call__(self, message: Message, at: float) -> None:
        """Delivers, or drops."""
        if isinstance(message, Noise):
            if self._last is not None and at - self._last < NOISE_S:
                return
            self._last = at
        self._deliver(message, at)
