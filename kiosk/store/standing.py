"""What is known of somebody who says who she is: her wrong PINs, her sessions without a badge, her badges."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from kiosk.crib import identity as do
from kiosk.crib.commands import OpenSession
from kiosk.crib.facts import Facts
from kiosk.crib.identity import Standing, Tries
from kiosk.crib.names import NOBODY, BadgeDigest, WorkerId
from kiosk.store import handovers, lookup
from kiosk.store.database import Database, one, rows
from kiosk.store.values import micros, moment_at


def load(db: Database, facts: Facts, command: OpenSession | do.Identifying | do.KeepingPeople) -> Facts:
    """The facts, with what this command is judged by."""
    match command:
        case OpenSession():
            days = facts.policy.no_badge_days
            count = times(db, command.worker, facts.at, days) if command.via in do.WITHOUT_BADGE else 0
            lead = lookup.worker_of(db, command.vouched_by) if command.vouched_by else None
            taken = handovers.untold(db, command.worker)
            return replace(facts, standing=Standing(times=count), approver=lead, taken_over=taken)
        case do.ProvePin():
            return replace(facts, standing=Standing(tries_of(db, command.worker or command.number)))
        case do.LinkBadge():
            badges = badges_of(db, command.worker)
            return replace(facts, standing=Standing(badges=badges, badge_of=owner_of(db, command.badge)))
    person = lookup.worker_coded(db, command.person)
    if person is None:
        return facts
    owner = owner_of(db, command.badge) if isinstance(command, do.EnrollBadge) else NOBODY
    known = Standing(tries_of(db, person.id), badges=badges_of(db, person.id), badge_of=owner)
    return replace(facts, receiver=person, standing=known)


def tries_of(db: Database, who: str) -> Tries | None:
    """Wrong PINs in a row of a worker, or of a number that nobody has, by its digest."""
    row: Any = one(db, "SELECT count, at FROM pin_tries WHERE who = ?", who)
    return Tries(row[0], moment_at(row[1])) if row else None


def times(db: Database, worker: WorkerId, at: datetime, days: int) -> int:
    """Sessions without a badge in so many days before."""
    since = micros(at - timedelta(days=days))
    return int(one(db, "SELECT count(*) FROM no_badge WHERE worker = ? AND at > ?", worker, since)[0])


def owner_of(db: Database, badge: BadgeDigest) -> WorkerId:
    """Whose badge it is; empty where nobody's."""
    row = one(db, "SELECT worker FROM badge WHERE digest = ?", badge)
    return WorkerId(row[0]) if row else NOBODY


def badges_of(db: Database, worker: WorkerId) -> tuple[BadgeDigest, ...]:
    """Every badge of a worker."""
    found = rows(db, "SELECT digest FROM badge WHERE worker = ? ORDER BY digest", worker)
    return tuple(BadgeDigest(badge) for (badge,) in found)
