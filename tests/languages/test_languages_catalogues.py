"""Catalogues: every language says every sentence, with the fields of the English one."""

import ast
import logging
from string import Formatter
from typing import get_args, get_type_hints

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from docs.words import CODES, SOURCES, arguments, compiled, file, flaws, renewed, sentences, text
from docs.words import ROOT as HERE
from kiosk.counter.language import ENGLISH, Phrase
from kiosk.counter.wording import LABELS
from kiosk.crib.names import LANGUAGES, PSEUDO
from kiosk.languages.catalogues import language
from kiosk.languages.pseudo import pseudo
from kiosk.settings import Kiosk


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_lacks_nothing_and_fits_its_fields(code: str) -> None:
    """No sentence is missing or doubtful, and each has the fields of the English one."""
    assert flaws(renewed(code)) == [], f"translate them in {file(code)}, then run `make words`"


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_that_of_today(code: str) -> None:
    """A sentence that changed is in the catalogue, and the catalogue is compiled."""
    assert file(code).read_bytes() == text(renewed(code)), "run `make words`"
    with file(code).open("rb") as written:
        assert file(code).with_suffix(".mo").read_bytes() == compiled(read_po(written, locale=code))


def test_no_sentence_is_put_together_before_it_is_said() -> None:
    """What a catalogue cannot hold cannot be translated: an f-string, or two joined by a plus."""
    built = [
        (source.name, ast.unparse(said))
        for folder in SOURCES
        for source in (HERE / folder).rglob("*.py")
        for said in arguments(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(said, ast.JoinedStr | ast.BinOp)
    ]
    assert built == []


def test_every_flaw_of_the_rulebook_stands_where_it_is_found() -> None:
    """A sentence in a variable would not be gathered: whoever stands at the counter would read English."""
    kept = {
        (source.name, ast.unparse(said))
        for source in (HERE / "kiosk" / "crib").glob("*.py")
        for said in arguments(ast.parse(source.read_text(encoding="utf-8")))
        if not isinstance(said, ast.Constant)
    }
    assert kept == {("defining.py", "sentence")}, "a desk passes on what its rules say"


def test_a_language_says_its_own_words() -> None:
    """With the values in them as they are."""
    polish = language("pl")
    assert polish.code == "pl"
    assert polish.say("Taken: {product}", product="Taken {x}") == "Pobrano: Taken {x}"
    assert polish.tell(Phrase("and {count} more", {"count": 3})) == "i jeszcze 3"
    assert polish.tell("Empty.") == "Empty."


@pytest.mark.parametrize("code", CODES)
def test_a_button_is_about_as_short_as_in_english(code: str) -> None:
    """Its letters are to stay big: 14 of them, or four tenths more than the English ones."""
    long = {
        said
        for sentence in LABELS.values()
        if len(said := language(code).translate(sentence)) > max(14, 1.4 * len(sentence))
    }
    assert long == set()


def test_what_a_catalogue_lacks_is_said_in_english() -> None:
    """And the empty sentence is empty: it is where a catalogue keeps its heading."""
    assert language("de").say("Hi {name}", name="Ann") == "Hi Ann"
    assert language("de").say("") == ""


def test_an_unknown_language_is_english_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    """The kiosk serves on."""
    language.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert (language("fr"), language("fr")) == (ENGLISH, ENGLISH)
    assert [record.getMessage() for record in caplog.records] == [
        "There is no language 'fr', only en, de, es, pl: English is spoken."
    ]


def test_every_language_has_a_catalogue_and_can_be_a_sites() -> None:
    """One list of them."""
    assert {path.parent.name for path in (HERE / "kiosk" / "languages").glob("*/LC_MESSAGES")} == set(CODES)
    setting = get_type_hints(Kiosk)["language"]
    assert set(get_args(setting)) == {*LANGUAGES, PSEUDO}


@given(st.text("abcde {}AEIO.:", max_size=20).filter(lambda text: "{" not in text and "}" not in text))
def test_the_pseudo_language_keeps_fields_and_marks_both_ends(around: str) -> None:
    """Whatever stands around a field."""
    said = pseudo(f"{around}{{product}}{around}")
    assert said.startswith("[")
    assert said.endswith("]")
    assert [name for _, name, _, _ in Formatter().parse(said) if name] == ["product"]


def test_the_pseudo_language_is_about_four_tenths_longer() -> None:
    """As much as German or Polish may need, over all of what is said."""
    english = list(sentences())
    longer = sum(map(len, map(pseudo, english))) / sum(map(len, english))
    assert 1.3 < longer < 1.5
    assert pseudo("") == ""
    assert pseudo("Taken: {product}") == "[Táákéén: {product}]"
