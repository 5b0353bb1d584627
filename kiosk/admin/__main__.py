"""`cribctl`, from a shell: streams, settings and the crib that they name."""

import os
import sys
from argparse import Namespace
from datetime import datetime, tzinfo
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from kiosk import assembly
from kiosk.admin.command_line import parse, perform
from kiosk.admin.crib import DEFAULT_CONFIG
from kiosk.admin.terminal import Terminal
from kiosk.attendant.door import Door
from kiosk.crib.names import CommandId
from kiosk.settings import Settings
from kiosk.settings_file import load
from kiosk.store.database import Database

_INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


class InstalledCrib:
    """The crib of this machine; its settings are read when a command first needs them."""

    def __init__(self, args: Namespace) -> None:
        self._file: str | None = args.config
        self._state_dir: str | None = args.state_dir

    @cached_property
    def settings(self) -> Settings:
        """What the settings file says; the defaults where the usual file is absent."""
        absent = self._file is None and not Path(DEFAULT_CONFIG).exists()
        settings = Settings() if absent else load(Path(self._file or DEFAULT_CONFIG))
        if self._state_dir is None:
            return settings
        folder = Path(self._state_dir).absolute()
        socket = str(folder / "attendant.sock")  # never the door of another crib's attendant
        kiosk = msgspec.structs.replace(settings.kiosk, state_dir=str(folder), socket=socket)
        return msgspec.structs.replace(settings, kiosk=kiosk)

    @property
    def zone(self) -> tzinfo:
        """The crib's time zone."""
        return ZoneInfo(self.settings.kiosk.zone)

    def door(self) -> Door:
        """The attendant's socket, or the store itself where no attendant runs."""
        return assembly.reach(self.settings)

    def db(self) -> Database:
        """A read-only connection."""
        return assembly.reader(self.settings)

    def now(self) -> datetime:
        """UTC."""
        return assembly.now()

    def new_id(self) -> CommandId:
        """A UUIDv7."""
        return assembly.new_id()


def main() -> int:
    """Perform the command line of this process; returns its exit code."""
    if isinstance(sys.stdin, TextIOWrapper) and isinstance(sys.stdout, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        sys.stdout.reconfigure(errors="backslashreplace")
    terminal = Terminal(sys.stdout, sys.stderr, sys.stdin)
    args = parse(sys.argv[1:], terminal)
    try:
        code = perform(args, InstalledCrib(args), terminal)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
