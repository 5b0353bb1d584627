"""Sixel: what a terminal makes of it is the picture."""

import random

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sixel_decoder import decoded

from kiosk.screens.sixel import COLORS, NOTHING, Color, drawn, encoded, percent

PERCENT = st.integers(0, 100)
PALETTES = st.lists(st.tuples(PERCENT, PERCENT, PERCENT), min_size=1, max_size=COLORS)
GROUND = percent("#11161b")


@st.composite
def pictures(draw: st.DrawFn) -> tuple[list[bytes], list[Color]]:
    """Rows of numbers in a palette, with runs and holes."""
    palette = draw(PALETTES)
    numbers = st.sampled_from([*range(len(palette)), NOTHING])
    wide, high = draw(st.integers(1, 20)), draw(st.integers(1, 13))
    runs = st.lists(st.tuples(numbers, st.integers(5, 12)), min_size=4, max_size=4)
    rows = draw(st.lists(runs, min_size=high, max_size=high))
    return [bytes(number for number, times in row for _ in range(times))[:wide] for row in rows], palette


@given(pictures())
def test_a_terminal_gets_back_every_pixel(picture: tuple[list[bytes], list[Color]]) -> None:
    """Color for color, and nothing where there is nothing."""
    rows, palette = picture
    expected = [[None if number == NOTHING else palette[number] for number in row] for row in rows]
    assert expected == decoded(encoded(rows, palette))


@given(pictures())
def test_it_is_never_larger_than_a_character_for_each_color_of_six_pixels(
    picture: tuple[list[bytes], list[Color]],
) -> None:
    """A color that a band has not costs nothing there."""
    rows, palette = picture
    bands = [{*b"".join(rows[at : at + 6])} - {NOTHING} for at in range(0, len(rows), 6)]
    most = 40 + 18 * len(palette) + sum(1 + len(colors) * (len(rows[0]) + 4) for colors in bands)
    assert len(encoded(rows, palette)) <= most


def test_a_run_is_told_once() -> None:
    """A line of 500 equal pixels is a few characters."""
    assert encoded([bytes(500)], [(100, 0, 0)]) == '\x1bP0;1q"1;1;500;1#0;2;100;0;0#0!500@\x1b\\'


def test_what_is_transparent_is_left_as_it_is_and_what_shines_through_is_mixed() -> None:
    """Half of white on the dark ground is gray; the edge of an icon has no seam."""
    image = Image.new("RGBA", (3, 1), "#00000000")
    image.putpixel((1, 0), (255, 255, 255, 128))
    image.putpixel((2, 0), (255, 0, 0, 255))
    assert decoded(drawn(image, (3, 1), GROUND)) == [[None, (54, 55, 56), (100, 0, 0)]]


def test_a_picture_is_scaled_to_its_pixels_in_few_colors() -> None:
    """A photograph of noise, which nothing makes smaller, stays below 256 kB at the size of a panel."""
    noise = random.Random(1).randbytes(256 * 256 * 3)
    code = drawn(Image.frombytes("RGB", (256, 256), noise).convert("RGBA"), (260, 198), GROUND)
    pixels = decoded(code)
    assert (len(pixels[0]), len(pixels)) == (260, 198)
    assert len({color for row in pixels for color in row}) <= COLORS
    assert len(code) < 256 * 1024
