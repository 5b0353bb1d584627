"""Facts: all that a decision may look at, loaded in the transaction that writes it.

Printable, replayable, enough.
"""

from datetime import datetime, tzinfo

from msgspec import Struct

from kiosk.crib.entries import Moved
from kiosk.crib.names import BadgeDigest, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Asset, AssetState, Bin, Category, Product, StockState, Worker
from kiosk.crib.refusals import Equivalent


class PastMove(Struct, frozen=True):
    """A movement entry of an earlier command, and whether the world still stands as it left it."""

    seq: int
    actor: WorkerId
    body: Moved
    stands: bool
    """False where it was undone, or the asset has moved on, or the bin no longer holds as much."""


class Enrolled(Struct, frozen=True):
    """A person as the store knows one: opaque id, digest binding the name, and what changed."""

    id: WorkerId
    digest: str
    badge: BadgeDigest
    """Of the badge given; empty where none was."""
    known: Worker | None
    """None for a new worker."""
    same_name: bool
    flaw: str = ""
    """Why the badge cannot be read; empty where it can."""
    badge_of: WorkerId = WorkerId("")
    """Who has that badge now."""


class Catalogue(Struct, frozen=True):
    """What exists of the things that a definition names."""

    categories: dict[str, Category]
    products: dict[str, Product]
    bins: dict[str, Bin]
    assets: dict[str, Asset]
    codes: dict[str, str]
    """Whose each code is, e.g. ``asset TW-01``."""
    people: dict[str, Enrolled]
    """By the code of the definition."""
    received: dict[tuple[str, str, str], int]
    """Quantity by product, bin and receipt."""


class Facts(Struct, frozen=True):
    """What is true at the moment of a decision; the parts that the command does not need are empty."""

    at: datetime
    """UTC."""
    zone: tzinfo
    """The site's, for days."""
    policy: Policy
    worker: Worker | None = None
    """Who acts."""
    asset: AssetState | None = None
    equivalents: tuple[Equivalent, ...] = ()
    stock: StockState | None = None
    past: tuple[PastMove, ...] = ()
    badge: BadgeDigest = BadgeDigest("")
    catalogue: Catalogue | None = None
