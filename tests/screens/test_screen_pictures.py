"""Pictures for the documents: the real screen, as SVG and as text."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from screen_samples import SAMPLES

from kiosk.screens.palette import PALETTES
from kiosk.screens.pictures import painted, plain, render, together

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ElementTree.Element:
    """The picture as XML, which must be well-formed."""
    return ElementTree.fromstring(picture)  # noqa: S314 - we have just drawn it


@pytest.mark.parametrize("theme", PALETTES)
def test_a_picture_has_the_pixels_of_the_panel_and_the_colors_of_its_theme(theme: str) -> None:
    """80 x 24 cells are 800 x 480 pixels; the ground and the tone's band are the palette's."""
    colors, text = PALETTES[theme], render(SAMPLES["taken"], (80, 24), theme)
    picture = parsed(text)
    assert (picture.get("width"), picture.get("height")) == ("800", "480")
    fills = set(re.findall(r"fill:(#[0-9a-f]{6})", text))
    assert {colors["ground"], colors["bar"], colors["done"], colors["touch"]} <= fills


def test_a_picture_holds_the_words_as_text_and_the_big_letters_as_shapes() -> None:
    """Words can be searched and read aloud; blocks meet without seams."""
    picture = parsed(render(SAMPLES["awkward"], (80, 24)))
    words = "\n".join(part.text or "" for part in picture.iter(f"{SVG}text"))
    assert "Maximiliane-Theodora von Hohenlohe-Schillingsfürst" in words
    assert "[red]A name with brackets[/red]" in words
    assert not set("█▀▄") & set(words)


def test_a_picture_fetches_nothing_and_is_small() -> None:
    """It shows the same without a network."""
    picture = render(SAMPLES["welcome"], (80, 24))
    assert picture.count("http") == 1
    assert "@import" not in picture
    assert "url(" not in picture
    assert len(render(SAMPLES["awkward"], (80, 24))) < 16_000


def test_the_same_view_gives_the_same_picture() -> None:
    """A picture in the repository changes only when the screen does."""
    assert render(SAMPLES["taken"], (60, 20)) == render(SAMPLES["taken"], (60, 20))


def test_several_pages_make_one_picture() -> None:
    """Side by side, with a gap."""
    pages = [painted(SAMPLES[name], (60, 20)) for name in ("welcome", "taken", "returned")]
    picture = parsed(together(pages, (60, 20), 2))
    assert (picture.get("width"), picture.get("height")) == ("1220", "820")
    places = [group.get("transform") for group in picture.iter(f"{SVG}g")]
    assert places == ["translate(0 0)", "translate(620 0)", "translate(0 420)"]


def test_text_is_what_the_snapshots_hold() -> None:
    """One view painted alone looks as it does after others."""
    snapshot = (Path(__file__).with_name("snapshots") / "80x24.txt").read_text("utf-8")
    assert f"== taken\n{plain(painted(SAMPLES['taken'], (80, 24)))}== " in snapshot
