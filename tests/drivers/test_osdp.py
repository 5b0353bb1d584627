"""OSDP packets: published ones, and what every codec stands."""

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

from drivers.badges.osdp import (
    MAX_MARKS,
    MAX_PACKET,
    Decoder,
    Packet,
    encode,
    formatted_card,
    parse,
    raw_card,
)
from drivers.badges.osdp_names import COMMANDS, REPLIES
from drivers.decode import decode_line
from drivers.messages import Badge, Frame, Noise

VECTORS = vectors("osdp")
PACKETS = [each for each in VECTORS if "frame_hex" in each]
CARDS = [each for each in VECTORS if "card_payload" in each]

SECURE = {0x15: 0, 0x16: 0, 0x17: 16, 0x18: 32}
"""Security blocks of a session, and how much is encrypted."""


@st.composite
def packets(draw: st.DrawFn) -> Packet:
    """Any packet: a command or a reply, plain, of a handshake, of a session."""
    reply = draw(st.booleans())
    code = draw(st.sampled_from(sorted(REPLIES if reply else COMMANDS)))
    base = Packet(code, draw(st.binary(max_size=40)), draw(st.integers(0, 127)), reply=reply)
    crc, sequence, marks = draw(st.booleans()), draw(st.integers(0, 3)), draw(st.integers(0, 2))
    security, data, mac = draw(st.sampled_from(["plain", "handshake", "session"])), base.data, b""
    block = b""
    if security == "handshake":
        block = bytes([0x12 if reply else 0x11, draw(st.integers(0, 1))])
    elif security == "session":
        kind = draw(st.sampled_from([0x16, 0x18] if reply else [0x15, 0x17]))
        block, mac = bytes([kind]), draw(st.binary(min_size=4, max_size=4).filter(any))
        data = draw(st.binary(min_size=SECURE[kind], max_size=SECURE[kind]))
    return Packet(code, data, base.address, reply, sequence, crc, block, mac, marks)


frames = packets().filter(lambda packet: packet.name not in ("RAW", "FMT")).map(encode)


@pytest.mark.parametrize("entry", [each for each in PACKETS if each["valid"]], ids=lambda each: each["id"])
def test_a_published_packet_is_taken_apart_and_put_together(entry: dict[str, Any]) -> None:
    """Trailing mark bytes belong to no packet."""
    raw = bytes.fromhex(entry["frame_hex"])
    message = decode(Decoder, raw)[0]
    packet = parse(bytes(message.raw))

    assert raw.rstrip(b"\xff") == encode(packet)
    found = {"address": packet.address, "reply": packet.reply, "sequence": packet.sequence, "crc": packet.crc}
    found |= {"mark_bytes": packet.marks, "secure_block": bool(packet.security)}
    assert {name: entry.get(name, value) for name, value in found.items()} == found
    if "code" in entry:
        assert (entry["code"], entry["payload"]) == (f"{packet.code:02X}", packet.data.hex())
    expected = entry["expected"].get("cmd") or entry["expected"].get("reply") or packet.name
    assert packet.name == expected.split()[0]


@pytest.mark.parametrize(
    "entry", [each for each in PACKETS if not each["valid"]], ids=lambda each: each["id"]
)
def test_a_security_block_outside_a_session_is_refused_with_the_reason(entry: dict[str, Any]) -> None:
    """Though checksum and length are right."""
    answer = decode_line("osdp", entry["frame_hex"])

    assert answer["messages"] == []
    assert str(answer["error"]).startswith(("security block expected", "SCS_16 without a MAC"))


@pytest.mark.parametrize("entry", CARDS, ids=lambda each: each["id"])
def test_a_published_card_is_its_bits(entry: dict[str, Any]) -> None:
    """Left-aligned in their bytes, whatever fills the last one."""
    payload, expected = bytes.fromhex(entry["card_payload"]), entry["expected"]
    number = raw_card(payload)

    bits = bin(int(expected["data"], 16))[2:].zfill(32)[: expected["bits"]]
    assert number == f"wiegand:{expected['bits']}:{int(bits, 2):07X}"
    assert [Badge(number, encode(Packet(0x50, payload, 1, reply=True)))] == decode(
        Decoder, encode(Packet(0x50, payload, 1, reply=True))
    )


def test_a_recorded_card_reply_is_a_badge() -> None:
    """osdp-python tests, test_poll_reply_card_data: with checksum, and with CRC."""
    for recorded in ("53FF0F000250FF011A00CD22C71667", "53FF10000550FF011A00CD22C71600C9"):
        (badge,) = decode(Decoder, bytes.fromhex(recorded))
        assert isinstance(badge, Badge)
        assert badge.number == "wiegand:26:3348B1C"


def test_a_formatted_card_is_its_characters_also_when_it_is_pulled_backwards() -> None:
    """Direction 1 is reverse (SIA OSDP v2.2, osdp_FMT)."""
    assert formatted_card(b"\x00\x00\x041234") == "ascii:32:31323334"
    assert formatted_card(b"\x00\x01\x044321") == "ascii:32:31323334"


@pytest.mark.parametrize(
    "payload", ["", "ff01", "ff010000", "ff011a00cd22c7", "ff011a00cd22c71600", "ff01ff00" + "00" * 32]
)
def test_a_card_that_is_cut_short_is_noise(payload: str) -> None:
    """More bits than bytes, more bytes than bits, none, more than any badge has."""
    (noise,) = decode(Decoder, encode(Packet(0x50, bytes.fromhex(payload), 1, reply=True)))

    assert isinstance(noise, Noise)
    assert "RAW: no card" in noise.reason


def test_a_key_and_a_pin_are_not_told() -> None:
    """Both are plain on a line without secure channel; what prints a recording must not print them."""
    keyset = decode(Decoder, encode(Packet(0x75, bytes(range(18)))))[0]
    keypad = decode(Decoder, encode(Packet(0x53, b"\0\x041234", 1, reply=True)))[0]

    assert isinstance(keyset, Frame)
    assert isinstance(keypad, Frame)
    assert "data" not in keyset.fields
    assert "data" not in keypad.fields


def test_what_a_session_encrypts_is_named_and_no_more() -> None:
    """A card behind the secure channel is no badge here."""
    sealed = Packet(0x50, bytes(16), 1, reply=True, security=b"\x18", mac=b"mac!")
    (frame,) = decode(Decoder, encode(sealed))

    assert isinstance(frame, Frame)
    assert (frame.name, frame.fields["security"], frame.fields["encrypted_bytes"]) == ("RAW", "SCS_18", 16)
    assert "data" not in frame.fields


@pytest.mark.parametrize(
    ("packet", "why"),
    [
        (Packet(0x40, b"", 1, reply=True, security=b"\x16", mac=bytes(4)), "SCS_16 without a MAC"),
        (Packet(0x60, b"", 1, security=b"\x16", mac=b"mac!"), "SCS_16 in the wrong direction"),
        (Packet(0x40, b"", 1, reply=True, security=b"\x15", mac=b"mac!"), "SCS_15 in the wrong direction"),
        (Packet(0x61, b"x" * 15, 1, security=b"\x17", mac=b"mac!"), "SCS_17 with 15 encrypted bytes"),
        (Packet(0x61, b"", 1, security=b"\x10"), "expected SCS_11 to SCS_18, got SCS_10"),
    ],
)
def test_a_security_block_that_cannot_be_is_refused(packet: Packet, why: str) -> None:
    """By its direction, its MAC, its length."""
    answer = decode_line("osdp", encode(packet).hex())

    assert answer["messages"] == []
    assert why in str(answer["error"])


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        ("53e50700014081", "checksum expected 80, got 81"),
        ("53e506000140", "length expected 7 to 1440, got 6"),
        ("53e5ffff0440e7a1", "length expected 8 to 1440, got 65535"),
        ("53e5080004400000", "CRC expected D296, got 0000"),
        ("44e508000440e7a1", "bytes outside a frame"),
        ("5300090008ff11404c", "a security block of 255 bytes in a packet of 9"),
        ("53e5", "a frame without its end"),
    ],
)
def test_what_is_no_packet_says_why(stream: str, why: str) -> None:
    """What was expected, and what was got."""
    answer = decode_line("osdp", stream)

    assert answer["messages"] == []
    assert answer["error"] == why


def test_a_line_that_rests_at_mark_costs_nothing() -> None:
    """However long it does; the packet behind it is heard."""
    poll = encode(Packet(0x60, address=101))
    messages = decode(Decoder, b"\xff" * 1000 + poll)

    assert all(isinstance(message, Frame) for message in messages)
    assert messages[-1].raw == b"\xff" * MAX_MARKS + poll


def test_marks_behind_the_last_packet_are_no_noise() -> None:
    """A recording may end with the line at rest."""
    poll = encode(Packet(0x60, address=101))

    assert [poll, b"\xff\xff"] == [message.raw for message in decode(Decoder, poll + b"\xff\xff")]
    assert decode_line("osdp", (poll + b"\xff\xff").hex())["noise"] == 0


def test_a_packet_longer_than_the_standard_allows_is_not_sent() -> None:
    """And the longest that it allows is read."""
    longest = encode(Packet(0x80, bytes(MAX_PACKET - 8)))

    assert decode(Decoder, longest)[0].raw == longest
    with pytest.raises(ValueError, match="1441"):
        encode(Packet(0x80, bytes(MAX_PACKET - 7)))


@given(packets())
def test_what_is_put_together_is_taken_apart(packet: Packet) -> None:
    """Every part of it."""
    assert parse(encode(packet)) == packet


def test_it_stands_what_every_codec_stands() -> None:
    """Splits, damage, garbage."""
    any_split_gives_the_same_messages(Decoder, frames)
    no_byte_is_lost_or_invented(Decoder, frames)
    every_frame_is_one_message(Decoder, frames)
    one_damaged_byte_costs_at_most_its_own_message(
        Decoder, frames.map(lambda frame: frame.lstrip(b"\xff")), damage=0x04
    )
    garbage_never_raises_and_little_is_held(Decoder, frames, MAX_PACKET + MAX_MARKS + 63)
