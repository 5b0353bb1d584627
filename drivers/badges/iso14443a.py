"""UIDs of ISO/IEC 14443-3 type A cards (MIFARE, NTAG, DESFire): 4, 7 or 10 bytes.

A UID of 4 bytes that begins with 08 is made up anew for every tap (ISO/IEC 14443-3, 6.4.4, "UID contents"):
phones and some bank cards have one. It can never be a badge.
"""

from collections.abc import Iterator
from typing import Final

from drivers.badges.numbers import Number, canonical
from drivers.checks import xor8
from drivers.framing import Decoder
from drivers.messages import Badge, Flaw, Frame, Message, Noise

TECHNOLOGY: Final = "iso14443a"
SIZES: Final = (4, 7, 10)
"""Bytes of a UID."""
RANDOM: Final = "random UID"
"""The name of the frame that tells of one."""
NO_BADGE: Final = "a UID that begins with 08 is another one at every tap, as of a phone: show a card or a fob"


def badge(uid: bytes, raw: bytes) -> Badge | Frame | Noise:
    """The badge of a UID; a frame that says so where it is random; noise where it has no size of a UID."""
    if len(uid) not in SIZES:
        return Noise(f"a UID of 4, 7 or 10 bytes expected, got {len(uid)}", raw, Flaw.UNKNOWN_CARD)
    if len(uid) == SIZES[0] and uid[0] == 0x08:
        return Frame(RANDOM, {"uid": uid.hex().upper(), "why": NO_BADGE}, raw)
    return Badge(canonical(TECHNOLOGY, 8 * len(uid), int.from_bytes(uid, "big")), raw)


def refused(message: Message) -> Message:
    """The message; a random UID is noise that says why it is no badge."""
    if isinstance(message, Frame) and message.name == RANDOM:
        return Noise(NO_BADGE, message.raw, Flaw.RANDOM_UID)
    return message


class Refusing:
    """A decoder that refuses random UIDs aloud, for a reader that somebody waits at."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yields what `data` completes."""
        return map(refused, self._decoder.feed(data))

    def flush(self) -> Iterator[Message]:
        """Yields what was held back."""
        return map(refused, self._decoder.flush())


def forms(number: Number) -> dict[str, str]:
    """How readers and lists write a UID, by the form's name.

    `be` and `le` are most and least significant byte first, `dec10` has ten digits;
    `w26` is what a Wiegand-26 reader makes of its last three bytes, facility and card; `simplemfrc522` is the
    number that the Python class of that name reports, which has the check byte (BCC) at its end.
    """
    uid = number.value.to_bytes(number.bits // 8, "big")
    back = uid[::-1]
    told = {
        "uid_hex": uid.hex().upper(),
        "uid_hex_reversed": back.hex().upper(),
        "uid_dec_be": str(number.value),
        "uid_dec_le": str(int.from_bytes(back, "big")),
        "w26": f"{uid[-3]:03d},{int.from_bytes(uid[-2:], 'big'):05d}",
    }
    if len(uid) != SIZES[0]:
        return told
    return told | {
        "dec10_be": f"{number.value:010d}",
        "dec10_le": f"{int.from_bytes(back, 'big'):010d}",
        "simplemfrc522": str(number.value << 8 | xor8(uid)),
    }
