"""Keyboard-wedge scanners and readers: key events of Linux evdev in, scans out.

A key counts when it goes down; autorepeat never does. A control character arrives as Ctrl and a key (`Ctrl+]`
is GS), a character of another code page as Alt and keypad digits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from drivers.barcodes.affixes import Affixes
from drivers.keyboard import layouts
from drivers.keyboard.keys import CODES, EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT, key_name
from drivers.keyboard.layouts import Stroke
from drivers.messages import Flaw, Noise, Scan

MAX_CHARACTERS: Final = 512
"""No symbology that wedges type comes near it in a crib; it bounds a key that is stuck."""

TIMEOUT_S: Final = 0.1
"""Longest pause between two keys of one scan. Slow scanners leave 36 ms, in codes of over 50 characters."""

_SHIFTS: Final = frozenset({CODES["KEY_LEFTSHIFT"], CODES["KEY_RIGHTSHIFT"]})
_CTRLS: Final = frozenset({CODES["KEY_LEFTCTRL"], CODES["KEY_RIGHTCTRL"]})
_LEFTALT: Final = CODES["KEY_LEFTALT"]
_RIGHTALT: Final = CODES["KEY_RIGHTALT"]
_ALTS: Final = frozenset({_LEFTALT, _RIGHTALT})
_MODIFIERS: Final = _SHIFTS | _CTRLS | _ALTS
_CAPSLOCK: Final = CODES["KEY_CAPSLOCK"]
_NUMLOCK: Final = CODES["KEY_NUMLOCK"]
_LINE_ENDS: Final = ("\r", "\n")
_KEYPAD_DIGITS: Final = MappingProxyType({CODES[f"KEY_KP{digit}"]: str(digit) for digit in range(10)})


class Terminator(StrEnum):
    """What may end a scan: a key, or a pause longer than the timeout."""

    ENTER = "enter"
    KEYPAD_ENTER = "kpenter"
    TAB = "tab"
    DOWN = "down"
    SILENCE = "silence"


DEFAULT_TERMINATORS: Final = frozenset({Terminator.ENTER, Terminator.KEYPAD_ENTER, Terminator.TAB})
_KEYS: Final = MappingProxyType(
    {
        Terminator.ENTER: CODES["KEY_ENTER"],
        Terminator.KEYPAD_ENTER: CODES["KEY_KPENTER"],
        Terminator.TAB: CODES["KEY_TAB"],
        Terminator.DOWN: CODES["KEY_DOWN"],
    }
)


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """One evdev event: `value` is 1 down, 0 up, 2 autorepeat; `at` is in seconds of the device's clock."""

    type: int
    code: int
    value: int
    at: float


class Decoder:
    """Turns key events into scans; feed it any split of the stream.

    A scan ends at a terminator key; Enter with nothing before it is no scan. After a pause longer than
    `timeout_s` what was typed is a scan if silence is a terminator, or if it ends in CR or LF as a control
    code (the suffix of some scanners), and one Noise otherwise. A key that is no character spoils its whole
    scan, which becomes one Noise; so do events lost by the kernel. Modifiers are forgotten when a scan ends:
    a lost release costs at most that scan. Caps Lock starts off. With `affixes` they are taken off, and a
    scan that lacks them, or holds control characters that no label has, is one Noise.
    """

    def __init__(
        self,
        layout: str = "us",
        terminators: frozenset[Terminator] = DEFAULT_TERMINATORS,
        timeout_s: float = TIMEOUT_S,
        affixes: Affixes | None = None,
    ) -> None:
        self.timeout_s = timeout_s
        self._affixes = affixes
        self._layout = layouts.load(layout)
        self._ends = frozenset(_KEYS[terminator] for terminator in terminators if terminator in _KEYS)
        self._ends_in_silence = Terminator.SILENCE in terminators
        self._caps = False
        self._last = 0.0
        self._begin()

    def _begin(self) -> None:
        self._text = ""
        self._typed: list[int] = []
        self._spoiled = ""
        self._flaw = Flaw.CUT_SHORT
        self._held: set[int] = set()
        self._alt_digits = ""

    @property
    def pending(self) -> bool:
        """Whether a scan has begun: `expire` will have something to say."""
        return bool(self._text or self._spoiled or self._alt_digits)

    def feed(self, events: Iterable[KeyEvent]) -> Iterator[Scan | Noise]:
        """Yields what the events complete."""
        for event in events:
            if event.type == EV_SYN and event.code == SYN_DROPPED:
                self._lose(event.at)
            elif event.type == EV_KEY and event.value == 1:
                yield from self.expire(event.at)
                self._last = event.at
                yield from self._down(event.code)
            elif event.type == EV_KEY and event.value == 0:
                self._up(event.code)

    def expire(self, at: float) -> Iterator[Scan | Noise]:
        """Yields the scan that the pause up to `at` has ended; nothing while it may go on."""
        if self.pending and at - self._last > self.timeout_s:
            if self._ends_in_silence or self._text.endswith(_LINE_ENDS):
                yield from self.finish()
            else:
                yield from self.flush()

    def finish(self) -> Iterator[Scan | Noise]:
        """Yields what is typed so far as a scan: nothing follows. CR, LF or both at its end are its end."""
        self._settle_alt()
        self._text = self._text.removesuffix("\n").removesuffix("\r")
        yield from self._end()

    def flush(self) -> Iterator[Noise]:
        """Yields a half scan as one Noise and forgets every modifier: the device has gone or starts anew."""
        if self.pending:
            pause = f"no terminator within {self.timeout_s:g} s after {len(self._text)} characters"
            yield Noise(self._spoiled or pause, tuple(self._typed), self._flaw)
        self._begin()

    def _lose(self, at: float) -> None:
        self._spoil("the kernel dropped events (SYN_DROPPED)", Flaw.CUT_SHORT)
        self._caps = False
        self._last = at

    def _down(self, code: int) -> Iterator[Scan | Noise]:
        if code in self._ends:
            self._settle_alt()
            yield from self._end()
        elif code in _MODIFIERS:
            self._held.add(code)
        elif code == _CAPSLOCK:
            self._caps = not self._caps
        elif code != _NUMLOCK and not self._spoiled:
            self._type(code)

    def _up(self, code: int) -> None:
        self._held.discard(code)
        if code in _ALTS:
            self._settle_alt()

    def _end(self) -> Iterator[Scan | Noise]:
        if self._spoiled:
            yield Noise(self._spoiled, tuple(self._typed), self._flaw)
        elif self._text:
            yield self._bare(Scan(self._text))
        self._begin()

    def _bare(self, scan: Scan) -> Scan | Noise:
        bare = self._affixes.take_off(scan) if self._affixes else scan
        return bare if isinstance(bare, Scan) else Noise(bare.reason, tuple(self._typed), bare.flaw)

    def _type(self, code: int) -> None:
        self._typed.append(code)
        try:
            if code in _KEYPAD_DIGITS and self._held & _ALTS:
                self._alt_digits += _KEYPAD_DIGITS[code]
            else:
                self._text += self._layout.read(self._stroke(code), caps=self._caps)
        except ValueError as why:
            self._spoil(str(why))
        if len(self._text) + len(self._alt_digits) > MAX_CHARACTERS:
            self._spoil(f"over {MAX_CHARACTERS} characters at {key_name(code)}", Flaw.TOO_LONG)

    def _stroke(self, code: int) -> Stroke:
        ctrl = bool(self._held & _CTRLS)
        altgr = _RIGHTALT in self._held or (ctrl and _LEFTALT in self._held)
        if _LEFTALT in self._held and not altgr:
            raise ValueError(f"Alt+{key_name(code)} is a shortcut, not a character")
        # Ctrl with the left Alt stands for AltGr, as on Windows; with the right Alt, Ctrl keeps its meaning.
        ctrl = ctrl and _LEFTALT not in self._held
        return Stroke(code, shift=bool(self._held & _SHIFTS), altgr=altgr, ctrl=ctrl)

    def _settle_alt(self) -> None:
        if self._alt_digits:
            digits, self._alt_digits = self._alt_digits, ""
            try:
                self._text += _alt_character(digits)
            except ValueError as why:
                self._spoil(str(why))

    def _spoil(self, why: str, flaw: Flaw = Flaw.NOT_TEXT) -> None:
        if not self._spoiled:
            self._spoiled, self._flaw = why, flaw
        self._text = self._alt_digits = ""


def _alt_character(digits: str) -> str:
    """The character of Alt and keypad digits as Windows reads them: code page 1252 after a 0, else 437."""
    number = int(digits)
    try:
        if number < 128 or number > 255:
            return chr(number).encode("utf-16-le").decode("utf-16-le")
        return bytes([number]).decode("cp1252" if digits.startswith("0") else "cp437")
    except (ValueError, OverflowError):
        raise ValueError(f"Alt+{digits} on the keypad is not a character") from None


def encode(
    text: str,
    layout: str = "us",
    at: float = 0.0,
    gap: float = 0.002,
    terminator: Terminator = Terminator.ENTER,
) -> list[KeyEvent]:
    """The events of a scanner that types `text`: one key up or down a report, `gap` seconds between reports.

    Raises:
        ValueError: the layout cannot type a character of it.
    """
    known = layouts.strokes(layout)
    missing = next((character for character in text if character not in known), None)
    if missing is not None:
        raise ValueError(f"layout {layout} cannot type {missing!r}: choose another layout or code")
    presses = [press for character in text for press in _presses(known[character])]
    if terminator in _KEYS:
        presses += [(_KEYS[terminator], 1), (_KEYS[terminator], 0)]
    return [event for step, press in enumerate(presses) for event in _report(press, at + step * gap)]


def _presses(stroke: Stroke) -> list[tuple[int, int]]:
    modifiers = ((stroke.ctrl, "LEFTCTRL"), (stroke.altgr, "RIGHTALT"), (stroke.shift, "LEFTSHIFT"))
    held = [CODES[f"KEY_{name}"] for is_held, name in modifiers if is_held]
    down = [(code, 1) for code in [*held, stroke.code]]
    return down + [(code, 0) for code, _ in reversed(down)]


def _report(press: tuple[int, int], at: float) -> list[KeyEvent]:
    return [KeyEvent(EV_KEY, *press, at), KeyEvent(EV_SYN, SYN_REPORT, 0, at)]
