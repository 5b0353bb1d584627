"""GS1 Digital Link URIs: elements as the path and the query of a web address (GS1 Digital Link, URI Syntax).

`https://id.gs1.org/01/09506000134352/10/LOT42?17=271231`. An address without a key in
its path is a plain text.
"""

import re
from typing import Final
from urllib.parse import unquote

from drivers.barcodes.gs1 import has_check_digit

_URI: Final = re.compile(
    r"https?://[a-z0-9.:-]+(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?", re.IGNORECASE
)
_GTIN: Final = "01"
_GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})

_KEYS: Final = {
    "00": r"\d{18}",
    "253": r"\d{13}.{0,17}",
    "255": r"\d{13}.{0,12}",
    "401": ".{1,30}",
    "402": r"\d{17}",
    "414": r"\d{13}",
    "415": r"\d{13}",
    "417": r"\d{13}",
    "8003": r"0\d{13}.{0,16}",
    "8004": r".{1,30}",
    "8006": r"\d{18}",
    "8010": r".{1,30}",
    "8013": r".{1,25}",
    "8017": r"\d{18}",
    "8018": r"\d{18}",
}
"""Primary keys beside 01, and what their values look like."""

_QUALIFIERS: Final = {
    "01": {"22", "10", "21", "235"},
    "414": {"254", "7040"},
    "415": {"8020"},
    "417": {"7040"},
    "8006": {"22", "10", "21"},
    "8010": {"8011"},
    "8017": {"8019"},
    "8018": {"8019"},
}
"""What may follow a key in the path."""

Pair = tuple[str, str]


def elements(text: str) -> tuple[Pair, ...]:
    """AI and value of each element, the key first; empty where the text is no Digital Link.

    The values are not judged, but for the key's: `/01/` alone does not make a web shop's address one.
    """
    found = _URI.fullmatch(text)
    if not found:
        return ()
    path = _of_path(found["path"].split("/")[1:])
    return (*path, *_of_query(found["query"] or "")) if path else ()


def _of_path(parts: list[str]) -> tuple[Pair, ...]:
    """The last key of the path with its qualifiers, which go on to the path's end in pairs."""
    for start in range(len(parts) - 2, -1, -2):
        key, value = parts[start], _key_value(parts[start], unquote(parts[start + 1]))
        if value:
            after = parts[start + 2 :]
            fits = set(after[::2]) <= _QUALIFIERS.get(key, set())
            qualifiers = zip(after[::2], map(unquote, after[1::2]), strict=True)
            return ((key, value), *qualifiers) if fits else ()
    return ()


def _key_value(key: str, value: str) -> str:
    """The key's value, a GTIN with its zeros; empty where it is none."""
    if key == _GTIN:
        fits = len(value) in _GTIN_LENGTHS and value.isascii() and value.isdigit()
        shorter_is_one = fits and (len(value) == max(_GTIN_LENGTHS) or has_check_digit(value))
        return value.zfill(max(_GTIN_LENGTHS)) if shorter_is_one else ""
    return value if key in _KEYS and re.fullmatch(_KEYS[key], value) else ""


def _of_query(query: str) -> tuple[Pair, ...]:
    """The parameters whose names are numbers: all others are the web site's own."""
    pairs = (part.partition("=") for part in query.split("&"))
    return tuple((name, unquote(value)) for name, _, value in pairs if name.isascii() and name.isdigit())
