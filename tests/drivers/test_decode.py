"""What `cribctl decode` answers, family by family."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges.em4100 import forms
from drivers.decode import FAMILIES, decode_line
from drivers.keyboard.keywedge import encode

VECTORS = Path(__file__).parents[1] / "vectors"
CAPTURES = json.loads((VECTORS / "keywedge_captures.json").read_text("utf-8"))
KNOWN = [capture for capture in CAPTURES if capture["expected_text"]]


def down(*keys: str, dt: float | None = None) -> str:
    """A line in which keys go down, `dt` ms apart."""
    return json.dumps([["EV_KEY", f"KEY_{key}", 1, dt] for key in keys])


@pytest.mark.parametrize("capture", KNOWN, ids=lambda capture: capture["id"])
def test_a_capture_of_a_real_scanner_is_its_text(capture: dict[str, str]) -> None:
    """A capture of a real scanner is its text."""
    assert decode_line("keywedge", json.dumps(capture["events"])) == {
        "messages": [{"text": capture["expected_text"]}],
        "noise": 0,
        "error": None,
    }


def test_the_capture_with_a_shift_that_never_comes_up_ends_all_the_same() -> None:
    """The capture with a shift that never comes up ends all the same."""
    (capture,) = [capture for capture in CAPTURES if capture["id"] == "EV-10"]

    decoded = decode_line("keywedge", json.dumps(capture["events"]))

    assert decoded["messages"] == [{"text": "12\nDBB"}]


def test_a_badge_message_has_its_number_and_every_form() -> None:
    """A badge message has its number and every form."""
    assert decode_line("rdm6300", "02 3637303033423531433643 42 03") == {
        "messages": [{"badge": "em4100:40:67003B51C6", "forms": forms("em4100:40:67003B51C6")}],
        "noise": 0,
        "error": None,
    }


def test_frames_repeated_in_the_field_are_all_told() -> None:
    """Frames repeated in the field are all told."""
    decoded = decode_line("rdm6300", "0236373030334235314336434203" * 3)

    assert len(decoded["messages"]) == 3


def test_noise_beside_a_badge_is_counted_and_is_no_error() -> None:
    """Noise beside a badge is counted and is no error."""
    decoded = decode_line("rdm6300", "ff 0236373030334235314336434203 0203 02")

    assert len(decoded["messages"]) == 1
    assert decoded["noise"] == 3
    assert decoded["error"] is None


def test_a_stream_of_rejected_frames_says_why_the_first_was() -> None:
    """A stream of rejected frames says why the first was."""
    assert decode_line("rdm6300", "0236383030334235314336434203 0203") == {
        "messages": [],
        "noise": 2,
        "error": "checksum expected C4, got CB",
    }


def test_the_layout_is_chosen_by_name() -> None:
    """The layout is chosen by name."""
    assert decode_line("keywedge", down("Y", "ENTER"), layout="de")["messages"] == [{"text": "z"}]


def typed(text: str) -> str:
    """A line in which a scanner types a text."""
    return json.dumps([[event.type, event.code, event.value] for event in encode(text)])


def test_gs1_data_is_shown_beside_its_text() -> None:
    """Value by AI; a code that only says it is GS1 says why it is not; a plain one has nothing to add."""
    text = "]d2010950600013435210L9\x1d21S1"
    assert decode_line("keywedge", typed(text))["messages"] == [
        {"text": text, "gs1": {"01": "09506000134352", "10": "L9", "21": "S1"}}
    ]
    (flawed,) = decode_line("keywedge", typed("]d20109506000134353"))["messages"]
    assert "check digit" in str(flawed["flaw"])
    assert decode_line("keywedge", typed("9506000134352"))["messages"] == [{"text": "9506000134352"}]


def test_keys_80_ms_and_more_apart_are_one_scan() -> None:
    """Keys 80 ms and more apart are one scan."""
    assert decode_line("keywedge", down("A", "B", "C", dt=400))["messages"] == [{"text": "abc"}]


def test_a_pause_of_over_a_second_discards_half_a_scan() -> None:
    """A pause of over a second discards half a scan."""
    decoded = decode_line("keywedge", '[["EV_KEY","KEY_A",1,0],["EV_KEY","KEY_B",1,1500],["EV_KEY",28,1]]')

    assert decoded == {"messages": [{"text": "b"}], "noise": 1, "error": None}


def test_events_may_be_numbers_and_may_lack_a_time() -> None:
    """Events may be numbers and may lack a time."""
    assert decode_line("keywedge", "[[4,4,458782],[1,2,1],[0,0,0],[1,2,0,null],[1,28,1,3.5]]")[
        "messages"
    ] == [{"text": "1"}]


@pytest.mark.parametrize("end", ["ENTER", "KPENTER", "TAB", "DOWN"])
def test_every_key_that_scanners_end_with_ends_a_scan(end: str) -> None:
    """Every key that scanners end with ends a scan."""
    assert decode_line("keywedge", down("A", end, "B", end))["messages"] == [{"text": "a"}, {"text": "b"}]


def test_a_spoiled_scan_is_noise_that_names_the_key() -> None:
    """A spoiled scan is noise that names the key."""
    assert decode_line("keywedge", down("A", "F13", "ENTER")) == {
        "messages": [],
        "noise": 1,
        "error": "KEY_F13 types nothing in layout us",
    }


@pytest.mark.parametrize(
    ("family", "line", "locks"),
    [
        ("cu16", "02 00 35 0300 0400 03 41", {"closed": [1, 2], "open": [*range(3, 17)], "present": [3]}),
        ("board-8a", "82 01 03 11 91", {"closed": [3], "open": []}),
        ("modbus-relay", "01 01 01 05 91 8b", {"on": [1, 3]}),
    ],
)
def test_a_lock_message_has_the_channels_by_how_they_stand(
    family: str, line: str, locks: dict[str, list[int]]
) -> None:
    """Only what the board tells of."""
    (message,) = decode_line(family, line)["messages"]

    assert message["locks"] == locks


@pytest.mark.parametrize(
    ("family", "line", "why"),
    [
        ("rdm6300", "0x02", "not hex"),
        ("rdm6300", "023", "not hex"),
        ("keywedge", "", "not JSON"),
        ("keywedge", "[" * 100_000, "not JSON"),
        ("keywedge", "9" * 5000, "not JSON"),
        ("keywedge", "{}", "is a JSON dict"),
        ("keywedge", '["EV_KEY"]', "Event 1 is 'EV_KEY'"),
        ("keywedge", '[["EV_KEY","KEY_A","1"]]', "Event 1 is"),
        ("keywedge", '[["EV_KEY","KEY_A",1],["EV_KEY","KEY_Å",1]]', "Event 2 has key 'KEY_Å'"),
        ("keywedge", '[["EV_KEYS","KEY_A",1]]', "Event 1 has type 'EV_KEYS'"),
        ("keywedge", '[["EV_SYN","SYN",1]]', "Event 1 has SYN code 'SYN'"),
        ("keywedge", '[["EV_MSC",null,1]]', "Event 1 has code None"),
        ("keywedge", '[["EV_KEY","KEY_A",1,-5]]', "dt -5"),
        ("keywedge", '[["EV_KEY","KEY_A",1,NaN]]', "dt nan"),
        ("keywedge", '[["EV_KEY","KEY_A",1,1' + "0" * 400 + "]]", "dt 1000"),
        ("nfc", "00", "'nfc' is not a device family: choose one of rdm6300,"),
    ],
    ids=lambda value: value[:30],
)
def test_an_unreadable_line_says_why_and_gives_no_message(family: str, line: str, why: str) -> None:
    """An unreadable line says why and gives no message."""
    decoded = decode_line(family, line)

    assert decoded["messages"] == []
    assert decoded["error"] is not None
    assert why in decoded["error"]


def test_a_layout_that_does_not_exist_is_an_error() -> None:
    """A layout that does not exist is an error."""
    assert "'xx' is not a keyboard layout" in str(decode_line("keywedge", "[]", layout="xx")["error"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["EV_KEY", "KEY_A", "EV_SYN"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@given(
    st.sampled_from(sorted(FAMILIES)), st.text() | st.binary().map(bytes.hex) | json_values.map(json.dumps)
)
def test_no_line_makes_decode_raise_and_every_answer_is_json(family: str, line: str) -> None:
    """No line makes decode raise and every answer is JSON."""
    decoded = decode_line(family, line)

    assert decoded == json.loads(json.dumps(decoded))
    assert set(decoded) == {"messages", "noise", "error"}
