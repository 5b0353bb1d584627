"""Lets a label held under its scanner be told once: many send it again as long as they see it."""

from typing import Final

from drivers.arrivals import Arrivals
from drivers.hush import Deliver
from drivers.messages import Message, Scan

HELD_S: Final = 1.0
"""The same text again so soon after it was last seen is the same scan."""


class Once:
    """Passes everything on but a text that this scanner has just sent; another text always counts."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._held = Arrivals(HELD_S)

    def __call__(self, message: Message, at: float) -> None:
        """Delivers, or drops."""
        if not isinstance(message, Scan) or self._held.seen(message.text, at):
            self._deliver(message, at)
