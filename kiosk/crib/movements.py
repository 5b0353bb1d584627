"""Movements: so many pieces of a product from one place to another. Double entry: Σ balances = 0."""

from msgspec import Struct

from kiosk.crib.names import AssetCode, LotCode, ProductCode
from kiosk.crib.places import WITH_SOMEBODY, Place, PlaceKind

MAX_QUANTITY = 1_000_000
"""Most pieces in one movement: more is a slip of the finger."""
_B, _H, _C, _Q = PlaceKind.BIN, PlaceKind.HOLDER, PlaceKind.CONSUMED, PlaceKind.QUARANTINE
_J, _M, _V, _T = PlaceKind.JOB, PlaceKind.STATION, PlaceKind.SERVICE, PlaceKind.TRANSIT

KINDS: dict[tuple[PlaceKind, PlaceKind], str] = {
    (PlaceKind.SUPPLIER, _B): "receive",
    (_B, _B): "put away",
    (_B, _H): "issue",
    (_B, _J): "issue",
    (_B, _M): "issue",
    (_H, _B): "return",
    (_J, _B): "return",
    (_M, _B): "return",
    (_H, _H): "hand over",
    (_B, _C): "consume",
    (_C, _B): "put back",
    (_Q, _V): "send out",
    (_B, _V): "send out",
    (_V, _B): "back",
    (_Q, _B): "release",
    (_B, _T): "transfer",
    (_T, _B): "transfer",
    (_T, PlaceKind.SUPPLIER): "transferred",
    (PlaceKind.LOST, PlaceKind.SUPPLIER): "transferred",
    (PlaceKind.LOST, _B): "found",
    (_B, PlaceKind.VARIANCE): "count correction",
    (PlaceKind.VARIANCE, _B): "count correction",
}
"""The kind of a movement is the pair of its places' kinds (architecture §5)."""
FROM_ANYWHERE = {_Q: "quarantine", PlaceKind.SCRAP: "retire", PlaceKind.LOST: "declare lost"}
"""Kinds that only the destination decides."""


class Movement(Struct, frozen=True):
    """``quantity`` pieces (> 0) of ``product``, or its one ``asset``, from ``source`` to ``destination``."""

    product: ProductCode
    quantity: int
    source: Place
    destination: Place
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")

    @property
    def kind(self) -> str:
        """The movement's kind in words, e.g. ``issue``; an undone movement runs the other way."""
        pair = (self.source.kind, self.destination.kind)
        known = KINDS.get(pair) or FROM_ANYWHERE.get(self.destination.kind)
        if known:
            return known
        back = KINDS.get(pair[::-1]) or FROM_ANYWHERE.get(self.source.kind, "movement")
        return f"undone {back}"

    def reversed(self) -> "Movement":
        """The movement that makes this one undone."""
        ends = self.destination, self.source
        return Movement(self.product, self.quantity, *ends, self.asset, self.lot)


class Use(Struct, frozen=True):
    """What a piece counts for that moves: 1, 0, or -1 where it takes back what counted before."""

    consumed: int
    lent: int
    worn: int
    """Scrapped or lost: of what is lent, this is what is used up."""


UNUSED = Use(0, 0, 0)


def use_of(source: PlaceKind, destination: PlaceKind, *, undone: bool) -> Use:
    """What counts as use; a return is none, an undone loan was none."""
    began, ended = (destination, source) if undone else (source, destination)
    taken = began is PlaceKind.BIN and ended in WITH_SOMEBODY
    consumed = (destination is PlaceKind.CONSUMED) - (source is PlaceKind.CONSUMED)
    worn = (destination in _WORN) - (source in _WORN)
    return Use(consumed, taken * (-1 if undone else 1), worn)


_WORN = (PlaceKind.SCRAP, PlaceKind.LOST)
