"""The pump of every device on a serial line: opens the port, carries bytes, opens it again when it goes."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from drivers.conversation import Conversation
from drivers.hush import Deliver, Hush
from drivers.messages import Message
from drivers.pump import BACKOFF_S, Presence, Pump

if TYPE_CHECKING:
    from serial import Serial

READ_TIMEOUT_S: Final = 0.2
"""Longest wait for a byte. A message is never interrupted for so long: half a one is then given up."""
WRITE_TIMEOUT_S: Final = 1.0
"""A device that takes no byte for so long is away."""


class SerialPump:
    """Carries the bytes of a conversation, which is begun anew each time the port is opened.

    `deliver(message, at)` and `presence(present, why)` are called from the pump's thread, `at` by the clock.
    The port is opened for this program alone (TIOCEXCL, flock).
    """

    def __init__(
        self,
        name: str,
        port: str,
        conversation: Callable[[], Conversation],
        deliver: Deliver,
        presence: Presence,
        *,
        baud: int = 9600,
        clock: Callable[[], float] = time.monotonic,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._port = port
        self._begin = conversation
        self._deliver = Hush(deliver)
        self._baud = baud
        self._clock = clock
        self._line: Serial | None = None
        self._heard = 0.0
        self._pump = Pump(f"{name} {port}", self._session, presence, clock=clock, backoff_s=backoff_s)

    def start(self) -> None:
        """Starts reading; the port need not be there yet."""
        self._pump.start()

    def stop(self) -> None:
        """Stops reading and waits for the thread, at most one read timeout."""
        self._pump.stop()

    def beat(self) -> float:
        """When the loop was last alive, by the clock."""
        return self._pump.beat()

    def wake(self) -> None:
        """Has the conversation asked at once whether it has something to say; from any thread."""
        line = self._line
        if line:
            line.cancel_read()

    def _session(self, pump: Pump) -> None:
        import serial

        talk = self._begin()
        with serial.Serial(
            self._port, self._baud, timeout=READ_TIMEOUT_S, write_timeout=WRITE_TIMEOUT_S, exclusive=True
        ) as line:
            self._line, self._heard = line, self._clock()
            line.reset_input_buffer()  # what was sent while nobody listened is half a message, and old
            try:
                while pump.alive():
                    self._turn(line, talk)
                    if talk.here:
                        pump.opened()
            finally:
                self._line = None
                self._pass_on(talk.quiet(self._clock()))

    def _turn(self, line: "Serial", talk: Conversation) -> None:
        sent = talk.say(self._clock())
        if sent:
            line.write(sent)
        due = talk.due()
        line.timeout = READ_TIMEOUT_S if due is None else min(READ_TIMEOUT_S, max(0.0, due - self._clock()))
        data = line.read(line.in_waiting or 1)
        now = self._clock()
        if data:
            self._heard = now
            self._pass_on(talk.hear(data, now))
        elif now - self._heard >= READ_TIMEOUT_S:  # a read may end early: see wake
            self._heard = now
            self._pass_on(talk.quiet(now))

    def _pass_on(self, messages: Iterator[Message]) -> None:
        for message in messages:
            self._deliver(message, self._clock())
