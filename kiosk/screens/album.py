"""Pictures of products and instructions, from a folder: in sixels, or in half blocks.

They are read in the background, made small, and kept in a bounded number. A name that could leave the folder
shows nothing; so does a file that is broken or too large, which the log says once.
"""

import logging
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.screens.blocks import Picture
from kiosk.screens.drawing import Scalable
from kiosk.screens.graphics import Cell
from kiosk.screens.kept import Kept
from kiosk.screens.sharp import SIXELS, Sharp, sixel
from kiosk.screens.sixel import Color

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 24_000_000
KEPT = 24
"""Pictures in memory; none is larger than SIDE x SIDE pixels of four bytes."""
SIDE = 256
_ENDS = (".png", ".jpg")
_NAME = re.compile(r"[\w-][\w.-]{0,99}", re.ASCII)


class Album:
    """The pictures of a folder.

    Args:
        folder: where they lie; None for none.
        ready: called from another thread when one more can be shown.
        cell: tells the size of the terminal's cells where it shows sixels.
        ground: red, green and blue of what they stand on, in percent.
    """

    def __init__(
        self,
        folder: Path | None,
        ready: Callable[[], object],
        cell: Callable[[], Cell | None] = lambda: None,
        ground: Color = (0, 0, 0),
    ) -> None:
        self._folder = folder
        self._cell = cell
        self._ground = ground
        self._pictures = Kept(partial(read, folder or Path()), KEPT, ready, "album")
        self._sixels = Kept(sixel, SIXELS, ready, "sixel")

    def __len__(self) -> int:
        """How many are in memory, those that there are not among them."""
        return len(self._pictures)

    @property
    def reads(self) -> bool:
        """Whether one is being read, or was and is not shown yet."""
        return self._pictures.makes or self._sixels.makes

    def first(self, names: Sequence[str]) -> Scalable | None:
        """The first of these that there is; None for none, and while one of them is still being read."""
        found = self._find(names)
        cell = self._cell() if found else None
        return Sharp(found, cell, self._ground, self._sixels) if found and cell else found

    def _find(self, names: Sequence[str]) -> Picture | None:
        for name in names if self._folder else ():
            if not self._pictures.has(name):
                return None
            if found := self._pictures.get(name):
                return found
        return None


def read(folder: Path, name: str) -> Picture | None:
    """The picture of this name; None where there is none that can be shown, and why in the log."""
    found = next((path for path in _paths(folder, name) if path.is_file()), None)
    if found is None:
        return None
    try:
        return Picture(_small(found))
    except (
        OSError,
        ValueError,
        SyntaxError,
        ArithmeticError,
    ) as error:  # what Pillow raises for broken files
        log.warning("The picture %s cannot be shown: %s", found, error)
    return None


def _paths(folder: Path, name: str) -> list[Path]:
    """Where it may lie; a name that is more than a name lies nowhere."""
    return [folder / f"{name}{end}" for end in _ENDS] if _NAME.fullmatch(name) else []


def _small(path: Path) -> "Image":
    """The picture, not larger than SIDE.

    Raises:
        OSError, ValueError, SyntaxError: it is none, is broken, or is too large.
    """
    from PIL import Image

    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES // 1024**2} MB; save it smaller")
    with Image.open(path, formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"it has more than {MOST_PIXELS // 10**6} million pixels; save it smaller")
        image.draft("RGB", (SIDE, SIDE))
        image.thumbnail((SIDE, SIDE))
        small = image.convert("RGBA")
    return small.crop(small.getchannel("A").getbbox())  # of an icon without the empty space around it
