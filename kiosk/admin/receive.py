"""`cribctl receive`: what is expected, and what came of it."""

import re
import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.admin import cells
from kiosk.admin.answer import carry_out, told
from kiosk.admin.command import DRY, Nouns, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.rows import Placed, read_rows
from kiosk.admin.table import Column, quoted, table
from kiosk.admin.templates import EXPECTED
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.crib.names import AssetCode, LotCode, ProductCode
from kiosk.crib.receiving import CloseDelivery, DeliveryState, ExpectDelivery, Expected, Progress
from kiosk.store.deliveries import deliveries, delivery_of

_LINE = "PRODUCT xN [lot=L1] [expires=2027-01-01] [cost=0.12], or ASSET"
_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "lot": ("lot", cells.code),
    "expires": ("expires", cells.day),
    "cost": ("cost_cents", cells.cents),
}
_SHEET = """\
Every line is a product and how many of it, or the code of an asset that was added as a draft. A delivery
that is known is expected to hold these lines from now on. FILE is a sheet with these columns:
"""
_LINES = (
    *(Column("PRODUCT"), Column("LOT"), Column("ASSET")),
    *(Column("EXPECTED", right=True), Column("RECEIVED", right=True), Column("IS")),
)
_HEADS = (
    *(Column("DELIVERY"), Column("SUPPLIER", shrinks=True)),
    *(Column("STILL TO COME", right=True), Column("IS")),
)


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "receive", "What is expected, and what came; it is put away at the counter.")
    expect = add_task(verbs, "expect", "Expect a delivery.", _expect, _SHEET + "\n".join(EXPECTED.help()))
    expect.add_argument("delivery", metavar="DELIVERY", type=argument(cells.code), help="its code")
    expect.add_argument("file", metavar="FILE", nargs="?", type=Path)
    expect.add_argument("--line", metavar="LINE", action="append", default=[], help=_LINE)
    expect.add_argument("--supplier", metavar="NAME", default="")
    expect.add_argument("--dry-run", action="store_true", help=DRY)
    status = add_task(verbs, "status", "Deliveries that are not all here; with DELIVERY, its lines.", _status)
    status.add_argument("delivery", metavar="DELIVERY", nargs="?")
    status.add_argument("--all", action="store_true", help="closed ones, too")
    close = add_task(verbs, "close", "Expect nothing more of a delivery.", _close)
    close.add_argument("delivery", metavar="DELIVERY")
    close.add_argument("--note", default="", help="why")
    close.add_argument("--dry-run", action="store_true", help=DRY)


def _expect(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    if bool(args.file) == bool(args.line):
        raise CannotError(f"Name a FILE, or the lines: --line {quoted(_LINE)}.")
    placed: tuple[Placed, ...] = ()
    lines = tuple(map(_line, args.line))
    if args.file:
        found = read_rows(args.file, EXPECTED)
        for fault in found.faults:
            terminal.say(str(fault))
        if found.faults:
            return REFUSED
        placed = found.things
        lines = tuple(each.thing for each in placed if isinstance(each.thing, Expected))
    reply = submit(crib, ExpectDelivery(args.delivery, lines, args.supplier), dry_run=args.dry_run)
    for flaw in reply.flaws if placed else ():
        terminal.say(str(placed[flaw.row].fault(flaw.column, flaw.message)))
    if placed and reply.flaws:
        return REFUSED
    said = f"{args.delivery} {'would be' if args.dry_run else 'is'} expected: {len(lines)} lines."
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)


def _line(text: str) -> Expected:
    """A line in words."""
    first, *rest = shlex.split(text) or [""]
    count = next((word for word in rest if re.fullmatch(r"x\d{1,9}", word)), "")
    fields = dict(_field(word, text) for word in rest if word != count)
    if not count:
        return Expected(asset=AssetCode(first), **fields)
    return Expected(ProductCode(first), int(count[1:]), **fields)


def _field(word: str, text: str) -> tuple[str, Any]:
    name, _, value = word.partition("=")
    if name not in _FIELDS:
        raise CannotError(f"{quoted(word)} in the line {quoted(text)} is not understood. Write {_LINE}.")
    field, read = _FIELDS[name]
    try:
        return field, read(value)
    except cells.CellError as error:
        raise CannotError(f"{name} {quoted(value)} {error}") from error


def _close(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = CloseDelivery(args.delivery, args.note)
    return carry_out(command, "Nothing more", f"expected of {args.delivery}", args, crib, terminal)


class LineRow(Struct, frozen=True):
    """A line of a delivery, as ``--json`` prints it."""

    delivery: str
    supplier: str
    product: str
    lot: LotCode
    asset: str
    expected: int
    received: int
    match: str


def _status(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        one = delivery_of(db, args.delivery) if args.delivery else None
        found = [one] if one else [] if args.delivery else deliveries(db)
    if args.delivery and not found:
        raise CannotError(f"{quoted(args.delivery)} is no delivery. `cribctl receive status` lists them.")
    shown = [each for each in found if args.all or args.delivery or each.progress is not Progress.CLOSED]
    if args.json:
        terminal.document([row for each in shown for row in _rows(each)])
    elif one:
        terminal.say("\n".join(table(_LINES, [_texts(row) for row in _rows(one)])))
        terminal.say(f"{one.code} is {one.progress.value}.")
    elif shown:
        terminal.say("\n".join(table(_HEADS, [_head(each) for each in shown])))
    else:
        terminal.say("nothing is expected")
    return DONE


def _rows(delivery: DeliveryState) -> Iterator[LineRow]:
    for line in delivery.lines:
        of = line.product, line.lot, line.asset
        yield LineRow(delivery.code, delivery.supplier, *of, line.expected, line.received, line.match.value)


def _texts(row: LineRow) -> tuple[str, ...]:
    return row.product, row.lot, row.asset, str(row.expected), str(row.received), row.match


def _head(delivery: DeliveryState) -> tuple[str, ...]:
    left = sum(line.left for line in delivery.lines)
    return delivery.code, delivery.supplier, str(left), delivery.progress.value
