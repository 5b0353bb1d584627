"""cribctl's command line: from words to one command, and from what it raises to an exit code."""

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from typing import TextIO

from kiosk.admin import (
    asset,
    badge,
    code,
    config,
    count,
    decode,
    doctor,
    doors,
    hold,
    imports,
    io,
    journal,
    person,
    policy,
    questions,
    receive,
    reorder,
    report,
    sim,
    status,
    stock,
    transfer,
    why,
)
from kiosk.admin.crib import DEFAULT_CONFIG, Crib
from kiosk.admin.terminal import CANNOT, CannotError, Terminal
from kiosk.attendant.door import DoorError
from kiosk.settings_file import SettingsError
from kiosk.store.database import StoreError

_NOUNS = (
    status,
    doctor,
    questions,
    report,
    count,
    hold,
    reorder,
    transfer,
    asset,
    stock,
    receive,
    code,
    person,
    badge,
    imports,
    journal,
    why,
    policy,
    doors,
    config,
    decode,
    io,
    sim,
)
_EPILOG = """\
exit codes:
  0  done
  1  refused, flaws found, or a verification failed
  2  wrong usage, or the command cannot run; the message is on standard error

cribctl COMMAND --help tells more. Nothing here goes past the rulebook or the journal.
"""


@cache
def parser() -> ArgumentParser:
    """Everything that cribctl understands."""
    words = ArgumentParser(
        prog="cribctl",
        description="Looks after a tool crib: its state, its reports, its data, its journal.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    words.add_argument("--config", metavar="FILE", help=f"the settings file (default: {DEFAULT_CONFIG})")
    words.add_argument("--state-dir", metavar="DIR", help="the crib's directory, instead of the settings'")
    nouns = words.add_subparsers(metavar="COMMAND", required=True)
    for noun in _NOUNS:
        noun.add(nouns)
    return words


def run(
    argv: Sequence[str], crib: Crib, out: TextIO, err: TextIO | None = None, given: TextIO | None = None
) -> int:
    """Perform one command line on an open crib; returns its exit code.

    ``err`` and ``given`` are standard error and standard input unless named.
    """
    terminal = Terminal(out, err or sys.stderr, given or sys.stdin)
    try:
        args = parse(argv, terminal)
    except SystemExit as done:
        return int(done.code or 0)
    if args.config or args.state_dir:
        terminal.complain(
            "--config and --state-dir name a crib, but this one is open already. Leave them out."
        )
        return CANNOT
    return perform(args, crib, terminal)


def parse(argv: Sequence[str], terminal: Terminal) -> Namespace:
    """The command that these words name.

    Raises:
        SystemExit: the words make no sense (2), or ask for help (0); all is said already.
    """
    with redirect_stdout(terminal.out), redirect_stderr(terminal.err):
        words = parser()
        for word in argv:
            if not word.isascii() and word != word.encode(errors="replace").decode():
                words.error(f"{word!a} is not UTF-8. Write it anew, or rename the file.")
        return words.parse_args(argv)


def perform(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    """Do what was asked; what cannot be done is one sentence on standard error."""
    try:
        return int(args.do(args, crib, terminal))
    except (CannotError, SettingsError, StoreError, DoorError) as error:
        terminal.complain(str(error))
        return CANNOT
