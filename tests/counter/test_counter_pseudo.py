"""Every answer and every stop in the pseudo-language: what stands there in English was given to it."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from test_counter_wording import ANSWERS, REFUSALS, scene

from kiosk.counter.device_words import why_words
from kiosk.counter.flaw_words import flaw_words
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.wording import notice
from kiosk.crib.keeper_refusals import Flaw, Unfit
from kiosk.crib.refusals import DeviceFault, Fault, Refusal
from kiosk.languages.catalogues import language

XX = language("xx")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLAIN = re.compile(r"[aeiou]", re.IGNORECASE)
"""A vowel as the pseudo-language never writes one."""


def english(said: str) -> set[str]:
    """The words of a text that no catalogue was asked for."""
    return {word for word in _WORD.findall(said) if _PLAIN.search(word)}


def given(value: Any) -> Iterator[str]:
    """Every text in a value: names, codes, notes; but no sentence of the rulebook's."""
    match value:
        case Flaw():
            yield from given((value.value, value.values))
        case str():
            yield value
        case dict():
            yield from given(tuple(value.values()))
        case tuple() | list():
            for each in value:
                yield from given(each)
        case msgspec.Struct():
            yield from given(tuple(getattr(value, name) for name in value.__struct_fields__))


def left(answer: Answer, look: Scene) -> set[str]:
    """English that an answer says though nobody gave it."""
    said = notice(answer, replace(look, language=XX))
    labels = [figure.label for figure in said.figures]
    return english(" ".join((said.title, *said.lines, *labels))) - english(" ".join(given((answer, look))))


@pytest.mark.parametrize("refusal", [told for told, _ in REFUSALS.values()], ids=lambda told: told.reason)
def test_no_stop_has_a_word_of_english(refusal: Refusal) -> None:
    """Whatever the reason."""
    assert left(Answer("refused", refusal=refusal), scene()) == set()


@pytest.mark.parametrize(
    ("answer", "look"), [(said, look) for said, look, *_ in ANSWERS.values()], ids=ANSWERS
)
def test_no_answer_has_a_word_of_english(answer: Answer, look: Scene) -> None:
    """Whatever was done."""
    assert left(answer, look) == set()


@pytest.mark.parametrize("fault", Fault)
def test_no_fault_of_the_kiosk_has_a_word_of_english(fault: Fault) -> None:
    """What the system says of it is in the log, and in `cribctl status`."""
    assert left(Answer("refused", refusal=DeviceFault(fault)), scene()) == set()


OWNED = "The code {value!r} is {owner}'s already; use another."
LACKING = "Asset {code} needs {field!r}: category {category} asks for it."
FLAWS = {
    "of another thing": (
        Flaw(0, "code", "B-7", OWNED, {"owner": "bin B-7"}),
        "Der Code 'B-7' gehört schon zu: Fach B-7. Nimm einen anderen.",
    ),
    "a gap": (
        Flaw(0, "cost", "", LACKING, {"code": "TW-9", "field": "cost", "category": "T1"}),
        "TW-9 braucht noch 'Preis': Kategorie T1 verlangt es.",
    ),
    "of a kind that has no word": (
        Flaw(0, "code", "B-7", OWNED, {"owner": "order O-1"}),
        "Der Code 'B-7' gehört schon zu: order O-1. Nimm einen anderen.",
    ),
}


@pytest.mark.parametrize(("flaw", "said"), FLAWS.values(), ids=FLAWS)
def test_what_does_not_fit_is_said_in_the_language_of_who_stands_there(flaw: Flaw, said: str) -> None:
    """Kinds and columns too; codes and values stay as they are. cribctl says the same in English."""
    assert flaw_words(flaw, scene(language=language("de"))) == said
    assert flaw_words(flaw, scene(language=XX)).startswith("[")
    refused = Answer("refused", refusal=Unfit((flaw,)))
    assert notice(refused, scene(language=language("de"))).lines == (said,)
    assert flaw.value in flaw.message or not flaw.value


def test_a_flaw_says_the_same_in_english_at_the_counter_and_to_cribctl() -> None:
    """One sentence, from one source."""
    flaw = Flaw(0, "bin", "C9", "{value!r} is no bin; define it first.")
    assert flaw.message == flaw_words(flaw, scene()) == "'C9' is no bin; define it first."


def test_a_drivers_reason_is_said_in_words_or_not_at_all() -> None:
    """Never as the driver has it."""
    assert why_words("its coil must cool down", language("es")) == "espera un minuto"
    assert why_words("scanner /dev/x: Permission denied; add this user to group crib", XX) == (
        "[théé kííóósk mááy nóót óópéén íít]"
    )
    assert why_words("what nobody has foreseen", XX) == ""
