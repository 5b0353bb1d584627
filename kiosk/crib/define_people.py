"""Rows that define people. Their names, badges, numbers and PINs go no further than this."""

from kiosk.crib import changes
from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.defining import Desk
from kiosk.crib.facts import Enrolled
from kiosk.crib.identity import MAX_NUMBER, PIN_LENGTHS, is_number, is_pin
from kiosk.crib.identity_entries import NumberChanged, PinChanged
from kiosk.crib.names import LANGUAGES, PSEUDO
from kiosk.crib.products import Worker


def person(desk: Desk, row: new.Person) -> tuple[list[Body], bool]:
    """A worker, and the badge that is now hers."""
    desk.check_code("code", row.code)
    if not row.name.strip():
        desk.flaw("name", row.name, "Worker {code} needs a name.", code=row.code)
    who = desk.known.people[row.code]
    if who.flaw:
        desk.flaw("badge", "...", "The badge of {code} cannot be read: {why}", code=row.code, why=who.flaw)
    if who.badge and desk.badges.setdefault(who.badge, who.badge_of or who.id) != who.id:
        desk.flaw("badge", "...", "The badge of {code} is another worker's already.", code=row.code)
    if row.language not in ("", PSEUDO, *LANGUAGES):
        known = ", ".join(LANGUAGES)
        desk.flaw(
            "language", row.language, "There is no language {value!r}. Write one of {known}.", known=known
        )
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
    if row.number and not is_number(row.number):
        desk.flaw(
            "number",
            "...",
            "The number of {code} is not 1 to {most} digits: it is typed on a keypad.",
            code=row.code,
            most=MAX_NUMBER,
        )
    elif who.number and desk.numbers.setdefault(who.number, who.number_of or who.id) != who.id:
        desk.flaw("number", "...", "The number of {code} is another worker's already.", code=row.code)
    if row.pin and not is_pin(row.pin):
        least, most = PIN_LENGTHS[0], PIN_LENGTHS[-1]
        desk.flaw(
            "pin",
            "...",
            "The PIN of {code} is not {least} to {most} digits.",
            code=row.code,
            least=least,
            most=most,
        )
    bodies: list[Body] = []
    if who.number and who.number_of != who.id:
        bodies.append(NumberChanged(worker=who.id))
    if who.new_pin:
        bodies.append(PinChanged(worker=who.id))
    return bodies
