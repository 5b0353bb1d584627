"""Scanners on a line: what ends a code, what is refused, and the trials every codec stands."""

import codec_trials
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcodes import lines
from drivers.barcodes.affixes import Affixes
from drivers.barcodes.lines import CR_LF, MAX_BYTES, SILENCE, TAB, Decoder, encode
from drivers.messages import Flaw, Frame, Message, Noise, Scan

NONE = Affixes()
LABELS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=40)
LINES = LABELS.map(lambda label: encode(label, b"\r"))


def texts(messages: list[Message]) -> list[str]:
    """The texts of the scans among the messages."""
    return [message.text for message in messages if isinstance(message, Scan)]


def decode(data: bytes, ends: bytes = CR_LF, affixes: Affixes = NONE) -> list[Message]:
    """What a new decoder says to a stream and to the silence after it."""
    return codec_trials.decode(lambda: Decoder(ends, affixes), data)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_cr_lf_or_both_end_a_line(end: bytes) -> None:
    """CR, LF or both end a line; what remains of the end is a message of its own, and no scan."""
    heard = decode(b"TW-01" + end + b"TW-02" + end)

    assert texts(heard) == ["TW-01", "TW-02"]
    assert {type(message) for message in heard} <= {Scan, Frame}


def test_a_tab_ends_a_line_where_it_is_set_up_to() -> None:
    """A tab ends a line where it is set up to."""
    assert texts(decode(b"TW-01\tTW-02\t", TAB)) == ["TW-01", "TW-02"]
    assert texts(decode(b"TW-01\tTW-02\r", CR_LF + TAB)) == ["TW-01", "TW-02"]


def test_silence_ends_a_line_where_nothing_else_does() -> None:
    """Silence ends a line where nothing else does, and the end that came all the same is dropped."""
    assert texts(decode(b"TW-01", SILENCE)) == ["TW-01"]
    assert texts(decode(b"TW-01\r\n", SILENCE)) == ["TW-01"]


def test_half_a_line_is_noise_where_a_line_has_an_end() -> None:
    """Half a line is noise where a line has an end."""
    assert decode(b"TW-0") == [Noise("a line without its end", b"TW-0", Flaw.CUT_SHORT)]


def test_separators_come_as_they_are() -> None:
    """GS, RS and EOT come as they are."""
    assert texts(decode(b"]d210A\x1d21B\r[)>\x1e06\x1dS1\x1e\x04\r")) == [
        "]d210A\x1d21B",
        "[)>\x1e06\x1dS1\x1e\x04",
    ]


@pytest.mark.parametrize("strange", [b"\0", b"\x02", b"\x1b[2J", b"\t", b"\x7f", b"\xc2\x85", b"\x81"])
def test_another_control_character_is_refused(strange: bytes) -> None:
    """Another control character is refused, and the next line is read."""
    noise, scan = decode(b"A" + strange + b"B\rTW-01\r")

    assert isinstance(noise, Noise)
    assert noise.flaw is Flaw.CONTROL
    assert scan == Scan("TW-01", b"TW-01\r")


@pytest.mark.parametrize(("data", "text"), [("Öl-5".encode(), "Öl-5"), ("Öl-5".encode("cp1252"), "Öl-5")])
def test_text_is_utf_8_else_windows_1252(data: bytes, text: str) -> None:
    """Text is UTF-8, else Windows-1252."""
    assert texts(decode(data + b"\r")) == [text]


@pytest.mark.parametrize("length", [MAX_BYTES + 1, 10_000])
@pytest.mark.parametrize("ends", [CR_LF, SILENCE])
def test_of_a_line_that_is_too_long_nothing_is_taken_for_a_code(length: int, ends: bytes) -> None:
    """Of a line that is too long nothing is taken for a code, not even its tail."""
    heard = decode(b"7" * length + (b"\r" if ends else b""), ends)

    assert texts(heard) == []
    assert {message.flaw for message in heard if isinstance(message, Noise)} == {Flaw.TOO_LONG}
    assert texts(decode(b"7" * length + b"\rTW-01\r")) == ["TW-01"]


def test_the_longest_line_is_read() -> None:
    """The longest line is read."""
    assert texts(decode(b"7" * MAX_BYTES + b"\r")) == ["7" * MAX_BYTES]


def test_affixes_are_taken_off() -> None:
    """Affixes are taken off: STX and ETX here."""
    assert texts(decode(b"\x02TW-01\x03\r", affixes=Affixes("\x02", "\x03"))) == ["TW-01"]


def test_any_split_gives_the_same_messages() -> None:
    """Any split gives the same messages."""
    codec_trials.any_split_gives_the_same_messages(Decoder, LINES)
    codec_trials.any_split_gives_the_same_messages(lambda: Decoder(SILENCE), LINES)


def test_no_byte_is_lost_or_invented() -> None:
    """No byte is lost or invented."""
    codec_trials.no_byte_is_lost_or_invented(Decoder, LINES | st.binary(min_size=500, max_size=600))


def test_every_line_is_one_message() -> None:
    """Every line is one message."""
    codec_trials.every_frame_is_one_message(Decoder, LINES)


def test_garbage_never_raises_and_little_is_held() -> None:
    """Garbage never raises and little is held."""
    codec_trials.garbage_never_raises_and_little_is_held(Decoder, LINES, MAX_BYTES)


@given(st.lists(LABELS, min_size=1, max_size=6), st.integers(0, 10_000), st.integers(1, 255))
def test_one_damaged_byte_costs_its_own_line_or_where_it_was_the_end_the_next_as_well(
    labels: list[str], place: int, flip: int
) -> None:
    """Lines have no checksum: what the damaged line says is anybody's guess; all others are whole."""
    stream = bytearray(b"".join(encode(label, b"\r") for label in labels))
    hit = place % len(stream)
    line = stream[:hit].count(b"\r")
    costs = {line, line + 1} if stream[hit] == ord("\r") else {line}
    stream[hit] ^= flip
    kept = iter(texts(decode(bytes(stream))))

    assert all(label in kept for row, label in enumerate(labels) if row not in costs and label.strip())


@given(LABELS, st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"]))
def test_what_is_encoded_is_decoded(label: str, end: bytes) -> None:
    """What is encoded is decoded."""
    assert texts(decode(lines.encode(label, end), CR_LF + TAB)) == [label]
