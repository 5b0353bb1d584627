"""What was typed on the screen's keys so far: each touch on a key is a tap ``key:x``."""

from kiosk.crib.movements import MAX_QUANTITY

QUANTITY_DIGITS = len(str(MAX_QUANTITY - 1))
"""Of a quantity that is typed: whatever number they make can be told."""


def is_key(control: str, typed: str, *, digits: bool) -> bool:
    """Whether a tap is on a key that means something now: a character, space, back, or enter after any."""
    verb, _, key = control.partition(":")
    if verb != "key" or not key:
        return False
    if key == "enter":
        return bool(typed)
    if key == "back":
        return True
    if digits:
        return key in tuple("0123456789")
    return key == "space" or (len(key) == 1 and key.isprintable())


def after(typed: str, control: str, most: int) -> str:
    """The text after a touch on a key that does not end it; no longer than ``most``."""
    key = control.partition(":")[2]
    if key == "back":
        return typed[:-1]
    return (typed + (" " if key == "space" else key))[:most]
