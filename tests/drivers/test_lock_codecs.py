"""The trials that every codec stands, for the boards of locks; see codec_trials."""

from collections.abc import Callable
from typing import NamedTuple

import codec_trials
import pytest
from hypothesis import strategies as st

from drivers.framing import MAX_NOISE, Decoder
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay


class Codec(NamedTuple):
    make: Callable[[], Decoder]
    frames: st.SearchStrategy[bytes]
    max_held: int


def cu16_frames() -> st.SearchStrategy[bytes]:
    """Both directions of a bus."""
    boards, locks, ms = st.integers(0, 15), st.integers(1, 16), st.integers(10, 3000)
    return st.one_of(
        st.builds(cu16.unlock, boards, locks),
        st.builds(cu16.status, boards, st.sets(locks), st.sets(locks)),
        st.builds(cu16.set_unlock_time, boards, ms),
        st.builds(cu16.unlock_time, boards, ms),
        st.builds(lambda broadcast: cu16.ask_all(broadcast=broadcast), st.booleans()),
        *(
            st.builds(ask, boards)
            for ask in (cu16.ask, cu16.unlock_all, cu16.clear_busy, cu16.ask_unlock_time)
        ),
    )


def cu48_frames() -> st.SearchStrategy[bytes]:
    """Both directions of a bus, and of an SCU."""
    boards, locks = st.integers(0, 255), st.integers(1, 48)
    return st.one_of(
        st.builds(cu48.unlock, boards, locks),
        st.builds(cu48.ask, boards),
        st.builds(cu48.status, boards, st.sets(locks)),
        st.builds(lambda board, lock, done: cu48.ack(board, lock, done=done), boards, locks, st.booleans()),
        st.builds(cu48.scu_ask, boards),
        st.builds(cu48.scu_unlock, boards),
    )


def board_8a_frames() -> st.SearchStrategy[bytes]:
    """Both directions of a bus, but for the answers that begin like shorter ones."""
    boards, locks, closed = st.integers(1, 32), st.integers(1, 24), st.booleans()
    return st.one_of(
        st.builds(board_8a.unlock, boards, locks, st.none() | st.integers(1, 9)),
        st.builds(board_8a.ask, boards, st.integers(0, 24)),
        st.builds(board_8a.unlock_all, boards),
        st.builds(lambda board, lock, on: board_8a.status_one(board, lock, closed=on), boards, locks, closed),
        st.builds(lambda board, lock, on: board_8a.moved(board, lock, closed=on), boards, locks, closed),
        st.builds(board_8a.unlock_many, boards, st.sets(locks)),
        st.builds(board_8a.hold, boards, locks),
        st.builds(board_8a.release, boards, locks),
    )


def board_8a_answers(channels: int) -> st.SearchStrategy[bytes]:
    """What a board of so many locks answers to its program."""
    boards, locks = st.integers(1, 32), st.integers(1, channels)
    return st.one_of(
        st.builds(
            lambda board, on: board_8a.status_all(board, on, channels=channels), boards, st.sets(locks)
        ),
        st.builds(board_8a.unlock_answer, boards, locks),
        st.builds(lambda board, lock: board_8a.unlock_answer(board, lock, status=0), boards, locks),
    )


def lcus_frames() -> st.SearchStrategy[bytes]:
    """Both directions."""
    channels, on = st.integers(1, 8), st.booleans()
    return st.one_of(
        st.builds(
            lambda channel, on, answer: lcus.switch(channel, on=on, answer=answer),
            channels,
            on,
            st.booleans(),
        ),
        st.builds(lcus.ask, channels),
        st.builds(lcus.toggle, channels),
        st.builds(lambda channel, on: lcus.status_lines({channel: on}), channels, on),
    )


def modbus_frames() -> st.SearchStrategy[bytes]:
    """Both directions of a bus."""
    boards, channels, words = st.integers(0, 247), st.integers(1, 32), st.integers(0, 0xFFFF)
    on, some, counts = st.booleans(), st.sets(st.integers(1, 8)), st.integers(8, 32)
    return st.one_of(
        st.builds(
            lambda board, channel, on: modbus_relay.switch(board, channel, on=on), boards, channels, on
        ),
        st.builds(lambda board, on: modbus_relay.switch_all(board, on=on), boards, on),
        st.builds(modbus_relay.flash_on, boards, channels, st.integers(100, 9000)),
        st.builds(modbus_relay.flash_off, boards, channels, st.integers(100, 9000)),
        st.builds(modbus_relay.write_coils, boards, some, counts),
        st.builds(modbus_relay.coils_written, boards, counts),
        st.builds(modbus_relay.ask_coils, boards, counts),
        st.builds(modbus_relay.ask_inputs, boards, counts),
        st.builds(modbus_relay.coils_are, boards, some, counts),
        st.builds(modbus_relay.inputs_are, boards, some, counts),
        st.builds(modbus_relay.read_registers, boards, words, st.integers(1, 20)),
        st.builds(modbus_relay.write_register, boards, words, words),
        st.builds(modbus_relay.exception, boards, st.sampled_from([1, 2, 5, 15]), st.integers(1, 4)),
    )


CODECS = {
    "cu16": Codec(cu16.decoder, cu16_frames(), cu16.MAX_HELD),
    "cu48": Codec(cu48.decoder, cu48_frames(), cu48.MAX_HELD),
    "board-8a": Codec(board_8a.decoder, board_8a_frames(), board_8a.MAX_HELD),
    "board-8a of 24": Codec(lambda: board_8a.decoder(24), board_8a_answers(24), board_8a.MAX_HELD),
    "board-8a of 50": Codec(lambda: board_8a.decoder(50), board_8a_answers(50), board_8a.MAX_HELD),
    "lcus": Codec(lcus.decoder, lcus_frames(), lcus.MAX_HELD),
    "modbus-relay": Codec(modbus_relay.decoder, modbus_frames(), modbus_relay.MAX_HELD),
}
each_codec = pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)


@each_codec
def test_any_split_of_the_stream_gives_the_same_messages(codec: Codec) -> None:
    """At once, at any places, byte by byte."""
    codec_trials.any_split_gives_the_same_messages(codec.make, codec.frames)


@each_codec
def test_no_byte_is_lost_or_invented(codec: Codec) -> None:
    """Every byte is in exactly one message."""
    codec_trials.no_byte_is_lost_or_invented(codec.make, codec.frames)


@each_codec
def test_every_frame_is_one_message(codec: Codec) -> None:
    """Whatever stands before and behind it."""
    codec_trials.every_frame_is_one_message(codec.make, codec.frames)


@each_codec
def test_one_damaged_byte_costs_at_most_its_own_message(codec: Codec) -> None:
    """Whatever it turns into."""
    codec_trials.one_damaged_byte_costs_at_most_its_own_message(codec.make, codec.frames)


@each_codec
def test_garbage_never_raises_and_little_is_held(codec: Codec) -> None:
    """A frame that may yet end, and a noise that may go on."""
    codec_trials.garbage_never_raises_and_little_is_held(codec.make, codec.frames, codec.max_held + MAX_NOISE)
