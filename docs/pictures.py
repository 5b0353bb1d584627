"""`make screens`: a day at the example crib, played by the real program, and every kind of screen of it.

docs/gallery.crib is the day; its lines `# screen: NAME` say what is kept. Drawn are the README's pictures,
sheets of all screens, and the plain text that the tests compare.
"""

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from kiosk.counter.views import View
from kiosk.demo import EXAMPLE
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.grammar import parse
from kiosk.rehearse.player import Player
from kiosk.screens.pictures import Row, painted, painted_all, plain, together

HERE = Path(__file__).parent
DAY = HERE / "gallery.crib"
FOLDER = HERE / "pictures"
TEXTS = HERE.parent / "tests" / "screens" / "gallery"
SHOWN = EXAMPLE / "pictures"
"""Of the example's products."""
LANGUAGES = ("en", "de", "es", "pl", "xx")
PANEL, LARGE_TEXT, DESKTOP = (80, 24), (60, 20), (100, 30)
"""Cells of a 7-inch panel, 800 x 480; of the same with large text; of a larger one, 1280 x 800."""
_MARK = re.compile(r"^# screen: (.+)$", re.MULTILINE)
_COLUMNS = 3


class Picture(Struct, frozen=True):
    """One screen of the day, in a file of its own."""

    name: str
    screen: str
    size: tuple[int, int] = PANEL
    theme: str = "dark"


class Sheet(Struct, frozen=True):
    """Every screen of the day."""

    language: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """Of its files."""
        across, down = self.size
        return f"{self.language}-{across}x{down}"


PICTURES = (
    Picture("welcome", "idle"),
    Picture("taken", "taken"),
    Picture("take-over", "take-over"),
    Picture("calibration", "calibration"),
    Picture("consumable", "consumable"),
    Picture("returned", "returned"),
    Picture("found", "found"),
    Picture("number", "pin"),
    Picture("taken-light", "taken", theme="light"),
    Picture("taken-dark-contrast", "taken", theme="dark-contrast"),
    Picture("taken-light-contrast", "taken", theme="light-contrast"),
    Picture("taken-large", "taken", size=DESKTOP),
    Picture("taken-large-text", "taken", size=LARGE_TEXT),
)
"""In English."""
SHEETS = (
    *(Sheet("en", size) for size in (PANEL, LARGE_TEXT, DESKTOP)),
    *(Sheet(language, PANEL) for language in LANGUAGES if language != "en"),
)


def scenes(language: str) -> Iterator[tuple[str, str]]:
    """What is said before each screen, and its name."""
    text = (
        DAY.read_text("utf-8")
        .replace("{example}", str(EXAMPLE))
        .replace("language=en", f"language={language}", 1)
    )
    parts = _MARK.split(text)
    yield from zip(parts[1::2], parts[:-1:2], strict=True)


@cache
def played(language: str = "en") -> dict[str, View]:
    """Every screen of the day, in the language that the site speaks.

    Raises:
        UnmetError: the kiosk no longer does what the day says.
    """
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        player = Player(Path(folder), BrokerInProcess())
        try:
            return dict(_views(player, language))
        finally:
            player.close()


def _views(player: Player, language: str) -> Iterator[tuple[str, View]]:
    for name, script in scenes(language):
        for statement in parse(f"{DAY.name}, before {name}", script):
            player.play(statement)
        yield name, player.sites.cribs[player.sites.here].view


@cache
def pages(sheet: Sheet) -> list[list[Row]]:
    """Every screen of a sheet, as cells."""
    return painted_all(list(played(sheet.language).values()), sheet.size, pictures=SHOWN)


def drawn() -> dict[str, str]:
    """Every picture as SVG, by its file's name; the same at every drawing."""
    views = played()
    alone = {
        f"{one.name}.svg": together([painted(views[one.screen], one.size, one.theme, SHOWN)], one.size, 1)
        for one in PICTURES
    }
    return alone | {f"screens-{one.name}.svg": together(pages(one), one.size, _COLUMNS) for one in SHEETS}


def written(sheet: Sheet) -> str:
    """Every screen of a sheet, as plain text."""
    named = zip(played(sheet.language), pages(sheet), strict=True)
    return "\n".join(f"== {name}\n{plain(page)}" for name, page in named)


def main() -> None:
    """Write the files; those that are no picture any more go."""
    svgs = {FOLDER / name: picture for name, picture in drawn().items()}
    texts = {TEXTS / f"{sheet.name}.txt": written(sheet) for sheet in SHEETS}
    for old in (*FOLDER.glob("*.svg"), *TEXTS.glob("*.txt")):
        if old not in svgs | texts:
            old.unlink()
    for path, text in (svgs | texts).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
