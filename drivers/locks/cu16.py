"""Kerong CU12 and CU16 lock boards on RS-485: up to 16 boards of 12 or 16 locks, 19200 8N1.

A frame is 02, an address, a command, its data, 03, and the sum of all bytes before (Kerong, CU16 protocol as
public drivers have it). The address is the board's number times 16 plus the lock, both from 0. A board
answers an unlock and a question alike: with its hooks and its infrared sensors, 16 of each.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from drivers.checks import sum8
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.messages import Frame, LockReport, Message

BOARDS: Final = 16
LOCKS: Final = 16
MAX_HELD: Final = 9
"""Bytes of the longest frame."""
MAX_UNLOCK_MS: Final = 3000
"""No solenoid stands more. It also keeps the frame that sets the time apart from the one that asks for it."""

_STX, _ETX = 0x02, 0x03
_ASK, _UNLOCK, _ASK_ALL, _UNLOCK_ALL, _STATUS, _STATUS_ALL = 0x30, 0x31, 0x32, 0x33, 0x35, 0x36
_TIME, _TIME_IS, _DELAY, _DELAY_IS, _SPEED = 0x37, 0x38, 0x39, 0x3A, 0x40
_EVERY_BOARD = 0xF0
_TIME_UNIT_MS = 10

_NAMES: Final[Mapping[tuple[int, int], str]] = MappingProxyType(
    {
        (_ASK, 5): "ask status",
        (_UNLOCK, 5): "unlock",
        (_ASK_ALL, 5): "ask all boards",
        (_UNLOCK_ALL, 5): "unlock all",
        (_STATUS, 9): "status",
        (_STATUS_ALL, 9): "status",
        (_TIME, 5): "ask unlock time",
        (_TIME, 7): "set unlock time",
        (_TIME_IS, 5): "clear busy",
        (_TIME_IS, 7): "unlock time",
        (_DELAY, 5): "ask delay",
        (_DELAY, 6): "set delay",
        (_DELAY_IS, 6): "delay",
        (_SPEED, 6): "set speed",
    }
)
"""What a frame is, by its command and length."""


def decoder() -> Framer:
    """Reads both directions of a bus."""
    return Framer(_judge, _read)


def unlock(board: int, lock: int) -> bytes:
    """Energizes one lock, from 1, for the time that the board has been set to."""
    return _frame(_address(board, lock), _UNLOCK)


def unlock_all(board: int) -> bytes:
    """Energizes every lock of a board."""
    return _frame(_address(board), _UNLOCK_ALL)


def ask(board: int) -> bytes:
    """Asks a board how its locks stand."""
    return _frame(_address(board), _ASK)


def ask_all(*, broadcast: bool = True) -> bytes:
    """Asks every board of a bus; some hosts send it to board 0 instead."""
    return _frame(_EVERY_BOARD if broadcast else 0, _ASK_ALL)


def clear_busy(board: int) -> bytes:
    """Lets a board go on that stays busy after an unlock, as some do."""
    return _frame(_address(board), _TIME_IS)


def ask_unlock_time(board: int) -> bytes:
    """Asks how long the board energizes a lock."""
    return _frame(_address(board), _TIME)


def set_unlock_time(board: int, ms: int) -> bytes:
    """Sets how long the board energizes a lock, down to 10 ms.

    Raises:
        ValueError: not 10 to 3000 ms.
    """
    return _frame(_address(board), _TIME, _time(ms))


def unlock_time(board: int, ms: int) -> bytes:
    """A board's answer: how long it energizes a lock."""
    return _frame(_address(board), _TIME_IS, _time(ms))


def status(board: int, closed: Collection[int], present: Collection[int] = ()) -> bytes:
    """A board's answer: the locks whose hook is in, and where its infrared sensor sees something."""
    return _frame(_address(board), _STATUS, _bits(closed) + _bits(present))


def _address(board: int, lock: int = 1) -> int:
    if not 0 <= board < BOARDS:
        raise ValueError(f"A bus has CU16 boards 0 to {BOARDS - 1}, not {board}: set its address so")
    if not 1 <= lock <= LOCKS:
        raise ValueError(f"A CU16 has locks 1 to {LOCKS}, not {lock}: set the lock's channel so")
    return board << 4 | lock - 1


def _time(ms: int) -> bytes:
    if not _TIME_UNIT_MS <= ms <= MAX_UNLOCK_MS:
        raise ValueError(f"An unlock time is {_TIME_UNIT_MS} to {MAX_UNLOCK_MS} ms, not {ms}")
    return (ms // _TIME_UNIT_MS).to_bytes(2, "big")


def _bits(locks: Collection[int]) -> bytes:
    return sum({1 << _address(0, lock) for lock in locks}).to_bytes(2, "little")


def _frame(address: int, command: int, data: bytes = b"") -> bytes:
    body = bytes([_STX, address, command]) + data + bytes([_ETX])
    return body + bytes([sum8(body)])


def _judge(held: bytearray) -> Verdict:
    if held[0] != _STX:
        return OUTSIDE
    if len(held) < 3:
        return None
    why = f"command {held[2]:02X} is not known"
    for length in [length for command, length in _NAMES if command == held[2]]:
        if len(held) < length:
            return None
        why = _fault(held[:length])
        if not why:
            return length
    return why


def _fault(frame: bytearray) -> str:
    if frame[-2] != _ETX:
        return f"end expected {_ETX:02X}, got {frame[-2]:02X}"
    expected = sum8(frame[:-1])
    return "" if frame[-1] == expected else f"checksum expected {expected:02X}, got {frame[-1]:02X}"


def _read(raw: bytes) -> Message:
    board, name, data = raw[1] >> 4, _NAMES[raw[2], len(raw)], raw[3:-2]
    match name:
        case "status":
            return LockReport(board, _flags(data[:2]), {}, raw, _flags(data[2:]))
        case "unlock":
            return Frame(name, {"board": board, "lock": (raw[1] & 0x0F) + 1}, raw)
        case "ask all boards":
            return Frame(name, {}, raw)
        case "set unlock time" | "unlock time":
            return Frame(name, {"board": board, "ms": int.from_bytes(data, "big") * _TIME_UNIT_MS}, raw)
    return Frame(name, {"board": board} | ({"value": data[0]} if data else {}), raw)


def _flags(data: bytes) -> dict[int, bool]:
    bits = int.from_bytes(data, "little")
    return {lock: bool(bits >> lock - 1 & 1) for lock in range(1, len(data) * 8 + 1)}
