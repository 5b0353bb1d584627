"""What each family of boards and readers allows: its numbers, and the settings that mean something for it."""

from collections.abc import Mapping
from typing import Final

from kiosk.settings import Board

CHANNELS: Final = {
    "gpio": (0, 27),
    "lcus": (1, 8),
    "modbus-relay": (1, 8),
    "cu16": (1, 16),
    "cu48": (1, 48),
    "board-8a": (1, 24),
}
"""The first and the last channel of a board whose `channels` are left out."""
MOST_CHANNELS: Final = {"lcus": 8, "modbus-relay": 32, "board-8a": 50}
ADDRESSES: Final = {"cu16": (0, 15), "board-8a": (1, 99), "modbus-relay": (1, 247), "osdp": (0, 126)}
"""One that is not here has the setting's own range."""
BAUDS: Final = {"cu16": 19200, "cu48": 19200, "board-8a": 9600, "lcus": 9600, "modbus-relay": 9600}
"""Bits per second of a board whose `baud` is left out."""
LEAST_PULSE_MS: Final = {"board-8a": 300, "modbus-relay": 100}
"""Shorter ones these boards cannot time; one that is not here has the setting's own least."""
FAMILY: Final = {"scanner": "connection", "reader": "family", "board": "family"}
"""The setting of each kind of device that says what the others mean."""
_UHF: Final = ("uhf-m100", "chafon")
ONLY: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "scanner": {"layout": ("keyboard",), "gap_ms": ("keyboard",), "baud": ("serial",)},
    "reader": {
        "baud": ("rdm6300", "gwiot", "wiegand", "pn532", "elatec", *_UHF, "osdp"),
        "address": ("chafon", "osdp"),
        "key_file": ("osdp",),
        "layout": ("keywedge",),
        "min_rssi": _UHF,
        "reads": _UHF,
    },
    "board": {
        "baud": tuple(BAUDS),
        "address": ("cu16", "cu48", "board-8a", "modbus-relay"),
        "active_low": ("gpio",),
        "channels": tuple(MOST_CHANNELS),
        "inputs": ("modbus-relay",),
        "answering": ("lcus",),
        "low_first": ("board-8a",),
    },
}
"""The families for which a setting means something; one that is not here does for all of its kind."""
INPUTS: Final = 8
"""Of a Modbus board whose `inputs` are left out."""


def baud(board: Board) -> int | None:
    """Bits per second on its line; None for pins."""
    return board.baud or BAUDS.get(board.family)


def channels(board: Board) -> tuple[int, int]:
    """The first and the last channel of a board."""
    first, last = CHANNELS[board.family]
    return first, board.channels or last


def contacts(board: Board) -> tuple[int, int]:
    """The first and the last number that the contact of a lock on a board can have."""
    if has_pin_contacts(board):
        return CHANNELS["gpio"]
    if board.family == "modbus-relay":
        return 1, board.inputs or INPUTS
    return channels(board)


def has_pin_contacts(board: Board) -> bool:
    """Whether the board has no inputs, so that a door contact is a pin of this machine."""
    return board.family in ("gpio", "lcus") or (board.family == "modbus-relay" and board.inputs == 0)
