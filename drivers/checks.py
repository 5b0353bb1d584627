"""Checksums of serial protocols."""

from functools import reduce
from operator import xor as _xor


def xor8(data: bytes) -> int:
    """The exclusive or of all bytes."""
    return reduce(_xor, data, 0)


def sum8(data: bytes) -> int:
    """The sum of all bytes, modulo 256."""
    return sum(data) & 0xFF


def crc16_reflected(data: bytes, *, polynomial: int, start: int = 0xFFFF) -> int:
    """A CRC of 16 bits, least significant bit first; `polynomial` is the reversed one.

    0xA001 is Modbus (Modbus over serial line V1.02, 6.2.2); 0x8408 is MCRF4XX, as UHFReader18 has it.
    """
    crc = start
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (polynomial if crc & 1 else 0)
    return crc


def crc16(data: bytes, *, polynomial: int = 0x1021, start: int = 0x1D0F) -> int:
    """A CRC of 16 bits, most significant bit first; the defaults are OSDP's (SIA OSDP v2.2, 5.9, Annex C)."""
    crc = start
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ (polynomial if crc & 0x8000 else 0)) & 0xFFFF
    return crc
