"""The words of health: the name of a part and how it is, both in the screen's language."""

import pytest

from kiosk.counter.health_words import Part, whole, worded
from kiosk.counter.language import ENGLISH, Phrase
from kiosk.counter.views import Health
from kiosk.languages.catalogues import language

MISSING = Phrase("{part}: missing")
ERRNO = "scanner counter /dev/crib/scanner0: No such file or directory; trying again"
SILENT = "reader /dev/crib/badge0: the reader does not answer; trying again"
PARTS = {
    "a part has a word": (Part("scanner", ok=True, state=Phrase("{part}: well")), "skaner: dobrze"),
    "a cabinet has a code": (
        Part("C1", ok=False, state=MISSING, why="it does not answer"),
        "C1: brak (nie odpowiada)",
    ),
    "one of several": (Part("scanner counter", ok=False, state=MISSING), "skaner counter: brak"),
    "a part of two words": (Part("bin lights", ok=False, state=MISSING), "lampki miejsc: brak"),
    "a reason for whoever mends it": (Part("reader", ok=False, state=MISSING, why=ERRNO), "czytnik: brak"),
    "a reason among what a driver says": (
        Part("reader", ok=False, state=MISSING, why=SILENT),
        "czytnik: brak (nie odpowiada)",
    ),
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
    """A device's own reason is no reason to a worker; what has no word of its own stays as it is."""
    assert Health(part.name, part.ok, said) == worded(part, language("pl"))


def test_those_who_mend_it_are_told_all() -> None:
    """In English, as the driver said it."""
    part = Part("scanner counter", ok=False, state=MISSING, why=ERRNO)

    assert worded(part, ENGLISH).text == "scanner counter: missing"
    assert whole(part).text == f"scanner counter: missing ({ERRNO})"
