"""The bodies of journal entries: what happened, named ``<noun>.<past verb>``.

A body is canonical JSON of integers, strings, lists and objects only (no fraction, no null): fields
at their default are left out. Times are RFC 3339 in UTC, days ISO 8601, places ``kind:code``.
"""

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.crib.movements import Movement
from kiosk.crib.names import AssetCode, BadgeDigest, Kind, Problem, ProductCode, Role, WorkerId
from kiosk.crib.places import Place


class Body(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", forbid_unknown_fields=True
):
    """What one entry says happened."""

    @property
    def type(self) -> str:
        """The entry's type, such as ``asset.issued``."""
        return str(self.__struct_config__.tag)


class Moved(Body, frozen=True, kw_only=True):
    """A body that moves something."""

    product: ProductCode
    quantity: int
    source: str
    destination: str
    asset: AssetCode = AssetCode("")

    @property
    def movement(self) -> Movement:
        """The movement that this entry made."""
        ends = Place.parse(self.source), Place.parse(self.destination)
        return Movement(self.product, self.quantity, *ends, self.asset)


class AssetReceived(Moved, frozen=True, kw_only=True, tag="asset.received"):
    """A new asset was put into its home bin."""


class AssetIssued(Moved, frozen=True, kw_only=True, tag="asset.issued"):
    """A worker took an asset."""

    due: datetime | None = None


class AssetReturned(Moved, frozen=True, kw_only=True, tag="asset.returned"):
    """An asset came back, whoever brought it; ``since`` and ``due`` are of the loan that ended."""

    since: datetime | None = None
    due: datetime | None = None


class AssetHandedOver(Moved, frozen=True, kw_only=True, tag="asset.handed-over"):
    """An asset went from one worker to another; ``since`` and ``was_due`` are of the loan that ended."""

    due: datetime | None = None
    since: datetime | None = None
    was_due: datetime | None = None


class AssetQuarantined(Moved, frozen=True, kw_only=True, tag="asset.quarantined"):
    """An asset was found unfit for use."""

    reason: Problem


class StockReceived(Moved, frozen=True, kw_only=True, tag="stock.received"):
    """Stock was put into a bin."""

    receipt: str = ""
    """Names the delivery: the same delivery twice in one bin is received once."""
    cost_cents: int = 0
    """Cost of one unit."""


class StockIssued(Moved, frozen=True, kw_only=True, tag="stock.issued"):
    """The actor took pieces for good."""


class StockPutBack(Moved, frozen=True, kw_only=True, tag="stock.put-back"):
    """The actor put unused pieces back."""


class ActUndone(Moved, frozen=True, kw_only=True, tag="act.undone"):
    """An entry was reversed; ``since`` and ``due`` are the loan's, where one lives again."""

    undoes: str
    """Type of the entry that is undone."""
    undoes_seq: int
    since: datetime | None = None
    due: datetime | None = None


class SessionOpened(Body, frozen=True, kw_only=True, tag="session.opened"):
    """A worker signed in at the counter."""

    worker: WorkerId


class IssueRefused(Body, frozen=True, kw_only=True, tag="issue.refused"):
    """A worker was told that a thing is not to be taken."""

    reason: str
    asset: AssetCode = AssetCode("")
    product: ProductCode = ProductCode("")
    quantity: int = 1


class CodeUnknown(Body, frozen=True, kw_only=True, tag="code.unknown"):
    """A code was scanned that means nothing here yet; it is kept for the keeper."""

    code: str


class BadgeUnknown(Body, frozen=True, kw_only=True, tag="badge.unknown"):
    """A badge was shown that belongs to nobody."""

    badge: BadgeDigest


class BadgeLinked(Body, frozen=True, kw_only=True, tag="badge.linked"):
    """A badge is now this worker's."""

    badge: BadgeDigest
    worker: WorkerId


class CategoryChanged(Body, frozen=True, kw_only=True, tag="category.changed"):
    """A category was added or changed."""

    category: str
    kind: Kind
    name: str = ""
    loan_s: int = 0
    calibration_days: int = 0


class ProductChanged(Body, frozen=True, kw_only=True, tag="product.changed"):
    """A product was added or changed."""

    product: ProductCode
    name: str
    category: str
    unit: str = "each"
    pack: int = 1
    barcode: str = ""
    cost_cents: int = 0
    reorder: int = -1


class BinChanged(Body, frozen=True, kw_only=True, tag="bin.changed"):
    """A bin was added or changed."""

    bin: str
    name: str = ""
    cabinet: str = ""


class AssetChanged(Body, frozen=True, kw_only=True, tag="asset.changed"):
    """An asset was added or changed; its place is moved by other entries."""

    asset: AssetCode
    product: ProductCode
    bin: str
    serial: str = ""
    barcode: str = ""
    calibrated: date | None = None


class WorkerChanged(Body, frozen=True, kw_only=True, tag="worker.changed"):
    """A worker was added or changed; the name lies in the person table, bound by a salted digest."""

    worker: WorkerId
    person: str
    """SHA-256 over salt and name (hex)."""
    role: Role = Role.WORKER
    active: int = 1


class PolicyChanged(Body, frozen=True, kw_only=True, tag="policy.changed"):
    """A setting of the rulebook was changed."""

    setting: str
    value: int


class KioskStarted(Body, frozen=True, kw_only=True, tag="kiosk.started"):
    """The attendant started."""

    version: str


class EpochOpened(Body, frozen=True, kw_only=True, tag="epoch.opened"):
    """A numbering began: the database was created, restored or re-imaged."""

    parent: str = ""
    parent_hash: str = ""


def _leaves(body: type[Body]) -> list[type[Body]]:
    children = body.__subclasses__()
    return [leaf for child in children for leaf in _leaves(child)] if children else [body]


BODIES: dict[str, type[Body]] = {str(leaf.__struct_config__.tag): leaf for leaf in _leaves(Body)}
"""Every body by its type."""


def to_value(body: Body) -> dict[str, Any]:
    """The body without its type, ready for canonical JSON."""
    value: dict[str, Any] = msgspec.to_builtins(body)
    del value["type"]
    return value


def from_value(kind: str, value: dict[str, Any]) -> Body:
    """The body of an entry of type ``kind``.

    Raises:
        msgspec.ValidationError: the value does not fit, or the type is not known here.
    """
    if kind not in BODIES:
        raise msgspec.ValidationError(f"{kind!r} is not a type of entry that this program knows")
    return msgspec.convert({**value, "type": kind}, BODIES[kind])
