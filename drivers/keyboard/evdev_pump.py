"""Reads a keyboard-wedge scanner or reader through Linux evdev, grabbed: no scan ever types into anything."""

import errno
import fcntl
import os
import select
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from drivers.keyboard.keys import CODES, EV_KEY
from drivers.keyboard.keywedge import Decoder, KeyEvent
from drivers.messages import Noise, Scan
from drivers.nodes import explained, matching
from drivers.pump import BACKOFF_S, Presence, Pump

IDLE_S: Final = 1.0
_NEEDED_KEYS: Final = frozenset({CODES["KEY_ENTER"], CODES["KEY_A"], CODES["KEY_1"]})
_EVIOCSCLOCKID: Final = 0x400445A0
"""include/uapi/linux/input.h: _IOW('E', 0xa0, int)."""


class InputEvent(Protocol):
    """An event as evdev hands it out."""

    sec: int
    usec: int
    type: int
    code: int
    value: int


class InputNode(Protocol):
    """An open input device, as evdev.InputDevice is."""

    fd: int

    def capabilities(self) -> dict[int, list[int]]:
        """Event codes by event type."""

    def grab(self) -> None:
        """Takes the device for this reader alone; OSError EBUSY where another has it."""

    def read(self) -> Iterable[InputEvent]:
        """The events that have come; OSError ENODEV once it is unplugged."""

    def close(self) -> None:
        """Closes it and lets it go."""


Opener = Callable[[str], InputNode]


def open_node(path: str) -> InputNode:
    """Opens an input device for reading, its event times on CLOCK_MONOTONIC."""
    import evdev

    node: InputNode = evdev.InputDevice(path, readonly=True)
    fcntl.ioctl(node.fd, _EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC))
    return node


class EvdevPump:
    """Delivers scans and noise; opens the device again whenever it goes.

    `path` is a device node, a directory or a glob pattern; of several nodes the first with letters, digits
    and Enter is read (a scanner may show more than one). A device that another program holds is a fault: it
    is never read ungrabbed. `deliver(message, at)` and `presence(present, why)` are called from the pump's
    thread; `at` is the clock's, which must be the one that stamps the events (CLOCK_MONOTONIC).
    """

    def __init__(
        self,
        name: str,
        path: str,
        decoder: Callable[[], Decoder],
        deliver: Callable[[Scan | Noise, float], None],
        presence: Presence,
        *,
        opener: Opener = open_node,
        clock: Callable[[], float] = time.monotonic,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._path = path
        self._new_decoder = decoder
        self._deliver = deliver
        self._opener = opener
        self._clock = clock
        self._pump = Pump(f"{name} {path}", self._session, presence, clock=clock, backoff_s=backoff_s)
        self._wake_read, self._wake_write = os.pipe()

    def start(self) -> None:
        """Starts reading; the device need not be there yet."""
        self._pump.start()

    def stop(self) -> None:
        """Stops reading and waits for the thread; a stopped pump cannot start again."""
        self._pump.end()
        os.write(self._wake_write, b"\0")
        self._pump.stop()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def beat(self) -> float:
        """When the loop was last alive, by the clock."""
        return self._pump.beat()

    def _session(self, pump: Pump) -> None:
        node = _first_keyboard(self._path, self._opener)
        try:
            _grab(node)
            pump.opened()
            self._read(pump, node)
        finally:
            node.close()

    def _read(self, pump: Pump, node: InputNode) -> None:
        decoder = self._new_decoder()
        try:
            while pump.alive():
                quiet = decoder.timeout_s if decoder.pending else IDLE_S
                ready, _, _ = select.select([node.fd, self._wake_read], [], [], quiet)
                self._pass_on(
                    decoder.feed(_events(node)) if node.fd in ready else decoder.expire(self._clock())
                )
        finally:
            self._pass_on(decoder.flush())

    def _pass_on(self, messages: Iterator[Scan | Noise]) -> None:
        for message in messages:
            self._deliver(message, self._clock())


def _events(node: InputNode) -> Iterator[KeyEvent]:
    try:
        for event in node.read():
            yield KeyEvent(event.type, event.code, event.value, event.sec + event.usec / 1_000_000)
    except BlockingIOError:
        return


def _grab(node: InputNode) -> None:
    try:
        node.grab()
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        raise OSError(errno.EBUSY, "another program has grabbed it; stop that program") from error


def _first_keyboard(path: str, opener: Opener) -> InputNode:
    for candidate in _candidates(path):
        try:
            node = opener(candidate)
        except OSError as error:
            raise explained(error, candidate) from error
        if _NEEDED_KEYS.issubset(node.capabilities().get(EV_KEY, [])):
            return node
        node.close()
    raise OSError(errno.ENODEV, "no device there has the keys A, 1 and Enter; check that it is plugged in")


def _candidates(path: str) -> list[str]:
    if Path(path).is_dir():
        return sorted(str(node) for node in Path(path).iterdir() if not node.is_dir())
    return matching(path)
