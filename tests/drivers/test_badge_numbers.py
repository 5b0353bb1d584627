"""Canonical badge numbers of every technology, and what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges import forms
from drivers.badges.numbers import BadgeFormatError, Number, canonical, split
from drivers.decode import decode_line


@given(st.sampled_from(["em4100", "iso14443a", "twn4-8f"]), st.integers(1, 128), st.integers(0))
def test_a_number_is_its_parts(technology: str, bits: int, value: int) -> None:
    """A number is its parts, whatever its length."""
    value %= 1 << bits

    assert split(canonical(technology, bits, value)) == Number(technology, bits, value)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "iso14443a:32",
        "iso14443a:32:6b3d12d6",
        "iso14443a:32:06B3D12D6",
        "wiegand:26:4000000",
        "X:8:00",
        "wiegand:0:0",
        f"wiegand:129:{0:033X}",
        "a:8:0",
    ],
)
def test_only_the_one_form_is_canonical(number: str) -> None:
    """Only the one form is canonical: lower case, too many digits or bits are not."""
    with pytest.raises(BadgeFormatError, match="is not a canonical badge number"):
        split(number)


def test_a_value_must_fit_its_bits() -> None:
    """A value must fit its bits."""
    with pytest.raises(BadgeFormatError, match="does not fit 8 bits"):
        canonical("em4100", 8, 256)


def test_a_number_shows_four_digits_of_itself() -> None:
    """A number shows four digits of itself: it is a credential."""
    assert repr(split("iso14443a:32:6B3D12D6")) == "Number(iso14443a:32:…12D6)"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0013530444", "em4100:40:0000CE754C"),
        ("ISO14443A:32:6b3d12d6", "iso14443a:32:6B3D12D6"),
        ("wiegand:26:2F623AE", "wiegand:26:2F623AE"),
        ("04:16:C6:C2:D7:38:81", "iso14443a:56:0416C6C2D73881"),
        ("0416c6c2d73881", "iso14443a:56:0416C6C2D73881"),
        ("00257711568204", "em4100:40:3C00CE754C"),
    ],
)
def test_what_people_type_is_one_number(typed: str, number: str) -> None:
    """What people type is one number: with its technology, as a UID, or as printed."""
    assert forms.parse(typed) == number


@pytest.mark.parametrize("typed", ["iso14443a:32:6B3D12", "wiegand:26:FFFFFFF", "0416C6C2D7388G"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    """What is no number is refused."""
    with pytest.raises(BadgeFormatError):
        forms.parse(typed)


def test_an_unknown_technology_has_plain_forms() -> None:
    """An unknown technology has plain forms: hex and decimal, forwards and backwards."""
    assert forms.forms("legic:16:01FF") == {
        "hex": "01FF",
        "dec": "511",
        "hex_reversed": "FF01",
        "dec_reversed": "65281",
    }


@given(st.text() | st.text("0123456789ABCDEF,:.- \r"), st.sampled_from(["em4100", "wiegand", "elatec"]))
def test_no_line_makes_decode_raise(line: str, family: str) -> None:
    """No line makes decode raise, or say nothing at all."""
    decoded = decode_line(family, line)

    assert decoded["messages"] or decoded["error"] or not line.strip()
