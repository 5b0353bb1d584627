"""LCUS-1, -2, -4 and -8 USB relay boards (CH340), and those that copy them: 9600 8N1.

A command is A0, the channel from 1, what to do, and the sum of the three: 00 off, 01 on, and on boards that
answer 02 off, 03 on, 04 the other way, 05 nothing but an answer. An answer is the command 00 or 01 that would
lead to how the relay stands. Others are asked with the byte FF and answer in lines, `CH1:OFF`. Most never
answer at all. (Vendor's command list, as public drivers have it.)
"""

import re
from collections.abc import Mapping
from typing import Final

from drivers.checks import sum8
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.messages import Frame, LockReport, Message

CHANNELS: Final = 8
MAX_HELD: Final = 12
"""Bytes of the longest line."""
ASK_ALL: Final = b"\xff"
"""Asks a board that answers in lines."""

_HEAD, _LENGTH, _OFF, _ON, _ASK = 0xA0, 4, 0, 1, 5
_BOARD = 0  # it has no address
_MAX_CHANNEL = 32
_NAMES: Final = {
    2: "off, and answer",
    3: "on, and answer",
    4: "the other way, and answer",
    _ASK: "ask status",
}
_LINE = re.compile(rb"CH([1-9]\d?): ?(ON|OFF) ?\r?\n")
_LINE_START: Final = ord("C")


def decoder() -> Framer:
    """Reads both directions; an order to switch reads as a report, for the answer is the same frame."""
    return Framer(_judge, _read)


def switch(channel: int, *, on: bool, answer: bool = False) -> bytes:
    """Switches one relay, from 1; with `answer` on a board that then says how it stands."""
    return _frame(channel, (_ON if on else _OFF) + (2 if answer else 0))


def status(channel: int, *, on: bool) -> bytes:
    """A board's answer: how a relay stands."""
    return switch(channel, on=on)


def toggle(channel: int) -> bytes:
    """Switches one relay to what it is not: a lock is never driven so."""
    return _frame(channel, 4)


def ask(channel: int) -> bytes:
    """Asks how one relay stands, on a board that answers in frames."""
    return _frame(channel, _ASK)


def status_lines(coils: Mapping[int, bool]) -> bytes:
    """A board's answer in lines."""
    lines = (f"CH{_known(channel)}:{'ON' if on else 'OFF'} \r\n" for channel, on in sorted(coils.items()))
    return "".join(lines).encode("ascii")


def _frame(channel: int, order: int) -> bytes:
    body = bytes([_HEAD, _known(channel), order])
    return body + bytes([sum8(body)])


def _known(channel: int) -> int:
    if not 1 <= channel <= _MAX_CHANNEL:
        raise ValueError(f"An LCUS board has channels 1 to {CHANNELS}, not {channel}: set the lock's so")
    return channel


def _judge(held: bytearray) -> Verdict:
    if held[0] == _LINE_START:
        return _judge_line(held)
    if held[0] == ASK_ALL[0]:
        return 1
    if held[0] != _HEAD:
        return OUTSIDE
    if len(held) < _LENGTH:
        return None
    if not 1 <= held[1] <= _MAX_CHANNEL or held[2] > _ASK:
        return f"channel {held[1]} and order {held[2]:02X} are not known"
    expected = sum8(held[: _LENGTH - 1])
    return _LENGTH if held[3] == expected else f"checksum expected {expected:02X}, got {held[3]:02X}"


def _judge_line(held: bytearray) -> Verdict:
    end = held.find(b"\n", 0, MAX_HELD) + 1
    if not end and len(held) < MAX_HELD:
        return None
    return end if _LINE.fullmatch(held[:end]) else "a line expected such as CH1:ON"


def _read(raw: bytes) -> Message:
    if raw == ASK_ALL:
        return Frame("ask all", {}, raw)
    line = _LINE.fullmatch(raw)
    if line:
        return LockReport(_BOARD, {}, {int(line[1]): line[2] == b"ON"}, raw)
    if raw[2] in (_OFF, _ON):
        return LockReport(_BOARD, {}, {raw[1]: raw[2] == _ON}, raw)
    return Frame(_NAMES[raw[2]], {"channel": raw[1]}, raw)
