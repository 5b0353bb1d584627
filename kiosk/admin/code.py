"""`cribctl code`: further codes that a product or an asset answers to."""

from argparse import ArgumentParser, Namespace

from kiosk.admin import cells
from kiosk.admin.answer import carry_out
from kiosk.admin.command import DRY, Nouns, Task, add_noun, add_task, argument
from kiosk.admin.crib import Crib
from kiosk.admin.terminal import Terminal
from kiosk.crib.linking import LinkCode, UnlinkCode


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "code", "Let a code that means nothing yet stand for a product or an asset.")
    link = _verb(verbs, "link", "Let a code stand for a product or an asset.", _link)
    link.add_argument("to", metavar="PRODUCT|ASSET", type=argument(cells.code))
    _verb(verbs, "unlink", "Let a code that was linked mean nothing again.", _unlink)


def _verb(verbs: Nouns, name: str, says: str, task: Task) -> ArgumentParser:
    verb = add_task(
        verbs, name, says, task, "`cribctl report unknown` lists the codes that mean nothing yet."
    )
    verb.add_argument("code", metavar="CODE", type=argument(cells.code))
    verb.add_argument("--dry-run", action="store_true", help=DRY)
    return verb


def _link(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = LinkCode(args.code, args.to)
    return carry_out(command, args.code, f"a code of {args.to}", args, crib, terminal)


def _unlink(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return carry_out(UnlinkCode(args.code), args.code, "linked to nothing", args, crib, terminal)
