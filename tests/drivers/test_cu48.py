"""CU48 and SCU frames, published and made; test_lock_codecs.py has the trials."""

from typing import Any

import pytest
from codec_trials import decode, vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.locks import cu48
from drivers.messages import Frame, LockReport, Noise

FRAMES = vectors("cu48")
VALID = [entry for entry in FRAMES if entry["valid"]]
INVALID = [entry for entry in FRAMES if not entry["valid"]]  # null: printed with a sum that does not fit

boards, locks = st.integers(0, 255), st.integers(1, 48)


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_a_published_frame_is_one_message(entry: dict[str, Any]) -> None:
    """And says what its source says of it."""
    raw = bytes.fromhex(entry["frame_hex"])

    (message,) = decode(cu48.decoder, raw)

    assert not isinstance(message, Noise)
    assert raw == message.raw
    if entry.get("expected"):
        assert isinstance(message, LockReport)
        assert entry["expected"]["bits"] == [lock for lock, closed in message.contacts.items() if closed]
        assert list(range(1, 49)) == list(message.contacts)
    if entry["meaning"].startswith("open lock"):
        _, _, lock, _, _, board, *_ = entry["meaning"].split()
        assert message == Frame("unlock", {"board": int(board), "lock": int(lock)}, raw)
        assert raw == cu48.unlock(int(board), int(lock))


@pytest.mark.parametrize("entry", INVALID, ids=lambda entry: entry["id"])
def test_a_published_bad_frame_is_noise_that_says_why(entry: dict[str, Any]) -> None:
    """What was expected, and what was got."""
    (noise,) = decode(cu48.decoder, bytes.fromhex(entry["frame_hex"]))

    assert isinstance(noise, Noise)
    assert "expected" in noise.reason


def test_the_published_scu_commands_are_what_is_encoded() -> None:
    """The one that was printed with a sum of C4 has 28."""
    assert bytes.fromhex("f5010071005fc600") == cu48.scu_unlock(1)
    assert bytes.fromhex("f5647000005f2800") == cu48.scu_ask(0x64)


@pytest.mark.parametrize(
    ("hex_", "expected"),
    [
        ("020000600365", ("ask status", {"board": 0})),
        ("020000610366", ("unlock", {"board": 0, "lock": 1})),
        ("02000475007b", ("ack", {"board": 0, "lock": 5})),
        ("020000000002", ("failure", {"board": 0, "lock": 1})),
        ("f5647000005f2800", ("ask status", {"board": 100})),
        ("f5010071005fc600", ("unlock", {"board": 1, "lock": 1})),
        ("f501000000000000", ("failure", {"board": 1})),
    ],
)
def test_each_frame_has_its_name(hex_: str, expected: tuple[str, dict[str, int]]) -> None:
    """So that a recording of a bus can be read."""
    raw = bytes.fromhex(hex_)

    assert [Frame(*expected, raw)] == decode(cu48.decoder, raw)


@pytest.mark.parametrize(
    ("hex_", "why"),
    [
        ("020000600465", "end expected 03, got 04"),
        ("020000620367", "command 62 is not known"),
        ("020000750700", "length expected up to 6, got 7"),
        ("f501000100000000", "end expected 5F, got 00"),
        ("f5010203005f5a00", "command 02 03 is not known"),
    ],
)
def test_what_is_no_frame_says_why(hex_: str, why: str) -> None:
    """By its first byte that does not fit."""
    (noise,) = decode(cu48.decoder, bytes.fromhex(hex_))

    assert isinstance(noise, Noise)
    assert (why, bytes.fromhex(hex_)) == (noise.reason, noise.raw)


@given(boards, st.sets(locks))
def test_a_status_says_what_it_was_made_of(board: int, closed: set[int]) -> None:
    """All 48 locks."""
    raw = cu48.status(board, closed)

    assert [LockReport(board, {lock: lock in closed for lock in range(1, 49)}, {}, raw)] == decode(
        cu48.decoder, raw
    )


@given(boards, st.booleans())
def test_an_scu_says_how_its_lock_stands(board: int, closed: bool) -> None:
    """It has one."""
    raw = cu48.scu_status(board, closed=closed)

    assert [LockReport(board, {1: closed}, {}, raw)] == decode(cu48.decoder, raw)


@pytest.mark.parametrize(("board", "lock"), [(256, 1), (-1, 1), (0, 0), (0, 49)])
def test_what_a_board_has_not_is_refused(board: int, lock: int) -> None:
    """With its limits."""
    with pytest.raises(ValueError, match=r"set the .* so"):
        cu48.unlock(board, lock)
