"""`cribctl stock`: moving pieces, setting them aside, throwing them away."""

from argparse import ArgumentParser, Namespace

from kiosk.admin import cells
from kiosk.admin.answer import carry_out
from kiosk.admin.command import DRY, Nouns, Task, add_noun, add_task, argument
from kiosk.admin.crib import Crib
from kiosk.admin.terminal import Terminal
from kiosk.crib.keeping import MoveStock, ScrapStock
from kiosk.crib.names import LotCode, ProductCode, Retirement
from kiosk.crib.places import QUARANTINE

_ASIDE = str(QUARANTINE)
_FROM = f"a bin, or {_ASIDE}"


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "stock", "Move pieces, set them aside, throw them away.")
    move = _verb(verbs, "move", "Put pieces into another bin.", _move)
    move.add_argument("source", metavar="FROM", help=_FROM)
    move.add_argument("destination", metavar="TO", help=_FROM)
    aside = _verb(verbs, _ASIDE, "Set pieces aside; `stock move` brings them back.", _quarantine)
    aside.add_argument("source", metavar="BIN")
    scrap = _verb(verbs, "scrap", "Keep pieces no longer.", _scrap)
    scrap.add_argument("source", metavar="FROM", help=_FROM)
    scrap.add_argument("--reason", required=True, choices=[str(reason) for reason in Retirement])
    scrap.add_argument("--approver", metavar="PERSON", required=True, help="who agreed: a lead or keeper")


def _verb(verbs: Nouns, name: str, says: str, task: Task) -> ArgumentParser:
    verb = add_task(verbs, name, says, task)
    verb.add_argument("product", metavar="PRODUCT", type=argument(cells.code))
    verb.add_argument("quantity", metavar="N", type=argument(cells.number))
    verb.add_argument("--lot", default="", type=argument(cells.code), help="where it is kept by lots")
    verb.add_argument("--note", default="", help="why")
    verb.add_argument("--dry-run", action="store_true", help=DRY)
    return verb


def _move(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _moved(args.destination, args, crib, terminal)


def _quarantine(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _moved(_ASIDE, args, crib, terminal)


def _moved(destination: str, args: Namespace, crib: Crib, terminal: Terminal) -> int:
    what = ProductCode(args.product), args.quantity, args.source, destination
    command = MoveStock(*what, LotCode(args.lot), args.note)
    return carry_out(command, _what(args), f"in {destination}", args, crib, terminal)


def _scrap(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = ScrapStock(
        ProductCode(args.product),
        args.quantity,
        args.source,
        Retirement(args.reason),
        LotCode(args.lot),
        args.approver,
        args.note,
    )
    return carry_out(command, _what(args), "scrapped", args, crib, terminal)


def _what(args: Namespace) -> str:
    return f"{args.quantity} x {args.product}"
