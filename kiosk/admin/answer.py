"""What became of a command that was submitted, as cribctl tells it."""

from argparse import Namespace

from kiosk.admin.crib import Crib, submit
from kiosk.admin.terminal import DONE, REFUSED, Terminal
from kiosk.attendant.messages import Reply
from kiosk.crib.commands import Command


def carry_out(
    command: Command, what: str, became: str, args: Namespace, crib: Crib, terminal: Terminal
) -> int:
    """Submit a command; tell that ``what`` is what it ``became``, or why not; returns the exit code."""
    reply = submit(crib, command, dry_run=args.dry_run)
    said = f"{what} {'would be' if args.dry_run else 'is'} {became}."
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)


def told(said: str, reply: Reply, terminal: Terminal, *, dry_run: bool, as_json: bool) -> int:
    """Say what was done, or why not; returns the exit code."""
    done = reply.result in ("approved", "nothing")
    text = said if done else " ".join(flaw.message for flaw in reply.flaws) or reply.text
    if as_json:
        terminal.document({"result": reply.result, "dry_run": dry_run, "text": text})
    else:
        terminal.say(text)
    return DONE if done else REFUSED
