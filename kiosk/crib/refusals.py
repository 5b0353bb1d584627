"""Refusals: values, not exceptions, one small class a reason.

Each says who, what, since when, and what else can be done.
"""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from kiosk.crib.names import AssetCode, BadgeDigest, BinCode, ProductCode, WorkerId


class Equivalent(Struct, frozen=True):
    """A free asset of the same product, and where it lies."""

    asset: AssetCode
    bin: BinCode


class Refusal(Struct, frozen=True, tag=True):
    """Why something is not done. ``reason`` is its name in rehearsals, journal and messages."""

    reason: ClassVar[str]


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


class Quarantined(Refusal, frozen=True):
    """The asset was reported unfit."""

    reason: ClassVar[str] = "quarantined"
    asset: AssetCode
    equivalents: tuple[Equivalent, ...] = ()


class AlreadyOut(Refusal, frozen=True):
    """The asset is not here to be taken; ``holder`` is empty where nobody has it."""

    reason: ClassVar[str] = "already-out"
    asset: AssetCode
    holder: WorkerId
    since: datetime | None = None
    equivalents: tuple[Equivalent, ...] = ()


class NotOut(Refusal, frozen=True):
    """The asset is in already: there is nothing to bring back or take over."""

    reason: ClassVar[str] = "not-out"
    asset: AssetCode


class CalibrationExpired(Refusal, frozen=True):
    """The asset's calibration ended after ``ended``, its last valid day."""

    reason: ClassVar[str] = "calibration-expired"
    asset: AssetCode
    ended: date
    equivalents: tuple[Equivalent, ...] = ()


class NotEnough(Refusal, frozen=True):
    """The bin holds ``left`` only."""

    reason: ClassVar[str] = "not-enough"
    product: ProductCode
    left: int


class NotYours(Refusal, frozen=True):
    """More than the worker took and has not put back yet."""

    reason: ClassVar[str] = "not-yours"
    product: ProductCode
    taken: int


class Flaw(Struct, frozen=True):
    """One thing wrong with one row of a definition."""

    row: int
    """Index into the command's things, from 0."""
    column: str
    value: str
    message: str


class Unfit(Refusal, frozen=True):
    """A definition cannot be taken as it stands; nothing of it was."""

    reason: ClassVar[str] = "unfit"
    flaws: tuple[Flaw, ...]


class DeviceFault(Refusal, frozen=True):
    """The kiosk itself cannot do it: ``what`` says which part, and what to do next."""

    reason: ClassVar[str] = "device-fault"
    what: str
