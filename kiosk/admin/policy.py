"""`cribctl policy`: the rulebook's settings, which live in the journal."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator

import msgspec

from kiosk.admin.cells import CellError, lasting, seconds
from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.table import Column, quoted, table
from kiosk.admin.terminal import DONE, REFUSED, Terminal
from kiosk.attendant.messages import Reply
from kiosk.crib.commands import SetPolicy
from kiosk.crib.policy import Policy
from kiosk.store.lookup import policy_of

_COLUMNS = (Column("SETTING"), Column("VALUE", right=True), Column("DEFAULT", right=True))


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "policy", "The settings of the rulebook, which the foreman may change.")
    add_task(verbs, "show", "Every setting, its value and its default.", _show)
    change = add_task(verbs, "set", "Change one setting, from now on.", _set)
    change.add_argument("setting", metavar="SETTING")
    change.add_argument("value", metavar="VALUE", type=_value, help="a duration: 8s, 15m, 8h, 2d, or seconds")
    change.add_argument("--dry-run", action="store_true", help="say whether it would be done, and do nothing")


def _value(text: str) -> int:
    try:
        return seconds(text)
    except CellError as error:
        raise ArgumentTypeError(f"{quoted(text)} {error}") from error


def _show(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        policy = policy_of(db)
    if args.json:
        terminal.document(policy)
    else:
        terminal.say("\n".join(table(_COLUMNS, _rows(policy))))
    return DONE


def _rows(policy: Policy) -> Iterator[tuple[str, str, str]]:
    usual = msgspec.structs.asdict(Policy())
    for setting, value in msgspec.structs.asdict(policy).items():
        yield setting, lasting(value), lasting(usual[setting])


def _set(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    change = SetPolicy(args.setting, args.value)
    reply = submit(crib, change, dry_run=args.dry_run)
    text = _answer(change, reply, dry_run=args.dry_run)
    if args.json:
        terminal.document({"result": reply.result, "dry_run": args.dry_run, "text": text})
    else:
        terminal.say(text)
    return DONE if reply.result in ("approved", "nothing") else REFUSED


def _answer(change: SetPolicy, reply: Reply, *, dry_run: bool) -> str:
    value = lasting(change.value)
    match reply.result:
        case "approved":
            return f"{change.setting} {'would be' if dry_run else 'is now'} {value}."
        case "nothing":
            return f"{change.setting} is {value} already."
    return " ".join(flaw.message for flaw in reply.flaws) or reply.text
