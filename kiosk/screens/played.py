"""The screen while a rehearsal is played: what is done stands at the foot, and what is tapped is marked."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kiosk.attendant.door import Door
from kiosk.crib.names import CommandId
from kiosk.screens.app import KioskApp
from kiosk.screens.lines import spread

_KEYS = "space pause · q quit"
_PAUSED = "paused · space goes on"


class Said(Message):
    """The statement that is being played."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Marked(Message):
    """The control of this name is about to be tapped."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class PlayedApp(KioskApp):
    """The screen and the line at its foot. ``pause`` stops the play, or lets it go on, and says which."""

    CSS = """
    Screen { layout: vertical; }
    Screen Face { width: 100%; height: 1fr; }
    #said { height: 1; background: $bar; color: $ink; }
    """

    def __init__(self, connect: Callable[[], Door], pause: Callable[[], bool]) -> None:
        super().__init__(connect, ids=lambda: CommandId("play"))
        self._pause = pause
        self._line = Static(id="said")
        self._text = ""
        self._keys = _KEYS

    def compose(self) -> ComposeResult:
        """The kiosk, and below it the statement."""
        yield from super().compose()
        yield self._line

    def say(self, text: str) -> None:
        """Show a statement; from any thread."""
        self.post_message(Said(text))

    def mark(self, control: str) -> None:
        """Show a control as touched, where it is drawn; from any thread."""
        self.post_message(Marked(control))

    def on_said(self, message: Said) -> None:
        """A statement begins."""
        self._text = message.text
        self._paint()

    def on_marked(self, message: Marked) -> None:
        """A tap is about to come."""
        self._face.mark(message.name)

    def on_key(self, event: events.Key) -> None:
        """Space pauses, q and Ctrl+C quit: this is a demonstration, and no kiosk."""
        if event.key == "space":
            self._keys = _PAUSED if self._pause() else _KEYS
            self._paint()
        elif event.key in ("q", "ctrl+c"):
            self.exit()

    def _paint(self) -> None:
        said, keys = Content.styled(f" ▶ {self._text}", "bold"), Content.styled(f"{self._keys} ", "$faint")
        self._line.update(spread(said, keys, self.size.width), layout=False)
