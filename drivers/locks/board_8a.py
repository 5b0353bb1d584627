"""The 8A family of lock boards on RS-485: 8, 12, 18, 24 or 50 locks, 9600 8N1.

A frame is a head, the board, what the head needs, and the exclusive or of all bytes before ("485 lock board"
protocol, 2021 and 2024, as public drivers have it):

    8A board lock 11         unlock, lock 0 is all; the answer is the same frame, or ends in the lock's 00
    8A board lock 11 s       unlock for 1 to 9 seconds
    90 board 3 or 7 bytes    unlock by bits, channels 1 to 8 in the first byte
    80 board lock 33         ask, lock 0 is all; the answer for one ends in 11 or 00
    80 board 3 or 7 bytes 33 the answer for all; a board of 8 locks sends three bytes, too
    82 board lock 11 or 00   a lock that moved, told unasked; 82 board 00 22 asks for the firmware
    9A, 9B board lock 11     a lock is held energized, released

Boards put bytes such as FA FD 99 99 before an answer. 1 and 11 mean closed on most boards. Of three bytes the
last has channels 1 to 8, of seven the first; boards differ, hence `low_first`.
"""

from collections.abc import Collection
from typing import Final, Literal

from drivers.checks import xor8
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.messages import Frame, LockReport, Message

MAX_HELD: Final = 11
"""Bytes of the longest frame."""
PULSE_MS: Final = 300
"""How long a board energizes a lock that no time is given for."""
MAX_SECONDS: Final = 9
SMALL, LARGE = 24, 50
"""Locks of an answer of three and of seven bytes."""

_UNLOCK, _ASK, _TOLD, _MANY, _HOLD, _RELEASE = 0x8A, 0x80, 0x82, 0x90, 0x9A, 0x9B
_GO, _QUESTION, _FIRMWARE, _CLOSED, _OPEN = 0x11, 0x33, 0x22, 0x11, 0x00
_UNLOCK_TOO = 0x33  # CM06 boards take it instead of 11
_SHORT, _TIMED = 5, 6
_MAX_ADDRESS = 0x63

Order = Literal["big", "little"]


def decoder(channels: int | None = None, *, low_first: bool | None = None) -> Framer:
    """Reads both directions of a bus, or only what a board of so many channels answers.

    An answer of seven bytes can begin like one of three, and that like the answer for one lock: give
    `channels` wherever the board is known, and ask for all locks only.
    """
    return Framer(lambda held: _judge(held, channels), lambda raw: _read(raw, low_first=low_first))


def unlock(board: int, lock: int, seconds: int | None = None) -> bytes:
    """Energizes one lock, from 1, for the board's own time (about 300 ms) or 1 to 9 seconds."""
    time = b"" if seconds is None else bytes([_in(seconds, MAX_SECONDS, "times in seconds of")])
    return _summed(_body(_UNLOCK, board, lock) + bytes([_GO]) + time)


def unlock_answer(board: int, lock: int, *, status: int = _GO) -> bytes:
    """A board's answer to an unlock: the same frame, or one that ends in the lock's 00."""
    return _summed(_body(_UNLOCK, board, lock) + bytes([status]))


def unlock_all(board: int) -> bytes:
    """Energizes every lock of a board."""
    return _summed(bytes([_UNLOCK, _board(board), 0, _GO]))


def unlock_many(board: int, locks: Collection[int], *, channels: int = SMALL) -> bytes:
    """Energizes these locks.

    Raises:
        ValueError: of 50 channels, these locks make a frame that begins with one for 24.
    """
    bits = sum({1 << _in(lock, channels, "locks") - 1 for lock in locks})
    body = bytes([_MANY, _board(board)]) + bits.to_bytes(3 if channels <= SMALL else 7, "little")
    if len(body) > _TIMED and xor8(body[:_TIMED]) == 0:
        raise ValueError(
            f"Locks {sorted(locks)} together read as a shorter command: unlock them in two steps"
        )
    return _summed(body)


def ask(board: int, lock: int = 0) -> bytes:
    """Asks how one lock stands; 0: how all do."""
    return _summed(bytes([_ASK, _board(board), _in(lock, _MAX_ADDRESS, "locks", least=0), _QUESTION]))


def status_one(board: int, lock: int, *, closed: bool) -> bytes:
    """A board's answer for one lock."""
    return _summed(_body(_ASK, board, lock) + bytes([_CLOSED if closed else _OPEN]))


def status_all(
    board: int, closed: Collection[int], *, channels: int = SMALL, low_first: bool | None = None
) -> bytes:
    """A board's answer for all its locks."""
    bits = sum({1 << _in(lock, channels, "locks") - 1 for lock in closed})
    size = 3 if channels <= SMALL else 7
    data = bits.to_bytes(size, _order(size, low_first=low_first))
    return _summed(bytes([_ASK, _board(board)]) + data + bytes([_QUESTION]))


def moved(board: int, lock: int, *, closed: bool) -> bytes:
    """What some boards tell unasked: a lock moved."""
    return _summed(_body(_TOLD, board, lock) + bytes([_CLOSED if closed else _OPEN]))


def hold(board: int, lock: int) -> bytes:
    """Energizes a lock until it is released: for boards whose firmware can. A solenoid burns so."""
    return _summed(_body(_HOLD, board, lock) + bytes([_GO]))


def release(board: int, lock: int) -> bytes:
    """Ends what `hold` began."""
    return _summed(_body(_RELEASE, board, lock) + bytes([_GO]))


def _body(head: int, board: int, lock: int) -> bytes:
    return bytes([head, _board(board), _in(lock, LARGE, "locks")])


def _board(board: int) -> int:
    return _in(board, _MAX_ADDRESS, "boards")


def _in(value: int, most: int, what: str, least: int = 1) -> int:
    if not least <= value <= most:
        raise ValueError(f"The 8A family has {what} {least} to {most}, not {value}: set that so")
    return value


def _summed(body: bytes) -> bytes:
    return body + bytes([xor8(body)])


def _order(size: int, *, low_first: bool | None) -> Order:
    if low_first is None:
        low_first = size > 3
    return "little" if low_first else "big"


def _judge(held: bytearray, channels: int | None) -> Verdict:
    shapes = _SHAPES.get(held[0])
    if shapes is None:
        return OUTSIDE
    if held[0] == _ASK and channels is not None:
        shapes = _ANSWERS[:1] if channels <= SMALL else _ANSWERS[1:]
    why = ""
    for length, known in shapes:
        strange = [place for place, values in known.items() if bytes(held[place : place + 1]) not in values]
        if strange:
            why = why or f"byte {strange[0] + 1} of a frame is {held[strange[0]]:02X}"
        elif len(held) < length:
            return None
        elif held[length - 1] == xor8(held[: length - 1]):
            return length
        else:
            why = f"checksum expected {xor8(held[: length - 1]):02X}, got {held[length - 1]:02X}"
    return why


def _read(raw: bytes, *, low_first: bool | None) -> Message:
    head, board, lock, data = raw[0], raw[1], raw[2], raw[3:-1]
    about = {"board": board, "lock": lock}
    if head == _UNLOCK and lock == 0:
        return Frame("unlock all", {"board": board}, raw)
    if head == _MANY:
        return Frame("unlock many", {"board": board, "locks": _listed(raw[2:-1])}, raw)
    if head == _ASK and len(raw) > _SHORT:
        order = _order(len(raw[2:-2]), low_first=low_first)
        return LockReport(board, _flags(raw[2:-2], order), {}, raw)
    if head == _ASK and data[0] == _QUESTION:
        return Frame("ask status", about if lock else {"board": board}, raw)
    if head == _TOLD and lock == 0:
        asked = data[0] == _FIRMWARE
        return Frame("ask firmware" if asked else "firmware", {"board": board, "version": data[0]}, raw)
    if head in (_ASK, _TOLD):
        return LockReport(board, {lock: data[0] == _CLOSED}, {}, raw)
    if len(raw) == _TIMED:
        return Frame("unlock", about | {"seconds": data[1]}, raw)
    if data[0] == _OPEN:
        return Frame("answer", about | {"to": _NAMES[head], "status": data[0]}, raw)
    return Frame(_NAMES[head], about, raw)


def _listed(data: bytes) -> str:
    return " ".join(str(lock) for lock, is_set in _flags(data, "little").items() if is_set)


def _flags(data: bytes, order: Order) -> dict[int, bool]:
    bits = int.from_bytes(data, order)
    most = LARGE if len(data) * 8 > SMALL else SMALL
    return {lock: bool(bits >> lock - 1 & 1) for lock in range(1, most + 1)}


def _bytes(*values: int) -> frozenset[bytes]:
    """The bytes that may stand at a place; one that is still to come may, too."""
    return frozenset({b"", *(bytes([value]) for value in values)})


_BOARDS = _bytes(*range(_MAX_ADDRESS + 1))
_SOME_LOCK = _bytes(*range(1, _MAX_ADDRESS + 1))
_DONE = _bytes(_GO, _OPEN)
_ANSWERS = ((7, {1: _BOARDS, 5: _bytes(_QUESTION)}), (11, {1: _BOARDS, 9: _bytes(_QUESTION)}))
_SHAPES: Final = {
    _UNLOCK: (
        (_SHORT, {1: _BOARDS, 3: _bytes(_GO, _UNLOCK_TOO)}),
        (_SHORT, {1: _BOARDS, 2: _SOME_LOCK, 3: _bytes(_OPEN)}),
        (_TIMED, {1: _BOARDS, 3: _bytes(_GO), 4: _bytes(*range(1, MAX_SECONDS + 1))}),
    ),
    _ASK: (
        (_SHORT, {1: _BOARDS, 3: _bytes(_QUESTION)}),
        (_SHORT, {1: _BOARDS, 2: _SOME_LOCK, 3: _DONE}),
        *_ANSWERS,
    ),
    _TOLD: (
        (_SHORT, {1: _BOARDS, 2: _SOME_LOCK, 3: _DONE}),
        (_SHORT, {1: _BOARDS, 2: _bytes(0)}),
    ),
    _MANY: ((6, {1: _BOARDS}), (10, {1: _BOARDS})),
    _HOLD: ((_SHORT, {1: _BOARDS, 2: _SOME_LOCK, 3: _DONE}),),
    _RELEASE: ((_SHORT, {1: _BOARDS, 2: _SOME_LOCK, 3: _DONE}),),
}
"""How long the frames of a head can be, shortest first, and what can stand at their places, from 0."""
_NAMES: Final = {_UNLOCK: "unlock", _HOLD: "hold", _RELEASE: "release"}
