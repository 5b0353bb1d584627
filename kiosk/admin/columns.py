"""Columns and templates: what a sheet of one kind may have, and how each of its cells is read.

A cell that is empty, or a column that is left out, means the default of the definition's field.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from msgspec import Struct


class Column(Struct, frozen=True):
    """One column: its heading, how a cell is read, and its sentence."""

    name: str
    read: Callable[[str], object]
    says: str
    required: bool = False
    field: str = ""
    """Of the definition, where it has another name."""
    aliases: tuple[str, ...] = ()


class Template(Struct, frozen=True):
    """One kind of sheet: what a row defines, and the columns."""

    thing: Callable[..., Any]
    says: str
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column that a heading names, in any case, with any spaces."""
        return next((column for column in self.columns if folded(heading) in _names(column)), None)

    def suggestion(self, heading: str) -> str:
        """What may have been meant by a heading that names no column."""
        names = {name: column.name for column in self.columns for name in _names(column)}
        near = get_close_matches(folded(heading), names, 1)
        if near:
            return f"Did you mean {names[near[0]]}?"
        return f"The columns are {', '.join(column.name for column in self.columns)}."

    def help(self) -> Iterator[str]:
        """A line for each column."""
        for column in self.columns:
            need = "required" if column.required else "optional"
            yield f"  {column.name:<12}{need}  {column.says}"


def folded(heading: str) -> str:
    """A heading without the differences that do not matter."""
    return " ".join(re.split(r"[\s_-]+", heading.casefold().strip()))


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, *column.aliases)
