"""What reaches the screen's event loop: news from the link's thread, and touches."""

from textual.message import Message

from kiosk.counter.views import View


class NewView(Message):
    """There is a new view to paint."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view

    def can_replace(self, message: Message) -> bool:
        """Of several that wait the newest is painted: a screen that lags must not lag more."""
        return isinstance(message, NewView)


class Lost(Message):
    """The attendant cannot be reached."""


class Broken(Message):
    """The link's thread met an error that it has no answer to."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Answered(Message):
    """The attendant answered a tap, or is away."""


class Pictured(Message):
    """One more picture can be shown."""


class Tapped(Message):
    """The control of this name was tapped."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
