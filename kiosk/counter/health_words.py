"""How the parts of the kiosk are, in words: the line at the foot of the screen."""

from msgspec import Struct

from kiosk.counter.language import Language, Phrase, mark
from kiosk.counter.views import Health

_NAMES = {
    "scanner": mark("scanner"),
    "reader": mark("reader"),
    "disk": mark("disk"),
    "broker": mark("broker"),
    "clock": mark("clock"),
}
"""Of what is not here, e.g. a cabinet, the name is a code."""
_WHYS = {
    "it does not answer": mark("it does not answer"),
    "its bolt did not move": mark("its bolt did not move"),
}
"""What a lock tells; the system's own reasons stay as they are."""


class Part(Struct, frozen=True):
    """One part of the kiosk, and how it is."""

    name: str
    ok: bool
    state: Phrase
    """Its field ``part`` is the name, in words."""


def worded(part: Part, language: Language) -> Health:
    """What the foot of the screen says of a part."""
    known = _NAMES.get(part.name)
    name = language.say(known) if known else part.name
    values = part.state.values
    why = _WHYS.get(str(values.get("why", "")))
    told = values | {"why": language.say(why)} if why else values
    return Health(part.name, part.ok, language.say(part.state.sentence, part=name, **told))
