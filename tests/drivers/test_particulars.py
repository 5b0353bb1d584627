"""What `cribctl decode` tells of a frame beside the badge, the tags or the name in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from codec_trials import vectors

from drivers.badges import gwiot, osdp, pn532
from drivers.badges.osdp import Packet
from drivers.decode import Described, decode_line
from drivers.messages import Frame

FILES = {
    "chafon_uhfreader18": "chafon",
    "elatec": "elatec",
    "gwiot": "gwiot",
    "osdp": "osdp",
    "pn532": "pn532",
    "rdm6300": "rdm6300",
    "uhf_m100_r200": "uhf-m100",
}
PROSE = frozenset({"cmd", "command", "note", "test", "reply", "result"})
"""What vectors say in words of their own."""
STATED = [
    (family, entry)
    for file, family in FILES.items()
    for entry in vectors(file)
    if entry.get("valid") and entry.get("expected") and ("frame_hex" in entry or "ascii" in entry)
]


def leaves(said: object) -> Iterator[str]:
    """Every value in it as text, in upper case and without zeros before it."""
    if isinstance(said, dict):
        said = list(said.values())
    if isinstance(said, list):
        for each in said:
            yield from leaves(each)
    else:
        yield str(said).upper().lstrip("0")


def only(family: str, line: str) -> Described:
    """The one message of a line."""
    (message,) = decode_line(family, line)["messages"]
    return message


@pytest.mark.parametrize(
    ("family", "entry"), STATED, ids=lambda each: each["id"] if isinstance(each, dict) else each
)
def test_every_value_that_a_vector_states_can_be_found_in_the_answer(
    family: str, entry: dict[str, Any]
) -> None:
    """Whatever it is called there; beside them the payload, the length and the like of a packet."""
    line = entry.get("frame_hex") or entry["ascii"]
    framed = f"02{line.encode().hex()}03" if family == "rdm6300" and "frame_hex" not in entry else line
    stated = {name: value for name, value in entry["expected"].items() if name not in PROSE}
    stated |= {name: entry[name] for name in ("payload", "length", "mark_bytes", "code") if name in entry}

    answer = decode_line(family, framed)

    assert [value for value in leaves(stated) if value not in set(leaves(answer["messages"]))] == []


def test_a_tag_of_an_m100_has_its_own_protocol_control_and_crc() -> None:
    """Published: M100 manual, a tag with an EPC of 4 bytes."""
    assert only("uhf-m100", "bb02220009cf1000032692012a796b7e") == {
        "tags": [{"epc": "03269201", "rssi": -49}],
        "pc": "1000",
        "tag_crc": "2A79",
    }


def test_an_inventory_of_a_chafon_has_its_command_and_status() -> None:
    """As a word and as the number that the manual has."""
    told = only("chafon", "13000103010c0000000000000000000003133f39")

    assert (told["command"], told["status"], told["status_code"]) == ("01", "more comes", 3)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("010004080411223344", {"type": "A", "tg": 1, "atqa": "0004", "sak": "08"}),
        ("0150e8253eec00000011008185 0100", {"type": "B", "tg": 1, "sensb": "50E8253EEC00000011008185"}),
        ("011201" + "0a" * 8 + "0b" * 8, {"type": "F", "tg": 1, "sensf": "01" + "0A" * 8 + "0B" * 8}),
        (
            "011401" + "0a" * 8 + "0b" * 8 + "12fc",
            {"type": "F", "sensf": "01" + "0A" * 8 + "0B" * 8 + "12FC"},
        ),
        ("010c00b2565400", {"type": "Jewel", "tg": 1, "sensr": "0C00"}),
        ("01ff", {}),
    ],
)
def test_a_target_of_a_pn532_is_told_by_its_type(target: str, told: Described) -> None:
    """UM0701-02, 7.3.5; one that is none is told as its bytes."""
    data = bytes.fromhex("d54b01" + target)

    said = only("pn532", pn532.encode(data).hex())

    assert said | told == said
    assert said["payload"] == data.hex().upper()
    assert ("type" in said) == bool(told)


def test_a_card_of_a_7941e_has_its_type_and_an_answer_of_a_7941w_its_status() -> None:
    """Both as the makers' documents number them."""
    assert only("gwiot", gwiot.encode("em4100:40:2E00B6D7B5").hex())["card_type"] == "0x02 EM4100"
    assert only("gwiot", "0209056b3d12d69e03")["card_type"] == "0x05"
    assert only("gwiot", gwiot.answer(None).hex())["status"] == "0x80"
    assert "status" not in only("gwiot", "abba00100010")


def test_a_raw_reply_has_its_reader_and_its_bits_beside_the_badge() -> None:
    """And what any other packet has."""
    packet = Packet(0x50, bytes.fromhex("00011a00cd22c700"), address=3, reply=True, sequence=1, marks=2)

    told = only("osdp", osdp.encode(packet).hex())

    assert told["badge"] == "wiegand:26:3348B1C"
    assert [told[name] for name in ("reader", "format", "bits", "data")] == [0, 1, 26, "CD22C700"]
    assert [told[name] for name in ("address", "length", "mark_bytes", "crc")] == [3, 16, 2, True]


def test_a_pin_is_told_to_who_has_the_recording_and_to_nobody_else() -> None:
    """The codec's own frame, which the monitor shows, is without it."""
    frame = osdp.encode(Packet(0x53, bytes.fromhex("000431323334"), reply=True))

    (seen,) = [each for each in osdp.Decoder().feed(frame) if isinstance(each, Frame)]

    assert only("osdp", frame.hex())["payload"] == "000431323334"
    assert "31323334" not in str(seen.fields)


def test_marks_alone_and_noise_have_no_particulars() -> None:
    """There is no packet in them."""
    assert only("osdp", "ffff") == {"frame": "marks"}
    assert decode_line("pn532", "0000ff02fed4022b00")["messages"] == []


def test_an_id_alone_that_begins_like_a_search_has_no_type() -> None:
    """A UID of 7 bytes, from a TWN3."""
    assert set(only("elatec", "00012233445566")) == {"badge", "forms"}


def test_the_locks_of_an_unlock_of_many_are_numbers() -> None:
    """Published: Guangzhou Shuoming's package, open 2, 10, 18."""
    assert only("board-8a", "900102020293")["locks"] == [2, 10, 18]
