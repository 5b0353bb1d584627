"""`cribctl status`: how the kiosk is."""

from argparse import Namespace
from contextlib import closing

from kiosk.admin.command import Nouns, add_task
from kiosk.admin.crib import Crib
from kiosk.admin.terminal import DONE, Terminal
from kiosk.attendant.messages import Status


def add(nouns: Nouns) -> None:
    """Add the noun."""
    add_task(nouns, "status", "How the kiosk is: its devices, its disk, its broker, its clock.", _status)


def _status(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with closing(crib.door()) as door:
        status = door.status()
    if args.json:
        terminal.document(_document(status))
        return DONE
    terminal.say(f"{status.kiosk} at site {status.site}, version {status.version}")
    terminal.say(f"journal {status.epoch}/{status.seq}")
    for part in status.health:
        terminal.say(f"{'ok' if part.ok else '!!'}  {part.text}")
    if status.strange_tags:
        terminal.say(f"UHF tags passed that are nothing of the crib's: {status.strange_tags}")
    return DONE


def _document(status: Status) -> dict[str, object]:
    """The status without the id of the question."""
    return {name: getattr(status, name) for name in status.__struct_fields__ if name != "id"}
