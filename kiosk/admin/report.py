"""`cribctl report`: what the journal adds up to."""

import csv
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo

from kiosk.admin.command import Nouns, add_task
from kiosk.admin.crib import Crib, reading
from kiosk.admin.table import Column, table
from kiosk.admin.terminal import DONE, Terminal
from kiosk.store.reports import REPORTS, Moment, Row

_OUT = ("code", "name", "product", "bin", "holder", "since", "due")
FIELDS = {
    "out": _OUT,
    "available": ("code", "name", "available", "reserved", "out", "quarantined", "total"),
    "overdue": _OUT,
    "low": ("code", "name", "available", "reorder"),
    "calibration": ("code", "name", "product", "bin", "through"),
    "quarantined": ("code", "name", "product", "bin"),
    "unknown": ("code", "times", "since"),
}
"""What each report tells of a row: the keys of JSON and CSV."""
_NEVER = str(date.min)
"""What a calibration that was never made is valid through."""
_UNPRINTED = {"out": ("product", "bin"), "overdue": ("product", "bin")}
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
}
_MORE = """\
  out          assets that are with somebody: who, since when, until when
  available    each product's figures
  overdue      what should be back by now
  low          products with no more available than their reorder point
  calibration  assets whose calibration has lapsed
  quarantined  assets that were set aside
  unknown      codes that were scanned and mean nothing

The table's times are in the crib's zone, those of JSON and CSV in UTC.
"""
Value = str | int | datetime | None


def add(nouns: Nouns) -> None:
    """Add the noun."""
    parser = add_task(nouns, "report", "What is out, available, overdue, low and so on, now.", _report, _MORE)
    parser.add_argument("name", choices=FIELDS, metavar="REPORT", help=", ".join(FIELDS))
    parser.add_argument("--csv", action="store_true", help="print CSV")


def _report(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    moment = Moment(crib.now(), crib.zone)
    with reading(crib) as db:
        rows = REPORTS[args.name](db, moment)
    if args.json:
        fields = FIELDS[args.name]
        terminal.document([{field: _value(row, field) for field in fields} for row in rows])
    elif args.csv:
        _write_csv(args.name, rows, terminal)
    else:
        _write_table(args.name, rows, crib.zone, terminal)
    return DONE


def _value(row: Row, field: str) -> Value:
    value: Value = getattr(row, field)
    return None if value == _NEVER else value


def _write_csv(name: str, rows: list[Row], terminal: Terminal) -> None:
    writer = csv.writer(terminal.out, lineterminator="\n")
    writer.writerow(FIELDS[name])
    for row in rows:
        writer.writerow(_text(_value(row, field), _rfc3339) for field in FIELDS[name])


def _write_table(name: str, rows: list[Row], zone: tzinfo, terminal: Terminal) -> None:
    if not rows:
        terminal.say(f"{name}: none")
        return
    fields = [field for field in FIELDS[name] if field not in _UNPRINTED.get(name, ())]
    texts = ([_printed(row, field, zone) for field in fields] for row in rows)
    terminal.say("\n".join(table([_COLUMNS[field] for field in fields], texts)))


def _printed(row: Row, field: str, zone: tzinfo) -> str:
    if field == "through" and row.through == _NEVER:
        return "never"
    return _text(_value(row, field), lambda at: f"{at.astimezone(zone):%Y-%m-%d %H:%M}")


def _text(value: Value, time: Callable[[datetime], str]) -> str:
    if isinstance(value, datetime):
        return time(value)
    return "" if value is None else str(value)


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
