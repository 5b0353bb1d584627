"""OSDP packets on an RS-485 bus, both directions, from the outside: names and plain data, nothing decrypted.

A packet is SOM (53), address (bit 7 in replies), length (2 bytes, low first, of all), control (sequence,
CRC or checksum, security block), perhaps a security block, code, data, perhaps a MAC, checksum or CRC
(SIA OSDP v2.2, "Message format"; IEC 60839-11-5). Mark bytes (FF) may come before it. The conversation is
libosdp's: see drivers.badges.osdp_line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from drivers.badges.numbers import MAX_BITS, canonical
from drivers.badges.osdp_names import COMMANDS, REPLIES
from drivers.checks import crc16, sum8
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.messages import Badge, Flaw, Frame, Message, Noise

SOM: Final = 0x53
MARK: Final = 0xFF
MARKS: Final = "marks"
"""The name of the frame that is marks alone."""
MAX_MARKS: Final = 15
MAX_PACKET: Final = 1440
"""Bytes, the most that SIA OSDP v2.2 has."""
REPLY: Final = 0x80
_HEADER: Final = 5
_SEQUENCE, _CRC, _SECURED = 0x03, 0x04, 0x08
_MAC_BYTES: Final = 4
_HANDSHAKES: Final = frozenset(range(0x11, 0x15))
_SESSIONS: Final = frozenset(range(0x15, 0x19))
_ENCRYPTED: Final = frozenset({0x17, 0x18})
RAW: Final = 0x50
"""The reply with a card's bits."""
_FMT: Final = 0x51
_SECRET: Final = frozenset({"KEYSET", "KEYPAD"})
"""Whose data is a key, or a PIN as it is typed: not told."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet taken apart; `encode` puts it together."""

    code: int
    data: bytes = b""
    """Of a session that is encrypted, as it is."""
    address: int = 0
    """0 to 126; 127 is everybody."""
    reply: bool = False
    sequence: int = 0
    crc: bool = True
    security: bytes = b""
    """The security block without its length byte: its type, and what a handshake adds."""
    mac: bytes = b""
    """Four bytes in a session."""
    marks: int = 0

    @property
    def name(self) -> str:
        """What the standard calls its code."""
        known = REPLIES if self.reply else COMMANDS
        return known.get(self.code, "reply" if self.reply else "command")


class Decoder(Framer):
    """Turns bytes into badges and frames. What a session encrypts is named and no more.

    Marks that lead no packet are what an idle line may carry, not noise.
    """

    def __init__(self) -> None:
        super().__init__(_judge, _read)

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yields what `data` completes."""
        return map(_idle, super().feed(data))

    def flush(self) -> Iterator[Message]:
        """Yields what was held back."""
        return map(_idle, super().flush())


def _idle(message: Message) -> Message:
    if isinstance(message, Noise) and set(message.raw) == {MARK}:
        return Frame(MARKS, {}, bytes(message.raw))
    return message


def _judge(held: bytearray) -> Verdict:
    marks = _marks(held)
    if len(held) == marks:
        return None if marks <= MAX_MARKS else OUTSIDE
    if held[marks] != SOM or marks > MAX_MARKS:
        return OUTSIDE
    if len(held) < marks + _HEADER:
        return None
    length, control = held[marks + 2] | held[marks + 3] << 8, held[marks + 4]
    if not _HEADER + 1 + _check_bytes(control) <= length <= MAX_PACKET:
        return f"length expected {_HEADER + 1 + _check_bytes(control)} to {MAX_PACKET}, got {length}"
    if len(held) < marks + length:
        return None
    body = bytes(held[marks : marks + length])
    expected, got = _check(body[: -_check_bytes(control)], control), body[-_check_bytes(control) :]
    if expected != got:
        what = "CRC" if control & _CRC else "checksum"
        return f"{what} expected {expected.hex().upper()}, got {got.hex().upper()}"
    return _flaw(body) or marks + length


def _marks(held: bytes | bytearray) -> int:
    return next((place for place, byte in enumerate(held) if byte != MARK), len(held))


def _check_bytes(control: int) -> int:
    return 2 if control & _CRC else 1


def _check(data: bytes, control: int) -> bytes:
    """SIA OSDP v2.2, "CHKSUM/CRC16": CRC with its low byte first, or the two's complement of the sum."""
    if control & _CRC:
        return crc16(data).to_bytes(2, "little")
    return bytes([-sum8(data) & 0xFF])


def _flaw(body: bytes) -> str:
    """What is wrong with the security block; empty where nothing is (SIA OSDP v2.2, annex D)."""
    if not body[4] & _SECURED:
        return ""
    size, kind = body[_HEADER], body[_HEADER + 1]
    rest = len(body) - _HEADER - size - _check_bytes(body[4])
    if size < 2 or rest < 1:
        return f"a security block of {size} bytes in a packet of {len(body)}"
    if kind not in _HANDSHAKES | _SESSIONS:
        return f"security block expected SCS_11 to SCS_18, got SCS_{kind:02X}"
    if bool(body[1] & REPLY) == bool(kind % 2):
        return f"SCS_{kind:02X} in the wrong direction"
    if kind in _HANDSHAKES:
        return ""
    end = len(body) - _check_bytes(body[4])
    if rest < 1 + _MAC_BYTES or not any(body[end - _MAC_BYTES : end]):
        return f"SCS_{kind:02X} without a MAC: it belongs to no session"
    blocks = rest - 1 - _MAC_BYTES
    if kind in _ENCRYPTED and blocks % 16:
        return f"SCS_{kind:02X} with {blocks} encrypted bytes: whole blocks of 16 expected"
    return ""


def parse(frame: bytes) -> Packet:
    """What a frame that the decoder has let pass holds."""
    marks = _marks(frame)
    body = frame[marks:]
    address, control = body[1], body[4]
    start = _HEADER + (body[_HEADER] if control & _SECURED else 0)
    security = body[_HEADER + 1 : start]
    end = len(body) - _check_bytes(control)
    in_session = bool(security) and security[0] in _SESSIONS
    after = end - _MAC_BYTES if in_session else end
    return Packet(
        code=body[start],
        data=body[start + 1 : after],
        address=address & ~REPLY,
        reply=bool(address & REPLY),
        sequence=control & _SEQUENCE,
        crc=bool(control & _CRC),
        security=security,
        mac=body[after:end],
        marks=marks,
    )


def encode(packet: Packet) -> bytes:
    """The bytes of a packet; its data and MAC as they are.

    Raises:
        ValueError: it is longer than the standard allows.
    """
    block = bytes([len(packet.security) + 1]) + packet.security if packet.security else b""
    control = packet.sequence | (_CRC if packet.crc else 0) | (_SECURED if block else 0)
    payload = block + bytes([packet.code]) + packet.data + packet.mac
    length = _HEADER + len(payload) + _check_bytes(control)
    if length > MAX_PACKET:
        raise ValueError(f"A packet of {length} bytes: {MAX_PACKET} at most")
    address = packet.address | (REPLY if packet.reply else 0)
    body = bytes([SOM, address, *length.to_bytes(2, "little"), control]) + payload
    return bytes([MARK]) * packet.marks + body + _check(body, control)


def _read(frame: bytes) -> Message:
    packet = parse(frame)
    if packet.reply and not packet.mac and packet.code in (RAW, _FMT):
        number = raw_card(packet.data) if packet.code == RAW else formatted_card(packet.data)
        flaw = f"{packet.name}: no card of 1 to {MAX_BITS} bits in {len(packet.data)} bytes"
        return Badge(number, frame) if number else Noise(flaw, frame, Flaw.UNKNOWN_CARD)
    return Frame(packet.name, fields(packet), frame)


def fields(packet: Packet) -> Mapping[str, int | str]:
    """What a packet tells to whoever looks on: no key, no PIN."""
    told: dict[str, int | str] = {
        "type": "reply" if packet.reply else "command",
        "address": packet.address,
        "sequence": packet.sequence,
        "code": f"{packet.code:02X}",
    }
    if packet.security:
        told["security"] = f"SCS_{packet.security[0]:02X}"
    if packet.security[:1] and packet.security[0] in _ENCRYPTED:
        told["encrypted_bytes"] = len(packet.data)
    elif packet.name not in _SECRET:
        told["data"] = packet.data.hex().upper()
    return told


def raw_card(data: bytes) -> str:
    """The canonical number of a RAW reply's card: reader, format, count of bits (2, low first), the bits.

    They are left-aligned in their bytes (SIA OSDP v2.2, osdp_RAW). Empty where the bytes do not hold them.
    """
    bits = data[2] | data[3] << 8 if len(data) > 4 else 0
    return wiegand(data[4:], bits)


def wiegand(data: bytes, bits: int) -> str:
    """The canonical number of so many left-aligned bits; empty where the bytes do not hold them."""
    if not 1 <= bits <= MAX_BITS or len(data) != -(-bits // 8):
        return ""
    return canonical("wiegand", bits, int.from_bytes(data, "big") >> 8 * len(data) - bits)


def formatted_card(data: bytes) -> str:
    """The canonical number of an FMT reply's card: reader, direction, count of characters, these.

    Direction 1 is a card pulled through backwards, whose characters come last first. Empty where they are
    cut short.
    """
    bits = 8 * (len(data) - 3)
    if not 1 <= bits <= MAX_BITS or data[2] != len(data) - 3:
        return ""
    text = data[3:][::-1] if data[1] == 1 else data[3:]
    return canonical("ascii", bits, int.from_bytes(text, "big"))
