"""What the attendant opened, recorded in its runtime directory: after a crash it is switched off by that.

The settings file may be edited, or broken, while an attendant that read it hours ago holds a coil energized.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from kiosk.devices.wiring import Wiring, wiring
from kiosk.settings import Settings

NAME: Final = "wired.json"


def place(settings: Settings) -> Path:
    """The record's path: in the directory that systemd makes for the unit, else beside the door's socket."""
    made = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    return Path(made or Path(settings.kiosk.socket).parent) / NAME


def write(settings: Settings) -> None:
    """Record what these settings wire, whole or not at all; where that is nothing, there is no record.

    Raises:
        OSError: the directory cannot be written to.
    """
    path, wired = place(settings), wiring(settings)
    if not (wired.levels or wired.boards):
        with suppress(FileNotFoundError):
            path.unlink()
        return
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.encode(wired))
    new.replace(path)


def read(settings: Settings) -> Wiring:
    """What the attendant recorded last; nothing where it recorded nothing.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no such record.
    """
    try:
        return msgspec.json.decode(place(settings).read_bytes(), type=Wiring)
    except FileNotFoundError:
        return Wiring()
