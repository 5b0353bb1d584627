"""What a recorded frame tells beside the badge, the tags or the name in it, for who compares readers.

Nothing of it is needed to run a kiosk: it is read from a message's own frame, which its codec has judged.
Bytes are told in upper-case hex.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from drivers.badges import chafon, elatec, osdp, pn532
from drivers.messages import Badge, Frame, Message, Noise, Tags

Told = dict[str, object]
"""Particulars by name; what stands here under a name that the message has, too, says it better."""

_TWN4_NAMES: Final = MappingProxyType(
    {
        "em4100": "EM4102",
        "fdx": "ISOFDX",
        "hitag1": "HITAG1S",
        "iclass": "HIDICLASS",
        "iso14443a": "MIFARE",
        "wiegand": "HIDPROX",
    }
)
"""TWN4's names of types of tags that are not their technology's."""
_CARDS_7941E: Final = MappingProxyType(
    {
        0x01: "MIFARE 1K",
        0x02: "EM4100",
        0x03: "MIFARE 4K",
        0x10: "HID",
        0x11: "T5567",
        0x20: "second generation",
        0x21: "ISO 14443B",
        0x22: "FeliCa",
        0x30: "ISO 15693",
        0x50: "CPU card",
        0x51: "sector",
        0xFF: "key",
    }
)
"""The 7941E's data sheet, "Card type"."""


def of(family: str, message: Message) -> Told:
    """The particulars of a message of a family; none where there are none, or it is noise."""
    read = _FAMILIES.get(family)
    return {} if read is None or isinstance(message, Noise) else read(message, bytes(message.raw))


def _chafon(message: Message, frame: bytes) -> Told:
    """Command and status of an answer with tags; a status and channels as numbers, too."""
    if isinstance(message, Frame):
        told = {name: float(value) for name, value in message.fields.items() if name.endswith("_mhz")}
        return {**told, **({"status_code": frame[3]} if "status" in message.fields else {})}
    status = chafon.status_name(frame[3])
    return {
        "address": frame[1],
        "command": f"{frame[2]:02X}",
        "status": status,
        "status_code": frame[3],
    }


def _m100(message: Message, frame: bytes) -> Told:
    """Protocol control and CRC, as the tag itself sent them."""
    if not isinstance(message, Tags):
        return {}
    end = 8 + len(message.tags[0].epc) // 2
    return {"pc": frame[6:8].hex().upper(), "tag_crc": frame[end : end + 2].hex().upper()}


def _pn532(message: Message, frame: bytes) -> Told:
    """TFI and data; what a search found, besides its UID."""
    data = pn532.payload(frame)
    told: Told = {"payload": data.hex().upper()} if data else {}
    if data[:3] != bytes((pn532.CHIP, pn532.LISTED, 1)):
        return told
    target = data[3:]
    if isinstance(message, Badge):
        return told | {"targets": 1, "tg": target[0], "type": "A", **_type_a(target)}
    return told | dict(_other_target(target))


def _type_a(target: bytes) -> Told:
    return {"atqa": target[1:3].hex().upper(), "sak": f"{target[3]:02X}"}


def _other_target(target: bytes) -> Iterator[tuple[str, object]]:
    """FeliCa, ISO 14443B or Jewel, as their answers begin (UM0701-02, 7.3.5)."""
    kind = ("F", "sensf", target[2 : 1 + target[1]]) if pn532.is_felica(target) else None
    if len(target) > 12 and target[1] == 0x50:
        kind = ("B", "sensb", target[1:13])
    elif len(target) == 7:
        kind = ("Jewel", "sensr", target[1:3])
    if kind:
        yield from (("tg", target[0]), ("type", kind[0]), (kind[1], kind[2].hex().upper()))


def _elatec(message: Message, frame: bytes) -> Told:
    """Of a TWN4's search: whether it found a tag, its type as the reader has it, its bits."""
    text = frame.strip()
    if text == elatec.NO_TAG.strip():
        return {"found": False}
    if not isinstance(message, Badge) or len(text) <= elatec.EM4100_DIGITS or not text.startswith(b"0001"):
        return {}
    technology = elatec.TYPES.get(int(text[4:6], 16))
    if technology is None:  # an ID alone that begins so
        return {}
    name = _TWN4_NAMES.get(technology, technology.upper())
    return {"found": True, "type": name, "bits": int(text[6:8], 16), "id": text[10:].decode().upper()}


def _gwiot(_: Message, frame: bytes) -> Told:
    """Of a 7941E the type of the card; of a 7941W its status."""
    if frame[:1] == b"\x02":
        kind = _CARDS_7941E.get(frame[2])
        return {"card_type": f"0x{frame[2]:02X} {kind}" if kind else f"0x{frame[2]:02X}"}
    return {"status": f"0x{frame[3]:02X}"} if frame[:1] == b"\xcd" else {}


def _osdp(message: Message, frame: bytes) -> Told:
    """The packet, with a key or a PIN in its payload: who has the recording has them."""
    if isinstance(message, Frame) and message.name == osdp.MARKS:
        return {}
    packet = osdp.parse(frame)
    length = len(frame) - packet.marks
    told = dict(osdp.fields(packet))
    return told | {
        "length": length,
        "mark_bytes": packet.marks,
        "reply": packet.reply,
        "crc": packet.crc,
        "secure_block": bool(packet.security),
        "payload": packet.data.hex().upper(),
        **_osdp_card(packet),
    }


def _osdp_card(packet: osdp.Packet) -> Told:
    """What a RAW reply says of the card besides its bits."""
    if not packet.reply or packet.code != osdp.RAW or packet.mac or len(packet.data) < 4:
        return {}
    reader, form, low, high = packet.data[:4]
    return {"reader": reader, "format": form, "bits": low | high << 8, "data": packet.data[4:].hex().upper()}


def _board_8a(message: Message, _: bytes) -> Told:
    """Locks as numbers."""
    locks = message.fields.get("locks") if isinstance(message, Frame) else None
    return {"locks": [int(lock) for lock in locks.split()]} if isinstance(locks, str) else {}


_FAMILIES: Final[Mapping[str, Callable[[Message, bytes], Told]]] = MappingProxyType(
    {
        "gwiot": _gwiot,
        "pn532": _pn532,
        "elatec": _elatec,
        "uhf-m100": _m100,
        "chafon": _chafon,
        "osdp": _osdp,
        "board-8a": _board_8a,
    }
)
