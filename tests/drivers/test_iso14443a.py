"""ISO 14443A UIDs: sizes, forms, and those that are made up for every tap."""

import pytest
from codec_trials import vectors

from drivers.badges import forms, gwiot, iso14443a
from drivers.badges.iso14443a import NO_BADGE, RANDOM, Refusing, badge
from drivers.checks import xor8
from drivers.messages import Badge, Flaw, Frame, Noise

ANSWERS = [
    vector for vector in vectors("iso14443a") if vector["kind"] == "anticollision_answer" and vector["uid"]
]
TRACES = [vector for vector in vectors("iso14443a") if vector["kind"] == "trace"]


@pytest.mark.parametrize("vector", ANSWERS, ids=lambda vector: vector["id"])
def test_a_uid_has_the_forms_that_readers_report(vector: dict[str, str]) -> None:
    """A UID has the forms that readers report, the one with its check byte among them."""
    told = forms.forms(f"iso14443a:32:{vector['uid'].upper()}")

    assert told["uid_dec_be"] == str(vector["uid_dec_be"])
    assert told["uid_dec_le"] == str(vector["uid_dec_le"])
    assert told["simplemfrc522"] == str(vector["simplemfrc522_id"])
    assert xor8(bytes.fromhex(vector["frame_hex"])) == 0


@pytest.mark.parametrize("vector", TRACES, ids=lambda vector: vector["id"])
def test_a_traced_card_is_a_badge_unless_its_uid_is_random(vector: dict[str, str]) -> None:
    """A traced card is a badge, unless its UID is random."""
    uid = bytes.fromhex(vector["uid"])
    found = badge(uid, b"raw")

    if uid[0] == 0x08 and len(uid) == 4:
        assert found == Frame(RANDOM, {"uid": vector["uid"].upper(), "why": NO_BADGE}, b"raw")
    else:
        assert found == Badge(f"iso14443a:{8 * len(uid)}:{vector['uid'].upper()}", b"raw")


def test_seven_bytes_that_begin_with_08_are_a_badge() -> None:
    """Seven bytes that begin with 08 are a badge: only short UIDs are ever random."""
    assert isinstance(badge(bytes.fromhex("08112233445566"), b""), Badge)


@pytest.mark.parametrize("size", [0, 3, 5, 8, 11])
def test_no_other_size_is_a_uid(size: int) -> None:
    """No other size is a UID."""
    said = f"a UID of 4, 7 or 10 bytes expected, got {size}"
    assert badge(bytes(size), b"x") == Noise(said, b"x", Flaw.UNKNOWN_CARD)


def test_wiegand_readers_send_the_last_three_bytes() -> None:
    """Wiegand readers send the last three bytes, as the 7941E's data sheet has it."""
    assert forms.forms("iso14443a:32:6B3D12D6")["w26"] == "061,04822"


def test_whoever_waits_at_a_reader_is_told_of_a_random_uid() -> None:
    """Whoever waits at a reader is told of a random UID; a recording shows it."""
    frame = gwiot.encode("iso14443a:32:08192DA2")

    assert list(Refusing(gwiot.decoder()).feed(frame)) == [Noise(NO_BADGE, frame, Flaw.RANDOM_UID)]
    assert [message.name for message in gwiot.decoder().feed(frame) if isinstance(message, Frame)] == [RANDOM]
    assert iso14443a.refused(Noise("other", b"")) == Noise("other", b"")
