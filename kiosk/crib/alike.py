"""What looks alike: codes and names that people mix up, and what an unknown code probably belongs to."""

import re
from collections.abc import Iterable

from msgspec import Struct

_ALIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})
"""Signs that a label does not tell apart."""
_PROPOSED = 20
"""Characters of a code that is proposed: what people still read on a label."""
SHARED = 4
"""Signs that two codes must begin with alike to be of one maker, or of one series."""


def code_key(code: str) -> str:
    """A code without case, signs between, leading zeros of its numbers, and what looks alike."""
    bare = "".join(sign for sign in code.casefold().translate(_ALIKE) if sign.isalnum() or sign == "-")
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare).replace("-", "")


def name_key(name: str) -> str:
    """A name without case and signs between."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def code_of_name(name: str) -> str:
    """The code that is proposed for a new product, e.g. ``TORQUE-WRENCH-80-NM``."""
    words = re.findall(r"[^\W_]+", name.upper())
    code = words[0] if words else ""
    for word in words[1:]:
        code = f"{code}-{word}" if len(code) + len(word) < _PROPOSED else code
    return code[:_PROPOSED]


def series_of(codes: Iterable[str]) -> str:
    """What comes before the number in most of the codes, e.g. ``TW-``; empty where none ends in a number."""
    found = [parts[1] for code in codes if (parts := re.fullmatch(r"(.*?)[0-9]{1,9}", code))]
    return max(sorted(set(found)), key=found.count) if found else ""


def next_code(prefix: str, taken: Iterable[str]) -> str:
    """The code after the highest of a series, with as many digits: ``TW-21`` after TW-07 and TW-20."""
    rests = [code[len(prefix) :] for code in taken if code.startswith(prefix)]
    digits = [rest for rest in rests if re.fullmatch("[0-9]{1,9}", rest)]
    width = max(map(len, digits), default=2)
    return f"{prefix}{max(map(int, digits), default=0) + 1:0{width}}"


class Candidate(Struct, frozen=True):
    """A product or an asset that an unknown code may belong to."""

    code: str
    name: str
    near: str = ""
    """The code of its own, or of its like, that the unknown one resembles most; empty for none."""
    has_barcode: bool = False
    moved: int = 0
    """The day (a number) on which it moved last; 0 for never."""


def likely(code: str, candidates: Iterable[Candidate], most: int = 3) -> list[Candidate]:
    """Those that a code most probably belongs to, the most probable first.

    One whose code looks the same; then those of the same maker or series; then what has no code of its maker
    yet; then what moved lately.
    """

    def rank(each: Candidate) -> tuple[bool, int, bool, int, str]:
        same = bool(each.near) and code_key(each.near) == code_key(code)
        return not same, -shared(code, each.near), each.has_barcode, -each.moved, each.code

    return sorted(candidates, key=rank)[:most]


def shared(code: str, other: str) -> int:
    """Signs that two codes begin with alike; 0 where they are too few to mean anything."""
    same = next((n for n, (a, b) in enumerate(zip(code, other, strict=False)) if a != b), None)
    length = min(len(code), len(other)) if same is None else same
    return length if length >= SHARED else 0
