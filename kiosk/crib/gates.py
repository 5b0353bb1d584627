"""Gates: the reasons not to issue, in the order in which the first one answers."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

from kiosk.crib.facts import Facts
from kiosk.crib.places import PlaceKind
from kiosk.crib.products import AssetState, Worker
from kiosk.crib.refusals import (
    AlreadyOut,
    CalibrationExpired,
    InactiveWorker,
    NeedsBadge,
    Quarantined,
    Refusal,
)

_WHOLE_DAY = time(23, 59, 59)


def last_moment(day: date, zone: tzinfo) -> datetime:
    """The last second of a day that counts as valid; validity dates include their day."""
    return datetime.combine(day, _WHOLE_DAY, zone)


def is_fit(asset: AssetState, at: datetime, zone: tzinfo) -> bool:
    """Whether the asset may be issued at ``at`` as far as its own condition goes."""
    through = asset.valid_through
    return through is None or at.astimezone(zone).date() <= through


def loan_due(asset: AssetState, facts: Facts) -> datetime:
    """When a loan that starts now ends: the category's length, shortened by validity that ends before."""
    length = asset.category.loan_s or facts.policy.loan
    due = facts.at + timedelta(seconds=length)
    through = asset.valid_through
    return due if through is None else min(due, last_moment(through, facts.zone).astimezone(due.tzinfo))


def known_worker(worker: Worker | None) -> Refusal | None:
    """Somebody must be signed in, and active."""
    if worker is None:
        return NeedsBadge()
    return None if worker.active else InactiveWorker(worker.id)


def _quarantined(asset: AssetState, facts: Facts) -> Refusal | None:
    if asset.place.kind is not PlaceKind.QUARANTINE:
        return None
    return Quarantined(asset.asset.code, facts.equivalents)


def _elsewhere(asset: AssetState, facts: Facts) -> Refusal | None:
    if asset.is_in:
        return None
    return AlreadyOut(asset.asset.code, asset.holder, asset.since, facts.equivalents)


def _calibration(asset: AssetState, facts: Facts) -> Refusal | None:
    through = asset.valid_through
    if through is None or is_fit(asset, facts.at, facts.zone):
        return None
    return CalibrationExpired(asset.asset.code, through, facts.equivalents)


Gate = Callable[[AssetState, Facts], Refusal | None]

FITNESS: tuple[Gate, ...] = (_calibration,)
"""Gates on the thing itself, which a hand-over passes too."""
ISSUE: tuple[Gate, ...] = (_quarantined, _elsewhere, *FITNESS)
"""Gates that an issue passes."""


def first_refusal(gates: tuple[Gate, ...], asset: AssetState, facts: Facts) -> Refusal | None:
    """The first gate's answer that is a refusal."""
    return next((refusal for gate in gates if (refusal := gate(asset, facts))), None)
