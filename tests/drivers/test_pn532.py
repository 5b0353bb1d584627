"""PN532 on a serial line: frames, and the conversation from waking it to a badge."""

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
from drivers.badges import pn532
from drivers.badges.numbers import canonical
from drivers.badges.pn532 import (
    ABORT,
    ACK,
    NACK,
    RELEASE,
    RETRIES,
    SAM,
    SEARCH,
    SEVERAL,
    WAKE,
    Pn532,
    decoder,
    encode,
    listed,
)
from drivers.badges.polling import WATCH_S
from drivers.conversation import SilentError
from drivers.decode import decode_line
from drivers.messages import Badge, Flaw, Frame, Noise

FRAMES = vectors("pn532")
FOUR, SEVEN, TEN = "iso14443a:32:FB0EE20B", "iso14443a:56:0416C6C2D73881", "iso14443a:80:0102030405060708090A"
commands = st.builds(
    lambda tfi, data, extended: encode(bytes((tfi, *data)), extended=extended),
    st.sampled_from([0xD4, 0xD5]),
    st.binary(min_size=1, max_size=40),
    st.booleans(),
)
uids = st.sampled_from([4, 7, 10]).flatmap(lambda size: st.binary(min_size=size, max_size=size))
numbers = uids.filter(lambda uid: uid[0] != 8).map(
    lambda uid: canonical("iso14443a", 8 * len(uid), int.from_bytes(uid, "big"))
)
frames = commands | st.sampled_from([ACK, NACK]) | numbers.map(listed)
plain = st.binary(max_size=12).map(lambda data: encode(b"\xd4\x40" + bytes(byte | 0x81 for byte in data)))
plain_frames = plain.filter(lambda frame: b"\x00" not in frame[3:-1] and b"\xff" not in frame[3:])
"""Frames in which no other frame can begin."""


@pytest.mark.parametrize("vector", FRAMES, ids=lambda vector: vector["id"])
def test_a_published_frame_says_what_is_stated_or_why_it_is_none(vector: dict[str, dict[str, str]]) -> None:
    """A published frame says what is stated, or why it is none."""
    decoded = decode_line("pn532", str(vector["frame_hex"]))

    if not vector["valid"]:
        assert decoded["messages"] == []
        assert decoded["error"]
        return
    (message,) = decoded["messages"]
    expected = vector.get("expected", {})
    if "uid" in expected:
        assert message["badge"] == f"iso14443a:{4 * len(expected['uid'])}:{expected['uid']}"
    elif "command" in expected:
        named = str(message["frame"]).removesuffix(" answer")
        assert named == "InDataExchange" or expected["command"].startswith(named)
    elif "version" in expected:
        assert {key: message[key] for key in expected} == expected
    if "payload" in vector:
        assert encode(bytes.fromhex(str(vector["payload"]))).hex() == vector["frame_hex"]


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ("0000ff0000d500", "a length of 1 to 254 expected, got 0"),
        ("0000ff05fad4140100001700", "length check expected FB for length 05, got FA"),
        ("0000ff02fed4022b00", "checksum expected 2A, got 2B"),
        ("0000ff02fed4022a01", "00 expected after the frame, got 01"),
        ("0000ffffff0200fe", "a length of 1 to 265 expected, got 512"),
        ("0000ff02fea5005b00", "a command (D4) or an answer (D5) expected, got A5 00"),
        ("42", "00 FF expected, got 42"),
        ("00" * 40, "a preamble of at most 32 bytes expected"),
    ],
)
def test_what_is_wrong_is_said(frame: str, why: str) -> None:
    """What is wrong with a frame is said: what was expected, and what came."""
    assert decode_line("pn532", frame)["error"] == why


@given(numbers)
def test_a_badge_is_listed_and_read(number: str) -> None:
    """A badge is listed and read, with a UID of any size."""
    assert decode(decoder, listed(number)) == [Badge(number, listed(number))]


def test_two_cards_are_told_of_as_two() -> None:
    """Two cards are told of as two, in one frame."""
    (message,) = decode(decoder, listed(FOUR, SEVEN))

    assert isinstance(message, Frame)
    assert message.name == SEVERAL
    assert message.fields == {"targets": 2, "uid1": "FB0EE20B", "uid2": "0416C6C2D73881"}


def test_a_felica_card_is_no_uid_whatever_its_number() -> None:
    """Its fourth byte stands where a UID's size would: it may be 4, 7 or 10 as well."""
    found = bytes.fromhex("d54b01 01 14 01 010a" + "11" * 14 + "12fc")

    (message,) = decode(decoder, encode(found))

    assert isinstance(message, Frame)
    assert message.name == "targets of another type"


def test_a_card_that_answers_to_select_is_read_past_its_answer() -> None:
    """A card that answers to select (SAK 20) is read past its answer (ATS)."""
    found = bytes.fromhex("d54b01 01 0344 20 04 fb0ee20b 05 7877b102".replace(" ", ""))

    assert decode_line("pn532", encode(found).hex())["messages"][0]["badge"] == FOUR


def test_the_trials_of_every_codec() -> None:
    """The trials of every codec."""
    any_split_gives_the_same_messages(decoder, frames)
    no_byte_is_lost_or_invented(decoder, frames)
    every_frame_is_one_message(decoder, frames)
    garbage_never_raises_and_little_is_held(decoder, frames, 32 + 9 + 265)


@given(st.lists(plain_frames, min_size=1, max_size=5), st.integers(0), st.integers(1, 255))
def test_a_damaged_byte_costs_its_own_frame(sent: list[bytes], place: int, flip: int) -> None:
    """A damaged byte costs its own frame; the zero before the next one may count as that one's preamble."""
    stream = bytearray(b"".join(sent))
    hit = place % len(stream)
    stream[hit] ^= flip

    heard = iter(
        [
            pn532.payload(message.raw)
            for message in decode(decoder, bytes(stream))
            if isinstance(message, Frame)
        ]
    )

    whole = [frame for at, frame in starts(sent) if not at <= hit < at + len(frame)]
    assert all(pn532.payload(frame) in heard for frame in whole)


def starts(sent: list[bytes]) -> list[tuple[int, bytes]]:
    """Each frame, and where it begins."""
    return [(sum(map(len, sent[:place])), frame) for place, frame in enumerate(sent)]


@pytest.mark.parametrize("data", [b"", bytes(266)])
def test_a_frame_holds_1_to_265_bytes(data: bytes) -> None:
    """A frame holds 1 to 265 bytes."""
    with pytest.raises(ValueError, match="1 to 265 bytes"):
        encode(data)


START = WAKE + ABORT + SAM


def settled() -> Pn532:
    """A conversation that is about to search, at 1 s."""
    talk = Pn532(Arrivals(0.5))
    assert talk.say(0.0) == START
    assert list(talk.hear(pn532.answer(SAM), 0.1)) == []
    assert talk.say(0.1) == RETRIES
    assert list(talk.hear(pn532.answer(RETRIES), 1.0)) == []
    return talk


def test_it_is_woken_set_up_and_searches() -> None:
    """It is woken, set up, searches, and lets go of what it found, so that the next search finds it again."""
    talk = settled()

    assert talk.here
    assert talk.say(1.0) == ABORT + SEARCH
    assert list(talk.hear(ACK, 1.01)) == []
    assert talk.say(1.02) == b""
    assert list(talk.hear(listed(TEN), 1.03)) == [Badge(TEN, listed(TEN))]
    assert talk.say(1.03) == ABORT + RELEASE
    assert list(talk.hear(pn532.answer(RELEASE), 2.1)) == []
    assert talk.due() == 2.25
    assert talk.say(2.25) == ABORT + SEARCH
    assert list(talk.hear(ACK + listed(), 2.6)) == []
    assert talk.due() == 2.75
    assert talk.say(2.75) == ABORT + SEARCH


def test_it_waits_for_a_card_by_itself_and_is_asked_now_and_then_whether_it_is_there() -> None:
    """Twice in three seconds at least; a card is read whenever it comes, in the middle of asking as well."""
    talk = settled()
    talk.say(1.0)
    for at in (1.0, 1.5, 2.25, 3.0):
        assert talk.say(at) in (b"", ABORT + SEARCH)
        assert list(talk.hear(ACK, at + 0.01)) == []
        assert at + 0.5 <= talk.due() <= at + WATCH_S
    assert list(talk.hear(listed(FOUR), 3.3)) == [Badge(FOUR, listed(FOUR))]
    assert talk.say(3.3) == ABORT + RELEASE
    list(talk.hear(pn532.answer(RELEASE), 3.31))
    assert talk.say(3.5) == ABORT + SEARCH
    assert list(talk.hear(listed(TEN) + ACK, 3.51)) == [Badge(TEN, listed(TEN))]
    assert talk.say(3.51) == ABORT + RELEASE


def said_until(talk: Pn532, end: float) -> None:
    """Whatever it has to say until then."""
    while (due := talk.due()) is not None and due <= end:
        talk.say(due)


def test_one_that_waited_and_is_gone_is_silent_within_two_seconds() -> None:
    """From when it was last heard."""
    talk = settled()
    talk.say(1.0)
    list(talk.hear(ACK, 1.001))
    heard = 1.001

    with pytest.raises(SilentError, match="does not answer"):
        said_until(talk, heard + 2)


@pytest.mark.parametrize(
    ("found", "why", "flaw"),
    [
        (listed(FOUR, SEVEN), "two badges at once", Flaw.SEVERAL_CARDS),
        (listed("iso14443a:32:08192DA2"), "begins with 08", Flaw.RANDOM_UID),
    ],
)
def test_no_badge_is_made_of_two_or_of_a_random_one(found: bytes, why: str, flaw: Flaw) -> None:
    """No badge is made of two, or of a random one; the search goes on."""
    talk = settled()
    talk.say(1.0)

    (noise,) = talk.hear(found, 1.1)

    assert isinstance(noise, Noise)
    assert why in noise.reason
    assert noise.flaw is flaw
    assert talk.say(1.1) == ABORT + RELEASE


def test_what_is_not_answered_begins_anew_and_then_is_silent() -> None:
    """What is not answered begins anew; after 1.5 s without an answer the reader is silent."""
    talk = settled()
    assert talk.say(1.0) == ABORT + SEARCH

    assert talk.say(1.4) == b""
    assert talk.say(1.5) == START
    assert talk.due() == 2.0
    assert talk.say(2.0) == START
    with pytest.raises(SilentError, match="does not answer"):
        talk.say(2.5)


def test_an_error_frame_is_no_answer() -> None:
    """An error frame, or the host's own echo, is no answer."""
    talk = settled()
    talk.say(1.0)

    assert list(talk.hear(encode(b"\x7f") + SEARCH, 1.1)) == []
    assert talk.due() == 1.5
    assert talk.say(1.1) == b""


def test_the_firmware_version_is_told() -> None:
    """The firmware version is told."""
    (message,) = decode(decoder, bytes.fromhex("0000ff06fad50332010607e800"))

    assert isinstance(message, Frame)
    assert message.fields == {"ic": "PN532", "version": "1.6", "support": 7}
