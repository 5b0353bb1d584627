"""How the parts of the kiosk are, in words: the line at the foot of the screen."""

from msgspec import Struct
from msgspec.structs import replace

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
_WHYS = {
    "does not answer": mark("it does not answer"),
    "its bolt did not move": mark("its bolt did not move"),
}
"""The reasons that help at the counter, as drivers have them; all others are for those who mend it."""


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
    text = language.say(part.state.sentence, part=_name(part.name, language), **part.state.values)
    reason = next((known for said, known in _WHYS.items() if said in part.why), "")
    return Health(part.name, part.ok, f"{text} ({language.say(reason)})" if reason else text)


def whole(part: Part) -> Health:
    """All there is to say of a part, in English."""
    said = worded(replace(part, why=""), ENGLISH)
    return replace(said, text=f"{said.text} ({part.why})") if part.why else said


def _name(name: str, language: Language) -> str:
    kind, _, own = name.partition(" ")
    if name in _NAMES or kind not in _NAMES:
        return language.say(_NAMES[name]) if name in _NAMES else name
    return f"{language.say(_NAMES[kind])} {own}"
