"""Sixel: pictures of a terminal's own pixels.

Source: DEC, VT330/VT340 Programmer Reference Manual, volume 2 (EK-VT3XX-GP), chapter 14.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

COLORS = 64
BAND = 6
"""Pixels that one sixel has, one below the other."""
NOTHING = 255
"""The number of no color: the ground shows."""
_LEAST = ord("?")
"""The sixel without a pixel. Its bits, the uppermost first, are added to it."""
_RUN = re.compile(r"(.)\1{3,}")
_OPAQUE = 8
"""Alpha below which a pixel is nothing."""

Color = tuple[int, int, int]
"""Red, green, blue in percent."""


def percent(color: str) -> Color:
    """``#rrggbb`` as sixel has it."""
    red, green, blue = (round(part * 100 / 255) for part in bytes.fromhex(color[1:]))
    return red, green, blue


def drawn(image: "Image", size: tuple[int, int], ground: Color) -> str:
    """The control string of an RGBA picture in ``size`` pixels across and down.

    Of what shines through, ``ground`` (in percent) shows; what is transparent stays as it is on the screen.
    """
    from PIL import Image

    scaled = image.resize(size)
    below = Image.new("RGBA", size, tuple(round(part * 255 / 100) for part in ground))
    mixed = Image.alpha_composite(below, scaled).convert("RGB")
    few = mixed.quantize(palette=mixed.quantize(COLORS), dither=Image.Dither.FLOYDSTEINBERG)
    seen = scaled.getchannel("A").point(lambda alpha: 255 if alpha >= _OPAQUE else 0)
    numbers = Image.composite(few, Image.new("P", size, NOTHING), seen).tobytes()
    parts = [round(part * 100 / 255) for part in few.getpalette() or ()]
    palette = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    return encoded([numbers[at : at + size[0]] for at in range(0, len(numbers), size[0])], palette)


def encoded(rows: Sequence[bytes], palette: Sequence[Color]) -> str:
    """Rows of pixels as a sixel control string; each pixel is a number in ``palette``, or NOTHING."""
    size = f'"1;1;{len(rows[0])};{len(rows)}'  # square pixels
    colors = "".join(f"#{number};2;{r};{g};{b}" for number, (r, g, b) in enumerate(palette))
    bands = (rows[at : at + BAND] for at in range(0, len(rows), BAND))
    return f"\x1bP0;1q{size}{colors}{'-'.join('$'.join(_colored(band)) for band in bands)}\x1b\\"


def _colored(band: Sequence[bytes]) -> Iterator[str]:
    """Of each color in the band, its number and its sixels."""
    for number in sorted({*b"".join(band)} - {NOTHING}):
        sixels = _sixels(band, number).rstrip(chr(_LEAST))
        yield f"#{number}{_RUN.sub(lambda run: f'!{len(run[0])}{run[1]}', sixels)}"


def _sixels(band: Sequence[bytes], number: int) -> str:
    """All sixels at once, each a byte of one large number."""
    only = bytes(number) + b"\1" + bytes(255 - number)
    total = int.from_bytes(bytes([_LEAST]) * len(band[0]))
    for bit, row in enumerate(band):
        total += int.from_bytes(row.translate(only)) << bit
    return total.to_bytes(len(band[0])).decode("ascii")
