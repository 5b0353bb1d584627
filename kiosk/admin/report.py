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
from kiosk.store.as_of import Day
from kiosk.store.reports import REPORTS, Moment
from kiosk.store.value import REPORTS as OF_A_DAY
from kiosk.store.value import ValueRow

_OUT = ("code", "name", "product", "bin", "holder", "since", "due")
FIELDS = {
    "out": _OUT,
    "available": ("code", "name", "available", "reserved", "out", "quarantined", "total"),
    "overdue": _OUT,
    "low": ("code", "name", "available", "reorder"),
    "calibration": ("code", "name", "product", "bin", "through"),
    "quarantined": ("code", "name", "product", "bin"),
    "unknown": ("code", "times", "since"),
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
    "out": ("product", "bin"),
    "overdue": ("product", "bin"),
    "value": ("costing",),
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
    "available": Column("AVAILABLE", right=True),
    "reserved": Column("RESERVED", right=True),
    "out": Column("OUT", right=True),
    "quarantined": Column("QUARANTINED", right=True),
    "total": Column("TOTAL", right=True),
    "reorder": Column("REORDER", right=True),
    "times": Column("TIMES", right=True),
    "through": Column("VALID THROUGH"),
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
  low          products with no more available than their reorder point
  calibration  assets whose calibration has lapsed
  quarantined  assets that were set aside
  unknown      codes that were scanned and mean nothing
  quantities   pieces of each product, by where they were on a day
  value        what each product was worth on a day, what a year's use cost, turns and days of cover
  depreciation  what each asset was worth on a day

The table's times are in the crib's zone, those of JSON and CSV in UTC.
"""
Value = str | int | datetime | date | Decimal | None


def add(nouns: Nouns) -> None:
    """Add the noun."""
    parser = add_task(nouns, "report", "What is out, available, overdue, low and so on, now.", _report, _MORE)
    parser.add_argument("name", choices=FIELDS, metavar="REPORT", help=", ".join(FIELDS))
    parser.add_argument("--csv", action="store_true", help="print CSV")
    parser.add_argument("--as-of", metavar="DATE", help=f"the end of a day: {', '.join(OF_A_DAY)}")


def _report(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    rows = _rows(args, crib)
    if args.json:
        fields = FIELDS[args.name]
        terminal.document([{field: _value(row, field) for field in fields} for row in rows])
    elif args.csv:
        _write_csv(args.name, rows, terminal)
    else:
        _write_table(args.name, rows, crib.zone, terminal)
    return DONE


def _rows(args: Namespace, crib: Crib) -> Sequence[Struct]:
    if args.as_of and args.name not in OF_A_DAY:
        said = f"report {args.name} tells of now; --as-of goes with {', '.join(OF_A_DAY)}. Leave it out."
        raise CannotError(said)
    with reading(crib) as db:
        if args.name in OF_A_DAY:
            return OF_A_DAY[args.name](db, _day(args.as_of, crib))
        return REPORTS[args.name](db, Moment(crib.now(), crib.zone))


def _day(text: str | None, crib: Crib) -> Day:
    try:
        return Day(cells.day(text) if text else crib.now().astimezone(crib.zone).date(), crib.zone)
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
