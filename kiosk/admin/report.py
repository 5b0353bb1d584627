"""`cribctl report`: what the journal adds up to."""

import csv
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from msgspec import Struct

from kiosk.admin import cells
from kiosk.admin.command import Nouns, add_task
from kiosk.admin.crib import Crib, reading
from kiosk.admin.table import Column, plain, quoted, table
from kiosk.admin.terminal import DONE, CannotError, Terminal
from kiosk.admin.trust import footnote
from kiosk.store.as_of import Day
from kiosk.store.database import Database
from kiosk.store.day_reports import REPORTS as OF_ONE_DAY
from kiosk.store.hold_reports import end_of_day
from kiosk.store.reports import REPORTS, Moment
from kiosk.store.value import REPORTS as OF_A_DAY
from kiosk.store.value import ValueRow

_OUT = ("code", "name", "product", "bin", "quantity", "holder", "since", "due")
FIELDS = {
    "out": _OUT,
    "available": ("code", "name", "available", "reserved", "out", "quarantined", "total"),
    "overdue": _OUT,
    "low": ("abc", "code", "name", "available", "reorder", "short", "ordered"),
    "calibration": ("code", "name", "product", "bin", "through"),
    "quarantined": ("code", "name", "product", "bin", "note", "holders"),
    "reserved": (
        *("code", "product", "asset", "name", "holder", "start", "until"),
        *("quantity", "picked", "short", "why"),
    ),
    "service": ("code", "name", "product", "bin"),
    "lost": ("code", "name", "product", "bin", "value"),
    "moved": ("since", "code", "product", "name", "quantity", "source", "destination", "holder", "via"),
    "overrides": ("since", "code", "product", "lifts", "reason", "lead", "holder"),
    "unknown": ("code", "times", "since"),
    "count-accuracy": ("cabinet", "code", "name", "counted", "age", "lines", "right", "accuracy"),
    "count-plan": ("abc", "cabinet", "code", "name", "counted", "age", "due"),
    "never-counted": ("cabinet", "code", "name"),
    "gaps": ("code", "name", "product", "bin", "misses"),
    "missing": ("code", "name", "product", "bin", "holders"),
    "misplaced": ("code", "name", "product", "bin", "seen"),
    "unconfirmed": ("code", "name", "product", "bin"),
    "late-entries": ("since", "code", "name", "day", "late"),
    "no-badge": ("code", "name", "times", "since"),
    "denied": ("since", "code", "name", "taker", "holder"),
    "doors": ("since", "code", "name", "holder"),
    "read": ("product", "step", "code", "holder", "version", "since", "current"),
    "unread": ("product", "step", "code", "holder", "version"),
    "use": ("code", "name", "product", "uses", "hours", "percent"),
    "still-out": ("holder", "code", "name", "product", "quantity", "due"),
    "reorder": (
        *("supplier", "code", "name", "method", "available", "ordered", "reorder"),
        *("quantity", "packs", "value"),
    ),
    "ordered": ("code", "product", "name", "supplier", "quantity", "day"),
    "arrivals": ("day", "code", "name", "needed", "available", "arriving", "short", "risk"),
    "abc": ("abc", "code", "name", "value", "risk", "cover"),
    "dead": ("code", "name", "on_hand", "day", "value"),
    "over": ("code", "name", "on_hand", "maximum", "above", "value"),
    "expiring": ("code", "name", "lot", "bin", "quantity", "day", "value"),
    "expiry-losses": ("code", "name", "lot", "bin", "quantity", "day", "value"),
    "quantities": ("code", "name", "category", "on_hand", "out", "quarantined", "total"),
    "value": ("abc", "code", "name", "costing", "quantity", "value", "used", "turns", "cover"),
    "depreciation": (
        *("code", "name", "category", "bought", "method", "life_months", "residual"),
        *("cost", "lost", "value"),
    ),
}
"""What each report tells of a row: the keys of JSON and CSV."""
_NEVER = str(date.min)
"""What a calibration that was never made is valid through."""
_UNPRINTED = {
    "out": ("product", "bin", "quantity"),
    "overdue": ("product", "bin", "quantity"),
    "moved": ("product", "name"),
    "overrides": ("product",),
    "reserved": ("name", "picked", "short"),
    "value": ("costing",),
    "reorder": ("method", "packs"),
    "depreciation": ("category", "life_months", "residual"),
}
_COLUMNS = {
    "code": Column("CODE"),
    "name": Column("NAME", shrinks=True),
    "product": Column("PRODUCT"),
    "bin": Column("BIN"),
    "holder": Column("HOLDER", shrinks=True),
    "since": Column("SINCE"),
    "due": Column("DUE"),
    "asset": Column("ASSET"),
    "start": Column("FROM"),
    "until": Column("UNTIL"),
    "picked": Column("PICKED", right=True),
    "source": Column("FROM"),
    "destination": Column("TO"),
    "via": Column("VIA"),
    "lifts": Column("STOP"),
    "reason": Column("REASON"),
    "lead": Column("LEAD", shrinks=True),
    "why": Column("WHAT WILL FAIL"),
    "available": Column("AVAILABLE", right=True),
    "reserved": Column("RESERVED", right=True),
    "out": Column("OUT", right=True),
    "quarantined": Column("QUARANTINED", right=True),
    "total": Column("TOTAL", right=True),
    "reorder": Column("REORDER", right=True),
    "times": Column("TIMES", right=True),
    "through": Column("VALID THROUGH"),
    "short": Column("SHORT", right=True),
    "ordered": Column("ORDERED", right=True),
    "supplier": Column("SUPPLIER"),
    "packs": Column("PACKS", right=True),
    "day": Column("DAY"),
    "needed": Column("NEEDED", right=True),
    "arriving": Column("ARRIVING", right=True),
    "risk": Column("RISK"),
    "maximum": Column("MAXIMUM", right=True),
    "above": Column("ABOVE", right=True),
    "lot": Column("LOT"),
    "cabinet": Column("CABINET"),
    "counted": Column("COUNTED"),
    "age": Column("DAYS AGO", right=True),
    "lines": Column("LINES", right=True),
    "misses": Column("MISSES"),
    "note": Column("NOTE", shrinks=True),
    "holders": Column("LAST HOLDERS", shrinks=True),
    "taker": Column("TAKEN OVER BY", shrinks=True),
    "step": Column("STEP"),
    "version": Column("VERSION", right=True),
    "current": Column("CURRENT"),
    "uses": Column("USES", right=True),
    "hours": Column("HOURS OUT", right=True),
    "percent": Column("PERCENT", right=True),
    "late": Column("DAYS LATE", right=True),
    "right": Column("RIGHT", right=True),
    "accuracy": Column("PERCENT", right=True),
    "category": Column("CATEGORY"),
    "on_hand": Column("ON HAND", right=True),
    "abc": Column("CLASS"),
    "quantity": Column("QUANTITY", right=True),
    "value": Column("VALUE", right=True),
    "used": Column("USED", right=True),
    "turns": Column("TURNS", right=True),
    "cover": Column("COVER", right=True),
    "bought": Column("BOUGHT"),
    "method": Column("METHOD"),
    "cost": Column("COST", right=True),
    "lost": Column("LOST", right=True),
}
_MORE = """\
  out          assets that are with somebody: who, since when, until when
  available    each product's figures
  overdue      what should be back by now
  low          products with no more available than their reorder point, the most important class first
  calibration  assets whose calibration has lapsed
  quarantined  assets that are quarantined, and who had each last
  reserved     every hold that binds now or later, and what of it will fail
  service      assets that are away to be repaired or calibrated
  lost         assets that were declared lost, the dearest first
  moved        every movement of today
  overrides    what a lead let pass today
  unknown      codes that were scanned and mean nothing
  count-accuracy  how right each bin was when it was counted last, and how long ago that is
  count-plan   bins that are due to be counted, the most important class first
  never-counted  bins that nobody has counted
  gaps         drafts and what they miss; products without a cost, people without a badge
  missing      assets that somebody did not find where they should be, and who had each last
  unconfirmed  controlled assets that came back without a badge, and that nobody has seen since
  late-entries  what was entered on a later day than it was done
  no-badge     who has often come without a badge lately: how often, and when last
  denied       what somebody took over, and who had it (HOLDER) says that she did not give it away
  doors        cabinets to look at today: forced, held open, faulty, opened with nothing scanned
  read         who has read which instruction, and whether it is still the one (PRODUCT: its category)
  unread       who has still to read which instruction
  use          how often each asset was taken, hours with somebody, percent of the time it has been here
  still-out    who has what was due by the end of the last shift
  reorder      what to order now, by supplier
  ordered      what was ordered and is not here yet
  arrivals     of what is ordered just in time: when it is needed, and what arrives by then
  abc          the class of each product, by what a year of its use costs
  dead         what lies here and does not move
  over         what lies here beyond its maximum
  expiring     lots whose last good day is near
  expiry-losses  what is too old: lots that lie here, and what was thrown away for it
  quantities   pieces of each product, by where they were on a day
  value        what each product was worth on a day, what a year's use cost, turns and days of cover
  depreciation  what each asset was worth on a day

The table's times are in the crib's zone, those of JSON and CSV in UTC.
"""
_OF_DAYS: dict[str, Callable[[Database, Day], Sequence[Struct]]] = {**OF_A_DAY, **OF_ONE_DAY}
"""Reports of a day: of its end, or all that happened on it."""
Value = str | int | datetime | date | Decimal | None


def add(nouns: Nouns) -> None:
    """Add the noun."""
    parser = add_task(nouns, "report", "What is out, available, overdue, low and so on, now.", report, _MORE)
    parser.add_argument("name", choices=FIELDS, metavar="REPORT", help=", ".join(FIELDS))
    parser.add_argument("--csv", action="store_true", help="print CSV")
    parser.add_argument("--as-of", metavar="DATE", help=f"a day: {', '.join(_OF_DAYS)}")
    parser.add_argument("--today", action="store_true", help="of reserved: what begins before tomorrow")


def report(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    """Print the report that is named."""
    rows = _rows(args, crib)
    code = tell(args.name, rows, args, crib.zone, terminal)
    if rows and not (args.json or args.csv):
        with reading(crib) as db:
            said = footnote(db, crib.now())
        if said:
            terminal.say(said)
    return code


def tell(name: str, rows: Sequence[Struct], args: Namespace, zone: tzinfo, terminal: Terminal) -> int:
    """Print a report's rows as ``args`` wants them: a table, ``json`` or ``csv``."""
    if args.json:
        terminal.document([{field: _value(row, field) for field in FIELDS[name]} for row in rows])
    elif args.csv:
        _write_csv(name, rows, terminal)
    else:
        _write_table(name, rows, zone, terminal)
    return DONE


def _rows(args: Namespace, crib: Crib) -> Sequence[Struct]:
    if args.as_of and args.name not in _OF_DAYS:
        said = f"report {args.name} tells of now; --as-of goes with {', '.join(_OF_DAYS)}. Leave it out."
        raise CannotError(said)
    if args.today and args.name != "reserved":
        raise CannotError("--today goes with reserved. Leave it out.")
    with reading(crib) as db:
        if args.name in _OF_DAYS:
            return _OF_DAYS[args.name](db, _day(args.as_of, crib))
        now = crib.now()
        until = end_of_day(now, crib.zone) if args.today else None
        return REPORTS[args.name](db, Moment(now, crib.zone, until))


def _day(text: str | None, crib: Crib) -> Day:
    try:
        now = crib.now()
        return Day(cells.day(text) if text else now.astimezone(crib.zone).date(), crib.zone, now)
    except cells.CellError as error:
        raise CannotError(f"--as-of: {quoted(text or '')} {error}") from error


def _value(row: Struct, field: str) -> Value:
    value: Value = getattr(row, field)
    return None if value == _NEVER else value


def _write_csv(name: str, rows: Sequence[Struct], terminal: Terminal) -> None:
    writer = csv.writer(terminal.out, lineterminator="\n")
    writer.writerow(FIELDS[name])
    for row in rows:
        writer.writerow(_text(_value(row, field), _rfc3339) for field in FIELDS[name])


def _write_table(name: str, rows: Sequence[Struct], zone: tzinfo, terminal: Terminal) -> None:
    if not rows:
        terminal.say(f"{name}: none")
        return
    fields = [field for field in FIELDS[name] if field not in _UNPRINTED.get(name, ())]
    texts = ([_printed(row, field, zone) for field in fields] for row in rows)
    terminal.say("\n".join(table([_COLUMNS[field] for field in fields], texts)))
    newest_first = [plain(row.code) for row in rows if isinstance(row, ValueRow) and row.costing == "lifo"]
    if newest_first:
        terminal.say(f"Costed lifo, which IAS 2 (IFRS) does not allow: {', '.join(newest_first)}.")


def _printed(row: Struct, field: str, zone: tzinfo) -> str:
    if field == "through" and getattr(row, field) == _NEVER:
        return "never"
    return _text(_value(row, field), lambda at: f"{at.astimezone(zone):%Y-%m-%d %H:%M}")


def _text(value: Value, time: Callable[[datetime], str]) -> str:
    if isinstance(value, datetime):
        return time(value)
    return "" if value is None else str(value)


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
