"""Terms: what somebody wants to take, until when she would have it, and which hold she picks up by it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from kiosk.crib.commands import Wish
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.holds import own
from kiosk.crib.names import AssetCode, LotCode
from kiosk.crib.products import Category, Product, Worker
from kiosk.crib.refusals import CalibrationExpired, TrainingExpired
from kiosk.crib.states import AssetState, Hold, StockState

_WHOLE_DAY = time(23, 59, 59)


def last_moment(day: date, zone: tzinfo) -> datetime:
    """The last second of a day that counts as valid; validity dates include their day."""
    return datetime.combine(day, _WHOLE_DAY, zone).astimezone(UTC)


class Case(Struct, frozen=True):
    """What somebody wants to take: an asset, or so many pieces."""

    facts: Facts
    taker: Worker
    """Who will have it."""
    product: Product
    category: Category
    wish: Wish
    lifts: tuple[str, ...] = ()
    """Refusals that a lead lets pass."""
    asset: AssetState | None = None
    stock: StockState | None = None
    lot: LotCode = LotCode("")
    quantity: int = 1
    before: int = 0
    """Pieces of its category that are taken before it by the same act."""
    from_shelf: bool = True
    """False where it only changes hands."""

    @property
    def code(self) -> AssetCode:
        """Of the asset; empty for pieces."""
        return self.asset.asset.code if self.asset else AssetCode("")

    @property
    def plan(self) -> Plan:
        """What is promised of the product."""
        return self.facts.plans.get(self.product.code, self.facts.plan)


class Terms(Struct, frozen=True):
    """For how long it is taken, and the hold that is picked up by it."""

    due: datetime | None
    """None where it does not come back."""
    hold: Hold | None = None


def terms(case: Case) -> Terms:
    """The loan as it would be: asked for, else as the category says, or the hold's; shortened by validity."""
    plain = plain_due(case)
    hold = _picked_up(case, plain)
    if plain is None:
        return Terms(None, hold)
    due = hold.until if hold else plain
    ends = [end for end in (fit_end(case), training_end(case)) if end]
    return Terms(min([due, *ends]), hold)


def kept_until(first_due: datetime | None, at: datetime, seconds: int) -> datetime:
    """Until when a thing can be kept for so much longer: than it was due at first, else than now."""
    return max(first_due or at, at) + timedelta(seconds=seconds)


def plain_due(case: Case) -> datetime | None:
    """When it is due as asked for, else as the category says; None where it does not come back."""
    if not case.category.is_lent:
        return None
    length = case.category.loan_s or case.facts.policy.loan
    return case.wish.due or case.facts.at + timedelta(seconds=length)


def _picked_up(case: Case, due: datetime | None) -> Hold | None:
    """One's own hold that has begun, or begins while one has it."""
    mine = own(case.plan.holds, case.taker.id, case.wish.job, case.code)
    end = due or case.facts.at
    return next((hold for hold in mine if hold.start <= max(end, case.facts.at)), None)


def fit_end(case: Case) -> datetime | None:
    """The last moment at which the asset is fit, unless a lead lets that pass."""
    through = case.asset.valid_through if case.asset else None
    lifted = CalibrationExpired.reason in case.lifts
    return None if through is None or lifted else last_moment(through, case.facts.zone)


def training_end(case: Case) -> datetime | None:
    """The last moment at which the taker's course holds, unless a lead lets that pass."""
    training = case.taker.training(case.category.training) if case.category.training else None
    if training is None or training.until is None or TrainingExpired.reason in case.lifts:
        return None
    return last_moment(training.until, case.facts.zone)
