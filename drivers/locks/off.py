"""Everything off, without whoever energized it: for a process that was killed in the middle of a pulse.

Best effort and bounded in time: a board that is away is said, and does not keep the others waiting.
"""

import errno
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drivers.locks.bank import SHARED_ANSWER_S, patience_s
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
    wrong = []
    for pin, off in levels.items():
        try:
            _pin_off(pin, off, factory)
        # lgpio.error and lgpio's missing chips are plain Exceptions, and a broken pin library fails to import
        # in ways of its own: whatever one pin does, the others and the boards are to be switched off.
        except Exception as error:  # noqa: BLE001
            wrong.append(f"GPIO {pin}: {str(error) or type(error).__name__}")
    if wrong:
        return Done("pins", ok=False, said="; ".join(wrong))
    return Done("pins", ok=True, said=f"{len(levels)} off")


def _pin_off(pin: int, off: bool, factory: "Factory | None") -> None:  # noqa: FBT001
    from gpiozero import DigitalOutputDevice

    with closing(DigitalOutputDevice(pin, initial_value=off, pin_factory=factory)):
        pass


def lines_off(lines: Iterable[Line], clock: Callable[[], float] = time.monotonic) -> list[Done]:
    """Have every board switch everything off, all lines at once; one that does not come to an end is said."""
    lines = tuple(lines)
    done: dict[Line, Done] = {}
    ports: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        ports[_node(line.port)].append(line)
    end = clock() + PATIENCE_S

    def work(mates: Sequence[Line]) -> None:
        done.update(zip(mates, _line_off(mates, clock), strict=True))  # one by one, as they come

    threads = [threading.Thread(target=work, args=(mates,), daemon=True) for mates in ports.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - clock()))
    hangs = f"did not come to an end within {PATIENCE_S:g} s; cut its supply"
    return [done.get(line, Done(line.name, ok=False, said=hangs)) for line in lines]


def _node(port: str) -> str:
    """One device may have several names, and is opened once."""
    try:
        return os.path.realpath(the_one(port))
    except OSError:
        return port


def line_off(mates: Sequence[Line], clock: Callable[[], float] = time.monotonic) -> list[Done]:
    """Have the boards of one line switch everything off, and ask each whether it is; one opening for all.

    Every board is told before any is told again or asked, and one that did not answer holds up no other.
    """
    return list(_line_off(tuple(mates), clock))


def _line_off(mates: Sequence[Line], clock: Callable[[], float]) -> Iterator[Done]:
    try:
        port = _opened(mates[0], clock)
    except OSError as error:
        yield from _failed(mates, error)
        return
    with port:
        wire, left = _Wire(port, clock, shared=len(mates) > 1), list(mates)
        try:
            for _ in range(TIMES):
                for line in mates:
                    wire.all_off(line)
            while left:
                done = wire.verdict(left[0])
                left.pop(0)
                yield done
        except OSError as error:
            yield from _failed(left, error)


def _failed(lines: Iterable[Line], error: OSError) -> Iterator[Done]:
    why = os.strerror(error.errno) if error.errno else str(error)
    return (Done(line.name, ok=False, said=f"{line.port}: {why}") for line in lines)


class _Wire:
    """An open line."""

    def __init__(self, port: "Serial", clock: Callable[[], float], *, shared: bool) -> None:
        self._port = port
        self._clock = clock
        self._longest_s = SHARED_ANSWER_S if shared else PATIENCE_S
        self._silent: set[Line] = set()

    def all_off(self, line: Line) -> None:
        """Tell one board."""
        words = line.board.all_off()
        wait_s = line.board.turnaround_s if line in self._silent else None
        heard = [self._say(line, each, wait_s) for each in words]
        if words and not any(heard):
            self._silent.add(line)

    def verdict(self, line: Line) -> Done:
        """Ask one board."""
        answers = [self._say(line, words) for words in line.board.ask()]
        if not all(answers):
            return Done(line.name, ok=False, said="told to switch everything off, but it does not answer")
        on = [channel for heard in answers for channel in _energized(heard)]
        if on:
            return Done(line.name, ok=False, said=f"channel {on[0]} stays on; cut its supply")
        said = "everything is off" if answers else "told to switch everything off"
        return Done(line.name, ok=True, said=said)

    def _say(self, line: Line, words: bytes, wait_s: float | None = None) -> list[Message]:
        """Say it, and listen for as long as an answer takes: what came up to it, nothing without one."""
        port, board = self._port, line.board
        if port.baudrate != line.baud:
            port.baudrate = line.baud
        port.reset_input_buffer()
        port.write(words)
        port.flush()
        decoder, heard = board.decoder(), list[Message]()
        end = self._clock() + (wait_s or min(patience_s(board), self._longest_s))
        while self._clock() < end:
            for message in decoder.feed(port.read(port.in_waiting or 1)):
                heard.append(message)
                if board.answers(words, message):
                    time.sleep(board.turnaround_s)
                    return heard
        return []


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
