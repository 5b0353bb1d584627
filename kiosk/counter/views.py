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
    pictures: tuple[str, ...] = ()
    """Names of pictures; the first that there is may be shown: an instruction's, product's, category's."""


class Holding(Struct, frozen=True):
    """One thing that the worker who is signed in holds."""

    code: str
    name: str
    due: str
    """E.g. ``due 16:00``."""
    overdue: bool = False


class Item(Struct, frozen=True, omit_defaults=True):
    """One entry of a sheet, or of what the idle screen tells."""

    title: str
    detail: str = ""
    aside: str = ""
    """A word or two at its end: a status, a due time, a number."""
    control: str = ""
    """What a touch on it sends; empty where it is not to be touched."""
    tone: Tone | None = None


class KeyKind(StrEnum):
    """Which keys are offered."""

    DIGITS = "digits"
    LETTERS = "letters"


class Keys(Struct, frozen=True):
    """Something is being typed: a touch on a key sends ``key:`` and the character, ``back`` or ``enter``."""

    kind: KeyKind
    prompt: str
    """What is asked for."""
    typed: str = ""
    """So far; a secret comes as dots."""
    enter: str = ""
    """What is written on the key that ends it; empty where nothing needs to be ended."""


class Sheet(Struct, frozen=True, omit_defaults=True):
    """A list, keys, or both: what somebody opened by a touch. The screen pages through the items."""

    title: str
    items: tuple[Item, ...] = ()
    more: int = 0
    """How many there are beyond these."""
    empty: str = ""
    """What is said where there are none."""
    keys: Keys | None = None


class Health(Struct, frozen=True):
    """One part of the kiosk: ``scanner``, ``reader``, ``disk``, ``broker``, ``clock``."""

    name: str
    ok: bool
    text: str
    """E.g. ``broker: none, 12 waiting``."""


class Countdown(Struct, frozen=True):
    """Until something is over, such as a session; the screen shrinks a bar by itself from here on."""

    total_ms: int
    left_ms: int
    sentence: str = "{count} s"
    """What is over then; ``{count}`` stands for the seconds that are left."""


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
    sheet: Sheet | None = None
    """What is opened over the page; with a notice, the notice is said above it."""
    news: tuple[Item, ...] = ()
    """What the idle screen tells by itself: overdue, still out, what was recorded before a power cut."""
    language: str = "en"
    """Of all these words, and to be of the screen's own."""
    said: int = 0
    """Counts what was said, so that a tap can tell what it answers."""
    points: tuple[str, ...] = ()
    """Codes of the bins it speaks of as "here", and of their shelves and cabinets: their lights are on."""

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
        if self.sheet:
            yield from _sheet_lines(self.sheet)
        yield from (_item_line(item) for item in self.news)
        yield from (f"{held.code} {held.name} {held.due}" for held in self.holdings)
        yield from (control.label for control in self.controls)
        yield from (part.text for part in self.health)


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    yield sheet.title
    if sheet.keys:
        yield from (sheet.keys.prompt, sheet.keys.typed, sheet.keys.enter)
    yield from (_item_line(item) for item in sheet.items)
    yield "" if sheet.items else sheet.empty


def _item_line(item: Item) -> str:
    return " ".join(filter(None, (item.title, item.detail, item.aside)))
