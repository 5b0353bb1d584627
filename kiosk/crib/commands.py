"""Commands: what somebody wants done. The store names each with a CommandId, so that twice is once."""

from msgspec import Struct

from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BadgeDigest,
    BinCode,
    CommandId,
    Problem,
    ProductCode,
    Role,
    WorkerId,
)
from kiosk.crib.products import Asset, Bin, Category, Product


class OpenSession(Struct, frozen=True, tag=True):
    """Sign a worker in at the counter."""

    worker: WorkerId


class IssueAsset(Struct, frozen=True, tag=True):
    """Take an asset."""

    asset: AssetCode
    worker: WorkerId


class ReturnAsset(Struct, frozen=True, tag=True):
    """Bring an asset back to its home bin; nobody need be signed in."""

    asset: AssetCode
    worker: WorkerId = NOBODY


class HandOverAsset(Struct, frozen=True, tag=True):
    """Take an asset over from whoever has it."""

    asset: AssetCode
    worker: WorkerId


class QuarantineAsset(Struct, frozen=True, tag=True):
    """Report an asset that is in its bin as unfit."""

    asset: AssetCode
    reason: Problem
    worker: WorkerId = NOBODY


class IssueStock(Struct, frozen=True, tag=True):
    """Take ``quantity`` > 0 units for good."""

    product: ProductCode
    bin: BinCode
    quantity: int
    worker: WorkerId


class PutBackStock(Struct, frozen=True, tag=True):
    """Put ``quantity`` > 0 unused units back."""

    product: ProductCode
    bin: BinCode
    quantity: int
    worker: WorkerId


class UndoAct(Struct, frozen=True, tag=True):
    """Reverse everything that one earlier command moved."""

    act: CommandId
    worker: WorkerId = NOBODY


class KeepCode(Struct, frozen=True, tag=True):
    """Keep a code that means nothing here for the keeper."""

    code: str
    worker: WorkerId = NOBODY


class TurnAway(Struct, frozen=True, tag=True):
    """Note a badge that belongs to nobody."""

    badge: BadgeDigest


class Start(Struct, frozen=True, tag=True):
    """Note that the attendant started."""

    version: str


class SetPolicy(Struct, frozen=True, tag=True):
    """Change one setting of the rulebook."""

    setting: str
    value: int


class Person(Struct, frozen=True, tag=True):
    """A worker as people write one down. Never journaled or logged as it stands: see store.people."""

    code: str
    """The key of imports, e.g. a log-in or staff code."""
    name: str
    role: Role = Role.WORKER
    badge: str = ""
    """A badge number in any printed notation; already canonical when it reaches the store."""
    active: bool = True

    def __repr__(self) -> str:
        return f"Person(code={self.code!r}, role={self.role.value!r}, ...)"


class Delivery(Struct, frozen=True, tag=True):
    """``quantity`` > 0 units put into a bin; ``receipt`` makes the same delivery twice once."""

    product: ProductCode
    bin: BinCode
    quantity: int
    receipt: str = "opening"
    cost_cents: int = 0


class NewCategory(Category, frozen=True, tag="Category"):
    """A category to add or change."""


class NewProduct(Product, frozen=True, tag="Product"):
    """A product to add or change."""


class NewBin(Bin, frozen=True, tag="Bin"):
    """A bin to add or change."""


class NewAsset(Asset, frozen=True, tag="Asset"):
    """An asset to add or change; a new one is put into its home bin."""


Definition = NewCategory | NewProduct | NewBin | NewAsset | Person | Delivery


class Define(Struct, frozen=True, tag=True):
    """Add or change these, in this order, all of them or none."""

    things: tuple[Definition, ...]


Command = (
    OpenSession
    | IssueAsset
    | ReturnAsset
    | HandOverAsset
    | QuarantineAsset
    | IssueStock
    | PutBackStock
    | UndoAct
    | KeepCode
    | TurnAway
    | Start
    | SetPolicy
    | Define
)
