"""The 64 bits that an EM4100 card sends."""

import pytest
from codec_trials import vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges import em4100
from drivers.badges.em4100_raw import SIZE, decode, encode
from drivers.decode import decode_line
from drivers.messages import Badge, Noise

FRAMES = vectors("em4100_raw")
numbers = st.integers(0, (1 << 40) - 1).map(em4100.canonical)


@pytest.mark.parametrize("vector", FRAMES, ids=lambda vector: vector["id"])
def test_published_bits_are_their_card_or_say_which_parity_is_wrong(vector: dict[str, str]) -> None:
    """Published bits are their card, or say which parity is wrong."""
    decoded = decode_line("em4100", vector["raw64"])

    if vector["valid"]:
        number = f"em4100:40:{vector['id_hex']}"
        assert decoded["messages"] == [{"badge": number, "forms": em4100.forms(number)}]
        assert encode(number).hex() == vector["raw64"]
    else:
        assert decoded["error"] == "row 7: even parity expected, got 01000"


@given(numbers)
def test_what_is_encoded_is_decoded(number: str) -> None:
    """What is encoded is decoded."""
    frame = encode(number)

    assert decode(frame) == Badge(number, frame)


@given(numbers, st.integers(0, 63))
def test_no_flipped_bit_gets_through(number: str, place: int) -> None:
    """No flipped bit gets through."""
    frame = int.from_bytes(encode(number), "big") ^ 1 << place

    assert isinstance(decode(frame.to_bytes(SIZE, "big")), Noise)


@given(st.binary(max_size=12))
def test_garbage_is_a_badge_only_where_it_is_the_frame_of_one(data: bytes) -> None:
    """Garbage is a badge only where it is the frame of one."""
    message = decode(data)

    assert isinstance(message, Noise) or encode(message.number) == data


def test_columns_are_guarded_too() -> None:
    """Columns are guarded too: two flips in one row do not hide each other."""
    frame = int.from_bytes(encode("em4100:40:0F0368568B"), "big") ^ 0b11 << 51

    assert decode(frame.to_bytes(SIZE, "big")) == Noise(
        "column parity expected 0001, got 0010", frame.to_bytes(SIZE, "big")
    )
