"""Movements: so many pieces of a product from one place to another. Double entry: Σ balances = 0."""

from msgspec import Struct

from kiosk.crib.names import AssetCode, ProductCode
from kiosk.crib.places import Place, PlaceKind

_B, _H, _C, _Q = PlaceKind.BIN, PlaceKind.HOLDER, PlaceKind.CONSUMED, PlaceKind.QUARANTINE

KINDS: dict[tuple[PlaceKind, PlaceKind], str] = {
    (PlaceKind.SUPPLIER, _B): "receive",
    (_B, _H): "issue",
    (_H, _B): "return",
    (_H, _H): "hand over",
    (_B, _C): "consume",
    (_C, _B): "put back",
    (_B, _Q): "quarantine",
}
"""The kind of a movement is the pair of its places' kinds (architecture §5)."""


class Movement(Struct, frozen=True):
    """``quantity`` pieces (> 0) of ``product``, or its one ``asset``, from ``source`` to ``destination``."""

    product: ProductCode
    quantity: int
    source: Place
    destination: Place
    asset: AssetCode = AssetCode("")

    @property
    def kind(self) -> str:
        """The movement's kind in words, e.g. ``issue``; an undone movement runs the other way."""
        pair = (self.source.kind, self.destination.kind)
        return KINDS.get(pair) or f"undone {KINDS.get(pair[::-1], 'movement')}"

    def reversed(self) -> "Movement":
        """The movement that makes this one undone."""
        return Movement(self.product, self.quantity, self.destination, self.source, self.asset)
