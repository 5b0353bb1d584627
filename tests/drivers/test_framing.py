"""The framer, with a protocol as small as they come: FF, a length of 1 to 4, so many bytes, their sum."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drivers.checks import crc16, crc16_reflected, sum8, xor8
from drivers.framing import CUT_SHORT, MAX_NOISE, OUTSIDE, Framer, Verdict
from drivers.messages import Frame, Message, Noise


def judge(held: bytearray) -> Verdict:
    """Where a frame of the protocol ends."""
    if held[0] != 0xFF:
        return OUTSIDE
    if len(held) < 2:
        return None
    if not 1 <= held[1] <= 4:
        return f"a length of {held[1]}"
    end = held[1] + 3
    if len(held) < end:
        return None
    return end if sum8(held[2 : end - 1]) == held[end - 1] else "wrong sum"


def encode(payload: bytes) -> bytes:
    """A frame."""
    return bytes([0xFF, len(payload), *payload, sum8(payload)])


def decode(*pieces: bytes) -> list[Message]:
    """What a framer makes of the pieces of a stream."""
    framer = Framer(judge, lambda raw: Frame("frame", {}, raw))
    heard = [message for piece in pieces for message in framer.feed(piece)]
    return [*heard, *framer.flush()]


payloads = st.binary(min_size=1, max_size=4)
stream = st.lists(payloads.map(encode) | st.binary(max_size=9), max_size=12).map(b"".join)


@given(stream, st.lists(st.integers(0, 60)))
def test_any_split_of_a_stream_gives_the_same_messages(data: bytes, cuts: list[int]) -> None:
    """And every byte is in exactly one of them."""
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    messages = decode(*(data[start:end] for start, end in pairwise(edges)))

    assert decode(data) == messages
    assert b"".join(bytes(message.raw) for message in messages) == data


@given(st.lists(payloads, min_size=1, max_size=6), st.data())
def test_one_damaged_byte_costs_at_most_its_own_frame(sent: list[bytes], data: st.DataObject) -> None:
    """Whatever it turns into: a longer frame, a shorter one, none."""
    whole = bytearray(b"".join(map(encode, sent)))
    hit = data.draw(st.integers(0, len(whole) - 1))
    whole[hit] ^= data.draw(st.integers(1, 255))

    frames = [message.raw for message in decode(bytes(whole)) if isinstance(message, Frame)]

    ends, at = [], 0
    for payload in sent:
        ends.append((at, at + len(payload) + 3))
        at += len(payload) + 3
    untouched = [bytes(whole[start:end]) for start, end in ends if not start <= hit < end]
    kept = iter(frames)
    assert all(frame in kept for frame in untouched)


def test_a_half_frame_at_the_end_gives_up_the_whole_one_behind_its_head() -> None:
    """A length that noise made up swallows nothing once the line is silent."""
    whole = encode(b"ab")

    assert decode(b"\xff\x04" + whole[:1] + whole)[-1] == Frame("frame", {}, whole)


def test_a_stretch_between_frames_is_one_noise_with_the_first_failure() -> None:
    """Not one for each of its bytes."""
    (noise,) = decode(b"xy\xff\x01a\x00zz")

    assert noise == Noise("wrong sum", b"xy\xff\x01a\x00zz")


def test_reasons_are_outside_and_cut_short() -> None:
    """Where no frame began, and where one did not end."""
    assert [Noise(OUTSIDE, b"abc")] == decode(b"abc")
    assert [Noise(CUT_SHORT, b"\xff\x03a")] == decode(b"\xff\x03a")


@given(st.binary(max_size=2000))
def test_memory_is_bounded(data: bytes) -> None:
    """A babbling line is cut into noises of 64 bytes."""
    framer = Framer(judge, lambda raw: Frame("frame", {}, raw))
    for message in framer.feed(data):
        assert len(bytes(message.raw)) <= MAX_NOISE
    assert len(framer._held) < 7
    assert len(framer._noise) < MAX_NOISE


def test_published_checksums() -> None:
    """Modbus 01 05 02 00 00 07, UHFReader18 04 00 01, OSDP poll of address 0, an 8A board's unlock."""
    modbus = crc16_reflected(bytes.fromhex("010502000007"), polynomial=0xA001)
    chafon = crc16_reflected(bytes.fromhex("040001"), polynomial=0x8408)

    assert bytes.fromhex("8db0") == modbus.to_bytes(2, "little")
    assert bytes.fromhex("db4b") == chafon.to_bytes(2, "little")
    assert bytes.fromhex("ebaa") == crc16(bytes.fromhex("5300080004" + "60")).to_bytes(2, "little")
    assert xor8(bytes.fromhex("8a010111")) == 0x9B
