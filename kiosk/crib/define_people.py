"""Rows that define people. Their names, badges, numbers and PINs go no further than this."""

from kiosk.crib import changes
from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.defining import Desk
from kiosk.crib.facts import Enrolled
from kiosk.crib.identity import number_flaw, pin_flaw
from kiosk.crib.identity_entries import NumberChanged, PinChanged
from kiosk.crib.names import LANGUAGES, PSEUDO
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
    if row.language not in ("", PSEUDO, *LANGUAGES):
        known = ", ".join(LANGUAGES)
        desk.flaw("language", row.language, f"There is no language {row.language!r}. Write one of {known}.")
    old = who.known
    kept = old.trainings if old else ()
    passed = kept if row.trainings is None else sorted(row.trainings, key=lambda one: one.course)
    value = Worker(who.id, row.role, row.active, tuple(passed), row.language or (old.language if old else ""))
    body = changes.WorkerChanged(
        worker=who.id,
        person=who.digest,
        role=row.role,
        active=int(row.active),
        trainings=value.trainings,
        language=value.language,
    )
    bodies: list[Body] = [] if old == value and who.same_name else [body]
    if who.badge and who.badge_of != who.id:
        bodies.append(changes.BadgeLinked(badge=who.badge, worker=who.id))
    return [*bodies, *_without_badge(desk, row, who)], old is None


def _without_badge(desk: Desk, row: new.Person, who: Enrolled) -> list[Body]:
    """The number and the PIN by which she names herself; neither comes back in a sentence."""
    wrong = number_flaw(row.number) if row.number else ""
    if wrong:
        desk.flaw("number", "...", f"The number of {row.code} {wrong}.")
    elif who.number and desk.numbers.setdefault(who.number, who.number_of or who.id) != who.id:
        desk.flaw("number", "...", f"The number of {row.code} is another worker's already.")
    wrong = pin_flaw(row.pin) if row.pin else ""
    if wrong:
        desk.flaw("pin", "...", f"The PIN of {row.code} {wrong}.")
    bodies: list[Body] = []
    if who.number and who.number_of != who.id:
        bodies.append(NumberChanged(worker=who.id))
    if who.new_pin:
        bodies.append(PinChanged(worker=who.id))
    return bodies
