"""Symbology identifiers: what a scanner puts before a code to say how it was printed (ISO/IEC 15424).

Three characters, `]cm`: `c` is the symbology, `m` what its decoder did. They have to be switched on.
"""

from typing import Final

GS1: Final = frozenset("]C1 ]e0 ]d2 ]d5 ]d8 ]Q3 ]Q4 ]J1 ]J4 ]z1".split())
"""Of symbols whose first character is FNC1: what follows is GS1 element strings (GS1 General Specifications,
5.1.2). GS1-128, DataBar, DataMatrix, the same with ECI, rectangular; QR, DotCode, Aztec."""

EAN: Final = frozenset("]E0 ]E3 ]E4".split())
"""EAN-13, UPC-A and UPC-E as 13 digits; the same with an add-on of 2 or 5; EAN-8."""

_SYMBOLOGIES: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVXZcdeghjpsz")
_LENGTH: Final = 3


def split(text: str) -> tuple[str, str]:
    """The identifier and the data; the identifier is empty where the text does not begin with one."""
    head = text[:_LENGTH]
    is_one = (
        len(head) == _LENGTH
        and head[0] == "]"
        and head[1] in _SYMBOLOGIES
        and head[2].isascii()
        and head[2].isalnum()
    )
    return (head, text[_LENGTH:]) if is_one else ("", text)
