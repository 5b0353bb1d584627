"""Relay boards that speak Modbus RTU, 9600 8N1: Waveshare's, whose relays time themselves, and others.

A frame is the address, the function, its data and a CRC of 16 bits, low byte first (Modbus over serial line
V1.02, 2.5.1; application protocol V1.1b3, 6). RTU marks no end of a frame: it is where, of the lengths that a
request and a response of the function can have, the CRC fits. Waveshare adds coils (its Modbus RTU Relay
manual): 02xx on for a time and 04xx off for a time, in 100 ms; 00FF all.
"""

from collections.abc import Collection
from typing import Final

from drivers.checks import crc16_reflected
from drivers.framing import Framer, Verdict
from drivers.messages import Frame, LockReport, Message

MAX_HELD: Final = 256
"""Bytes of the longest frame (serial line V1.02, 2.5.1)."""
FLASH_UNIT_MS: Final = 100
MAX_ADDRESS: Final = 247
"""0 is every board at once; none answers then."""

_COILS, _INPUTS, _HOLDING, _REGISTERS, _COIL, _REGISTER, _MANY_COILS, _MANY = 1, 2, 3, 4, 5, 6, 0x0F, 0x10
_READS = (_COILS, _INPUTS, _HOLDING, _REGISTERS)
_ERROR, _ERROR_LENGTH, _SHORT = 0x80, 5, 8
_POLYNOMIAL = 0xA001
_ALL, _FLASH_ON, _FLASH_OFF, _VALUE_ON, _VALUE_TOGGLE = 0x00FF, 0x0200, 0x0400, 0xFF00, 0x5500
_MAX_FLASH, _MAX_COIL_BYTES = 0x7FFF, 31
_NAMES: Final = {
    _COILS: "coils", _INPUTS: "inputs", _HOLDING: "holding registers", _REGISTERS: "input registers",
    _COIL: "coil", _REGISTER: "register", _MANY_COILS: "coils", _MANY: "registers",
}  # fmt: skip
_WHY: Final = {
    1: "illegal function", 2: "illegal data address", 3: "illegal data value", 4: "server device failure",
    5: "acknowledge", 6: "server device busy", 8: "memory parity error",
    10: "gateway path unavailable", 11: "gateway target failed to respond",
}  # fmt: skip


def decoder() -> Framer:
    """Reads both directions of a bus."""
    return Framer(_judge, _read)


def switch(board: int, channel: int, *, on: bool) -> bytes:
    """Switches one relay, from 1; a board echoes it."""
    return _words(board, _COIL, _coil(channel), _VALUE_ON if on else 0)


def switch_all(board: int, *, on: bool) -> bytes:
    """Switches every relay of a Waveshare board; it echoes that."""
    return _words(board, _COIL, _ALL, _VALUE_ON if on else 0)


def flash_on(board: int, channel: int, ms: int) -> bytes:
    """Has the board energize a relay for a time, rounded down to 100 ms; it ends that by itself, and echoes.

    Raises:
        ValueError: less than 100 ms, or no such board or channel.
    """
    return _words(board, _COIL, _FLASH_ON + _coil(channel), _units(ms))


def flash_off(board: int, channel: int, ms: int) -> bytes:
    """The same the other way round: off, then on again. A lock is never driven so."""
    return _words(board, _COIL, _FLASH_OFF + _coil(channel), _units(ms))


def write_coils(board: int, coils: Collection[int], count: int) -> bytes:
    """Switches the relays 1 to `count`: those in `coils` on, the others off."""
    data = _bits(coils, count)
    return _frame(board, _MANY_COILS, bytes(2) + count.to_bytes(2, "big") + bytes([len(data)]) + data)


def coils_written(board: int, count: int) -> bytes:
    """A board's answer to that."""
    return _words(board, _MANY_COILS, 0, count)


def ask_coils(board: int, count: int) -> bytes:
    """Asks how the relays 1 to `count` stand."""
    return _words(board, _COILS, 0, count)


def ask_inputs(board: int, count: int) -> bytes:
    """Asks how the inputs 1 to `count` stand."""
    return _words(board, _INPUTS, 0, count)


def coils_are(board: int, on: Collection[int], count: int) -> bytes:
    """A board's answer: the relays that are on, of 1 to `count`."""
    data = _bits(on, count)
    return _frame(board, _COILS, bytes([len(data)]) + data)


def inputs_are(board: int, on: Collection[int], count: int) -> bytes:
    """A board's answer: the inputs that are on, of 1 to `count`."""
    data = _bits(on, count)
    return _frame(board, _INPUTS, bytes([len(data)]) + data)


def read_registers(board: int, first: int, count: int, *, holding: bool = True) -> bytes:
    """Asks for registers, from 0: a board's address and version are there."""
    return _words(board, _HOLDING if holding else _REGISTERS, first, count)


def write_register(board: int, register: int, value: int) -> bytes:
    """Writes one register, from 0; a board echoes it."""
    return _words(board, _REGISTER, register, value)


def exception(board: int, function: int, code: int) -> bytes:
    """A board's answer: it will not, and why."""
    return _frame(board, function | _ERROR, bytes([code]))


def _coil(channel: int) -> int:
    if not 1 <= channel <= _ALL:
        raise ValueError(f"A board has relays 1 to {_ALL}, not {channel}: set the lock's channel so")
    return channel - 1


def _units(ms: int) -> int:
    units = ms // FLASH_UNIT_MS
    if not 1 <= units <= _MAX_FLASH:
        raise ValueError(f"A board times {FLASH_UNIT_MS} ms or more, not {ms}: set pulse_ms so")
    return units


def _bits(numbers: Collection[int], count: int) -> bytes:
    return sum({1 << number - 1 for number in numbers}).to_bytes((count + 7) // 8, "little")


def _words(board: int, function: int, first: int, second: int) -> bytes:
    return _frame(board, function, first.to_bytes(2, "big") + second.to_bytes(2, "big"))


def _frame(board: int, function: int, data: bytes) -> bytes:
    if not 0 <= board <= MAX_ADDRESS:
        raise ValueError(f"A Modbus line has addresses 1 to {MAX_ADDRESS}, not {board}: set the board's so")
    body = bytes([board, function]) + data
    return body + _crc(body)


def _crc(body: bytes | bytearray) -> bytes:
    return crc16_reflected(body, polynomial=_POLYNOMIAL).to_bytes(2, "little")


def _judge(held: bytearray) -> Verdict:
    if held[0] > MAX_ADDRESS:
        return f"address expected up to {MAX_ADDRESS}, got {held[0]}"
    lengths = _lengths(held)
    if lengths is None or isinstance(lengths, str):
        return lengths
    why = ""
    for length in lengths:
        if len(held) < length:
            return None
        expected, got = _crc(held[: length - 2]), bytes(held[length - 2 : length])
        if got == expected:
            return length
        why = why or f"checksum expected {expected.hex().upper()}, got {got.hex().upper()}"
    return why


def _lengths(held: bytearray) -> list[int] | str | None:
    """The lengths that a request and a response of the function can have; why there are none."""
    if len(held) < 3:
        return None
    function = held[1]
    if function & ~_ERROR not in _NAMES:
        return f"function {function:02X} is not known"
    if function & _ERROR:
        return [_ERROR_LENGTH] if held[2] in _WHY else f"exception {held[2]:02X} is not known"
    if function in (_COIL, _REGISTER):
        return [_SHORT]
    place = 2 if function in _READS else 6
    if len(held) <= place:
        return None
    counted = place + 1 + held[place] + 2
    if function in (_COILS, _INPUTS):
        # Where this is a count of bytes it is no request: that would be for a relay beyond the 256th.
        return [counted if 1 <= held[place] <= _MAX_COIL_BYTES else _SHORT]
    return sorted({_SHORT, counted}) if held[place] and counted <= MAX_HELD else [_SHORT]


def _read(raw: bytes) -> Message:
    board, function, data = raw[0], raw[1], raw[2:-2]
    if function & _ERROR:
        about = {"board": board, "function": function & ~_ERROR, "code": data[0]}
        return Frame("exception", {**about, "why": _WHY[data[0]]}, raw)
    first, second = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    if function == _COIL:
        return _read_coil(board, first, second, raw)
    name = _NAMES[function]
    if function == _REGISTER:
        return Frame("write register", {"board": board, "register": first, "value": second}, raw)
    if function in (_MANY_COILS, _MANY):
        about = {"board": board, "first": first + 1, "count": second}
        if len(data) == 4:
            return Frame(f"{name} written", about, raw)
        return Frame(f"write {name}", {**about, "values": data[5:].hex()}, raw)
    if len(raw) == _SHORT and data[0] + 1 != len(data):
        return Frame(f"ask {name}", {"board": board, "first": first + 1, "count": second}, raw)
    return _read_answer(board, function, data[1:], raw)


def _read_answer(board: int, function: int, data: bytes, raw: bytes) -> Message:
    """An answer does not say which it is about: they are counted as if the first had been asked for first."""
    bits = int.from_bytes(data, "little")
    flags = {number + 1: bool(bits >> number & 1) for number in range(8 * len(data))}
    if function == _COILS:
        return LockReport(board, {}, flags, raw)
    if function == _INPUTS:
        return LockReport(board, flags, {}, raw)
    return Frame(_NAMES[function], {"board": board, "values": data.hex()}, raw)


def _read_coil(board: int, coil: int, value: int, raw: bytes) -> Message:
    flash = {_FLASH_ON >> 8: "flash on", _FLASH_OFF >> 8: "flash off"}.get(coil >> 8)
    if flash:
        about = {"board": board, "channel": (coil & 0xFF) + 1, "ms": value * FLASH_UNIT_MS}
        return Frame(flash, about, raw)
    order = {0: "off", _VALUE_ON: "on", _VALUE_TOGGLE: "the other way"}.get(value, f"special {value:04X}")
    if coil == _ALL:
        return Frame("switch all", {"board": board, "to": order}, raw)
    return Frame("switch", {"board": board, "channel": coil + 1, "to": order}, raw)
