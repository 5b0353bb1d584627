"""M100 and R200 frames: published ones, what every codec stands, and the conversation on its own clock."""

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

from drivers.badges.m100 import MAX_PARAMS, Command, Decoder, Kind, encode, encode_tag
from drivers.decode import decode_line
from drivers.messages import Frame, Noise, Tag, Tags

VECTORS = vectors("uhf_m100_r200")
MEANINGS = {
    "hardware version": "module info",
    "single poll": "single poll",
    "no tag / CRC error": "error",
    "multi poll 10000": "multi poll",
    "stop ok": "stop poll",
    "get select": "get select",
    "read resp": "read",
    "write ok": "write",
    "lock ok": "lock",
    "region China900": "set region",
    "get channel": "get channel",
    "hopping ok": "hopping",
    "get power": "get power",
    "jammer scan": "scan jammer",
    "sleep ok": "sleep",
    "BlockPermalock": "block permalock",
    "R200 single poll": "single poll",
}

heads = st.sampled_from([0xBB, 0xAA])
# No head within: a sum of 8 bits cannot tell a frame that damage makes of the inside of another.
plain = st.integers(0, 0x7D)
params = st.lists(plain, max_size=24).map(bytes)
kinds = st.sampled_from([Kind.COMMAND, Kind.ANSWER])
frames = st.builds(lambda command, data, kind, head: encode(command, data, kind=kind, head=head),
                   plain, params, kinds, heads)  # fmt: skip
epcs = st.integers(1, 31).flatmap(lambda words: st.binary(min_size=2 * words, max_size=2 * words))
tags = st.builds(lambda epc, rssi: Tag(epc.hex().upper(), rssi), epcs, st.integers(-128, 127))
tag_frames = st.builds(encode_tag, tags, st.sampled_from([Command.SINGLE_POLL, Command.MULTI_POLL]))
whole_frames = frames | tag_frames


@pytest.mark.parametrize("entry", [each for each in VECTORS if each["valid"]], ids=lambda each: each["id"])
def test_a_published_frame_is_one_message_and_no_error(entry: dict[str, Any]) -> None:
    """With the name of its command, and a tag's EPC and strength."""
    raw = bytes.fromhex(entry["frame_hex"])
    (message,) = decode(Decoder, raw)

    assert raw == message.raw
    if "expected" in entry:
        assert isinstance(message, Tags)
        assert message.tags == (Tag(entry["expected"]["epc"].upper(), entry["expected"]["rssi_dbm"]),)
        assert raw == encode_tag(message.tags[0], raw[2])
        return
    assert isinstance(message, Frame)
    assert MEANINGS.get(entry["meaning"], message.name) == message.name
    kind = Kind[str(message.fields["type"]).upper()]
    data = bytes.fromhex(str(message.fields["data"]))
    assert raw == encode(raw[2], data, kind=kind, head=raw[0])


@pytest.mark.parametrize(
    "entry", [each for each in VECTORS if not each["valid"]], ids=lambda each: each["id"]
)
def test_a_frame_that_is_printed_wrong_is_refused_with_the_reason(entry: dict[str, Any]) -> None:
    """The sum that the vendor's manual should have printed is named."""
    answer = decode_line("uhf-m100", entry["frame_hex"])
    note = entry["note"]

    assert answer["messages"] == []
    if "computed checksum" in note:
        assert f"checksum expected {note[-2:]}" in str(answer["error"])
    elif "end byte" in note:
        assert answer["error"] == "end expected 7E, got 7F"
    else:
        assert "checksum expected" in str(answer["error"])


def test_the_vendors_tag_with_its_sum_mended_is_a_tag() -> None:
    """Its strength is signed, its EPC as long as the protocol control says."""
    frame = bytes.fromhex("bb02270011c9340030751feb705c5904e3d50d703a76f47e")

    assert decode(Decoder, frame) == [Tags((Tag("30751FEB705C5904E3D50D70", -55),), frame)]


def test_a_power_is_told_in_hundredths_of_a_dbm() -> None:
    """And an error by what it means."""
    (power,) = decode(Decoder, bytes.fromhex("bb01b7000207d0917e"))
    (error,) = decode(Decoder, bytes.fromhex("bb01ff000115167e"))

    assert isinstance(power, Frame)
    assert power.fields["power_cdbm"] == 2000
    assert isinstance(error, Frame)
    assert error.fields["error"] == "no tag, or its CRC was wrong"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("12", "kill: no tag"),
        ("1a", "change of configuration: no tag"),
        ("a3", "read: the tag refused: no such memory"),
        ("d0", "kill: the tag refused: other error"),
        ("a9", "error A9"),
        ("7f", "error 7F"),
    ],
)
def test_an_error_names_what_failed_and_what_the_tag_said(code: str, why: str) -> None:
    """The upper half is the order that a tag refused, the lower why (EPC Gen2, annex I)."""
    (error,) = decode(Decoder, encode(Command.ERROR, bytes.fromhex(code), kind=Kind.ANSWER))

    assert isinstance(error, Frame)
    assert error.fields["error"] == why


@pytest.mark.parametrize("notice", ["", "c9", "c93400", "c934003075", "c90000aabb"])
def test_a_notice_without_a_whole_tag_is_noise(notice: str) -> None:
    """However right its sum is."""
    frame = encode(Command.MULTI_POLL, bytes.fromhex(notice), kind=Kind.NOTICE)
    (message,) = decode(Decoder, frame)

    assert isinstance(message, Noise)
    assert "a tag of" in message.reason


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        ("bb0322", "type expected 00 to 02, got 03"),
        ("bb0227ffff", "length expected 512 at most, got 65535"),
        ("cc00", "bytes outside a frame"),
        ("bb0022", "a frame without its end"),
    ],
)
def test_what_is_no_frame_says_why(stream: str, why: str) -> None:
    """As soon as it can be known."""
    assert decode_line("uhf-m100", stream)["error"] == why


@pytest.mark.parametrize("tag", [Tag("ABC"), Tag("AABBCC"), Tag(""), Tag("AA" * 64), Tag("xy")])
def test_an_epc_that_no_tag_has_is_not_sent(tag: Tag) -> None:
    """Half a word, none, more than there is room for, no hex."""
    with pytest.raises(ValueError, match=r"EPC|hex"):
        encode_tag(tag)


def test_a_frame_has_a_known_head_and_bounded_parameters() -> None:
    """What the decoder would not believe is not made."""
    with pytest.raises(ValueError, match="CC"):
        encode(0x22, head=0xCC)
    with pytest.raises(ValueError, match="513"):
        encode(0x22, bytes(MAX_PARAMS + 1))


@given(st.lists(tags, max_size=6), heads)
def test_tags_that_are_sent_are_read(sent: list[Tag], head: int) -> None:
    """EPC and strength, many in a row."""
    stream = b"".join(encode_tag(tag, head=head) for tag in sent)

    assert [message.tags for message in decode(Decoder, stream) if isinstance(message, Tags)] == [
        (tag,) for tag in sent
    ]


def test_it_stands_what_every_codec_stands() -> None:
    """Splits, damage, garbage."""
    any_split_gives_the_same_messages(Decoder, whole_frames)
    no_byte_is_lost_or_invented(Decoder, whole_frames)
    every_frame_is_one_message(Decoder, whole_frames)
    one_damaged_byte_costs_at_most_its_own_message(Decoder, frames, damage=0x02)
    garbage_never_raises_and_little_is_held(Decoder, whole_frames, MAX_PARAMS + 7 + 63)
