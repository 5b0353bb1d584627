"""What must hold of a codec whatever it is fed: one trial a stream, for any fuzzer."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

import msgspec

from drivers import decode
from drivers.keyboard import keywedge
from drivers.keyboard.keys import EV_KEY, EV_SYN, SYN_DROPPED
from drivers.messages import Message, Noise, Scan

MOST_HELD = 400
"""Bytes that a codec may hold back while no message ends: a frame, but OSDP's, and the noise before it."""

Trial = Callable[[bytes], None]
Encode = Callable[[Message], bytes | None]
"""The bytes of a message; None of one that its device's other half does not send."""


class Codec(Protocol):
    """A decoder, fed and flushed."""

    def feed(self, data: bytes) -> Iterator[Message]: ...

    def flush(self) -> Iterator[Message]: ...


def serial(make: Callable[[], Codec], encode: Encode, most: int = MOST_HELD) -> Trial:
    """Of a codec on a serial line."""

    def trial(stream: bytes) -> None:
        whole = said(make, [stream])
        assert stream == rejoined(whole), "a byte was lost or invented"
        assert whole == said(make, split(stream)), "another split says something else"
        holds_little(make(), stream, most)
        for message in whole:
            again = None if isinstance(message, Noise) else encode(message)
            if again is not None:
                assert [replace(message, raw=again)] == said(make, [again]), (
                    "its own half says something else"
                )

    return trial


def said(make: Callable[[], Codec], pieces: Iterable[bytes]) -> list[Message]:
    """What a new codec says to the pieces of a stream, and at its end."""
    codec = make()
    heard = [message for piece in pieces for message in codec.feed(piece)]
    return [*heard, *codec.flush()]


def rejoined(messages: Iterable[Message]) -> bytes:
    """The stream the messages came in."""
    return b"".join(bytes(message.raw) for message in messages)


def split(stream: bytes) -> list[bytes]:
    """The stream in pieces of one to a few bytes, always the same ones."""
    chance = random.Random(stream)
    edges = [0, *sorted(chance.choices(range(len(stream) + 1), k=1 + len(stream) // 2)), len(stream)]
    return [stream[start:end] for start, end in pairwise(edges)]


def holds_little(codec: Codec, stream: bytes, most: int) -> None:
    """Whatever came, only so many bytes have not been told of."""
    fed = told = 0
    for piece in split(stream):
        fed += len(piece)
        told += sum(len(message.raw) for message in codec.feed(piece))
        assert fed - told <= most, f"{fed - told} bytes are held back"


def text(family: str) -> Trial:
    """Of a family whose line is text: `cribctl decode` never fails, and what it answers can be printed."""

    def trial(stream: bytes) -> None:
        for layout in ("us", "de"):
            msgspec.json.encode(decode.decode_line(family, stream.decode("latin-1"), layout=layout))

    return trial


def both(*trials: Trial) -> Trial:
    """All of them, of the same stream."""

    def trial(stream: bytes) -> None:
        for one in trials:
            one(stream)

    return trial


def keys(stream: bytes) -> None:
    """Of the keyboard wedge: three bytes are an event."""
    events = list(_events(stream))
    whole = _typed(events, len(events))
    assert whole == _typed(events, 1), "another split says something else"
    for message in whole:
        if isinstance(message, Scan):
            _types_again(message.text)
        assert len(message.raw) <= keywedge.MAX_CHARACTERS + 1


def _events(stream: bytes) -> Iterator[keywedge.KeyEvent]:
    at = 0.0
    for code, kind, pause in zip(stream[::3], stream[1::3], stream[2::3], strict=False):
        at += (pause & 0x0F) / 100
        if kind & 0xF0 == 0xF0:
            yield keywedge.KeyEvent(EV_SYN, SYN_DROPPED, 0, at)
        else:
            yield keywedge.KeyEvent(EV_KEY, code, kind % 3, at)


def _typed(events: list[keywedge.KeyEvent], step: int) -> list[Message]:
    decoder = keywedge.Decoder("de")
    heard: list[Message] = []
    for start in range(0, len(events), max(1, step)):
        heard += decoder.feed(events[start : start + step])
    return [*heard, *decoder.flush()]


def _types_again(scanned: str) -> None:
    try:
        events = keywedge.encode(scanned, "de")
    except ValueError:
        return  # from keys or Alt codes that no scanner of this layout sends
    if any(end in scanned for end in "\r\n\t"):
        return  # a terminator ends it
    assert [Scan(scanned)] == _typed(events, 1), "its own half says something else"
