"""What lies in a reader's field, and the readers that talk by themselves for as long as it does."""

import math
from collections.abc import Callable


class Field:
    """Cards and tags within reach, each by its number, until it is taken away. Times are seconds."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def hold(self, number: str, until: float = math.inf) -> None:
        """Brings a card into the field, or lets it stay for longer."""
        self._until[number] = until

    def take(self, number: str) -> None:
        """Takes a card away; nothing if it is not there."""
        self._until.pop(number, None)

    def here(self, at: float) -> tuple[str, ...]:
        """The cards that are there at this moment, in the order in which they came."""
        for number in [number for number, until in self._until.items() if until <= at]:
            del self._until[number]
        return tuple(self._until)


class Repeating:
    """A reader that says the card in its field again every `every_s` seconds.

    It has no anti-collision: of two cards now the one, now the other couples better, a new one at first.
    """

    def __init__(self, field: Field, encode: Callable[[str], bytes], every_s: float) -> None:
        self._field = field
        self._encode = encode
        self._every_s = every_s
        self._next = -math.inf
        self._said: dict[str, float] = {}

    def hear(self, data: bytes, at: float) -> bytes:  # noqa: ARG002
        """It does not listen."""
        return b""

    def say(self, at: float) -> bytes:
        """A frame, where there is a card and its time has come."""
        here = self._field.here(at)
        if not here or at < self._next:
            return b""
        self._next = at + self._every_s
        number = min(here, key=lambda number: self._said.get(number, -math.inf))
        self._said = {known: when for known, when in self._said.items() if known in here} | {number: at}
        return self._encode(number)

    def due(self) -> float | None:
        """When the next frame is to be sent; None while nothing is there."""
        return self._next if self._field.here(self._next) else None


class OnArrival:
    """A reader that says a card when it comes, and not again before it was taken away."""

    def __init__(self, field: Field, encode: Callable[[str], bytes], look_s: float = 0.1) -> None:
        self._field = field
        self._encode = encode
        self._look_s = look_s
        self._said: tuple[str, ...] = ()
        self._next = -math.inf

    def hear(self, data: bytes, at: float) -> bytes:  # noqa: ARG002
        """It does not listen."""
        return b""

    def say(self, at: float) -> bytes:
        """A message for each card that has come."""
        here = self._field.here(at)
        new = [number for number in here if number not in self._said]
        self._said = here
        self._next = at + self._look_s
        return b"".join(self._encode(number) for number in new)

    def due(self) -> float | None:
        """When it looks again; None while nothing is or was there."""
        return self._next if self._said or self._field.here(self._next) else None
