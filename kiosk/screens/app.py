"""The kiosk's screen as a Textual application: paints what the attendant shows, reports what is tapped."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer

from kiosk.attendant.door import Door
from kiosk.counter.views import View
from kiosk.counter.watched import watched
from kiosk.crib.names import CommandId
from kiosk.screens.album import Album
from kiosk.screens.drawing import Spot
from kiosk.screens.face import Face
from kiosk.screens.graphics import Graphics, cell_of
from kiosk.screens.link import Link
from kiosk.screens.messages import Answered, Broken, Lost, NewView, Pictured, Tapped
from kiosk.screens.palette import PALETTES, themes
from kiosk.screens.sixel import percent
from kiosk.screens.words import starting

log = logging.getLogger(__name__)

PATIENCE_S = 0.5
"""Seconds without an answer after which the screen says that something takes its time."""


class _BareScreen(Screen[None], inherit_bindings=False):
    """A screen without Textual's keys for focus and copying."""


class KioskApp(App[None], inherit_bindings=False):
    """The screen. No key does anything; only the controls that a view brings can be touched.

    Args:
        connect: opens a door; raises DoorError where the attendant is away, and is then called again.
        ids: a new id for each tap.
        theme: one of palette.PALETTES.
        now: seconds that only go up, for the countdown.
        beat_s: seconds between two tries to reach the attendant, and between two signs of life from it.
        watch: show only: nothing can be touched, and nothing is sent.
        language: the site's, until the attendant is reached.
        pictures: where they lie, each under the code of what it shows.
        graphics: what they are drawn with.
    """

    CSS_PATH = "kiosk.tcss"
    TITLE = "Tool crib"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None

    def __init__(
        self,
        connect: Callable[[], Door],
        *,
        ids: Callable[[], CommandId],
        theme: str = "dark",
        now: Callable[[], float] = time.monotonic,
        beat_s: float = 1.0,
        watch: bool = False,
        language: str = "en",
        pictures: Path | None = None,
        graphics: Graphics = "blocks",
    ) -> None:
        super().__init__()
        self._watch = watch
        self.animation_level = "none"
        for one in themes():
            self.register_theme(one)
        self.theme = theme
        self.view = starting(language)
        """What is on the screen."""
        ground = percent(PALETTES[theme]["ground"])
        self._album = Album(pictures, lambda: self.post_message(Pictured()), cell_of(graphics), ground)
        self._face = Face(now, self.view, self._album.first, watch=watch)
        self._away = True
        self._unanswered = 0
        self._patience: Timer | None = None
        self._link = Link(connect, ids, self.post_message, beat_s)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """What can be touched now, and where on the screen."""
        return self._face.spots

    @property
    def reads_pictures(self) -> bool:
        """Whether a picture is still being read."""
        return self._album.reads

    def get_default_screen(self) -> Screen[None]:
        """One screen for every page: a new one costs seven times as much as an update."""
        return _BareScreen(id="_default")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The palette's names, for the moment before a theme is set."""
        return themes()[0].variables

    def compose(self) -> ComposeResult:
        """The face fills the screen."""
        yield self._face

    def on_mount(self) -> None:
        """Reach the attendant."""
        self._face.work(on=True)
        self._link.open()

    def on_unmount(self) -> None:
        """Leave the attendant."""
        self._link.close()

    def on_new_view(self, message: NewView) -> None:
        """The attendant shows something new."""
        self._away = False
        self.show(message.view)
        self._face.work(on=False)

    def on_lost(self, _: Lost) -> None:
        """The attendant is away."""
        self._away = True
        self.show(starting(self.view.language))
        self._face.work(on=True)

    def on_broken(self, message: Broken) -> None:
        """The link cannot go on: end with an error, so that the service is started again."""
        raise message.error

    def on_tapped(self, message: Tapped) -> None:
        """A control was tapped."""
        self._link.tap(message.name, self.view.said)
        self._unanswered += 1
        if self._patience is None:
            self._patience = self.set_timer(PATIENCE_S, lambda: self._face.work(on=True))

    def on_answered(self, _: Answered) -> None:
        """The attendant has answered a tap."""
        self._unanswered -= 1
        if self._unanswered == 0 and self._patience:
            self._patience.stop()
            self._patience = None
            self._face.work(on=self._away)

    def on_pictured(self, _: Pictured) -> None:
        """A picture was read."""
        self._face.paint()

    def show(self, view: View) -> None:
        """Paint ``view``."""
        self._face.show(watched(view) if self._watch else view)
        self.view = view

    def _handle_exception(self, error: Exception) -> None:
        """A mistake ends this app; what went wrong is for the log, and never for the panel."""
        log.error("the screen went wrong", exc_info=error)
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
