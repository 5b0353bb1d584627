"""What a scanner puts around its codes, and a label that is held under it."""

import pytest

from drivers.barcodes.affixes import Affixes
from drivers.barcodes.once import HELD_S, Once
from drivers.messages import Flaw, Message, Noise, Scan


@pytest.mark.parametrize(
    ("affixes", "text", "code"),
    [
        (Affixes(), "TW-01", "TW-01"),
        (Affixes("B", "C"), "BTW-01C", "TW-01"),
        (Affixes("AA", "AA"), "AAAAA", "A"),
        (Affixes("\x02", "\x03\x03"), "\x02TW-01\x03\x03", "TW-01"),
        (Affixes(separator="{GS}"), "]d210A{GS}21B", "]d210A\x1d21B"),
        (Affixes("~", separator="~"), "~]C110A~21B", "]C110A\x1d21B"),
        (Affixes(separator="^"), "A^B", "A^B"),
        (Affixes(separator="^"), "]C0A^B", "]C0A^B"),
    ],
)
def test_they_are_taken_off_and_gs1_data_gets_its_separators(affixes: Affixes, text: str, code: str) -> None:
    """They are taken off; the separator's stand-in is a character of its own in codes that are not GS1."""
    assert affixes.take_off(Scan(text)) == Scan(code)


@pytest.mark.parametrize("text", ["TW-01", "BTW-01", "TW-01C", "B", "C", ""])
def test_a_scan_without_them_is_refused(text: str) -> None:
    """A scan without them is refused: its front may be missing, and the rest be another thing's code."""
    refused = Affixes("B", "C").take_off(Scan(text))

    assert isinstance(refused, Noise)
    assert refused.flaw is Flaw.AFFIX


def test_prefix_and_suffix_may_not_share_characters() -> None:
    """Prefix and suffix may not share characters."""
    assert isinstance(Affixes("AB", "BA").take_off(Scan("ABA")), Noise)


def test_the_reason_does_not_repeat_the_scan() -> None:
    """The reason does not repeat the scan: it may be a badge's number."""
    refused = Affixes("B").take_off(Scan("0412345678"))

    assert isinstance(refused, Noise)
    assert "0412345678" not in repr(refused)


def told(*scans: tuple[str, float]) -> list[str]:
    """What is told of these texts at these seconds."""
    heard: list[Message] = []
    once = Once(lambda message, _: heard.append(message))
    for text, at in scans:
        once(Scan(text), at)
    return [message.text for message in heard if isinstance(message, Scan)]


def test_a_label_held_under_the_scanner_for_an_hour_is_told_once() -> None:
    """A label held under the scanner for an hour is told once."""
    assert told(*(("GLV-9", 0.3 * turn) for turn in range(12_000))) == ["GLV-9"]


def test_the_same_label_a_second_later_is_another_scan() -> None:
    """The same label a second later is another scan."""
    assert told(("GLV-9", 0.0), ("GLV-9", HELD_S - 0.01), ("GLV-9", 2 * HELD_S)) == ["GLV-9", "GLV-9"]


def test_another_text_is_never_held_back() -> None:
    """Another text is never held back."""
    assert told(("GLV-9", 0.0), ("GLV-8", 0.01), ("GLV-7", 0.02)) == ["GLV-9", "GLV-8", "GLV-7"]


def test_noise_is_passed_on() -> None:
    """Noise is passed on, each time: whoever listens knows how much of it to tell."""
    heard: list[Message] = []
    once = Once(lambda message, _: heard.append(message))
    once(Noise("why", b""), 0.0)
    once(Noise("why", b""), 0.0)

    assert len(heard) == 2
