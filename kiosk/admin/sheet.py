"""Sheets: CSV files as spreadsheets really write them (RFC 4180, and its many exceptions).

UTF-8 with or without a byte order mark, else Windows-1252; comma, semicolon or tab; any line ends; cells of
several lines. A sheet knows on which line of the file each of its rows begins.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path

from msgspec import Struct

from kiosk.admin.table import plain
from kiosk.admin.terminal import CannotError

MAX_BYTES = 32 * 1024 * 1024
"""50 000 assets are about 5 MB."""
DELIMITERS = (",", ";", "\t")


class Row(Struct, frozen=True):
    """One row: the line of the file on which it begins, from 1, and its cells without spaces around them."""

    line: int
    cells: tuple[str, ...]


class Fault(Struct, frozen=True):
    """One thing wrong in a sheet, and where."""

    file: str
    line: int
    column: str
    """Empty where it is not about one column."""
    message: str

    def __str__(self) -> str:
        column = f"column {plain(self.column)}: " if self.column else ""
        return f"{self.file}:{self.line}: {column}{plain(self.message)}"


class SheetError(Exception):
    """The file is no sheet; nothing of it can be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Sheet(Struct, frozen=True):
    """The heading and the rows below it; blank rows are left out."""

    heading: Row
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()


def read_sheet(path: Path, known: Callable[[str], bool]) -> Sheet:
    """The sheet in a file; the delimiter is the one that makes most headings ``known``.

    Raises:
        CannotError: there is no such file, it cannot be read, or it is far too large.
        SheetError: it is no sheet, or an empty one.
    """
    text, warnings = _text(path, _bytes(path))
    delimiter = max(DELIMITERS, key=lambda sign: _score(text, sign, known))
    rows = tuple(_rows(str(path), text, delimiter))
    if not rows:
        raise _error(path, 1, "The file is empty. Put the names of the columns on its first line.")
    return Sheet(rows[0], rows[1:], warnings)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotError(f"{path}: {error.strerror}. Name a CSV file that you may read.") from error
    if len(data) > MAX_BYTES:
        raise CannotError(f"{path} is larger than {MAX_BYTES >> 20} MB. Is it the right file? Else split it.")
    return data


def _text(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    if b"\0" in data:
        said = "This is not text, but a spreadsheet or UTF-16. Export it as CSV in UTF-8."
        raise _error(path, _line(data, data.index(b"\0")), said)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        return _windows_text(path, data, _line(data, error.start))


def _windows_text(path: Path, data: bytes, line: int) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        said = (
            f"The byte {data[error.start]:02X} is neither UTF-8 nor Windows-1252. Export the file as UTF-8."
        )
        raise _error(path, _line(data, error.start), said) from error
    said = f"{path}:{line}: not UTF-8, so read as Windows-1252. Look at letters with accents."
    return text, (said,)


def _line(data: bytes, place: int) -> int:
    before = data[:place]
    return 1 + max(before.count(b"\n"), before.count(b"\r"))


def _error(path: Path | str, line: int, message: str) -> SheetError:
    return SheetError(Fault(str(path), line, "", message))


def _score(text: str, delimiter: str, known: Callable[[str], bool]) -> tuple[int, int]:
    """How well a delimiter splits the heading: headings that are known, then headings at all."""
    try:
        heading = next(_rows("", text, delimiter), Row(1, ()))
    except SheetError:
        return -1, 0
    return sum(map(known, heading.cells)), len(heading.cells)


def _rows(file: str, text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = _stripped(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            said = f"The row cannot be read ({error}). Is a quotation mark missing or too many?"
            raise _error(file, line, said) from error
        if any(cells):
            yield Row(line, cells)


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)
