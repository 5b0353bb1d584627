"""A scanner that is not there: key events through a kernel input device (uinput), or through a pipe."""

import errno
import fcntl
import os
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drivers.keyboard.evdev_pump import InputEvent, InputNode, Opener, open_node
from drivers.keyboard.keys import CODES, EV_KEY
from drivers.keyboard.keywedge import KeyEvent, Terminator, encode

if TYPE_CHECKING:
    from evdev import UInput

UINPUT: Final = Path("/dev/uinput")
_TYPED_KEYS: Final = tuple(range(1, CODES["KEY_COMPOSE"]))
_EVENT: Final = struct.Struct("qqHHi")
_EVENTS_PER_WRITE: Final = 128
"""Under PIPE_BUF (4096 bytes), so that the pipe never holds a torn event."""

_PIPE_BYTES: Final = 1 << 20


class SimScanner:
    """A scanner without a kernel device: struct input_event bytes through a pipe.

    `opener` opens it by `path`. Events are lost while it is unplugged, or while 1 MiB of them waits unread.
    """

    def __init__(self, path: str = "simulated scanner", clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._clock = clock
        self._plugged = True
        self._nodes: list[_PipeNode] = []
        self._lock = threading.RLock()

    @property
    def opener(self) -> Opener:
        """For EvdevPump."""
        return self._open

    @property
    def grabbed(self) -> bool:
        """Whether whoever reads it has it alone."""
        with self._lock:
            return any(node.grabbed for node in self._nodes)

    def now(self) -> float:
        """The time by which its events are stamped."""
        return self._clock()

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged

    def _open(self, path: str) -> InputNode:
        if path != self.path or not self._plugged:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        node = _PipeNode(self._nodes, self._lock)
        with self._lock:
            self._nodes.append(node)
        return node

    def scan(self, text: str, layout: str = "us", terminator: Terminator = Terminator.ENTER) -> None:
        """Scans a code.

        Raises:
            ValueError: the layout cannot type it.
        """
        self.press(encode(text, layout, self._clock(), terminator=terminator))

    def press(self, events: Iterable[KeyEvent]) -> None:
        """Sends any events to whoever has grabbed the scanner, or to all."""
        sent = list(events)
        with self._lock:
            for node in [node for node in self._nodes if node.grabbed] or self._nodes:
                node.send(sent)

    def unplug(self) -> None:
        """Pulls the cable: whoever reads gets ENODEV."""
        self._plugged = False
        with self._lock:
            for node in list(self._nodes):
                node.hang_up()

    def plug(self) -> None:
        """Puts it back."""
        self._plugged = True


class _PipeNode:
    """One opening of the simulated device, as evdev.InputDevice is one of a real device."""

    def __init__(self, openings: "list[_PipeNode]", lock: threading.RLock) -> None:
        self.fd, self._far = os.pipe2(os.O_NONBLOCK)
        fcntl.fcntl(self._far, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self.grabbed = False
        self._openings = openings
        self._lock = lock

    def capabilities(self) -> dict[int, list[int]]:
        return {EV_KEY: list(_TYPED_KEYS)}

    def grab(self) -> None:
        with self._lock:
            if any(node.grabbed for node in self._openings):
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            self.grabbed = True

    def read(self) -> Iterator[InputEvent]:
        from evdev import InputEvent as EvdevEvent

        data = os.read(self.fd, _EVENTS_PER_WRITE * _EVENT.size)
        if not data:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        for fields in _EVENT.iter_unpack(data):
            yield EvdevEvent(*fields)

    def close(self) -> None:
        self.hang_up()
        os.close(self.fd)

    def send(self, events: list[KeyEvent]) -> None:
        packed = [_pack(event) for event in events]
        for start in range(0, len(packed), _EVENTS_PER_WRITE):
            try:
                os.write(self._far, b"".join(packed[start : start + _EVENTS_PER_WRITE]))
            except BlockingIOError:
                return

    def hang_up(self) -> None:
        with self._lock:
            if self in self._openings:
                self._openings.remove(self)
                os.close(self._far)


def _pack(event: KeyEvent) -> bytes:
    micros = round(event.at * 1_000_000)
    return _EVENT.pack(micros // 1_000_000, micros % 1_000_000, event.type, event.code, event.value)


class UinputScanner:
    """A scanner that the kernel takes for real; a program opens `path`, a link that stays through unplugging.

    Needs write access to /dev/uinput.
    """

    def __init__(self, link: Path) -> None:
        self.path = str(link)
        self.opener: Opener = open_node
        self._link = link
        self._device: UInput | None = None
        self.plug()

    def scan(self, text: str, layout: str = "us", terminator: Terminator = Terminator.ENTER) -> None:
        """Scans a code, as fast as a scanner does; returns when it is typed.

        Raises:
            ValueError: the layout cannot type it.
        """
        self.press(encode(text, layout, terminator=terminator))

    def press(self, events: Iterable[KeyEvent]) -> None:
        """Sends any events at their pace: the kernel drops events from a reader that cannot follow."""
        pace, last = threading.Event(), None
        for at, report in groupby(events, key=lambda event: event.at):
            pace.wait(0.0 if last is None else at - last)
            last = at
            for event in report:
                if self._device:
                    self._device.write(event.type, event.code, event.value)

    def unplug(self) -> None:
        """Pulls the cable: whoever reads gets ENODEV."""
        if self._device:
            self._link.unlink(missing_ok=True)
            self._device.close()
            self._device = None

    def plug(self) -> None:
        """Puts it back, as a new kernel device."""
        from evdev import UInput

        if not self._device:
            self._device = UInput({EV_KEY: _TYPED_KEYS}, name="Simulated scanner")
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self._device.device.path)


def plug_in(link: Path) -> SimScanner | UinputScanner:
    """A simulated scanner at `link`: a kernel device where that is possible, else a pipe."""
    return UinputScanner(link) if os.access(UINPUT, os.W_OK) else SimScanner(str(link))
