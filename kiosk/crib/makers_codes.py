"""Makers' codes: GTINs, told by their check digit (GS1 General Specifications, 7.9)."""

_LENGTHS = (8, 12, 13, 14)
"""Of GTIN-8, GTIN-12 (UPC-A), GTIN-13 (EAN-13) and GTIN-14."""


def is_gtin(code: str) -> bool:
    """Whether a code is a GTIN: its last digit checks the others, which weigh 3, 1, 3, ... from the right."""
    if not (code.isascii() and code.isdigit() and len(code) in _LENGTHS):
        return False
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return sum(weighed) % 10 == 0


def forms(code: str) -> tuple[str, ...]:
    """A GTIN of 12 digits and more in every length it may be sent in: zeros before it say nothing.

    Eight digits stay as they are: most numbers of that length are not GTINs.
    """
    _, *lengths = _LENGTHS
    if len(code) not in lengths or not is_gtin(code):
        return ()
    full = code.zfill(lengths[-1])
    return tuple(full[-length:] for length in lengths if not full[:-length].strip("0"))
