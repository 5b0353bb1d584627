"""The README's pictures: the ones in the repository are what the program shows today."""

import pytest

from docs.pictures import FOLDER, PANEL, PICTURES, SCENES, drawn, played
from kiosk.counter.views import Page, Tone


@pytest.fixture(scope="module")
def pictures() -> dict[str, str]:
    """All of them, drawn once."""
    return drawn()


def test_the_pictures_in_the_repository_are_what_make_pictures_draws(pictures: dict[str, str]) -> None:
    """A screen that changed is shown as it is: run `make pictures`, look at them, and commit them."""
    there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.svg")}
    assert sorted(there) == sorted(pictures)
    changed = [name for name, picture in pictures.items() if there[name] != picture]
    assert changed == [], "run `make pictures`"


def test_every_scene_is_drawn_dark_on_the_panel() -> None:
    """And one of them light, one of them large."""
    assert {
        picture.scene for picture in PICTURES if picture.size == PANEL and picture.theme == "dark"
    } == set(SCENES)
    assert {picture.theme for picture in PICTURES} == {"dark", "light"}
    assert len({picture.size for picture in PICTURES}) == 2


def test_each_scene_ends_as_its_picture_says() -> None:
    """A scene that went wrong would still make a picture."""
    views = played()
    tones = {name: view.notice.tone if view.notice else None for name, view in views.items()}
    assert tones == {
        "welcome": None,
        "taken": Tone.DONE,
        "take-over": Tone.LOOK,
        "calibration": Tone.STOP,
        "consumable": Tone.DONE,
        "returned": Tone.DONE,
    }
    assert [held.code for held in views["taken"].holdings] == ["CR-01", "DRL-01", "TW-01"]
    assert "take-over" in [control.name for control in views["take-over"].controls]
    assert "problem:broken" in [control.name for control in views["returned"].controls]
    assert views["welcome"].page is Page.WELCOME
    assert views["returned"].page is Page.NOTICE


def test_a_unit_that_the_name_says_already_is_not_said_twice() -> None:
    """Not: 3 x box Nitrile gloves, box of 100."""
    notice = played()["consumable"].notice
    assert notice is not None
    assert notice.title == "Taken: 3 x Nitrile gloves size 9, box of 100"


def test_a_picture_names_nothing_of_the_machine_that_drew_it(pictures: dict[str, str]) -> None:
    """No folder, no host."""
    assert [name for name, picture in pictures.items() if "/tmp" in picture or "/home" in picture] == []  # noqa: S108
