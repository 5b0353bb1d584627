"""Makers' codes: GTINs, told by their check digit (GS1 General Specifications, 7.9)."""

_LENGTHS = frozenset({8, 12, 13, 14})
"""Of GTIN-8, GTIN-12 (UPC-A), GTIN-13 (EAN-13) and GTIN-14."""


def is_gtin(code: str) -> bool:
    """Whether a code is a GTIN: its last digit checks the others, which weigh 3, 1, 3, ... from the right."""
    if not (code.isascii() and code.isdigit() and len(code) in _LENGTHS):
        return False
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return sum(weighed) % 10 == 0
