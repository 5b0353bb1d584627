"""Modbus RTU frames of relay boards, published and made; test_lock_codecs.py has the trials."""

from typing import Any

import pytest
from codec_trials import decode, vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.locks import modbus_relay
from drivers.messages import Frame, LockReport, Noise

FRAMES = [entry for entry in vectors("relays") if entry["board"].startswith("Modbus RTU relay")]
VALID = [entry for entry in FRAMES if entry["valid"]]
INVALID = [entry for entry in FRAMES if not entry["valid"]]


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_a_published_frame_is_one_message(entry: dict[str, Any]) -> None:
    """And says what its source says of it."""
    raw = bytes.fromhex(entry["frame_hex"])

    (message,) = decode(modbus_relay.decoder, raw)

    assert not isinstance(message, Noise)
    assert raw == message.raw
    match entry["meaning"].split():
        case ["relay", number, "on" | "off" as to]:
            about = {"board": 1, "channel": int(number) + 1, "to": to}
            assert Frame("switch", about, raw) == message
            assert raw == modbus_relay.switch(1, int(number) + 1, on=to == "on")


@pytest.mark.parametrize("entry", INVALID, ids=lambda entry: entry["id"])
def test_a_published_bad_frame_is_noise_that_says_why(entry: dict[str, Any]) -> None:
    """What was expected, and what was got."""
    (noise,) = decode(modbus_relay.decoder, bytes.fromhex(entry["frame_hex"]))

    assert isinstance(noise, Noise)
    assert f"got {entry['frame_hex'][-4:].upper()}" in noise.reason


@pytest.mark.parametrize(
    ("made", "hex_", "name", "fields"),
    [
        (modbus_relay.flash_on(1, 1, 700), "0105020000078db0", "flash on", {"channel": 1, "ms": 700}),
        (modbus_relay.flash_on(1, 1, 799), "0105020000078db0", "flash on", {"channel": 1, "ms": 700}),
        (modbus_relay.flash_off(1, 1, 800), "010504000008cd3c", "flash off", {"channel": 1, "ms": 800}),
        (modbus_relay.switch_all(1, on=False), "010500ff0000fdfa", "switch all", {"to": "off"}),
        (modbus_relay.ask_inputs(1, 8), "01020000000879cc", "ask inputs", {"first": 1, "count": 8}),
        (modbus_relay.ask_coils(1, 8), "0101000000083dcc", "ask coils", {"first": 1, "count": 8}),
        (
            modbus_relay.read_registers(1, 0, 2, holding=False),
            "01040000000271cb",
            "ask input registers",
            {"first": 1, "count": 2},
        ),
        (
            modbus_relay.write_coils(1, (), 8),
            "010f000000080100fe95",
            "write coils",
            {"first": 1, "count": 8, "values": "00"},
        ),
        (modbus_relay.coils_written(1, 8), "010f00000008540d", "coils written", {"first": 1, "count": 8}),
        (
            modbus_relay.exception(1, 5, 2),
            "018502c351",
            "exception",
            {"function": 5, "code": 2, "why": "illegal data address"},
        ),
        (modbus_relay.write_register(0, 0x4000, 1), "0006400000015c1b", "write register", {}),
    ],
)
def test_each_frame_has_its_name(made: bytes, hex_: str, name: str, fields: dict[str, int | str]) -> None:
    """And its parts: a flash is rounded down to 100 ms."""
    (frame,) = decode(modbus_relay.decoder, made)

    assert bytes.fromhex(hex_) == made
    assert isinstance(frame, Frame)
    assert name == frame.name
    assert fields.items() <= frame.fields.items()


@given(st.integers(1, 247), st.sets(st.integers(1, 32)), st.integers(1, 4))
def test_an_answer_says_what_it_was_made_of(board: int, on: set[int], size: int) -> None:
    """Relays are coils, inputs are contacts; as many as its bytes have bits."""
    most = 8 * size
    on = {number for number in on if number <= most}
    flags = {number: number in on for number in range(1, most + 1)}

    coils, inputs = modbus_relay.coils_are(board, on, most), modbus_relay.inputs_are(board, on, most)

    assert [LockReport(board, {}, flags, coils)] == decode(modbus_relay.decoder, coils)
    assert [LockReport(board, flags, {}, inputs)] == decode(modbus_relay.decoder, inputs)


@pytest.mark.parametrize(
    ("hex_", "why"),
    [
        ("f8", "address expected up to 247, got 248"),
        ("010b00", "function 0B is not known"),
        ("018509", "exception 09 is not known"),
        ("0105000000", "a frame without its end"),
    ],
)
def test_what_is_no_frame_says_why(hex_: str, why: str) -> None:
    """By its first byte that does not fit."""
    first = decode(modbus_relay.decoder, bytes.fromhex(hex_))[0]

    assert isinstance(first, Noise)
    assert why == first.reason


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: modbus_relay.flash_on(1, 1, 99), "100 ms or more, not 99"),
        (lambda: modbus_relay.switch(1, 0, on=False), "relays 1 to 255, not 0"),
        (lambda: modbus_relay.switch(248, 1, on=False), "addresses 1 to 247, not 248"),
    ],
)
def test_what_a_board_has_not_is_refused(make: Any, why: str) -> None:
    """With its limits."""
    with pytest.raises(ValueError, match=why):
        make()
