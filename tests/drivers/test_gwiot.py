"""GWIOT 7941E and 7941W: frames of both, and the conversation with the one that is asked."""

import pytest
from codec_trials import (
    any_split_gives_the_same_messages,
    decode,
    every_frame_is_one_message,
    garbage_never_raises_and_little_is_held,
    no_byte_is_lost_or_invented,
    one_damaged_byte_costs_at_most_its_own_message,
    vectors,
)
from hypothesis import strategies as st

from drivers.arrivals import Arrivals
from drivers.badges import em4100
from drivers.badges.gwiot import READ_ID, READ_UID, answer, ask, conversation, decoder, encode
from drivers.badges.numbers import canonical
from drivers.badges.polling import POLL_S
from drivers.decode import decode_line
from drivers.messages import Badge, Frame, Noise

FRAMES = vectors("gwiot")
cards = st.builds(em4100.canonical, st.integers(0, (1 << 40) - 1)) | st.builds(
    lambda uid: canonical("iso14443a", 32, uid), st.integers(0x09000000, 0x80000000)
)
frames = st.one_of(
    cards.map(encode),
    cards.map(answer),
    st.just(answer(None)),
    st.builds(ask, st.integers(0x10, 0x17), st.binary(max_size=20)),
)
headless = st.binary(max_size=6).filter(lambda data: not {0x02, 0xAB, 0xCD} & {*data})
plain = st.builds(ask, st.just(0x11), headless).filter(lambda frame: not {0x02, 0xAB, 0xCD} & {*frame[1:]})
"""Frames in which no other frame can begin."""


@pytest.mark.parametrize("vector", FRAMES, ids=lambda vector: vector["id"])
def test_a_published_frame_says_what_is_stated_or_why_it_is_none(vector: dict[str, dict[str, str]]) -> None:
    """A published frame says what is stated, or why it is none."""
    decoded = decode_line("gwiot", str(vector["frame_hex"]))

    if not vector["valid"]:
        assert decoded["messages"] == []
        assert decoded["error"]
        return
    (message,) = decoded["messages"]
    expected = vector.get("expected", {})
    if "id_hex" in expected:
        assert message["badge"] == f"em4100:40:{expected['id_hex']}"
    elif "uid_hex" in expected:
        assert message["badge"] == f"iso14443a:32:{expected['uid_hex']}"
    else:
        assert str(vector["meaning"]).startswith(str(message["frame"]))


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ("020a022e00b6d7b5f303", "checksum expected F2, got F3"),
        ("020a022e00b6d7b5f204", "03 expected at the end of 10 bytes, got 04"),
        ("0203", "a length of 6 to 64 bytes expected, got 3"),
        ("abba00100011", "checksum expected 10, got 11"),
        ("abcd", "AB BA expected, got AB CD"),
        ("55", "02, AB BA or CD DC expected, got 55"),
        ("020902112233444f03", "5 bytes of an EM4100 number expected, got 4"),
    ],
)
def test_what_is_wrong_is_said(frame: str, why: str) -> None:
    """What is wrong with a frame is said: what was expected, and what came."""
    assert decode_line("gwiot", frame)["error"] == why


def test_a_key_or_a_sector_is_no_badge() -> None:
    """A key or a sector of a card is no badge."""
    assert decode_line("gwiot", "0206ff31c803")["messages"] == [
        {"frame": "key", "data": "31", "card_type": "0xFF key"}
    ]
    assert decode(decoder, answer(None)) == [Frame("failed", {"address": 0, "data": ""}, answer(None))]


def test_the_trials_of_every_codec() -> None:
    """The trials of every codec."""
    any_split_gives_the_same_messages(decoder, frames)
    no_byte_is_lost_or_invented(decoder, frames)
    every_frame_is_one_message(decoder, frames)
    one_damaged_byte_costs_at_most_its_own_message(decoder, plain, damage=0x10)
    garbage_never_raises_and_little_is_held(decoder, frames, 64 + 6 + 255)


def test_a_7941w_is_asked_for_both_kinds_of_cards() -> None:
    """A 7941W is asked for both kinds of cards, in turn, and a card that stays is told of once."""
    talk = conversation(Arrivals(0.5))
    card, frame = "em4100:40:2E00B6A302", answer("em4100:40:2E00B6A302")

    assert talk.say(0.0) == READ_UID
    assert list(talk.hear(answer(None), 0.01)) == []
    assert talk.say(0.01) == READ_ID
    assert list(talk.hear(frame, 0.02)) == [Badge(card, frame)]
    assert talk.say(0.03) == b""
    assert talk.say(0.02 + POLL_S) == READ_UID
    assert list(talk.hear(answer(None), 0.28)) == []
    assert talk.say(0.28) == READ_ID
    assert list(talk.hear(frame, 0.29)) == []


def test_a_technology_that_it_does_not_read_cannot_be_encoded() -> None:
    """A technology that it does not read cannot be encoded."""
    with pytest.raises(ValueError, match="does not read wiegand of 26 bits"):
        encode("wiegand:26:2F623AE")


def test_a_random_uid_is_refused_aloud_and_is_an_answer() -> None:
    """A random UID is refused aloud, and is an answer all the same."""
    talk, frame = conversation(Arrivals(0.5)), answer("iso14443a:32:08192DA2")
    talk.say(0.0)

    (noise,) = talk.hear(frame, 0.1)

    assert isinstance(noise, Noise)
    assert "another one at every tap" in noise.reason
    assert talk.here
