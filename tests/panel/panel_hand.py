"""A hand at the panel: a pointer and a keyboard that Wayland's virtual input protocols make of this process.

Spoken as Wayland's wire format says: words of 32 bits in the machine's order; each message its object's id,
its size and opcode in one word, its arguments; a string is its length with the closing NUL, padded to a word.
What opcodes mean is in wayland.xml, virtual-keyboard-unstable-v1.xml and wlr-virtual-pointer-unstable-v1.xml.
"""

import socket
import struct
from array import array
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile

from waiting import PATIENCE_S

KEYMAP = b"""xkb_keymap {
xkb_keycodes { include "evdev+aliases(qwerty)" }; xkb_types { include "complete" };
xkb_compat { include "complete" }; xkb_symbols { include "pc+us+inet(evdev)" };
};\0"""
SHIFT, CONTROL, ALT, LOGO = 1, 4, 8, 64
"""Bits of the modifiers in that keymap."""
LEFT_BUTTON = 0x110  # BTN_LEFT of linux/input-event-codes.h
_DISPLAY = 1
_GLOBAL, _ERROR, _DONE = 0, 0, 0


class Hand:
    """Fingers of one hand, there until it is closed. ``size`` is the panel's, in pixels."""

    def __init__(self, wayland: Path, size: tuple[int, int]) -> None:
        self._size = size
        self._ids = count(_DISPLAY + 1)
        self._time = count(1)
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(PATIENCE_S)
        self._line.connect(str(wayland))
        self._heard = b""
        self._globals: dict[bytes, int] = {}
        self._registry = self._new(_DISPLAY, 1)  # wl_display.get_registry
        self._settle()
        seat = self._bind(b"wl_seat")
        self._pointer = self._new(self._bind(b"zwlr_virtual_pointer_manager_v1"), 0, seat)
        self._keyboard = self._new(self._bind(b"zwp_virtual_keyboard_manager_v1"), 0, seat)
        with TemporaryFile() as keymap:
            keymap.write(KEYMAP)
            keymap.flush()
            self._send(self._keyboard, 0, 1, len(KEYMAP), fds=[keymap.fileno()])
        self._move(*size)
        self._settle()

    def close(self) -> None:
        """Take it away: neither pointer nor keyboard are left."""
        self._line.close()

    def tap(self, x: int, y: int) -> None:
        """Tap on a pixel; then the arrow is in the last corner again."""
        self._move(x, y)
        for pressed in (1, 0):
            self._send(self._pointer, 2, next(self._time), LEFT_BUTTON, pressed)
            self._send(self._pointer, 4)
        self._move(*self._size)
        self._settle()

    def press(self, key: int, modifiers: int = 0) -> None:
        """Press and let go a key, by its code in linux/input-event-codes.h, with modifiers held."""
        self._send(self._keyboard, 2, modifiers, 0, 0, 0)
        for pressed in (1, 0):
            self._send(self._keyboard, 1, next(self._time), key, pressed)
        self._send(self._keyboard, 2, 0, 0, 0, 0)
        self._settle()

    def _move(self, x: int, y: int) -> None:
        self._send(self._pointer, 1, next(self._time), x, y, *self._size)
        self._send(self._pointer, 4)

    def _bind(self, interface: bytes) -> int:
        """An object of the first version of an interface, which the compositor must have."""
        new = next(self._ids)
        text = struct.pack("=I", len(interface) + 1) + interface.ljust(len(interface) // 4 * 4 + 4, b"\0")
        self._write(
            self._registry, 0, struct.pack("=I", self._globals[interface]) + text + struct.pack("=II", 1, new)
        )
        return new

    def _new(self, target: int, opcode: int, *words: int) -> int:
        """Send what makes a new object, whose id is the last argument; the id."""
        new = next(self._ids)
        self._send(target, opcode, *words, new)
        return new

    def _send(self, target: int, opcode: int, *words: int, fds: Sequence[int] = ()) -> None:
        self._write(target, opcode, struct.pack(f"={len(words)}I", *words), fds)

    def _write(self, target: int, opcode: int, arguments: bytes, fds: Sequence[int] = ()) -> None:
        head = struct.pack("=II", target, (8 + len(arguments)) << 16 | opcode)
        beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", fds))] if fds else []
        self._line.sendmsg([head + arguments], beside)

    def _settle(self) -> None:
        """Wait until the compositor has done all that it was told."""
        done = self._new(_DISPLAY, 0)  # wl_display.sync
        while self._hear() != (done, _DONE):
            pass

    def _hear(self) -> tuple[int, int]:
        """The next event: who tells it, and its opcode."""
        target, told = struct.unpack("=II", self._read(8))
        arguments = self._read((told >> 16) - 8)
        opcode = told & 0xFFFF
        assert (target, opcode) != (_DISPLAY, _ERROR), arguments
        if (target, opcode) == (self._registry, _GLOBAL):
            name, length = struct.unpack_from("=II", arguments)
            self._globals[arguments[8 : 8 + length - 1]] = name
        return target, opcode

    def _read(self, size: int) -> bytes:
        while len(self._heard) < size:
            more = self._line.recv(1 << 16)
            assert more, "the compositor went away"
            self._heard += more
        taken, self._heard = self._heard[:size], self._heard[size:]
        return taken
