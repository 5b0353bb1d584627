"""EM4100 numbers: the printed forms, and what people type."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges.em4100 import canonical, forms, id40, parse
from drivers.badges.numbers import BadgeFormatError
from drivers.messages import Badge

VECTORS = Path(__file__).parents[1] / "vectors"
CARDS = json.loads((VECTORS / "em4100_print.json").read_text("utf-8"))
INPUTS = json.loads((VECTORS / "em4100_inputs.json").read_text("utf-8"))

values = st.integers(0, (1 << 40) - 1)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["forms"]["id_hex"])
def test_a_card_has_every_form_that_is_published_for_it(card: dict[str, dict[str, str]]) -> None:
    """A card has every form that is published for it."""
    found = forms(f"em4100:40:{card['forms']['id_hex']}")

    assert card["forms"] == {name: found[name] for name in card["forms"]}


def test_w26_is_printed_with_a_comma_and_leading_zeros() -> None:
    """W26 is printed with a comma and leading zeros."""
    assert forms("em4100:40:67003B51C6")["w26"] == "059,20934"


@pytest.mark.parametrize("typed", INPUTS, ids=lambda typed: typed["text"] or "empty")
def test_what_people_type_is_read_or_refused(typed: dict[str, str]) -> None:
    """What people type is read or refused."""
    if typed["canonical"]:
        assert typed["canonical"] == parse(typed["text"])
    else:
        with pytest.raises(BadgeFormatError):
            parse(typed["text"])


def test_eight_digits_are_not_guessed_and_the_error_says_what_to_type() -> None:
    """Eight digits are not guessed and the error says what to type."""
    with pytest.raises(
        BadgeFormatError, match=r"type a comma .* 206,30028, or all ten digits \(0020630028\)"
    ):
        parse("20630028")


def test_forms_that_disagree_name_the_text_and_the_next_step() -> None:
    """Forms that disagree name the text and the next step."""
    with pytest.raises(BadgeFormatError, match=r"'0013530444 206,30029' disagree: check each"):
        parse("0013530444 206,30029")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0018226646 / 022 07638", "0001161DD6"),
        ("  206 30028\n", "0000CE754C"),
        ("206/30028", "0000CE754C"),
        ("00206,30028", "0000CE754C"),
        ("3c00ce754c", "3C00CE754C"),
        ("3C00CE754C 206,30028 0013530444", "3C00CE754C"),
        ("em4100:40:3C00CE754C", "3C00CE754C"),
        ("EM4100:40:0102030405", "0102030405"),
        ("0102030405", "000614DC45"),
    ],
)
def test_other_ways_to_print_the_same_card(text: str, expected: str) -> None:
    """Other ways to print the same card."""
    assert f"em4100:40:{expected}" == parse(text)


@pytest.mark.parametrize(
    "text",
    ["1099511627776", "65536,00001", "1234,00001", "206,", "206,30028x", "٠٠١٣٥٣٠٤٤٤", "7625328"],
)
def test_what_does_not_fit_a_badge_is_refused(text: str) -> None:
    """What does not fit a badge is refused."""
    with pytest.raises(BadgeFormatError):
        parse(text)


@given(values)
def test_the_forms_that_carry_all_40_bits_read_back_as_the_same_badge(value: int) -> None:
    """The forms that carry all 40 bits read back as the same badge."""
    number = canonical(value)
    printed = forms(number)

    assert number == parse(number) == parse(printed["id40_dec13"]) == parse(printed["id40_dec14"])
    assert value == id40(number)


@given(values)
def test_a_card_with_several_forms_printed_is_read_from_all_of_them(value: int) -> None:
    """A card with several forms printed is read from all of them."""
    number = canonical(value)
    printed = forms(number)

    assert number == parse(f"{printed['id40_dec13']} {printed['dez10']} {printed['h4h4']} {printed['w26']}")


@given(st.text() | st.text("0123456789ABCDEF,. ", max_size=24))
def test_no_text_is_read_as_anything_but_a_canonical_number(text: str) -> None:
    """No text is read as anything but a canonical number."""
    try:
        number = parse(text)
    except BadgeFormatError:
        return
    assert number == canonical(id40(number))


@pytest.mark.parametrize("number", ["", "67003B51C6", "em4100:40:67003b51c6", "em4100:32:003B51C6"])
def test_only_a_canonical_number_has_forms(number: str) -> None:
    """Only a canonical number has forms."""
    with pytest.raises(BadgeFormatError, match="parse it first"):
        forms(number)


def test_a_number_over_40_bits_is_no_badge() -> None:
    """A number over 40 bits is no badge."""
    with pytest.raises(BadgeFormatError, match="1099511627776 does not fit"):
        canonical(1 << 40)


def test_a_badge_does_not_show_its_number() -> None:
    """A badge does not show its number."""
    shown = repr(Badge("em4100:40:67003B51C6", b"\x0267003B51C6CB\x03"))

    assert shown == "Badge(number='…51C6')"
