"""`cribctl hold`: what is reserved, for whom, until when."""

import re
from argparse import Namespace
from datetime import UTC, datetime, tzinfo

from kiosk.admin import cells, report
from kiosk.admin.answer import carry_out, told
from kiosk.admin.command import DRY, Nouns, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.table import quoted
from kiosk.admin.terminal import CannotError, Terminal
from kiosk.crib.commands import PlaceHold, ReleaseHold
from kiosk.crib.names import HoldCode
from kiosk.store.hold_reports import end_of_day, report_reserved

_TIME = "2026-11-03T06:00, or 06:00 of today, in the crib's zone"


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "hold", "What is reserved.")
    place = add_task(verbs, "place", "Reserve pieces of a product, or one asset.", _place)
    place.add_argument("hold", metavar="HOLD", help="a code of its own; one that exists is changed")
    place.add_argument("--for", dest="whom", metavar="WHOM", required=True, help="a person's or a job's code")
    place.add_argument("--what", metavar="CODE", required=True, help="a product's or an asset's code")
    place.add_argument("--quantity", metavar="N", type=argument(cells.number), default=1)
    place.add_argument("--from", dest="start", metavar="TIME", required=True, help=_TIME)
    place.add_argument("--until", metavar="TIME", required=True, help="the first moment that is free again")
    place.add_argument("--dry-run", action="store_true", help=DRY)
    release = add_task(verbs, "release", "Let a hold bind no longer.", _release)
    release.add_argument("hold", metavar="HOLD")
    release.add_argument("--note", default="", help="why")
    release.add_argument("--dry-run", action="store_true", help=DRY)
    listed = add_task(verbs, "list", "Every hold that binds, and what of it will fail.", _list)
    listed.add_argument("--today", action="store_true", help="only those that begin before tomorrow")
    listed.add_argument("--csv", action="store_true", help="print CSV")


def _place(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    start, until = (_moment(text, crib) for text in (args.start, args.until))
    command = PlaceHold(HoldCode(args.hold), args.what, start, until, args.quantity, args.whom)
    span = f"from {_local(start, crib.zone)} until {_local(until, crib.zone)}"
    became = f"reserved for {args.whom} {span} (hold {args.hold})"
    return carry_out(command, f"{args.quantity} x {args.what}", became, args, crib, terminal)


def _release(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    reply = submit(crib, ReleaseHold(HoldCode(args.hold), args.note), dry_run=args.dry_run)
    said = f"Hold {args.hold} {'would bind' if args.dry_run else 'binds'} no longer."
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)


def _list(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    now = crib.now()
    with reading(crib) as db:
        rows = report_reserved(db, now, crib.zone, end_of_day(now, crib.zone) if args.today else None)
    return report.tell("reserved", rows, args, crib.zone, terminal)


def _moment(text: str, crib: Crib) -> datetime:
    """A minute of the crib's wall time; one that the clocks skip does not exist."""
    today = crib.now().astimezone(crib.zone).date()
    whole = f"{today}T{text}" if re.fullmatch(r"\d\d:\d\d", text, re.ASCII) else text
    fits = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", whole, re.ASCII)
    try:
        local = datetime.fromisoformat(whole if fits else "").replace(tzinfo=crib.zone)
    except ValueError:
        raise CannotError(f"{quoted(text)} is not a time. Write {_TIME}.") from None
    moment = local.astimezone(UTC)
    if moment.astimezone(crib.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise CannotError(f"{quoted(text)} does not exist: the clocks skip it. Write an hour later.")
    return moment


def _local(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
