"""Elatec TWN4 and TWN3 readers: lines of ASCII hex, ended by CR, or by CR LF.

TWN4, simple protocol (TWN4 API reference, "SearchTag"): a question is its function's number and its
arguments, an answer a status byte (00 is well) and its values; SearchTag (05 00) answers 00, or 01, the
tag's type, its bits, its bytes, the ID. TWN3, transparent (technical manual 6.1, 6.2; Multi ISO manual 7.3):
the ID alone; for HID Prox the number of bits before it; for IndiTag a colon before it and a checksum after
it; N where no tag is there.
"""

import re
from typing import Final

from drivers.arrivals import Arrivals
from drivers.badges import iso14443a, wiegand
from drivers.badges.lines import Lines
from drivers.badges.numbers import BadgeFormatError, canonical, split
from drivers.badges.polling import POLL_S, Polling
from drivers.badges.wiegand_formats import UNCHECKED
from drivers.messages import Badge, Flaw, Frame, Message, Noise

SEARCH: Final = b"050010\r"
"""SearchTag, for an ID of at most 16 bytes."""
_INDITAG: Final = re.compile(r":((?:[0-9A-F]{2})+)([0-9A-F]{2})")
_MOST_INDITAG: Final = 16
_OTHER_SIZES: Final = range(min(iso14443a.SIZES), 17)
"""Bytes that a card's ID may have, whatever it is."""
EM4100_DIGITS: Final = 10
TYPES: Final = {
    0x40: "em4100",
    0x41: "hitag1",
    0x42: "hitag2",
    0x43: "em4150",
    0x44: "at5555",
    0x45: "fdx",
    0x46: "em4026",
    0x47: "hitagu",
    0x48: "em4305",
    0x49: "wiegand",
    0x4A: "tiris",
    0x4B: "cotag",
    0x4C: "ioprox",
    0x4D: "inditag",
    0x4E: "honeytag",
    0x4F: "awid",
    0x50: "gprox",
    0x51: "pyramid",
    0x52: "keri",
    0x53: "deister",
    0x54: "cardax",
    0x55: "nedap",
    0x56: "pac",
    0x57: "idteck",
    0x58: "ultraprox",
    0x59: "ict",
    0x5A: "isonas",
    0x80: "iso14443a",
    0x81: "iso14443b",
    0x82: "iso15693",
    0x83: "legic",
    0x84: "iclass",
    0x85: "felica",
    0x86: "srx",
    0x88: "ble",
    0x89: "topaz",
}
"""Types of tags, as TWN4's API numbers them, by the technology of a canonical number."""
_ERRORS: Final = {
    1: "unknown function",
    2: "missing parameter",
    3: "unused parameters",
    4: "invalid function",
    5: "parser error",
}
_SYSTEM: Final = {0x0001: "reset", 0x0004: "get version", 0x0B04: "get device type"}


def decoder() -> Lines:
    """A decoder of both directions of all of them."""
    return Lines(_read)


def _read(given: str, line: bytes) -> Message:
    text = given.upper()
    if text == "N":
        return Frame("no tag", {}, line)
    if text.startswith(":"):
        return _inditag(text, line)
    try:
        data = bytes.fromhex(text)
    except ValueError:
        return _words(text, line)
    return _simple(data, line) or _alone(text, data, line)


def _words(text: str, line: bytes) -> Message:
    """What is not hex: a greeting such as `MultiISO 1.15`, a command of one letter, or noise."""
    if re.fullmatch(r"MULTIISO [0-9.]+", text):
        return Frame("version", {"text": text}, line)
    if re.fullmatch(r"[CSMVXGF]", text):
        return Frame("command", {"text": text}, line)
    return Noise(f"pairs of hex digits expected, got a line of {len(text)} characters that are not", line)


def _inditag(text: str, line: bytes) -> Badge | Noise:
    found = _INDITAG.fullmatch(text)
    if not found or len(found[1]) > 2 * _MOST_INDITAG:
        return Noise("a colon, an ID of 1 to 16 bytes and its checksum expected, all in hex", line)
    data, got = bytes.fromhex(found[1]), int(found[2], 16)
    if got != -sum(data) & 0xFF:
        return Noise(f"checksum expected {-sum(data) & 0xFF:02X}, got {got:02X}", line)
    return Badge(canonical("inditag", 8 * len(data), int.from_bytes(data, "big")), line)


def _simple(data: bytes, line: bytes) -> Message | None:
    """A question or an answer of the simple protocol; None where it can be neither."""
    if data == b"\x00\x00":
        return Frame("no tag", {}, line)
    if data[:2] == b"\x00\x01" and len(data) > 2 and data[2] in TYPES and not _is_em4100(data):
        return _found(data[2:], line)
    if data[:2] == b"\x05\x00" and len(data) == 3:
        return Frame("search tag", {"max_id_bytes": data[2]}, line)
    if len(data) == 1:
        return Frame("done" if data[0] == 0 else _ERRORS.get(data[0], f"error {data[0]}"), {}, line)
    if len(data) in (2, 3) and (name := _SYSTEM.get(data[0] << 8 | data[1])):
        return Frame(name, {"data": data[2:].hex()}, line)
    if data[0] == 0x04 and len(data) in (3, 8, 9):
        return Frame("light or sound", {"data": data[1:].hex()}, line)
    return None


def _is_em4100(data: bytes) -> bool:
    """Five bytes are an ID: an answer is longer, and one cut there has a count that fits its bits."""
    return len(data) == EM4100_DIGITS // 2 and not (data[3] and data[4] == -(-data[3] // 8))


def _found(data: bytes, line: bytes) -> Message:
    """Type, bits, bytes, ID."""
    if len(data) < 3 or len(data) - 3 != data[2]:
        announced = data[2] if len(data) > 2 else "?"
        return Noise(f"an ID of {announced} bytes announced, got {max(0, len(data) - 3)}", line)
    technology, bits, uid = TYPES[data[0]], data[1], data[3:]
    if not bits or -(-bits // 8) != len(uid) or len(uid) > 16:
        return Noise(f"an ID of {bits} bits announced, got {len(uid)} bytes", line)
    if technology == iso14443a.TECHNOLOGY:
        return iso14443a.badge(uid, line)
    value = int.from_bytes(uid, "big")
    if technology == wiegand.TECHNOLOGY:  # bits from the left, as the TWN3's manual has it
        value >>= 8 * len(uid) - bits
    return _badge(technology, bits, value, line)


def _badge(technology: str, bits: int, value: int, line: bytes) -> Badge | Noise:
    try:
        number = canonical(technology, bits, value)
        return Badge(wiegand.checked(bits, value) if technology == wiegand.TECHNOLOGY else number, line)
    except BadgeFormatError:
        return Noise(f"an ID of {bits} bits that obeys its format expected", line, Flaw.UNKNOWN_CARD)


def _alone(text: str, data: bytes, line: bytes) -> Message:
    """An ID by itself: HID Prox with its number of bits, where a parity tells so; EM4100, or a UID."""
    left = wiegand.left_aligned(text)
    if left and left[0] not in UNCHECKED:
        found = _badge(wiegand.TECHNOLOGY, *left, line)
        if isinstance(found, Badge):
            return found
    if len(data) == 5:
        return Badge(canonical("em4100", 40, int.from_bytes(data, "big")), line)
    if len(data) in iso14443a.SIZES:
        return iso14443a.badge(data, line)
    flaw = Flaw.UNKNOWN_CARD if len(data) in _OTHER_SIZES else Flaw.GARBLED
    return Noise(f"an ID of 4, 5, 7 or 10 bytes expected, got {len(data)}", line, flaw)


def encode(number: str) -> bytes:
    """A TWN4's answer to SearchTag that found this badge.

    Raises:
        BadgeFormatError: the number is not canonical.
        ValueError: a TWN4 does not read that technology.
    """
    parts = split(number)
    kind = next((kind for kind, name in TYPES.items() if name == parts.technology), None)
    if kind is None:
        raise ValueError(f"a TWN4 does not read {parts.technology}")
    size = -(-parts.bits // 8)
    left = parts.technology == wiegand.TECHNOLOGY
    value = parts.value << 8 * size - parts.bits if left else parts.value
    return f"0001{kind:02X}{parts.bits:02X}{size:02X}{value:0{2 * size}X}\r".encode()


NO_TAG: Final = b"0000\r"


class Twn4(Polling):
    """Asks for tags; a reader that never answers is taken for one that talks by itself (TWN3, line mode)."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__(decoder(), arrivals, poll=(SEARCH,), every_s=POLL_S, may_only_talk=True)

    def is_answer(self, message: Message) -> bool:
        """Whether it is one, if of a card that is no badge; an ID alone, which may begin as one, is none."""
        line = bytes(message.raw)
        if isinstance(message, Frame):
            return line.startswith(b"00")
        return line.startswith(b"0001") and line.endswith(b"\r") and len(line) > EM4100_DIGITS + 1
