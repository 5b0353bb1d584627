"""`make pictures`: a morning at the example crib, played by the real program, drawn from its real screen."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from kiosk.counter.views import View
from kiosk.demo import EXAMPLE
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.grammar import parse
from kiosk.rehearse.player import Player
from kiosk.screens.pictures import render

FOLDER = Path(__file__).parent / "pictures"
PANEL, DESKTOP = (80, 24), (100, 30)
"""Cells of a 7-inch panel, 800 x 480, and of a larger one."""

SCENES = {
    "welcome": f"""
        site A "Main shop"
        now 2026-11-02T06:57
        admin "import all '{EXAMPLE}'"
        """,
    "taken": """
        badge 0319134791
        scan DRL-01
        scan CR-01
        scan TW-01
        wait 2s
        """,
    "take-over": """
        at 09:40
        badge 1368818896
        scan TW-01
        """,
    "calibration": """
        tap no
        scan TW-02
        """,
    "consumable": """
        scan GLV-9
        quantity 3
        wait 3s
        """,
    "returned": """
        at 14:20
        scan TW-01
        """,
}
"""What happens before each picture, one after the other; the badges are Ann's and Ben's."""


class Picture(Struct, frozen=True):
    """One file."""

    name: str
    scene: str
    size: tuple[int, int] = PANEL
    theme: str = "dark"


PICTURES = (
    *(Picture(scene, scene) for scene in SCENES),
    Picture("taken-light", "taken", theme="light"),
    Picture("taken-large", "taken", size=DESKTOP),
)


def played() -> dict[str, View]:
    """The view at the end of each scene.

    Raises:
        UnmetError: the kiosk no longer does what a scene says.
    """
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        player = Player(Path(folder), BrokerInProcess())
        try:
            return dict(_views(player))
        finally:
            player.close()


def _views(player: Player) -> Iterator[tuple[str, View]]:
    for name, script in SCENES.items():
        for statement in parse(name, script):
            player.play(statement)
        yield name, player.sites.cribs[player.sites.here].view


def drawn() -> dict[str, str]:
    """Every picture as SVG, by its file's name; the same at every drawing."""
    views = played()
    return {
        f"{picture.name}.svg": render(views[picture.scene], picture.size, picture.theme)
        for picture in PICTURES
    }


def main() -> None:
    """Write the files; those that are no picture any more go."""
    pictures = drawn()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        if old.name not in pictures:
            old.unlink()
    for name, picture in pictures.items():
        (FOLDER / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
