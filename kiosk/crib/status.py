"""Status: the one word that screens, reports and messages have for how an asset stands."""

from datetime import datetime, tzinfo
from enum import StrEnum

from kiosk.crib.gates import is_fit
from kiosk.crib.places import WITH_SOMEBODY, Place, PlaceKind
from kiosk.crib.states import AssetState


class Status(StrEnum):
    """How an asset stands."""

    AVAILABLE = "available"
    RESERVED = "reserved"
    """On the shelf, for somebody else's hold that is in force."""
    OUT = "out"
    OVERDUE = "overdue"
    QUARANTINED = "quarantined"
    """Set aside, or in its bin and not fit to be issued."""
    AT_SERVICE = "at service"
    IN_TRANSIT = "in transit"
    MISSING = "missing"
    """Somebody did not find it where it should be."""
    LOST = "lost"
    RETIRED = "retired"
    ELSEWHERE = "at another site"
    """Sent to another site, and received there."""
    DRAFT = "draft"
    """Not received yet."""


_IN_USE = dict.fromkeys(WITH_SOMEBODY, Status.OUT)
_BY_PLACE = {
    PlaceKind.QUARANTINE: Status.QUARANTINED,
    PlaceKind.SERVICE: Status.AT_SERVICE,
    PlaceKind.TRANSIT: Status.IN_TRANSIT,
    PlaceKind.LOST: Status.LOST,
    PlaceKind.SCRAP: Status.RETIRED,
    PlaceKind.SUPPLIER: Status.DRAFT,
}


_ON_ITS_WAY = (PlaceKind.TRANSIT, PlaceKind.LOST)
"""What leaves the books from there was received at another site."""


def status_at(place: Place, source: Place) -> Status:
    """The status that coming from a place to another gives an asset; all else is judged when asked."""
    if place.kind is PlaceKind.SUPPLIER and source.kind in _ON_ITS_WAY:
        return Status.ELSEWHERE
    return {**_BY_PLACE, **_IN_USE}.get(place.kind, Status.AVAILABLE)


def status_of(
    asset: AssetState, at: datetime, zone: tzinfo, *, reserved: bool = False, sent: bool = False
) -> Status:
    """The status of an asset at ``at`` (UTC).

    ``reserved`` where holds in force bind it on its shelf, ``sent`` where another site has received it.
    """
    if sent:
        return Status.ELSEWHERE
    if asset.is_in_use:
        return Status.OVERDUE if asset.due and asset.due < at else Status.OUT
    if not asset.is_in:
        return _BY_PLACE[asset.place.kind]
    if asset.missing:
        return Status.MISSING
    if not is_fit(asset, at, zone):
        return Status.QUARANTINED
    return Status.RESERVED if reserved else Status.AVAILABLE
