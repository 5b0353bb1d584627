"""The entries of what the crib knows, of sessions, and of the kiosk itself."""

from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from kiosk.crib.body import Body
from kiosk.crib.instructions import Instruction
from kiosk.crib.names import NOBODY, AssetCode, BadgeDigest, Kind, Method, ProductCode, Role, WorkerId
from kiosk.crib.products import Done, DueRule, Level, Training

_Change = TypeVar("_Change", bound=Body)
_Value = TypeVar("_Value", bound=Struct)


def change_of(value: Struct, body: type[_Change], noun: str) -> _Change:
    """A value of the catalogue as the entry that tells of it; its code stands under the entry's ``noun``."""
    fields = asdict(value)
    return body(**{noun: fields.pop("code")}, **fields)


def value_in(body: Body, kind: type[_Value], noun: str) -> _Value:
    """The value that such an entry tells of."""
    fields = asdict(body)
    return kind(code=fields.pop(noun), **fields)


class SessionOpened(Body, frozen=True, kw_only=True, tag="session.opened"):
    """A worker signed in at the counter."""

    worker: WorkerId
    vouched_by: WorkerId = NOBODY
    """The lead who said who she is; empty where she showed it herself."""


class CodeUnknown(Body, frozen=True, kw_only=True, tag="code.unknown"):
    """A code was scanned that means nothing here yet; it is kept for the keeper."""

    code: str


class CodeLinked(Body, frozen=True, kw_only=True, tag="code.linked"):
    """A code that meant nothing stands for a product or an asset from now on."""

    code: str
    product: ProductCode = ProductCode("")
    asset: AssetCode = AssetCode("")


class CodeUnlinked(Body, frozen=True, kw_only=True, tag="code.unlinked"):
    """A code that was linked means nothing again."""

    code: str
    product: ProductCode = ProductCode("")
    asset: AssetCode = AssetCode("")


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
    due_rules: tuple[DueRule, ...] = ()
    ends_in_loan: str = "shorten"
    training: str = ""
    require: tuple[str, ...] = ()
    name_pattern: str = ""
    limit: int = 0
    controlled: int = 0
    method: Method = Method.ANY
    costing: str = "fifo"
    depreciation: str = "none"
    life_months: int = 0
    residual_pct: int = 0
    restock: str = "point"
    instructions: tuple[Instruction, ...] = ()
    condition: int = 0
    fod: int = 0


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
    aliases: tuple[str, ...] = ()
    safety: int = 0
    maximum: int = -1
    par: int = -1
    lead_days: int = 0
    supplier: str = ""
    risk: int = 0
    restock: str = ""
    method: Method = Method.ANY
    linked: tuple[str, ...] = ()


class AreaChanged(Body, frozen=True, kw_only=True, tag="area.changed"):
    """A room, cabinet or shelf was added or changed."""

    area: str
    level: Level
    name: str = ""
    within: str = ""
    locked: int = 0
    role: Role = Role.WORKER


class BinChanged(Body, frozen=True, kw_only=True, tag="bin.changed"):
    """A bin was added or changed."""

    bin: str
    name: str = ""
    cabinet: str = ""
    shelf: str = ""


class AssetChanged(Body, frozen=True, kw_only=True, tag="asset.changed"):
    """An asset was added or changed; its place is moved by other entries."""

    asset: AssetCode
    product: ProductCode
    bin: str
    serial: str = ""
    barcode: str = ""
    calibrated: date | None = None
    aliases: tuple[str, ...] = ()
    done: tuple[Done, ...] = ()
    cost_cents: int = -1
    bought: date | None = None
    note: str = ""
    linked: tuple[str, ...] = ()


class JobChanged(Body, frozen=True, kw_only=True, tag="job.changed"):
    """A job was added, changed or closed."""

    job: str
    name: str = ""
    active: int = 1


class StationChanged(Body, frozen=True, kw_only=True, tag="station.changed"):
    """A station was added or changed."""

    station: str
    name: str = ""


class KitChanged(Body, frozen=True, kw_only=True, tag="kit.changed"):
    """A kit was added or changed."""

    kit: str
    name: str
    assets: tuple[AssetCode, ...]


class WorkerChanged(Body, frozen=True, kw_only=True, tag="worker.changed"):
    """A worker was added or changed; the name lies in the person table, bound by a salted digest."""

    worker: WorkerId
    person: str
    """SHA-256 over salt and name (hex)."""
    role: Role = Role.WORKER
    active: int = 1
    trainings: tuple[Training, ...] = ()
    language: str = ""


class PolicyChanged(Body, frozen=True, kw_only=True, tag="policy.changed"):
    """A setting of the rulebook was changed."""

    setting: str
    value: int | str


class KioskStarted(Body, frozen=True, kw_only=True, tag="kiosk.started"):
    """The attendant started."""

    version: str


class EpochOpened(Body, frozen=True, kw_only=True, tag="epoch.opened"):
    """A numbering began: the database was created, restored or re-imaged."""

    parent: str = ""
    parent_hash: str = ""
