"""A serial line that is not there: a pseudo-terminal, and a simulated device at its far end."""

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

_CHUNK: Final = 1024
_PATIENCE_S: Final = 1.0


class FarEnd(Protocol):
    """A simulated device on a serial line: pure, times are seconds of one clock that only goes up."""

    def hear(self, data: bytes, at: float) -> bytes:
        """What it answers to what the host sent."""

    def say(self, at: float) -> bytes:
        """What it sends now by itself; empty where it is not its turn."""

    def due(self) -> float | None:
        """When it will have something to say; None where only a question or a hand can make it."""


class Mute:
    """A device that never says anything: for lines that are only babbled on."""

    def hear(self, data: bytes, at: float) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""

    def say(self, at: float) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""

    def due(self) -> None:
        """Never."""


class SimLine:
    """Runs a device at its end of the line; a program opens `link`, a symbolic link that outlives unplugging.

    What is sent while the line is unplugged, or while its buffer is full because nobody reads, is lost, as on
    a wire. The device is called from the line's own thread: whoever touches it from another holds `hand()`.
    """

    def __init__(self, link: Path, device: FarEnd, clock: Callable[[], float] = time.monotonic) -> None:
        self.link = link
        self._device = device
        self._clock = clock
        self._lock = threading.RLock()
        self._line: tuple[int, int] | None = None
        self._wake = (-1, -1)
        self._thread: threading.Thread | None = None
        self.plug()

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._line is not None

    @property
    def waiting(self) -> bool:
        """Whether something was sent to the device that it has not taken in yet."""
        return bool(self._line and select.select([self._line[0]], [], [], 0)[0])

    @contextmanager
    def hand(self) -> Iterator[None]:
        """For `with`: nobody else touches the device meanwhile; what it has to say then is sent at once."""
        with self._lock:
            yield
            self.babble(self._device.say(self._clock()))
            if self._line:
                self._rouse()

    def plug(self) -> None:
        """Connects the device, on a new pseudo-terminal; nothing if it is connected."""
        if self._line:
            return
        near, far = pty.openpty()
        tty.setraw(far)
        os.set_blocking(near, False)
        # The far end stays open here as well: a line does not vanish because nobody reads it.
        self._line = (near, far)
        self._wake = os.pipe2(os.O_NONBLOCK)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(far))
        self._thread = threading.Thread(
            target=self._run, args=(near,), name=f"sim {self.link.name}", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Pulls the cable: the link goes, and whoever reads gets an error; nothing if it is unplugged."""
        with self._lock:
            line, self._line = self._line, None
        if not line or not self._thread:
            return
        self.link.unlink(missing_ok=True)
        self._rouse()
        self._thread.join()
        for end in (*line, *self._wake):
            os.close(end)

    def babble(self, data: bytes) -> None:
        """Sends any bytes, at once."""
        with self._lock:
            if self._line:
                self._send(self._line[0], data)

    def pour(self, data: bytes) -> None:
        """Sends any bytes as fast as they are read; the rest is lost once nobody reads for a while."""
        for start in range(0, len(data), _CHUNK):
            line = self._line
            if not line or not select.select([], [line[0]], [], _PATIENCE_S)[1]:
                return
            self.babble(data[start : start + _CHUNK])

    def _rouse(self) -> None:
        with suppress(BlockingIOError):  # told often enough; who waits here holds the lock
            os.write(self._wake[1], b"\0")

    def _run(self, near: int) -> None:
        while self._line:
            with self._lock:
                due = self._device.due()
            rest = None if due is None else max(0.0, due - self._clock())
            ready, _, _ = select.select([near, self._wake[0]], [], [], rest)
            with self._lock:
                if not self._line:
                    return
                if self._wake[0] in ready:
                    os.read(self._wake[0], _CHUNK)
                self._turn(near, heard=near in ready)

    def _turn(self, near: int, *, heard: bool) -> None:
        answer = b""
        if heard:
            with suppress(OSError):  # gone between select and read
                answer = self._device.hear(os.read(near, _CHUNK), self._clock())
        self._send(near, answer + self._device.say(self._clock()))

    def _send(self, near: int, data: bytes) -> None:
        with suppress(BlockingIOError):
            while data:
                data = data[os.write(near, data) :]
