"""Wiegand bits, the lines of bridges, and what people write down."""

import pytest
from codec_trials import (
    any_split_gives_the_same_messages,
    decode,
    garbage_never_raises_and_little_is_held,
    no_byte_is_lost_or_invented,
    vectors,
)
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges.lines import MAX_LINE
from drivers.badges.numbers import BadgeFormatError
from drivers.badges.wiegand import checked, decoder, encode, from_line, from_recording, sealed
from drivers.badges.wiegand_formats import FORMATS, UNCHECKED, Format
from drivers.decode import decode_line
from drivers.messages import Badge, Noise

CARDS = vectors("wiegand")
VALID = [card for card in CARDS if card["valid"]]

layouts = st.sampled_from(list(FORMATS.values()))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A canonical number of any format."""
    layout: Format = draw(layouts)
    facility = draw(st.integers(0, (1 << layout.facility[1]) - 1))
    card = draw(st.integers(0, (1 << layout.card[1]) - 1))
    return checked(layout.length, layout.sealed(facility, card))


signs = st.characters(codec="ascii", exclude_characters="\r\n")
lines = st.builds(
    lambda number, style: encode(number, style=style), numbers(), st.sampled_from(["counted", "bits"])
)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])
def test_published_bits_are_their_card_or_say_which_parity_is_wrong(card: dict[str, str]) -> None:
    """Published bits are their card, with facility and card number, or say which parity is wrong."""
    decoded = decode_line("wiegand", card["bits"])

    if not card["valid"]:
        assert "parity bit is wrong" in str(decoded["error"])
        assert decoded["messages"] == []
        return
    (message,) = decoded["messages"]
    told = message["forms"]
    assert isinstance(told, dict)
    assert (
        message["badge"]
        == f"wiegand:{card['length']}:{int(card['bits'], 2):0{-(-int(card['length']) // 4)}X}"
    )
    if "facility" in card:
        assert (told["facility"], told["card"]) == (str(card["facility"]), str(card["card"]))
    if "hid_prox_raw" in card:
        assert told["hid_prox_raw"] == card["hid_prox_raw"].upper()


@pytest.mark.parametrize("form", ["hid_prox_raw", "ascii"])
def test_every_published_form_is_the_same_card(form: str) -> None:
    """Every published form is the same card, as text and as the bytes of a recording."""
    for card in VALID:
        if form in card:
            assert from_recording(card[form]) == from_recording(card["bits"]), card["id"]
    recorded = b"1A808001C0\r"
    assert decode_line("wiegand", recorded.hex()) == decode_line("wiegand", "1A808001C0")
    assert decode_line("wiegand", "0D")["error"]


@pytest.mark.parametrize("card", [card for card in VALID if "raw_hex" in card], ids=lambda card: card["id"])
def test_hex_alone_is_its_card_or_names_what_it_may_be(card: dict[str, str]) -> None:
    """Hex alone is its card, or names what it may be: zeros may have been left out. It is no other card."""
    length, digits = int(card["length"]), card["raw_hex"]
    decoded = decode_line("wiegand", digits)

    if (length == 26 and len(digits) == 7) or card["id"] in ("WIEGAND-22", "WIEGAND-32"):
        assert [from_recording(card["bits"])] == [message["badge"] for message in decoded["messages"]]
    else:
        assert decoded["messages"] == []
        assert f"{length} bits" in str(decoded["error"])
        assert from_recording(f"{length},{digits}") == from_recording(card["bits"])


@pytest.mark.parametrize("line", ["7B11D7", "04B2754C"])
def test_hex_alone_that_a_bridge_may_have_sent_is_never_something_else(line: str) -> None:
    """Hex that a bridge may have sent is the bridge's or refused; the bytes of a line are always a line."""
    (heard,) = decode(decoder, f"{line}\r".encode())
    assert isinstance(heard, Badge)

    assert {message["badge"] for message in decode_line("wiegand", line)["messages"]} <= {heard.number}
    assert [{"badge": heard.number}] == [
        {"badge": message["badge"]}
        for message in decode_line("wiegand", f"{line}\r".encode().hex())["messages"]
    ]


def test_37_bits_tell_of_both_their_formats() -> None:
    """37 bits tell of both their formats: nothing in them says which it is."""
    told = decode_line("wiegand", "37,100EB79A2B")["messages"][0]["forms"]

    assert isinstance(told, dict)
    assert told["H10302_card"] == "123456789"
    assert (told["H10304_facility"], told["H10304_card"]) == ("235", "249109")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("26,2F623AE", "wiegand:26:2F623AE"),
        ("26;2f623ae", "wiegand:26:2F623AE"),
        ("10111101100010001110101110", "wiegand:26:2F623AE"),
        ("1A808001C0", "wiegand:26:2020007"),
        ("7B11D7", "wiegand:26:2F623AE"),
        ("04B2754C", sealed("H10306", 0x04B2754C)),
        ("32,6B3D12D6", "wiegand:32:6B3D12D6"),
    ],
)
def test_the_lines_of_bridges(line: str, number: str) -> None:
    """The lines of bridges, each by its name in the module's text."""
    assert from_line(line) == number
    assert decode(decoder, f"{line}\r".encode()) == [Badge(number, f"{line}\r".encode())]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("26,2F623AF", r"26 bits \(H10301, Ind26\): the last parity bit is wrong"),
        ("26,6F623AE", "26 bits announced, got 27"),
        ("25,0F623AE", "25 bits: no format of that length is known"),
        ("hello", "a Wiegand bridge's line expected"),
        ("1A808001FF", "a Wiegand bridge's line expected"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_without_the_number(line: str, why: str) -> None:
    """What is wrong with a line is said, without the number."""
    with pytest.raises(BadgeFormatError, match=why):
        from_line(line)


@pytest.mark.parametrize("length", sorted(UNCHECKED))
def test_lengths_without_a_known_parity_are_taken_as_they_are(length: int) -> None:
    """Lengths without a known parity are taken as they are."""
    assert checked(length, 1) == f"wiegand:{length}:{1:0{-(-length // 4)}X}"


@given(layouts, st.integers(0), st.integers(0), st.data())
def test_facility_and_card_come_back_and_no_guarded_bit_may_flip(
    layout: Format, facility: int, card: int, data: st.DataObject
) -> None:
    """Facility and card come back, and no guarded bit may flip."""
    pair = facility % (1 << layout.facility[1]), card % (1 << layout.card[1])
    value = layout.sealed(*pair)
    place = data.draw(st.integers(0, layout.length - 1))

    assert layout.pair(value) == pair
    assert not layout.flaw(value)
    guarded = any(check.mask >> place & 1 for check in layout.checks)
    assert bool(layout.flaw(value ^ 1 << place)) == guarded


@given(numbers(), st.sampled_from(["counted", "bits", "left"]))
def test_what_is_encoded_is_decoded(number: str, style: str) -> None:
    """What is encoded is decoded, in every style of line."""
    line = encode(number, style=style)

    assert decode(decoder, line)[0] == Badge(number, line[:-1])


@given(st.lists(lines.map(lambda line: line[:-1]), min_size=2, max_size=5), st.data())
def test_a_damaged_character_costs_its_own_line(sent: list[bytes], data: st.DataObject) -> None:
    """A damaged character costs its own line, and never makes another badge of what is left of it."""
    struck = data.draw(st.integers(0, len(sent) - 1))
    place = data.draw(st.integers(0, len(sent[struck]) - 2))
    broken = sent[struck][:place] + b"\xff" + sent[struck][place + 1 :]
    stream = b"".join((*sent[:struck], broken, *sent[struck + 1 :]))

    heard = decode(decoder, stream)

    assert [message.raw for message in heard if isinstance(message, Badge)] == [
        *sent[:struck],
        *sent[struck + 1 :],
    ]
    assert [message.raw for message in heard if isinstance(message, Noise)] == [broken]


@given(st.integers(0, 255), st.integers(0, 65535), st.integers(0, 25), signs)
def test_one_damaged_character_of_26_bits_as_bits_is_never_another_badge(
    facility: int, card: int, place: int, sign: str
) -> None:
    """One damaged character of 26 bits, sent as bits, is never another badge, unless it ends the line."""
    number = checked(26, FORMATS["H10301"].sealed(facility, card))
    line = encode(number, style="bits").decode()
    damaged = line[:place] + sign + line[place + 1 :]

    heard = [each.number for each in decode(decoder, damaged.encode()) if isinstance(each, Badge)]

    assert heard == ([number] if damaged == line else [])


def test_the_trials_of_every_codec() -> None:
    """The trials of every codec."""
    any_split_gives_the_same_messages(decoder, lines)
    no_byte_is_lost_or_invented(decoder, lines)
    garbage_never_raises_and_little_is_held(decoder, lines, MAX_LINE)


def test_the_rest_of_a_line_that_was_too_long_is_no_badge() -> None:
    """The rest of a line that was too long is no badge; the line after it is."""
    heard = decode(decoder, b"x" * (MAX_LINE + 1) + b"7B11D7\r7B11D7\r")

    assert [type(message) for message in heard] == [Noise, Noise, Badge]


def test_only_wiegand_numbers_go_over_a_bridge() -> None:
    """Only Wiegand numbers go over a bridge."""
    with pytest.raises(BadgeFormatError, match="em4100 is not wiegand"):
        encode("em4100:40:010063E9AE")
