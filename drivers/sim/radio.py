"""Readers of UHF tags, and one that speaks OSDP, that are not there: they answer what they are asked."""

import math
from collections import deque
from typing import Final

from drivers.badges import chafon, m100, osdp
from drivers.badges.numbers import split
from drivers.messages import Frame, Tag
from drivers.sim.field import Field

ROUND_S: Final = 0.03
"""A round of anti-collision with Q 4 finds a handful of tags in about this time."""
FOUND_A_ROUND: Final = 6
RSSI_DBM: Final = -55
RSSI_288: Final = 90
"""On UHFReader288's own scale."""
_TAGS_A_FRAME: Final = 8
"""Of 12 bytes each, with room to spare in 255."""


class SimM100:
    """An M100 or R200 module: rounds as ordered, a few tags each; an empty round is an error.

    `head` is what it understands: BB, or AA as some firmware does.
    """

    def __init__(self, field: Field, *, head: int = 0xBB) -> None:
        self._field = field
        self._head = head
        self._decoder = m100.Decoder()
        self._rounds = 0
        self._next = math.inf
        self._turn = 0

    def hear(self, data: bytes, at: float) -> bytes:
        """Answers commands; tags come later."""
        frames = [message for message in self._decoder.feed(data) if isinstance(message, Frame)]
        return b"".join(self._answer(frame, at) for frame in frames if frame.raw[0] == self._head)

    def say(self, at: float) -> bytes:
        """What the rounds up to now have found."""
        said = b""
        while at >= self._next:
            said += self._found(self._next)
            self._rounds -= 1
            self._next = self._next + ROUND_S if self._rounds else math.inf
        return said

    def due(self) -> float | None:
        """When the round that runs ends."""
        return None if math.isinf(self._next) else self._next

    def _answer(self, frame: Frame, at: float) -> bytes:
        command, params = frame.raw[2], frame.raw[5:-2]
        if command in (m100.Command.SINGLE_POLL, m100.Command.MULTI_POLL):
            self._rounds = int.from_bytes(params[1:3], "big") or 1
            self._next = at + ROUND_S
            return b""
        if command == m100.Command.STOP_POLL:
            self._rounds, self._next = 0, math.inf
        text = b"\0M100 simulated" if command == m100.Command.MODULE_INFO else b"\0"
        return m100.encode(command, text, kind=m100.Kind.ANSWER, head=self._head)

    def _found(self, at: float) -> bytes:
        here = self._field.here(at)
        if not here:
            return m100.encode(m100.Command.ERROR, b"\x15", kind=m100.Kind.ANSWER, head=self._head)
        first, self._turn = self._turn % len(here), self._turn + FOUND_A_ROUND
        found = (here + here)[first : first + min(FOUND_A_ROUND, len(here))]
        return b"".join(m100.encode_tag(Tag(epc, RSSI_DBM), head=self._head) for epc in found)


class SimChafon:
    """A UHFReader18, or a UHFReader288 with `antenna` 1: all tags of a round in as many frames as they need.

    An empty field takes the whole scan time, as on the shelf of the shop 1 s.
    """

    def __init__(self, field: Field, *, address: int = 0, antenna: int | None = None) -> None:
        self._field = field
        self._address = address
        self._antenna = antenna
        self._decoder = chafon.Decoder()
        self.scan_time = 10
        """Tenths of a second."""
        self._next = math.inf

    def hear(self, data: bytes, at: float) -> bytes:
        """Answers orders; tags come later. While a round runs it does not listen."""
        frames = [message for message in self._decoder.feed(data) if isinstance(message, Frame)]
        mine = [frame for frame in frames if frame.raw[1] in (self._address, 0xFF)]
        return b"".join(self._answer(frame, at) for frame in mine if math.isinf(self._next))

    def say(self, at: float) -> bytes:
        """What the round has found."""
        if at < self._next:
            return b""
        self._next = math.inf
        return self._found(at)

    def due(self) -> float | None:
        """When the round that runs ends."""
        return None if math.isinf(self._next) else self._next

    def _answer(self, frame: Frame, at: float) -> bytes:
        command, data = frame.raw[2], frame.raw[3:-2]
        if command == chafon.Command.INVENTORY:
            self._next = at + (ROUND_S if self._field.here(at) else self.scan_time / 10)
            return b""
        if command == chafon.Command.SET_SCAN_TIME:
            self.scan_time = data[0]
        info = b""
        if command == chafon.Command.READER_INFO:
            kind = 0x09 if self._antenna is None else 0x0C
            info = bytes([1, 0, kind, 3, 0x4E, 0, 26, self.scan_time])
        return chafon.encode(command, bytes([chafon.Status.DONE]) + info, address=self._address)

    def _found(self, at: float) -> bytes:
        rssi = None if self._antenna is None else RSSI_288
        tags = tuple(Tag(epc, rssi, self._antenna) for epc in self._field.here(at))
        if not tags and self._antenna is None:
            no_tag = bytes([chafon.Status.NO_TAG])
            return chafon.encode(chafon.Command.INVENTORY, no_tag, address=self._address)
        parts = [tags[start : start + _TAGS_A_FRAME] for start in range(0, len(tags), _TAGS_A_FRAME)]
        more = (self._frame(part, chafon.Status.MORE_COMES) for part in parts[:-1])
        return b"".join(more) + self._frame(parts[-1] if parts else (), chafon.Status.ALL_TAGS)

    def _frame(self, tags: tuple[Tag, ...], status: int) -> bytes:
        return chafon.encode_tags(tags, status, address=self._address, antenna=self._antenna)


class SimOsdpReader:
    """A reader that speaks OSDP in plain text: a poll is answered by the card that has come, else by ACK.

    Cards are `wiegand:BITS:HEX`. It has no secure channel: libosdp's own device has.
    """

    def __init__(self, field: Field, *, address: int = 0) -> None:
        self._field = field
        self._address = address
        self._decoder = osdp.Decoder()
        self._there: tuple[str, ...] = ()
        self._to_tell: deque[str] = deque(maxlen=16)

    def hear(self, data: bytes, at: float) -> bytes:
        """Answers each command that is meant for it."""
        frames = [message for message in self._decoder.feed(data) if isinstance(message, Frame)]
        packets = [osdp.parse(frame.raw) for frame in frames]
        mine = [packet for packet in packets if not packet.reply and packet.address in (self._address, 127)]
        return b"".join(self._answer(packet, at) for packet in mine)

    def say(self, at: float) -> bytes:
        """Nothing: it speaks when it is spoken to. It looks at the field, though."""
        here = self._field.here(at)
        self._to_tell += [number for number in here if number not in self._there]
        self._there = here
        return b""

    def due(self) -> None:
        """Never."""

    def _answer(self, asked: osdp.Packet, at: float) -> bytes:
        self.say(at)
        code, data = self._reply(asked.name)
        reply = osdp.Packet(code, data, self._address, reply=True, sequence=asked.sequence, crc=asked.crc)
        return osdp.encode(reply)

    def _reply(self, asked: str) -> tuple[int, bytes]:
        """PDID: vendor, model, version, serial number, firmware. PDCAP: function, compliance, number each."""
        if asked == "POLL" and self._to_tell:
            return 0x50, _card(self._to_tell.popleft())
        if asked == "ID":
            return 0x45, bytes([0x5C, 0x26, 0x23, 1, 1, 0, 0, 0, 1, 1, 0, 0])
        if asked == "CAP":
            return 0x46, bytes([3, 1, 1, 8, 1, 0])
        if asked in ("CHLNG", "SCRYPT", "KEYSET"):
            return 0x41, b"\x05"
        return 0x40, b""


def _card(number: str) -> bytes:
    parts = split(number)
    size = -(-parts.bits // 8)
    bits = (parts.value << 8 * size - parts.bits).to_bytes(size, "big")
    return bytes([0, 1, *parts.bits.to_bytes(2, "little")]) + bits
