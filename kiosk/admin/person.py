"""`cribctl person`: what a worker can be known by. It tells neither name badges, numbers nor PINs apart."""

from argparse import Namespace
from datetime import datetime, timedelta

from msgspec import Struct

from kiosk.admin import cells, pins
from kiosk.admin.answer import carry_out
from kiosk.admin.command import DRY, Nouns, Task, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading
from kiosk.admin.table import plain, quoted
from kiosk.admin.terminal import DONE, CannotError, Terminal
from kiosk.crib.identify import locked_until
from kiosk.crib.identity import RevokeBadges, SetPin, UnlockPin, is_simple
from kiosk.crib.names import Role, WorkerId
from kiosk.store import lookup, standing
from kiosk.store.database import Database, one
from kiosk.store.people import name_of

_TYPED = "It is asked for twice and not shown; from a pipe it is read as one line."


class PersonShown(Struct, frozen=True):
    """A worker, and what she can be known by, as ``--json`` prints it."""

    code: str
    name: str
    role: Role
    active: bool
    badges: int
    number: bool
    pin: bool
    wrong: int
    """Wrong PINs in a row."""
    locked_until: datetime | None
    without_badge: int
    """Sessions within policy ``no_badge_days``."""


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "person", "What a worker can be known by: badges, number, PIN.")
    show = add_task(verbs, "show", "Whether she has a badge, a number, a PIN, and may try it.", _show)
    show.add_argument("person", metavar="PERSON", type=argument(cells.code))
    _verb(verbs, "pin", "Give a worker a new PIN.", _pin, _TYPED)
    _verb(verbs, "unlock", "Let a worker try her PIN again, who was locked out.", _unlock)
    _verb(verbs, "revoke", "Take every badge from a worker, as when she has lost it.", _revoke)


def _verb(verbs: Nouns, name: str, says: str, task: Task, more: str = "") -> None:
    verb = add_task(verbs, name, says, task, more)
    verb.add_argument("person", metavar="PERSON", type=argument(cells.code), help="her code")
    verb.add_argument("--dry-run", action="store_true", help=DRY)


def _pin(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    pin = pins.typed(args.person, terminal)
    if pin.isdigit() and is_simple(pin):
        terminal.complain(f"That PIN {pins.SIMPLE}")
    return carry_out(SetPin(args.person, pin), f"The PIN of {args.person}", "new", args, crib, terminal)


def _unlock(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return carry_out(UnlockPin(args.person), args.person, "free to try again", args, crib, terminal)


def _revoke(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return carry_out(RevokeBadges(args.person), args.person, "without a badge", args, crib, terminal)


def _show(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        shown = _known(db, args.person, crib.now())
    if args.json:
        terminal.document(shown)
    else:
        terminal.say("\n".join(_lines(shown, crib)))
    return DONE


def _known(db: Database, code: str, at: datetime) -> PersonShown:
    worker = lookup.worker_coded(db, code)
    if worker is None:
        raise CannotError(f"There is no worker {quoted(code)}. Look at the code in the sheet of people.")
    policy, tries = lookup.policy_of(db), standing.tries_of(db, worker.id)
    number, pin = _credential(db, worker.id)
    return PersonShown(
        code=code,
        name=name_of(db, worker.id),
        role=worker.role,
        active=worker.active,
        badges=len(standing.badges_of(db, worker.id)),
        number=number,
        pin=pin,
        wrong=tries.count if tries and at - tries.at < timedelta(seconds=policy.pin_lockout) else 0,
        locked_until=locked_until(tries, at, policy),
        without_badge=standing.times(db, worker.id, at, policy.no_badge_days),
    )


def _credential(db: Database, worker: WorkerId) -> tuple[bool, bool]:
    sql = "SELECT number IS NOT NULL, pin IS NOT NULL FROM credential WHERE worker = ?"
    row = one(db, sql, worker) or (0, 0)
    return bool(row[0]), bool(row[1])


def _lines(shown: PersonShown, crib: Crib) -> list[str]:
    until = shown.locked_until.astimezone(crib.zone) if shown.locked_until else None
    pin = f"locked until {until:%Y-%m-%d %H:%M}" if until else "yes" if shown.pin else "none"
    return [
        f"{plain(shown.code)}  {plain(shown.name)}, {shown.role}{'' if shown.active else ', switched off'}",
        f"  badges         {shown.badges or 'none'}",
        f"  number         {'yes' if shown.number else 'none'}",
        f"  PIN            {pin}{f', {shown.wrong} wrong' if shown.wrong and not until else ''}",
        f"  without badge  {shown.without_badge} times lately",
    ]
