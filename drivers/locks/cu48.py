"""Kerong-style CU48 boards (48 locks, RS-485, 19200 8N1), and the single-lock SCU of the same maker.

A CU48 command is 02, device, lock from 0, command, 03, sum; its answer 02, device, lock, 75 (done) or 00
(failed), a length, so many bytes of locks (lowest bit first, 1 is closed), sum. An SCU frame has 8 bytes: F5,
device, four that depend, 5F, the sum of the first six and one more, which tells the lock in an answer (as
public drivers have both; an SCU's answer was described without its 5F and sum, and is taken so, too).
"""

from collections.abc import Collection
from typing import Final

from drivers.checks import sum8
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.messages import Frame, LockReport, Message

LOCKS: Final = 48
MAX_HELD: Final = 12
"""Bytes of the longest frame."""

_CU, _ETX, _ASK, _UNLOCK, _DONE, _FAILED = 0x02, 0x03, 0x60, 0x61, 0x75, 0x00
_HEADER, _COMMAND, _MAX_DATA = 5, 6, LOCKS // 8
_SCU, _SCU_END, _SCU_ASK, _SCU_UNLOCK, _SCU_DONE, _SCU_LENGTH = 0xF5, 0x5F, 0x70, 0x71, 0x10, 8


def decoder() -> Framer:
    """Reads both directions of a bus."""
    return Framer(_judge, _read)


def unlock(board: int, lock: int) -> bytes:
    """Energizes one lock, from 1, for as long as the board does."""
    return _summed(bytes([_CU, _device(board), _lock(lock), _UNLOCK, _ETX]))


def ask(board: int) -> bytes:
    """Asks a board how its locks stand."""
    return _summed(bytes([_CU, _device(board), 0, _ASK, _ETX]))


def status(board: int, closed: Collection[int]) -> bytes:
    """A board's answer: the locks that are closed, of 48."""
    bits = sum({1 << _lock(lock) for lock in closed})
    header = bytes([_CU, _device(board), 0, _DONE, _MAX_DATA])
    return _summed(header + bits.to_bytes(_MAX_DATA, "little"))


def ack(board: int, lock: int, *, done: bool = True) -> bytes:
    """A board's answer to an unlock."""
    return _summed(bytes([_CU, _device(board), _lock(lock), _DONE if done else _FAILED, 0]))


def scu_ask(board: int) -> bytes:
    """Asks an SCU how its lock stands."""
    return _summed(bytes([_SCU, _device(board), _SCU_ASK, 0, 0, _SCU_END])) + b"\0"


def scu_unlock(board: int) -> bytes:
    """Energizes the lock of an SCU."""
    return _summed(bytes([_SCU, _device(board), 0, _SCU_UNLOCK, 0, _SCU_END])) + b"\0"


def scu_status(board: int, *, closed: bool) -> bytes:
    """An SCU's answer: how its lock stands."""
    return bytes([_SCU, _device(board), 0, _SCU_DONE, 0, 0, 0, closed])


def _device(board: int) -> int:
    if not 0 <= board <= 0xFF:
        raise ValueError(f"A bus has devices 0 to 255, not {board}: set the board's address so")
    return board


def _lock(lock: int) -> int:
    if not 1 <= lock <= LOCKS:
        raise ValueError(f"A CU48 has locks 1 to {LOCKS}, not {lock}: set the lock's channel so")
    return lock - 1


def _summed(body: bytes) -> bytes:
    return body + bytes([sum8(body)])


def _judge(held: bytearray) -> Verdict:
    if held[0] == _SCU:
        return _judge_scu(held)
    if held[0] != _CU:
        return OUTSIDE
    if len(held) < _HEADER:
        return None
    length = _length(held[3], held[4])
    if isinstance(length, str):
        return length
    if len(held) < length:
        return None
    return _wrong(held[: length - 1], held[length - 1]) or length


def _length(command: int, after: int) -> int | str:
    if command in (_ASK, _UNLOCK):
        return _COMMAND if after == _ETX else f"end expected {_ETX:02X}, got {after:02X}"
    if command in (_DONE, _FAILED):
        return _COMMAND + after if after <= _MAX_DATA else f"length expected up to {_MAX_DATA}, got {after}"
    return f"command {command:02X} is not known"


def _judge_scu(held: bytearray) -> Verdict:
    if len(held) < _SCU_LENGTH:
        return None
    if held[5] == _SCU_END:
        known = held[2] in (_SCU_ASK, _SCU_UNLOCK) or held[3] in (_SCU_UNLOCK, _SCU_DONE)
        why = _wrong(held[:6], held[6])
        return why or (_SCU_LENGTH if known else f"command {held[2]:02X} {held[3]:02X} is not known")
    if held[3] in (_SCU_DONE, 0) and held[7] <= 1 and not (held[2] or any(held[4:7])):
        return _SCU_LENGTH
    return f"end expected {_SCU_END:02X}, got {held[5]:02X}"


def _wrong(body: bytearray, got: int) -> str:
    expected = sum8(body)
    return "" if got == expected else f"checksum expected {expected:02X}, got {got:02X}"


def _read(raw: bytes) -> Message:
    if raw[0] == _SCU:
        return _read_scu(raw)
    board, lock, command = raw[1], raw[2] + 1, raw[3]
    if command == _ASK:
        return Frame("ask status", {"board": board}, raw)
    if command == _DONE and len(raw) > _COMMAND:
        bits = int.from_bytes(raw[_HEADER:-1], "little")
        return LockReport(board, {n + 1: bool(bits >> n & 1) for n in range(8 * raw[4])}, {}, raw)
    name = {_UNLOCK: "unlock", _DONE: "ack"}.get(command, "failure")
    return Frame(name, {"board": board, "lock": lock}, raw)


def _read_scu(raw: bytes) -> Message:
    board = raw[1]
    if raw[3] == _SCU_DONE:
        return LockReport(board, {1: bool(raw[7] & 1)}, {}, raw)
    if _SCU_UNLOCK in raw[2:4]:
        return Frame("unlock", {"board": board, "lock": 1}, raw)
    return Frame("ask status" if raw[2] == _SCU_ASK else "failure", {"board": board}, raw)
