"""What recorded streams say, for those who may not know the drivers."""

from drivers import decode

DECODE_FAMILIES: tuple[str, ...] = tuple(decode.FAMILIES)


def decode_line(family: str, line: str, *, layout: str = "us") -> decode.Decoded:
    """What one recorded stream says, as drivers.decode has it."""
    return decode.decode_line(family, line, layout=layout)
