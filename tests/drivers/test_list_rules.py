"""How a site's list writes badge numbers: what one known card tells, and what another must."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges import em4100
from drivers.badges.list_rules import fits, keys, merged, parse, says
from drivers.badges.list_views import views
from drivers.badges.numbers import BadgeFormatError, canonical
from drivers.badges.wedge import badge, number
from drivers.messages import Badge, Noise, Scan

EM, ISO, W26 = "em4100:40:3C00CE754C", "iso14443a:32:51E69621", "wiegand:26:2F623AE"


@pytest.mark.parametrize(
    ("card", "text", "rule"),
    [
        (ISO, "0563537489", "dec/iso14443a:all-reversed"),
        (ISO, "51e69621", "hex/iso14443a:all"),
        (ISO, "2196E651", "hex/iso14443a:all-reversed"),
        (ISO, "351757492500", None),
        ("iso14443a:32:14579F69", "87369410997", "dec/iso14443a:with-bcc"),
        ("iso14443a:56:0416C6C2D73881", "3267761668", "dec/iso14443a:first32-reversed"),
        ("iso14443a:32:6B3D12D6", "061,04822", "pair16/iso14443a:low24"),
        (EM, "0013530444", "dec/em4100:low32"),
        (EM, "00257711568204", "dec/em4100:all"),
        (EM, "206,30028", "pair16/em4100:low24"),
        (EM, "20630028", "joined16/em4100:low24"),
        (EM, "30028", "card16@206/em4100:low24"),
        (EM, "3C 00 CE 75 4C", "hex/em4100:all"),
        ("em4100:40:7F000807A1", "00526241", "dec/em4100:low24"),
        ("em4100:40:7F000807A1", "FE0010E085", "hex/em4100:all-mirrored"),
        (W26, "123 04567", "pair16/wiegand:all"),
        (W26, "4567", "card16@123/wiegand:all"),
        (W26, "8065495", "dec/wiegand:all"),
        (W26, "2F623AE", "hex/wiegand:bits"),
        ("wiegand:34:20964EA99", "1202,30028", "pair16/wiegand:all"),
        ("wiegand:37:100EB79A2B", "249109", "card19@235/wiegand:all"),
        ("wiegand:35:69A5154A4", "1234-567890", "pair20/wiegand:c1k35s"),
        ("keywedge:40:0006547886", "0006547886", "dec/keywedge:dec-all"),
        ("keywedge:40:0006547886", "099,59822", "pair16/keywedge:dec-low24"),
        ("keywedge:32:51E69621", "0563537489", "dec/keywedge:hex-all-reversed"),
        (EM, "0013530445", None),
        (EM, "", None),
    ],
)
def test_one_known_card_tells_how_the_list_was_made(card: str, text: str, rule: str | None) -> None:
    """One known card tells how the list was made; from then on, list and reader mean the same badge."""
    assert fits(card, text) == ((rule,) if rule else ())
    if rule:
        assert parse(text, rule) in keys(card, rule)


def test_a_number_without_its_zeros_needs_another_card() -> None:
    """A number without its zeros, of a card whose upper bits are 0, needs another card."""
    first = {*fits(EM, "13530444")}
    second = {*fits("em4100:40:3C01CE754C", "30307660")}

    assert first == {"dec/em4100:low32", "dec/em4100:low24"}
    assert first & second == {"dec/em4100:low32"}


def test_what_a_rule_does_not_read_is_read_as_people_type_it() -> None:
    """What a rule does not read is read as people type it, and a number with its technology always is."""
    rule = "dec/em4100:low24"

    assert parse("20630028", rule) == em4100.canonical(20630028)
    assert parse("3C00CE754C", rule) == EM
    assert parse("iso14443a:32:51E69621", "hex/em4100:all") == ISO
    with pytest.raises(BadgeFormatError, match="ambiguous"):
        parse("20630028")


@pytest.mark.parametrize(
    ("card", "typed"),
    [
        (EM, "0013530444"),
        (W26, "123,04567"),
        (ISO, "51E69621"),
        ("keywedge:40:0006547886", "099,59822"),
        ("wiegand:34:20964EA99", "01202,30028"),
    ],
)
def test_what_is_printed_on_most_cards_matches_without_a_rule(card: str, typed: str) -> None:
    """What is printed on most cards matches without a rule."""
    assert parse(typed) in keys(card)
    assert keys(card)[0] == card


def test_a_rule_of_another_technology_or_view_adds_nothing() -> None:
    """A rule of another technology, or with a view that is unknown here, adds nothing."""
    assert keys(EM, "dec/iso14443a:all/em4100:of-tomorrow") == keys(EM)


def test_rules_of_one_notation_are_kept_side_by_side() -> None:
    """Rules of one notation are kept side by side; another notation is another list."""
    both = merged("dec/em4100:low32", "dec/iso14443a:all-reversed")

    assert both == "dec/em4100:low32/iso14443a:all-reversed"
    assert merged(both, "dec/em4100:low24") == "dec/em4100:low24/iso14443a:all-reversed"
    assert merged(both, "hex/em4100:all") == "hex/em4100:all"
    assert merged("", both) == both


def test_a_rule_is_said_in_words() -> None:
    """A rule is said in words."""
    assert says("dec/em4100:low32/iso14443a:all-reversed") == (
        "decimal numbers: em4100, the low 32 bits; iso14443a, all bits, bytes in reverse order"
    )
    assert says("card16@206/wiegand:all") == (
        "the card's number alone, of facility 206: wiegand, the bits between the parity bits"
    )


@given(st.sampled_from(["em4100:40", "iso14443a:32", "iso14443a:56", "wiegand:34", "keywedge:40"]), st.data())
def test_a_list_made_by_any_rule_matches(shape: str, data: st.DataObject) -> None:
    """A list made by any rule matches every card, and so does every rule that is found to fit."""
    technology, bits = shape.split(":")
    card = canonical(technology, int(bits), data.draw(st.integers(0, (1 << int(bits)) - 1)))
    name, (_, value) = data.draw(st.sampled_from(sorted(views(card).items())))

    rule = f"dec/{technology}:{name}"

    assert parse(str(value), rule) in keys(card, rule)
    assert all(parse(str(value), fit) in keys(card, fit) for fit in fits(card, str(value)))


@given(st.text() | st.text("0123456789ABCDEF,:@/ "), st.sampled_from([EM, ISO, W26, "keywedge:32:00000000"]))
def test_no_text_raises_anything_but_what_is_said(text: str, card: str) -> None:
    """No text raises anything but what is said."""
    for rule in fits(card, text):
        assert parse(text, rule) in keys(card, rule)
    try:
        parse(text, "hex/em4100:all")
    except BadgeFormatError:
        return


def test_a_reader_that_types_keeps_every_digit() -> None:
    """A reader that types keeps every digit; facility and card say themselves what they are."""
    assert badge(Scan("0006547886\r".strip())) == Badge("keywedge:40:0006547886", b"0006547886")
    assert number("099,59822") == "em4100:40:000063E9AE"
    assert number("3c00ce754c") == "keywedge:40:3C00CE754C"


@pytest.mark.parametrize("text", ["", "123", "hello", "rm -rf /", "1" * 21, "256,00001"])
def test_what_a_keyboard_types_that_is_no_badge_is_noise(text: str) -> None:
    """What a keyboard types that is no badge is noise, and is not repeated."""
    found = badge(Scan(text))

    assert isinstance(found, Noise)
    assert found.reason == f"4 to 20 digits or hex digits of a badge expected, got {len(text)} characters"


def test_noise_of_the_keyboard_stays_noise() -> None:
    """Noise of the keyboard stays noise."""
    assert badge(Noise("a key", (1,))) == Noise("a key", (1,))
