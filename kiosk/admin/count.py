"""`cribctl count`: what is to be counted, what is being counted, and the second signature."""

from argparse import Namespace

from kiosk.admin import cells, report
from kiosk.admin.answer import carry_out
from kiosk.admin.command import DRY, Nouns, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading
from kiosk.admin.table import Column, table
from kiosk.admin.terminal import DONE, Terminal
from kiosk.crib.counting import CancelCount, CloseCount, Progress
from kiosk.crib.names import WorkerId
from kiosk.store.count_reports import planned, report_count_plan
from kiosk.store.counts import open_counts
from kiosk.store.people import name_of
from kiosk.store.restock import Crib as Stocked
from kiosk.store.values import moment_at

_COUNT = "its code, or the place that is counted"
_FIGURES = ("expected", "found", "missing", "misplaced", "held", "unknown", "lines", "counted", "again")
_COLUMNS = (
    *(Column("COUNT"), Column("BY", shrinks=True), Column("OPENED"), Column("FOUND", right=True)),
    *(Column("MISSING", right=True), Column("WRONG", right=True), Column("OUT", right=True)),
    *(Column("COUNTED", right=True), Column("SIGNED", shrinks=True)),
)


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "count", "What is to be counted, and what is being counted.")
    plan = add_task(verbs, "plan", "Bins that are due to be counted, the most important first.", _plan)
    plan.add_argument(
        "--until", metavar="DAY", type=argument(cells.day), help="also what falls due up to that day"
    )
    plan.add_argument("--csv", action="store_true", help="print CSV")
    add_task(verbs, "status", "The counts that are open, and how far they are.", _status)
    approve = add_task(verbs, "approve", "Sign a count as the second person, where it takes two.", _approve)
    approve.add_argument("count", metavar="COUNT", help=_COUNT)
    approve.add_argument("--by", metavar="PERSON", required=True, help="a lead's or keeper's code")
    approve.add_argument("--dry-run", action="store_true", help=DRY)
    cancel = add_task(verbs, "cancel", "Give a count up; the books stay as they are.", _cancel)
    cancel.add_argument("count", metavar="COUNT", help=_COUNT)
    cancel.add_argument("--note", default="", help="why")
    cancel.add_argument("--dry-run", action="store_true", help=DRY)


def _plan(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        stocked = Stocked.now(db, crib.now(), crib.zone)
        due = report_count_plan(stocked)
        later = [row for row in planned(stocked) if args.until and row.due and row.due <= args.until]
    known = {row.code for row in due}
    ahead = sorted(
        (row for row in later if row.code not in known), key=lambda row: (row.due, row.abc, row.code)
    )
    return report.tell("count-plan", [*due, *ahead], args, crib.zone, terminal)


def _status(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        found = open_counts(db)
        signers = {who for count in found for who in (count.opened_by, count.signed_by) if who}
        names = {who: name_of(db, who) for who in signers}
    if args.json:
        terminal.document([_document(count, names) for count in found])
    elif found:
        terminal.say("\n".join(table(_COLUMNS, [_row(count, names, crib) for count in found])))
    else:
        terminal.say("no count is open")
    return DONE


def _document(count: Progress, names: dict[WorkerId, str]) -> dict[str, str | int]:
    who = {"by": names.get(count.opened_by, ""), "signed": names.get(count.signed_by, "")}
    opened = f"{moment_at(count.opened):%Y-%m-%dT%H:%M:%SZ}"
    figures = {name: getattr(count, name) for name in _FIGURES}
    return {"code": count.code, "place": count.place, "opened": opened, **who, **figures}


def _row(count: Progress, names: dict[WorkerId, str], crib: Crib) -> tuple[str, ...]:
    return (
        count.code,
        names.get(count.opened_by, ""),
        f"{moment_at(count.opened).astimezone(crib.zone):%Y-%m-%d %H:%M}",
        f"{count.found}/{count.expected}",
        *(str(number) for number in (count.missing, count.misplaced, count.held)),
        f"{count.counted}/{count.lines}",
        names.get(count.signed_by, ""),
    )


def _approve(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = CloseCount(args.count, approver=args.by)
    return carry_out(command, f"Count {args.count}", "closed, signed by two", args, crib, terminal)


def _cancel(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = CancelCount(args.count, args.note)
    return carry_out(command, f"Count {args.count}", "given up", args, crib, terminal)
