"""Views: all that a screen shows, in final words. A screen paints one and reports taps; it knows no rule."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct


class Tone(StrEnum):
    """How it went: each has a sound, a color, an icon and a word."""

    DONE = "done"
    LOOK = "look"
    STOP = "stop"


class Page(StrEnum):
    """Which layout a view takes."""

    WELCOME = "welcome"
    """Nobody is signed in and there is nothing to say."""
    SERVING = "serving"
    """A worker is signed in."""
    NOTICE = "notice"
    """Nobody is signed in and something just happened."""


class Control(Struct, frozen=True):
    """Something to tap. ``name`` goes back to the attendant, ``label`` is on the button."""

    name: str
    label: str
    tone: Tone | None = None


class Figure(Struct, frozen=True):
    """One of a product's figures; always Available, Reserved, Total first, in this order."""

    label: str
    value: int


class Notice(Struct, frozen=True):
    """What just happened, or what is asked."""

    tone: Tone
    title: str
    """A short sentence, read from two meters."""
    lines: tuple[str, ...] = ()
    """Details, most important first."""
    figures: tuple[Figure, ...] = ()


class Holding(Struct, frozen=True):
    """One thing that the worker who is signed in holds."""

    code: str
    name: str
    due: str
    """E.g. ``due 16:00``."""
    overdue: bool = False


class Health(Struct, frozen=True):
    """One part of the kiosk: ``scanner``, ``reader``, ``disk``, ``broker``, ``clock``."""

    name: str
    ok: bool
    text: str
    """E.g. ``broker: none, 12 waiting``."""


class Countdown(Struct, frozen=True):
    """Until the worker is signed out; the screen shrinks a bar by itself from here on."""

    total_ms: int
    left_ms: int


class View(Struct, frozen=True, omit_defaults=True):
    """One state of the screen."""

    page: Page
    site: str
    clock: str
    """Local time of the site, ``08:00``."""
    who: str = ""
    """Name of the worker who is signed in."""
    hint: str = ""
    """What to do next, in one sentence."""
    notice: Notice | None = None
    holdings: tuple[Holding, ...] = ()
    controls: tuple[Control, ...] = ()
    countdown: Countdown | None = None
    health: tuple[Health, ...] = ()

    def words(self) -> str:
        """Every word of the view, a line each: what `expect screen` looks into."""
        return "\n".join(line for line in self._lines() if line)

    def _lines(self) -> Iterator[str]:
        yield from (self.site, self.clock, self.who)
        if self.notice:
            yield self.notice.title
            yield from self.notice.lines
            yield " · ".join(f"{figure.label} {figure.value}" for figure in self.notice.figures)
        yield self.hint
        yield from (f"{held.code} {held.name} {held.due}" for held in self.holdings)
        yield from (control.label for control in self.controls)
        yield from (part.text for part in self.health)
