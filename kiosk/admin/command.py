"""How a noun of cribctl adds itself and its verbs to the command line."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kiosk.admin.cells import CellError, Reader, Value
from kiosk.admin.crib import Crib
from kiosk.admin.table import quoted
from kiosk.admin.terminal import Terminal

if TYPE_CHECKING:
    from argparse import _SubParsersAction

Nouns: TypeAlias = "_SubParsersAction[ArgumentParser]"
Task = Callable[[Namespace, Crib, Terminal], int]
"""Performs a command; returns its exit code."""
DRY = "say whether it would be done, and do nothing"
"""Of ``--dry-run``."""


def argument(read: Reader[Value]) -> Reader[Value]:
    """An argument that is read as a cell of that kind is."""

    def reader(text: str) -> Value:
        try:
            return read(text)
        except CellError as error:
            raise ArgumentTypeError(f"{quoted(text)} {error}") from error

    return reader


def add_task(nouns: Nouns, name: str, says: str, do: Task, more: str = "") -> ArgumentParser:
    """Add a command that ``do`` performs; ``says`` is its line in the help, ``more`` its own page."""
    parser = nouns.add_parser(
        name,
        help=says,
        description=f"{says}\n\n{more}".strip(),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(do=do)
    return parser


def add_noun(nouns: Nouns, name: str, says: str) -> Nouns:
    """Add a noun; what it returns takes the noun's verbs."""
    parser = nouns.add_parser(name, help=says, description=says, allow_abbrev=False)
    return parser.add_subparsers(metavar="COMMAND", required=True)
