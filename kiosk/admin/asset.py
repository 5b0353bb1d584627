"""`cribctl asset`: adding assets, and what becomes of them."""

import re
from argparse import ArgumentParser, Namespace

from kiosk.admin import asset_card, cells
from kiosk.admin.answer import carry_out, told
from kiosk.admin.command import DRY, Nouns, Task, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.near import near_duplicates
from kiosk.admin.terminal import CannotError, Terminal
from kiosk.crib import keeping as do
from kiosk.crib.definitions import Define, NewAsset
from kiosk.crib.names import AssetCode, BinCode, ProductCode, Retirement
from kiosk.store.database import rows

_AFTER = "SELECT substr(code, ?) FROM code WHERE substr(code, 1, ?) = ?"
_MOST = 10_000
"""Assets added at once; more are imported."""


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "asset", "Add assets; move, repair, retire them.")
    _add_adding(verbs)
    _verb(verbs, "move", "Put an asset into another bin, its home from now on.", _move).add_argument(
        "bin", metavar="BIN", type=argument(cells.code)
    )
    _verb(verbs, "release", "Let an asset out of quarantine.", _release)
    _verb(verbs, "service", "Send an asset away to be repaired or calibrated.", _service)
    back = _verb(verbs, "back", "Take an asset back from service.", _back)
    back.add_argument(
        "--done", metavar="RULE", action="append", default=[], help="what was done: calibration, ..."
    )
    back.add_argument("--day", type=argument(cells.day), help="on which it was done (default: today)")
    serviced = _verb(verbs, "serviced", "Note that what was due was done.", _serviced)
    serviced.add_argument("rule", metavar="RULE", help="calibration, or another of its category")
    serviced.add_argument("day", metavar="DAY", type=argument(cells.day))
    retire = _verb(verbs, "retire", "Keep an asset no longer; its code is never used again.", _retire)
    retire.add_argument("--reason", required=True, choices=[str(reason) for reason in Retirement])
    retire.add_argument("--approver", metavar="PERSON", required=True, help="who agreed: a lead or keeper")
    _verb(verbs, "lost", "Declare an asset lost; a loan of it is closed.", _lost)
    _verb(verbs, "found", "A lost asset is in its bin again; a search is over.", _found)
    asset_card.add(verbs)


def _verb(verbs: Nouns, name: str, says: str, task: Task) -> ArgumentParser:
    verb = add_task(verbs, name, says, task)
    verb.add_argument("asset", metavar="ASSET", type=argument(cells.code))
    if name != "move":
        verb.add_argument("--note", default="", help="why, or by whom")
    verb.add_argument("--dry-run", action="store_true", help=DRY)
    return verb


def _add_adding(verbs: Nouns) -> None:
    more = "With --count and --prefix, codes go on after the highest number there is: TW-21, TW-22, ..."
    new = add_task(verbs, "add", "Add an asset, or several at once.", _add, more)
    new.add_argument("asset", metavar="ASSET", nargs="?", type=argument(cells.code))
    new.add_argument("--product", required=True, type=argument(cells.code))
    new.add_argument("--bin", default="", type=argument(cells.code), help="its home")
    new.add_argument("--count", metavar="N", type=argument(cells.number))
    new.add_argument("--prefix", metavar="TEXT", type=argument(cells.code))
    new.add_argument("--serial", default="", type=argument(cells.code))
    new.add_argument("--calibrated", metavar="DAY", type=argument(cells.day))
    new.add_argument("--cost", type=argument(cells.cents), default=-1, help="default: its product's")
    new.add_argument("--bought", metavar="DAY", type=argument(cells.day))
    new.add_argument("--draft", action="store_true", help="it did not come yet, and may have gaps")
    new.add_argument("--dry-run", action="store_true", help=DRY)


def _add(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    codes = _codes(args, crib)
    things = tuple(_new(args, code) for code in codes)
    for _, warning in near_duplicates(crib, things):
        terminal.complain(warning)
    reply = submit(crib, Define(things), dry_run=args.dry_run)
    which = codes[0] if len(codes) == 1 else f"{len(codes)} assets, {codes[0]} to {codes[-1]}"
    draft = "" if not args.draft else " as a draft" if len(codes) == 1 else ", as drafts"
    said = f"{'Would add' if args.dry_run else 'Added'} {which}{draft}."
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)


def _new(args: Namespace, code: str) -> NewAsset:
    return NewAsset(
        AssetCode(code),
        ProductCode(args.product),
        BinCode(args.bin),
        serial=args.serial,
        calibrated=args.calibrated,
        cost_cents=args.cost,
        bought=args.bought,
        draft=args.draft,
    )


def _codes(args: Namespace, crib: Crib) -> list[str]:
    """The one that was named, or so many that follow."""
    several = args.count is not None and args.prefix
    if bool(args.asset) == bool(several):
        raise CannotError("Name one ASSET, or --count and --prefix for several.")
    if args.asset:
        return [args.asset]
    if not 0 < args.count <= _MOST:
        raise CannotError(f"--count {args.count} is not from 1 to {_MOST}. Import so many from a sheet.")
    if args.serial:
        raise CannotError("--serial is of one asset. Leave it out, or add them one by one.")
    last, width = _last(args.prefix, crib)
    numbers = range(last + 1, last + 1 + args.count)
    return [f"{args.prefix}{number:0{max(width, len(str(numbers[-1])))}}" for number in numbers]


def _last(prefix: str, crib: Crib) -> tuple[int, int]:
    """The highest number after the prefix, and how many digits it has."""
    start = len(prefix)
    with reading(crib) as db:
        known = rows(db, _AFTER, start + 1, start, prefix)
    digits = [rest for (rest,) in known if re.fullmatch(r"\d{1,9}", rest, re.ASCII)]
    return max((int(text) for text in digits), default=0), max((len(text) for text in digits), default=2)


def _move(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.MoveAsset(AssetCode(args.asset), BinCode(args.bin))
    return carry_out(command, args.asset, f"at home in {args.bin}", args, crib, terminal)


def _release(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.ReleaseAsset(AssetCode(args.asset), args.note)
    return carry_out(command, args.asset, "released", args, crib, terminal)


def _service(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.SendToService(AssetCode(args.asset), args.note)
    return carry_out(command, args.asset, "at service", args, crib, terminal)


def _back(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.BackFromService(AssetCode(args.asset), tuple(args.done), args.day, args.note)
    return carry_out(command, args.asset, "back from service", args, crib, terminal)


def _serviced(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.NoteService(AssetCode(args.asset), args.rule, args.day, args.note)
    what = f"{args.rule} of {args.asset}"
    return carry_out(command, what, f"noted for {args.day}", args, crib, terminal)


def _retire(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.RetireAsset(AssetCode(args.asset), Retirement(args.reason), args.approver, args.note)
    return carry_out(command, args.asset, "retired", args, crib, terminal)


def _lost(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.DeclareLost(AssetCode(args.asset), args.note)
    return carry_out(command, args.asset, "lost", args, crib, terminal)


def _found(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = do.FindAsset(AssetCode(args.asset), args.note)
    return carry_out(command, args.asset, "found", args, crib, terminal)
