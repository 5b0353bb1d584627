"""Signals: what reaches the counter, once the store has said what a code or badge stands for."""

from datetime import datetime

from msgspec import Struct

from kiosk.crib.names import BadgeDigest
from kiosk.crib.products import AssetState, StockState, Worker


class Now(Struct, frozen=True):
    """The moment of a signal, twice: durations are boot time, which no change of the clock touches."""

    at: datetime
    """UTC."""
    boot: float
    """Seconds since the machine started."""


class WorkerSeen(Struct, frozen=True):
    """A badge that belongs to this worker."""

    worker: Worker


class StrangerSeen(Struct, frozen=True):
    """A badge that belongs to nobody."""

    badge: BadgeDigest


class AssetSeen(Struct, frozen=True):
    """A code of this asset."""

    code: str
    asset: AssetState


class StockSeen(Struct, frozen=True):
    """A code of a consumable, or of the bin that holds one consumable only."""

    code: str
    stock: StockState


class PlaceSeen(Struct, frozen=True):
    """A code that only tells where things are: of a bin with several things, or a serialized product's."""

    code: str
    what: str
    """``bin`` or ``product``."""
    lines: tuple[str, ...]
    """What lies there, a line each."""


class CodeSeen(Struct, frozen=True):
    """A code that means nothing here."""

    code: str


class Tapped(Struct, frozen=True):
    """A control was tapped, e.g. ``undo``, ``problem:broken``, ``quantity:12``."""

    control: str


class TimePassed(Struct, frozen=True):
    """Nobody did anything; something may be over."""


Scanned = AssetSeen | StockSeen | PlaceSeen | CodeSeen
Signal = Scanned | WorkerSeen | StrangerSeen | Tapped | TimePassed
