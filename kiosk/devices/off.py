"""`kiosk locks-off`: everything that the settings name is switched off, beside no attendant.

The unit runs it as ``python -m kiosk.devices.off --config FILE`` after every end of the attendant: it loads
little, because something may be energized meanwhile.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.locks.off import Done, lines_off, pins_off
from kiosk.devices.wiring import GPIO, line_of, off_levels
from kiosk.settings import Settings
from kiosk.settings_file import SettingsError, load

if TYPE_CHECKING:
    from gpiozero.pins import Factory

ALL_OFF, NOT_ALL, CANNOT = 0, 1, 2
"""Exit codes."""


def everything_off(settings: Settings, pins: "Factory | None" = None) -> list[Done]:
    """Switch off every coil, lamp and buzzer; best effort, and over in a few seconds.

    No attendant may run: it would be the one to switch them.
    """
    levels = off_levels(settings)
    done = [pins_off(levels, pins)] if levels else []
    lines = []
    for name, board in settings.board.items():
        if board.family == GPIO or not board.device:
            continue
        try:
            lines.append(line_of(f"board {name}", board))
        except ValueError as error:
            done.append(Done(f"board {name}", ok=False, said=str(error)))
    return done + lines_off(lines)


def locks_off(config: Path) -> int:
    """Switch everything off, and say what was done; the exit code.

    Raises:
        SettingsError: the file cannot be used.
    """
    done = everything_off(load(config))
    for each in done:
        sys.stdout.write(f"{each.name}: {each.said}\n")
    return ALL_OFF if all(each.ok for each in done) else NOT_ALL


def main(argv: list[str] | None = None) -> int:
    """Perform the command line."""
    parser = argparse.ArgumentParser(prog="kiosk locks-off", description="Switch off every coil and lamp.")
    parser.add_argument("--config", type=Path, default=Path("/etc/kiosk/kiosk.toml"), metavar="FILE")
    try:
        return locks_off(parser.parse_args(argv).config)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return CANNOT


if __name__ == "__main__":
    sys.exit(main())
