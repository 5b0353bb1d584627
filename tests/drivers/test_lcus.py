"""Frames and lines of LCUS relay boards, published and made; test_lock_codecs.py has the trials."""

from typing import Any

import pytest
from codec_trials import decode, vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.locks import lcus
from drivers.messages import Frame, LockReport, Noise

FRAMES = [entry for entry in vectors("relays") if entry["board"].startswith("LCUS")]
VALID = [entry for entry in FRAMES if entry["valid"]]
INVALID = [entry for entry in FRAMES if not entry["valid"]]


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_a_published_frame_is_one_message(entry: dict[str, Any]) -> None:
    """And says what its source says of it."""
    raw = bytes.fromhex(entry["frame_hex"])

    (message,) = decode(lcus.decoder, raw)

    assert not isinstance(message, Noise)
    assert raw == message.raw
    if entry["meaning"].startswith("channel"):
        _, channel, state = entry["meaning"].split()
        assert LockReport(0, {}, {int(channel): state == "on"}, raw) == message
        assert raw == lcus.switch(int(channel), on=state == "on")


@pytest.mark.parametrize("entry", INVALID, ids=lambda entry: entry["id"])
def test_a_published_bad_frame_is_noise_that_says_why(entry: dict[str, Any]) -> None:
    """What was expected, and what was got."""
    (noise,) = decode(lcus.decoder, bytes.fromhex(entry["frame_hex"]))

    assert isinstance(noise, Noise)
    assert "checksum expected" in noise.reason


@pytest.mark.parametrize(
    ("made", "hex_", "name"),
    [
        (lcus.switch(1, on=False, answer=True), "a00102a3", "off, and answer"),
        (lcus.switch(1, on=True, answer=True), "a00103a4", "on, and answer"),
        (lcus.toggle(1), "a00104a5", "the other way, and answer"),
        (lcus.ask(1), "a00105a6", "ask status"),
    ],
)
def test_each_command_has_its_name(made: bytes, hex_: str, name: str) -> None:
    """The orders of boards that answer."""
    assert bytes.fromhex(hex_) == made
    assert [Frame(name, {"channel": 1}, made)] == decode(lcus.decoder, made)


def test_the_byte_ff_asks_for_all_relays() -> None:
    """It is answered in lines."""
    assert decode(lcus.decoder, b"\xff") == [Frame("ask all", {}, b"\xff")]


@given(st.dictionaries(st.integers(1, 8), st.booleans()))
def test_lines_say_what_they_were_made_of(coils: dict[int, bool]) -> None:
    """One report a line."""
    reports = decode(lcus.decoder, lcus.status_lines(coils))

    assert [{channel: coils[channel]} for channel in sorted(coils)] == [
        report.coils for report in reports if isinstance(report, LockReport)
    ]


@pytest.mark.parametrize("line", [b"CH1:ON\r\n", b"CH1: ON\r\n", b"CH1:ON \r\n", b"CH1:ON\n"])
def test_lines_differ_in_their_spaces(line: bytes) -> None:
    """From board to board."""
    assert decode(lcus.decoder, line) == [LockReport(0, {}, {1: True}, line)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"CH1:OFFF\r\n", "a line expected such as CH1:ON"),
        (b"CH1:ON", "a frame without its end"),
        (b"\xa0\x00\x01\xa1", "channel 0 and order 01 are not known"),
        (b"\xa0\x01\x06\xa7", "channel 1 and order 06 are not known"),
    ],
)
def test_what_is_no_frame_says_why(line: bytes, why: str) -> None:
    """By its first byte that does not fit."""
    (noise,) = decode(lcus.decoder, line)

    assert isinstance(noise, Noise)
    assert why == noise.reason


def test_a_channel_that_no_board_has_is_refused() -> None:
    """Before anything is switched."""
    with pytest.raises(ValueError, match="channels 1 to 8, not 0"):
        lcus.switch(0, on=True)
