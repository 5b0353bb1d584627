"""Chafon UHF readers: CF-RU5102 and others that speak as UHFReader18, CF-RU6402 and others as UHFReader288.

A frame is length (of what follows), address, command, in an answer status, data, CRC-16 MCRF4XX with its
low byte first (UHFReader18 user's manual V2.0, 3; UHFReader288 user's manual). 57600 8N1. There is no head:
length and CRC alone tell a frame. Whose answer to an inventory it is, its structure tells: UHFReader18 has a
count and tags; UHFReader288 the antenna's bit before the count, and an RSSI of its own scale after each tag.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from drivers.checks import crc16_reflected
from drivers.framing import Framer, Verdict
from drivers.messages import Frame, Message, Tag, Tags

BAUD: Final = 57600
MAX_DATA: Final = 250
RETRY_S: Final = 1.0
_LEAST: Final = 4
"""The length of a command without data: address, command, CRC."""
_MCRF4XX: Final = 0x8408


class Command(IntEnum):
    """What the host orders; an answer repeats it (UHFReader288 user's manual, 8.2 and 8.4)."""

    INVENTORY = 0x01
    READ = 0x02
    WRITE = 0x03
    WRITE_EPC = 0x04
    KILL = 0x05
    PROTECT = 0x06
    ERASE = 0x07
    SINGLE_INVENTORY = 0x0F
    BUFFERED_INVENTORY = 0x18
    READER_INFO = 0x21
    SET_REGION = 0x22
    SET_ADDRESS = 0x24
    SET_SCAN_TIME = 0x25
    SET_BAUD = 0x28
    SET_POWER = 0x2F
    BLINK = 0x33
    SET_WORK_MODE = 0x35
    SET_BUZZER = 0x40
    SET_WORK_MODE_288 = 0x76


class Status(IntEnum):
    """How an order went."""

    DONE = 0x00
    ALL_TAGS = 0x01
    TIME_OVER = 0x02
    MORE_COMES = 0x03
    MEMORY_FULL = 0x04
    ANTENNA_FAULT = 0xF8
    ORDER_FAILED = 0xF9
    TAG_TOO_WEAK = 0xFA
    NO_TAG = 0xFB
    TAG_REFUSED = 0xFC
    WRONG_LENGTH = 0xFD
    WRONG_COMMAND = 0xFE
    WRONG_PARAMETER = 0xFF


_NAMES: Final = {each.value: each.name.lower().replace("_", " ") for each in Command}
_STATES: Final = frozenset(Status)
_INVENTORIES: Final = frozenset({Command.INVENTORY, Command.SINGLE_INVENTORY})
_WITH_TAGS: Final = frozenset({1, 2, 3, 4})
_BANDS: Final[Mapping[int, tuple[str, float, float]]] = MappingProxyType(
    {
        1: ("China 920", 920.125, 0.25),
        2: ("US", 902.75, 0.5),
        3: ("Korea", 917.1, 0.2),
        4: ("EU", 865.1, 0.2),
        8: ("China 840", 840.125, 0.25),
    }
)
"""Name, first channel and step in MHz (UHFReader18 user's manual, "Writing the working frequency")."""


class Decoder(Framer):
    """Turns bytes into tags and frames, commands and answers alike."""

    def __init__(self) -> None:
        super().__init__(_judge, _read)


def _judge(held: bytearray) -> Verdict:
    length = held[0]
    if length < _LEAST:
        return f"length expected {_LEAST} at least, got {length}"
    if len(held) <= length:
        return None
    expected, got = _crc(held[: length - 1]), bytes(held[length - 1 : length + 1])
    return length + 1 if expected == got else f"CRC expected {expected.hex()}, got {got.hex()}"


def _crc(data: bytes | bytearray) -> bytes:
    return crc16_reflected(bytes(data), polynomial=_MCRF4XX).to_bytes(2, "little")


def _read(frame: bytes) -> Message:
    command, rest = frame[2], frame[3:-2]
    if command in _INVENTORIES and rest and rest[0] in _WITH_TAGS:
        for read in (_tags_18, _tags_288):
            tags = read(rest[1:])
            if tags is not None:
                return Tags(tags, frame)
    return Frame(_name(command), _fields(frame[1], command, rest), frame)


def _tags_18(data: bytes) -> tuple[Tag, ...] | None:
    found = list(_epcs(data[1:], after=0))
    fits = data and len(found) == data[0] and len(data) == 1 + sum(len(each) + 1 for each, _ in found)
    return tuple(Tag(epc.hex().upper()) for epc, _ in found) if fits else None


def _tags_288(data: bytes) -> tuple[Tag, ...] | None:
    found = list(_epcs(data[2:], after=1))
    fits = len(data) > 1 and len(found) == data[1]
    if not fits or len(data) != 2 + sum(len(each) + 2 for each, _ in found):
        return None
    antenna = data[0].bit_length() if data[0].bit_count() == 1 else None
    return tuple(Tag(epc.hex().upper(), measured[0], antenna) for epc, measured in found)


def _epcs(data: bytes, after: int) -> Iterator[tuple[bytes, bytes]]:
    """EPCs, whole words each, with so many bytes after each one; ends before what is none."""
    at = 0
    while at < len(data):
        start, end = at + 1, at + 1 + data[at]
        if not data[at] or data[at] % 2 or end + after > len(data):
            return
        yield data[start:end], data[end : end + after]
        at = end + after


def _name(command: int) -> str:
    return _NAMES.get(command, "command")


def status_name(status: int) -> str:
    """What a status that is known is called."""
    return Status(status).name.lower().replace("_", " ")


def _fields(address: int, command: int, rest: bytes) -> Mapping[str, int | str]:
    """A command without data is none but a command; of others, whether a status comes first is a guess."""
    fields: dict[str, int | str] = {
        "address": address,
        "command": f"{command:02X}",
        "data": rest.hex().upper(),
    }
    if rest and rest[0] in _STATES:
        fields["status"] = status_name(rest[0])
    if command == Command.READER_INFO and len(rest) >= 9:
        fields.update(_info(rest[1:]))
    return fields


def _info(data: bytes) -> Mapping[str, int | str]:
    """Firmware (2), type, protocols, highest and lowest channel with the band's bits, power, scan time."""
    band = data[4] >> 6 << 2 | data[5] >> 6
    info: dict[str, int | str] = {
        "firmware": f"{data[0]}.{data[1]}",
        "type": f"{data[2]:02X}",
        "power_dbm": data[6],
        "scan_time_ms": data[7] * 100,
    }
    if band in _BANDS:
        name, first, step = _BANDS[band]
        info["band"] = name
        info["highest_mhz"] = f"{first + step * (data[4] & 0x3F):.3f}"
        info["lowest_mhz"] = f"{first + step * (data[5] & 0x3F):.3f}"
    return info


def encode(command: int, data: bytes = b"", *, address: int = 0) -> bytes:
    """A frame; of an answer, `data` begins with its status. Address FF is every reader.

    Raises:
        ValueError: there is too much data.
    """
    if len(data) > MAX_DATA:
        raise ValueError(f"{len(data)} bytes of data: {MAX_DATA} at most fit a frame")
    body = bytes([_LEAST + len(data), address, command, *data])
    return body + _crc(body)


def encode_tags(
    tags: tuple[Tag, ...],
    status: int = Status.MORE_COMES,
    *,
    address: int = 0,
    antenna: int | None = None,
) -> bytes:
    """The answer to an inventory: UHFReader288's where it has an antenna, from 1 on, else UHFReader18's.

    Raises:
        ValueError: the tags do not fit a frame, or an EPC is not whole words in hex.
    """
    head = b"" if antenna is None else bytes([1 << antenna - 1])
    listed = b"".join(_listed(tag, with_rssi=antenna is not None) for tag in tags)
    return encode(Command.INVENTORY, bytes([status]) + head + bytes([len(tags)]) + listed, address=address)


def _listed(tag: Tag, *, with_rssi: bool) -> bytes:
    epc = bytes.fromhex(tag.epc)
    if not epc or len(epc) % 2:
        raise ValueError(f"The EPC {tag.epc!r} is not whole words of 2 bytes")
    return bytes([len(epc)]) + epc + (bytes([tag.rssi or 0]) if with_rssi else b"")


SCAN_TIME: Final = 3
"""Tenths of a second that a round may last: the least that there is."""
_TYPES_18: Final = frozenset({0x03, 0x08, 0x09})
"""Reader types whose inventory has no parameters: RRU9803M (CF-RU5102) and UHFReader18."""
_INVENTORY_288: Final = bytes([4, 0, 1, 0, 0, 0, 0, 0x80, SCAN_TIME])
"""Q 4, session 0, no mask (memory, address, length), target A, antenna 1, scan time."""


class Questions:
    """What such a reader is asked. Power and region stay as its maker or owner set them: they are law.

    Its answer to the greeting tells which of the two it is, and whether its rounds are short; where they are
    not they are made so, which it keeps.
    """

    retry_s = RETRY_S
    chatters = False

    def __init__(self, address: int = 0) -> None:
        self.decoder = Decoder()
        self._address = address
        self._parameters = b""
        self._is_slow = False

    def greet(self) -> bytes:
        """Asks what it is."""
        return encode(Command.READER_INFO, address=self._address)

    def poll(self, *, busy: bool) -> bytes:  # noqa: ARG002
        """Orders a round; once, before the first, that rounds be short."""
        if self._is_slow:
            self._is_slow = False
            return encode(Command.SET_SCAN_TIME, bytes([SCAN_TIME]), address=self._address)
        return encode(Command.INVENTORY, self._parameters, address=self._address)

    def ends(self, message: Frame | Tags) -> bool:
        """Whether the answer's status is a last one."""
        command, rest = message.raw[2], message.raw[3:-2]
        if command == Command.READER_INFO and len(rest) >= 9:
            self._parameters = b"" if rest[3] in _TYPES_18 else _INVENTORY_288
            self._is_slow = rest[8] > SCAN_TIME
        return not (command == Command.INVENTORY and rest[:1] == bytes([Status.MORE_COMES]))
