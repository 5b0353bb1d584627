"""The rules of whoever says who she is: by badge, by number and PIN, or by a lead who vouches."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.crib import changes, doors
from kiosk.crib import identity as do
from kiosk.crib import identity_entries as was
from kiosk.crib.body import Body
from kiosk.crib.closing import asked_of
from kiosk.crib.commands import OpenSession
from kiosk.crib.facts import Facts
from kiosk.crib.gates import known_worker, may
from kiosk.crib.identity_refusals import LockedOut, NeedsPin, WrongPin
from kiosk.crib.keeper_refusals import Unfit, flaw
from kiosk.crib.names import NumberDigest, Role, Via, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed, Refusal, UnknownBadge


def needs_pin(worker: Worker, policy: Policy) -> bool:
    """Whether a worker's badge alone does not do."""
    return policy.pin_role != "none" and may(worker, Role(policy.pin_role))


def open_session(facts: Facts, command: OpenSession) -> Decision:
    """Sign a worker in, and unlock her cabinets; whoever comes without a badge too often is told of."""
    refusal = known_worker(facts.worker) or _badge_alone(facts, command) or _not_a_lead(facts, command)
    if refusal:
        return Refused(refusal)
    opened = changes.SessionOpened(worker=command.worker, vouched_by=command.vouched_by)
    entries = (opened, *_missed(facts, command), *doors.opened_by(facts))
    return Approved(entries, asks=replace(asked_of(facts.worker, facts.shift), taken_over=facts.taken_over))


def _badge_alone(facts: Facts, command: OpenSession) -> Refusal | None:
    worker = facts.worker
    if worker is None or command.via is not Via.BADGE or command.proven:
        return None
    return NeedsPin(worker.id) if needs_pin(worker, facts.policy) else None


def _not_a_lead(facts: Facts, command: OpenSession) -> Refusal | None:
    """Only a lead vouches, and only for somebody else."""
    if command.via is not Via.VOUCHED:
        return None
    lead = facts.approver
    vouches = lead is not None and lead.id != command.worker and may(lead, Role.LEAD)
    return None if vouches else NotAllowed(Role.LEAD)


def _missed(facts: Facts, command: OpenSession) -> tuple[Body, ...]:
    policy, times = facts.policy, facts.standing.times + 1
    if command.via not in do.WITHOUT_BADGE or times != policy.no_badge_times:
        return ()
    return (was.BadgeMissed(worker=command.worker, times=times, days=policy.no_badge_days),)


def locked_until(tries: do.Tries | None, at: datetime, policy: Policy) -> datetime | None:
    """Until when nobody may try; None where one may. A clock that was set meanwhile locks nobody out."""
    span = timedelta(seconds=policy.pin_lockout)
    if tries is None or tries.count < policy.pin_tries or abs(at - tries.at) >= span:
        return None
    return tries.at + span


def prove(facts: Facts, command: do.ProvePin) -> Decision:
    """Let who typed the right PIN be who she says she is, and count the wrong ones."""
    tries, policy = facts.standing.tries, facts.policy
    locked = locked_until(tries, facts.at, policy)
    if locked:
        return Refused(LockedOut(locked))
    if command.right and command.worker:
        return Approved((was.PinProven(worker=command.worker),))
    span = timedelta(seconds=policy.pin_lockout)
    count = tries.count + 1 if tries and abs(facts.at - tries.at) < span else 1
    number = NumberDigest("") if command.worker else command.number
    failed = was.PinFailed(worker=command.worker, number=number, tries=count)
    left = policy.pin_tries - count
    if left > 0:
        return Refused(WrongPin(left, numbered=bool(command.number)), (failed,))
    return Refused(LockedOut(facts.at + span), (failed,))


def link(facts: Facts, command: do.LinkBadge) -> Decision:
    """A badge becomes a worker's; whatever badge she had opens nothing from the same moment on."""
    refusal = known_worker(facts.worker)
    if refusal:
        return Refused(refusal)
    owner, me = facts.standing.badge_of, command.worker
    if owner:
        return NOTHING if owner == me else Refused(UnknownBadge(command.badge))
    return Approved((*_revoked(facts, me), changes.BadgeLinked(badge=command.badge, worker=me)))


def _revoked(facts: Facts, worker: WorkerId) -> tuple[Body, ...]:
    return tuple(was.BadgeRevoked(badge=badge, worker=worker) for badge in facts.standing.badges)


def set_pin(facts: Facts, command: do.SetPin) -> Decision:
    """Give somebody a new PIN, and new tries."""
    person = facts.receiver
    if person is None:
        return _nobody(command.person)
    if not do.is_pin(command.pin):
        least, most = do.PIN_LENGTHS[0], do.PIN_LENGTHS[-1]
        wrong = flaw("pin", "...", "The PIN is not {least} to {most} digits.", least=least, most=most)
        return Refused(Unfit((wrong,)))
    return Approved((was.PinChanged(worker=person.id),))


def unlock(facts: Facts, command: do.UnlockPin) -> Decision:
    """Let somebody try again."""
    person = facts.receiver
    if person is None:
        return _nobody(command.person)
    return Approved((was.PinUnlocked(worker=person.id),)) if facts.standing.tries else NOTHING


def revoke(facts: Facts, command: do.RevokeBadges) -> Decision:
    """Somebody's badges are nobody's any more."""
    person = facts.receiver
    if person is None:
        return _nobody(command.person)
    entries = _revoked(facts, person.id)
    return Approved(entries) if entries else NOTHING


def enroll(facts: Facts, command: do.EnrollBadge) -> Decision:
    """A badge that nobody has becomes a person's."""
    person, owner = facts.receiver, facts.standing.badge_of
    if person is None:
        return _nobody(command.person)
    if owner:
        taken = flaw(
            "badge", "...", "This badge is another worker's; cribctl badge revoke takes it from her."
        )
        return NOTHING if owner == person.id else Refused(Unfit((taken,)))
    others = () if command.keep else _revoked(facts, person.id)
    return Approved((*others, changes.BadgeLinked(badge=command.badge, worker=person.id)))


def _nobody(code: str) -> Refused:
    return Refused(Unfit((flaw("person", code, "There is no worker {value!r}; import people first."),)))
