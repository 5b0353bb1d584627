"""Big letters: drawn right, broken well, and given up where a letter is missing."""

from collections import Counter
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.words import CODES, sentences
from kiosk.languages.catalogues import language
from kiosk.screens.big_text import ROWS, big, can_draw, width, wrap

WORDS = st.text("ABCXYZabcgijlmwxyz0123456789äöü.,:-+/", min_size=1, max_size=12)
TITLES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def test_a_word_reads_as_it_should() -> None:
    """Two dots make a cell; a descender hangs in the last half row."""
    assert big("Tag 1") == (
        "▀█▀  ▄▄  ▄▄   ▄█ ",
        " █  █ █ ▀▄█    █ ",
        " ▀   ▀▀ ▄▄▀   ▀▀▀",
    )


def test_scale_two_is_the_same_word_twice_as_big() -> None:
    """A dot becomes four half cells."""
    assert big("-", 2) == ("    ", "    ", "████", "    ", "    ", "    ")


@given(TITLES, st.integers(1, 3))
def test_all_rows_are_as_wide_as_was_measured(title: str, scale: int) -> None:
    """Layout relies on the measure, so that nothing is cut."""
    rows = big(title, scale)
    assert len(rows) == ROWS * scale
    assert {len(row) for row in rows} == {width(title, scale)}


@given(TITLES, st.integers(10, 120))
def test_breaking_loses_no_word_and_keeps_to_the_width(title: str, cells: int) -> None:
    """Either every line fits and all words are there in order, or there is no way."""
    lines = wrap(title, cells)
    if lines is None:
        assert any(width(word) > cells for word in title.split())
    else:
        assert " ".join(lines).split() == title.split()
        assert all(width(line) <= cells for line in lines)


def test_lines_are_of_about_one_length() -> None:
    """No single word is left over on the last line."""
    assert wrap("Taken: Hex key 9 mm", 66) == ["Taken: Hex", "key 9 mm"]


def test_a_title_in_letters_without_drawing_is_not_drawn() -> None:
    """It is shown in plain letters instead: whole and small is better than big and wrong."""
    assert not can_draw("Ωm")
    assert wrap("Ωm", 80) is None


def test_every_letter_that_a_keyboard_types_has_a_drawing() -> None:
    """Printable ASCII but for what no name of a tool has."""
    missing = {chr(code) for code in range(32, 127) if not can_draw(chr(code))}
    assert missing == set("$<>@\\^{|}~")


@pytest.mark.parametrize("code", CODES)
def test_every_letter_of_every_language_has_a_drawing(code: str) -> None:
    """A title in Polish is as big as one in English; fields are filled in before anything is drawn."""
    said = "".join(language(code).translate(sentence) for sentence in sentences())
    assert {letter for letter in said if not can_draw(letter)} <= {"{", "}"}


def test_no_two_letters_look_the_same() -> None:
    """But for the two shapes of an apostrophe."""
    shapes = Counter(big(letter) for letter in ascii_letters + "ąáäćéęíłńñóöśúüżźßĄÁÄĆÉĘÍŁŃÑÓÖŚÚÜŻŹ¡¿?!")
    assert max(shapes.values()) == 1
