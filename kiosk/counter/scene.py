"""Scenes: what the store adds to a session so that a view can be written."""

from datetime import datetime, tzinfo

from msgspec import Struct

from kiosk.counter.views import Health
from kiosk.crib.availability import Counts
from kiosk.crib.counting import Progress
from kiosk.crib.names import WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Product
from kiosk.crib.receiving import DeliveryState
from kiosk.crib.states import AssetState, Hold, KitState, Loan


class Scene(Struct, frozen=True):
    """The things, figures and names that the screen is about to speak of."""

    site: str
    at: datetime
    """UTC."""
    zone: tzinfo
    policy: Policy
    who: str = ""
    """Full name of the worker who is signed in."""
    names: dict[WorkerId, str] = {}
    """Initials of the others whom the answer names."""
    asset: AssetState | None = None
    kit: KitState | None = None
    product: Product | None = None
    counts: Counts | None = None
    holdings: tuple[AssetState, ...] = ()
    loans: tuple[tuple[Product, Loan], ...] = ()
    """What the worker has of pools."""
    holds: tuple[tuple[Product, Hold], ...] = ()
    """What is reserved for her and not picked up yet."""
    count: Progress | None = None
    """Of the place that is being counted."""
    delivery: DeliveryState | None = None
    """That is being put away."""
    health: tuple[Health, ...] = ()
    trouble: str = ""
    """Why the kiosk cannot serve at all; empty where it can."""


def initials(name: str) -> str:
    """``Ann Ott`` → ``A. O.``: what others may read on the screen."""
    return " ".join(f"{part[0].upper()}." for part in name.split())
