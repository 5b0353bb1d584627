"""GWIOT readers: the 7941E, which talks by itself (9600 8N1), and the 7941W, which is asked (115200 8N1).

7941E (its data sheet, "UART interface output"): 02, the length of the whole frame, the kind of card, the
number, the XOR of all between, 03.
7941W (its protocol description): AB BA from the host or CD DC from the reader, an address, a command or a
status, the length of the data, the data, the XOR of all after the two first bytes.
"""

from typing import Final

from drivers.arrivals import Arrivals
from drivers.badges import iso14443a
from drivers.badges.numbers import canonical, split
from drivers.badges.polling import POLL_S, Polling
from drivers.checks import xor8
from drivers.framing import Framer, Verdict
from drivers.messages import Badge, Flaw, Frame, Message, Noise

_STX, _ETX = 0x02, 0x03
_ASK, _TELL = b"\xab\xba", b"\xcd\xdc"
_SHORTEST, _LONGEST = 6, 0x40
"""Bytes of a 7941E's frame; a sector of a card is the longest it tells."""
_KINDS: Final = {
    0x01: "iso14443a",
    0x02: "em4100",
    0x03: "iso14443a",
    0x10: "hid",
    0x11: "t5567",
    0x20: "second-generation",
    0x21: "iso14443b",
    0x22: "felica",
    0x30: "iso15693",
    0x50: "iso14443a",
    0x51: "sector",
    0xFF: "key",
}
_NO_BADGES: Final = frozenset({0x51, 0xFF})
_COMMANDS: Final = {
    0x10: "read UID",
    0x11: "write UID",
    0x12: "read sector",
    0x13: "write sector",
    0x14: "change key",
    0x15: "read ID",
    0x16: "write T5577",
    0x17: "read all sectors",
}
_DONE, _FAILED = 0x81, 0x80
READ_UID: Final = b"\xab\xba\x00\x10\x00\x10"
READ_ID: Final = b"\xab\xba\x00\x15\x00\x15"


def decoder() -> Framer:
    """A decoder of what either reader says, and of what is said to it."""
    return Framer(_judge, _read)


def conversation(arrivals: Arrivals) -> Polling:
    """What asks a 7941W for cards of both frequencies, in turn."""
    return Polling(decoder(), arrivals, poll=(READ_UID, READ_ID), every_s=POLL_S)


def _judge(held: bytearray) -> Verdict:
    if held[0] == _STX:
        return _judge_e(held)
    if held[0] not in (_ASK[0], _TELL[0]):
        return f"02, AB BA or CD DC expected, got {held[0]:02X}"
    head = _ASK if held[0] == _ASK[0] else _TELL
    if len(held) > 1 and held[1] != head[1]:
        return f"{head.hex(' ').upper()} expected, got {held[:2].hex(' ').upper()}"
    if len(held) < 5 or len(held) < 6 + held[4]:
        return None
    size = 6 + held[4]
    return size if xor8(held[2:size]) == 0 else _checksum(held[2 : size - 1], held[size - 1])


def _judge_e(held: bytearray) -> Verdict:
    if len(held) < 2:
        return None
    size = held[1]
    if not _SHORTEST <= size <= _LONGEST:
        return f"a length of {_SHORTEST} to {_LONGEST} bytes expected, got {size}"
    if len(held) < size:
        return None
    if held[size - 1] != _ETX:
        return f"03 expected at the end of {size} bytes, got {held[size - 1]:02X}"
    return size if xor8(held[1 : size - 1]) == 0 else _checksum(held[1 : size - 2], held[size - 2])


def _checksum(guarded: bytes | bytearray, got: int) -> str:
    return f"checksum expected {xor8(guarded):02X}, got {got:02X}"


def _read(frame: bytes) -> Message:
    if frame[0] == _STX:
        return _card(frame[2], frame[3:-2], frame)
    status, data = frame[3], frame[5:-1]
    if frame[:2] == _ASK:
        return Frame(
            _COMMANDS.get(status, f"command {status:02X}"), {"address": frame[2], "data": data.hex()}, frame
        )
    if status == _DONE and len(data) in (4, 5, 7):
        return _card(0x02 if len(data) == 5 else 0x01, data, frame)
    name = {_DONE: "done", _FAILED: "failed"}.get(status, f"status {status:02X}")
    return Frame(name, {"address": frame[2], "data": data.hex()}, frame)


def _card(kind: int, data: bytes, frame: bytes) -> Badge | Frame | Noise:
    name = _KINDS.get(kind, f"kind-{kind:02x}")
    if kind in _NO_BADGES or not data:
        return Frame(name, {"data": data.hex()}, frame)
    if name == iso14443a.TECHNOLOGY:
        return iso14443a.badge(data, frame)
    if name == "em4100" and len(data) != 5:
        return Noise(f"5 bytes of an EM4100 number expected, got {len(data)}", frame)
    if len(data) > 16:
        return Noise(
            f"at most 16 bytes of a card's number expected, got {len(data)}", frame, Flaw.UNKNOWN_CARD
        )
    return Badge(canonical(name, 8 * len(data), int.from_bytes(data, "big")), frame)


def encode(number: str) -> bytes:
    """The frame in which a 7941E tells of a badge.

    Raises:
        BadgeFormatError: the number is not canonical.
        ValueError: a 7941E does not read that technology.
    """
    parts = split(number)
    kind = next(
        (kind for kind, name in _KINDS.items() if name == parts.technology and kind not in _NO_BADGES), None
    )
    if kind is None or parts.bits % 8:
        raise ValueError(f"a 7941E does not read {parts.technology} of {parts.bits} bits")
    data = parts.value.to_bytes(parts.bits // 8, "big")
    guarded = bytes((5 + len(data), kind)) + data
    return bytes((_STX, *guarded, xor8(guarded), _ETX))


def ask(command: int, data: bytes = b"") -> bytes:
    """A command to a 7941W at address 0."""
    return _ASK + _guarded(command, data)


def answer(number: str | None) -> bytes:
    """What a 7941W answers to a command: the badge that is there, or that none is."""
    if number is None:
        return _TELL + _guarded(_FAILED, b"")
    parts = split(number)
    return _TELL + _guarded(_DONE, parts.value.to_bytes(parts.bits // 8, "big"))


def _guarded(code: int, data: bytes) -> bytes:
    body = bytes((0, code, len(data))) + data
    return body + bytes((xor8(body),))
