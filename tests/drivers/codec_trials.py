"""What every codec must stand, whatever its protocol: give it a decoder and frames that are valid.

`frames` is a strategy of single encoded frames. Each trial raises AssertionError with the stream that failed.
"""

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.framing import Decoder
from drivers.messages import Message, Noise

VECTORS = Path(__file__).parents[1] / "vectors"
EXAMPLES = settings(deadline=None, max_examples=60)

Make = Callable[[], Decoder]
Frames = st.SearchStrategy[bytes]


def vectors(name: str) -> list[dict[str, Any]]:
    """The entries of tests/vectors/NAME.json."""
    loaded: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    return loaded


def decode(make: Make, *pieces: bytes) -> list[Message]:
    """What a new decoder says to the pieces of a stream and at its end."""
    decoder = make()
    heard = [message for piece in pieces for message in decoder.feed(piece)]
    return [*heard, *decoder.flush()]


def split(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    """The data in pieces, cut at these places."""
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def rejoined(messages: Iterable[Message]) -> bytes:
    """The stream the messages came in."""
    return b"".join(bytes(message.raw) for message in messages)


def heard(messages: Iterable[Message]) -> list[bytes]:
    """The raw bytes of what was no noise."""
    return [bytes(message.raw) for message in messages if not isinstance(message, Noise)]


def garbage(frames: Frames) -> Frames:
    """Bytes of no sense, and bytes that look like the protocol's own."""
    torn = st.builds(lambda frame, at: frame[at % (len(frame) + 1) :], frames, st.integers(0, 40))
    return st.binary(max_size=80) | torn | torn.map(lambda piece: piece[::-1])


def streams(frames: Frames) -> Frames:
    """Frames and garbage, in any order."""
    return st.lists(frames | garbage(frames), max_size=8).map(b"".join)


def any_split_gives_the_same_messages(make: Make, frames: Frames) -> None:
    """However the stream is cut: at once, at any places, byte by byte."""

    @EXAMPLES
    @given(streams(frames), st.lists(st.integers(0, 400), max_size=8))
    def trial(stream: bytes, cuts: list[int]) -> None:
        whole = decode(make, stream)
        assert whole == decode(make, *split(stream, cuts))
        assert whole == decode(make, *split(stream, range(len(stream))))

    trial()


def no_byte_is_lost_or_invented(make: Make, frames: Frames) -> None:
    """The raw bytes of all messages, put together, are the stream."""

    @EXAMPLES
    @given(streams(frames))
    def trial(stream: bytes) -> None:
        assert stream == rejoined(decode(make, stream))

    trial()


def every_frame_is_one_message(make: Make, frames: Frames) -> None:
    """Frames back to back are one message each, and none is noise."""

    @EXAMPLES
    @given(st.lists(frames, max_size=8))
    def trial(sent: list[bytes]) -> None:
        assert sent == heard(decode(make, b"".join(sent)))

    trial()


def one_damaged_byte_costs_at_most_its_own_message(
    make: Make, frames: Frames, damage: int | None = None
) -> None:
    """Every other frame of the stream is still heard, in its order.

    `damage` is what the byte is XORed with; None tries any. A checksum of 8 bits cannot tell a frame that
    damage made and that fits by chance: give such a codec frames that do not hold its head.
    """
    flips = st.integers(1, 255) if damage is None else st.just(damage)

    @EXAMPLES
    @given(st.lists(frames, min_size=1, max_size=6), st.integers(0, 10_000), flips)
    def trial(sent: list[bytes], place: int, flip: int) -> None:
        stream = bytearray(b"".join(sent))
        hit = place % len(stream)
        stream[hit] ^= flip
        kept = iter(heard(decode(make, bytes(stream))))
        assert all(frame in kept for frame in _whole(sent, hit))

    trial()


def _whole(sent: list[bytes], hit: int) -> list[bytes]:
    """The frames in which the hit byte is not."""
    ends = [sum(map(len, sent[: place + 1])) for place in range(len(sent))]
    return [frame for frame, end in zip(sent, ends, strict=True) if not end - len(frame) <= hit < end]


def garbage_never_raises_and_little_is_held(make: Make, frames: Frames, most: int) -> None:
    """Of whatever came, at most `most` bytes have not been told of; nothing is held after a flush."""

    @EXAMPLES
    @given(st.lists(st.binary(max_size=300) | garbage(frames), max_size=10))
    def trial(pieces: list[bytes]) -> None:
        decoder, fed, told = make(), 0, 0
        for piece in pieces:
            fed += len(piece)
            told += len(rejoined(decoder.feed(piece)))
            assert fed - told <= most
        assert fed == told + len(rejoined(decoder.flush()))
        assert list(decoder.flush()) == []

    trial()
