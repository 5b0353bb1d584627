"""The gallery: what the repository shows of the screen is what the program shows today."""

import pytest

from docs.pictures import FOLDER, LANGUAGES, PICTURES, SHEETS, TEXTS, Sheet, drawn, played, written
from kiosk.counter.views import KeyKind, Page, Tone
from kiosk.languages.catalogues import language
from kiosk.screens.palette import PALETTES

MORE_WORK = "run `make screens`, look at docs/pictures, and commit them"


@pytest.fixture(scope="module")
def pictures() -> dict[str, str]:
    """All of them, drawn once."""
    return drawn()


def test_the_pictures_in_the_repository_are_what_make_screens_draws(pictures: dict[str, str]) -> None:
    """A screen that changed is shown as it is."""
    there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.svg")}
    assert sorted(there) == sorted(pictures)
    assert [name for name, picture in pictures.items() if there[name] != picture] == [], MORE_WORK


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_screen_of_the_day_looks_as_it_did(sheet: Sheet) -> None:
    """In English at three sizes, and in every other language on the panel."""
    assert (TEXTS / f"{sheet.name}.txt").read_text("utf-8") == written(sheet), MORE_WORK


def test_every_language_and_every_theme_is_shown() -> None:
    """All of what a crib can choose."""
    assert {sheet.language for sheet in SHEETS} == set(LANGUAGES)
    assert {picture.theme for picture in PICTURES} == set(PALETTES)
    assert {file.stem for file in TEXTS.iterdir()} == {sheet.name for sheet in SHEETS}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_screen_of_the_day_is_what_its_name_says(code: str) -> None:
    """A day that went wrong would still make pictures."""
    views = played(code)
    tones = {name: view.notice.tone for name, view in views.items() if view.notice}
    assert tones["taken"] is Tone.DONE
    assert tones["take-over"] is Tone.LOOK
    assert tones["calibration"] is Tone.STOP
    assert [held.code for held in views["taken"].holdings] == ["CR-01", "DRL-01", "TW-01"]
    assert views["idle"].page is Page.WELCOME
    assert views["returned"].page is Page.NOTICE
    found, number = views["found"].sheet, views["number"].sheet
    assert found is not None
    assert found.keys is not None
    assert (found.keys.kind, found.keys.typed) == (KeyKind.LETTERS, "tor")
    assert number is not None
    assert number.keys is not None
    assert number.keys.kind is KeyKind.DIGITS
    assert {view.language for view in views.values()} == {code}
    assert views["found"].sheet != views["idle"].sheet
    assert language(code).say("Find") in [control.label for control in views["idle"].controls]


def test_a_unit_that_the_name_says_already_is_not_said_twice() -> None:
    """Not: 1 x box Nitrile gloves, box of 100."""
    notice = played()["consumable"].notice
    assert notice is not None
    assert notice.title == "Taken: 1 x Nitrile gloves size 9, box of 100"


def test_a_picture_names_nothing_of_the_machine_that_drew_it(pictures: dict[str, str]) -> None:
    """No folder, no host."""
    assert [name for name, picture in pictures.items() if "/tmp" in picture or "/home" in picture] == []  # noqa: S108
