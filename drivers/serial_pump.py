"""The pump of every device on a serial line: opens the port, carries bytes, opens it again when it goes."""

import errno
import os
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from drivers.conversation import Conversation, tick
from drivers.hush import Deliver, Hush
from drivers.messages import Message
from drivers.nodes import explained, the_one
from drivers.pump import BACKOFF_S, Presence, Pump

if TYPE_CHECKING:
    from serial import Serial

READ_TIMEOUT_S: Final = 0.2
"""A message is never interrupted for so long: half a one is then given up."""
SOON_S: Final = 1.0
"""Half a message waits so much longer where the device is to be asked then: each time awake costs."""
IDLE_S: Final = 1.0
"""Longest wait for a byte where nothing is half."""
_CHUNK: Final = 4096
WRITE_TIMEOUT_S: Final = 1.0
"""A device that takes no byte for so long is away."""


class SerialPump:
    """Carries the bytes of a conversation, which is begun anew each time the port is opened.

    `deliver(message, at)` and `presence(present, why)` are called from the pump's thread, `at` by the clock.
    `port` is a path, or a glob pattern that means one device. It is opened for this program alone (TIOCEXCL,
    flock).
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
        self._heard = 0.0
        self._is_quiet = True
        # Sockets, for who wakes a pump that was just stopped must not write to another file of that number.
        self._woken, self._waker = socket.socketpair()
        self._waker.settimeout(0)
        self._pump = Pump(f"{name} {port}", self._session, presence, clock=clock, backoff_s=backoff_s)

    def start(self) -> None:
        """Starts reading; the port need not be there yet."""
        self._pump.start()

    def stop(self) -> None:
        """Stops reading and waits for the thread; a stopped pump cannot start again."""
        self._pump.end()
        self.wake()
        self._pump.stop()
        self._waker.close()
        self._woken.close()

    def beat(self) -> float:
        """When the loop was last alive, by the clock."""
        return self._pump.beat()

    def wake(self) -> None:
        """Has the conversation asked at once whether it has something to say; from any thread."""
        with suppress(OSError):  # stopped, or told often enough
            self._waker.send(b"\0")

    def _session(self, pump: Pump) -> None:
        talk = self._begin()
        with open_line(self._port, self._baud) as line:
            self._heard, self._is_quiet = self._clock(), True
            line.reset_input_buffer()  # what was sent while nobody listened is half a message, and old
            try:
                while pump.alive():
                    if talk.here:
                        pump.opened()
                    self._turn(line, talk)
            finally:
                self._pass_on(talk.quiet(self._clock()))

    def _turn(self, line: "Serial", talk: Conversation) -> None:
        sent = talk.say(self._clock())
        if sent:
            _write(line, sent)
        data = self._read(line, self._rest(talk.due()), talk.deaf_until - self._clock())
        now = self._clock()
        if data:
            self._heard, self._is_quiet = now, False
            self._pass_on(talk.hear(data, now))
        elif not self._is_quiet and now - self._heard >= READ_TIMEOUT_S:
            self._is_quiet = True
            self._pass_on(talk.quiet(now))

    def _rest(self, due: float | None) -> float:
        """Seconds that nothing need be done, if no byte comes; half a message waits for what is due soon."""
        now = self._clock()
        rest = tick(now, IDLE_S) - now if self._is_quiet else self._heard + READ_TIMEOUT_S - now
        if due is not None and due - now < rest + (0 if self._is_quiet else SOON_S):
            rest = due - now
        return max(0.0, rest)

    def _read(self, line: "Serial", rest: float, deaf: float) -> bytes:
        """What has come. A line that was pulled has bytes to read and yields none, or fails."""
        if deaf > 0:
            select.select([self._woken], [], [], deaf)
            rest = 0.0
        ready, _, _ = select.select([line.fd, self._woken], [], [], rest)
        if self._woken in ready:
            self._woken.recv(_CHUNK)
        if line.fd not in ready:
            return b""
        data = os.read(line.fd, _CHUNK)
        if not data:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        return data

    def _pass_on(self, messages: Iterator[Message]) -> None:
        for message in messages:
            self._deliver(message, self._clock())


def open_line(port: str, baud: int) -> "Serial":
    """Opens the one line that a path or a pattern means, for this program alone; no read waits.

    Raises:
        OSError: it cannot be opened; the text says what to do.
    """
    import serial

    node = the_one(port)
    try:
        return serial.Serial(node, baud, timeout=0, write_timeout=WRITE_TIMEOUT_S, exclusive=True)
    except OSError as error:
        raise explained(error, node) from error


def _write(line: "Serial", data: bytes) -> None:
    import serial

    try:
        with suppress(BlockingIOError):  # full; what pyserial adds is a wait, at five times the cost
            data = data[os.write(line.fd, data) :]
        if data:
            line.write(data)
    except serial.SerialTimeoutException as error:
        raise OSError(errno.ETIMEDOUT, "the device takes no bytes") from error
    except OSError as error:  # pyserial's own, or the line's
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV)) from error
