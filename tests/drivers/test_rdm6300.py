"""RDM6300 frames: published ones, and the trials every codec stands."""

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges.em4100 import canonical, forms
from drivers.badges.numbers import BadgeFormatError
from drivers.badges.rdm6300 import MAX_HELD, Decoder, encode
from drivers.messages import Badge, Noise

FRAMES = json.loads((Path(__file__).parents[1] / "vectors" / "rdm6300.json").read_text("utf-8"))
FORMS = {"id_hex": "id_hex", "dec10": "dez10", "dec8": "dez8", "w26": "w26", "id40_dec": "id40_dec13"}

numbers = st.integers(0, (1 << 40) - 1).map(canonical)
frames = st.builds(lambda number, crlf: encode(number, crlf=crlf), numbers, st.booleans())
garbage = st.binary(max_size=200) | st.text("\x02\x030123456789ABCDEF\r\n").map(str.encode)


def decode(*pieces: bytes) -> list[Badge | Noise]:
    """What a new decoder says to the pieces of a stream and at its end."""
    decoder = Decoder()
    heard = [message for piece in pieces for message in decoder.feed(piece)]
    return [*heard, *decoder.flush()]


def badges(messages: Iterable[Badge | Noise]) -> list[str]:
    """The numbers of the badges among the messages."""
    return [message.number for message in messages if isinstance(message, Badge)]


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    """The data in pieces, cut at these places."""
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    "frame", [frame for frame in FRAMES if frame["valid"]], ids=lambda frame: frame["id"]
)
def test_a_published_frame_is_its_badge(frame: dict[str, dict[str, str]]) -> None:
    """A published frame is its badge."""
    raw = bytes.fromhex(str(frame["frame_hex"]))

    (badge,) = decode(raw)

    assert isinstance(badge, Badge)
    assert raw == badge.raw
    assert frame["expected"] == {name: forms(badge.number)[FORMS[name]] for name in frame["expected"]}


@pytest.mark.parametrize(
    "frame", [frame for frame in FRAMES if not frame["valid"]], ids=lambda frame: frame["id"]
)
def test_a_published_bad_frame_is_one_noise_that_says_why(frame: dict[str, str]) -> None:
    """A published bad frame is one noise that says why."""
    (noise,) = decode(bytes.fromhex(frame["frame_hex"]))

    assert isinstance(noise, Noise)
    if "checksum_expected" in frame:
        assert (
            noise.reason == f"checksum expected {frame['checksum_expected']}, got {frame['checksum_found']}"
        )


@pytest.mark.parametrize(
    "frame", [frame for frame in FRAMES if frame["valid"]], ids=lambda frame: frame["id"]
)
def test_encode_makes_the_published_frame(frame: dict[str, dict[str, str]]) -> None:
    """Encode makes the published frame."""
    raw = bytes.fromhex(str(frame["frame_hex"]))

    assert raw == encode(f"em4100:40:{frame['expected']['id_hex']}", crlf=b"\r\n" in raw)


def test_a_lower_case_frame_is_the_same_badge() -> None:
    """A lower case frame is the same badge."""
    assert badges(decode(encode("em4100:40:67003B51C6").lower())) == ["em4100:40:67003B51C6"]


def test_a_frame_cut_short_by_the_next_one_is_one_noise_and_costs_nothing_else() -> None:
    """A frame cut short by the next one is one noise and costs nothing else."""
    whole = encode("em4100:40:67003B51C6")

    cut, badge = decode(whole[:7] + whole)

    assert cut == Noise("a frame without its end", whole[:7])
    assert badge == Badge("em4100:40:67003B51C6", whole)


def test_why_a_frame_is_none_is_said_without_its_digits() -> None:
    """Why a frame is none is said without its digits: they are most of a credential."""
    assert decode(b"\x0267003B51C6-B\x03") == [
        Noise("12 hex digits expected, got 11 and 1 other bytes", b"\x0267003B51C6-B\x03")
    ]


def test_half_a_frame_at_the_end_is_one_noise() -> None:
    """Half a frame at the end is one noise."""
    assert decode(b"\x026700") == [Noise("a frame without its end", b"\x026700")]


def test_nothing_is_held_after_a_flush() -> None:
    """Nothing is held after a flush."""
    decoder = Decoder()
    list(decoder.feed(b"\x026700"))
    list(decoder.flush())

    assert list(decoder.feed(b"3B51C6CB\x03")) == []


def test_encode_takes_canonical_numbers_only() -> None:
    """Encode takes canonical numbers only."""
    with pytest.raises(BadgeFormatError, match="not a canonical badge number"):
        encode("67003B51C6")


@given(st.lists(numbers, max_size=6), st.booleans())
def test_what_is_encoded_is_decoded(sent: list[str], crlf: bool) -> None:
    """What is encoded is decoded."""
    assert sent == badges(decode(b"".join(encode(number, crlf=crlf) for number in sent)))


@given(st.lists(frames | garbage, max_size=6).map(b"".join), st.lists(st.integers(0, 400), max_size=8))
def test_any_split_of_the_stream_gives_the_same_messages(stream: bytes, cuts: list[int]) -> None:
    """Any split of the stream gives the same messages."""
    assert decode(stream) == decode(*split(stream, cuts))


@given(st.lists(frames | garbage, max_size=6).map(b"".join))
def test_no_byte_is_lost_or_invented(stream: bytes) -> None:
    """No byte is lost or invented."""
    assert stream == b"".join(bytes(message.raw) for message in decode(stream))


@given(st.lists(numbers, min_size=1, max_size=5, unique=True), garbage, st.data())
def test_noise_costs_at_most_one_badge(sent: list[str], noise: bytes, data: st.DataObject) -> None:
    """Noise costs at most one badge."""
    stream = b"".join(encode(number) for number in sent)
    place = data.draw(st.integers(0, len(stream)))
    struck = min(place // len(encode(sent[0])), len(sent) - 1)

    heard = badges(decode(stream[:place] + noise + stream[place:]))

    assert [number for number in sent if number != sent[struck]] == [
        number for number in heard if number in sent and number != sent[struck]
    ]


@given(st.lists(st.binary(max_size=300), max_size=10))
def test_garbage_never_raises_and_memory_is_bounded(pieces: list[bytes]) -> None:
    """Garbage never raises and memory is bounded."""
    decoder = Decoder()
    for piece in pieces:
        assert all(len(message.raw) <= MAX_HELD for message in decoder.feed(piece))
        assert len(decoder._held) < MAX_HELD
