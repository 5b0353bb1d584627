"""The kiosk's screen as a Textual application: paints what the attendant shows, reports what is tapped."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from kiosk.attendant.door import Door
from kiosk.counter.views import View
from kiosk.crib.names import CommandId
from kiosk.screens.face import Face
from kiosk.screens.link import Link
from kiosk.screens.messages import Broken, Lost, NewView, Tapped
from kiosk.screens.palette import themes
from kiosk.screens.words import STARTING


class _BareScreen(Screen[None], inherit_bindings=False):
    """A screen without Textual's keys for focus and copying."""


class KioskApp(App[None], inherit_bindings=False):
    """The screen. No key does anything; only the controls that a view brings can be touched.

    Args:
        connect: opens a door; raises DoorError where the attendant is away, and is then called again.
        ids: a new id for each tap.
        theme: ``dark`` or ``light``.
        now: seconds that only go up, for the countdown.
        beat_s: seconds between two tries to reach the attendant, and between two signs of life from it.
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
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        for one in themes():
            self.register_theme(one)
        self.theme = theme
        self.view = STARTING
        """What is on the screen."""
        self._face = Face(now)
        self._link = Link(connect, ids, self.post_message, beat_s)

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
        self._link.open()

    def on_unmount(self) -> None:
        """Leave the attendant."""
        self._link.close()

    def on_new_view(self, message: NewView) -> None:
        """The attendant shows something new."""
        self.show(message.view)

    def on_lost(self, _: Lost) -> None:
        """The attendant is away."""
        self.show(STARTING)

    def on_broken(self, message: Broken) -> None:
        """The link cannot go on: end with an error, so that the service is started again."""
        raise message.error

    def on_tapped(self, message: Tapped) -> None:
        """A control was tapped."""
        self._link.tap(message.name)

    def show(self, view: View) -> None:
        """Paint ``view``."""
        self._face.show(view)
        self.view = view
