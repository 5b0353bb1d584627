"""Badge readers that act as a keyboard: digits or hex, from which nobody can tell the card's technology.

Canonical is what was typed, digit by digit: `keywedge:40:0006547886`. What it means is the site's to say: see
`list_rules`. Facility and card with a separator between them say it themselves: they are kept as EM4100 has
them.
"""

import re
from typing import Final

from drivers.badges import em4100
from drivers.badges.numbers import BadgeFormatError
from drivers.messages import Badge, Flaw, Message, Noise, Scan

TECHNOLOGY: Final = "keywedge"
_DIGITS: Final = re.compile(r"[0-9A-F]{4,20}")
_PAIR: Final = re.compile(r"[0-9]{1,5}[.,:][0-9]{1,5}")


def badge(message: Message) -> Message:
    """The badge that a reader typed, or why it is none; what is no scan stays as it is."""
    if not isinstance(message, Scan):
        return message
    raw = message.raw or message.text.encode()
    try:
        return Badge(number(message.text), raw)
    except BadgeFormatError:
        return Noise(
            f"4 to 20 digits or hex digits of a badge expected, got {len(message.text)} characters",
            raw,
            Flaw.UNKNOWN_CARD,
        )


def number(text: str) -> str:
    """The canonical number of what was typed.

    Raises:
        BadgeFormatError: it is no number of a badge.
    """
    typed = text.strip().upper()
    if _PAIR.fullmatch(typed):
        return em4100.parse(typed)
    if not _DIGITS.fullmatch(typed):
        raise BadgeFormatError(f"{text!r} is no badge number: 4 to 20 digits or hex digits expected")
    return f"{TECHNOLOGY}:{4 * len(typed)}:{typed}"
