"""Signals: what reaches the counter, once the store has said what a code or badge stands for."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from kiosk.counter.language import Told
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BadgeDigest,
    BinCode,
    LotCode,
    NumberDigest,
    ProductCode,
    Via,
    WorkerId,
)
from kiosk.crib.products import Category, Job, Station, Worker
from kiosk.crib.states import AssetState, KitState, StockState

_DIGITS = len(str(MAX_QUANTITY))


class Now(Struct, frozen=True):
    """The moment of a signal, twice: durations are boot time, which no change of the clock touches."""

    at: datetime
    """UTC."""
    boot: float
    """Seconds since the machine started."""


class WorkerSeen(Struct, frozen=True):
    """A badge that belongs to this worker, or what speaks for her in its place."""

    worker: Worker
    has_pin: bool = False
    proven: bool = False
    """Whether she typed her PIN beside showing her badge."""
    via: Via = Via.BADGE
    """How it is known that she is who she is."""
    vouched_by: WorkerId = NOBODY
    new_badge: BadgeDigest = BadgeDigest("")
    """A badge that is to be hers; empty for none."""


class StrangerSeen(Struct, frozen=True):
    """A badge that belongs to nobody."""

    badge: BadgeDigest


class Marking(Struct, frozen=True):
    """What the maker's label says of this very thing, beside what it is one of."""

    serial: str = ""
    own: str = ""
    """A code of this thing alone, made of what it is one of and its serial number."""
    lot: LotCode = LotCode("")
    expires: date | None = None
    """The last good day of its lot."""
    count: int = 0
    """Pieces in the package; 0 where it does not say."""


class AssetSeen(Struct, frozen=True):
    """A code of this asset."""

    code: str
    asset: AssetState


class StockSeen(Struct, frozen=True):
    """A code of a pool or consumable, of one of its lots, or of the bin that holds nothing else."""

    code: str
    stock: StockState
    lot: LotCode = LotCode("")
    """Of the lot that was scanned, and is here; empty where none was."""
    says: Marking = Marking()


class KitSeen(Struct, frozen=True):
    """A code of this kit."""

    code: str
    kit: KitState


class WishSeen(Struct, frozen=True):
    """A job, a station or a due time that is meant for the scans that follow."""

    code: str
    job: Job | None = None
    station: Station | None = None
    due: datetime | None = None
    tapped: bool = False
    """A finger does not bounce as a scanner does: a tap counts each time."""


class PlaceSeen(Struct, frozen=True):
    """A code that only tells where things are: of a room, cabinet, shelf, bin, or a product with assets."""

    code: str
    what: str
    """``bin``, ``cabinet``, ``shelf``, ``room``, ``product`` or ``delivery``."""
    lines: tuple[Told, ...]
    """What lies there, a line each."""
    bin: BinCode = BinCode("")
    """Of a bin, its code."""
    assets: tuple[AssetCode, ...] = ()
    """The assets that should be there."""
    product: ProductCode = ProductCode("")
    """Of a product, its code."""
    name: str = ""
    """Of a product, its name."""
    category: Category | None = None
    """Of a product, its template."""
    says: Marking = Marking()


class CodeSeen(Struct, frozen=True):
    """A code that means nothing here."""

    code: str
    is_gtin: bool = False
    """Whether it is a maker's code."""
    linkable: bool = False
    """Whether it is, or begins as others do that things answer to."""
    product: ProductCode = ProductCode("")
    """Of what another site has sent, and that was never here: its product."""
    name: str = ""
    """The product's."""
    is_asset: bool = False
    """Whether another site has sent the asset of this code."""
    says: Marking = Marking()


class Claim(Struct, frozen=True):
    """What was typed on the keys is worth: whose number it is, or whether the PIN fits."""

    worker: Worker | None = None
    number: NumberDigest = NumberDigest("")
    right: bool = False


class Tapped(Struct, frozen=True):
    """A control was tapped, e.g. ``undo``, ``problem:broken``, ``quantity:12``."""

    control: str
    to: Worker | None = None
    """Of ``give``, the colleague."""
    codes: tuple[str, ...] = ()
    """Of ``receive``, the controls of what is expected; of ``next-tag``, the code that is free."""
    thing: Any = None
    """Of ``link`` and ``of``, what a scan of the code that it names would be; of ``category``, that."""
    claim: Claim | None = None
    """Of the key that ends a number or a PIN."""


class TimePassed(Struct, frozen=True):
    """Nobody did anything; something may be over."""


Scanned = AssetSeen | StockSeen | KitSeen | WishSeen | PlaceSeen | CodeSeen
"""What a code can turn out to be."""
Signal = Scanned | WorkerSeen | StrangerSeen | Tapped | TimePassed


def bin_named(signal: Scanned) -> BinCode:
    """The bin whose label was scanned; empty where something else was."""
    if isinstance(signal, PlaceSeen):
        return signal.bin
    is_label = isinstance(signal, StockSeen) and signal.code == signal.stock.bin
    return BinCode(signal.code if is_label else "")


def quantity_told(value: str) -> int | None:
    """The quantity that a tap names; None where it names none that can be."""
    fits = value.isascii() and value.isdigit() and len(value) <= _DIGITS and int(value) <= MAX_QUANTITY
    return int(value) if fits else None
