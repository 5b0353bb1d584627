"""Rows that define people. Their names and badges go no further than this."""

from kiosk.crib import changes
from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.defining import Desk
from kiosk.crib.products import Worker


def person(desk: Desk, row: new.Person) -> tuple[list[Body], bool]:
    """A worker, and the badge that is now hers."""
    desk.check_code("code", row.code)
    if not row.name.strip():
        desk.flaw("name", row.name, f"Worker {row.code} needs a name.")
    who = desk.known.people[row.code]
    if who.flaw:
        desk.flaw("badge", "...", who.flaw)
    if who.badge and desk.badges.setdefault(who.badge, who.badge_of or who.id) != who.id:
        desk.flaw("badge", "...", f"The badge of {row.code} is another worker's already.")
    old = who.known
    kept = old.trainings if old else ()
    passed = kept if row.trainings is None else sorted(row.trainings, key=lambda one: one.course)
    value = Worker(who.id, row.role, row.active, tuple(passed))
    body = changes.WorkerChanged(
        worker=who.id, person=who.digest, role=row.role, active=int(row.active), trainings=value.trainings
    )
    bodies: list[Body] = [] if old == value and who.same_name else [body]
    if who.badge and who.badge_of != who.id:
        bodies.append(changes.BadgeLinked(badge=who.badge, worker=who.id))
    return bodies, old is None
