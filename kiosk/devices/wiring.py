"""What the settings say of locks and lamps: boards and their lines, coils, contacts, and what cannot work.

Without the attendant: who is to switch everything off after a crash must not load all of it first.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from drivers.locks import board as boards
from drivers.locks.doors import Fitting
from drivers.locks.off import Line
from drivers.locks.supply import GAP_S, MAX_AGE_S
from kiosk.settings import Board, Lock, Settings
from kiosk.settings_families import has_pin_contacts

GPIO: Final = "gpio"
POPPING: Final = frozenset({"cu16", "cu48", "board-8a"})
"""Families whose own feedback is the hook that a pulse throws open, so that it must change."""


def fittings(board: Board, locks: Mapping[str, Lock]) -> Iterator[Fitting]:
    """The locks of one board, by the codes of their cabinets."""
    for code, lock in locks.items():
        own = lock.contact is None or lock.contact == lock.channel
        yield Fitting(
            name=code,
            channel=lock.channel,
            contact=lock.channel if lock.contact is None else lock.contact,
            closed_when_shut=lock.closed_when == "closed",
            pulse_s=lock.pulse_ms / 1000,
            rest_s=lock.rest_ms / 1000,
            pops=board.family in POPPING and own,
        )


class Wiring(msgspec.Struct, frozen=True):
    """What is to be switched off: each output pin's off level by its BCM number, and the boards on lines."""

    levels: dict[int, bool] = {}
    boards: dict[str, Board] = {}


def wiring(settings: Settings) -> Wiring:
    """What the settings wire."""
    boards = {name: board for name, board in settings.board.items() if board.family != GPIO and board.device}
    return Wiring(off_levels(settings), boards)


def off_levels(settings: Settings) -> dict[int, bool]:
    """By BCM pin, the level at which a coil, a lamp or the buzzer is off."""
    light, buzzer = settings.light, settings.buzzer
    lamps = [(pin, light.active_low) for pin in (light.green, light.yellow, light.red)]
    lamps += [(buzzer.pin, buzzer.active_low)]
    lamps += [(one.pin, one.active_low) for one in settings.bin_light.values()]
    levels = {pin: off for pin, off in lamps if pin is not None}
    for lock in settings.lock.values():
        board = settings.board.get(lock.board)
        if board and board.family == GPIO:
            levels[lock.channel] = board.active_low
    return levels


def line_of(name: str, board: Board) -> Line:
    """A board at its serial line.

    Raises:
        ValueError: its family has no such address.
    """
    return Line(name, board.device, board.baud or boards.BAUDS[board.family], _made(board))


def _made(board: Board) -> boards.Board:
    return boards.board(
        board.family,
        board.address,
        board.channels,
        board.inputs,
        answering=board.answering,
        low_first=board.low_first,
    )


def lock_flaws(settings: Settings) -> Iterator[tuple[str, str]]:
    """The locks of the settings that cannot work: their cabinets, and why."""
    used: dict[tuple[str, int], str] = {}
    for code, lock in settings.lock.items():
        board = settings.board.get(lock.board)
        first = used.setdefault((lock.board, lock.channel), code)
        if board is None:
            yield code, f"there is no [board.{lock.board}] in the settings"
        elif first != code:
            yield code, f"channel {lock.channel} of board {lock.board} is {first}'s"
        elif why := _unfit(lock, board):
            yield code, why


def _unfit(lock: Lock, board: Board) -> str:
    if has_pin_contacts(board) and lock.contact is None:
        return f"a {board.family} lock needs the pin of its door contact: set contact"
    if board.family == GPIO:
        return ""
    if not board.device:
        return f"board {lock.board} has no device: set it"
    try:
        _made(board).pulse(lock.channel, lock.pulse_ms)
    except ValueError as error:
        return str(error)
    return ""


def slow_supplies(settings: Settings) -> Iterator[tuple[str, str]]:
    """Supplies whose locks cannot all be opened by one badge: the last one would be dropped as too late.

    Whatever their order, hence with the shortest pulse as the last.
    """
    pulses: defaultdict[str, list[int]] = defaultdict(list)
    for lock in settings.lock.values():
        if board := settings.board.get(lock.board):
            pulses[board.supply].append(lock.pulse_ms)
    for supply, each in pulses.items():
        waits_s = (sum(each) - min(each)) / 1000 + (len(each) - 1) * GAP_S
        if waits_s > MAX_AGE_S:
            yield (
                supply,
                (
                    f"the last of its {len(each)} locks would wait for {waits_s:g} s, and none waits for more"
                    f" than {MAX_AGE_S:g} s: shorten pulse_ms, or name more supplies"
                ),
            )
