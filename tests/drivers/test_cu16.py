"""Kerong CU12 and CU16 frames, published and made; test_lock_codecs.py has the trials."""

from typing import Any

import pytest
from codec_trials import decode, vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.locks import cu16
from drivers.messages import Frame, LockReport, Noise

FRAMES = [entry for entry in vectors("cu16") if "frame_hex" in entry]  # the others are prose
VALID = [entry for entry in FRAMES if entry["valid"]]
INVALID = [entry for entry in FRAMES if not entry["valid"]]

boards, locks = st.integers(0, 15), st.integers(1, 16)
some = st.sets(locks)


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_a_published_frame_is_one_message(entry: dict[str, Any]) -> None:
    """And says what its source says of it."""
    raw = bytes.fromhex(entry["frame_hex"])

    (message,) = decode(cu16.decoder, raw)

    assert not isinstance(message, Noise)
    assert raw == message.raw
    if entry["expected"]:
        assert isinstance(message, LockReport)
        assert entry["expected"] == {
            "board": message.board,
            "hooks_closed": [lock for lock, closed in message.contacts.items() if closed],
            "item_present": [lock for lock, seen in message.present.items() if seen],
        }
    if entry["meaning"].startswith("unlock lock"):
        _, _, lock, _, _, board = entry["meaning"].split()
        assert message == Frame("unlock", {"board": int(board), "lock": int(lock)}, raw)
        assert raw == cu16.unlock(int(board), int(lock))


@pytest.mark.parametrize("entry", INVALID, ids=lambda entry: entry["id"])
def test_a_published_bad_frame_is_noise_that_says_why(entry: dict[str, Any]) -> None:
    """What was expected, and what was got."""
    (noise,) = decode(cu16.decoder, bytes.fromhex(entry["frame_hex"]))

    assert isinstance(noise, Noise)
    assert {
        "status of board 1 as printed": "checksum expected 45, got 3E",
        "ETX wrong": "end expected 03, got 04",
    }.get(entry["meaning"], f"checksum expected {entry['checksum_computed']}, got") in noise.reason


@pytest.mark.parametrize(
    ("hex_", "name", "fields"),
    [
        ("0200300335", "ask status", {"board": 0}),
        ("0200320337", "ask all boards", {}),
        ("02f0320327", "ask all boards", {}),
        ("0200330338", "unlock all", {"board": 0}),
        ("020037033c", "ask unlock time", {"board": 0}),
        ("0200370032036e", "set unlock time", {"board": 0, "ms": 500}),
        ("020038033d", "clear busy", {"board": 0}),
        ("020039050343", "set delay", {"board": 0, "value": 5}),
        ("020040010346", "set speed", {"board": 0, "value": 1}),
    ],
)
def test_each_command_has_its_name(hex_: str, name: str, fields: dict[str, int]) -> None:
    """So that a recording of a bus can be read."""
    assert decode(cu16.decoder, bytes.fromhex(hex_)) == [Frame(name, fields, bytes.fromhex(hex_))]


def test_the_question_to_all_boards_is_sent_to_f0_or_to_0() -> None:
    """Both were seen."""
    assert bytes.fromhex("02f0320327") == cu16.ask_all()
    assert bytes.fromhex("0200320337") == cu16.ask_all(broadcast=False)


@given(boards, some, some)
def test_a_status_says_what_it_was_made_of(board: int, closed: set[int], present: set[int]) -> None:
    """All 16 hooks and all 16 sensors."""
    (report,) = decode(cu16.decoder, cu16.status(board, closed, present))

    assert isinstance(report, LockReport)
    assert (board, {}) == (report.board, report.coils)
    assert {lock: lock in closed for lock in range(1, 17)} == report.contacts
    assert {lock: lock in present for lock in range(1, 17)} == report.present


@given(boards, st.integers(10, 3000))
def test_a_time_is_rounded_down_to_10_ms(board: int, ms: int) -> None:
    """Never longer than asked."""
    (frame,) = decode(cu16.decoder, cu16.set_unlock_time(board, ms))

    assert isinstance(frame, Frame)
    assert frame.fields == {"board": board, "ms": ms // 10 * 10}


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: cu16.unlock(16, 1), "boards 0 to 15, not 16"),
        (lambda: cu16.unlock(0, 17), "locks 1 to 16, not 17"),
        (lambda: cu16.unlock(0, 0), "locks 1 to 16, not 0"),
        (lambda: cu16.set_unlock_time(0, 3001), "10 to 3000 ms, not 3001"),
        (lambda: cu16.set_unlock_time(0, 9), "10 to 3000 ms, not 9"),
        (lambda: cu16.status(0, {17}), "locks 1 to 16, not 17"),
    ],
)
def test_what_a_board_has_not_is_refused(make: Any, why: str) -> None:
    """With its limits."""
    with pytest.raises(ValueError, match=why):
        make()
