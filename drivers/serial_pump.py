"""Reads a badge reader on a serial port."""

import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from drivers.messages import Badge, Noise
from drivers.pump import BACKOFF_S, Presence, Pump
from drivers.rdm6300 import TagPresence

READ_TIMEOUT_S: Final = 0.2
HOLDOFF_S: Final = 0.5
"""A tag is gone after this long without a frame: eight repeats of 65 ms, for it may flicker at the edge."""


class SerialDecoder(Protocol):
    """A codec of badges on a serial line."""

    def feed(self, data: bytes) -> Iterator[Badge | Noise]:
        """Yields what `data` completes."""

    def flush(self) -> Iterator[Noise]:
        """Yields a half message as one Noise."""


class SerialPump:
    """Delivers a tag's arrivals and the line's noise; opens the port again whenever it goes.

    `deliver(message, at)` and `presence(present, why)` are called from the pump's thread, `at` by the clock.
    """

    def __init__(
        self,
        port: str,
        decoder: Callable[[], SerialDecoder],
        deliver: Callable[[Badge | Noise, float], None],
        presence: Presence,
        *,
        baud: int = 9600,
        holdoff_s: float = HOLDOFF_S,
        clock: Callable[[], float] = time.monotonic,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._port = port
        self._new_decoder = decoder
        self._deliver = deliver
        self._baud = baud
        self._clock = clock
        self._tags = TagPresence(holdoff_s)
        self._pump = Pump(f"badge reader {port}", self._session, presence, clock=clock, backoff_s=backoff_s)

    def start(self) -> None:
        """Starts reading; the port need not be there yet."""
        self._pump.start()

    def stop(self) -> None:
        """Stops reading and waits for the thread, at most one read timeout."""
        self._pump.stop()

    def beat(self) -> float:
        """When the loop was last alive, by the clock."""
        return self._pump.beat()

    def _session(self, pump: Pump) -> None:
        import serial

        decoder = self._new_decoder()
        with serial.Serial(self._port, self._baud, timeout=READ_TIMEOUT_S, exclusive=True) as line:
            pump.opened()
            try:
                while pump.alive():
                    self._pass_on(decoder.feed(line.read(line.in_waiting or 1)))
            finally:
                self._pass_on(decoder.flush())

    def _pass_on(self, messages: Iterator[Badge | Noise]) -> None:
        for message in messages:
            at = self._clock()
            if isinstance(message, Noise) or self._tags.seen(message.number, at):
                self._deliver(message, at)
