"""`cribctl sim`: moves the simulated devices of a kiosk that was started with --simulate."""

from argparse import ArgumentParser, Namespace
from hashlib import sha256
from math import isfinite

from kiosk.admin.command import Nouns, Task, add_noun, add_task
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.table import plain
from kiosk.admin.terminal import DONE, CannotError, Terminal
from kiosk.crib.definitions import Define, Person
from kiosk.devices.badges import badge_number
from kiosk.devices.simulation_requests import (
    AskSimulated,
    Babble,
    DoorAct,
    MoveDoor,
    PullCable,
    PutCable,
    ScanCode,
    ShowTags,
    SimRequest,
    TapBadge,
    Told,
    ToldError,
    ask,
    socket_of,
)
from kiosk.store import lookup
from kiosk.store.people import name_of

_TAP = """\
Of a worker only a digest of her badge is kept, so a worker's code gets her a made-up badge, which is entered
in the journal the first time. Give a number to hold a badge that is known.
"""


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "sim", "Moves the devices of a kiosk that was started with --simulate.")
    tap = _verb(verbs, "tap", "Hold a badge to the reader.", _tap, _TAP)
    tap.add_argument("badge", metavar="BADGE|PERSON", help="a badge number as printed, or a worker's code")
    tap.add_argument("--for", dest="seconds", type=_seconds, default=0.33, metavar="SECONDS")
    tap.add_argument("--reader", default="", metavar="DEVICE")
    scan = _verb(verbs, "scan", "Scan a code.", _scan)
    scan.add_argument("code", metavar="CODE")
    scan.add_argument("--scanner", default="", metavar="DEVICE")
    tags = _verb(verbs, "tags", "Hold UHF tags into the field, all at once.", _tags)
    tags.add_argument("epcs", metavar="EPC", nargs="+")
    tags.add_argument("--for", dest="seconds", type=_seconds, default=1.0, metavar="SECONDS")
    tags.add_argument("--reader", default="", metavar="DEVICE")
    door = _verb(verbs, "door", "Pull at a cabinet's door, shut it, or break it open.", _door)
    door.add_argument("cabinet", metavar="CABINET")
    door.add_argument("act", choices=[act.value for act in DoorAct])
    unplug = _verb(verbs, "unplug", "Pull a device's cable.", _unplug)
    plug = _verb(verbs, "plug", "Put a device's cable back.", _plug)
    babble = _verb(verbs, "babble", "Have a device send nonsense.", _babble)
    for parser in (unplug, plug, babble):
        parser.add_argument("device", metavar="DEVICE", help="as the screen calls it, e.g. reader")
    babble.add_argument("--bytes", type=int, default=1000, metavar="N")
    _verb(verbs, "status", "How the simulated devices are.", _status)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not isfinite(seconds):
        raise ValueError
    return seconds


def _verb(verbs: Nouns, name: str, says: str, do: Task, more: str = "") -> ArgumentParser:
    return add_task(verbs, name, says, do, more)


def _asked(crib: Crib, request: SimRequest) -> Told:
    try:
        return ask(socket_of(crib.settings), request)
    except ToldError as error:
        raise CannotError(str(error)) from None


def _done(request: SimRequest, args: Namespace, crib: Crib, terminal: Terminal) -> int:
    told = _asked(crib, request)
    if args.json:
        terminal.document(told)
    elif told.text:
        terminal.say(plain(told.text))
    return DONE


def _tap(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    _asked(crib, AskSimulated())  # nobody is given a made-up badge in a crib that is not simulated
    badge = _made_up(args.badge, crib, terminal) or _number(args.badge)
    return _done(TapBadge(badge, args.seconds, args.reader), args, crib, terminal)


def _number(text: str) -> str:
    try:
        return badge_number(text)
    except ValueError as why:
        raise CannotError(f"There is no worker {text!r}, and as a number: {why}.") from None


def _made_up(code: str, crib: Crib, terminal: Terminal) -> str:
    """The made-up badge of a worker, who has it now; empty where there is no such worker."""
    with reading(crib) as db:
        worker = lookup.worker_coded(db, code)
        if worker is None:
            return ""
        name = name_of(db, worker.id)
    number = f"em4100:40:{sha256(code.encode()).hexdigest()[:10].upper()}"
    person = Person(code, name, worker.role, number, worker.active, language=worker.language)
    reply = submit(crib, Define((person,)), dry_run=False)
    if reply.result not in ("approved", "nothing"):
        raise CannotError(" ".join(flaw.message for flaw in reply.flaws) or reply.text)
    if reply.result == "approved":
        terminal.complain(f"{plain(code)} was given a made-up badge.")
    return number


def _scan(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _done(ScanCode(args.code, args.scanner), args, crib, terminal)


def _tags(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _done(ShowTags(tuple(args.epcs), args.seconds, args.reader), args, crib, terminal)


def _door(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _done(MoveDoor(args.cabinet, DoorAct(args.act)), args, crib, terminal)


def _unplug(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _done(PullCable(args.device), args, crib, terminal)


def _plug(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _done(PutCable(args.device), args, crib, terminal)


def _babble(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return _done(Babble(args.device, args.bytes), args, crib, terminal)


def _status(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    told = _asked(crib, AskSimulated())
    if args.json:
        terminal.document(told.devices)
        return DONE
    for device in told.devices:
        terminal.say(f"{plain(device.name)}: {plain(device.what)}, {plain(device.state)}")
    return DONE
