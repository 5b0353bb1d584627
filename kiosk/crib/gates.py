"""Gates: the reasons not to issue, in the order in which the first one answers."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from msgspec.structs import replace

from kiosk.crib.holds import Conflict, Window, conflict
from kiosk.crib.lots import Picked, pick
from kiosk.crib.names import AssetCode, BinCode, Role
from kiosk.crib.places import PlaceKind
from kiosk.crib.products import Worker
from kiosk.crib.reading import unread
from kiosk.crib.refusals import (
    AlreadyOut,
    CabinetFault,
    CalibrationExpired,
    HeldForAnother,
    InactiveWorker,
    NeedsBadge,
    NeedsJob,
    NotAllowed,
    NotTrained,
    OverdueBlock,
    OverLimit,
    Quarantined,
    Refusal,
    ReservedSoon,
    Retired,
    TrainingExpired,
)
from kiosk.crib.states import AssetState
from kiosk.crib.terms import Case, last_moment, plain_due, terms

_RANKS = {Role.AUDITOR: -1, Role.WORKER: 0, Role.LEAD: 1, Role.KEEPER: 2, Role.ADMIN: 3}
OVERRIDES = frozenset({Role.LEAD})
"""Roles whose badge on a stop lets one act pass."""


def may(worker: Worker | None, least: Role) -> bool:
    """Whether a worker has at least this role; an auditor only looks."""
    return worker is not None and worker.active and _RANKS[worker.role] >= _RANKS[least]


def is_fit(asset: AssetState, at: datetime, zone: tzinfo) -> bool:
    """Whether the asset may be issued at ``at`` as far as its own condition goes."""
    through = asset.valid_through
    return through is None or at.astimezone(zone).date() <= through


def known_worker(worker: Worker | None) -> Refusal | None:
    """Somebody must be signed in, and active."""
    if worker is None:
        return NeedsBadge()
    return None if worker.active else InactiveWorker(worker.id)


def _shut(case: Case) -> Refusal | None:
    """It cannot have been taken out, except by who has the key: a keeper."""
    code = case.asset.place.code if case.asset else case.stock.bin if case.stock else ""
    cabinet = case.facts.shut.get(BinCode(code)) if case.from_shelf else None
    if cabinet is None or may(case.taker, Role.KEEPER):
        return None
    lots = case.stock.lots if case.stock else ()
    return CabinetFault(cabinet, case.facts.equivalents, _open_bins(case, [lot.bin for lot in lots]))


def _open_bins(case: Case, bins: list[BinCode]) -> tuple[BinCode, ...]:
    return tuple(dict.fromkeys(bin_ for bin_ in bins if bin_ not in case.facts.shut))


def _role(case: Case) -> Refusal | None:
    least = Role(case.facts.policy.controlled_role) if case.category.controlled else Role.WORKER
    return None if may(case.taker, least) else NotAllowed(least)


def _overdue(case: Case) -> Refusal | None:
    late, block = case.facts.overdue, case.facts.policy.overdue_block
    if late is None or not block or case.facts.at - late.due < timedelta(seconds=block):
        return None
    return OverdueBlock(late.asset, late.due)


def _away(case: Case) -> Refusal | None:
    """Scrapped, set aside, or not here; what somebody has may only change hands."""
    asset = case.asset
    if asset is None or asset.is_in:
        return None
    kind, code = asset.place.kind, asset.asset.code
    if kind is PlaceKind.SCRAP:
        return Retired(code)
    if kind is PlaceKind.QUARANTINE:
        return Quarantined(code, case.facts.equivalents, case.facts.elsewhere)
    if asset.is_in_use and not case.from_shelf:
        return None
    facts = case.facts
    return AlreadyOut(code, asset.holder, asset.since, facts.equivalents, facts.elsewhere)


def _due_rules(case: Case) -> Refusal | None:
    asset = case.asset
    if asset is None:
        return None
    ends = [(end, rule) for rule in asset.category.rules if (end := asset.through(rule)) is not None]
    if not ends:
        return None
    (through, rule), facts = min(ends, key=lambda end: end[0]), case.facts
    offers = {"equivalents": facts.equivalents, "elsewhere": facts.elsewhere, "rule": rule.name}
    stop = CalibrationExpired(asset.asset.code, through, **offers)  # type: ignore[arg-type]
    if facts.today > through:
        return stop
    plain = plain_due(case)
    crossed = plain is not None and plain > last_moment(through, facts.zone)
    if crossed and asset.category.ends_in_loan == "refuse":
        return replace(stop, during=True)
    return None


def _lot_expired(case: Case) -> Refusal | None:
    found = _pick(case)
    return found.expired if found else None


def _training(case: Case) -> Refusal | None:
    course, facts = case.category.training, case.facts
    if not course:
        return None
    training = case.taker.training(course)
    if training is None:
        return NotTrained(course, facts.trained)
    if training.until is None or training.is_valid(facts.today):
        return None
    return TrainingExpired(course, training.until, facts.trained)


def _limit(case: Case) -> Refusal | None:
    limit, held = case.category.limit, case.facts.in_category.get(case.category.code, 0) + case.before
    if not limit or held + case.quantity <= limit:
        return None
    return OverLimit(limit, held, max(0, limit - held))


def _job(case: Case) -> Refusal | None:
    if "job" not in case.category.require and not case.wish.job:
        return None
    job = case.facts.job
    return None if job and job.active else NeedsJob(case.wish.job)


def _lot_order(case: Case) -> Refusal | None:
    found = _pick(case)
    return found.order if found else None


def _enough(case: Case) -> Refusal | None:
    found = _pick(case)
    return found.enough if found else None


def _pick(case: Case) -> Picked | None:
    if case.stock is None:
        return None
    return pick(case.stock, case.lot, case.quantity, case.facts.today, case.facts.elsewhere)


def _holds(case: Case) -> Refusal | None:
    facts = case.facts
    until, out = terms(case).due, None if case.from_shelf or not case.asset else case.asset.due
    window = Window(facts.at, until, facts.zone, case.quantity, out)
    hit = _conflict(case, case.code, window)
    return _held(case, hit, window) if hit else None


def _held(case: Case, hit: Conflict, window: Window) -> Refusal:
    facts, hold = case.facts, hit.hold
    twins = tuple(twin for twin in facts.equivalents if not _conflict(case, twin.asset, window))
    offers = {"equivalents": twins, "elsewhere": facts.elsewhere, "asset": case.code}
    named = (case.product.code, hold.code, hold.worker, hold.job, hold.start, hold.until)
    left = _fewer(case, window)
    if hit.at <= facts.at:
        return HeldForAnother(*named, left=left, **offers)  # type: ignore[arg-type]
    latest = hit.at - timedelta(seconds=facts.policy.hold_margin)
    fits = latest if window.until and latest > facts.at else None
    return ReservedSoon(*named, fits, left=left, **offers)  # type: ignore[arg-type]


def _conflict(case: Case, asset: AssetCode, window: Window) -> Conflict | None:
    return conflict(case.plan, case.taker.id, case.wish.job, asset, window)


def _fewer(case: Case, window: Window) -> int:
    """The most pieces that could be taken instead."""
    least, most = 0, case.quantity - 1
    while least < most:
        middle = (least + most + 1) // 2
        smaller = replace(window, quantity=middle)
        hit = _conflict(case, case.code, smaller)
        least, most = (least, middle - 1) if hit else (middle, most)
    return least


Gate = Callable[[Case], Refusal | None]

GATES: tuple[Gate, ...] = (
    _shut,
    _role,
    _overdue,
    _away,
    _due_rules,
    _lot_expired,
    _training,
    unread,
    _limit,
    _job,
    _lot_order,
    _enough,
    _holds,
)
"""In the order in which the first one answers; who somebody is comes after faults, a kit is in between."""
FAULTS, OTHERS = GATES[:1], GATES[1:]
KIT_COMES_BEFORE = _lot_order


def against(case: Case, worker: Worker | None) -> Refusal | None:
    """Why this worker cannot take it: a fault, that nobody knows her, any other gate."""
    return first_refusal(case, FAULTS) or known_worker(worker) or first_refusal(case, OTHERS)


def first_refusal(case: Case, gates: tuple[Gate, ...] = GATES) -> Refusal | None:
    """The first gate's answer that is a refusal and not lifted."""
    found = (gate(case) for gate in gates)
    return next((refusal for refusal in found if refusal and refusal.reason not in case.lifts), None)
