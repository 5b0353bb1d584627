"""The entries of what moves, and of who has it: named ``<noun>.<past verb>``."""

from datetime import date, datetime

from kiosk.crib.body import Body, Moved
from kiosk.crib.names import (
    AssetCode,
    HoldCode,
    JobCode,
    KitCode,
    LotCode,
    OverrideReason,
    Problem,
    ProductCode,
    Retirement,
    StationCode,
    WorkerId,
)


class AssetReceived(Moved, frozen=True, kw_only=True, tag="asset.received"):
    """An asset was put into its home bin for the first time."""

    delivery: str = ""
    """The expected delivery that it came with."""


class AssetIssued(Moved, frozen=True, kw_only=True, tag="asset.issued"):
    """A worker took an asset."""

    due: datetime | None = None
    job: JobCode = JobCode("")
    station: StationCode = StationCode("")
    hold: HoldCode = HoldCode("")
    """The hold that was picked up by it."""


class AssetReturned(Moved, frozen=True, kw_only=True, tag="asset.returned"):
    """An asset came back, whoever brought it; ``since`` and ``due`` are of the loan that ended."""

    since: datetime | None = None
    due: datetime | None = None
    unconfirmed: int = 0
    """1: it is controlled and nobody signed for it; a scan of its bin or a count confirms it."""


class AssetHandedOver(Moved, frozen=True, kw_only=True, tag="asset.handed-over"):
    """An asset went from one worker to another; ``since`` and ``was_due`` are of the loan that ended."""

    due: datetime | None = None
    since: datetime | None = None
    was_due: datetime | None = None
    job: JobCode = JobCode("")


class AssetQuarantined(Moved, frozen=True, kw_only=True, tag="asset.quarantined"):
    """An asset was found unfit for use."""

    reason: Problem
    note: str = ""


class AssetMoved(Moved, frozen=True, kw_only=True, tag="asset.moved"):
    """An asset went to another bin, out of quarantine, to service or back."""

    note: str = ""
    home: int = 0
    """1: the bin is its home from now on."""


class AssetRetired(Moved, frozen=True, kw_only=True, tag="asset.retired"):
    """An asset is kept no longer, its code never used again; ``since`` and ``due`` are of a closed loan."""

    reason: Retirement
    value_cents: int = 0
    """What it was still worth."""
    approver: str = ""
    """Id of the worker who agreed."""
    note: str = ""
    since: datetime | None = None
    due: datetime | None = None


class AssetLost(Moved, frozen=True, kw_only=True, tag="asset.lost"):
    """An asset was declared lost; ``since`` and ``due`` are of the loan that this closed."""

    since: datetime | None = None
    due: datetime | None = None
    note: str = ""


class AssetFound(Moved, frozen=True, kw_only=True, tag="asset.found"):
    """A lost asset came to light, and is back in its bin."""


class AssetReportedMissing(Body, frozen=True, kw_only=True, tag="asset.reported-missing"):
    """An asset is not where it should be; the next scan of it anywhere closes the search."""

    asset: AssetCode
    bin: str = ""


class AssetConfirmed(Body, frozen=True, kw_only=True, tag="asset.confirmed"):
    """An asset that was missing, or returned by nobody known, was seen."""

    asset: AssetCode
    bin: str = ""


class AssetServiced(Body, frozen=True, kw_only=True, tag="asset.serviced"):
    """What was due was done."""

    asset: AssetCode
    rule: str
    day: date
    note: str = ""


class LoanExtended(Body, frozen=True, kw_only=True, tag="loan.extended"):
    """A worker keeps an asset for longer."""

    asset: AssetCode
    due: datetime
    was_due: datetime | None = None


class StockReceived(Moved, frozen=True, kw_only=True, tag="stock.received"):
    """Stock was put into a bin."""

    receipt: str = ""
    """Names the delivery: the same delivery twice in one bin is received once."""
    cost_cents: int = 0
    """Cost of one unit."""
    received: date | None = None
    """The day its lot is counted from; None: the day of the entry."""
    expires: date | None = None
    """Last good day of its lot."""
    delivery: str = ""
    """The expected delivery that it came with."""


class StockIssued(Moved, frozen=True, kw_only=True, tag="stock.issued"):
    """The actor took pieces: of a consumable for good, of a pool until ``due``."""

    due: datetime | None = None
    job: JobCode = JobCode("")
    station: StationCode = StationCode("")
    hold: HoldCode = HoldCode("")


class StockPutBack(Moved, frozen=True, kw_only=True, tag="stock.put-back"):
    """The actor put pieces back; ``since`` and ``due`` are of the loan that this ended or made smaller.

    Of a consumable, ``since`` is when the pieces were drawn.
    """

    since: datetime | None = None
    due: datetime | None = None
    job: JobCode = JobCode("")
    station: StationCode = StationCode("")


class StockMoved(Moved, frozen=True, kw_only=True, tag="stock.moved"):
    """Stock went to another bin, to quarantine or out of it."""

    note: str = ""


class StockScrapped(Moved, frozen=True, kw_only=True, tag="stock.scrapped"):
    """Stock is kept no longer."""

    reason: Retirement
    value_cents: int = 0
    approver: str = ""
    note: str = ""


class KitIssued(Body, frozen=True, kw_only=True, tag="kit.issued"):
    """A kit was taken, whole or without what is ``missing``; its assets have entries of their own."""

    kit: KitCode
    assets: tuple[AssetCode, ...]
    missing: tuple[AssetCode, ...] = ()


class KitReturned(Body, frozen=True, kw_only=True, tag="kit.returned"):
    """A kit came back, whole or without what is ``missing``."""

    kit: KitCode
    assets: tuple[AssetCode, ...]
    missing: tuple[AssetCode, ...] = ()


class ActUndone(Moved, frozen=True, kw_only=True, tag="act.undone"):
    """An entry was reversed; ``since``, ``due`` and ``job`` are the loan's, where one lives again or ends."""

    undoes: str
    """Type of the entry that is undone."""
    undoes_seq: int
    since: datetime | None = None
    due: datetime | None = None
    job: JobCode = JobCode("")
    station: StationCode = StationCode("")
    hold: HoldCode = HoldCode("")
    """The hold that is to be picked up again."""
    delivery: str = ""
    """The delivery that lacks it again."""
    receipt: str = ""
    lasted: int = 0
    """Seconds that an asset's loan had lasted, which goes on again."""


class HoldPlaced(Body, frozen=True, kw_only=True, tag="hold.placed"):
    """A product, or one asset, was reserved for a person or a job."""

    hold: HoldCode
    product: ProductCode
    quantity: int
    start: datetime
    until: datetime
    worker: WorkerId = WorkerId("")
    job: JobCode = JobCode("")
    asset: AssetCode = AssetCode("")


class HoldReleased(Body, frozen=True, kw_only=True, tag="hold.released"):
    """A hold binds no longer."""

    hold: HoldCode
    note: str = ""


class HoldAtRisk(Body, frozen=True, kw_only=True, tag="hold.at-risk"):
    """A hold can no longer be met in full: the keeper is told."""

    hold: HoldCode
    product: ProductCode
    short: int
    """Pieces that will be missing when it begins, as things are."""


class IssueRefused(Body, frozen=True, kw_only=True, tag="issue.refused"):
    """A worker was told that a thing is not to be taken."""

    reason: str
    asset: AssetCode = AssetCode("")
    product: ProductCode = ProductCode("")
    quantity: int = 1
    lot: LotCode = LotCode("")
    kit: KitCode = KitCode("")


class OverrideGiven(Body, frozen=True, kw_only=True, tag="override.given"):
    """A lead let one act of a worker pass."""

    lead: WorkerId
    worker: WorkerId
    lifts: str
    """The refusal's reason that was lifted."""
    reason: OverrideReason
    asset: AssetCode = AssetCode("")
    product: ProductCode = ProductCode("")
    kit: KitCode = KitCode("")

    @property
    def actor(self) -> WorkerId | None:
        """The lead: the act itself is the worker's."""
        return self.lead
