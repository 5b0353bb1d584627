"""Refusals: values, not exceptions, one small class a reason.

Each says who, what, since when, and what else can be done.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from kiosk.crib.names import (
    AssetCode,
    BadgeDigest,
    BinCode,
    HoldCode,
    JobCode,
    KitCode,
    LotCode,
    ProductCode,
    Role,
    WorkerId,
)
from kiosk.crib.states import Elsewhere


class Equivalent(Struct, frozen=True):
    """A free asset of the same product, and where it lies."""

    asset: AssetCode
    bin: BinCode


class Refusal(Struct, frozen=True, tag=True):
    """Why something is not done. ``reason`` is its name in rehearsals, journal and messages."""

    reason: ClassVar[str]
    overridable: ClassVar[bool] = False
    """Whether a lead may let it pass."""


class UnknownCode(Refusal, frozen=True):
    """The code means nothing here; it is kept."""

    reason: ClassVar[str] = "unknown-code"
    code: str


class UnknownBadge(Refusal, frozen=True):
    """The badge belongs to nobody."""

    reason: ClassVar[str] = "unknown-badge"
    badge: BadgeDigest


class InactiveWorker(Refusal, frozen=True):
    """The worker may not sign in any more."""

    reason: ClassVar[str] = "inactive-worker"
    worker: WorkerId


class NeedsBadge(Refusal, frozen=True):
    """Only somebody who is known may do this."""

    reason: ClassVar[str] = "needs-badge"


class NotAllowed(Refusal, frozen=True):
    """It takes another role."""

    reason: ClassVar[str] = "not-allowed"
    overridable: ClassVar[bool] = True
    needs: Role
    """The least role that may."""


class OverdueBlock(Refusal, frozen=True):
    """The worker has something that should long be back."""

    reason: ClassVar[str] = "overdue-block"
    overridable: ClassVar[bool] = True
    late: str
    """Code of the asset, or of the pool."""
    due: datetime


class Retired(Refusal, frozen=True):
    """The asset is kept no longer."""

    reason: ClassVar[str] = "retired"
    asset: AssetCode


class Quarantined(Refusal, frozen=True):
    """The asset was reported unfit."""

    reason: ClassVar[str] = "quarantined"
    asset: AssetCode
    equivalents: tuple[Equivalent, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


class AlreadyOut(Refusal, frozen=True):
    """The asset is not here to be taken; ``holder`` is empty where nobody has it."""

    reason: ClassVar[str] = "already-out"
    asset: AssetCode
    holder: WorkerId
    since: datetime | None = None
    equivalents: tuple[Equivalent, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


class NotOut(Refusal, frozen=True):
    """The asset is in already: there is nothing to bring back or take over."""

    reason: ClassVar[str] = "not-out"
    asset: AssetCode


class CalibrationExpired(Refusal, frozen=True):
    """What is due on the asset was not done; ``ended`` was the last valid day."""

    reason: ClassVar[str] = "calibration-expired"
    overridable: ClassVar[bool] = True
    asset: AssetCode
    ended: date
    """date.min where it was never done, or its uses are up."""
    equivalents: tuple[Equivalent, ...] = ()
    rule: str = "calibration"
    """Which due rule."""
    during: bool = False
    """It ends during the loan, and the category does not lend for shorter."""
    elsewhere: tuple[Elsewhere, ...] = ()


class LotExpired(Refusal, frozen=True):
    """The last good day of these pieces is over."""

    reason: ClassVar[str] = "lot-expired"
    product: ProductCode
    lot: LotCode
    expired: date
    better: BinCode = BinCode("")
    """A bin with good pieces; empty for none."""


class NotTrained(Refusal, frozen=True):
    """The worker has not passed the course."""

    reason: ClassVar[str] = "not-trained"
    overridable: ClassVar[bool] = True
    training: str
    ask: tuple[WorkerId, ...] = ()
    """Who has."""


class TrainingExpired(Refusal, frozen=True):
    """The worker's course held until ``ended``, its last valid day."""

    reason: ClassVar[str] = "training-expired"
    overridable: ClassVar[bool] = True
    training: str
    ended: date
    ask: tuple[WorkerId, ...] = ()


class OverLimit(Refusal, frozen=True):
    """One worker holds, or takes in a day, so many of a category at most."""

    reason: ClassVar[str] = "over-limit"
    overridable: ClassVar[bool] = True
    limit: int
    held: int
    left: int
    """How many more are allowed."""


class NeedsJob(Refusal, frozen=True):
    """It is taken for a job only."""

    reason: ClassVar[str] = "needs-job"
    overridable: ClassVar[bool] = True
    job: JobCode = JobCode("")
    """The job that was named and is closed or unknown; empty where none was."""


class KitIncomplete(Refusal, frozen=True):
    """Assets of the kit are not in their bins, or not fit."""

    reason: ClassVar[str] = "kit-incomplete"
    overridable: ClassVar[bool] = True
    kit: KitCode
    missing: tuple[AssetCode, ...]


class NotOldestLot(Refusal, frozen=True):
    """Another lot is to go first."""

    reason: ClassVar[str] = "not-oldest-lot"
    overridable: ClassVar[bool] = True
    product: ProductCode
    lot: LotCode
    oldest: LotCode
    bin: BinCode
    """Where the oldest lies."""


class NotEnough(Refusal, frozen=True):
    """There are ``left`` only."""

    reason: ClassVar[str] = "not-enough"
    product: ProductCode
    left: int
    elsewhere: tuple[Elsewhere, ...] = ()


class HeldForAnother(Refusal, frozen=True):
    """It is reserved for somebody else, now."""

    reason: ClassVar[str] = "held-for-another"
    overridable: ClassVar[bool] = True
    product: ProductCode
    hold: HoldCode
    worker: WorkerId
    """For whom; empty where for a job."""
    job: JobCode
    start: datetime
    until: datetime
    asset: AssetCode = AssetCode("")
    left: int = 0
    """Pieces that could be taken now."""
    equivalents: tuple[Equivalent, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


class ReservedSoon(Refusal, frozen=True):
    """It is reserved for somebody else before it would be back."""

    reason: ClassVar[str] = "reserved-soon"
    overridable: ClassVar[bool] = True
    product: ProductCode
    hold: HoldCode
    worker: WorkerId
    job: JobCode
    start: datetime
    until: datetime
    latest: datetime | None = None
    """The latest due time that fits; None where none does."""
    asset: AssetCode = AssetCode("")
    left: int = 0
    """Pieces that could be taken nevertheless."""
    equivalents: tuple[Equivalent, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


class NotYours(Refusal, frozen=True):
    """More than the worker took and has not put back yet."""

    reason: ClassVar[str] = "not-yours"
    product: ProductCode
    taken: int


class CabinetFault(Refusal, frozen=True):
    """The cabinet does not answer, or its lock does not do what it should."""

    reason: ClassVar[str] = "cabinet-fault"
    cabinet: str
    equivalents: tuple[Equivalent, ...] = ()
    bins: tuple[BinCode, ...] = ()
    """Where else there are pieces of it."""


class Fault(StrEnum):
    """What the kiosk itself lacks."""

    DISK_FULL = "disk-full"
    DISK = "disk"
    """It cannot be read or written."""
    DATABASE = "database"
    """It is damaged: nothing more is written to it."""
    PROGRAM = "program"
    """A mistake in it, which nobody foresaw."""


class DeviceFault(Refusal, frozen=True):
    """The kiosk itself cannot do it; its log, and ``cribctl status``, say more."""

    reason: ClassVar[str] = "device-fault"
    fault: Fault
