"""What was taken over from somebody who was not there: she is told, and may deny that she gave it away."""

from datetime import datetime

from msgspec import Struct

from kiosk.crib.names import AssetCode, WorkerId

MOST_TOLD = 3
"""Things that somebody is told of at once, each a touch away from being denied; the others come next time."""


class TakenOver(Struct, frozen=True):
    """An asset that somebody took over."""

    asset: AssetCode
    name: str
    """Its product's."""
    taker: WorkerId
    at: datetime
    """When she did."""


class Denial(Struct, frozen=True):
    """Somebody denies that she gave away an asset, which the other still has."""

    asset: AssetCode
    name: str
    """Its product's."""
    worker: WorkerId
    """Who had it, and denies."""
    taker: WorkerId
    at: datetime
    """When it changed hands."""


class DenyHandover(Struct, frozen=True, tag=True):
    """Say that one did not give away what somebody took over."""

    asset: AssetCode
    worker: WorkerId
