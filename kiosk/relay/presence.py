"""The retained messages that say whether a kiosk is there, what it runs and how far its journal goes."""

from kiosk.relay.envelope import root
from kiosk.relay.link import Message
from kiosk.store.canonical import canonical
from kiosk.store.entry import Position

SCHEMA = 1
"""Version of the messages, as in ``crib/v1`` and ``crib.<type>.v1``."""
Head = tuple[Position, str]
"""Where the journal ends, and the hash of its last entry."""


def state(kiosk: str, word: str, head: Head | None) -> Message:
    """``online`` or ``offline``; the last will has no head, because nobody knows it when it is published."""
    return _retained(kiosk, "state", {"state": word, "kiosk": kiosk, **_place(head)})


def info(kiosk: str, version: str, head: Head) -> Message:
    """What the kiosk runs, and the journal's head: one that is cut or rewritten later shows against it."""
    about: dict[str, str | int] = {"kiosk": kiosk, "version": version, "schema": SCHEMA, "hash": head[1]}
    return _retained(kiosk, "info", {**about, **_place(head)})


def _place(head: Head | None) -> dict[str, str | int]:
    return {"epoch": head[0].epoch, "seq": head[0].seq} if head else {}


def _retained(kiosk: str, name: str, value: dict[str, str | int]) -> Message:
    return Message(f"{root(kiosk)}/{name}", canonical(value).encode(), retained=True)
