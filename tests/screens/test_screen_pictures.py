"""Pictures for the README: the real screen, as SVG and as text."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from screen_samples import SAMPLES

from kiosk.screens.palette import DARK, LIGHT
from kiosk.screens.pictures import render, text

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ElementTree.Element:
    """The picture as XML, which must be well-formed."""
    return ElementTree.fromstring(picture)  # noqa: S314 - we have just drawn it


@pytest.mark.parametrize(("theme", "colors"), [("dark", DARK), ("light", LIGHT)])
def test_a_picture_has_the_pixels_of_the_panel_and_the_colors_of_its_theme(
    theme: str, colors: dict[str, str]
) -> None:
    """80 x 24 cells are 800 x 480 pixels; the ground and the tone's band are the palette's."""
    picture = parsed(render(SAMPLES["taken"], (80, 24), theme))
    assert (picture.get("width"), picture.get("height")) == ("800", "480")
    fills = {rect.get("fill") for rect in picture.iter(f"{SVG}rect")}
    assert {colors["ground"], colors["bar"], colors["done"], colors["touch"]} <= fills


def test_a_picture_holds_the_words_as_text_and_the_big_letters_as_shapes() -> None:
    """Words can be searched and read aloud; blocks meet without seams."""
    picture = parsed(render(SAMPLES["awkward"], (80, 24)))
    words = "\n".join(part.text or "" for part in picture.iter(f"{SVG}text"))
    assert "Maximiliane-Theodora von Hohenlohe-Schillingsfürst" in words
    assert "[red]A name with brackets[/red]" in words
    assert not set("█▀▄") & set(words)


def test_a_picture_fetches_nothing() -> None:
    """It shows the same without a network."""
    picture = render(SAMPLES["welcome"], (80, 24))
    assert picture.count("http") == 1
    assert "@import" not in picture
    assert "url(" not in picture


def test_the_same_view_gives_the_same_picture() -> None:
    """A picture in the repository changes only when the screen does."""
    assert render(SAMPLES["taken"], (60, 20)) == render(SAMPLES["taken"], (60, 20))


def test_text_is_what_the_snapshots_hold() -> None:
    """One view painted alone looks as it does after others."""
    snapshot = Path(__file__).with_name("snapshots") / "taken-80x24.txt"
    assert snapshot.read_text("utf-8") == text(SAMPLES["taken"], (80, 24))
