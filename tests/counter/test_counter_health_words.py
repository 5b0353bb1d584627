"""The words of health: the name of a part and how it is, both in the screen's language."""

import pytest

from kiosk.counter.health_words import Part, worded
from kiosk.counter.language import ENGLISH, Phrase
from kiosk.counter.views import Health
from kiosk.languages.catalogues import language

GONE = Phrase("{part}: missing ({why})", {"why": "it does not answer"})
PARTS = {
    "a part has a word": (Part("scanner", ok=True, state=Phrase("{part}: well")), "skaner: dobrze"),
    "a cabinet has a code": (Part("C1", ok=False, state=GONE), "C1: brak (nie odpowiada)"),
    "a number": (
        Part("broker", ok=False, state=Phrase("{part}: away, {count} waiting", {"count": 12})),
        "serwer: brak łącza, czeka 12",
    ),
    "the system's own reason": (
        Part("disk", ok=False, state=Phrase("{part}: {why}", {"why": "the disk is full"})),
        "dysk: the disk is full",
    ),
}


@pytest.mark.parametrize(("part", "said"), PARTS.values(), ids=PARTS)
def test_a_part_is_said_in_the_screens_language(part: Part, said: str) -> None:
    """What has no word of its own stays as it is."""
    assert Health(part.name, part.ok, said) == worded(part, language("pl"))


def test_in_english_it_is_what_cribctl_says() -> None:
    """The same words as ever."""
    assert worded(Part("C1", ok=False, state=GONE), ENGLISH).text == "C1: missing (it does not answer)"
