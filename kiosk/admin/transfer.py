"""`cribctl transfer`: things that leave for another site, or come from one."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence

from msgspec.structs import asdict

from kiosk.admin.answer import told
from kiosk.admin.command import DRY, Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.table import Column, quoted, table
from kiosk.admin.terminal import DONE, CannotError, Terminal
from kiosk.crib.commands import Command
from kiosk.crib.names import BinCode
from kiosk.crib.transferring import CloseTransfer, Item, ReceiveTransfer, SendTransfer
from kiosk.store.transfers import Row, listed

_ITEMS = """\
ITEM is the code of an asset, or of a product with a number of units behind it:
  TW-01 TW-02 GLV-9 20
"""
_COLUMNS = (
    Column("transfer"),
    Column("way"),
    Column("site"),
    Column("code", shrinks=True),
    Column("lot", shrinks=True),
    *(Column(name, right=True) for name in ("told", "came", "lost", "found", "open")),
)


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "transfer", "Things that leave for another site, or come from one.")
    send = add_task(verbs, "send", "Let things leave their bins for another site.", _send, _ITEMS)
    send.add_argument("transfer", metavar="TRANSFER", help="a code of your own, used once")
    send.add_argument("--to", metavar="SITE", required=True, help="the site that they go to")
    send.add_argument("items", metavar="ITEM", nargs="+")
    receive = add_task(
        verbs, "receive", "Put what came into a bin; what is short stays open.", _receive, _ITEMS
    )
    receive.add_argument("transfer", metavar="TRANSFER")
    receive.add_argument("bin", metavar="BIN")
    receive.add_argument("items", metavar="ITEM", nargs="*", help="default: everything that is open")
    receive.add_argument(
        "--from", metavar="SITE", dest="origin", default="", help="needed where central is away"
    )
    lost = add_task(verbs, "lost", "Declare lost what was sent from here and never arrived.", _lost, _ITEMS)
    lost.add_argument("transfer", metavar="TRANSFER")
    found = add_task(
        verbs, "found", "Put what never arrived, and was found here, into a bin.", _found, _ITEMS
    )
    found.add_argument("transfer", metavar="TRANSFER")
    found.add_argument("bin", metavar="BIN")
    for closing in (lost, found):
        closing.add_argument("items", metavar="ITEM", nargs="*", help="default: everything that is open")
        closing.add_argument("--note", default="", help="why")
    for verb in (send, receive, lost, found):
        verb.add_argument("--dry-run", action="store_true", help=DRY)
    every = add_task(verbs, "list", "What is on its way.", _list)
    every.add_argument("--all", action="store_true", help="and what has arrived, was lost or found")


def items_of(words: Sequence[str]) -> tuple[Item, ...]:
    """Codes, each with the whole number behind it, else one.

    Raises:
        ArgumentTypeError: a number stands first, or is none that can be counted.
    """
    items: list[Item] = []
    numbered = True
    for word in words:
        if not (word.isascii() and word.isdigit()) or numbered:
            items.append(Item(word))
            numbered = False
        elif not 0 < int(word) < 10**6:
            raise ArgumentTypeError(f"{quoted(word)} units cannot be counted; write 1 to 999999.")
        else:
            items[-1] = Item(items[-1].code, int(word))
            numbered = True
    return tuple(items)


def _items(args: Namespace) -> tuple[Item, ...]:
    try:
        return items_of(args.items)
    except ArgumentTypeError as error:
        raise CannotError(str(error)) from error


def _send(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    here = crib.settings.kiosk.site
    if args.to == here:
        raise CannotError(f"This is site {here} itself; --to names another.")
    command = SendTransfer(args.transfer, args.to, _items(args))
    return _do(command, f"Transfer {args.transfer} is on its way to {args.to}.", args, crib, terminal)


def _receive(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = ReceiveTransfer(args.transfer, BinCode(args.bin), _items(args), args.origin)
    said = f"Received of transfer {args.transfer} into {args.bin}."
    code = _do(command, said, args, crib, terminal)
    if code == DONE and not args.json:
        with reading(crib) as db:
            short = [row for row in listed(db, closed=False) if _is_short(row, args.transfer)]
        for row in short:
            terminal.say(f"Short: {row.open} x {row.code}, still open.")
    return code


def _is_short(row: Row, transfer: str) -> bool:
    return row.way == "in" and row.transfer == transfer and row.open > 0


def _lost(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = CloseTransfer(args.transfer, _items(args), note=args.note)
    return _do(command, f"Declared lost of transfer {args.transfer}.", args, crib, terminal)


def _found(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = CloseTransfer(args.transfer, _items(args), BinCode(args.bin), args.note)
    return _do(command, f"Found of transfer {args.transfer}, put into {args.bin}.", args, crib, terminal)


def _do(command: Command, said: str, args: Namespace, crib: Crib, terminal: Terminal) -> int:
    reply = submit(crib, command, dry_run=args.dry_run)
    if reply.result == "nothing":
        said = "Nothing to do: it was done before."
    elif args.dry_run:
        said = f"{said} (Not done: --dry-run.)"
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)


def _list(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        rows = listed(db, closed=args.all)
    if args.json:
        terminal.document([asdict(row) for row in rows])
        return DONE
    for line in table(_COLUMNS, [[str(value) for value in asdict(row).values()] for row in rows]):
        terminal.say(line)
    return DONE
