"""Checksums of serial protocols."""

from functools import cache, reduce
from operator import xor as _xor


def xor8(data: bytes | bytearray) -> int:
    """The exclusive or of all bytes."""
    return reduce(_xor, data, 0)


def sum8(data: bytes | bytearray) -> int:
    """The sum of all bytes, modulo 256."""
    return sum(data) & 0xFF


def crc16_reflected(data: bytes | bytearray, *, polynomial: int, start: int = 0xFFFF) -> int:
    """A CRC of 16 bits, least significant bit first; `polynomial` is the reversed one.

    0xA001 is Modbus (Modbus over serial line V1.02, 6.2.2); 0x8408 is MCRF4XX, as UHFReader18 has it.
    """
    crc, table = start, _table_reflected(polynomial)
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


def crc16(data: bytes | bytearray, *, polynomial: int = 0x1021, start: int = 0x1D0F) -> int:
    """A CRC of 16 bits, most significant bit first; the defaults are OSDP's (SIA OSDP v2.2, annex C)."""
    crc, table = start, _table(polynomial)
    for byte in data:
        crc = (crc << 8 & 0xFFFF) ^ table[crc >> 8 ^ byte]
    return crc


@cache
def _table_reflected(polynomial: int) -> tuple[int, ...]:
    """The CRC of each byte alone: a reader that babbles has every place of its stream tried."""
    table = list(range(256))
    for _ in range(8):
        table = [crc >> 1 ^ (polynomial if crc & 1 else 0) for crc in table]
    return tuple(table)


@cache
def _table(polynomial: int) -> tuple[int, ...]:
    table = [byte << 8 for byte in range(256)]
    for _ in range(8):
        table = [(crc << 1 ^ (polynomial if crc & 0x8000 else 0)) & 0xFFFF for crc in table]
    return tuple(table)
