"""PN532 modules on a serial line (HSU, 115200 8N1): frames of both directions, and the conversation with one.

A frame: a preamble of 00, or the wake-up bytes 55, then 00 FF, length, its check, TFI and data, their check,
00 (NXP, PN532 user manual UM0701-02, 6.2.1; commands from chapter 7).
"""

from collections.abc import Iterator
from typing import Final

from drivers.arrivals import Arrivals
from drivers.badges import iso14443a
from drivers.badges.numbers import split
from drivers.badges.polling import POLL_S, Polling
from drivers.checks import sum8
from drivers.framing import Framer, Verdict
from drivers.messages import Badge, Flaw, Frame, Message, Noise

HOST, CHIP, TROUBLE = 0xD4, 0xD5, 0x7F
"""Who a frame is from: TFI."""
MAX_PREAMBLE: Final = 32
MAX_DATA: Final = 265
"""Bytes from TFI on (7.: 264 of data and the TFI)."""
_FILL: Final = b"\x00\x55"
_ACK, _NACK, _EXTENDED = b"\x00\xff", b"\xff\x00", b"\xff\xff"
_NAMES: Final = {
    0x00: "Diagnose",
    0x02: "GetFirmwareVersion",
    0x04: "GetGeneralStatus",
    0x06: "ReadRegister",
    0x08: "WriteRegister",
    0x0C: "ReadGPIO",
    0x0E: "WriteGPIO",
    0x10: "SetSerialBaudRate",
    0x12: "SetParameters",
    0x14: "SAMConfiguration",
    0x16: "PowerDown",
    0x32: "RFConfiguration",
    0x40: "InDataExchange",
    0x42: "InCommunicateThru",
    0x44: "InDeselect",
    0x46: "InJumpForPSL",
    0x4A: "InListPassiveTarget",
    0x4E: "InPSL",
    0x50: "InATR",
    0x52: "InRelease",
    0x54: "InSelect",
    0x56: "InJumpForDEP",
    0x58: "RFRegulationTest",
    0x60: "InAutoPoll",
    0x86: "TgGetData",
    0x8C: "TgInitAsTarget",
    0x8E: "TgSetData",
}
LISTED: Final = 0x4B
"""The code of the answer that lists the targets found."""
_POL_RES: Final = frozenset({0x12, 0x14})
"""Bytes of what a FeliCa card answers, with this count: without and with its system code."""
SEVERAL: Final = "several badges"
"""The name of the frame that lists more than one target."""
WAKE: Final = b"\x55\x55" + bytes(14)
"""Wakes it from low power; zeros for as long as it takes to wake (7.2.11)."""


def decoder() -> Framer:
    """A decoder of both directions."""
    return Framer(_judge, _read)


def _judge(held: bytearray) -> Verdict:
    fill = held[: MAX_PREAMBLE + 1]
    start = next((place for place, byte in enumerate(fill) if byte not in _FILL), None)
    if start is None:
        return None if len(held) <= MAX_PREAMBLE else f"a preamble of at most {MAX_PREAMBLE} bytes expected"
    if held[start] != 0xFF or not start or held[start - 1]:
        return f"00 FF expected, got {held[max(0, start - 1) : start + 1].hex(' ').upper()}"
    head = bytes(held[start + 1 : start + 3])
    if len(head) < 2:
        return None
    if head in (_ACK, _NACK):
        return _ended(held, start + 3)
    if head == _EXTENDED:
        return _judge_extended(held, start + 3)
    if head == b"\0\0":
        return "a length of 1 to 254 expected, got 0"
    if sum8(head):
        return f"length check expected {-head[0] & 0xFF:02X} for length {head[0]:02X}, got {head[1]:02X}"
    return _judge_data(held, start + 3, head[0])


def _judge_extended(held: bytearray, start: int) -> Verdict:
    head = bytes(held[start : start + 3])
    if len(head) < 3:
        return None
    length = head[0] << 8 | head[1]
    if sum8(head):
        return f"length check expected {-sum(head[:2]) & 0xFF:02X} for length {length}, got {head[2]:02X}"
    if not 1 <= length <= MAX_DATA:
        return f"a length of 1 to {MAX_DATA} expected, got {length}"
    return _judge_data(held, start + 3, length)


def _judge_data(held: bytearray, start: int, length: int) -> Verdict:
    end = start + length
    if len(held) <= end:
        return None
    if sum8(held[start : end + 1]):
        return f"checksum expected {-sum(held[start:end]) & 0xFF:02X}, got {held[end]:02X}"
    return _ended(held, end + 1)


def _ended(held: bytearray, place: int) -> Verdict:
    if len(held) <= place:
        return None
    return place + 1 if held[place] == 0 else f"00 expected after the frame, got {held[place]:02X}"


def payload(frame: bytes) -> bytes:
    """TFI and data of a whole frame; empty of ACK and NACK."""
    start = frame.index(0xFF) + 1
    head = frame[start : start + 2]
    if head in (_ACK, _NACK):
        return b""
    return frame[start + (5 if head == _EXTENDED else 2) : -2]


def _read(frame: bytes) -> Message:
    data = payload(frame)
    if not data:
        return Frame("ack" if frame.endswith(b"\xff\x00\xff\x00") else "nack", {}, frame)
    if data[0] == TROUBLE:
        return Frame("error", {"code": data[0]}, frame)
    if data[0] not in (HOST, CHIP) or len(data) < 2:
        return Noise(f"a command (D4) or an answer (D5) expected, got {data[:2].hex(' ').upper()}", frame)
    code = data[1] & 0xFE
    name = _NAMES.get(code, f"command {code:02X}")
    if data[:2] == bytes((CHIP, LISTED)):
        return _targets(data[2:], frame)
    if data[:2] == bytes((CHIP, 0x03)) and len(data) == 6:
        told: dict[str, int | str] = {
            "ic": f"PN5{data[2]:02X}",
            "version": f"{data[3]}.{data[4]}",
            "support": data[5],
        }
        return Frame("firmware version", told, frame)
    return Frame(name if data[0] == HOST else f"{name} answer", {"data": data[2:].hex()}, frame)


def _targets(data: bytes, frame: bytes) -> Message:
    """What InListPassiveTarget found (7.3.5)."""
    count = data[0] if data else 0
    uids = list(_uids(data[1:]))
    if count == 1 and len(uids) == 1:
        return iso14443a.badge(uids[0], frame)
    if count and len(uids) == count:
        numbered = {f"uid{place}": uid.hex().upper() for place, uid in enumerate(uids, 1)}
        return Frame(SEVERAL, {"targets": count, **numbered}, frame)
    name = "no target" if not count else "targets of another type"
    return Frame(name, {"targets": count, "data": data[1:].hex()}, frame)


def is_felica(target: bytes) -> bool:
    """Whether a target is a FeliCa card: its POL_RES (7.3.5) may look like type A's."""
    return len(target) > 2 and target[1] in _POL_RES and target[2] == 0x01


def _uids(data: bytes) -> Iterator[bytes]:
    """The UIDs of type A targets: number, ATQA, SAK, length, UID, and an ATS where the SAK has bit 20."""
    while len(data) > 5 and not is_felica(data) and len(data) >= 5 + data[4] and data[4] in iso14443a.SIZES:
        yield data[5 : 5 + data[4]]
        end = 5 + data[4]
        answers = data[3] & 0x20 and len(data) > end and data[end] <= len(data) - end
        data = data[end + max(data[end], 1) :] if answers else data[end:]


def encode(data: bytes, *, extended: bool = False) -> bytes:
    """A frame of TFI and data, 1 to 265 bytes; extended where it must be, or is asked for.

    Raises:
        ValueError: the data is longer, or empty.
    """
    length = len(data)
    if not 1 <= length <= MAX_DATA:
        raise ValueError(f"a frame holds 1 to {MAX_DATA} bytes, got {length}")
    head = bytes((length, -length & 0xFF))
    if extended or length > 0xFE:
        size = length.to_bytes(2, "big")
        head = _EXTENDED + size + bytes((-sum(size) & 0xFF,))
    return b"\x00\x00\xff" + head + data + bytes((-sum(data) & 0xFF, 0))


ACK: Final = b"\x00\x00\xff\x00\xff\x00"
NACK: Final = b"\x00\x00\xff\xff\x00\x00"
SAM: Final = encode(b"\xd4\x14\x01\x00\x00")
"""SAMConfiguration: normal mode, no time limit, no IRQ line (7.2.10)."""
RETRIES: Final = encode(b"\xd4\x32\x05\xff\x01\xff")
"""RFConfiguration item 5: a search for cards ends when it has found one (MxRtyPassiveActivation, 7.3.1)."""
SEARCH: Final = encode(b"\xd4\x4a\x02\x00")
"""InListPassiveTarget: up to two type A cards at 106 kbit/s, so that two at once are noticed (7.3.5)."""
RELEASE: Final = encode(b"\xd4\x52\x00")
"""InRelease of all targets, so that the next search finds them again (7.3.11)."""
ABORT: Final = ACK + WAKE
"""Ends what it does (6.2.1.3), and gives it the time that takes before the next command comes."""


def listed(*numbers: str) -> bytes:
    """The chip's answer to a search that found these badges, at most two.

    Raises:
        BadgeFormatError: a number is not canonical.
    """
    data = b""
    for place, number in enumerate(numbers, 1):
        parts = split(number)
        size = parts.bits // 8
        atqa, sak = (b"\x00\x04", 0x08) if size == 4 else (b"\x00\x44", 0x00)
        data += bytes((place, *atqa, sak, size)) + parts.value.to_bytes(size, "big")
    return encode(bytes((CHIP, LISTED, len(numbers))) + data)


def answer(command: bytes) -> bytes:
    """The chip's answer without data to a command's frame: ACK, and the command's code plus one."""
    return ACK + encode(bytes((CHIP, payload(command)[1] + 1)))


class Pn532(Polling):
    """Wakes it, sets it up, and has it search without end; two cards at once are none.

    It acknowledges a search at once (6.2.2) and is silent until it has found a card. Whether it is still
    there is seen by ending the search and beginning another.
    """

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__(
            decoder(),
            arrivals,
            start=(WAKE + ABORT + SAM, RETRIES),
            poll=(ABORT + SEARCH, ABORT + RELEASE),
            every_s=POLL_S,
        )

    def is_answer(self, message: Message) -> bool:
        """Whether it is from the chip, and no mere acknowledgement."""
        if not isinstance(message, Badge | Frame):
            return False
        return payload(message.raw)[:1] == bytes((CHIP,))

    def waits(self, message: Message) -> bool:
        """Whether it has acknowledged a search."""
        return self.question == ABORT + SEARCH and isinstance(message, Frame) and message.name == "ack"

    def ends_round(self, message: Message) -> bool:
        """Whether nothing was found: then there is nothing to release."""
        return isinstance(message, Frame) and payload(message.raw)[1:] == bytes((LISTED, 0))

    def told(self, message: Message) -> Message:
        """Two cards at once, or a random UID, are noise that says why."""
        if isinstance(message, Frame) and message.name == SEVERAL:
            why = "two badges at once: hold only one to the reader"
            return Noise(why, message.raw, Flaw.SEVERAL_CARDS)
        return super().told(message)
