"""From a sheet to definitions: every fault of every row, each at its line.

A badge number is a credential. No cell of a badge column comes back in a message, nor any long number out
of a sheet of people: a row with a comma too few shifts the badge into its neighbor.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from kiosk.admin.cells import CellError
from kiosk.admin.columns import Column, Template
from kiosk.admin.sheet import Fault, Row, Sheet, SheetError, read_sheet
from kiosk.admin.table import quoted
from kiosk.crib.definitions import Definition, Person
from kiosk.crib.receiving import Expected

_NUMBER = re.compile(r"\b[0-9A-Fa-f]+(?:[ :.,-]+[0-9A-Fa-f]+)*\b|\w+")
_SAFE_DIGITS = 3
_CREDENTIALS = ("badge", "number", "pin")
"""Columns whose cells come back in no message."""


class Placed(Struct, frozen=True):
    """A definition and where it was written."""

    thing: Definition | Expected
    file: str
    line: int

    def fault(self, column: str, message: str) -> Fault:
        """Something wrong with it, as the rulebook says."""
        if isinstance(self.thing, Person):
            for secret in (self.thing.badge, self.thing.number, self.thing.pin):
                message = message.replace(secret or "\0", "...")
            message = hidden(message)
        return Fault(self.file, self.line, column, message)


class Reading(Struct, frozen=True):
    """What a file holds; its definitions count only where there is no fault."""

    things: tuple[Placed, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


def hidden(message: str) -> str:
    """A message without anything that could be a badge number, however it is grouped."""
    return _NUMBER.sub(lambda found: _mask(found[0]), message)


def _mask(run: str) -> str:
    return "..." if sum(map(str.isdigit, run)) > _SAFE_DIGITS else run


def read_rows(path: Path, template: Template) -> Reading:
    """Every definition in a file.

    Raises:
        CannotError: the file cannot be read.
    """
    try:
        sheet = read_sheet(path, lambda heading: template.column(heading) is not None)
    except SheetError as error:
        return Reading(faults=(error.fault,))
    scribe = _Scribe(str(path), template)
    columns = scribe.columns(sheet.heading)
    things = () if scribe.faults else tuple(scribe.things(sheet, columns))
    return Reading(things, tuple(scribe.faults), sheet.warnings)


class _Scribe:
    """Reads one sheet, and notes what is wrong with it."""

    def __init__(self, file: str, template: Template) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._template = template

    def _fault(self, line: int, column: str, message: str) -> None:
        if self._template.thing is Person:
            message = hidden(message)
        self.faults.append(Fault(self._file, line, column, message))

    def columns(self, heading: Row) -> tuple[Column | None, ...]:
        """What each place of a row is; None under an empty heading."""
        found = tuple(self._template.column(name) for name in heading.cells)
        for name, column in zip(heading.cells, found, strict=True):
            if name and column is None:
                said = f"{quoted(name)} is not a column. {self._template.suggestion(name)}"
                self._fault(heading.line, "", said)
        for column in self._template.columns:
            times = found.count(column)
            if times > 1:
                self._fault(heading.line, column.name, f"It stands {times} times. Keep one.")
            elif column.required and not times:
                self._fault(heading.line, column.name, "It is missing. Add it.")
        return found

    def things(self, sheet: Sheet, columns: tuple[Column | None, ...]) -> Iterator[Placed]:
        """The definition of each row that has no fault."""
        for row in sheet.rows:
            before = len(self.faults)
            fields = dict(self._fields(row, columns))
            if len(self.faults) == before:
                yield Placed(self._template.thing(**fields), self._file, row.line)

    def _fields(self, row: Row, columns: tuple[Column | None, ...]) -> Iterable[tuple[str, object]]:
        width = len(columns)
        cells = (*row.cells, *("",) * (width - len(row.cells)))
        if any(cells[width:]):
            self._fault(row.line, "", f"The row has more cells than the {width} headings. Quote its texts.")
        for column, cell in zip(columns, cells[:width], strict=True):
            if column is None and cell:
                self._fault(row.line, "", f"{quoted(cell)} stands under no heading. Name its column.")
            elif column and cell:
                yield from self._field(row.line, column, cell)
            elif column and column.required:
                self._fault(row.line, column.name, "The cell is empty. Fill it in.")

    def _field(self, line: int, column: Column, cell: str) -> Iterator[tuple[str, object]]:
        try:
            yield column.field or column.name, column.read(cell)
        except CellError as error:
            shown = f"The {column.name}" if column.name in _CREDENTIALS else quoted(cell)
            self._fault(line, column.name, f"{shown} {error}")
