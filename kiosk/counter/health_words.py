"""How the parts of the kiosk are, in words: the line at the foot of the screen."""

from msgspec import Struct
from msgspec.structs import replace

from kiosk.counter.device_words import why_words
from kiosk.counter.language import ENGLISH, Language, Phrase, mark
from kiosk.counter.views import Health

_NAMES = {
    "scanner": mark("scanner"),
    "reader": mark("reader"),
    "board": mark("lock board"),
    "lights": mark("lights"),
    "bin lights": mark("bin lights"),
    "devices": mark("devices"),
    "disk": mark("disk"),
    "broker": mark("broker"),
    "clock": mark("clock"),
}
"""Of a part, or of a kind: ``scanner counter``. Of what is not here, e.g. a cabinet, the name is a code."""


class Part(Struct, frozen=True):
    """One part of the kiosk, and how it is."""

    name: str
    ok: bool
    state: Phrase
    """Its field ``part`` is the name, in words."""
    why: str = ""
    """What else its driver says of it."""


def worded(part: Part, language: Language) -> Health:
    """What the foot of the screen says of a part."""
    text = language.say(part.state.sentence, part=named(part.name, language), **part.state.values)
    reason = why_words(part.why, language)
    return Health(part.name, part.ok, f"{text} ({reason})" if reason else text)


def whole(part: Part) -> Health:
    """All there is to say of a part, in English."""
    said = worded(replace(part, why=""), ENGLISH)
    return replace(said, text=f"{said.text} ({part.why})") if part.why else said


def named(name: str, language: Language = ENGLISH) -> str:
    """What a part is called in words."""
    kind, _, own = name.partition(" ")
    if name in _NAMES or kind not in _NAMES:
        return language.say(_NAMES[name]) if name in _NAMES else name
    return f"{language.say(_NAMES[kind])} {own}"
