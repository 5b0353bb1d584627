"""Wiegand badge numbers: the bits that a reader sends, and the lines that Wiegand-to-serial bridges send.

A number holds all bits with their parity, as `wiegand:26:2F623AE` (26 bits: SIA AC-01; see wiegand_formats).
Lines, each ended by CR or LF, hex in either case:
    10111101100010001110101110      the bits
    26,2F623AE                      their number, and the bits as hex
    1ABD88EB80                      their number as a hex byte, and the bits from the left (Elatec TWN3, 6.1)
    7B11D7                          the 24 data bits of 26 (Priority 1 Design WIE232), or the 32 of 34: the
                                    bridge has checked the parity, and it is made anew
"""

import re
from collections.abc import Iterator
from typing import Final

from drivers.badges.lines import Lines
from drivers.badges.numbers import BadgeFormatError, Number, canonical, split
from drivers.badges.wiegand_formats import FORMATS, UNCHECKED, of_length
from drivers.messages import Badge, Flaw, Noise

TECHNOLOGY: Final = "wiegand"


class UnknownFormatError(BadgeFormatError):
    """The bits of a card, as far as can be seen, that no format here fits: a maker's or a site's own."""


SHORTEST: Final = 24
"""Bits of a card, at least."""
_BITS: Final = re.compile(rf"[01]{{{SHORTEST},64}}")
_COUNTED: Final = re.compile(r"([0-9]{2})[,;: ] ?([0-9A-F]{1,16})")
_LEFT: Final = re.compile(r"([0-9A-F]{2})((?:[0-9A-F]{2}){4,8})")
_DATA: Final = {6: "H10301", 8: "H10306"}
"""Formats by the hex digits of their data bits, which stand between two parity bits."""
_HID: Final = re.compile(r"[0-9A-F]{10}")
_HEX: Final = re.compile(r"[0-9A-F]{1,16}")
_USUAL_DIGITS: Final = 7
"""Of 26 bits in hex, written in full."""


def decoder() -> Lines:
    """A decoder of a bridge's lines."""
    return Lines(_read)


def _read(text: str, line: bytes) -> Badge | Noise:
    try:
        return Badge(from_line(text), line)
    except UnknownFormatError as why:
        return Noise(str(why), line, Flaw.UNKNOWN_CARD)
    except BadgeFormatError as why:
        return Noise(str(why), line)


def from_line(text: str) -> str:
    """The canonical number of a bridge's line, without its end.

    Raises:
        BadgeFormatError: it is none, or its parity is wrong; the sentence does not hold the number.
    """
    line = text.upper()
    if _BITS.fullmatch(line):
        return checked(len(line), int(line, 2))
    if counted := _COUNTED.fullmatch(line):
        return checked(int(counted[1]), int(counted[2], 16))
    if (left := left_aligned(line)) is not None:
        return checked(*left)
    if len(line) in _DATA and _HEX.fullmatch(line):
        return sealed(_DATA[len(line)], int(line, 16))
    raise BadgeFormatError(
        f'a Wiegand bridge\'s line expected (24 to 64 bits, "26,2F623AE" or hex), got {len(line)} characters'
    )


def from_recording(text: str) -> str:
    """The canonical number of what people write down of a card: a line, the bits as hex, or HID's own hex.

    Hex alone does not say how many bits it holds, for zeros before it may be left out. Seven digits that obey
    the parity of 26 bits are these, as of most cards; of any other, one length alone must fit. Ten hex digits
    that begin with HID's preamble (`2006F623AE`) hold a one before the first bit.

    Raises:
        BadgeFormatError: it is none, its parity is wrong, or it could be several.
    """
    line = text.strip().upper()
    if _HID.fullmatch(line) and int(line, 16) >> 37 == 1:
        return _of_hid(int(line, 16))
    if not _HEX.fullmatch(line) or _BITS.fullmatch(line) or left_aligned(line):
        return from_line(line)
    return _only_one(line)


def left_aligned(line: str) -> tuple[int, int] | None:
    """Number and bits of `1A808001C0`: a byte with their number, then the bits from the left, then zeros."""
    found = _LEFT.fullmatch(line)
    if not found:
        return None
    length, data = int(found[1], 16), bytes.fromhex(found[2])
    spare = 8 * len(data) - length
    value = int.from_bytes(data, "big")
    if not 0 <= spare < 8 or value & (1 << spare) - 1:
        return None
    return length, value >> spare


def _of_hid(raw: int) -> str:
    """HID Prox of fewer than 37 bits: the preamble, zeros, a one, the bits (Proxmark3, HID)."""
    marked = raw & (1 << 37) - 1
    length = marked.bit_length() - 1
    return checked(length, marked ^ 1 << length)


def _only_one(line: str) -> str:
    """The one number that hex alone can be; a wrong badge is worse than none."""
    found = list(_possible(line))
    if len(line) == _USUAL_DIGITS and found and found[0][1].startswith(f"{TECHNOLOGY}:26:"):
        return found[0][1]
    numbers = tuple(dict.fromkeys(number for _, number in found))
    if len(numbers) == 1:
        return numbers[0]
    if not numbers:
        why = f"the parity of no format fits {len(line)} hex digits alone"
    else:
        why = f"{len(line)} hex digits alone may be {', '.join(dict.fromkeys(name for name, _ in found))}"
    raise BadgeFormatError(f"{why}: write how many bits they are first, as in 26,2F623AE")


def _possible(line: str) -> Iterator[tuple[str, str]]:
    """What hex may be, with its number: all bits of a format, the fewest first, or a bridge's data bits."""
    value = int(line, 16)
    for layout in FORMATS.values():
        if value.bit_length() <= layout.length and not layout.flaw(value):
            yield f"{layout.length} bits", canonical(TECHNOLOGY, layout.length, value)
    if len(line) in _DATA:
        yield f"a bridge's {4 * len(line)} data bits", sealed(_DATA[len(line)], value)


def checked(length: int, value: int) -> str:
    """The canonical number of these bits.

    Raises:
        BadgeFormatError: these are more bits than that, or too few for a card.
        UnknownFormatError: no format has so many bits, or the parity of none fits.
    """
    if value.bit_length() > length:
        raise BadgeFormatError(f"{length} bits announced, got {value.bit_length()}")
    known = of_length(length)
    if length < SHORTEST:
        raise BadgeFormatError(f"{length} bits: a card has {SHORTEST} at least, a key of a keypad fewer")
    if not known and length not in UNCHECKED:
        raise UnknownFormatError(f"{length} bits: no format of that length is known")
    flaws = {one.name: one.flaw(value) for one in known}
    if flaws and all(flaws.values()):
        wrong = dict.fromkeys(f"the {flaw} is wrong" for flaw in flaws.values())
        raise UnknownFormatError(f"{length} bits ({', '.join(flaws)}): {'; '.join(wrong)}")
    return canonical(TECHNOLOGY, length, value)


def sealed(name: str, data: int) -> str:
    """The number of a format's data bits, with its parity made anew."""
    layout = FORMATS[name]
    value = layout.sealed(data >> 16, data & 0xFFFF)
    return canonical(TECHNOLOGY, layout.length, value)


def encode(number: str, *, style: str = "counted") -> bytes:
    """A bridge's line of a canonical number: `counted`, `bits` or `left` (TWN3), ended by CR LF.

    Raises:
        BadgeFormatError: the number is not canonical, or not Wiegand's.
    """
    parts = split(number)
    if parts.technology != TECHNOLOGY:
        raise BadgeFormatError(f"{parts.technology} is not {TECHNOLOGY}: a Wiegand bridge cannot send it")
    size = -(-parts.bits // 8)
    lines = {
        "bits": f"{parts.value:0{parts.bits}b}",
        "counted": f"{parts.bits},{number.rpartition(':')[2]}",
        "left": f"{parts.bits:02X}{parts.value << 8 * size - parts.bits:0{2 * size}X}",
    }
    return f"{lines[style]}\r\n".encode()


def forms(number: Number) -> dict[str, str]:
    """How the bits are written, and facility and card in every format that their parity fits.

    Facility and card without a name before them are those of the commonest format of that length.
    """
    told = {"bits": f"{number.value:0{number.bits}b}", "raw_hex": f"{number.value:X}"}
    fitting = [one for one in of_length(number.bits) if not one.flaw(number.value)]
    for one in fitting:
        facility, card = one.pair(number.value)
        told.setdefault("format", one.name)
        told.setdefault("facility", str(facility))
        told.setdefault("card", str(card))
        if len(fitting) > 1:
            told |= {f"{one.name}_facility": str(facility), f"{one.name}_card": str(card)}
    if number.bits == 26 and fitting:
        told["w26"] = f"{int(told['facility']):03d},{int(told['card']):05d}"
    if number.bits < 37:
        told["hid_prox_raw"] = f"{1 << 37 | 1 << number.bits | number.value:010X}"
    return told
