"""The pseudo-language ``xx``: English that is about 40 % longer, accented and in brackets.

It shows what is cut off where a language needs more room, and what was never given to the catalogues: words
with a plain vowel. Its letters are among those that are drawn big.
"""

import re

_FIELD = re.compile(r"(\{[^{}]*\})")
_LONGER = str.maketrans(
    {
        "a": "áá",
        "e": "éé",
        "i": "íí",
        "o": "óó",
        "u": "úú",
        "A": "ÁÁ",
        "E": "ÉÉ",
        "I": "ÍÍ",
        "O": "ÓÓ",
        "U": "ÚÚ",
    }
)


def pseudo(sentence: str) -> str:
    """``Taken: {product}`` → ``[Táákéén: {product}]``."""
    if not sentence:
        return ""
    parts = _FIELD.split(sentence)
    said = (part if part.startswith("{") else part.translate(_LONGER) for part in parts)
    return f"[{''.join(said)}]"
