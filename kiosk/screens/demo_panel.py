"""The demo's panel beside the kiosk: badges and things to scan at a key each, and what leaves on MQTT."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kiosk.attendant.door import Door
from kiosk.crib.names import CommandId
from kiosk.screens.app import KioskApp
from kiosk.screens.lines import Lines, fitted, joined

PEOPLE_KEYS = "123456789"
THING_KEYS = "abcdefghijklmno"
DOOR_KEYS = "rstuvwxyz"
DOOR_ACTS = ("open", "close", "force")
PROMPT_KEY = "/"
KEPT_MESSAGES = 50
_LEGEND = "Demo  1-9 badge · a-o scan · / any text · q quit"
_DOORS = " · r s t door"


class Prop(NamedTuple):
    """A badge or a label to hold before a reader: its number or code, and what to call it."""

    code: str
    name: str


class Carried(Message):
    """An MQTT message has left; ``line`` is how the log shows it."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


class DemoPanel(Static):
    """Keys and log, or one line of legend where there is one row only."""

    def __init__(
        self, people: Sequence[Prop], things: Sequence[Prop], without_badge: str, doors: Sequence[str] = ()
    ) -> None:
        super().__init__(id="demo")
        self._doors = doors
        self._without_badge = without_badge
        self._people = people
        self._things = things
        self._log: deque[str] = deque(maxlen=KEPT_MESSAGES)
        self._typed: str | None = None

    def log_line(self, line: str) -> None:
        """Add a line to the log."""
        self._log.append(line)
        self.paint()

    def type_in(self, typed: str | None) -> None:
        """Show the prompt with what has been typed, or no prompt."""
        self._typed = typed
        self.paint()

    def on_resize(self) -> None:
        """Fill the new size."""
        self.paint()

    def paint(self) -> None:
        """Show all of it in the cells there are."""
        cells, rows = self.size
        prompt = [] if self._typed is None else [fitted(f"Scan: {self._typed}▏", "$accent bold", cells)]
        if rows <= 1:
            legend = _LEGEND + (_DOORS if self._doors else "")
            self.update(joined(prompt or [fitted(legend, "$faint", cells)]))
            return
        ways = [self._without_badge, f"{PROMPT_KEY} any text · q quit"]
        keys = [*self._keys(cells), *(prompt or [fitted(way, "$faint", cells) for way in ways if way])]
        room = max(0, rows - len(keys) - 2)
        log = [fitted(line, "$ink", cells) for line in list(self._log)[-room:]] if room else []
        self.update(
            joined([*keys, fitted("", "", cells), fitted("Leaves on MQTT", "$faint bold", cells), *log])
        )

    def _keys(self, cells: int) -> Lines:
        badge, scan = fitted("Badge", "$faint bold", cells), fitted("Scan", "$faint bold", cells)
        people = [one.name for one in self._people]
        things = [f"{one.code} {one.name}" for one in self._things]
        keys = [badge, *_key_lines(PEOPLE_KEYS, people, cells), scan, *_key_lines(THING_KEYS, things, cells)]
        return [*keys, *self._door_keys(cells)]

    def _door_keys(self, cells: int) -> Lines:
        """A line a door, with the keys that move it."""
        if not self._doors:
            return []
        keys = iter(DOOR_KEYS)
        lines = [fitted("Door", "$faint bold", cells)]
        for cabinet in self._doors:
            mine = [((f" {key} ", "$accent bold"), act) for act, key in zip(DOOR_ACTS, keys, strict=False)]
            words = [part for pair in mine for part in pair]
            lines.append(fitted(Content.assemble(*words, f"  {cabinet}"), "", cells))
        return lines


def _key_lines(keys: str, texts: Sequence[str], cells: int) -> Lines:
    pairs = zip(keys, texts, strict=False)
    return [fitted(Content.assemble((f" {key} ", "$accent bold"), text), "", cells) for key, text in pairs]


class DemoApp(KioskApp):
    """The kiosk with the panel.

    ``badge`` and ``scan`` hold a number or text before the simulated readers, ``door`` opens, shuts or forces
    a cabinet's; all return at once.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own declaration

    def __init__(
        self,
        connect: Callable[[], Door],
        *,
        ids: Callable[[], CommandId],
        badge: Callable[[str], None],
        scan: Callable[[str], None],
        people: Sequence[Prop],
        things: Sequence[Prop],
        doors: Sequence[str] = (),
        door: Callable[[str, str], None] = lambda _cabinet, _act: None,
        without_badge: str = "",
        quit_key: bool = False,
        pictures: Path | None = None,
    ) -> None:
        super().__init__(connect, ids=ids, pictures=pictures, graphics="auto")
        self._badge = badge
        self._scan = scan
        self._keys = {key: partial(badge, one.code) for key, one in zip(PEOPLE_KEYS, people, strict=False)}
        self._keys |= {key: partial(scan, one.code) for key, one in zip(THING_KEYS, things, strict=False)}
        moves = [partial(door, cabinet, act) for cabinet in doors for act in DOOR_ACTS]
        self._keys |= dict(zip(DOOR_KEYS, moves, strict=False))
        self._panel = DemoPanel(people, things, without_badge, doors)
        self._typed: str | None = None
        self._quit_key = quit_key

    def compose(self) -> ComposeResult:
        """The kiosk, and the panel beside or below it."""
        yield from super().compose()
        yield self._panel

    def add_message(self, line: str) -> None:
        """Log an MQTT message, from any thread."""
        self.post_message(Carried(line))

    def on_carried(self, message: Carried) -> None:
        """An MQTT message has left."""
        self._panel.log_line(message.line)

    def on_key(self, event: events.Key) -> None:
        """A key of the panel, or a letter for the prompt."""
        if event.key == "ctrl+c" and self._quit_key:
            self.exit()
        elif self._typed is not None:
            self._edit(event)
        elif event.character == PROMPT_KEY:
            self._type("")
        elif event.key == "q" and self._quit_key:
            self.exit()
        elif event.key in self._keys:
            self._keys[event.key]()

    def _edit(self, event: events.Key) -> None:
        typed = self._typed or ""
        if event.key == "enter":
            self._type(None)
            if typed:
                self._scan(typed)
        elif event.key == "escape":
            self._type(None)
        elif event.key == "backspace":
            self._type(typed[:-1])
        elif event.character and event.is_printable:
            self._type(typed + event.character)

    def _type(self, typed: str | None) -> None:
        self._typed = typed
        self._panel.type_in(typed)
