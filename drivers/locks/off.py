"""Everything off, without whoever energized it: for a process that was killed in the middle of a pulse.

Best effort and bounded in time: a board that is away is said, and does not keep the others waiting.
"""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drivers.locks.bank import patience_s
from drivers.messages import LockReport, Message
from drivers.nodes import the_one

if TYPE_CHECKING:
    from gpiozero.pins import Factory
    from serial import Serial

    from drivers.locks.board import Board

PATIENCE_S: Final = 3.0
"""All of it takes no longer, whatever is away or hangs."""
BUSY_S: Final = 1.0
"""So long a port that somebody still holds is tried again: he is being killed."""
TRY_AGAIN_S: Final = 0.05
TIMES: Final = 2
"""Every word is said so often: one may be lost, and none is acknowledged by all boards."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one board, or of the pins: its name, whether everything is off, and a sentence."""

    name: str
    ok: bool
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """A board at the end of a serial line."""

    name: str
    port: str
    baud: int
    board: "Board"


def pins_off(levels: Mapping[int, bool], factory: "Factory | None" = None) -> Done:
    """Drive each pin to the level given, which is its off, and only then let it go. BCM numbers."""
    from gpiozero import DigitalOutputDevice, GPIOZeroError

    wrong = []
    for pin, off in levels.items():
        try:
            with closing(DigitalOutputDevice(pin, initial_value=off, pin_factory=factory)):
                pass
        except (GPIOZeroError, ImportError, OSError) as error:
            wrong.append(f"GPIO {pin}: {error}")
    if wrong:
        return Done("pins", ok=False, said="; ".join(wrong))
    return Done("pins", ok=True, said=f"{len(levels)} off")


def lines_off(lines: Iterable[Line], clock: Callable[[], float] = time.monotonic) -> list[Done]:
    """Have every board switch everything off, all at once; one that does not come to an end is said."""
    lines = tuple(lines)
    done: dict[str, Done] = {}

    def work(line: Line) -> None:
        done[line.name] = line_off(line, clock)

    threads = [threading.Thread(target=work, args=(line,), daemon=True) for line in lines]
    end = clock() + PATIENCE_S
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - clock()))
    hangs = f"did not come to an end within {PATIENCE_S:g} s; cut its supply"
    return [done.get(line.name, Done(line.name, ok=False, said=hangs)) for line in lines]


def line_off(line: Line, clock: Callable[[], float] = time.monotonic) -> Done:
    """Have one board switch everything off, and ask it whether it is."""
    try:
        with _opened(line, clock) as port:
            for words in line.board.all_off() * TIMES:
                _say(port, line.board, words, clock)
            answers = [_say(port, line.board, words, clock) for words in line.board.ask()]
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        return Done(line.name, ok=False, said=f"{line.port}: {why}")
    if not all(answers):
        return Done(line.name, ok=False, said="told to switch everything off, but it does not answer")
    on = [channel for heard in answers for channel in _energized(heard)]
    if on:
        return Done(line.name, ok=False, said=f"channel {on[0]} stays on; cut its supply")
    return Done(line.name, ok=True, said="everything is off" if answers else "told to switch everything off")


def _energized(heard: list[Message]) -> list[int]:
    """Channels that a report calls energized."""
    reports = [message for message in heard if isinstance(message, LockReport)]
    return [channel for report in reports for channel, on in report.coils.items() if on]


def _opened(line: Line, clock: Callable[[], float]) -> "Serial":
    """The port, for us alone; whoever was killed may not have let it go yet."""
    import serial

    end = clock() + BUSY_S
    while True:
        try:
            node = the_one(line.port)
            return serial.Serial(node, line.baud, timeout=0.05, write_timeout=0.5, exclusive=True)
        except serial.SerialException as error:
            if error.errno not in (errno.EAGAIN, errno.EBUSY) or clock() >= end:
                raise
        time.sleep(TRY_AGAIN_S)


def _say(port: "Serial", board: "Board", words: bytes, clock: Callable[[], float]) -> list[Message]:
    """Say it, and listen for as long as an answer takes: what came up to the answer, nothing without one."""
    port.reset_input_buffer()
    port.write(words)
    port.flush()
    decoder, heard = board.decoder(), list[Message]()
    end = clock() + patience_s(board)
    while clock() < end:
        for message in decoder.feed(port.read(port.in_waiting or 1)):
            heard.append(message)
            if board.answers(words, message):
                time.sleep(board.turnaround_s)
                return heard
    return []
