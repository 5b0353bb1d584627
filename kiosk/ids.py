"""UUIDv7 (RFC 9562 §5.7): ids in the order of their making. Python has none before 3.14."""

import uuid


def uuid7(unix_ms: int, random_bits: int) -> str:
    """48 bits of milliseconds since 1970 UTC, then 74 random bits around version and variant."""
    high, low = (random_bits >> 62) & 0xFFF, random_bits & (1 << 62) - 1
    value = (unix_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    return str(uuid.UUID(int=value))
