"""What boards of each family do and answer when they are told something."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from drivers.framing import Decoder
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay
from drivers.messages import Frame, LockReport, Message

if TYPE_CHECKING:
    from drivers.sim.boards import SimBoard

Obey = Callable[["SimBoard", Message, float], bytes]
"""Does what a message orders, at a time; the answer, empty where there is none."""

_ILLEGAL_FUNCTION, _ILLEGAL_ADDRESS = 1, 2


@dataclass(frozen=True, slots=True)
class Protocol:
    """A family's other half."""

    decoder: Callable[[], Decoder]
    obey: Obey
    moved: Callable[["SimBoard", int, bool], bytes] = lambda _board, _channel, _closed: b""
    """What it sends when a contact changed; its own sense."""


def _true(flags: dict[int, bool], most: int | None = None) -> list[int]:
    return [channel for channel, is_set in flags.items() if is_set and (most is None or channel <= most)]


def _pulse_all(board: "SimBoard", at: float) -> None:
    for channel in board.locks:
        board.energize(channel, at, board.pulse_s)


def _cu16(board: "SimBoard", message: Message, at: float) -> bytes:
    match message:
        case Frame(name="unlock", fields={"board": board.address, "lock": int(lock)}):
            board.energize(lock, at, board.pulse_s)
        case Frame(name="unlock all", fields={"board": board.address}):
            _pulse_all(board, at)
        case Frame(name="ask status" | "clear busy", fields={"board": board.address}):
            pass
        case Frame(name="ask all boards"):
            pass
        case _:
            return b""
    return cu16.status(board.address, _true(board.contacts()))


def _cu48(board: "SimBoard", message: Message, at: float) -> bytes:
    match message:
        case Frame(name="unlock", fields={"board": board.address, "lock": int(lock)}):
            board.energize(lock, at, board.pulse_s)
            known = lock in board.locks
            return cu48.ack(board.address, lock if known else 1, done=known)
        case Frame(name="ask status", fields={"board": board.address}):
            return cu48.status(board.address, _true(board.contacts()))
    return b""


def _board_8a(board: "SimBoard", message: Message, at: float) -> bytes:
    match message:
        case Frame(fields={"lock": int(lock)}) if lock not in board.locks:
            return b""
        case Frame(
            name="unlock", fields={"board": board.address, "lock": int(lock), "seconds": int(seconds)}
        ):
            board.energize(lock, at, seconds)
            return board_8a.unlock_answer(board.address, lock)
        case Frame(name="unlock", fields={"board": board.address, "lock": int(lock)}):
            board.energize(lock, at, board_8a.PULSE_MS / 1000)
            return board_8a.unlock_answer(board.address, lock)
        case Frame(name="unlock all", fields={"board": board.address}):
            _pulse_all(board, at)
            return message.raw
        case Frame(name="hold", fields={"board": board.address, "lock": int(lock)}):
            board.energize(lock, at)
            return message.raw
        case Frame(name="release", fields={"board": board.address, "lock": int(lock)}):
            board.release(lock, at)
            return message.raw
        case Frame(name="ask status", fields={"board": board.address}):
            return _status_8a(board, message)
    return b""


def _status_8a(board: "SimBoard", message: Frame) -> bytes:
    contacts = board.contacts()
    lock = message.fields.get("lock")
    if isinstance(lock, int):
        return board_8a.status_one(board.address, lock, closed=contacts[lock])
    channels = board_8a.SMALL if len(board.locks) <= board_8a.SMALL else board_8a.LARGE
    return board_8a.status_all(board.address, _true(contacts), channels=channels, low_first=board.low_first)


def _moved_8a(board: "SimBoard", channel: int, closed: bool) -> bytes:  # noqa: FBT001
    return board_8a.moved(board.address, channel, closed=closed)


def _lcus(board: "SimBoard", message: Message, at: float) -> bytes:
    match message:
        case LockReport(coils=coils):  # the order is the same frame
            _switch(board, dict(coils), at)
            return b""
        case Frame(name="ask all") if board.answering:
            return lcus.status_lines(board.coils())
        case Frame(name="ask status", fields={"channel": int(channel)}) if board.answering:
            return lcus.status(channel, on=board.coils().get(channel, False))
        case Frame(name=name, fields={"channel": int(channel)}) if board.answering:
            on = name.startswith("on") or (name.startswith("the other") and not board.coils().get(channel))
            _switch(board, {channel: on}, at)
            return lcus.status(channel, on=board.coils().get(channel, False))
    return b""


def _switch(board: "SimBoard", coils: dict[int, bool], at: float) -> None:
    for channel, on in coils.items():
        if on:
            board.energize(channel, at)
        else:
            board.release(channel, at)


def _modbus(board: "SimBoard", message: Message, at: float) -> bytes:
    if not isinstance(message, Frame) or message.fields.get("board") != board.address:
        return b""
    count = len(board.locks)
    match message:
        case Frame(name="ask coils", fields={"count": int(asked)}) if 1 <= asked <= count:
            return modbus_relay.coils_are(board.address, _true(board.coils(), asked), asked)
        case Frame(name="ask inputs", fields={"count": int(asked)}) if 1 <= asked <= count:
            return modbus_relay.inputs_are(board.address, _true(board.contacts(), asked), asked)
        case Frame(name="ask coils" | "ask inputs"):
            return modbus_relay.exception(board.address, message.raw[1], _ILLEGAL_ADDRESS)
        case Frame(name="flash on" | "switch", fields={"channel": int(channel)}) if channel > count:
            return modbus_relay.exception(board.address, message.raw[1], _ILLEGAL_ADDRESS)
        case Frame(name="flash on", fields={"channel": int(channel), "ms": int(ms)}):
            board.energize(channel, at, ms / 1000)
            return message.raw
        case Frame(name="switch", fields={"channel": int(channel), "to": "on" | "off" as to}):
            _switch(board, {channel: to == "on"}, at)
            return message.raw
        case Frame(name="switch all", fields={"to": "on" | "off" as to}):
            _switch(board, dict.fromkeys(board.locks, to == "on"), at)
            return message.raw
        case Frame(name="write coils", fields={"count": int(written), "values": str(values)}):
            bits = int.from_bytes(bytes.fromhex(values), "little")
            _switch(board, {n: bool(bits >> n - 1 & 1) for n in range(1, written + 1)}, at)
            return modbus_relay.coils_written(board.address, written)
    return modbus_relay.exception(board.address, message.raw[1] & 0x7F, _ILLEGAL_FUNCTION)


PROTOCOLS: Final = MappingProxyType(
    {
        "cu16": Protocol(cu16.decoder, _cu16),
        "cu48": Protocol(cu48.decoder, _cu48),
        "board-8a": Protocol(board_8a.decoder, _board_8a, _moved_8a),
        "lcus": Protocol(lcus.decoder, _lcus),
        "modbus-relay": Protocol(modbus_relay.decoder, _modbus),
    }
)
