"""A process that works locks, tells each step on standard output, and waits until it is told to go on.

    python lock_victim.py CONFIG gpio LINES | serial

Its clock goes on with the steps, 20 ms at a time, whatever the machine does: so the n-th step is the same
moment of the same pulse each time. The locks, their supply and their board are the attendant's own.
"""

import os
import sys
from pathlib import Path

from drivers.locks.bank import Bank
from drivers.locks.doors import Doors
from drivers.locks.gpio import Rig
from drivers.locks.supply import Supply
from drivers.sim.gpio_lines import LineFactory
from kiosk.devices.wiring import fittings, line_of
from kiosk.settings_file import load

STEP_S = 0.02
UNLOCK_AT = 15
"""Steps before which the board is known to be there."""


def main(config: str, kind: str, *lines: str) -> None:
    """Unlock every lock again and again."""
    settings = load(Path(config))
    board = settings.board["main"]
    doors = Doors(fittings(board, settings.lock), Supply(), lambda *_: None)
    turn = _pins(doors, Path(lines[0])) if kind == "gpio" else _serial(doors, line_of("main", board))
    for step in range(10_000):
        if step % UNLOCK_AT == UNLOCK_AT - 1:
            for name in doors.fittings:
                doors.unlock(name, step * STEP_S)
        turn(step * STEP_S)
        os.write(1, b".")
        os.read(0, 1)


def _pins(doors, lines):  # type: ignore[no-untyped-def]
    return Rig(doors, pins=LineFactory(lines)).turn


def _serial(doors, line):  # type: ignore[no-untyped-def]
    import serial

    port = serial.Serial(line.port, line.baud, timeout=STEP_S, exclusive=True)
    bank = Bank(line.board, doors, lambda _: True).begin()

    def turn(at: float) -> None:
        port.write(bank.say(at))
        for _ in bank.hear(port.read(port.in_waiting), at):
            pass

    return turn


if __name__ == "__main__":
    main(*sys.argv[1:])
