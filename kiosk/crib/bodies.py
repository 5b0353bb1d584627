"""Every kind of entry by its type: from a body to canonical values, and back."""

from types import ModuleType
from typing import Any

import msgspec

from kiosk.crib import (
    changes,
    count_entries,
    door_entries,
    entries,
    identity_entries,
    receipt_entries,
    restock_entries,
    shift_entries,
    step_entries,
    transfer_entries,
)
from kiosk.crib.body import Body

_MODULES: tuple[ModuleType, ...] = (
    entries,
    changes,
    door_entries,
    count_entries,
    restock_entries,
    receipt_entries,
    transfer_entries,
    step_entries,
    shift_entries,
    identity_entries,
)
"""Where bodies are defined."""


def _tagged(module: ModuleType) -> list[type[Body]]:
    own = [value for value in vars(module).values() if isinstance(value, type)]
    tagged = [value for value in own if issubclass(value, Body) and "." in str(value.__struct_config__.tag)]
    return [value for value in tagged if value.__module__ == module.__name__]


BODIES: dict[str, type[Body]] = {
    str(body.__struct_config__.tag): body for module in _MODULES for body in _tagged(module)
}
"""Every body by its type."""


def to_value(body: Body) -> dict[str, Any]:
    """The body without its type, ready for canonical JSON."""
    value: dict[str, Any] = msgspec.to_builtins(body)
    del value["type"]
    return value


def from_value(kind: str, value: dict[str, Any]) -> Body:
    """The body of an entry of type ``kind``.

    Raises:
        msgspec.ValidationError: the value does not fit, or the type is not known here.
    """
    if kind not in BODIES:
        raise msgspec.ValidationError(f"{kind!r} is not a type of entry that this program knows")
    return msgspec.convert({**value, "type": kind}, BODIES[kind])
