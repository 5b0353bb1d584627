"""Elatec TWN4 and TWN3: lines of both directions, and the conversation that finds out which it is."""

import pytest
from codec_trials import (
    any_split_gives_the_same_messages,
    decode,
    every_frame_is_one_message,
    garbage_never_raises_and_little_is_held,
    no_byte_is_lost_or_invented,
    vectors,
)
from hypothesis import given
from hypothesis import strategies as st

from drivers.arrivals import Arrivals
from drivers.badges.elatec import NO_TAG, SEARCH, Twn4, decoder, encode
from drivers.badges.lines import MAX_LINE
from drivers.badges.numbers import canonical
from drivers.conversation import SilentError
from drivers.decode import decode_line
from drivers.messages import Badge, Noise

LINES = vectors("elatec")
TECHNOLOGIES = {"MIFARE": "iso14443a", "EM4102": "em4100"}
numbers = st.one_of(
    st.builds(lambda value: canonical("em4100", 40, value), st.integers(0, (1 << 40) - 1)),
    st.builds(lambda value: canonical("legic", 64, value), st.integers(0, (1 << 64) - 1)),
    st.sampled_from(["wiegand:26:2F623AE", "iso14443a:56:0416C6C2D73881", "inditag:40:1122334455"]),
)
lines = numbers.map(encode) | st.sampled_from([NO_TAG, SEARCH, b"N\r", b":112233445501\r"])


@pytest.mark.parametrize("vector", LINES, ids=lambda vector: vector["id"])
def test_a_published_line_says_what_is_stated_or_why_it_is_none(vector: dict[str, dict[str, str]]) -> None:
    """A published line says what is stated, or why it is none; as text and as the bytes of a recording."""
    text = str(vector["ascii"])
    decoded = decode_line("elatec", text)

    assert decode_line("elatec", text.encode().hex(" ")) == decoded
    assert decode_line("elatec", text.strip()) == decoded
    if not vector["valid"]:
        assert decoded["messages"] == []
        assert decoded["error"]
        return
    (message,) = decoded["messages"]
    expected = vector.get("expected", {})
    if "id" in expected:
        assert message["badge"] == f"{TECHNOLOGIES[expected['type']]}:{expected['bits']}:{expected['id']}"
    else:
        assert message["frame"] == ("search tag" if "meaning" in vector else "no tag")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":112233445501", "inditag:40:1122334455"),
        ("1A808001C0", "wiegand:26:2020007"),
        ("3C00CE754C", "em4100:40:3C00CE754C"),
        ("0416C6C2D73881", "iso14443a:56:0416C6C2D73881"),
        ("000149190400000080", None),
        ("000149 1A 04 BD88EB80".replace(" ", ""), "wiegand:26:2F623AE"),
        ("0001832802AABB", None),
        ("MultiISO 1.15", "version"),
        ("00", "done"),
        ("01", "unknown function"),
        ("0004FF", "get version"),
        ("041007", "light or sound"),
        ("s", "command"),
        ("112233", None),
        ("20CE754C01", "em4100:40:20CE754C01"),
        ("0001440387", "em4100:40:0001440387"),
        ("0001402805", None),
        ("1BCE754C20", "em4100:40:1BCE754C20"),
    ],
)
def test_other_lines(line: str, said: str | None) -> None:
    """IDs alone, as TWN3 and line mode send them, and what else a TWN4 says; the rest is noise."""
    decoded = decode_line("elatec", line)

    told = [message.get("badge", message.get("frame")) for message in decoded["messages"]]
    assert told == ([said] if said else [])
    assert (decoded["error"] is None) == bool(said)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (":112233445502", "checksum expected 01, got 02"),
        ("00014028053C00CE75", "an ID of 5 bytes announced, got 4"),
        ("00014020053C00CE754C", "an ID of 32 bits announced, got 5 bytes"),
        ("0001402805GG00CE754C", "pairs of hex digits expected, got a line of 20 characters that are not"),
    ],
)
def test_what_is_wrong_is_said(line: str, why: str) -> None:
    """What is wrong with a line is said: what was expected, and what came."""
    assert decode_line("elatec", line)["error"] == why


@given(numbers)
def test_what_is_encoded_is_decoded(number: str) -> None:
    """What is encoded is decoded."""
    assert decode(decoder, encode(number)) == [Badge(number, encode(number))]


def test_a_technology_that_it_does_not_read_cannot_be_encoded() -> None:
    """A technology that it does not read cannot be encoded."""
    with pytest.raises(ValueError, match="does not read listed"):
        encode("listed:8:01")


def test_the_trials_of_every_codec() -> None:
    """The trials of every codec."""
    any_split_gives_the_same_messages(decoder, lines)
    no_byte_is_lost_or_invented(decoder, lines)
    every_frame_is_one_message(decoder, lines)
    garbage_never_raises_and_little_is_held(decoder, lines, MAX_LINE)


def test_a_twn4_is_asked_for_tags() -> None:
    """A TWN4 is asked for tags; once it has answered, its silence is a fault."""
    talk, number = Twn4(Arrivals(0.5)), "em4100:40:3C00CE754C"

    assert talk.here
    assert talk.say(0.0) == SEARCH
    assert list(talk.hear(encode(number), 0.05)) == [Badge(number, encode(number))]
    assert talk.say(0.1) == b""
    assert talk.say(0.3) == SEARCH
    assert list(talk.hear(NO_TAG, 1.0)) == []
    assert [talk.say(1.25), talk.say(1.75), talk.say(2.25)] == [SEARCH, SEARCH, SEARCH]
    with pytest.raises(SilentError):
        talk.say(2.5)


def test_a_card_that_is_no_badge_is_an_answer_all_the_same() -> None:
    """A card whose parity is wrong is an answer all the same: held for long it makes no reader silent."""
    talk = Twn4(Arrivals(0.5))

    for turn in range(20):
        assert talk.say(turn * 0.5) == SEARCH
        (noise,) = talk.hear(b"0001491A04BD88EBC0\r", turn * 0.5 + 0.1)
        assert isinstance(noise, Noise)


@pytest.mark.parametrize("digits", [b"3C00CE754C", b"0000CE754C", b"000100754C"])
def test_a_reader_that_only_talks_is_never_called_silent(digits: bytes) -> None:
    """A reader that only talks (TWN3, line mode) is never called silent, and its badges count."""
    talk, line = Twn4(Arrivals(0.5)), digits + b"\r\n"

    for turn in range(20):
        assert talk.say(turn * 0.5) == SEARCH
    assert list(talk.hear(line, 9.9)) == [Badge(f"em4100:40:{digits.decode()}", line[:-1])]
    for turn in range(20, 30):
        assert talk.say(turn * 0.5) == SEARCH
    assert talk.here


def test_half_a_line_is_given_up_when_it_is_quiet() -> None:
    """Half a line is given up when it is quiet."""
    talk = Twn4(Arrivals(0.5))
    assert list(talk.hear(b"3C00", 0.0)) == []

    assert list(talk.quiet(0.3)) == [Noise("a frame without its end", b"3C00")]
