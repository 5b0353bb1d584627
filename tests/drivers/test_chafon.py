"""UHFReader18 and UHFReader288 frames: published ones, and what every codec stands."""

from typing import Any

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
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges.chafon import Command, Decoder, Status, encode, encode_tags
from drivers.decode import decode_line
from drivers.messages import Frame, Tag, Tags

VECTORS = vectors("chafon_uhfreader18")
COMMANDS = [each for each in VECTORS if "meaning" in each]
ANSWERS = [each for each in VECTORS if "meaning" not in each]

epcs = st.integers(1, 15).flatmap(lambda words: st.binary(min_size=2 * words, max_size=2 * words))
plain_tags = st.lists(epcs.map(lambda epc: Tag(epc.hex().upper())), max_size=6).map(tuple)
statuses = st.sampled_from([Status.ALL_TAGS, Status.MORE_COMES])
frames = st.builds(
    lambda command, data, address: encode(command, data, address=address),
    st.sampled_from(list(Command)),
    st.binary(max_size=40),
    st.integers(0, 255),
)
answers = st.builds(encode_tags, plain_tags, statuses)


@pytest.mark.parametrize("entry", ANSWERS, ids=lambda each: each["id"])
def test_a_published_answer_is_what_it_says(entry: dict[str, Any]) -> None:
    """Tags with antenna and strength where the reader tells, else the command's name."""
    raw, expected = bytes.fromhex(entry["frame_hex"]), entry["expected"]
    (message,) = decode(Decoder, raw)

    assert raw == message.raw
    assert expected["cmd"] == raw[2]
    if "tags" in expected:
        antenna = expected.get("antenna")
        tags = tuple(Tag(tag["epc"], tag.get("rssi"), antenna) for tag in expected["tags"])
        assert message == Tags(tags, raw)
        assert raw == encode_tags(tags, expected["status"], antenna=antenna)
    else:
        assert isinstance(message, Frame)
        assert expected.get("band", "none") == message.fields.get("band", "none")
        assert expected.get("firmware", "none") == message.fields.get("firmware", "none")
        assert float(message.fields.get("highest_mhz", 0)) == expected.get("fmax_mhz", 0)
        assert float(message.fields.get("lowest_mhz", 0)) == expected.get("fmin_mhz", 0)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda each: each["id"])
def test_a_published_command_is_named(entry: dict[str, Any]) -> None:
    """Both directions of a recording can be read."""
    (message,) = decode(Decoder, bytes.fromhex(entry["frame_hex"]))

    assert isinstance(message, Frame)
    assert message.name in entry["meaning"]
    assert encode(int(str(message.fields["command"]), 16)).hex() == entry["frame_hex"]


def test_a_published_answer_with_a_wrong_crc_is_refused() -> None:
    """wabson/chafon-rfid tests: the last byte should be A5."""
    answer = decode_line("chafon", "1500010301010c0000000000000000000003136bb1a6")

    assert answer["error"] == "CRC expected b1a5, got b1a6"


def test_the_antenna_is_the_number_of_its_bit() -> None:
    """wabson/chafon-rfid tests: 04 is the third; a tag may be shorter, and none is a round, too."""
    third = decode(Decoder, bytes.fromhex("1500010304010c49440000000000000a0003346425c0"))
    short = decode(Decoder, bytes.fromhex("0d000103010104003230386da3d2"))
    none = decode(Decoder, bytes.fromhex("0700010101001e4b"))

    assert [message.tags for message in third if isinstance(message, Tags)] == [
        (Tag("49440000000000000A000334", 0x64, 3),)
    ]
    assert [message.tags for message in short if isinstance(message, Tags)] == [(Tag("00323038", 0x6D, 1),)]
    assert [message.tags for message in none if isinstance(message, Tags)] == [()]


@pytest.mark.parametrize(
    ("status", "said"), [("f9", "order failed"), ("fb", "no tag"), ("fc", "tag refused")]
)
def test_an_order_that_failed_says_how(status: str, said: str) -> None:
    """UHFReader18 user's manual, 5: status."""
    (message,) = decode(Decoder, encode(Command.WRITE, bytes.fromhex(status)))

    assert isinstance(message, Frame)
    assert message.fields["status"] == said


@pytest.mark.parametrize("length", ["00", "03"])
def test_a_length_that_no_frame_has_is_refused_at_once(length: str) -> None:
    """There is no head to go by."""
    assert decode_line("chafon", length)["error"] == f"length expected 4 at least, got {int(length, 16)}"


def test_what_does_not_fit_a_frame_is_not_sent() -> None:
    """Nor an EPC of half a word."""
    with pytest.raises(ValueError, match="251 bytes"):
        encode(Command.READ, bytes(251))
    with pytest.raises(ValueError, match="not whole words"):
        encode_tags((Tag("AABBCC"),))


@given(plain_tags, statuses, st.sampled_from([None, 1, 4]), st.integers(0, 255))
def test_tags_that_are_sent_are_read(
    sent: tuple[Tag, ...], status: Status, antenna: int | None, rssi: int
) -> None:
    """As UHFReader18 tells them, and with antenna and strength as UHFReader288 does."""
    tags = sent if antenna is None else tuple(Tag(tag.epc, rssi, antenna) for tag in sent)
    (message,) = decode(Decoder, encode_tags(tags, status, antenna=antenna))

    assert isinstance(message, Tags)
    assert tags == message.tags


def test_it_stands_what_every_codec_stands() -> None:
    """Splits, damage, garbage."""
    whole_frames = frames | answers
    any_split_gives_the_same_messages(Decoder, whole_frames)
    no_byte_is_lost_or_invented(Decoder, whole_frames)
    every_frame_is_one_message(Decoder, whole_frames)
    one_damaged_byte_costs_at_most_its_own_message(Decoder, whole_frames)
    garbage_never_raises_and_little_is_held(Decoder, whole_frames, 255 + 63)
