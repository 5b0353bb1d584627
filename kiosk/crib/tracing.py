"""What a figure is made of: each movement's share in it. Pure: movements in their order, shares out."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.movements import Movement
from kiosk.crib.places import Place, PlaceKind

_BY_LOT = frozenset({PlaceKind.BIN, PlaceKind.QUARANTINE, PlaceKind.TRANSIT})


class Figure(StrEnum):
    """The figures of a product that can be opened."""

    ON_HAND = "on-hand"
    AVAILABLE = "available"
    RESERVED = "reserved"
    OUT = "out"
    QUARANTINED = "quarantined"
    TOTAL = "total"


_ELSEWHERE = NOT_OURS | {PlaceKind.BIN, PlaceKind.QUARANTINE}
_COUNTED: dict[Figure, frozenset[PlaceKind]] = {
    Figure.ON_HAND: frozenset({PlaceKind.BIN}),
    Figure.AVAILABLE: frozenset({PlaceKind.BIN}),
    Figure.RESERVED: frozenset(),
    Figure.OUT: frozenset(PlaceKind) - _ELSEWHERE,
    Figure.QUARANTINED: frozenset({PlaceKind.QUARANTINE}),
    Figure.TOTAL: frozenset(PlaceKind) - NOT_OURS,
}
"""Where pieces are that a figure counts, but for what holds and fitness take from it or add to it."""


class Scope(Struct, frozen=True):
    """Which figure, and of which bin and lot; empty for all."""

    figure: Figure
    bin: str = ""
    lot: str = ""

    def counts(self, place: Place, lot: str) -> bool:
        """Whether pieces of a lot in a place count."""
        if place.kind not in _COUNTED[self.figure]:
            return False
        return self.bin in ("", place.code) and self.lot in ("", lot)

    @property
    def kinds(self) -> frozenset[PlaceKind]:
        """Kinds of places whose pieces count: what moves between two of them, or none, adds nothing."""
        return _COUNTED[self.figure]


OWING = PlaceKind.TRANSIT
"""What came from another site's transfer is owed there, not here: its balance may be below 0 (movements)."""


class Trace:
    """Follows a product's movements, and tells what each adds to the figure."""

    def __init__(self, scope: Scope, owed: Mapping[tuple[str, str], int] | None = None) -> None:
        """``owed``: the balance of each transfer and lot, where movements are followed from now on back."""
        self._scope = scope
        self._owed = Counter(owed)

    def follow(self, move: Movement) -> int:
        """Pieces that this movement adds, or takes where below 0."""
        away = self._add(move.source, move.lot, -move.quantity)
        return away + self._add(move.destination, move.lot, move.quantity)

    def follow_back(self, move: Movement) -> int:
        """The same, with the newest movement first."""
        return -self.follow(move.reversed())

    def _add(self, place: Place, lot: str, quantity: int) -> int:
        lot = lot if place.kind in _BY_LOT else ""
        if not self._scope.counts(place, lot):
            return 0
        if place.kind is not OWING:
            return quantity
        before = self._owed[place.code, lot]
        self._owed[place.code, lot] = after = before + quantity
        return max(after, 0) - max(before, 0)
