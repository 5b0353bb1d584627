"""Frames of the 8A family, published and made; test_lock_codecs.py has the trials."""

from typing import Any

import pytest
from codec_trials import decode, vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.locks import board_8a
from drivers.messages import Frame, LockReport, Message, Noise

FRAMES = vectors("board_8a")

boards, locks = st.integers(1, 32), st.integers(1, 24)


def expected_of(message: Message, raw: bytes) -> dict[str, Any]:
    """What the message says, under every name that published expectations use."""
    match message:
        case LockReport(contacts=contacts):
            return {
                "status_bytes": [f"{byte:02x}" for byte in raw[2:-2]],
                "open": [lock for lock, closed in contacts.items() if not closed],
                "closed": [lock for lock, closed in contacts.items() if closed],
            }
        case Frame(fields={"locks": str(many)}):
            return {"locks": [int(lock) for lock in many.split()]}
    return {}


@pytest.mark.parametrize("entry", FRAMES, ids=lambda entry: entry["id"])
def test_a_published_frame_is_one_message(entry: dict[str, Any]) -> None:
    """And says what its source says of it."""
    raw = bytes.fromhex(entry["frame_hex"])

    (message,) = decode(board_8a.decoder, raw)

    assert entry["valid"] is not isinstance(message, Noise)
    assert raw == message.raw
    told = expected_of(message, raw)
    assert (entry["expected"] or {}) == {name: told[name] for name in entry["expected"] or {}}


@pytest.mark.parametrize(
    ("made", "hex_", "name", "fields"),
    [
        (board_8a.unlock(1, 1), "8a0101119b", "unlock", {"board": 1, "lock": 1}),
        (board_8a.unlock(1, 1, 3), "8a0101110398", "unlock", {"board": 1, "lock": 1, "seconds": 3}),
        (board_8a.unlock_all(1), "8a0100119a", "unlock all", {"board": 1}),
        (board_8a.ask(1, 1), "80010133b3", "ask status", {"board": 1, "lock": 1}),
        (board_8a.ask(1), "80010033b2", "ask status", {"board": 1}),
        (
            board_8a.unlock_many(1, {2, 10, 18}),
            "900102020293",
            "unlock many",
            {"board": 1, "locks": "2 10 18"},
        ),
        (
            board_8a.unlock_many(1, {1}, channels=50),
            "90010100000000000090",
            "unlock many",
            {"board": 1, "locks": "1"},
        ),
        (board_8a.hold(1, 1), "9a0101118b", "hold", {"board": 1, "lock": 1}),
        (board_8a.release(1, 1), "9b0101118a", "release", {"board": 1, "lock": 1}),
        (
            board_8a.unlock_answer(1, 1, status=0),
            "8a0101008a",
            "answer",
            {"board": 1, "lock": 1, "to": "unlock", "status": 0},
        ),
        (bytes.fromhex("82010022a1"), "82010022a1", "ask firmware", {"board": 1, "version": 0x22}),
        (bytes.fromhex("820100ab28"), "820100ab28", "firmware", {"board": 1, "version": 0xAB}),
        (bytes.fromhex("8a010133b9"), "8a010133b9", "unlock", {"board": 1, "lock": 1}),
    ],
)
def test_each_frame_has_its_name(made: bytes, hex_: str, name: str, fields: dict[str, int | str]) -> None:
    """Those that are sent, and some that only others send."""
    raw = bytes.fromhex(hex_)

    assert raw == made
    assert [Frame(name, fields, raw)] == decode(board_8a.decoder, raw)


def test_garbage_before_an_answer_costs_nothing() -> None:
    """Some boards send it each time."""
    noise, report = decode(board_8a.decoder, bytes.fromhex("fafd9999 80 01 000000 33 b2"))

    assert bytes.fromhex("fafd9999") == noise.raw
    assert isinstance(report, LockReport)
    assert set(report.contacts.values()) == {False}


@pytest.mark.parametrize(("lock", "closed", "hex_"), [(3, True, "8201031191"), (3, False, "8201030080")])
def test_a_lock_that_moved_is_told_unasked(lock: int, closed: bool, hex_: str) -> None:
    """By some firmware."""
    assert bytes.fromhex(hex_) == board_8a.moved(1, lock, closed=closed)
    assert decode(board_8a.decoder, bytes.fromhex(hex_)) == [
        LockReport(1, {lock: closed}, {}, bytes.fromhex(hex_))
    ]


@given(boards, locks, st.booleans())
def test_the_answer_for_one_lock_says_what_it_was_made_of(board: int, lock: int, closed: bool) -> None:
    """11 is closed."""
    raw = board_8a.status_one(board, lock, closed=closed)

    assert [LockReport(board, {lock: closed}, {}, raw)] == decode(board_8a.decoder, raw)


@given(boards, st.sampled_from([24, 50]), st.sets(locks), st.none() | st.booleans())
def test_the_answer_for_all_says_what_it_was_made_of(
    board: int, channels: int, closed: set[int], low_first: bool | None
) -> None:
    """In either order of its bytes."""
    raw = board_8a.status_all(board, closed, channels=channels, low_first=low_first)

    (report,) = decode(lambda: board_8a.decoder(channels, low_first=low_first), raw)

    contacts = {lock: lock in closed for lock in range(1, channels + 1)}
    assert LockReport(board, contacts, {}, raw) == report


def test_an_answer_for_24_locks_that_begins_like_one_for_a_single_lock_is_read_where_the_board_is_known() -> (
    None
):
    """Locks 8 and 17 of board 1: 80 01 01 00 80 could be lock 1, open."""
    raw = board_8a.status_all(1, {8, 17})

    assert raw[:5] == board_8a.status_one(1, 1, closed=False)
    (report,) = decode(lambda: board_8a.decoder(24), raw)
    assert isinstance(report, LockReport)
    assert [lock for lock, closed in report.contacts.items() if closed] == [8, 17]


def test_the_last_of_three_bytes_has_the_first_locks_and_the_first_of_seven() -> None:
    """Unless the board is set to the other order."""
    assert bytes.fromhex("80010000023300")[:6] == board_8a.status_all(1, {2})[:6]
    assert board_8a.status_all(1, {2}, low_first=True)[2:5] == b"\x02\x00\x00"
    assert board_8a.status_all(1, {2}, channels=50)[2:9] == b"\x02" + bytes(6)


def test_locks_that_together_read_as_a_shorter_command_are_refused() -> None:
    """Of 50: the fourth byte is the sum of what stands before it."""
    with pytest.raises(ValueError, match="in two steps"):
        board_8a.unlock_many(1, {25, 29, 32}, channels=50)


@pytest.mark.parametrize(
    ("hex_", "why"),
    [
        ("8a0101119c", "checksum expected 9B, got 9C"),
        ("8a0101129b", "byte 4 of a frame is 12"),
        ("8201031192", "checksum expected 91, got 92"),
        ("fa", "bytes outside a frame"),
        ("80010133", "a frame without its end"),
    ],
)
def test_what_is_no_frame_says_why(hex_: str, why: str) -> None:
    """By its first byte that does not fit."""
    (noise,) = decode(board_8a.decoder, bytes.fromhex(hex_))

    assert isinstance(noise, Noise)
    assert (why, bytes.fromhex(hex_)) == (noise.reason, noise.raw)


@pytest.mark.parametrize(
    ("board", "lock", "seconds"), [(0, 1, 1), (100, 1, 1), (1, 0, 1), (1, 51, 1), (1, 1, 10)]
)
def test_what_a_board_has_not_is_refused(board: int, lock: int, seconds: int) -> None:
    """With its limits."""
    with pytest.raises(ValueError, match=r"The 8A family has .* set that so"):
        board_8a.unlock(board, lock, seconds)
