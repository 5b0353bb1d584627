"""`kiosk locks-off`: everything that the settings name is switched off, beside no attendant.

So is everything that the last attendant recorded when it started: the file may have been edited since. The
unit runs ``python -m kiosk.devices.off``, the same without the rest of `kiosk`, after every end of the
attendant: it loads little, because something may be energized meanwhile.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.locks.off import Done, lines_off, pins_off
from kiosk.devices import wired
from kiosk.devices.wiring import Wiring, line_of, wiring
from kiosk.settings import Settings
from kiosk.settings_file import SettingsError, load

if TYPE_CHECKING:
    from gpiozero.pins import Factory

ALL_OFF, NOT_ALL, CANNOT = 0, 1, 2
"""Exit codes; CANNOT is a settings file that cannot be used, whatever else was switched off."""


def everything_off(*wirings: Wiring, pins: "Factory | None" = None) -> list[Done]:
    """Switch off every coil, lamp and buzzer; best effort, and over in a few seconds.

    Where a pin is in several, the last one says which level is off. No attendant may run: it would be the one
    to switch them.
    """
    levels = {pin: off for each in wirings for pin, off in each.levels.items()}
    done = [pins_off(levels, pins)] if levels else []
    lines = []
    for board, name in {board: name for each in wirings for name, board in each.boards.items()}.items():
        try:
            lines.append(line_of(f"board {name}", board))
        except ValueError as error:
            done.append(Done(f"board {name}", ok=False, said=str(error)))
    return done + lines_off(lines)


def locks_off(config: Path) -> int:
    """Switch everything off, by the file and by the record; say what was done; the exit code."""
    settings, wirings, code = Settings(), list[Wiring](), ALL_OFF
    try:
        settings = load(config)
        wirings.append(wiring(settings))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        code = CANNOT
    try:
        wirings.append(wired.read(settings))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{wired.place(settings)}: {error}; only what {config} names is switched off\n")
        code = code or NOT_ALL
    done = everything_off(*wirings)
    for each in done:
        sys.stdout.write(f"{each.name}: {each.said}\n")
    return code or (ALL_OFF if all(each.ok for each in done) else NOT_ALL)


def main(argv: list[str] | None = None) -> int:
    """Perform the command line."""
    parser = argparse.ArgumentParser(prog="kiosk locks-off", description="Switch off every coil and lamp.")
    parser.add_argument("--config", type=Path, default=Path("/etc/kiosk/kiosk.toml"), metavar="FILE")
    return locks_off(parser.parse_args(argv).config)


if __name__ == "__main__":
    sys.exit(main())
