"""Costing: what stock is worth, and what leaving pieces cost. One ledger, so that no two pages can disagree.

All money is whole cents. Where a layer is divided, the cost of the part that leaves is rounded half up,
and the rest is what remains: the parts always add up to the whole.
"""

from bisect import bisect_left
from collections import defaultdict
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.places import PlaceKind
from kiosk.crib.valuation import share

_OLDEST, _NEWEST = 0, -1


class Costing(StrEnum):
    """Which pieces are taken to have left first: in values only, never a picking rule."""

    FIFO = "fifo"
    """The oldest."""
    LIFO = "lifo"
    """The newest. IAS 2 (IFRS) does not allow it; some national standards do."""
    AVERAGE = "average"
    """None before another: each costs the mean of all on hand."""


class Flow(Struct, frozen=True):
    """``quantity`` pieces (> 0) of one product went from one kind of place to another."""

    at_s: int
    """Seconds since 1970."""
    quantity: int
    source: PlaceKind
    destination: PlaceKind
    unit_cents: int = 0
    """What one piece cost, where a supplier delivered it; its catalogue's cost, where it turned up."""
    whose: str = ""
    """Names the worker, job and lot, or the receipt: what left for it comes back at the cost it left with."""


class StockFigures(Struct, frozen=True):
    """A product's stock in pieces and cents. ``received = value + gone``, always, to the cent."""

    quantity: int = 0
    """Pieces that the site answers for, also lent, in quarantine or on their way."""
    value_cents: int = 0
    received_cents: int = 0
    """Cost of all that suppliers and other sites delivered, and that was not sent back or on."""
    gone_cents: int = 0
    """Cost of all that was consumed, scrapped, lost or corrected by counts, net of what came back."""
    used: int = 0
    """Pieces consumed in the period, net of what was put back."""
    used_cents: int = 0
    """What they cost."""
    mean_cents: int = 0
    """Mean value on hand over the period."""
    period_s: int = 0
    """How long the period is: from its beginning, or from the first piece if that came later."""

    @property
    def turns(self) -> Fraction | None:
        """How often the mean value was consumed in the period; None where there was no value."""
        return Fraction(self.used_cents, self.mean_cents) if self.mean_cents else None


class _Part(Struct, frozen=True):
    """Pieces of one layer, and what they cost together."""

    layer: int
    """A receipt's number; 0 for all where the costing is average."""
    quantity: int
    cents: int

    def split(self, quantity: int) -> "tuple[_Part, _Part]":
        """So many pieces of it, and the rest."""
        cents = share(self.cents, quantity, self.quantity)
        rest = _Part(self.layer, self.quantity - quantity, self.cents - cents)
        return _Part(self.layer, quantity, cents), rest

    def joined(self, other: "_Part") -> "_Part":
        """Both together."""
        return _Part(self.layer, self.quantity + other.quantity, self.cents + other.cents)

    def is_like(self, other: "_Part") -> bool:
        """Whether a piece of each is of the same layer and cost."""
        return self.layer == other.layer and self.cents * other.quantity == other.cents * self.quantity


def _take(parts: list[_Part], quantity: int, end: int) -> list[_Part]:
    """Take pieces from one end of a pile, as far as there are."""
    taken = []
    while quantity and parts:
        part = parts.pop(end)
        if part.quantity > quantity:
            part, rest = part.split(quantity)
            parts.insert(len(parts) if end else 0, rest)
        taken.append(part)
        quantity -= part.quantity
    return taken


def _pieces(parts: list[_Part]) -> int:
    return sum(part.quantity for part in parts)


def _cost(parts: list[_Part]) -> int:
    return sum(part.cents for part in parts)


class StockLedger:
    """Follows one product's pieces and their cost through a site, in the order of the journal.

    A receipt is a layer. Pieces that come back (put back, found, corrected) return to their layer. Pieces
    that nobody knew of, as when a count finds more, cost the mean of those on hand, or where there are none
    what the catalogue says.
    """

    def __init__(self, costing: Costing, since_s: int = 0) -> None:
        """Cost leaving pieces by ``costing``; the figures' period begins at ``since_s``, since 1970."""
        self._costing = costing
        self._stock: list[_Part] = []
        self._elsewhere: dict[tuple[PlaceKind, str], list[_Part]] = defaultdict(list)
        self._net: dict[PlaceKind, int] = defaultdict(int)
        self._receipts = 0
        self._since_s = since_s
        self._used = self._used_cents = 0
        self._begin_s: int | None = None
        self._last_s = self._cents_s = self._value = 0

    def post(self, flow: Flow) -> None:
        """Follow one flow; between two places of the site no value moves."""
        ours, goes = flow.source not in NOT_OURS, flow.destination in NOT_OURS
        if ours and not goes:
            return
        self._cents_s, self._last_s = self._until(flow.at_s)
        if self._begin_s is None:
            self._begin_s = self._last_s
        parts = self._leaving(flow) if ours else self._coming(flow)
        if goes:
            self._book(flow, parts)
        else:
            self._stack(parts)
        self._count(flow, _cost(parts))

    def figures(self, at_s: int) -> StockFigures:
        """The figures at a moment (seconds since 1970) after the last flow."""
        cents_s, last_s = self._until(at_s)
        period_s = last_s - self._begin_s if self._begin_s is not None else 0
        return StockFigures(
            quantity=_pieces(self._stock),
            value_cents=self._value,
            received_cents=-self._net[PlaceKind.SUPPLIER],
            gone_cents=sum(cents for kind, cents in self._net.items() if kind is not PlaceKind.SUPPLIER),
            used=self._used,
            used_cents=self._used_cents,
            mean_cents=share(cents_s, 1, period_s) if period_s else self._value,
            period_s=period_s,
        )

    def _until(self, at_s: int) -> tuple[int, int]:
        """Cents times seconds of the period until a moment, and that moment; no clock is set back here."""
        at_s = max(at_s, self._last_s, self._since_s)
        since_s = max(self._last_s, self._since_s)
        return self._cents_s + self._value * (at_s - since_s), at_s

    def _leaving(self, flow: Flow) -> list[_Part]:
        """Out of the stock: what a supplier gets back is what it delivered, all else follows the costing."""
        parts = self._withdrawn(flow) if flow.destination is PlaceKind.SUPPLIER else []
        end = _NEWEST if self._costing is Costing.LIFO else _OLDEST
        return parts + _take(self._stock, flow.quantity - _pieces(parts), end)

    def _withdrawn(self, flow: Flow) -> list[_Part]:
        delivered = _take(self._elsewhere[flow.destination, flow.whose], flow.quantity, _NEWEST)
        return [part for each in delivered for part in self._unstacked(each)]

    def _unstacked(self, part: _Part) -> list[_Part]:
        """These very pieces out of their layer, as far as it still holds them, at the cost they came with."""
        place, there = self._find(part.layer)
        if there is None or there.quantity <= part.quantity:
            return [self._stock.pop(place)] if there else []
        cents = min(part.cents, there.cents)
        self._stock[place] = _Part(part.layer, there.quantity - part.quantity, there.cents - cents)
        return [_Part(part.layer, part.quantity, cents)]

    def _coming(self, flow: Flow) -> list[_Part]:
        if flow.source is PlaceKind.SUPPLIER:
            part = _Part(self._new_layer(), flow.quantity, flow.quantity * flow.unit_cents)
            self._elsewhere[flow.source, flow.whose].append(part)
            return [part]
        parts = _take(self._elsewhere[flow.source, flow.whose], flow.quantity, _NEWEST)
        unknown = flow.quantity - _pieces(parts)
        return [*parts, self._estimated(unknown, flow.unit_cents)] if unknown else parts

    def _estimated(self, quantity: int, unit_cents: int) -> _Part:
        on_hand = _pieces(self._stock)
        cents = share(self._value, quantity, on_hand) if on_hand else quantity * unit_cents
        return _Part(self._new_layer(), quantity, cents)

    def _new_layer(self) -> int:
        self._receipts += 1
        return 0 if self._costing is Costing.AVERAGE else self._receipts

    def _stack(self, parts: list[_Part]) -> None:
        for part in parts:
            place, found = self._find(part.layer)
            if found:
                self._stock[place] = found.joined(part)
            else:
                self._stock.insert(place, part)

    def _find(self, layer: int) -> tuple[int, _Part | None]:
        """Where a layer's pieces are in the stock, or belong."""
        place = bisect_left(self._stock, layer, key=lambda part: part.layer)
        found = self._stock[place] if place < len(self._stock) else None
        return place, found if found and found.layer == layer else None

    def _book(self, flow: Flow, parts: list[_Part]) -> None:
        """Onto the account that the pieces may come back from; what a supplier got back does not."""
        account = self._elsewhere[flow.destination, flow.whose]
        for part in parts if flow.destination is not PlaceKind.SUPPLIER else ():
            if account and account[-1].is_like(part):
                account[-1] = account[-1].joined(part)
            else:
                account.append(part)

    def _count(self, flow: Flow, cents: int) -> None:
        self._value = _cost(self._stock)
        for place, sign in ((flow.source, -1), (flow.destination, 1)):
            if place in NOT_OURS:
                self._net[place] += sign * cents
            if place is PlaceKind.CONSUMED and flow.at_s > self._since_s:
                self._used += sign * flow.quantity
                self._used_cents += sign * cents
