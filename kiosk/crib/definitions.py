"""Definitions: what an administrator adds to, or changes in, what the crib knows."""

from datetime import date

from msgspec import Struct

from kiosk.crib.names import BinCode, LotCode, ProductCode, Role
from kiosk.crib.products import Area, Asset, Bin, Category, Job, Kit, Product, Station, Training


class Person(Struct, frozen=True, tag=True):
    """A worker as people write one down. Never journaled or logged as it stands: see store.people."""

    code: str
    """The key of imports, e.g. a log-in or staff code."""
    name: str
    role: Role = Role.WORKER
    badge: str = ""
    """A badge number in any printed notation; already canonical when it reaches the store."""
    active: bool = True
    trainings: tuple[Training, ...] | None = None
    """None leaves them as they are."""
    number: str = ""
    """Her staff number, to name herself by without a badge; empty leaves it as it is."""
    pin: str = ""
    """Empty leaves it as it is."""
    language: str = ""
    """That the screen speaks to her, e.g. ``pl``; empty leaves it as it is."""

    def __repr__(self) -> str:
        return f"Person(code={self.code!r}, role={self.role.value!r}, ...)"


class Delivery(Struct, frozen=True, tag=True):
    """``quantity`` > 0 units put into a bin; ``receipt`` makes the same delivery twice once."""

    product: ProductCode
    bin: BinCode
    quantity: int
    receipt: str = "opening"
    cost_cents: int = 0
    lot: LotCode = LotCode("")
    """Empty, but with a day below: named by that day."""
    received: date | None = None
    expires: date | None = None


class NewCategory(Category, frozen=True, tag="Category"):
    """A category to add or change."""


class NewProduct(Product, frozen=True, tag="Product"):
    """A product to add or change."""


class NewArea(Area, frozen=True, tag="Area"):
    """A room, cabinet or shelf to add or change."""


class NewBin(Bin, frozen=True, tag="Bin"):
    """A bin to add or change."""


class NewAsset(Asset, frozen=True, tag="Asset"):
    """An asset to add or change; a new one is put into its home bin, unless it is a draft."""

    draft: bool = False
    """Not received yet: gaps are allowed, and it counts for nothing until it is put into a bin."""


class NewJob(Job, frozen=True, tag="Job"):
    """A job to add or change."""


class NewStation(Station, frozen=True, tag="Station"):
    """A station to add or change."""


class NewKit(Kit, frozen=True, tag="Kit"):
    """A kit to add or change."""


Definition = (
    NewCategory | NewProduct | NewArea | NewBin | NewAsset | NewJob | NewStation | NewKit | Person | Delivery
)


class Define(Struct, frozen=True, tag=True):
    """Add or change these, in this order, all of them or none."""

    things: tuple[Definition, ...]
