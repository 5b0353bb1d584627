"""Folding: text as it is searched by. Case, accents and punctuation do not count."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WHOLE_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters whose stroke Unicode (UAX 15) does not take for an accent."""


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """``Größe`` → ``grosse``: without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_WHOLE_LETTERS)


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: ``Wrench 3/8-in`` → ``wrench``, ``38in``, ``8``, ``in``.

    What stands between blanks is a word without its punctuation, so is each of its parts; a part that it
    begins with is found by the whole.
    """
    return tuple(dict.fromkeys(word for token in folded(text).split() for word in _parts(token)))


def _parts(token: str) -> Iterator[str]:
    parts = "".join(letter if letter.isalnum() else " " for letter in token).split()
    if parts:
        yield "".join(parts)
        yield from parts[1:]


def asked_words(text: str) -> tuple[str, ...]:
    """What somebody typed, as the beginnings of words that are to be found: ``tw-01`` → ``tw01``."""
    tokens = ("".join(letter for letter in token if letter.isalnum()) for token in folded(text).split())
    return tuple(dict.fromkeys(token for token in tokens if token))
