"""Canonical JSON: RFC 8785, of objects, arrays, strings and integers only, so that one value has one text."""

import hashlib
from typing import Any

from msgspec.json import Encoder

_ENCODER = Encoder(order="deterministic")
SAFE_INTEGER = 2**53 - 1
"""Largest integer that every JSON reader keeps exact (RFC 7493 §2.2)."""


def canonical(value: dict[str, Any]) -> str:
    """The one text of ``value``.

    Keys are ASCII here, so Python's order of code points is RFC 8785's order of UTF-16 units.

    Raises:
        ValueError: the value holds a fraction, a boolean, null, an unsafe integer or a lone surrogate.
    """
    _check(value)
    return _ENCODER.encode(value).decode()


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError(f"canonical JSON: the key {key!r} is not ASCII text")
            if type(part) is not str:  # most values are text, and text is fine
                _check(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check(part)
    elif isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"canonical JSON: {value!r} is neither text nor an integer")  # noqa: TRY004
    elif isinstance(value, int) and abs(value) > SAFE_INTEGER:
        raise ValueError(f"canonical JSON: {value} is beyond 2^53 - 1; write it as text")


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()
