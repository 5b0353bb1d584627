"""Commands of counting, and how a count stands."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from kiosk.crib.names import NOBODY, AssetCode, BinCode, LotCode, ProductCode, WorkerId
from kiosk.crib.refusals import Refusal
from kiosk.crib.states import LotState


class Finding(StrEnum):
    """What it means that a thing was seen where it was."""

    FOUND = "found"
    """It is where the books have it."""
    MISPLACED = "misplaced"
    """The books have it elsewhere: in another bin, set aside, at service, retired."""
    HELD = "held"
    """The books say that somebody has it, or that it is lost."""
    UNKNOWN = "unknown"
    """The code means nothing here."""
    COUNTED = "counted"
    """Pieces."""


class Fix(StrEnum):
    """How a finding is put right."""

    HERE = "here"
    """It belongs where it was seen, from now on."""
    HOME = "home"
    """It was put where it belongs."""
    RETURN = "return"
    """It came back, or to light."""


class OpenCount(Struct, frozen=True, tag=True):
    """Begin to count a bin, or all bins of a shelf, cabinet or room; or go on where one is open."""

    place: str
    worker: WorkerId


class SeeAsset(Struct, frozen=True, tag=True):
    """An asset was seen; ``bin`` is empty where no bin was named."""

    count: str
    asset: AssetCode
    worker: WorkerId
    bin: BinCode = BinCode("")


class SeeStock(Struct, frozen=True, tag=True):
    """``quantity`` >= 0 pieces were counted, by somebody who was not told how many there should be."""

    count: str
    product: ProductCode
    bin: BinCode
    quantity: int
    worker: WorkerId
    lot: LotCode = LotCode("")
    """Empty: of all lots."""


class SeeCode(Struct, frozen=True, tag=True):
    """A code was seen that means nothing here."""

    count: str
    code: str
    worker: WorkerId
    bin: BinCode = BinCode("")


class FixFinding(Struct, frozen=True, tag=True):
    """Put right what was found."""

    count: str
    asset: AssetCode
    fix: Fix
    worker: WorkerId


class CloseCount(Struct, frozen=True, tag=True):
    """Sign a count; a variance beyond the policy's limits takes two persons."""

    count: str
    worker: WorkerId = NOBODY
    approver: str = ""
    """By cribctl: code of the person who signs as the second."""


class CancelCount(Struct, frozen=True, tag=True):
    """Give a count up."""

    count: str
    note: str = ""
    worker: WorkerId = NOBODY


Counting = OpenCount | SeeAsset | SeeStock | SeeCode | FixFinding | CloseCount | CancelCount


class AssetLine(Struct, frozen=True):
    """An asset that a count looks for, or saw."""

    asset: AssetCode
    expected: bool
    """It was to be there, and has not moved since the count began."""
    finding: Finding | None = None
    """None: not seen."""
    seen: BinCode = BinCode("")
    """Where; empty where no bin was named."""
    fixed: bool = False
    bin: BinCode = BinCode("")
    """Where it was expected."""
    sought: bool = False
    """A search for it is open already."""


class StockLine(Struct, frozen=True):
    """Pieces that a count looks for, or counted."""

    bin: BinCode
    product: ProductCode
    quantity: int = 0
    expected: int = 0
    lot: LotCode = LotCode("")
    times: int = 0
    """How often it was counted; 0: not yet."""
    cost_cents: int = 0
    """Of one piece."""
    lots: tuple[LotState, ...] = ()
    """What is in the bin now, in the order in which it came."""

    @property
    def variance(self) -> int:
        """Pieces more than the books have, or less, below 0."""
        return self.quantity - self.expected if self.times else 0


class CountState(Struct, frozen=True):
    """An open count; of a command about one thing, only what concerns it."""

    code: str
    place: str
    signed_by: WorkerId = NOBODY
    """Who signed first, where that was not enough."""
    bins: frozenset[str] = frozenset()
    """Of the bins that the command is about, those that are counted."""
    assets: tuple[AssetLine, ...] = ()
    stock: tuple[StockLine, ...] = ()
    unknown: tuple[str, ...] = ()

    def line_of(self, asset: AssetCode) -> AssetLine | None:
        """What the count knows of an asset."""
        return next((line for line in self.assets if line.asset == asset), None)


class Progress(Struct, frozen=True):
    """How far a count is. Of pieces it tells nothing but whether they were counted."""

    code: str
    place: str
    opened: int
    """Microseconds since 1970 UTC."""
    opened_by: WorkerId
    signed_by: WorkerId
    expected: int
    """Assets that are to be here."""
    found: int
    misplaced: int
    """Seen here, not put right."""
    held: int
    """Seen here although out, or lost; not put right."""
    unknown: int
    lines: int
    """Of stock."""
    counted: int
    again: int
    """Lines that are to be counted once more."""
    missing: int
    """Assets that were not seen yet."""
    missing_first: tuple[AssetCode, ...] = ()
    """Some of them."""


class Unsettled(Struct, frozen=True):
    """A finding of an open count that nobody has put right yet."""

    code: str
    """Of the asset; where the finding is unknown, the code itself."""
    name: str = ""
    finding: Finding | None = None
    """None: not seen."""
    bin: str = ""
    """Where it was expected; of what was seen elsewhere, where it belongs."""


class CountAgain(Refusal, frozen=True):
    """What was counted is not as expected: it is to be counted once more before the count is signed."""

    reason: ClassVar[str] = "count-again"
    product: ProductCode
    bin: BinCode
    lot: LotCode = LotCode("")


class NeedsSecond(Refusal, frozen=True):
    """The variance is beyond the limits: a second person has to sign."""

    reason: ClassVar[str] = "needs-second"
    pieces: int
    value_cents: int


class Opening(Struct, frozen=True):
    """What is to be known before a place is counted."""

    known: bool
    """Whether the place exists."""
    number: int
    """Of the next count of this place, from 1."""
    within: CountState | None = None
    """An open count of the same bins, or more."""
    overlaps: str = ""
    """Place of an open count that shares some of the bins."""
