"""UHF readers with the M100, QM100 or R200 chip (YRM100, JRD-4035, M5Stack UHF unit): 115200 8N1.

A frame is head, type, command, length (2 bytes, high first), parameters, the sum of type to parameters, end
(R200 user protocol V2.3.3, 2; M100 firmware manual). Head and end are BB and 7E, or AA and DD: an answer
takes those of the command.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from drivers.checks import crc16, sum8
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.messages import Frame, Message, Noise, Tag, Tags

BAUD: Final = 115200
MAX_PARAMS: Final = 512
"""Bytes of parameters that are believed; the longest known answer, a bank of user memory, has under 300."""
_ENDS: Final = MappingProxyType({0xBB: 0x7E, 0xAA: 0xDD})
_FRAME_BYTES: Final = 7
"""Of a frame without its parameters."""
_TAG_BYTES: Final = 5
"""Of a tag's notice without the EPC: RSSI, protocol control (2), CRC (2)."""


class Kind(IntEnum):
    """The type of a frame."""

    COMMAND = 0
    ANSWER = 1
    NOTICE = 2


class Command(IntEnum):
    """What the host orders; in an answer, what is answered."""

    MODULE_INFO = 0x03
    IDLE_MODE = 0x04
    SET_REGION = 0x07
    GET_REGION = 0x08
    GET_SELECT = 0x0B
    SET_SELECT = 0x0C
    GET_QUERY = 0x0D
    SET_QUERY = 0x0E
    SELECT_MODE = 0x12
    SLEEP = 0x17
    IO_CONTROL = 0x1A
    SLEEP_TIME = 0x1D
    SINGLE_POLL = 0x22
    MULTI_POLL = 0x27
    STOP_POLL = 0x28
    READ = 0x39
    WRITE = 0x49
    KILL = 0x65
    LOCK = 0x82
    INSERT_CHANNELS = 0xA9
    GET_CHANNEL = 0xAA
    SET_CHANNEL = 0xAB
    HOPPING = 0xAD
    CARRIER = 0xB0
    SET_POWER = 0xB6
    GET_POWER = 0xB7
    BLOCK_PERMALOCK = 0xD3
    CHANGE_CONFIG = 0xE0
    READ_PROTECT = 0xE1
    RESET_READ_PROTECT = 0xE2
    CHANGE_EAS = 0xE3
    EAS_ALARM = 0xE4
    GET_QT = 0xE5
    SET_QT = 0xE6
    SET_DEMODULATOR = 0xF0
    GET_DEMODULATOR = 0xF1
    SCAN_JAMMER = 0xF2
    SCAN_RSSI = 0xF3
    ERROR = 0xFF


_ERRORS: Final = MappingProxyType(
    {
        0x09: "read: no tag",
        0x0E: "parameter error",
        0x10: "write: no tag",
        0x12: "kill: no tag",
        0x13: "lock: no tag",
        0x14: "block permalock: no tag",
        0x15: "no tag, or its CRC was wrong",
        0x16: "access refused: wrong password",
        0x17: "command error",
        0x1A: "change of configuration: no tag",
        0x1B: "change of EAS: no tag",
        0x1C: "change of EAS: the tag is not in its secure state",
        0x1D: "no EAS tag",
        0x20: "frequency hopping failed: no free channel",
        0x2A: "read protection: no tag",
        0x2B: "end of read protection: no tag",
        0x2E: "QT: no tag",
    }
)
"""R200 user protocol V2.3.3, 3: error codes."""
_TAG_REFUSED: Final = MappingProxyType(
    {0xA: "read", 0xB: "write", 0xC: "lock", 0xD: "kill", 0xE: "block permalock"}
)
"""The upper half of an error that a tag answered; the lower is the tag's own code."""
_TAG_ERRORS: Final = MappingProxyType(
    {
        0x0: "other error",
        0x3: "no such memory",
        0x4: "memory locked",
        0xB: "too little power",
        0xF: "unspecific error",
    }
)
"""EPC Gen2, annex I: error codes."""
BUSY_ROUNDS: Final = 20
"""Of one order while tags are about: a tote takes a few, and an order that is forgotten ends by itself."""
IDLE_ROUNDS: Final = 6
"""In an empty field: most of a tick, where a round takes 30 ms."""
RETRY_S: Final = 0.6
_KINDS: Final = MappingProxyType({kind.value: kind.name.lower() for kind in Kind})
_NAMES: Final = MappingProxyType({each.value: each.name.lower().replace("_", " ") for each in Command})
_TAG_NOTICES: Final = frozenset({Command.SINGLE_POLL, Command.MULTI_POLL})
_POWERS: Final = frozenset({Command.SET_POWER, Command.GET_POWER})


class Decoder(Framer):
    """Turns bytes into tags and frames, commands and answers alike."""

    def __init__(self) -> None:
        super().__init__(_judge, _read)


def _judge(held: bytearray) -> Verdict:
    if held[0] not in _ENDS:
        return OUTSIDE
    if len(held) > 1 and held[1] not in _KINDS:
        return f"type expected 00 to 02, got {held[1]:02X}"
    if len(held) < 5:
        return None
    length = held[3] << 8 | held[4]
    if length > MAX_PARAMS:
        return f"length expected {MAX_PARAMS} at most, got {length}"
    whole = length + _FRAME_BYTES
    if len(held) < whole:
        return None
    end, found = _ENDS[held[0]], held[whole - 1]
    if found != end:
        return f"end expected {end:02X}, got {found:02X}"
    expected, got = sum8(bytes(held[1 : whole - 2])), held[whole - 2]
    return whole if expected == got else f"checksum expected {expected:02X}, got {got:02X}"


def _read(frame: bytes) -> Message:
    kind, command, params = frame[1], frame[2], frame[5:-2]
    if kind == Kind.NOTICE and command in _TAG_NOTICES:
        return _tag(params, frame)
    return Frame(_NAMES.get(command, "command"), _fields(kind, command, params), frame)


def _tag(params: bytes, frame: bytes) -> Message:
    """RSSI (signed, dBm), protocol control (its upper 5 bits: words of the EPC), EPC, CRC of both."""
    words = params[1] >> 3 if len(params) >= _TAG_BYTES else 0
    if len(params) < _TAG_BYTES + 2 * words or not words:
        return Noise(f"a tag of {words} words in {len(params)} bytes", frame)
    epc = params[3 : 3 + 2 * words]
    rssi = int.from_bytes(params[:1], "big", signed=True)
    return Tags((Tag(epc.hex().upper(), rssi),), frame)


def _fields(kind: int, command: int, params: bytes) -> Mapping[str, int | str]:
    fields: dict[str, int | str] = {
        "type": _KINDS[kind],
        "command": f"{command:02X}",
        "data": params.hex().upper(),
    }
    if command == Command.ERROR and params:
        fields["error"] = _error(params[0])
    if command in _POWERS and len(params) == 2:
        fields["power_cdbm"] = params[0] << 8 | params[1]
    return fields


def _error(code: int) -> str:
    refused = _TAG_REFUSED.get(code >> 4)
    if refused and (code & 0x0F) in _TAG_ERRORS:
        return f"{refused}: the tag refused: {_TAG_ERRORS[code & 0x0F]}"
    return _ERRORS.get(code, f"error {code:02X}")


def encode(command: int, params: bytes = b"", *, kind: Kind = Kind.COMMAND, head: int = 0xBB) -> bytes:
    """A frame.

    Raises:
        ValueError: `head` is none, or there are too many parameters.
    """
    if head not in _ENDS or len(params) > MAX_PARAMS:
        raise ValueError(f"No frame begins with {head:02X}, or has {len(params)} bytes of parameters")
    body = bytes([kind, command, *len(params).to_bytes(2, "big"), *params])
    return bytes([head]) + body + bytes([sum8(body), _ENDS[head]])


def encode_tag(tag: Tag, command: int = Command.MULTI_POLL, *, head: int = 0xBB) -> bytes:
    """The notice of a tag.

    Raises:
        ValueError: its EPC is no even number of bytes in hex, up to 62, or its RSSI does not fit a byte.
    """
    epc = bytes.fromhex(tag.epc)
    if len(epc) % 2 or not 2 <= len(epc) <= 62:
        raise ValueError(f"The EPC {tag.epc} has {len(epc)} bytes: an even number from 2 to 62 is possible")
    control = bytes([len(epc) // 2 << 3, 0])
    rssi = (tag.rssi or 0).to_bytes(1, "big", signed=True)
    return encode(command, rssi + control + epc + _epc_crc(control + epc), kind=Kind.NOTICE, head=head)


def _epc_crc(data: bytes) -> bytes:
    """EPC Gen2, annex F: a CRC-16 that begins with FFFF and is inverted."""
    return (crc16(data, start=0xFFFF) ^ 0xFFFF).to_bytes(2, "big")


class Questions:
    """What such a reader is asked. Power and region stay as its maker or owner set them: they are law.

    A round in an empty field is answered by an error, by some firmware by nothing: that is then greeted, to
    know that it is there. Until it has answered it is greeted with either head.
    """

    retry_s = RETRY_S
    chatters = True

    def __init__(self) -> None:
        self.decoder = Decoder()
        self._head = 0xAA
        self._knows_head = False
        self._empty = 0
        """Rounds of the order that are still to say that they found nothing."""

    def greet(self) -> bytes:
        """Stops what runs, and asks for the module's name."""
        if not self._knows_head:
            self._head = 0xAA if self._head == 0xBB else 0xBB
        info = encode(Command.MODULE_INFO, b"\0", head=self._head)
        return encode(Command.STOP_POLL, head=self._head) + info

    def poll(self, *, busy: bool) -> bytes:
        """Orders some rounds."""
        rounds = BUSY_ROUNDS if busy else IDLE_ROUNDS
        self._empty = rounds
        return encode(Command.MULTI_POLL, b"\x22" + rounds.to_bytes(2, "big"), head=self._head)

    def ends(self, message: Frame | Tags) -> bool:
        """Where each round finds nothing the last one is known; else silence tells."""
        self._head = message.raw[0]
        self._knows_head = True
        self._empty -= 1
        return isinstance(message, Tags) or message.raw[2] != Command.ERROR or self._empty <= 0
