"""`cribctl import`: sheets into the crib, all of a command or nothing."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kiosk.admin.columns import Template
from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, submit
from kiosk.admin.near import near_duplicates
from kiosk.admin.pins import guarded
from kiosk.admin.rows import Placed, Reading, read_rows
from kiosk.admin.sheet import Fault
from kiosk.admin.templates import TEMPLATES
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.attendant.messages import Reply
from kiosk.crib.definitions import Define
from kiosk.crib.outcomes import Tally
from kiosk.crib.receiving import Expected

_SHEET = """\
The first line names the columns, in any order:
{columns}

A row that is new is added, one that differs is changed; the same file twice changes nothing. An optional
column that is left out sets its default, also for what is there already. Nothing is written unless every
row is right. UTF-8 (else Windows-1252) with commas, semicolons or tabs.
"""
_ALL = """\
Takes the files of DIR that are there, in this order, as one:
{files}

Nothing is written unless every row of every file is right.
"""


class Result(Struct, frozen=True):
    """What became of an import, as ``--json`` prints it."""

    result: str
    """``approved``, ``nothing``, ``refused`` or ``forbidden``."""
    dry_run: bool
    added: int
    changed: int
    unchanged: int
    entries: int
    """Written into the journal."""
    text: str
    flaws: tuple[Fault, ...]
    warnings: tuple[str, ...]


def add(nouns: Nouns) -> None:
    """Add the noun."""
    kinds = add_noun(nouns, "import", "Add or change what the crib knows, from CSV files.")
    for kind, template in TEMPLATES.items():
        _add_kind(kinds, kind, template)
    files = ", ".join(f"{kind}.csv" for kind in TEMPLATES)
    every = add_task(kinds, "all", "All the sheets of a directory.", _import, _ALL.format(files=f"  {files}"))
    every.add_argument("dir", metavar="DIR", type=Path)
    every.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def _add_kind(kinds: Nouns, kind: str, template: Template) -> None:
    more = _SHEET.format(columns="\n".join(template.help()))
    parser = add_task(kinds, kind, template.says, _import, more)
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.set_defaults(kind=kind)


def _import(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    files = [(args.kind, args.file)] if "file" in args else _files_of(args.dir)
    readings = [guarded(path, read_rows(path, TEMPLATES[kind])) for kind, path in files]
    result = _submit(readings, crib, dry_run=args.dry_run)
    if args.json:
        terminal.document(result)
    else:
        _tell(result, terminal)
    return DONE if result.result in ("approved", "nothing") else REFUSED


def _files_of(directory: Path) -> list[tuple[str, Path]]:
    files = [(kind, directory / f"{kind}.csv") for kind in TEMPLATES]
    there = [(kind, path) for kind, path in files if path.exists()]
    if not there:
        known = ", ".join(path.name for _, path in files)
        raise CannotError(f"{directory} holds no sheet to import. Name a directory with some of {known}.")
    return there


def _submit(readings: list[Reading], crib: Crib, *, dry_run: bool) -> Result:
    """Have the rulebook judge every row, unless a cell is wrong already."""
    warnings = tuple(warning for reading in readings for warning in reading.warnings)
    faults = tuple(fault for reading in readings for fault in reading.faults)
    if faults:
        return _result(Reply(crib.new_id(), "refused"), faults, warnings, dry_run=dry_run)
    placed = tuple(thing for reading in readings for thing in reading.things)
    things = tuple(each.thing for each in placed if not isinstance(each.thing, Expected))
    near = (str(placed[row].fault("", said)) for row, said in near_duplicates(crib, things))
    warnings = (*warnings, *near)
    reply = submit(crib, Define(things), dry_run=dry_run)
    return _result(reply, _flaws(reply, placed), warnings, dry_run=dry_run)


def _flaws(reply: Reply, placed: tuple[Placed, ...]) -> tuple[Fault, ...]:
    return tuple(placed[flaw.row].fault(flaw.column, flaw.message) for flaw in reply.flaws)


def _result(reply: Reply, flaws: Iterable[Fault], warnings: tuple[str, ...], *, dry_run: bool) -> Result:
    tally = reply.tally or Tally()
    return Result(
        result=reply.result,
        dry_run=dry_run,
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        entries=reply.entries,
        text=reply.text,
        flaws=tuple(flaws),
        warnings=warnings,
    )


def _tell(result: Result, terminal: Terminal) -> None:
    for warning in result.warnings:
        terminal.complain(warning)
    for flaw in result.flaws:
        terminal.say(str(flaw))
    terminal.say(_summary(result))


def _summary(result: Result) -> str:
    if result.flaws:
        count = len(result.flaws)
        return f"{count} {'flaw' if count == 1 else 'flaws'}; nothing was imported."
    if result.result in ("refused", "forbidden"):
        return f"{result.text} Nothing was imported."
    if result.dry_run:
        figures = f"would add {result.added}, change {result.changed}, leave {result.unchanged} unchanged"
        return f"{figures}; nothing was written"
    return f"added {result.added}, changed {result.changed}, unchanged {result.unchanged}"
