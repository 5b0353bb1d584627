"""Key events in, scans out: real captures, every layout, and the trials every codec stands."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcodes.affixes import Affixes
from drivers.keyboard import layouts
from drivers.keyboard.keys import CODES, EV_KEY, EV_SYN, SYN_DROPPED
from drivers.keyboard.keywedge import (
    DEFAULT_TERMINATORS,
    MAX_CHARACTERS,
    Decoder,
    KeyEvent,
    Terminator,
    encode,
)
from drivers.messages import Flaw, Noise, Scan

SILENT = DEFAULT_TERMINATORS | {Terminator.SILENCE}
FAR = 1e9


def keys(*presses: str, at: float = 0.0, step: float = 0.005) -> list[KeyEvent]:
    """`+LEFTSHIFT` goes down, `-LEFTSHIFT` up, `A` down and up; one every `step` seconds."""
    events: list[KeyEvent] = []
    for press in presses:
        code = CODES["KEY_" + press.lstrip("+-")]
        for value in {"+": (1,), "-": (0,)}.get(press[0], (1, 0)):
            events.append(KeyEvent(EV_KEY, code, value, at + step * len(events)))
    return events


def decode(
    events: Iterable[KeyEvent], layout: str = "us", terminators: frozenset[Terminator] = DEFAULT_TERMINATORS
) -> list[Scan | Noise]:
    """What a new decoder says to the events and to the silence after them."""
    decoder = Decoder(layout, terminators)
    return [*decoder.feed(events), *decoder.expire(FAR)]


@pytest.mark.parametrize(
    ("presses", "text"),
    [
        (["+LEFTSHIFT", "A", "-LEFTSHIFT", "A"], "Aa"),
        (["+RIGHTSHIFT", "4", "-RIGHTSHIFT"], "$"),
        (["+LEFTSHIFT", "+RIGHTSHIFT", "-LEFTSHIFT", "A", "-RIGHTSHIFT"], "A"),
        (["KP1", "NUMLOCK", "KP2", "KPDOT", "KPMINUS"], "12.-"),
        (["CAPSLOCK", "A", "1", "+LEFTSHIFT", "B", "1", "-LEFTSHIFT", "CAPSLOCK", "C"], "A1b!c"),
        (["+LEFTCTRL", "RIGHTBRACE", "-LEFTCTRL"], "\x1d"),
        (["A", "+LEFTCTRL", "+LEFTSHIFT", "J", "-LEFTSHIFT", "-LEFTCTRL", "B"], "a\nb"),
        (["+RIGHTCTRL", "A", "H", "6", "MINUS", "-RIGHTCTRL"], "\x01\x08\x1e\x1f"),
        (["+LEFTALT", "KP0", "KP2", "KP9", "-LEFTALT", "A"], "\x1da"),
        (["+LEFTALT", "+KP0", "+KP6", "+KP5", "-LEFTALT", "-KP0", "-KP6", "-KP5"], "A"),
        (["+LEFTALT", "KP0", "KP2", "KP2", "KP8", "-LEFTALT"], "ä"),
        (["+LEFTALT", "KP1", "KP3", "KP2", "-LEFTALT"], "ä"),
        (["+LEFTALT", "KP6", "KP5"], "A"),
        (["+LEFTALT", "-LEFTALT", "A"], "a"),
        (["ENTER", "A"], "a"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_what_keys_and_modifiers_type(presses: list[str], text: str) -> None:
    """What keys and modifiers type."""
    assert [Scan(text)] == decode(keys(*presses, "ENTER"))


@pytest.mark.parametrize(
    ("layout", "presses", "text"),
    [
        ("de", ["+RIGHTALT", "Q", "-RIGHTALT"], "@"),
        ("de", ["+LEFTCTRL", "+LEFTALT", "Q", "-LEFTALT", "-LEFTCTRL"], "@"),
        ("de", ["+LEFTCTRL", "RIGHTBRACE", "-LEFTCTRL"], "\x1d"),
        ("de", ["+LEFTCTRL", "+RIGHTALT", "9", "-RIGHTALT", "-LEFTCTRL"], "\x1d"),
        ("de", ["CAPSLOCK", "SEMICOLON", "MINUS", "1"], "Öẞ1"),
        ("de", ["KP1", "KPDOT"], "1,"),
        ("fr", ["CAPSLOCK", "Q", "2", "+LEFTSHIFT", "2", "-LEFTSHIFT"], "AÉ2"),
        ("us", ["+RIGHTALT", "7", "-RIGHTALT"], "7"),
    ],
)
def test_modifiers_follow_the_layout(layout: str, presses: list[str], text: str) -> None:
    """Modifiers follow the layout."""
    assert [Scan(text)] == decode(keys(*presses, "ENTER"), layout)


@pytest.mark.parametrize(
    ("layout", "presses", "why"),
    [
        ("us", ["A", "F5", "B"], "KEY_F5 types nothing in layout us"),
        ("us", ["A", "LEFTMETA", "R"], "KEY_LEFTMETA types nothing in layout us"),
        ("us", ["+LEFTCTRL", "1", "-LEFTCTRL"], "Ctrl+KEY_1 types nothing in layout us"),
        ("us", ["+LEFTALT", "F4", "-LEFTALT"], "Alt+KEY_F4 is a shortcut, not a character"),
        (
            "us",
            ["+LEFTALT", "KP0", "KP1", "KP2", "KP9", "-LEFTALT"],
            "Alt+0129 on the keypad is not a character",
        ),
        ("de", ["EQUAL", "A"], "KEY_EQUAL is a dead key in layout de, not a character"),
        (
            "fr",
            ["+LEFTSHIFT", "LEFTBRACE"],
            "Shift+KEY_LEFTBRACE is a dead key in layout fr, not a character",
        ),
    ],
)
def test_a_key_that_is_no_character_spoils_its_scan_and_no_other(
    layout: str, presses: list[str], why: str
) -> None:
    """A key that is no character spoils its scan and no other."""
    spoiled, scan = decode(keys(*presses, "ENTER", "KP7", "ENTER"), layout)

    assert isinstance(spoiled, Noise)
    assert (why, Flaw.NOT_TEXT) == (spoiled.reason, spoiled.flaw)
    assert scan == Scan("7")


@pytest.mark.parametrize("layout", ["us", "de", "fr", "es"])
@pytest.mark.parametrize(
    ("presses", "character"),
    [
        (["+LEFTCTRL", "RIGHTBRACE", "-LEFTCTRL"], "\x1d"),
        (["+RIGHTCTRL", "RIGHTBRACE", "-RIGHTCTRL"], "\x1d"),
        (["+LEFTCTRL", "+LEFTSHIFT", "6", "-LEFTSHIFT", "-LEFTCTRL"], "\x1e"),
        (["+LEFTCTRL", "D", "-LEFTCTRL"], "\x04"),
        (["+LEFTALT", "KP0", "KP2", "KP9", "-LEFTALT"], "\x1d"),
        (["+LEFTALT", "KP2", "KP9", "-LEFTALT"], "\x1d"),
        (["+RIGHTALT", "KP0", "KP2", "KP9", "-RIGHTALT"], "\x1d"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_separators_of_gs1_are_read_on_every_layout_that_can_be_set(
    layout: str, presses: list[str], character: str
) -> None:
    """Scanners send them by the key's place on a US keyboard, or by their number on the keypad."""
    assert [Scan(f"1{character}1")] == decode(keys("KP1", *presses, "KP1", "ENTER"), layout)


def frame(*changes: str) -> list[KeyEvent]:
    """The keys of one HID report that differs in several from the one before, and the SYN after it."""
    events = [KeyEvent(EV_KEY, CODES["KEY_" + key[1:]], int(key[0] == "+"), 0.01) for key in changes]
    return [*events, KeyEvent(EV_SYN, 0, 0, 0.01)]


def test_several_keys_may_change_in_one_report() -> None:
    """The kernel tells modifiers first, then keys that came up, then keys that went down."""
    reports = [
        frame("+LEFTSHIFT", "+T", "+W"),
        frame("-LEFTSHIFT", "-T", "-W", "+MINUS"),
        frame("+LEFTALT", "-MINUS", "+KP0", "+KP4", "+KP8"),
        frame("-LEFTALT", "-KP0", "-KP4", "-KP8", "+1", "+ENTER"),
    ]

    assert [Scan("TW-01")] == decode([event for report in reports for event in report])


def test_affixes_are_taken_off_and_what_lacks_them_is_refused() -> None:
    """Affixes are taken off and what lacks them is refused; Alt codes and keys of a badge wedge go by."""
    decoder = Decoder(affixes=Affixes("B", "C"))
    scan, noise = decoder.feed([*encode("BTW-01C"), *encode("TW-01C", at=10.0)])

    assert scan == Scan("TW-01")
    assert isinstance(noise, Noise)
    assert (noise.flaw, noise.raw[0]) == (Flaw.AFFIX, CODES["KEY_T"])


def test_autorepeat_and_key_up_type_nothing() -> None:
    """Autorepeat and key up type nothing."""
    held = [KeyEvent(EV_KEY, CODES["KEY_A"], value, 0.01 * value) for value in (1, 2, 2, 0)]

    assert [Scan("a")] == decode([*held, *keys("ENTER", at=0.05)])


@pytest.mark.parametrize("key", ["ENTER", "KPENTER", "TAB"])
def test_each_default_terminator_ends_a_scan(key: str) -> None:
    """Each default terminator ends a scan."""
    assert [Scan("a"), Scan("b")] == decode(keys("A", key, "B", key))


def test_a_tab_that_is_no_terminator_is_text() -> None:
    """A tab that is no terminator is text."""
    assert [Scan("a\tb")] == decode(keys("A", "TAB", "B", "ENTER"), terminators=frozenset({Terminator.ENTER}))


def test_a_scanner_that_ends_with_the_down_key_can_be_used() -> None:
    """A scanner that ends with the down key can be used."""
    assert [Scan("a")] == decode(keys("A", "DOWN"), terminators=frozenset({Terminator.DOWN}))


def test_enter_alone_is_no_scan() -> None:
    """Enter alone is no scan."""
    assert decode(keys("ENTER", "ENTER", "KPENTER")) == []


def test_keys_36_ms_apart_make_one_scan_of_60_characters() -> None:
    """Keys 36 ms apart make one scan of 60 characters."""
    assert [Scan("7" * 60)] == decode(keys(*["7"] * 60, "ENTER", step=0.036))


def test_a_pause_discards_half_a_scan_as_one_noise() -> None:
    """A pause discards half a scan as one noise."""
    noise, scan = decode([*keys("A", "B"), *keys("C", "ENTER", at=0.2)])

    reason = "no terminator within 0.1 s after 2 characters"
    assert noise == Noise(reason, (CODES["KEY_A"], CODES["KEY_B"]), Flaw.CUT_SHORT)
    assert scan == Scan("c")


def test_a_pause_ends_a_scan_where_silence_is_a_terminator() -> None:
    """A pause ends a scan where silence is a terminator."""
    assert [Scan("ab"), Scan("c")] == decode([*keys("A", "B"), *keys("C", at=0.2)], terminators=SILENT)


def test_a_line_feed_ends_a_scan_when_silence_follows_and_is_text_when_not() -> None:
    """A line feed ends a scan when silence follows and is text when not."""
    feed = ["+LEFTCTRL", "J", "-LEFTCTRL"]

    assert [Scan("a\nb")] == decode(keys("A", *feed, "B", *feed))


@pytest.mark.parametrize("ends", ["M", "J", "MJ"])
def test_control_codes_for_cr_and_lf_end_a_scan_when_silence_follows(ends: str) -> None:
    """Scanners whose function codes go out as Ctrl and a letter send their suffix so, too."""
    feed = [key for letter in ends for key in ("+LEFTCTRL", letter, "-LEFTCTRL")]

    assert [Scan("a"), Scan("b")] == decode([*keys("A", *feed), *keys("B", *feed, at=0.5)])


def test_a_scan_goes_on_until_the_time_is_over() -> None:
    """A scan goes on until the time is over."""
    decoder = Decoder(terminators=SILENT)
    list(decoder.feed(keys("A")))

    assert decoder.pending
    assert list(decoder.expire(0.1)) == []
    assert list(decoder.expire(0.11)) == [Scan("a")]
    assert not decoder.pending


def test_events_lost_by_the_kernel_discard_the_scan_they_were_in() -> None:
    """Events lost by the kernel discard the scan they were in."""
    lost = KeyEvent(EV_SYN, SYN_DROPPED, 0, 0.02)

    noise, scan = decode([*keys("+LEFTSHIFT", "A"), lost, *keys("B", "ENTER", "C", "ENTER", at=0.03)])

    assert noise == Noise("the kernel dropped events (SYN_DROPPED)", (CODES["KEY_A"],), Flaw.CUT_SHORT)
    assert scan == Scan("c")


def test_caps_lock_is_taken_as_off_after_events_were_lost() -> None:
    """Caps lock is taken as off after events were lost: it may have been among them."""
    lost = KeyEvent(EV_SYN, SYN_DROPPED, 0, 0.02)

    assert decode([*keys("CAPSLOCK"), lost, *keys("ENTER", "A", "ENTER", at=0.03)])[-1] == Scan("a")


def test_a_scan_of_512_characters_is_read_and_a_longer_one_is_not() -> None:
    """A scan of 512 characters is read and a longer one is not."""
    fits, too_long = "7" * MAX_CHARACTERS, "7" * (MAX_CHARACTERS + 1)

    assert [Scan(fits)] == decode(encode(fits))
    (noise,) = decode(encode(too_long))
    assert isinstance(noise, Noise)
    assert (noise.reason, noise.flaw) == ("over 512 characters at KEY_7", Flaw.TOO_LONG)


@pytest.mark.parametrize("stuck", ["LEFTSHIFT", "LEFTCTRL", "LEFTALT", "RIGHTALT"])
def test_a_modifier_that_never_comes_up_costs_at_most_one_scan(stuck: str) -> None:
    """A modifier that never comes up costs at most one scan."""
    heard = decode(keys(f"+{stuck}", "KP4", "Q", "ENTER", "B", "C", "ENTER"), "de")

    assert len(heard) == 2
    assert heard[-1] == Scan("bc")


def test_a_reconnect_discards_half_a_scan_and_forgets_modifiers() -> None:
    """A reconnect discards half a scan and forgets modifiers."""
    decoder = Decoder()
    list(decoder.feed(keys("+LEFTSHIFT", "A")))
    (noise,) = decoder.flush()

    assert noise.raw == (CODES["KEY_A"],)
    assert list(decoder.feed(keys("B", "ENTER"))) == [Scan("b")]


printable = st.text(st.sampled_from(sorted(layouts.strokes("us"))), min_size=1, max_size=40)
any_event = st.builds(
    KeyEvent,
    st.sampled_from([EV_KEY, EV_KEY, EV_KEY, EV_SYN, 4]),
    st.integers(0, 260) | st.sampled_from([CODES["KEY_ENTER"], CODES["KEY_LEFTALT"], CODES["KEY_KP9"], 3]),
    st.sampled_from([0, 1, 1, 2]),
    st.floats(0, 100),
)


@given(st.lists(printable, max_size=4), st.sampled_from(["us", "gb"]))
def test_what_is_encoded_is_decoded(texts: list[str], layout: str) -> None:
    """What is encoded is decoded."""
    typed = [text for text in texts if set(text) <= set(layouts.strokes(layout))]
    events = [event for start, text in enumerate(typed) for event in encode(text, layout, at=10.0 * start)]

    assert [Scan(text) for text in typed] == decode(events, layout)


@given(st.lists(any_event, max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_any_split_of_the_stream_gives_the_same_messages(events: list[KeyEvent], cuts: list[int]) -> None:
    """Any split of the stream gives the same messages."""
    decoder = Decoder()
    edges = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]

    heard = [message for start, end in pairwise(edges) for message in decoder.feed(events[start:end])]

    assert decode(events) == [*heard, *decoder.expire(FAR)]


@given(printable, st.lists(any_event, max_size=30), st.integers(0, 400))
def test_noise_costs_at_most_the_scan_it_hits(text: str, noise: list[KeyEvent], place: int) -> None:
    """Noise costs at most the scan it hits."""
    hit, next_one = encode(text), encode("TW-01", at=200.0)
    noise = [event for event in noise if event.code != CODES["KEY_CAPSLOCK"]]
    place = min(place, len(hit) - len(encode("")))

    heard = decode([*hit[:place], *noise, *hit[place:], *next_one])

    assert heard[-1] == Scan("TW-01")


@given(st.lists(any_event, max_size=300))
def test_any_events_leave_memory_bounded_and_never_raise(events: list[KeyEvent]) -> None:
    """Any events leave memory bounded and never raise."""
    decoder = Decoder("de", timeout_s=1000.0)
    for message in decoder.feed(events * 5):
        assert not isinstance(message, Scan) or len(message.text) <= MAX_CHARACTERS
    assert len(decoder._text) + len(decoder._alt_digits) <= MAX_CHARACTERS
